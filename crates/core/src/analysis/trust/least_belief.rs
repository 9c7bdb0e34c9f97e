//! From which belief on does a party no longer reject a text?

use super::verdict::Doubts;
use crate::analysis::asking::Asking;
use crate::analysis::floor_test::{Margins, interim};
use crate::analysis::settlement::{Outline, Realisation};
use crate::analysis::verdict::Kind;
use crate::analysis::worth::{End, at_weight};
use crate::scenario::{Demand, IssueId, PartyId, Points, Proposal, Range, Ratio};
use crate::search::{Budget, Exhausted, Factor};

/// The least belief of the party in another, in hundredths, from which it does not reject the text;
/// none if it rejects it even at full belief, and at no belief between.
///
/// Between two neighbours among the beliefs of the file and those that demands ask for, demands
/// fare alike, and what the party is above its floor in the best filling is linear in the belief
/// package by package: of such lines the highest is convex and rises strictly from where it fails.
pub(super) fn least_belief(
    doubts: &Doubts<'_>,
    toward: PartyId,
    proposal: &Proposal,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Option<Ratio>, Exhausted> {
    let scenario = doubts.network.scenario;
    let (zero, whole) = (Ratio::from_integer(0), Ratio::from_integer(100));
    let mut points: Vec<Ratio> = vec![whole];
    let beliefs = scenario.trust.iter().map(|it| it.belief);
    let beliefs = beliefs.chain(scenario.frame.enforcement.iter().map(|it| it.belief));
    points.extend(beliefs.flat_map(|it| [it.low, it.high]));
    points.extend(scenario.demands.values().filter_map(Demand::as_trusted));
    points.retain(|it| *it > zero);
    points.sort_unstable();
    points.dedup();
    let supposing = |least: Ratio, budget: &mut Budget| {
        Doubts::supposing(doubts.network, doubts.party, toward, least, budget)
    };
    let rejects = |doubts: &Doubts<'_>, budget: &mut Budget| {
        Ok(doubts.verdict(proposal, outline, budget)?.kind == Kind::Rejects)
    };
    let mut below = zero;
    for point in points {
        let here = supposing(point, budget)?;
        if rejects(&here, budget)? {
            below = point;
            continue;
        }
        let there = supposing(below, budget)?;
        let mut roots = Vec::new();
        // Both in fine points of one unit.
        let ends = (fine(&there), fine(&here));
        for (low, high) in there.states.iter().zip(&here.states) {
            let (Some(low_margins), Some(high_margins)) = (&low.margins, &high.margins) else {
                continue;
            };
            for realisation in &outline.realisations {
                let lines = Lines {
                    doubts,
                    below,
                    point,
                    holding: &low.constraints,
                    low: low_margins,
                    high: high_margins,
                    ends,
                };
                roots.extend(lines.root(proposal, realisation, budget)?);
            }
        }
        roots.sort_unstable();
        roots.dedup();
        for root in roots {
            if root > below && root < point && !rejects(&supposing(root, budget)?, budget)? {
                return Ok(Some(root));
            }
        }
        return Ok(Some(point));
    }
    Ok(None)
}

fn fine(doubts: &Doubts<'_>) -> Points {
    let terms = doubts.states.first().map(|it| &it.terms);
    terms.and_then(|it| it.first()).map_or(1, |term| term.fine)
}

/// How far a party is above its floor in the best filling, as lines in the belief.
struct Lines<'a> {
    doubts: &'a Doubts<'a>,
    below: Ratio,
    point: Ratio,
    /// What holds in the packages looked at.
    holding: &'a [Factor<bool>],
    low: &'a Margins,
    high: &'a Margins,
    ends: (Points, Points),
}

impl Lines<'_> {
    /// The least belief in the interval at which the floor is met in some filling and package of a
    /// realisation; none if it is not met at its upper end, or also at its lower.
    ///
    /// Newton's method from above on a convex function of straight pieces: each step lands where
    /// the piece that was highest crosses zero, and the pieces are finitely many.
    fn root(
        &self,
        proposal: &Proposal,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Option<Ratio>, Exhausted> {
        let mut share = Ratio::from_integer(1);
        loop {
            let Some((value, slope)) = self.highest(share, proposal, realisation, budget)? else {
                return Ok(None);
            };
            if value < Ratio::from_integer(0) {
                return Ok(None);
            }
            if value == Ratio::from_integer(0) {
                return Ok(Some(self.below + (self.point - self.below) * share));
            }
            if slope <= Ratio::from_integer(0) {
                return Ok(None);
            }
            share -= value / slope;
            if share <= Ratio::from_integer(0) {
                return Ok(None);
            }
        }
    }

    /// The greatest sum of margins so far on the way through the interval, and how fast it rises
    /// there; in points of worth times weight.
    fn highest(
        &self,
        share: Ratio,
        proposal: &Proposal,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Option<(Ratio, Ratio)>, Exhausted> {
        let network = self.doubts.network;
        let party = self.doubts.party;
        let (numerator, denominator) = (*share.numer(), *share.denom());
        // In whole points: both ends in one unit, and the place between them.
        let at_low = |points: Points| points * self.ends.1;
        let at_high = |points: Points| points * self.ends.0;
        let parts: Vec<(IssueId, Factor<Range<Points>>)> = self
            .low
            .iter()
            .zip(self.high)
            .map(|((issue, low), (_, high))| {
                let mut place = 0;
                let table = low.map(|low| {
                    let high = high.entries().get(place).map_or(0, |it| it.range.high);
                    place += 1;
                    let (low, high) = (at_low(low.range.high), at_high(high));
                    Range::exactly(low * (denominator - numerator) + high * numerator)
                });
                (*issue, table)
            })
            .collect();
        let mut constraints = realisation.constraints(network);
        constraints.extend(interim(network, proposal));
        constraints.extend(self.holding.iter().cloned());
        let mut best: Option<(Points, Vec<usize>)> = None;
        let asking = Asking::new(network, party);
        for costs in network.margin_costs(party, &parts, End::High) {
            let mut problem = network.problem();
            problem.hard.extend(&constraints);
            problem.costs = costs.iter().map(|factor| (0, factor)).collect();
            problem.dimensions = 1;
            let Some(found) = asking.least(&problem, budget)? else { continue };
            let cost = found.costs.first().copied().unwrap_or(0);
            if best.as_ref().is_none_or(|(other, _)| cost < *other) {
                best = Some((cost, found.assignment));
            }
        }
        let Some((_, assignment)) = best else { return Ok(None) };
        let weights = network.scenario.weights[party].boxes().iter();
        let sums = weights.map(|weights| {
            let (mut value, mut slope) = (0, 0);
            for ((issue, table), ((_, low), (_, high))) in
                parts.iter().zip(self.low.iter().zip(self.high))
            {
                let Some(weight) = weights.get(issue.index()).copied() else { continue };
                let margin = table.at(&assignment).map_or(0, |it| it.high);
                value += at_weight(weight, margin, End::High);
                let heavy = if margin > 0 { weight.high } else { weight.low };
                let ends = low.at(&assignment).zip(high.at(&assignment));
                let rise =
                    ends.map_or(0, |(low, high)| at_high(high.range.high) - at_low(low.range.high));
                slope += heavy * rise;
            }
            (Ratio::new(value, denominator), Ratio::from_integer(slope))
        });
        Ok(sums.max())
    }
}
