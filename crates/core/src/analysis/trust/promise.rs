//! What an option is worth to a party that may see it broken.

use super::belief::{Beliefs, Credence};
use crate::analysis::floor_test::Margin;
use crate::analysis::worth::{Worth, worth_with};
use crate::scenario::{Formula, IssueId, OptionId, PartyId, Points, Range, Ratio};

/// An option as a party sees it: what it is worth kept and broken, and how far it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// On paper.
    pub paper: Worth,
    /// The parties other than the one that values it, whom the option obliges, with the belief in
    /// each. Empty where nothing is discounted.
    pub obliged: Vec<(PartyId, Credence)>,
    /// The worth of the state of fact, if the file names it.
    pub today: Option<Worth>,
    /// What the option says it is worth broken.
    pub if_broken: Option<Ratio>,
}

/// A worth as trusted, in fine points: those of [`Scales::fine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// Over all fillings.
    pub range: Range<Points>,
    /// The least where what nobody stated is at its best: the stance, the belief, the breach.
    pub known_low: Points,
    /// What is lost from paper to trusted, over all fillings: the same filling on both sides.
    pub lost: Range<Points>,
}

/// What turns points of a party's worth into fine points, which also count shares of belief.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scales {
    /// So many parts make full belief.
    full: Points,
    /// So many parts make a point of worth.
    part: Points,
    /// Points in one unit of worth.
    worth: Points,
}

impl Scales {
    pub(super) fn new(beliefs: &Beliefs<'_>, party: PartyId) -> Self {
        let scenario = beliefs.scenario;
        let worth = scenario.worth_unit(party);
        let options = scenario.frame.issues.values().flat_map(|issue| &issue.options);
        let broken = options.filter_map(|it| it.if_broken);
        let points = broken.map(|it| it * Ratio::from_integer(worth));
        // Halves: an unstated breach is likely in the middle.
        let part = crate::scenario::common_denominator(points.chain([Ratio::new(1, 2)]));
        Self { full: beliefs.full(), part, worth }
    }

    /// So many fine points make a point.
    pub(super) fn fine(self) -> Points {
        self.full * self.part
    }

    fn broken(self, worth: Ratio) -> Points {
        (worth * Ratio::from_integer(self.worth * self.part)).to_integer()
    }
}

impl Promise {
    /// What an issue is to a party where `chosen` gives the options, and `in_force` says where
    /// conditions of enforcement hold.
    pub(super) fn new(
        beliefs: &Beliefs<'_>,
        (party, issue): (PartyId, IssueId),
        chosen: &impl Fn(IssueId) -> OptionId,
        in_force: &impl Fn(&Formula) -> bool,
    ) -> Self {
        let scenario = beliefs.scenario;
        let paper = worth_with(scenario, party, issue, chosen);
        // Where the issue does not arise, its parent's option speaks for it.
        let (issue, option, _) = paper.cell;
        let known = &scenario.frame.issues[issue];
        let others = known.option(option).map_or(&[][..], |it| &it.obliged);
        let others = others.iter().copied().filter(|other| *other != party);
        let obliged: Vec<(PartyId, Credence)> =
            others.map(|other| (other, beliefs.credence(party, other, in_force))).collect();
        let if_broken = known.option(option).and_then(|it| it.if_broken);
        let today = known.status_quo.map(|today| {
            let chosen = |it: IssueId| if it == issue { today } else { chosen(it) };
            worth_with(scenario, party, issue, &chosen)
        });
        Self { paper, obliged, today, if_broken }
    }

    /// The belief that counts: the least in any obliged party.
    pub fn belief(&self) -> Option<Credence> {
        let ends = |it: &Credence| (it.range.likely, it.range.low, it.range.high);
        let mut least = self.obliged.iter().map(|it| it.1).min_by_key(ends)?;
        let credences = || self.obliged.iter().map(|it| it.1);
        // The minimum of independent ranges has the minima of their ends as its ends.
        least.range.low = credences().map(|it| it.range.low).min()?;
        least.range.high = credences().map(|it| it.range.high).min()?;
        least.known_low = credences().map(|it| it.known_low).min()?;
        Some(least)
    }

    /// The worth as trusted over all fillings.
    ///
    /// As a function of the belief, the worth on paper, that of the status quo and that of a
    /// breach it never falls: with c on paper and r ≤ c the breach, b c + (1 − b) r rises with
    /// each, and the bound on an unstated r rises with the status quo and with c. So all numbers
    /// at their low ends give the least and all at their high ends the greatest, whatever other
    /// issues share them, and no filling is better for one issue at the cost of another.
    ///
    /// What is lost is (1 − b) (c − r). It never rises with b or r, never falls with c, and never
    /// rises with the status quo, on which only the bound of r hangs; where the status quo is the
    /// option itself the two move together, and c − r is c or nothing.
    pub(super) fn trusted(&self, beliefs: &Beliefs<'_>, scales: Scales) -> Trusted {
        let paper = self.paper.range.map(|it| it * scales.fine());
        let Some(belief) = self.belief() else {
            let known_low = if self.paper.unknown { paper.high } else { paper.low };
            return Trusted { range: paper, known_low, lost: Range::exactly(0) };
        };
        let belief_parts = belief.range.map(|it| beliefs.parts(it));
        let kept = self.paper.range.map(|it| it * scales.part);
        let today = self.today.map(|it| it.range.map(|it| it * scales.part));
        let broken = self.if_broken.map(|it| scales.broken(it));
        let bound = |kept: Points, today: Option<Points>| today.map_or(kept, |it| it.min(kept));
        let worth = |kept: Points, broken: Points, belief: Points| {
            belief * kept + (scales.full - belief) * broken.min(kept)
        };
        let low = worth(kept.low, broken.unwrap_or(0), belief_parts.low);
        let most = bound(kept.high, today.map(|it| it.high));
        let high = worth(kept.high, broken.unwrap_or(most), belief_parts.high);
        let middle = bound(kept.likely, today.map(|it| it.likely)) / 2;
        let likely = worth(kept.likely, broken.unwrap_or(middle), belief_parts.likely);
        let known = |it: &Worth| if it.unknown { it.range.high } else { it.range.low };
        let known_kept = known(&self.paper) * scales.part;
        let known_today = self.today.map(|it| known(&it) * scales.part);
        let known_low = worth(
            known_kept,
            broken.unwrap_or(bound(known_kept, known_today)),
            beliefs.parts(belief.known_low),
        );
        let loss = |kept: Points, broken: Points, belief: Points| {
            (scales.full - belief) * (kept - broken.min(kept))
        };
        let itself = self.today.is_some_and(|it| it.cell == self.paper.cell);
        let least = bound(kept.low, today.map(|it| if itself { kept.low } else { it.high }));
        let lost = Range {
            low: loss(kept.low, broken.unwrap_or(least), belief_parts.high),
            likely: loss(kept.likely, broken.unwrap_or(middle), belief_parts.likely),
            high: loss(kept.high, broken.unwrap_or(0), belief_parts.low),
        };
        Trusted { range: Range { low, likely, high }, known_low, lost }
    }

    /// How far the worth as trusted is above the worth on paper in the package of a floor: the same
    /// filling on both sides, and no discount on the floor's side.
    ///
    /// In each of the worths, the belief and the breach the difference either never rises or never
    /// falls, cells that occur on both sides included, so the ends of all ranges suffice.
    pub(super) fn above(&self, beliefs: &Beliefs<'_>, scales: Scales, floor: &Worth) -> Margin {
        let Some(belief) = self.belief() else {
            let fine = |points: Points| points * scales.fine();
            if floor.cell == self.paper.cell {
                return Margin { range: Range::exactly(0), known_low: 0 };
            }
            let here =
                if self.paper.unknown { self.paper.range.high } else { self.paper.range.low };
            let there = if floor.unknown { floor.range.low } else { floor.range.high };
            return Margin {
                range: self.paper.minus(floor).map(fine),
                known_low: fine(here - there),
            };
        };
        let ends = |worth: &Worth| [worth.range.low, worth.range.high];
        let today = self.today.unwrap_or(self.paper);
        // Each cell once: whether it is unknown, and its ends.
        let mut cells: Vec<(&Worth, [Points; 2])> = Vec::new();
        for worth in [&self.paper, &today, floor] {
            if cells.iter().all(|(other, _)| other.cell != worth.cell) {
                cells.push((worth, ends(worth)));
            }
        }
        let difference = |cell_ends: &[usize], belief: Points, at_most: bool| {
            let value = |worth: &Worth| {
                let place = cells.iter().position(|(other, _)| other.cell == worth.cell);
                let end = place.and_then(|it| cells.get(it)?.1.get(*cell_ends.get(it)?));
                end.copied().unwrap_or(0) * scales.part
            };
            let kept = value(&self.paper);
            let bound = value(&today).min(kept);
            let unstated = if at_most { bound } else { 0 };
            let broken = self.if_broken.map_or(unstated, |it| scales.broken(it)).min(kept);
            belief * kept + (scales.full - belief) * broken - scales.full * value(floor)
        };
        let parts = belief.range.map(|it| beliefs.parts(it));
        let mut least = None;
        let mut most = None;
        // By how what is unknown turns out, the least over what is stated.
        let mut by_unknown: Vec<(Vec<usize>, Points)> = Vec::new();
        crate::search::factor::for_each(&vec![2; cells.len()], |cell_ends| {
            let low = difference(cell_ends, parts.low, false);
            let high = difference(cell_ends, parts.high, true);
            least = Some(least.map_or(low, |other: Points| other.min(low)));
            most = Some(most.map_or(high, |other: Points| other.max(high)));
            let unknown = cells.iter().zip(cell_ends).filter(|((cell, _), _)| cell.unknown);
            let unknown: Vec<usize> = unknown.map(|(_, end)| *end).collect();
            let here = difference(cell_ends, beliefs.parts(belief.known_low), true);
            match by_unknown.iter_mut().find(|(ends, _)| *ends == unknown) {
                Some((_, worst)) => *worst = here.min(*worst),
                None => by_unknown.push((unknown, here)),
            }
        });
        let known_low = by_unknown.iter().map(|(_, worst)| *worst).max().unwrap_or(0);
        let (low, high) = (least.unwrap_or(0), most.unwrap_or(0));
        let likely = i128::midpoint(low, high);
        Margin { range: Range { low, likely, high }, known_low }
    }
}
