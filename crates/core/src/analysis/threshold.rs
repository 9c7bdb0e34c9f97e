//! At which number does a verdict tip?
//!
//! A threshold is a place where what is missed changes its sign, and with it what a party says.

use std::collections::BTreeSet;

use super::change::{Change, Names, Origin, Stated};
use super::crossing::{Group, crossing, crossing_of_floor};
use super::missed::{Lines, Missed};
use super::network::Network;
use super::tipping::{Passes, Reach, Scored};
use super::treatment::{Occasion, occasion};
use super::verdict::{Answer, Kind, Verdict, kind, passing, verdict};
use crate::scenario::{IssueId, PartyId, Points, Range, Ratio, Scenario, Stance};
use crate::search::{Budget, Exhausted};

/// A number of a party, with what the file states.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    /// What no deal is worth; none where nothing is stated.
    Floor(Option<Range<Ratio>>),
    /// What an issue counts.
    Weight(IssueId, Range<Ratio>),
    /// What an option is worth.
    Worth(Stated, Range<Ratio>),
}

/// A number that is moved, and the answers that it may tip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tried<'a> {
    pub(crate) origin: Origin<'a>,
    pub(crate) names: &'a Names,
    pub(crate) party: PartyId,
    pub(crate) number: Number,
}

/// Where an answer tips.
pub(crate) struct Threshold {
    /// What the party then says.
    pub(crate) verdict: Verdict,
    /// The change.
    pub(crate) change: Change,
    /// Whether it tips at the number or only beyond it.
    pub(crate) reach: Reach,
    /// Whether it is the first on its way that tips the verdict.
    pub(crate) tips_verdict: bool,
    /// Whether it is the first that tips whether the proposal passes.
    pub(crate) tips_passing: bool,
}

/// Where the answers about a proposal tip first when a number is moved, down and up.
pub(crate) fn thresholds(
    tried: &Tried<'_>,
    scored: &Scored<'_>,
    base: &Base,
    scenario: &Scenario,
    budget: &mut Budget,
) -> Result<Vec<Threshold>, Exhausted> {
    let mut curve = Curve { tried, scored, base, lines: Lines::new(tried, scored, scenario) };
    let mut found = Vec::new();
    for (near, far) in tried.number.ways(scenario, tried.party) {
        found.extend(curve.first(near, far, budget)?);
    }
    Ok(found)
}

/// What a party says to a text but for its floor: what breaks a demand, it breaks whatever the
/// numbers are.
pub(crate) struct Base {
    verdict: Verdict,
    /// By way to carry out the text, what the party says where no deal is worth nothing to it.
    answers: Vec<Option<Answer>>,
    /// The ways that ask it for certain; what may not ask it breaks nothing.
    certain: BTreeSet<usize>,
}

impl Base {
    /// None where the party says nothing.
    pub(crate) fn new(
        origin: Origin<'_>,
        names: &Names,
        scored: &Scored<'_>,
        network: &Network<'_>,
        party: PartyId,
        budget: &mut Budget,
    ) -> Result<Option<Self>, Exhausted> {
        let Some(known) = scored.verdicts.get(party.index()) else { return Ok(None) };
        if matches!(known.kind, Kind::Impossible | Kind::NotAsked) {
            return Ok(None);
        }
        let Scored { proposal, outline, .. } = *scored;
        let scenario = network.scenario;
        let answers = if scenario.floor(party).is_none() {
            known.by_realisation.clone()
        } else {
            let change = Change::Floor { party, to: Ratio::from_integer(0), by: None };
            let Ok(changed) = origin.changed_alone(names, &change, party) else { return Ok(None) };
            let network = Network::new(&changed);
            verdict(&network, proposal, outline, party, budget)?.by_realisation
        };
        let mut certain = BTreeSet::new();
        for (place, realisation) in outline.realisations.iter().enumerate() {
            if occasion(network, party, realisation, budget)? == Occasion::Always {
                certain.insert(place);
            }
        }
        Ok(Some(Self { verdict: known.clone(), answers, certain }))
    }
}

impl Number {
    /// From the ends of what is stated to the ends of what could be.
    fn ways(&self, scenario: &Scenario, party: PartyId) -> Vec<(Ratio, Ratio)> {
        let (nothing, all) = (Ratio::from_integer(0), Ratio::from_integer(100));
        let (range, far) = match self {
            Self::Floor(None) => return vec![(nothing, all)],
            Self::Floor(Some(range)) | Self::Worth(_, range) => (*range, all),
            Self::Weight(_, range) => (*range, heaviest(scenario, party)),
        };
        let ways = [(range.low, nothing), (range.high, far)];
        ways.into_iter().filter(|(near, far)| near != far).collect()
    }

    pub(super) fn change(&self, party: PartyId, to: Ratio) -> Change {
        let outside = |range: &Range<Ratio>| {
            (range.low - to).max(to - range.high).max(Ratio::from_integer(0))
        };
        match self {
            Self::Floor(range) => Change::Floor { party, to, by: range.as_ref().map(outside) },
            Self::Weight(issue, range) => {
                Change::Weight { party, issue: *issue, to, by: outside(range) }
            }
            Self::Worth(stated, range) => {
                let view = stated.view(party, Stance::Worth(Range::exactly(to)));
                Change::Worth { view, to, by: outside(range) }
            }
        }
    }
}

/// A weight beyond which nothing tips any more: with it the issue outweighs all the others by more
/// than the finest difference of worths.
fn heaviest(scenario: &Scenario, party: PartyId) -> Ratio {
    let weights = &scenario.weights[party];
    let total: Points =
        weights.boxes().iter().flatten().map(|weight| weight.high).sum::<Points>() + 1;
    let finest = scenario.worth_unit(party) * 200;
    Ratio::new(total, weights.unit()) * Ratio::from_integer(finest)
}

/// The answers as a number moves.
struct Curve<'a> {
    tried: &'a Tried<'a>,
    scored: &'a Scored<'a>,
    base: &'a Base,
    lines: Lines<'a>,
}

impl Curve<'_> {
    /// The first tips of the verdict and of whether the proposal passes, on one way.
    fn first(
        &mut self,
        near: Ratio,
        far: Ratio,
        budget: &mut Budget,
    ) -> Result<Vec<Threshold>, Exhausted> {
        let before = self.base.verdict.kind;
        let mut numbers: Vec<Ratio> = vec![near];
        for group in self.deciding() {
            let crossing = if matches!(self.tried.number, Number::Floor(_)) {
                let (low, high) = (near.min(far), near.max(far));
                crossing_of_floor(&mut self.lines, &group, low, high, budget)?
            } else {
                crossing(&mut self.lines, &group, near, far, budget)?
            };
            numbers.extend(crossing);
        }
        numbers.sort_by_key(|number| (*number - near).max(near - *number));
        numbers.dedup();
        let little = Ratio::new(if far > near { 1 } else { -1 }, 1_000_000);
        let passes = Passes::from(self.scored.passing);
        let (mut verdict_tips, mut passing_tips) = (false, false);
        let mut found = Vec::new();
        for number in numbers {
            for beyond in [false, true] {
                let at = if beyond { number + little } else { number };
                if (beyond && number == far) || (at == near && !self.puts_in_place()) {
                    continue;
                }
                let verdict = self.verdict(at, budget)?;
                let mut verdicts = self.scored.verdicts.to_vec();
                if let Some(slot) = verdicts.get_mut(self.tried.party.index()) {
                    *slot = verdict.clone();
                }
                let now = Passes::from(&passing(&verdicts, self.scored.outline));
                let tips = verdict.kind != before && !verdict_tips;
                let turns = now != passes && !passing_tips;
                if tips || turns {
                    verdict_tips |= tips;
                    passing_tips |= turns;
                    let change = self.tried.number.change(self.tried.party, number);
                    let reach = match (beyond, far > near) {
                        (false, _) => Reach::At,
                        (true, true) => Reach::Above,
                        (true, false) => Reach::Below,
                    };
                    found.push(Threshold {
                        verdict,
                        change,
                        reach,
                        tips_verdict: tips,
                        tips_passing: turns,
                    });
                }
            }
            if verdict_tips && passing_tips {
                break;
            }
        }
        Ok(found)
    }

    /// The lines at whose thresholds the verdict, or whether the proposal passes, may tip.
    fn deciding(&self) -> Vec<Group> {
        let Base { verdict: before, answers, certain } = self.base;
        let but_for_floor = |place: usize| answers.get(place).copied().flatten();
        let asked: Vec<usize> =
            (0..answers.len()).filter(|place| but_for_floor(*place).is_some()).collect();
        let open: Vec<usize> = asked
            .iter()
            .copied()
            .filter(|place| but_for_floor(*place) != Some(Answer::Breaks))
            .collect();
        let highest = |missed| {
            let bound = |place: &usize| missed == Missed::AtWorst || certain.contains(place);
            let realisations = open.iter().copied().filter(bound).collect();
            Group { missed, highest: true, realisations }
        };
        let lowest = |missed| Group { missed, highest: false, realisations: open.clone() };
        let mut groups = match before.kind {
            Kind::Impossible | Kind::NotAsked => Vec::new(),
            Kind::Accepts => vec![highest(Missed::AtWorst)],
            Kind::DependsOnReading if open.len() == asked.len() => {
                vec![lowest(Missed::AtBest), highest(Missed::AtBest)]
            }
            Kind::Rejects | Kind::DependsOnReading => vec![lowest(Missed::AtBest)],
            // Without a floor nothing is missed that could be missed less.
            Kind::NoStatedObjection if self.puts_in_place() => {
                vec![highest(Missed::AtBest), highest(Missed::AsKnown)]
            }
            // What is known is counted issue by issue, so that a floor may be missed for certain
            // by a text that seems to meet it so.
            Kind::DependsOnJudgement | Kind::NoStatedObjection => {
                [Missed::AtWorst, Missed::AtBest, Missed::AsKnown].map(highest).into()
            }
        };
        let others = |place: usize| {
            let others = self.scored.verdicts.iter();
            let others = others.filter(|verdict| verdict.party != self.tried.party);
            others.filter_map(|it| it.by_realisation.get(place).copied().flatten()).min()
        };
        for (least, missed) in
            [(Answer::Accepts, Missed::AtWorst), (Answer::Judgement, Missed::AtBest)]
        {
            let realisations = open.iter().copied();
            let realisations = realisations
                .filter(|place| but_for_floor(*place).is_some_and(|answer| answer >= least))
                .filter(|place| others(*place).is_none_or(|answer| answer >= least))
                .collect();
            groups.push(Group { missed, highest: false, realisations });
        }
        groups.retain(|group| !group.realisations.is_empty());
        if !matches!(self.tried.number, Number::Floor(_)) {
            // The most of what is worst bends one way, the least of what is best the other; all
            // else bends both ways, so that each way to carry out the text is followed by itself.
            let bends_one_way = |group: &Group| group.highest == (group.missed == Missed::AtWorst);
            let (straight, bent): (Vec<_>, Vec<_>) = groups
                .into_iter()
                .partition(|it| bends_one_way(it) && it.missed != Missed::AsKnown);
            groups = straight;
            for group in &bent {
                let single = group.realisations.iter().map(|place| Group {
                    missed: group.missed,
                    highest: group.highest,
                    realisations: vec![*place],
                });
                groups.extend(single);
            }
        }
        groups
    }

    fn puts_in_place(&self) -> bool {
        matches!(self.tried.number, Number::Floor(None))
    }

    /// What the party says at a number.
    fn verdict(&mut self, at: Ratio, budget: &mut Budget) -> Result<Verdict, Exhausted> {
        let Base { verdict: before, answers, certain } = self.base;
        let places = |wanted: &dyn Fn(usize, Answer) -> bool| -> Vec<usize> {
            let answers = answers.iter().enumerate();
            let answers = answers.filter_map(|(place, answer)| Some((place, (*answer)?)));
            answers.filter(|(place, answer)| wanted(*place, *answer)).map(|it| it.0).collect()
        };
        let best = places(&|place, answer| certain.contains(&place) && answer != Answer::Breaks);
        let never = self.lines.missing(at, Missed::AtBest, &best, budget)?;
        let known = places(&|place, answer| {
            certain.contains(&place) && answer > Answer::Judgement && !never.contains(&place)
        });
        let by_judgement = self.lines.missing(at, Missed::AsKnown, &known, budget)?;
        let worst = places(&|place, answer| {
            answer == Answer::Accepts && !never.contains(&place) && !by_judgement.contains(&place)
        });
        let at_worst = self.lines.missing(at, Missed::AtWorst, &worst, budget)?;
        let mut now = before.clone();
        now.by_realisation.clone_from(answers);
        for (place, answer) in now.by_realisation.iter_mut().enumerate() {
            let floored = if never.contains(&place) {
                Answer::Breaks
            } else if by_judgement.contains(&place) {
                Answer::Judgement
            } else if at_worst.contains(&place) {
                Answer::Open
            } else {
                Answer::Accepts
            };
            *answer = answer.map(|answer| answer.min(floored));
        }
        now.kind = kind(&now.by_realisation);
        Ok(now)
    }
}
