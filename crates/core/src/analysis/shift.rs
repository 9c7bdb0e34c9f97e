//! What does it cost and give to settle one issue otherwise, whatever else is agreed?
//!
//! A shift takes an issue from one option to another. What it changes for a principal is counted
//! in hundredths of its own total: weight times difference of worths, over the sum of weights,
//! weights in the middle of what is left open. A stated range of worths counts at its low end.
//! Where the option shifted to is open to a principal (nothing stated, or a view that hangs on
//! what else is agreed), the change is a range.
//!
//! Shifts start only from options that are no red line of anybody who may be asked and that are
//! worth one stated number to every principal for which the issue weighs something, whatever else
//! is agreed; and, of those, only from the best one of some principal (of equally good ones from the
//! one with the greatest sum over all principals, then in file order). They lead to options that
//! are no red line either, change nothing about which issues arise, and are left out where they
//! change the worth of another issue by an amount that hangs on the rest.

use super::consequences::{contexts, set};
use super::network::{Asked, Network};
use super::worth::{Term, Worth};
use crate::scenario::{
    DemandKind, IssueId, OptionId, OptionSet, PartyId, Points, Range, Ratio, Stance,
};
use crate::search::{Budget, Exhausted};

/// A party's view of an option of an issue.
pub type View = (PartyId, IssueId, OptionId);

/// Conditional issues, with whether each may arise and whether it may fail to.
type Arising = Vec<(IssueId, bool, bool)>;

/// An issue settled otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The issue.
    pub issue: IssueId,
    /// The option before.
    pub from: OptionId,
    /// The option after.
    pub to: OptionId,
    /// What it changes for each principal for which it changes anything, in file order: least,
    /// middle and greatest, in hundredths of the principal's own total.
    pub amounts: Vec<(PartyId, Range<Ratio>)>,
}

impl Shift {
    /// Those who yield: they lose and cannot gain by it.
    pub fn yielding(&self) -> impl Iterator<Item = PartyId> {
        let zero = Ratio::from_integer(0);
        let loses = move |range: &Range<Ratio>| range.low < zero && range.high <= zero;
        self.amounts.iter().filter(move |(_, range)| loses(range)).map(|(party, _)| *party)
    }
}

/// A shift in whole points, as the search for trades needs it.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) issue: IssueId,
    pub(super) from: OptionId,
    pub(super) to: OptionId,
    /// By principal: the least change and the greatest.
    pub(super) change: Vec<(Points, Points)>,
    /// The principals, as bits, that lose and cannot gain.
    pub(super) yields: u64,
    /// The principals, as bits, that may gain.
    pub(super) gains: u64,
    /// Views of the option shifted to that are open.
    pub(super) open: Vec<View>,
    /// The stated views the changes rest on.
    pub(super) rests_on: Vec<View>,
}

/// The shifts of one issue that start from the same option.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) from: OptionId,
    pub(super) moves: Vec<Move>,
    /// By principal, the greatest change that one of the moves may bring.
    pub(super) most: Vec<Points>,
}

/// All shifts, by issue and option they start from.
pub(super) struct Shifts<'a> {
    network: &'a Network<'a>,
    pub(super) principals: Vec<PartyId>,
    /// By principal: points that make one hundredth of its total.
    pub(super) units: Vec<Points>,
}

impl<'a> Shifts<'a> {
    pub(super) fn new(network: &'a Network<'a>) -> Self {
        let scenario = network.scenario;
        let principals: Vec<PartyId> = scenario.principals().collect();
        let units = principals
            .iter()
            .map(|party| (scenario.weights[*party].total() * scenario.worth_unit(*party)).max(1))
            .collect();
        Self { network, principals, units }
    }

    /// The shifts of an issue.
    pub(super) fn of(&self, issue: IssueId, budget: &mut Budget) -> Result<Vec<Start>, Exhausted> {
        let allowed = self.nobodys_red_line(issue);
        let mut worths: Vec<(OptionId, Vec<Option<Points>>)> = Vec::new();
        for option in allowed.iter() {
            let plain = self.principals.iter().map(|party| self.plain(*party, issue, option));
            let plain: Option<Vec<_>> = plain.collect();
            worths.extend(plain.map(|plain| (option, plain)));
        }
        let weight = |place: usize| {
            let party = self.principals.get(place);
            party.map_or(0, |party| self.network.scenario.weights[*party].middle(issue))
        };
        let total = |worths: &[Option<Points>]| -> Ratio {
            let parts = worths.iter().zip(&self.units).enumerate();
            parts
                .map(|(place, (worth, unit))| {
                    Ratio::new(weight(place) * worth.unwrap_or_default(), *unit)
                })
                .sum()
        };
        let mut starts: Vec<OptionId> = Vec::new();
        for place in 0..self.principals.len() {
            let key =
                |worths: &[Option<Points>]| (worths.get(place).copied().flatten(), total(worths));
            let mut best: Option<&(OptionId, Vec<Option<Points>>)> = None;
            for candidate in &worths {
                if best.is_none_or(|best| key(&candidate.1) > key(&best.1)) {
                    best = Some(candidate);
                }
            }
            let spoken = |best: &&(OptionId, Vec<Option<Points>>)| {
                weight(place) > 0 && best.1.get(place).copied().flatten().is_some()
            };
            starts.extend(best.filter(spoken).map(|(option, _)| *option));
        }
        starts.sort_unstable();
        starts.dedup();
        let mut found = Vec::new();
        for from in starts {
            let mut moves = Vec::new();
            for to in allowed.iter().filter(|to| *to != from) {
                if let Some(one) = self.shift(issue, from, to, budget)? {
                    moves.push(one);
                }
            }
            let most = (0..self.principals.len()).map(|place| {
                let greatest = |one: &Move| one.change.get(place).map(|(_, high)| *high);
                moves.iter().filter_map(greatest).max().unwrap_or(0)
            });
            let most = most.collect();
            if !moves.is_empty() {
                found.push(Start { from, moves, most });
            }
        }
        Ok(found)
    }

    /// The options that nobody who may be asked refuses, under no condition.
    fn nobodys_red_line(&self, issue: IssueId) -> OptionSet {
        let mut allowed = self.network.scenario.frame.issues[issue].all();
        for demand in self.network.scenario.demands.values() {
            if let DemandKind::RedLine { issue: on, options, .. } = &demand.kind
                && *on == issue
                && self.network.asked(demand.party) != Asked::Never
            {
                allowed = allowed.minus(*options);
            }
        }
        allowed
    }

    fn term(&self, party: PartyId, issue: IssueId) -> Option<&Term> {
        self.network.terms(party).iter().find(|term| term.issue == issue)
    }

    /// The one stated number that an option is worth to a party whatever else is agreed: `None`
    /// if there is no such number, `Some(None)` if it has no position on the issue.
    #[expect(clippy::option_option, reason = "no position and no number are different things")]
    fn plain(&self, party: PartyId, issue: IssueId, option: OptionId) -> Option<Option<Points>> {
        let weighs = self.network.scenario.weights[party].middle(issue) > 0;
        let Some(term) = self.term(party, issue).filter(|_| weighs) else { return Some(None) };
        let mut number = None;
        for worth in self.entries(term, &[(issue, option)]) {
            let low = worth.range.low;
            if !self.is_stated(party, worth) || number.is_some_and(|number| number != low) {
                return None;
            }
            number = Some(low);
        }
        Some(number)
    }

    /// What a term comes to where some issues take given options, the rest taking any.
    fn entries<'t>(&self, term: &'t Term, given: &[(IssueId, OptionId)]) -> Vec<&'t Worth> {
        contexts(&self.network.domains, &term.worth, given)
            .into_iter()
            .filter_map(|assignment| term.worth.at(&assignment))
            .collect()
    }

    /// Whether a worth comes from a stated view, not from a bound.
    fn is_stated(&self, party: PartyId, worth: &Worth) -> bool {
        let (issue, option, branch) = worth.cell;
        let cell = self.network.scenario.position(party, issue).map(|it| it.cell(option));
        let stance = cell.and_then(|cell| cell.stances().nth(branch));
        stance.is_some_and(|stance| stance != Stance::Unknown)
    }

    /// A shift, if somebody yields by it, somebody may gain, and what it changes elsewhere is
    /// the same whatever else is agreed.
    fn shift(
        &self,
        issue: IssueId,
        from: OptionId,
        to: OptionId,
        budget: &mut Budget,
    ) -> Result<Option<Move>, Exhausted> {
        let mut found = Move {
            issue,
            from,
            to,
            change: Vec::new(),
            yields: 0,
            gains: 0,
            open: Vec::new(),
            rests_on: Vec::new(),
        };
        let Some(arising) = self.arising(issue, from, to, budget)? else { return Ok(None) };
        for (place, party) in self.principals.iter().enumerate() {
            let (mut low, mut high) = (0, 0);
            for term in self.network.terms(*party) {
                if !term.worth.scope().contains(&issue.index()) {
                    continue;
                }
                let weight = self.network.scenario.weights[*party].middle(term.issue);
                if weight == 0 {
                    continue;
                }
                let change = if term.issue == issue {
                    budget.spend(term.worth.entries().len() as u64)?;
                    Some(self.own_change(*party, term, &mut found))
                } else {
                    self.change_elsewhere(*party, term, &mut found, &arising, budget)?
                };
                let Some((least, greatest)) = change else { return Ok(None) };
                low += weight * least;
                high += weight * greatest;
            }
            let bit = 1_u64 << place.min(63);
            found.yields |= if low < 0 && high <= 0 { bit } else { 0 };
            found.gains |= if high > 0 { bit } else { 0 };
            found.change.push((low, high));
        }
        found.rests_on.sort_unstable();
        found.rests_on.dedup();
        Ok((found.yields != 0 && found.gains != 0).then_some(found))
    }

    /// The conditional issues whose condition names this one, with whether they can arise before
    /// the shift and whether they can fail to; none if the shift changes whether one arises.
    fn arising(
        &self,
        issue: IssueId,
        from: OptionId,
        to: OptionId,
        budget: &mut Budget,
    ) -> Result<Option<Arising>, Exhausted> {
        let mut found = Vec::new();
        for (other, known) in self.network.scenario.frame.issues.iter() {
            let Some((applies, _)) = &known.applies else { continue };
            if !applies.scope().contains(&issue) {
                continue;
            }
            let table = self.network.table(applies, None);
            budget.spend(table.entries().len() as u64)?;
            let (mut can, mut can_fail) = (false, false);
            for mut context in contexts(&self.network.domains, &table, &[(issue, from)]) {
                let before = table.at(&context).copied();
                set(&mut context, issue, to);
                if before != table.at(&context).copied() {
                    return Ok(None);
                }
                can |= before == Some(true);
                can_fail |= before == Some(false);
            }
            found.push((other, can, can_fail));
        }
        Ok(Some(found))
    }

    /// What the shift changes for a party on the issue itself, in points of worth.
    fn own_change(&self, party: PartyId, term: &Term, found: &mut Move) -> (Points, Points) {
        let (issue, from, to) = (found.issue, found.from, found.to);
        let before = self.plain(party, issue, from).flatten().unwrap_or_default();
        found.rests_on.push((party, issue, from));
        if let Some(Some(after)) = self.plain(party, issue, to) {
            found.rests_on.push((party, issue, to));
            return (after - before, after - before);
        }
        found.open.push((party, issue, to));
        let after = self.entries(term, &[(issue, to)]);
        let low = after.iter().map(|worth| worth.range.low).min().unwrap_or(0);
        let high = after.iter().map(|worth| {
            // A stated range counts at its low end, here as elsewhere.
            if self.is_stated(party, worth) { worth.range.low } else { worth.range.high }
        });
        (low - before, high.max().unwrap_or(0) - before)
    }

    /// What the shift changes for a party on another issue; none if that hangs on the rest, or
    /// on what is not stated.
    fn change_elsewhere(
        &self,
        party: PartyId,
        term: &Term,
        found: &mut Move,
        arising: &[(IssueId, bool, bool)],
        budget: &mut Budget,
    ) -> Result<Option<(Points, Points)>, Exhausted> {
        budget.spend(term.worth.entries().len() as u64)?;
        let issues = &self.network.scenario.frame.issues;
        let mut difference = None;
        for mut context in
            contexts(&self.network.domains, &term.worth, &[(found.issue, found.from)])
        {
            let impossible = arising.iter().any(|(other, can, can_fail)| {
                let named = term.worth.scope().contains(&other.index());
                let place = context.get(other.index()).copied().unwrap_or(0);
                let arises = place < issues[*other].options.len();
                named && *other != found.issue && !(if arises { *can } else { *can_fail })
            });
            if impossible {
                continue;
            }
            let before = term.worth.at(&context).copied();
            set(&mut context, found.issue, found.to);
            let (Some(before), Some(after)) = (before, term.worth.at(&context)) else { continue };
            let here = if before.cell == after.cell {
                0
            } else if self.is_stated(party, &before) && self.is_stated(party, after) {
                for worth in [&before, after] {
                    found.rests_on.push((party, worth.cell.0, worth.cell.1));
                }
                after.range.low - before.range.low
            } else {
                return Ok(None);
            };
            if difference.is_some_and(|known| known != here) {
                return Ok(None);
            }
            difference = Some(here);
        }
        let difference = difference.unwrap_or(0);
        Ok(Some((difference, difference)))
    }

    /// The network the shifts are made on.
    pub(super) fn network(&self) -> &'a Network<'a> {
        self.network
    }

    /// A move as a shift, in hundredths.
    pub(super) fn in_hundredths(&self, one: &Move) -> Shift {
        let parts = self.principals.iter().zip(&self.units).zip(&one.change);
        let changed = parts.filter(|(_, change)| **change != (0, 0));
        let amounts = changed.map(|((party, unit), change)| (*party, hundredths(*change, *unit)));
        Shift { issue: one.issue, from: one.from, to: one.to, amounts: amounts.collect() }
    }
}

/// A range of points in hundredths of a total.
pub(super) fn hundredths((low, high): (Points, Points), unit: Points) -> Range<Ratio> {
    Range {
        low: Ratio::new(low, unit),
        likely: Ratio::new(low + high, 2 * unit),
        high: Ratio::new(high, unit),
    }
}
