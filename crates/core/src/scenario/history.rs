//! [`History`]: positions as they were at the start, and the dated moves since.

use itertools::Itertools;

use super::date::Date;
use super::{
    Confidence, DemandKind, Draft, DraftLink, DraftRow, Floor, FloorHeight, Frame, Grounds,
    IssueId, PartyId, Range, Ratio, Scenario,
};

/// Everything a file says: what never changes, the positions at the start, and the moves.
#[derive(Clone, Debug)]
pub struct History {
    pub(crate) frame: Frame,
    pub(crate) from: Date,
    pub(crate) as_of: Date,
    pub(crate) baseline: Draft,
    pub(crate) moves: Vec<Move>,
}

/// A dated change of a party's positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The day.
    pub date: Date,
    /// Its place among the moves of the day.
    pub seq: u32,
    /// Who moved.
    pub party: PartyId,
    /// The move in a sentence, and what it rests on.
    pub grounds: Grounds,
    /// New statements; they replace the cells they name.
    pub(crate) stances: Vec<(IssueId, Vec<DraftRow>)>,
    /// New weights.
    pub(crate) weights: Vec<(IssueId, Range<Ratio>)>,
    /// A new floor.
    pub(crate) floor: Option<Floor>,
    /// New links.
    pub(crate) adds: Vec<DraftLink>,
    /// Red lines and links that end.
    pub(crate) drops: Vec<String>,
}

/// What if: changes to a scenario that touch no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supposition {
    /// Demands taken away, by name.
    pub drops: Vec<String>,
    /// Floors put in place.
    pub floors: Vec<(PartyId, Ratio)>,
    /// Only statements at least this firm.
    pub only: Option<Confidence>,
}

/// Why there is no scenario of a date or a supposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryError {
    /// The positions are known only from a later date on.
    BeforeStart(Date),
    /// No demand of that name stands at the date.
    UnknownDemand(String),
}

/// What is wrong with a move, given the positions before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MoveFault {
    /// It drops a demand that does not stand.
    NothingToDrop(String),
    /// It gives another stance on an option that a standing red line of this name excludes.
    RedLineStands(IssueId, String),
}

impl History {
    /// The day reports speak of unless told otherwise.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The day from which positions are known.
    pub fn from(&self) -> Date {
        self.from
    }

    /// The parties, whose ids are the same at every date.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The moves, in the order in which they apply.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The scenario as it stood at the end of a day.
    pub fn at(&self, date: Date, supposition: &Supposition) -> Result<Scenario, HistoryError> {
        if date < self.from {
            return Err(HistoryError::BeforeStart(self.from));
        }
        let mut draft = self.baseline.clone();
        for step in self.moves.iter().take_while(|step| step.date <= date) {
            draft.apply(step);
        }
        for name in &supposition.drops {
            if !draft.drop_demand(name, None, &self.frame) {
                return Err(HistoryError::UnknownDemand(name.clone()));
            }
        }
        if let Some(least) = supposition.only {
            draft.keep_only(least);
        }
        for (party, worth) in &supposition.floors {
            draft.set_floor(*party, suppose_floor(*worth));
        }
        Ok(draft.assemble(&self.frame, date))
    }

    /// Every move with what is wrong with it.
    pub(crate) fn check_moves(&self) -> Vec<(usize, MoveFault)> {
        let mut draft = self.baseline.clone();
        let mut faults = Vec::new();
        for (index, step) in self.moves.iter().enumerate() {
            for name in &step.drops {
                if !draft.clone().drop_demand(name, Some(step.party), &self.frame) {
                    faults.push((index, MoveFault::NothingToDrop(name.clone())));
                }
            }
            let mut dropped = draft.clone();
            for name in &step.drops {
                dropped.drop_demand(name, Some(step.party), &self.frame);
            }
            for (issue, rows) in &step.stances {
                let standing = dropped.red_lines_on(step.party, *issue, rows);
                faults.extend(
                    standing
                        .into_iter()
                        .map(|name| self.frame.demand_name(name, step.party, *issue))
                        .dedup()
                        .map(|name| (index, MoveFault::RedLineStands(*issue, name))),
                );
            }
            draft.apply(step);
        }
        faults
    }
}

impl Frame {
    /// The name of a red line: its own, or `party/issue`.
    pub(crate) fn demand_name(
        &self,
        name: Option<String>,
        party: PartyId,
        issue: IssueId,
    ) -> String {
        name.unwrap_or_else(|| format!("{}/{}", self.parties[party].name, self.issues[issue].name))
    }
}

fn suppose_floor(worth: Ratio) -> Floor {
    Floor {
        height: FloorHeight::Worth(Range::exactly(worth)),
        horizon: None,
        grounds: Grounds {
            says: Some("supposed on the command line".to_owned()),
            sources: Vec::new(),
            basis: super::Basis::Stated,
            confidence: Confidence::High,
            hindsight: false,
        },
    }
}

impl Scenario {
    /// Whether a demand is firm: not disputed. A floor is a forecast, whose range says how sure
    /// it is; it always counts as firm.
    pub fn is_firm(&self, demand: super::DemandId) -> bool {
        let demand = &self.demands[demand];
        matches!(demand.kind, DemandKind::Floor(_)) || !demand.grounds.disputed()
    }
}
