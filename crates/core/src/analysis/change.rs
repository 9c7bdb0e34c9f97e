//! Single changes of what a file says, for the question what would tip an answer.

use crate::scenario::{
    Date, Demand, DemandId, DemandKind, History, HistoryError, IssueId, OptionId, PartyId,
    Proposal, Ratio, Scenario, Stance, Supposition, View, Word,
};

/// Where a scenario comes from, so that it can be made again with something changed.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// What the file says.
    pub history: &'a History,
    /// The day.
    pub date: Date,
    /// What is supposed already.
    pub supposition: &'a Supposition,
}

/// The kinds of single changes. Sizes are compared within a kind, never across kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// A red line or a link is dropped, or a disputed one is taken as firm.
    Demand,
    /// One view moved along the stance words.
    Step,
    /// A view that is not stated is answered by a word.
    Answer,
    /// A stated worth is moved.
    Worth,
    /// What no deal is worth is moved, or put in place.
    Floor,
    /// The weight of one issue is moved.
    Weight,
    /// A clause can be read in one way only.
    Reading,
}

impl ChangeKind {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Demand,
        Self::Step,
        Self::Answer,
        Self::Worth,
        Self::Floor,
        Self::Weight,
        Self::Reading,
    ];
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A demand is dropped: what it spoke of is then not stated.
    Drop(DemandId),
    /// A disputed demand is taken as firm.
    Firm(DemandId),
    /// A view is moved along the stance words.
    Step {
        /// The view as it then is.
        view: View,
        /// The word it has.
        from: Word,
        /// The word it then has.
        to: Word,
    },
    /// A view that is not stated is answered.
    Answer {
        /// The view as it then is.
        view: View,
        /// The answer.
        to: Word,
    },
    /// A stated worth is moved.
    Worth {
        /// The view as it then is.
        view: View,
        /// The worth, 0 to 100.
        to: Ratio,
        /// How far that lies outside what is stated.
        by: Ratio,
    },
    /// What no deal is worth.
    Floor {
        /// To whom.
        party: PartyId,
        /// How much, 0 to 100.
        to: Ratio,
        /// How far that lies outside what is stated; none where nothing is stated.
        by: Option<Ratio>,
    },
    /// What an issue counts for a party.
    Weight {
        /// The party.
        party: PartyId,
        /// The issue.
        issue: IssueId,
        /// The weight, as the file counts weights.
        to: Ratio,
        /// How far that lies outside what is stated.
        by: Ratio,
    },
    /// A clause is read in one way only.
    Reading {
        /// The clause, by its place.
        clause: usize,
        /// The reading, by its place.
        reading: usize,
    },
}

impl Change {
    /// Its kind.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Drop(_) | Self::Firm(_) => ChangeKind::Demand,
            Self::Step { .. } => ChangeKind::Step,
            Self::Answer { .. } => ChangeKind::Answer,
            Self::Worth { .. } => ChangeKind::Worth,
            Self::Floor { .. } => ChangeKind::Floor,
            Self::Weight { .. } => ChangeKind::Weight,
            Self::Reading { .. } => ChangeKind::Reading,
        }
    }

    /// Its size, comparable with that of another change of its kind: steps along the words, or how
    /// far a number moves. Changes of kinds that know no more or less are all of one size.
    pub fn size(&self) -> Ratio {
        match self {
            Self::Step { from, to, .. } => {
                let steps = (*from as i128) - (*to as i128);
                Ratio::from_integer(steps.abs())
            }
            Self::Worth { by, .. } | Self::Weight { by, .. } => *by,
            Self::Floor { by, .. } => by.unwrap_or_default(),
            Self::Drop(_) | Self::Firm(_) | Self::Answer { .. } | Self::Reading { .. } => {
                Ratio::from_integer(1)
            }
        }
    }
}

impl Origin<'_> {
    /// The scenario as it is.
    pub fn scenario(&self) -> Result<Scenario, HistoryError> {
        self.history.at(self.date, self.supposition)
    }

    /// The scenario with a change; a reading changes the text alone.
    pub fn changed(&self, demands: &Names, change: &Change) -> Result<Scenario, HistoryError> {
        self.history.at(self.date, &self.with(demands, change))
    }

    /// The positions of one party with a change.
    pub(crate) fn changed_alone(
        &self,
        demands: &Names,
        change: &Change,
        party: PartyId,
    ) -> Result<Scenario, HistoryError> {
        self.history.alone(self.date, &self.with(demands, change), party)
    }

    fn with(&self, demands: &Names, change: &Change) -> Supposition {
        let mut with = self.supposition.clone();
        match change {
            Change::Drop(demand) => with.drops.extend(demands.of(*demand)),
            Change::Firm(demand) => with.firm.extend(demands.of(*demand)),
            Change::Step { view, .. }
            | Change::Answer { view, .. }
            | Change::Worth { view, .. } => {
                with.views.push(*view);
            }
            Change::Floor { party, to, .. } => {
                with.floors.retain(|(other, _)| other != party);
                with.floors.push((*party, *to));
            }
            Change::Weight { party, issue, to, .. } => with.weights.push((*party, *issue, *to)),
            Change::Reading { .. } => {}
        }
        with
    }
}

/// The names of demands, by which they are dropped.
#[derive(Clone, Debug)]
pub struct Names(Vec<String>);

impl Names {
    /// The names of the demands of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self(scenario.demands.values().map(|demand| demand.name.clone()).collect())
    }

    fn of(&self, demand: DemandId) -> Option<String> {
        self.0.get(demand.index()).cloned()
    }
}

/// The text with a clause read in one way only.
pub fn read_as(proposal: &Proposal, clause: usize, reading: usize) -> Proposal {
    let mut changed = proposal.clone();
    if let Some(clause) = changed.clauses.get_mut(clause)
        && let Some(only) = clause.readings.get(reading).cloned()
    {
        clause.readings = vec![only];
    }
    changed
}

/// A view of a party, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated {
    pub(crate) issue: IssueId,
    pub(crate) option: OptionId,
    pub(crate) branch: usize,
    pub(crate) stance: Stance,
    /// Whether other views of the position may be narrowed by it.
    pub(crate) shaped: bool,
    /// Whether no condition selects it.
    pub(crate) plain: bool,
    /// The red line that the statement makes.
    pub(crate) demand: Option<DemandId>,
}

impl Stated {
    pub(crate) fn view(&self, party: PartyId, stance: Stance) -> View {
        let Self { issue, option, branch, .. } = *self;
        View { party, issue, option, branch, stance }
    }
}

/// Every view of a party, in file order.
pub(crate) fn views(scenario: &Scenario, party: PartyId) -> Vec<Stated> {
    let positions = scenario.positions[party].iter();
    positions
        .filter_map(|(issue, position)| Some((issue, position.as_ref()?)))
        .flat_map(|(issue, position)| {
            position.cells.iter().enumerate().flat_map(move |(option, cell)| {
                cell.stances().enumerate().map(move |(branch, stance)| Stated {
                    issue,
                    option: OptionId::new(option),
                    branch,
                    stance,
                    shaped: position.falls_off,
                    plain: cell.branches.is_empty(),
                    demand: cell.row.and_then(|row| position.rows.get(row)?.demand),
                })
            })
        })
        .collect()
}

/// The red lines and links of a party, with their ids.
pub(crate) fn refusals(
    scenario: &Scenario,
    party: PartyId,
) -> impl Iterator<Item = (DemandId, &Demand)> {
    scenario.demands.iter().filter(move |(_, demand)| {
        demand.party == party && !matches!(demand.kind, DemandKind::Floor(_))
    })
}

/// The stance words, from worst to best.
pub(crate) const WORDS: [Word; 5] =
    [Word::Never, Word::Opposed, Word::Tolerable, Word::Acceptable, Word::Ideal];
