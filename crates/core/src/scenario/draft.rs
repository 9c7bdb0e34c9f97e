//! [`Draft`]: positions being changed by moves, before they become a [`Scenario`].

use itertools::Itertools;

use super::date::Date;
use super::history::{Move, View};
use super::shape;
use super::{
    Basis, Cell, Confidence, Demand, DemandId, DemandKind, Floor, Formula, Frame, Grounds, IssueId,
    OptionSet, PartyId, Position, Range, Ratio, Row, Scenario, SourceId, Stance, Table, Trust,
    Weights, Word,
};

/// Positions, links and floors, by party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) parties: Vec<PartyDraft>,
}

/// What one party has said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PartyDraft {
    /// By issue; none where the party has no position.
    pub(crate) positions: Vec<Option<PositionDraft>>,
    pub(crate) links: Vec<DraftLink>,
    pub(crate) floor: Option<Floor>,
    pub(crate) order: Option<Vec<Vec<IssueId>>>,
    pub(crate) trust: Vec<Trust>,
}

/// A position being changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PositionDraft {
    pub(crate) weight: Range<Ratio>,
    pub(crate) because: Option<String>,
    pub(crate) grounds: Grounds,
    pub(crate) falls_off: bool,
    pub(crate) rows: Vec<DraftRow>,
}

/// A row as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftRow {
    pub(crate) name: Option<String>,
    pub(crate) options: OptionSet,
    pub(crate) branches: Vec<(Formula, Stance)>,
    pub(crate) last: Stance,
    pub(crate) as_trusted: Option<Ratio>,
    pub(crate) grounds: Grounds,
}

/// A link as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftLink {
    pub(crate) name: String,
    pub(crate) keeps: Formula,
    pub(crate) as_trusted: Option<Ratio>,
    pub(crate) grounds: Grounds,
}

impl DraftRow {
    /// Whether the row states a red line, under some condition at least.
    pub(crate) fn refuses(&self) -> bool {
        let never = Stance::Word(Word::Never);
        self.last == never || self.branches.iter().any(|(_, stance)| *stance == never)
    }

    /// Where the row refuses an option it speaks of: everywhere, or under a condition.
    fn refusal(&self) -> Option<Formula> {
        let never = Stance::Word(Word::Never);
        let mut earlier: Vec<Formula> = Vec::new();
        let mut cases = Vec::new();
        for (condition, stance) in &self.branches {
            if *stance == never {
                cases.push(Formula::All(
                    earlier.iter().cloned().chain([condition.clone()]).collect(),
                ));
            }
            earlier.push(condition.clone().negated());
        }
        if self.last == never {
            if earlier.is_empty() {
                return None;
            }
            cases.push(Formula::All(earlier));
        }
        Some(Formula::Any(cases))
    }
}

impl Draft {
    /// Applies a move: first what it drops, then what it states.
    pub(crate) fn apply(&mut self, step: &Move, frame: &Frame) {
        for name in &step.drops {
            self.drop_demand(name, Some(step.party), frame);
        }
        let Some(party) = self.parties.get_mut(step.party.index()) else { return };
        for (issue, rows) in &step.stances {
            let position = party.position_mut(*issue, step);
            for row in rows {
                for old in &mut position.rows {
                    old.options = old.options.minus(row.options);
                }
                position.rows.retain(|old| !old.options.is_empty());
                position.rows.push(row.clone());
            }
        }
        for (issue, weight) in &step.weights {
            let position = party.position_mut(*issue, step);
            position.weight = *weight;
            position.grounds = step.grounds.clone();
        }
        if let Some(floor) = &step.floor {
            party.floor = Some(floor.clone());
        }
        party.links.extend(step.adds.iter().cloned());
    }

    /// Takes a demand away, of one party or of any; whether it stood.
    pub(crate) fn drop_demand(&mut self, name: &str, of: Option<PartyId>, frame: &Frame) -> bool {
        let mut dropped = false;
        for (index, party) in self.parties.iter_mut().enumerate() {
            let id = PartyId::new(index);
            if of.is_some_and(|of| of != id) {
                continue;
            }
            dropped |= party.drop_named(name);
            if let Some((owner, issue)) = name.split_once('/')
                && frame.parties[id].name == owner
                && let Some(issue) = frame.issues.find(|it| it.name == issue)
            {
                dropped |= party.drop_unnamed(issue);
            }
            if name == floor_name(frame, id) {
                dropped |= party.floor.take().is_some();
            }
        }
        dropped
    }

    /// The names of the red lines of a party that speak of an option one of `rows` speaks of.
    pub(crate) fn red_lines_on(
        &self,
        party: PartyId,
        issue: IssueId,
        rows: &[DraftRow],
    ) -> Vec<Option<String>> {
        let touched = rows.iter().fold(OptionSet::EMPTY, |set, row| set.or(row.options));
        let position = self.parties.get(party.index()).and_then(|it| it.position(issue));
        let rows = position.map_or(&[][..], |position| &position.rows);
        rows.iter()
            .filter(|row| row.refuses() && !row.options.and(touched).is_empty())
            .map(|row| row.name.clone())
            .collect()
    }

    /// Keeps only statements at least this firm.
    pub(crate) fn keep_only(&mut self, least: Confidence) {
        for party in &mut self.parties {
            for position in party.positions.iter_mut().flatten() {
                position.rows.retain(|row| row.grounds.confidence >= least);
            }
            party.links.retain(|link| link.grounds.confidence >= least);
            if party.floor.as_ref().is_some_and(|floor| floor.grounds.confidence < least) {
                party.floor = None;
            }
        }
    }

    /// Puts a floor in place.
    pub(crate) fn set_floor(&mut self, party: PartyId, floor: Floor) {
        if let Some(party) = self.parties.get_mut(party.index()) {
            party.floor = Some(floor);
        }
    }

    /// Keeps what one party has said, as if the others had said nothing.
    pub(crate) fn keep_party(&mut self, party: PartyId) {
        for (index, other) in self.parties.iter_mut().enumerate() {
            if index != party.index() {
                other.positions.iter_mut().for_each(|position| *position = None);
                other.links.clear();
                other.floor = None;
            }
        }
    }

    /// Takes a demand as plainly stated.
    pub(crate) fn firm_up(&mut self, name: &str, frame: &Frame) {
        let firm = |grounds: &mut Grounds| {
            grounds.basis = Basis::Stated;
            grounds.confidence = Confidence::High;
        };
        for (index, party) in self.parties.iter_mut().enumerate() {
            let owner = PartyId::new(index);
            for (issue, position) in party.positions.iter_mut().enumerate() {
                for row in position.iter_mut().flat_map(|it| &mut it.rows).filter(|it| it.refuses())
                {
                    let issue = IssueId::new(issue);
                    if frame.demand_name(row.name.clone(), owner, issue) == name {
                        firm(&mut row.grounds);
                    }
                }
            }
            for link in party.links.iter_mut().filter(|link| link.name == name) {
                firm(&mut link.grounds);
            }
        }
    }

    /// Sets the weight of an issue.
    pub(crate) fn set_weight(&mut self, party: PartyId, issue: IssueId, weight: Ratio) {
        let party = self.parties.get_mut(party.index());
        if let Some(Some(position)) = party.and_then(|it| it.positions.get_mut(issue.index())) {
            position.weight = Range::exactly(weight);
        }
    }

    /// Sets the view of one option; a refusal so made is a demand of its own.
    pub(crate) fn set_view(&mut self, view: &View, grounds: Grounds) {
        let party = self.parties.get_mut(view.party.index());
        let position = party.and_then(|it| it.positions.get_mut(view.issue.index()));
        let Some(Some(position)) = position else { return };
        let only = OptionSet::only(view.option);
        let stated = position.rows.iter().rposition(|row| row.options.contains(view.option));
        let mut row =
            stated.and_then(|place| position.rows.get(place).cloned()).unwrap_or_else(|| {
                DraftRow {
                    name: None,
                    options: only,
                    branches: Vec::new(),
                    last: Stance::Unknown,
                    as_trusted: None,
                    grounds: grounds.clone(),
                }
            });
        row.options = only;
        match row.branches.get_mut(view.branch) {
            Some((_, stance)) => *stance = view.stance,
            None => row.last = view.stance,
        }
        if view.stance == Stance::Word(Word::Never) {
            row.name = Some("(supposed)".to_owned());
            row.grounds = grounds;
        } else if !row.refuses() {
            row.name = None;
        }
        for other in &mut position.rows {
            other.options = other.options.minus(only);
        }
        position.rows.retain(|other| !other.options.is_empty());
        position.rows.push(row);
    }

    /// The scenario as of a day.
    pub(crate) fn assemble(self, frame: &Frame, as_of: Date) -> Scenario {
        let mut demands: Table<DemandId, Demand> = Table::new(Vec::new());
        let mut positions = Vec::new();
        let mut weights = Vec::new();
        let mut trust = Vec::new();
        let late = |sources: &[SourceId]| {
            !sources.is_empty()
                && sources.iter().all(|source| frame.sources[*source].date.earliest() > as_of)
        };
        for (index, party) in self.parties.into_iter().enumerate() {
            let id = PartyId::new(index);
            weights.push(Weights::new(&party));
            let mut row = Vec::new();
            for (issue, position) in party.positions.into_iter().enumerate() {
                let issue = IssueId::new(issue);
                row.push(position.map(|draft| draft.assemble(frame, id, issue, &mut demands)));
            }
            positions.push(Table::new(row));
            for link in party.links {
                demands.push(Demand {
                    name: link.name,
                    party: id,
                    kind: DemandKind::Link { keeps: link.keeps, as_trusted: link.as_trusted },
                    grounds: link.grounds,
                });
            }
            if let Some(floor) = party.floor {
                demands.push(Demand {
                    name: floor_name(frame, id),
                    party: id,
                    grounds: floor.grounds.clone(),
                    kind: DemandKind::Floor(floor),
                });
            }
            trust.extend(party.trust);
        }
        let mark = |grounds: &mut Grounds| grounds.hindsight = late(&grounds.sources);
        for demand in demands.ids() {
            mark(&mut demands[demand].grounds);
        }
        for table in &mut positions {
            for issue in table.ids() {
                if let Some(position) = &mut table[issue] {
                    position.rows.iter_mut().for_each(|row| mark(&mut row.grounds));
                }
            }
        }
        Scenario::new(frame, as_of, Table::new(positions), Table::new(weights), demands, trust)
    }
}

/// The name of a party's floor.
pub(crate) fn floor_name(frame: &Frame, party: PartyId) -> String {
    format!("{}/floor", frame.parties[party].name)
}

impl PartyDraft {
    fn position(&self, issue: IssueId) -> Option<&PositionDraft> {
        self.positions.get(issue.index())?.as_ref()
    }

    /// The position on an issue; a party that had none gets one with no weight.
    #[expect(clippy::indexing_slicing, reason = "there is a place for every issue")]
    fn position_mut(&mut self, issue: IssueId, step: &Move) -> &mut PositionDraft {
        self.positions[issue.index()].get_or_insert_with(|| PositionDraft {
            weight: Range::exactly(Ratio::from_integer(0)),
            because: None,
            grounds: step.grounds.clone(),
            falls_off: false,
            rows: Vec::new(),
        })
    }

    fn drop_named(&mut self, name: &str) -> bool {
        let before = self.count();
        for position in self.positions.iter_mut().flatten() {
            position.rows.retain(|row| row.name.as_deref() != Some(name) || !row.refuses());
        }
        self.links.retain(|link| link.name != name);
        self.count() < before
    }

    fn drop_unnamed(&mut self, issue: IssueId) -> bool {
        let before = self.count();
        if let Some(Some(position)) = self.positions.get_mut(issue.index()) {
            position.rows.retain(|row| row.name.is_some() || !row.refuses());
        }
        self.count() < before
    }

    fn count(&self) -> usize {
        let rows = self.positions.iter().flatten().map(|position| position.rows.len());
        rows.sum::<usize>() + self.links.len()
    }
}

impl PositionDraft {
    fn assemble(
        self,
        frame: &Frame,
        party: PartyId,
        issue: IssueId,
        demands: &mut Table<DemandId, Demand>,
    ) -> Position {
        let options = frame.issues[issue].options.len();
        let mut cells = vec![Cell::unstated(); options];
        for (index, row) in self.rows.iter().enumerate() {
            for option in row.options.iter() {
                if let Some(cell) = cells.get_mut(option.index()) {
                    *cell = Cell {
                        branches: row.branches.clone(),
                        last: row.last,
                        row: Some(index),
                        inferred: None,
                        bounded: false,
                    };
                }
            }
        }
        let beyond =
            if self.falls_off { shape::narrow(&mut cells, &frame.scale) } else { Vec::new() };
        let mut rows: Vec<Row> = self
            .rows
            .iter()
            .map(|row| Row { options: row.options, demand: None, grounds: row.grounds.clone() })
            .collect();
        let refusing = self.rows.iter().enumerate().filter(|(_, row)| row.refuses());
        let by_name = refusing.into_group_map_by(|(_, row)| row.name.clone());
        let by_name = by_name
            .into_iter()
            .sorted_by_key(|(_, stated)| stated.first().map_or(0, |(index, _)| *index));
        for (name, stated) in by_name {
            let mut parts = Vec::new();
            let mut excluded = OptionSet::EMPTY;
            for (index, row) in &stated {
                let reach = beyond
                    .iter()
                    .filter(|(_, from)| row.options.contains(*from))
                    .fold(row.options, |set, (option, _)| set.with(*option));
                excluded = excluded.or(reach);
                let chosen = Formula::Is(issue, reach);
                parts.push(match row.refusal() {
                    None => chosen,
                    Some(condition) => Formula::All(vec![chosen, condition]),
                });
                if let Some(row) = rows.get_mut(*index) {
                    row.demand = Some(DemandId::new(demands.len()));
                }
            }
            // Only a red line with an id of its own states it, and that has one row.
            let as_trusted = stated.iter().find_map(|(_, row)| row.as_trusted);
            let broken = if parts.len() == 1 { parts.remove(0) } else { Formula::Any(parts) };
            demands.push(Demand {
                name: frame.demand_name(name, party, issue),
                party,
                kind: DemandKind::RedLine {
                    issue,
                    options: excluded,
                    keeps: broken.negated(),
                    as_trusted,
                },
                grounds: merge(stated.iter().map(|(_, row)| &row.grounds)),
            });
        }
        Position {
            because: self.because,
            grounds: self.grounds,
            rows,
            cells,
            falls_off: self.falls_off,
        }
    }
}

/// One statement made of several rows: all their sources, the weakest of their confidences, and
/// the basis of the first that is not plainly stated.
fn merge<'a>(grounds: impl Iterator<Item = &'a Grounds>) -> Grounds {
    let grounds: Vec<&Grounds> = grounds.collect();
    let says = grounds.iter().filter_map(|it| it.says.as_deref()).dedup().join("; ");
    Grounds {
        says: (!says.is_empty()).then_some(says),
        sources: grounds.iter().flat_map(|it| it.sources.iter().copied()).unique().collect(),
        basis: grounds
            .iter()
            .map(|it| &it.basis)
            .find(|basis| **basis != Basis::Stated)
            .cloned()
            .unwrap_or(Basis::Stated),
        confidence: grounds.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Medium),
        hindsight: false,
    }
}
