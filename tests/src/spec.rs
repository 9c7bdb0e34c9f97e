//! [`Spec`]: a scenario as the generator draws it and the laws rewrite it, before it is text.

use std::collections::BTreeMap;

use num_rational::Ratio;

/// An exact number.
pub type Q = Ratio<i128>;

/// A scenario to be written. References are places in the lists, so that names and the order in
/// which things are written can change freely.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The parties.
    pub parties: Vec<PartySpec>,
    /// The order in which parties are written.
    pub party_order: Vec<usize>,
    /// The issues.
    pub issues: Vec<IssueSpec>,
    /// The order in which issues are written.
    pub issue_order: Vec<usize>,
    /// What the world excludes.
    pub rules: Vec<F>,
    /// The frameworks.
    pub proposals: Vec<Vec<ClauseSpec>>,
    /// When they were made, in days after the first of January; the day 120 where none is given.
    pub made: Vec<usize>,
    /// Dated changes, in the order in which they apply.
    pub moves: Vec<super::moves::MoveSpec>,
    /// Beliefs: who believes whom how far.
    pub trust: Vec<(usize, usize, Numbers)>,
    /// What raises belief: where, in whom, how far.
    pub enforcement: Vec<(F, usize, Numbers)>,
    /// What options are worth broken, by issue and option.
    pub broken: BTreeMap<(usize, usize), Q>,
    /// The belief that a link or a conditional red line asks, by its name.
    pub as_trusted: BTreeMap<String, Q>,
}

impl Spec {
    /// Splits an option of a nominal issue into two that everybody treats alike; proposals are
    /// dropped.
    pub fn split(&mut self, issue: usize, option: usize) {
        self.proposals.clear();
        let twin = self.issues[issue].options.len();
        let with_twin = |on: usize, options: &[usize]| {
            let mut options = options.to_vec();
            if on == issue && options.contains(&option) {
                options.push(twin);
            }
            options
        };
        let change = |formula: &mut F| *formula = formula.map_options(&with_twin);
        let (_, obliged) = self.issues[issue].options[option].clone();
        self.issues[issue].options.push(("twin".to_owned(), obliged));
        self.rules.iter_mut().for_each(change);
        for it in &mut self.issues {
            it.applies.iter_mut().for_each(|(formula, _)| change(formula));
        }
        for party in &mut self.parties {
            if let ConsentSpec::When(formula) = &mut party.consent {
                change(formula);
            }
            party.links.iter_mut().for_each(|(_, formula, _)| change(formula));
            for (place, position) in party.positions.iter_mut().enumerate() {
                for row in position.iter_mut().flat_map(|position| &mut position.rows) {
                    row.on = with_twin(place, &row.on);
                    row.branches.iter_mut().for_each(|(formula, _)| change(formula));
                }
            }
        }
    }
}

/// A party with all it has said.
#[derive(Clone, Debug)]
pub struct PartySpec {
    /// Its name.
    pub name: String,
    /// Whether its yes is needed.
    pub consent: ConsentSpec,
    /// Its floor.
    pub floor: Option<FloorSpec>,
    /// Its order of weights.
    pub order: Option<Vec<Vec<usize>>>,
    /// By issue.
    pub positions: Vec<Option<PositionSpec>>,
    /// Its links, by name.
    pub links: Vec<(String, F, Ground)>,
}

/// Whether a party's yes is needed.
#[derive(Clone, Debug)]
pub enum ConsentSpec {
    /// In every package.
    Always,
    /// Only where an option obliges it.
    Never,
    /// Where the formula holds.
    When(F),
}

/// The worth of no deal.
#[derive(Clone, Debug)]
pub enum FloorSpec {
    /// A worth.
    Worth(Numbers),
    /// As good as these options, one an issue.
    AsGoodAs(Vec<usize>),
}

/// One, two or three rising numbers.
pub type Numbers = Vec<Q>;

/// A question.
#[derive(Clone, Debug)]
pub struct IssueSpec {
    /// Its name.
    pub name: String,
    /// Its options with the parties they oblige; on numeric issues their values.
    pub options: Vec<(String, Vec<usize>)>,
    /// Nominal, ordered or numeric.
    pub kind: KindSpec,
    /// The state of fact.
    pub status_quo: Option<usize>,
    /// Where it arises, and its parent.
    pub applies: Option<(F, usize)>,
}

/// What kind of list the options are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindSpec {
    /// Named options.
    Nominal,
    /// Steps.
    Ordered,
    /// Values; whether the last option lies beyond them all.
    Numeric(bool),
}

/// A party's view of an issue.
#[derive(Clone, Debug)]
pub struct PositionSpec {
    /// A word or numbers; unused with an order of weights.
    pub weight: Result<&'static str, Numbers>,
    /// Whether worth falls off.
    pub falls_off: bool,
    /// The statements.
    pub rows: Vec<RowSpec>,
}

/// A statement on options.
#[derive(Clone, Debug)]
pub struct RowSpec {
    /// The name of the red line.
    pub id: Option<String>,
    /// The options.
    pub on: Vec<usize>,
    /// Conditional stances.
    pub branches: Vec<(F, StanceSpec)>,
    /// The stance elsewhere.
    pub last: StanceSpec,
    /// What it rests on.
    pub ground: Ground,
}

/// A stance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StanceSpec {
    /// A word, `Unknown` included.
    Word(&'static str),
    /// A worth.
    Worth(Numbers),
}

/// What a statement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Stated, with a source.
    Stated,
    /// Contested.
    Contested,
    /// Inferred.
    Inferred,
    /// Of low confidence.
    Low,
}

/// A clause: settled plainly, read in several ways, or left open.
#[derive(Clone, Debug, Default)]
pub struct ClauseSpec {
    /// The words.
    pub says: String,
    /// Where it bites.
    pub when: Option<F>,
    /// Its readings; a plain clause has one.
    pub readings: Vec<ReadingSpec>,
    /// Whether it is written as readings.
    pub ambiguous: bool,
    /// The issues it leaves, with their interim rules.
    pub leaves: Vec<(usize, Option<usize>)>,
}

/// A reading of a clause.
#[derive(Clone, Debug, Default)]
pub struct ReadingSpec {
    /// Where it bites.
    pub when: Option<F>,
    /// Who reads it so.
    pub read_by: Vec<usize>,
    /// What it fixes.
    pub settles: Vec<(usize, Vec<usize>)>,
}

/// A formula, by places.
#[derive(Clone, Debug)]
pub enum F {
    /// One of the options.
    Is(usize, Vec<usize>),
    /// From the value of an option on.
    AtLeast(usize, usize),
    /// Up to the value of an option.
    AtMost(usize, usize),
    /// Equal values.
    Same(usize, usize),
    /// The first not above the second.
    NoMore(usize, usize),
    /// The opposite.
    Not(Box<F>),
    /// Every one.
    All(Vec<F>),
    /// Some one.
    Any(Vec<F>),
    /// The first implies the second.
    If(Box<F>, Box<F>),
}

impl F {
    /// The formula with every list of options rewritten.
    #[must_use]
    pub fn map_options(&self, change: &impl Fn(usize, &[usize]) -> Vec<usize>) -> Self {
        let each = |parts: &[Self]| parts.iter().map(|part| part.map_options(change)).collect();
        match self {
            Self::Is(issue, options) => Self::Is(*issue, change(*issue, options)),
            Self::AtLeast(..) | Self::AtMost(..) | Self::Same(..) | Self::NoMore(..) => {
                self.clone()
            }
            Self::Not(inner) => Self::Not(Box::new(inner.map_options(change))),
            Self::All(parts) => Self::All(each(parts)),
            Self::Any(parts) => Self::Any(each(parts)),
            Self::If(first, second) => {
                Self::If(Box::new(first.map_options(change)), Box::new(second.map_options(change)))
            }
        }
    }
}
