//! [`History`]: positions as they were at the start, and the dated moves since.

use std::borrow::Cow;

use itertools::Itertools;

use super::date::Date;
use super::{
    Confidence, DemandKind, Draft, DraftLink, DraftRow, Floor, FloorHeight, Frame, Grounds,
    IssueId, OptionId, PartyId, Range, Ratio, Scale, Scenario, Stance,
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
    /// Disputed demands taken as firm, by name.
    pub firm: Vec<String>,
    /// Weights of issues, in the file's units.
    pub weights: Vec<(PartyId, IssueId, Ratio)>,
    /// Other views of single options.
    pub views: Vec<View>,
    /// What the stance words are worth.
    pub scale: Option<Scale>,
}

/// Another view of one option: a stance in place of the one that the file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Whose.
    pub party: PartyId,
    /// Of which issue; nothing changes where the party has no position on it.
    pub issue: IssueId,
    /// Of which option.
    pub option: OptionId,
    /// Which of its conditional stances, the last being the one that holds where no condition
    /// does.
    pub branch: usize,
    /// The stance.
    pub stance: Stance,
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
        Ok(self.draft(date, supposition)?.assemble(&self.supposed_frame(supposition), date))
    }

    /// The scenario of [`History::at`] with the positions of one party alone, as if nobody else
    /// had said anything: all that its verdicts rest on.
    pub(crate) fn alone(
        &self,
        date: Date,
        supposition: &Supposition,
        party: PartyId,
    ) -> Result<Scenario, HistoryError> {
        let mut draft = self.draft(date, supposition)?;
        draft.keep_party(party);
        Ok(draft.assemble(&self.supposed_frame(supposition), date))
    }

    fn supposed_frame(&self, supposition: &Supposition) -> Cow<'_, Frame> {
        match supposition.scale {
            None => Cow::Borrowed(&self.frame),
            Some(scale) => Cow::Owned(Frame { scale, ..self.frame.clone() }),
        }
    }

    fn draft(&self, date: Date, supposition: &Supposition) -> Result<Draft, HistoryError> {
        if date < self.from {
            return Err(HistoryError::BeforeStart(self.from));
        }
        let (draft, astray) = self.drafted(|_, step| step.date <= date, supposition);
        match astray.into_iter().next() {
            Some(name) => Err(HistoryError::UnknownDemand(name)),
            None => Ok(draft),
        }
    }

    /// The scenario with only some of the moves, spoken of on a day: each move that is kept, by its
    /// place, replaces the cells it names and ends what it drops and still stands. With it the
    /// supposed drops of which nothing stands.
    pub fn after(
        &self,
        date: Date,
        kept: impl Fn(usize, &Move) -> bool,
        supposition: &Supposition,
    ) -> (Scenario, Vec<String>) {
        let (draft, astray) = self.drafted(kept, supposition);
        (draft.assemble(&self.supposed_frame(supposition), date), astray)
    }

    fn drafted(
        &self,
        kept: impl Fn(usize, &Move) -> bool,
        supposition: &Supposition,
    ) -> (Draft, Vec<String>) {
        let mut draft = self.baseline.clone();
        for (_, step) in self.moves.iter().enumerate().filter(|(place, step)| kept(*place, step)) {
            draft.apply(step, &self.frame);
        }
        let drops = supposition.drops.iter();
        let astray = drops.filter(|name| !draft.drop_demand(name, None, &self.frame));
        let astray: Vec<String> = astray.cloned().collect();
        if let Some(least) = supposition.only {
            draft.keep_only(least);
        }
        for (party, worth) in &supposition.floors {
            draft.set_floor(*party, suppose_floor(*worth));
        }
        for name in &supposition.firm {
            draft.firm_up(name, &self.frame);
        }
        for (party, issue, weight) in &supposition.weights {
            draft.set_weight(*party, *issue, *weight);
        }
        for view in &supposition.views {
            draft.set_view(view, supposed("supposed"));
        }
        (draft, astray)
    }

    /// Whether a move is known only from sources later than its day.
    pub fn is_hindsight(&self, step: &Move) -> bool {
        let sources = &step.grounds.sources;
        let late = |source| self.frame.sources[source].date.earliest() > step.date;
        !sources.is_empty() && sources.iter().all(|source| late(*source))
    }

    /// Every move with what is wrong with it.
    pub(crate) fn check_moves(&self) -> Vec<(usize, MoveFault)> {
        let mut draft = self.baseline.clone();
        let mut faults = Vec::new();
        for (index, step) in self.moves.iter().enumerate() {
            let mut dropped: Vec<&String> = Vec::new();
            for name in &step.drops {
                // A name that stands twice in the list is a fault of its own.
                if draft.drop_demand(name, Some(step.party), &self.frame) {
                    dropped.push(name);
                } else if !dropped.contains(&name) {
                    faults.push((index, MoveFault::NothingToDrop(name.clone())));
                }
            }
            for (issue, rows) in &step.stances {
                let standing = draft.red_lines_on(step.party, *issue, rows);
                faults.extend(
                    standing
                        .into_iter()
                        .map(|name| self.frame.demand_name(name, step.party, *issue))
                        .dedup()
                        .map(|name| (index, MoveFault::RedLineStands(*issue, name))),
                );
            }
            draft.apply(step, &self.frame);
        }
        faults
    }
}

impl Move {
    /// Whether it restates or ends something that an earlier move of the same party stated or
    /// ended: a cell, a weight, the floor or a demand.
    pub fn takes_up(&self, earlier: &Self, frame: &Frame) -> bool {
        if self.party != earlier.party {
            return false;
        }
        let floor = super::draft::floor_name(frame, self.party);
        let names = |step: &Self| -> Vec<String> {
            let rows = step.stances.iter().flat_map(|(issue, rows)| {
                rows.iter()
                    .filter(|row| row.refuses())
                    .map(|row| frame.demand_name(row.name.clone(), step.party, *issue))
            });
            let links = step.adds.iter().map(|link| link.name.clone());
            let floor = step.floor.iter().map(|_| floor.clone());
            rows.chain(links).chain(floor).chain(step.drops.iter().cloned()).collect()
        };
        let cells = |step: &Self, issue: IssueId| {
            let rows = step.stances.iter().filter(|(on, _)| *on == issue).flat_map(|it| &it.1);
            rows.fold(super::OptionSet::EMPTY, |set, row| set.or(row.options))
        };
        let shares_cell = self
            .stances
            .iter()
            .any(|(issue, _)| !cells(self, *issue).and(cells(earlier, *issue)).is_empty());
        let shares_weight =
            self.weights.iter().any(|(issue, _)| earlier.weights.iter().any(|it| it.0 == *issue));
        let mine = names(self);
        shares_cell || shares_weight || names(earlier).iter().any(|name| mine.contains(name))
    }
}

impl Frame {
    /// Which two of some proposals are compared, by their places: the only two, else those that the
    /// file names.
    pub fn compared(&self, names: &[&str]) -> Option<[usize; 2]> {
        if names.len() == 2 {
            return Some([0, 1]);
        }
        let place = |id| names.iter().position(|it| *it == self.proposals[id].name);
        let [from, to] = self.compare?;
        Some([place(from)?, place(to)?])
    }

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
        grounds: supposed("supposed on the command line"),
    }
}

fn supposed(says: &str) -> Grounds {
    Grounds {
        says: Some(says.to_owned()),
        sources: Vec::new(),
        basis: super::Basis::Stated,
        confidence: Confidence::High,
        hindsight: false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, read};
    use crate::scenario::parse_date;

    const TEXT: &str = r#"(
        format: 1, title: "A bridge", from: "2030-01-01", as_of: "2030-06-01",
        sources: {"s": (publisher: "P", date: "2030-01-05", kind: Outlet, locator: "page 3")},
        parties: {"north": (name: "North", consent: Always, floor: (worth: 40, sources: ["s"]))},
        issues: {"bridge": (title: "Bridge", options: {"n": "North", "b": "Both", "o": "Others"})},
        positions: {"north": {"bridge": (weight: High, stances: [
            (on: ["n"], is: Ideal),
            (on: ["b"], is: Never, says: "It is ours", sources: ["s"]),
            (id: "no-others", on: ["o"], is: Never, says: "Not theirs", sources: ["s"]),
        ])}},
        moves: [
            (date: "2030-02-01", party: "north", says: "Both it is", drops: ["north/bridge"],
             stances: {"bridge": [(on: ["b"], is: Tolerable)]}, sources: ["s"]),
            (date: "2030-03-01", party: "north", says: "Any deal", drops: ["north/floor"],
             sources: ["s"]),
            (date: "2030-04-01", party: "north", says: "All right", drops: ["no-others"],
             sources: ["s"]),
        ],
    )"#;

    /// A move ends whatever demand of its party it names: a red line with or without a name of
    /// its own, or the floor.
    #[test]
    fn moves_drop_what_they_name() {
        let reading = read(Source::new("bridge.ron", TEXT), |_| Err(String::new()));
        let history = reading.result.unwrap().history;
        let standing = |date| {
            let scenario = history.at(parse_date(date).unwrap(), &Supposition::default());
            scenario.unwrap().demands.values().map(|demand| demand.name.clone()).join(" ")
        };
        assert_eq!(standing("2030-01-01"), "north/bridge no-others north/floor");
        assert_eq!(standing("2030-02-01"), "no-others north/floor");
        assert_eq!(standing("2030-03-01"), "no-others");
        assert_eq!(standing("2030-04-01"), "");
    }
}
