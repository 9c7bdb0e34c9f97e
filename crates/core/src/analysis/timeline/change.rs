//! What did a move change in the mover's own treatment of options, and toward whom?
//!
//! A view *rises* if neither its worst nor its best word falls and one of them rises; it *falls*
//! the other way round. A rise on an option that another party has at acceptable or better is a
//! *concession* toward that party, a fall there is a *hardening* away from it. An option that is
//! newly refused, or a link that is new or now firm, is a hardening whomever it meets; an option
//! that is refused no longer, or a link that ends or is now disputed, is a concession. So a red line
//! that gives way to a narrower one under another name is a concession alone. A floor that moves is *pressure*: what no deal is worth, never a
//! concession or a hardening. Everything else is a *clarification*: a first word where nothing was
//! stated, a word taken back, a word that changes on an option nobody else has asked for, another
//! condition, another weight.

use crate::analysis::overlap::{View, view};
use crate::scenario::{
    Demand, DemandKind, FloorHeight, IssueId, OptionId, OptionSet, PartyId, Range, Ratio, Scenario,
    Stance, Word,
};

/// What a move changed, its party's positions before and after compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Views of options, in file order.
    pub cells: Vec<CellChange>,
    /// Issues that weigh something else now.
    pub weights: Vec<IssueId>,
    /// Red lines and links, by name.
    pub demands: Vec<DemandChange>,
    /// The floor, if it moved.
    pub floor: Option<FloorShift>,
}

/// Another view of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The issue.
    pub issue: IssueId,
    /// The option.
    pub option: OptionId,
    /// Before.
    pub before: View,
    /// After.
    pub after: View,
    /// Which way it went.
    pub shift: Shift,
    /// The other parties that have the option at acceptable or better in every filling, in file
    /// order.
    pub wanted_by: Vec<PartyId>,
}

/// Which way a view went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shift {
    /// Neither end fell, and one rose; or a refusal was taken back.
    Rose,
    /// Neither end rose, and one fell; or a refusal where nothing was stated.
    Fell,
    /// A word where nothing was stated.
    FirstStated,
    /// Nothing is stated any more.
    TakenBack,
    /// Another condition, or another range that lies neither higher nor lower.
    Reworded,
}

/// A demand that stands no more, or is new, or otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandChange {
    /// Its name.
    pub name: String,
    /// Whether it is a link, not a red line.
    pub is_link: bool,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It ended.
    Dropped,
    /// It rules out more, or is firm now.
    Tightened,
    /// It rules out less, or is disputed now.
    Eased,
    /// It rules out something else.
    Changed,
}

/// A floor that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloorShift {
    /// What no deal was worth; none where no floor stood or it is put as a package.
    pub before: Option<Range<Ratio>>,
    /// What no deal is worth now.
    pub after: Option<Range<Ratio>>,
    /// Which way it went; none where it cannot be said.
    pub rose: Option<bool>,
}

/// What kind of move a change makes; several at once are possible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// A concession, and toward whom.
    pub concession: Option<Vec<PartyId>>,
    /// A hardening, and away from whom.
    pub hardening: Option<Vec<PartyId>>,
    /// Whether it hardens by a link alone: no word fell, and nothing more is refused by itself.
    pub by_condition_alone: bool,
    /// Pressure.
    pub pressure: bool,
    /// A clarification.
    pub clarification: bool,
    /// Parties that want what the mover, silent before, can now live with or better.
    pub meets: Vec<PartyId>,
    /// Parties that want what the mover, silent before, now opposes.
    pub opposes: Vec<PartyId>,
    /// Parties that want what the mover could live with or better, and no longer speaks of.
    pub takes_back: Vec<PartyId>,
}

impl Fate {
    /// Whether a demand asks more than before.
    pub fn is_harder(self) -> bool {
        matches!(self, Self::Added | Self::Tightened)
    }

    /// Whether a demand asks less than before.
    pub fn is_softer(self) -> bool {
        matches!(self, Self::Dropped | Self::Eased)
    }
}

impl CellChange {
    /// Whether the option is refused, firmly or not, where it was not before.
    fn is_newly_refused(&self) -> bool {
        refusal(self.after) > refusal(self.before)
    }

    /// Whether the option was refused, firmly or not, and is not any more, or no longer firmly.
    fn is_refused_no_longer(&self) -> bool {
        refusal(self.after) < refusal(self.before)
    }
}

/// How far a view is a refusal: not at all, under a condition or disputed, or for certain.
fn refusal(view: View) -> usize {
    usize::from(view.worst == Word::Never && !view.unknown) + usize::from(view.best == Word::Never)
}

impl Change {
    /// Whether the move changed nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What kind of move it is.
    pub fn kinds(&self) -> Kinds {
        let wanted = |test: &dyn Fn(&CellChange) -> bool| {
            let cells = self.cells.iter().filter(|cell| test(cell));
            let mut parties: Vec<PartyId> =
                cells.flat_map(|cell| cell.wanted_by.iter().copied()).collect();
            parties.sort_unstable();
            parties.dedup();
            parties
        };
        let rose = wanted(&|cell| cell.shift == Shift::Rose);
        let fell = wanted(&|cell| cell.shift == Shift::Fell);
        let links = || self.demands.iter().filter(|demand| demand.is_link);
        let eased = links().any(|link| link.fate.is_softer())
            || self.cells.iter().any(CellChange::is_refused_no_longer);
        let tightened = links().any(|link| link.fate.is_harder())
            || self.cells.iter().any(CellChange::is_newly_refused);
        let first = |cell: &CellChange| cell.shift == Shift::FirstStated;
        let plain = |cell: &CellChange| match cell.shift {
            Shift::Rose | Shift::Fell => {
                cell.wanted_by.is_empty()
                    && !cell.is_newly_refused()
                    && !cell.is_refused_no_longer()
            }
            Shift::FirstStated | Shift::TakenBack | Shift::Reworded => true,
        };
        let otherwise = links().any(|link| link.fate == Fate::Changed);
        Kinds {
            concession: (eased || !rose.is_empty()).then_some(rose),
            by_condition_alone: fell.is_empty()
                && links().any(|link| link.fate.is_harder())
                && !self.cells.iter().any(CellChange::is_newly_refused),
            hardening: (tightened || !fell.is_empty()).then_some(fell),
            pressure: self.floor.is_some(),
            clarification: otherwise || !self.weights.is_empty() || self.cells.iter().any(plain),
            meets: wanted(&|cell| first(cell) && cell.after.worst >= Word::Tolerable),
            opposes: wanted(&|cell| first(cell) && cell.after.best <= Word::Opposed),
            takes_back: wanted(&|cell| {
                cell.shift == Shift::TakenBack && cell.before.worst >= Word::Tolerable
            }),
        }
    }
}

/// What a move of a party changed.
pub fn change(before: &Scenario, after: &Scenario, party: PartyId) -> Change {
    let mut cells = Vec::new();
    let mut weights = Vec::new();
    for (issue, known) in after.frame.issues.iter() {
        for option in known.all().iter() {
            cells.extend(cell_change(before, after, party, issue, option));
        }
        if weight(before, party, issue) != weight(after, party, issue) {
            weights.push(issue);
        }
    }
    Change {
        cells,
        weights,
        demands: demands(before, after, party),
        floor: floor(before, after, party),
    }
}

fn cell_change(
    before: &Scenario,
    after: &Scenario,
    party: PartyId,
    issue: IssueId,
    option: OptionId,
) -> Option<CellChange> {
    let views = [before, after].map(|scenario| view(scenario, party, issue, option));
    let stated = [before, after].map(|scenario| {
        let cell = scenario.position(party, issue).map(|position| position.cell(option));
        cell.map_or((Vec::new(), Stance::Unknown), |cell| (cell.branches.clone(), cell.last))
    });
    let [from, to] = views;
    let [said, says] = stated;
    if from == to && said == says {
        return None;
    }
    let others = after.frame.parties.ids().filter(|other| *other != party);
    let wants = |other: &PartyId| {
        let view = view(after, *other, issue, option);
        !view.unknown && view.worst >= Word::Acceptable
    };
    Some(CellChange {
        issue,
        option,
        before: from,
        after: to,
        shift: shift(from, to),
        wanted_by: others.filter(wants).collect(),
    })
}

/// Which way a view went.
fn shift(from: View, to: View) -> Shift {
    match (from.unknown, to.unknown) {
        (true, false) if to.best > Word::Never => Shift::FirstStated,
        (false, true) if from.best > Word::Never => Shift::TakenBack,
        // Silence that is bounded otherwise is no word.
        (true, true) => Shift::Reworded,
        _ if from == to => Shift::Reworded,
        _ if to.worst >= from.worst && to.best >= from.best => Shift::Rose,
        _ if to.worst <= from.worst && to.best <= from.best => Shift::Fell,
        _ => Shift::Reworded,
    }
}

/// The weight of an issue as the file writes it, in every box.
fn weight(scenario: &Scenario, party: PartyId, issue: IssueId) -> Vec<Range<Ratio>> {
    let weights = &scenario.weights[party];
    let unit = weights.unit();
    let boxes = weights.boxes().iter().filter_map(|all| all.get(issue.index()));
    boxes.map(|range| range.map(|points| Ratio::new(points, unit))).collect()
}

fn demands(before: &Scenario, after: &Scenario, party: PartyId) -> Vec<DemandChange> {
    let of = |scenario: &Scenario| -> Vec<(Demand, bool)> {
        let own = scenario.demands.iter().filter(|(_, demand)| demand.party == party);
        own.filter(|(_, demand)| demand.keeps().is_some())
            .map(|(id, demand)| (demand.clone(), scenario.is_firm(id)))
            .collect()
    };
    let (old, new) = (of(before), of(after));
    let named = |list: &[(Demand, bool)], name: &str| {
        list.iter().find(|(demand, _)| demand.name == name).cloned()
    };
    let mut changes: Vec<DemandChange> = Vec::new();
    for (demand, was_firm) in &old {
        let fate = match named(&new, &demand.name) {
            None => Some(Fate::Dropped),
            Some((now, is_firm)) => became(demand, &now, *was_firm, is_firm),
        };
        changes.extend(fate.map(|fate| changed(demand, fate)));
    }
    let added = new.iter().filter(|(demand, _)| named(&old, &demand.name).is_none());
    changes.extend(added.map(|(demand, _)| changed(demand, Fate::Added)));
    changes
}

fn changed(demand: &Demand, fate: Fate) -> DemandChange {
    DemandChange { name: demand.name.clone(), is_link: demand.issue().is_none(), fate }
}

/// What became of a demand that stands before and after.
fn became(old: &Demand, new: &Demand, was_firm: bool, is_firm: bool) -> Option<Fate> {
    let reach = |demand: &Demand| match &demand.kind {
        DemandKind::RedLine { options, .. } => *options,
        DemandKind::Link { .. } | DemandKind::Floor(_) => OptionSet::EMPTY,
    };
    let (before, after) = (reach(old), reach(new));
    let more = !after.minus(before).is_empty() || (is_firm && !was_firm);
    let less = !before.minus(after).is_empty() || (was_firm && !is_firm);
    match (more, less) {
        (true, false) => Some(Fate::Tightened),
        (false, true) => Some(Fate::Eased),
        (true, true) => Some(Fate::Changed),
        (false, false) => (old.kind != new.kind).then_some(Fate::Changed),
    }
}

fn floor(before: &Scenario, after: &Scenario, party: PartyId) -> Option<FloorShift> {
    let height = |scenario: &Scenario| scenario.floor(party).map(|(_, floor)| floor.height.clone());
    let (old, new) = (height(before), height(after));
    if old == new {
        return None;
    }
    let worth = |height: &Option<FloorHeight>| match height {
        Some(FloorHeight::Worth(range)) => Some(*range),
        Some(FloorHeight::AsGoodAs(_)) | None => None,
    };
    let (from, to) = (worth(&old), worth(&new));
    let rose = match (&old, &new) {
        (None, _) => Some(true),
        (_, None) => Some(false),
        _ => from.zip(to).and_then(|(from, to)| {
            let rose = to.low >= from.low && to.high >= from.high;
            let fell = to.low <= from.low && to.high <= from.high;
            (rose != fell).then_some(rose)
        }),
    };
    Some(FloorShift { before: from, after: to, rose })
}
