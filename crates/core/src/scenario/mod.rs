//! The validated model: what a scenario says on one day. Immutable, made by reading only.

mod date;
mod demand;
mod draft;
mod formula;
mod grounds;
mod history;
mod id;
mod issue;
pub mod limits;
mod number;
mod option_set;
mod package;
mod party;
mod position;
mod proposal;
mod shape;
mod source;
mod table;
mod trust;
mod weights;

pub use date::{Date, SourceDate, parse_date};
pub use demand::{Demand, DemandKind};
pub(crate) use draft::{Draft, DraftLink, DraftRow, PartyDraft, PositionDraft};
pub use formula::Formula;
pub use grounds::{Basis, Confidence, Grounds};
pub(crate) use history::MoveFault;
pub use history::{History, HistoryError, Move, Supposition, View};
pub use id::{DemandId, IssueId, OptionId, PartyId, ProposalId, RuleId, SourceId};
pub use issue::{Issue, IssueKind, IssueOption};
pub use number::{Range, Ratio, decimal};
pub use option_set::OptionSet;
pub use package::Package;
pub use party::{Consent, Floor, FloorHeight, Party};
pub use position::{Cell, Position, Row, Scale, Stance, Word};
pub use proposal::{Clause, Firmness, Proposal, Ratification, Reading};
pub use source::{Source, SourceKind};
pub use table::{Id, Table};
pub use trust::{Enforcement, Trust};
pub(crate) use weights::common_denominator;
pub use weights::{Points, Weights};

/// What never changes in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The negotiation in one line.
    pub title: String,
    /// A neutral paragraph.
    pub about: Option<String>,
    /// What the stance words are worth.
    pub scale: Scale,
    /// Where things were said.
    pub sources: Table<SourceId, Source>,
    /// Whoever has positions.
    pub parties: Table<PartyId, Party>,
    /// The questions to be settled.
    pub issues: Table<IssueId, Issue>,
    /// What the world excludes.
    pub rules: Table<RuleId, Rule>,
    /// The frameworks.
    pub proposals: Table<ProposalId, Proposal>,
    /// The two that reports compare unless asked for others: from, to.
    pub compare: Option<[ProposalId; 2]>,
    /// What raises belief.
    pub enforcement: Vec<Enforcement>,
}

/// A combination that the world excludes, whoever wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The rule in a sentence.
    pub says: String,
    /// What holds in every possible package.
    pub holds: Formula,
}

/// One negotiation on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What never changes.
    pub frame: Frame,
    /// The day.
    pub as_of: Date,
    /// By party and issue; none where the party has no position.
    pub positions: Table<PartyId, Table<IssueId, Option<Position>>>,
    /// What issues count for each party.
    pub weights: Table<PartyId, Weights>,
    /// Red lines, links and floors: party by party, in file order.
    pub demands: Table<DemandId, Demand>,
    /// Beliefs.
    pub trust: Vec<Trust>,
    /// Points that make one unit of worth, by party.
    worth_units: Table<PartyId, Points>,
}

/// What an option is worth to a party, in points of worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// In its worst and best filling, and in the middle.
    pub worth: Range<Points>,
    /// Whether nothing was stated, and it may turn out to be a red line.
    pub unknown: bool,
}

impl Scenario {
    pub(super) fn new(
        frame: &Frame,
        as_of: Date,
        positions: Table<PartyId, Table<IssueId, Option<Position>>>,
        weights: Table<PartyId, Weights>,
        demands: Table<DemandId, Demand>,
        trust: Vec<Trust>,
    ) -> Self {
        let mut scenario = Self {
            frame: frame.clone(),
            as_of,
            worth_units: Table::new(vec![1; positions.len()]),
            positions,
            weights,
            demands,
            trust,
        };
        for party in scenario.frame.parties.ids() {
            let worths = scenario.worths(party);
            scenario.worth_units[party] = common_denominator(worths.into_iter());
        }
        scenario
    }

    /// Every worth that is turned into points of this party.
    fn worths(&self, party: PartyId) -> Vec<Ratio> {
        let scale = &self.frame.scale;
        let mut worths =
            vec![scale.ideal, scale.acceptable, scale.tolerable, scale.opposed, scale.never];
        worths.push(Ratio::from_integer(50));
        let mut range = |range: &Range<Ratio>| {
            worths.extend([range.low, range.likely, range.high]);
        };
        for position in self.positions[party].values().flatten() {
            for cell in &position.cells {
                cell.inferred.iter().for_each(&mut range);
                for stance in cell.stances() {
                    if let Stance::Worth(worth) = stance {
                        range(&worth);
                    }
                }
            }
        }
        for demand in self.demands.values().filter(|demand| demand.party == party) {
            if let Some(FloorHeight::Worth(worth)) = demand.floor().map(|floor| &floor.height) {
                range(worth);
            }
        }
        worths
    }

    /// Points that make one unit of worth of a party.
    pub fn worth_unit(&self, party: PartyId) -> Points {
        self.worth_units[party]
    }

    /// A worth of the file in points of a party.
    pub fn points(&self, party: PartyId, worth: Ratio) -> Points {
        weights::scaled(worth, self.worth_units[party])
    }

    /// The worth of a stance, narrowed by what the shape of its position implies.
    pub fn value(&self, party: PartyId, stance: Stance, cell: Option<&Cell>) -> Value {
        let points = |worth| self.points(party, worth);
        let anything = Range {
            low: Ratio::from_integer(0),
            likely: Ratio::from_integer(50),
            high: Ratio::from_integer(100),
        };
        let worth = match stance {
            Stance::Word(word) => Range::exactly(self.frame.scale.worth(word)),
            Stance::Worth(worth) => worth,
            Stance::Unknown => cell.and_then(|cell| cell.inferred).unwrap_or(anything),
        };
        let bounded = cell.is_some_and(|cell| cell.bounded);
        Value { worth: worth.map(points), unknown: stance == Stance::Unknown && !bounded }
    }

    /// The parties whose consent every package needs.
    pub fn principals(&self) -> impl Iterator<Item = PartyId> {
        self.frame.parties.iter().filter(|(_, party)| party.is_principal()).map(|(id, _)| id)
    }

    /// The proposals that existed on the day.
    pub fn proposals(&self) -> impl Iterator<Item = (ProposalId, &Proposal)> {
        self.frame.proposals.iter().filter(|(_, proposal)| proposal.date <= self.as_of)
    }

    /// A party's view of an issue.
    pub fn position(&self, party: PartyId, issue: IssueId) -> Option<&Position> {
        self.positions[party][issue].as_ref()
    }

    /// Whether any view or demand of a party is stated.
    pub fn has_stated(&self, party: PartyId) -> bool {
        let mut cells = self.positions[party].values().flatten().flat_map(|it| &it.cells);
        self.demands.values().any(|demand| demand.party == party)
            || cells.any(|cell| cell.stances().any(|stance| stance != Stance::Unknown))
    }

    /// The floor of a party, with its id.
    pub fn floor(&self, party: PartyId) -> Option<(DemandId, &Floor)> {
        self.demands
            .iter()
            .filter(|(_, demand)| demand.party == party)
            .find_map(|(id, demand)| demand.floor().map(|floor| (id, floor)))
    }
}
