//! What would make a text as acceptable to a party as trusted as it is on paper?
//!
//! A text that a party rejects as trusted is to be rejected no longer; one that it does not reject,
//! but of which it says less than on paper, is to get the verdict on paper. Two kinds of remedy.
//! *Settings*: enforcement of the file is brought into force by settling issues that the text
//! leaves silent or open, or by changing what it says; the fewest issues that do, all of them.
//! *Belief*: the party believes another more, everywhere, and the exact percent
//! from which it no longer rejects the text. For a text that is not rejected only settings are
//! looked for.

use super::verdict::Doubts;
use crate::analysis::asking::Asking;
use crate::analysis::floor_test::{Margins, interim};
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, Realisation, Settlement, outline};
use crate::analysis::treatment::{Treatment, treatment};
use crate::analysis::verdict::{Kind, Verdict, verdict};
use crate::analysis::worth::{End, at_weight};
use crate::scenario::{
    Basis, Clause, Confidence, Demand, DemandId, Grounds, IssueId, OptionId, OptionSet, PartyId,
    Points, Proposal, Range, Ratio, Reading,
};
use crate::search::{Budget, Exhausted, Factor};

/// What would make a text acceptable to a party as trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It is rejected even with every promise kept: no enforcement cures that.
    None(Obstacle),
    /// What would do, each by itself.
    Some {
        /// The smallest sets of settings that bring enforcement into force; empty if none does.
        settings: Vec<Settings>,
        /// For each obliged party the least belief from which the text is not rejected; parties
        /// for whom full belief does not suffice are left out.
        beliefs: Vec<(PartyId, Ratio)>,
    },
}

/// Why no enforcement cures a rejection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// These firm red lines and links are broken on paper, each by every way to carry out the text
    /// that asks the party.
    Demands(Vec<DemandId>),
    /// The floor is missed on paper.
    Floor(DemandId),
    /// Every way to carry out the text breaks some demand on paper, no one of them all.
    Together,
}

/// Settings that bring enforcement into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Issue by issue.
    pub list: Vec<Setting>,
    /// The enforcements that come into force, by their places.
    pub enforcement: Vec<usize>,
    /// What the party then says as trusted.
    pub then: Kind,
    /// Other parties that reject the changed text on paper, though not the text as it is.
    pub newly_rejected_by: Vec<PartyId>,
}

/// An issue settled otherwise than the text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The issue.
    pub issue: IssueId,
    /// How it is to be settled.
    pub option: OptionId,
    /// Whether that contradicts the text; else the text leaves it silent, open or ambiguous.
    pub changes_the_text: bool,
}

/// What would make a text as acceptable to a party as trusted as on paper; none if it does not
/// reject the text and says no less of it than on paper. Its two verdicts are known.
pub fn remedy(
    doubts: &Doubts<'_>,
    proposal: &Proposal,
    outline: &Outline,
    [paper, trusted]: [&Verdict; 2],
    budget: &mut Budget,
) -> Result<Option<Remedy>, Exhausted> {
    if trusted.kind != Kind::Rejects {
        if rank(trusted.kind) >= rank(paper.kind) {
            return Ok(None);
        }
        let settings = settings(doubts, proposal, outline, rank(paper.kind), budget)?;
        return Ok(Some(Remedy::Some { settings, beliefs: Vec::new() }));
    }
    if paper.kind == Kind::Rejects {
        let firm = |demand: &DemandId| doubts.network.scenario.is_firm(*demand);
        let crossed = paper.crossed.iter().filter(|it| it.everywhere).map(|it| it.demand);
        let crossed: Vec<DemandId> = crossed.filter(firm).collect();
        let missed = paper.floor.filter(|(_, met)| *met == crate::analysis::floor_test::Met::Never);
        return Ok(Some(Remedy::None(match (crossed.is_empty(), missed) {
            (false, _) => Obstacle::Demands(crossed),
            (true, Some((floor, _))) => Obstacle::Floor(floor),
            (true, None) => Obstacle::Together,
        })));
    }
    let least = rank(Kind::Rejects) + 1;
    let settings = settings(doubts, proposal, outline, least, budget)?;
    let mut beliefs = Vec::new();
    for other in doubts.network.scenario.frame.parties.ids() {
        if other != doubts.party
            && let Some(least) = least_belief(doubts, other, proposal, outline, budget)?
        {
            beliefs.push((other, least));
        }
    }
    Ok(Some(Remedy::Some { settings, beliefs }))
}

/// Verdicts from worst to best.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Impossible | Kind::NotAsked => 0,
        Kind::Rejects => 1,
        Kind::DependsOnReading => 2,
        Kind::DependsOnJudgement => 3,
        Kind::NoStatedObjection => 4,
        Kind::Accepts => 5,
    }
}

/// The smallest sets of settings that bring enforcement into force so that the party says at least
/// so much of the text.
fn settings(
    doubts: &Doubts<'_>,
    proposal: &Proposal,
    before: &Outline,
    least: u8,
    budget: &mut Budget,
) -> Result<Vec<Settings>, Exhausted> {
    let network = doubts.network;
    let frame = &network.scenario.frame;
    let mut issues: Vec<IssueId> =
        frame.enforcement.iter().flat_map(|it| it.when.scope()).collect();
    issues.sort_unstable();
    issues.dedup();
    let in_force = in_force(network, before, budget)?;
    for size in 1..=issues.len() {
        let mut found = Vec::new();
        for set in itertools::Itertools::combinations(issues.iter().copied(), size) {
            let options: Vec<Vec<Setting>> =
                set.iter().map(|issue| alternatives(network, before, *issue)).collect();
            let picks = itertools::Itertools::multi_cartesian_product(options.into_iter());
            for list in picks {
                budget.spend(1)?;
                let changed = with(proposal, &list);
                let after = outline(network, &changed, budget)?;
                if after.realisations.is_empty() {
                    continue;
                }
                let mut enforcement = self::in_force(network, &after, budget)?;
                enforcement.retain(|it| !in_force.contains(it));
                if enforcement.is_empty() {
                    continue;
                }
                let then = doubts.verdict(&changed, &after, budget)?.kind;
                if rank(then) < least {
                    continue;
                }
                let mut newly_rejected_by = Vec::new();
                for other in frame.parties.ids().filter(|it| *it != doubts.party) {
                    let rejects = |proposal, outline, budget: &mut Budget| {
                        let verdict = verdict(network, proposal, outline, other, budget)?;
                        Ok(verdict.kind == Kind::Rejects)
                    };
                    if rejects(&changed, &after, budget)? && !rejects(proposal, before, budget)? {
                        newly_rejected_by.push(other);
                    }
                }
                found.push(Settings { list, enforcement, then, newly_rejected_by });
            }
        }
        if !found.is_empty() {
            let changes = |it: &Settings| it.list.iter().filter(|it| it.changes_the_text).count();
            found.sort_by_key(|it| (it.newly_rejected_by.len(), changes(it)));
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The enforcements that are in force however the text is carried out.
fn in_force(
    network: &Network<'_>,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<usize>, Exhausted> {
    let mut list = Vec::new();
    for (place, enforcement) in network.scenario.frame.enforcement.iter().enumerate() {
        let mut always = true;
        for realisation in &outline.realisations {
            let here = treatment(network, &enforcement.when, realisation, budget)?;
            always &= here == Treatment::Kept;
        }
        if always {
            list.push(place);
        }
    }
    Ok(list)
}

/// How an issue could be settled otherwise than the text does.
fn alternatives(network: &Network<'_>, outline: &Outline, issue: IssueId) -> Vec<Setting> {
    let all = network.scenario.frame.issues[issue].all();
    let settlement = outline.settlements.get(issue.index()).copied();
    let (options, within) = match settlement {
        Some(Settlement::Settled(only)) => (all.minus(OptionSet::only(only)), OptionSet::EMPTY),
        Some(other) => (all, other.options()),
        None => (OptionSet::EMPTY, OptionSet::EMPTY),
    };
    options
        .iter()
        .map(|option| Setting { issue, option, changes_the_text: !within.contains(option) })
        .collect()
}

/// A text with some issues settled otherwise.
fn with(proposal: &Proposal, list: &[Setting]) -> Proposal {
    let mut changed = proposal.clone();
    let is_set = |issue: IssueId| list.iter().any(|it| it.issue == issue);
    for clause in &mut changed.clauses {
        clause.leaves.retain(|(issue, _)| !is_set(*issue));
        for reading in &mut clause.readings {
            reading.settles.retain(|(issue, _)| !is_set(*issue));
        }
    }
    let grounds = Grounds {
        says: None,
        sources: Vec::new(),
        basis: Basis::Stated,
        confidence: Confidence::High,
        hindsight: false,
    };
    let settles = list.iter().map(|it| (it.issue, OptionSet::only(it.option))).collect();
    changed.clauses.push(Clause {
        number: String::new(),
        says: String::new(),
        firmness: None,
        readings: vec![Reading {
            read_by: Vec::new(),
            when: None,
            settles,
            grounds: grounds.clone(),
        }],
        leaves: Vec::new(),
        ratification: None,
        grounds,
        note: None,
    });
    changed
}

/// The least belief of the party in another, in hundredths, from which it does not reject the text;
/// none if it rejects it even at full belief, and at no belief between.
///
/// Between two neighbours among the beliefs of the file and those that demands ask for, demands
/// fare alike, and what the party is above its floor in the best filling is linear in the belief
/// package by package: of such lines the highest is convex and rises strictly from where it fails.
fn least_belief(
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
