//! At which number does a verdict tip?
//!
//! By how much a floor is missed is linear in pieces, in the floor, in a weight and in a worth. A
//! threshold is a place where it changes its sign: found by Newton's steps on the piece of the
//! package that decides, as in Dinkelbach's method (1967), so that it is exact; where the pieces
//! bend both ways a step to the middle keeps the search going.

use std::collections::BTreeMap;

use super::change::{Change, Names, Origin, Stated};
use super::floor_test::possible_worths;
use super::following::Following;
use super::network::Network;
use super::settlement::Realisation;
use super::tipping::{Passes, Reach, Scored};
use super::treatment::{Occasion, occasion};
use super::verdict::{Answer, Kind, Verdict, passing, verdict};
use super::worth::{End, above_floor, at_weight, floor_package, worth_of_issue};
use crate::scenario::{
    FloorHeight, IssueId, Package, PartyId, Points, Range, Ratio, Scenario, Stance,
};
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
    pub(crate) scored: &'a [Scored<'a>],
    pub(crate) party: PartyId,
    pub(crate) number: Number,
}

/// Where an answer tips.
pub(crate) struct Threshold {
    /// The proposal, by its place.
    pub(crate) proposal: usize,
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

/// By how much a floor is missed at a number, and how fast that grows.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    value: Ratio,
    slope: Ratio,
}

/// What is missed, of all that follows a way to carry out the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Missed {
    /// In the worst filling of the worst package.
    AtWorst,
    /// In the best filling of the best.
    AtBest,
    /// In the worst filling, but with unknowns at their best and unsettled issues come out best.
    AsKnown,
}

/// Where the answers tip first when a number is moved, down and up.
pub(crate) fn thresholds(
    tried: &Tried<'_>,
    scenario: &Scenario,
    budget: &mut Budget,
) -> Result<Vec<Threshold>, Exhausted> {
    let mut found = Vec::new();
    for (place, scored) in tried.scored.iter().enumerate() {
        let Some(before) = scored.verdicts.get(tried.party.index()) else { continue };
        if matches!(before.kind, Kind::Impossible | Kind::NotAsked) {
            continue;
        }
        let mut curve = Curve { tried, scored, scenarios: BTreeMap::new(), known: BTreeMap::new() };
        for (near, far) in tried.number.ways(scenario, tried.party) {
            found.extend(curve.first(place, near, far, before, budget)?);
        }
    }
    Ok(found)
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

    fn change(&self, party: PartyId, to: Ratio) -> Change {
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
    scenarios: BTreeMap<Ratio, Option<Scenario>>,
    known: BTreeMap<(Ratio, Missed, usize), Option<Line>>,
}

/// Lines of several ways to carry out the text, of which the highest or the lowest decides.
struct Group {
    missed: Missed,
    highest: bool,
    realisations: Vec<usize>,
}

impl Curve<'_> {
    /// The first tips of the verdict and of whether the proposal passes, on one way.
    fn first(
        &mut self,
        place: usize,
        near: Ratio,
        far: Ratio,
        before: &Verdict,
        budget: &mut Budget,
    ) -> Result<Vec<Threshold>, Exhausted> {
        let mut numbers: Vec<Ratio> = vec![near];
        for group in self.deciding(before, budget)? {
            numbers.extend(self.crossing(&group, near, far, budget)?);
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
                let Some(verdict) = self.verdict(at, budget)? else { continue };
                let mut verdicts = self.scored.verdicts.to_vec();
                if let Some(slot) = verdicts.get_mut(self.tried.party.index()) {
                    *slot = verdict.clone();
                }
                let now = Passes::from(&passing(&verdicts, self.scored.outline));
                let tips = verdict.kind != before.kind && !verdict_tips;
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
                        proposal: place,
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
    fn deciding(&mut self, before: &Verdict, budget: &mut Budget) -> Result<Vec<Group>, Exhausted> {
        let asked = before.by_realisation.iter().enumerate();
        let asked: Vec<usize> =
            asked.filter(|(_, answer)| answer.is_some()).map(|(place, _)| place).collect();
        // What breaks a demand, it breaks whatever the numbers are; what may not ask the party
        // breaks nothing, whatever they are.
        let (unfloored, certain) = self.unfloored(before, budget)?;
        let but_for_floor = |place: usize| unfloored.get(place).copied().flatten();
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
        Ok(groups)
    }

    /// What the party says where no deal is worth nothing to it, and which ways to carry out the
    /// text ask it for certain.
    fn unfloored(
        &self,
        before: &Verdict,
        budget: &mut Budget,
    ) -> Result<(Vec<Option<Answer>>, Vec<usize>), Exhausted> {
        let Tried { origin, names, party, .. } = *self.tried;
        let change = Change::Floor { party, to: Ratio::from_integer(0), by: None };
        let Ok(changed) = origin.changed_alone(names, &change, party) else {
            return Ok((before.by_realisation.clone(), Vec::new()));
        };
        let network = Network::new(&changed);
        let Scored { proposal, outline, .. } = self.scored;
        let answers = if self.puts_in_place() {
            before.by_realisation.clone()
        } else {
            verdict(&network, proposal, outline, party, budget)?.by_realisation
        };
        let mut certain = Vec::new();
        for (place, realisation) in outline.realisations.iter().enumerate() {
            if occasion(&network, party, realisation, budget)? == Occasion::Always {
                certain.push(place);
            }
        }
        Ok((answers, certain))
    }

    fn puts_in_place(&self) -> bool {
        matches!(self.tried.number, Number::Floor(None))
    }

    fn verdict(&mut self, at: Ratio, budget: &mut Budget) -> Result<Option<Verdict>, Exhausted> {
        let Some(changed) = self.changed(at).cloned() else { return Ok(None) };
        let network = Network::new(&changed);
        let Scored { proposal, outline, .. } = self.scored;
        verdict(&network, proposal, outline, self.tried.party, budget).map(Some)
    }

    fn changed(&mut self, at: Ratio) -> Option<&Scenario> {
        let Tried { origin, names, party, number, .. } = self.tried;
        let made = self.scenarios.entry(at).or_insert_with(|| {
            let change = number.change(*party, at);
            // A change of a number is made of what the scenario has.
            origin.changed_alone(names, &change, *party).ok()
        });
        made.as_ref()
    }

    /// Where a line first changes its sign on the way; none where it does not.
    fn crossing(
        &mut self,
        group: &Group,
        near: Ratio,
        far: Ratio,
        budget: &mut Budget,
    ) -> Result<Option<Ratio>, Exhausted> {
        let nothing = Ratio::from_integer(0);
        let mut at = |number: Ratio, budget: &mut Budget| -> Result<Option<Line>, Exhausted> {
            let mut found: Option<Line> = None;
            for realisation in &group.realisations {
                let Some(line) = self.line(number, group.missed, *realisation, budget)? else {
                    continue;
                };
                let better = |other: Line| {
                    if group.highest { line.value > other.value } else { line.value < other.value }
                };
                if found.is_none_or(better) {
                    found = Some(line);
                }
            }
            Ok(found)
        };
        let (Some(start), Some(end)) = (at(near, budget)?, at(far, budget)?) else {
            return Ok(None);
        };
        let positive = |line: Line| line.value > nothing;
        let root = |number: Ratio, line: Line| {
            (line.slope != nothing).then(|| number - line.value / line.slope)
        };
        let inside = |number: Ratio, one: Ratio, other: Ratio| {
            number > one.min(other) && number < one.max(other)
        };
        if positive(start) == positive(end) {
            // A dip or a bump, of a line that bends one way: its tangents lead to its near side.
            let (mut number, mut line) = (near, start);
            for _ in 0..64 {
                let Some(next) = root(number, line).filter(|it| inside(*it, number, far)) else {
                    return Ok(None);
                };
                let Some(there) = at(next, budget)? else { return Ok(None) };
                if there.value == nothing {
                    return Ok(Some(next));
                }
                (number, line) = (next, there);
            }
            return Ok(None);
        }
        let (mut above, mut below) =
            if positive(start) { ((near, start), (far, end)) } else { ((far, end), (near, start)) };
        for round in 0..200 {
            let tangent = root(above.0, above.1);
            if tangent == Some(below.0) && below.1.value == nothing {
                break;
            }
            let rise = above.1.value - below.1.value;
            let secant = above.0 - above.1.value * (above.0 - below.0) / rise;
            let middle = (above.0 + below.0) / Ratio::from_integer(2);
            let next = match round % 4 {
                3 => middle,
                2 if inside(secant, above.0, below.0) => secant,
                _ => tangent.filter(|it| inside(*it, above.0, below.0)).unwrap_or(middle),
            };
            let Some(line) = at(next, budget)? else { return Ok(None) };
            if positive(line) {
                above = (next, line);
            } else {
                below = (next, line);
            }
        }
        Ok(Some(below.0))
    }

    /// What is missed at a number; none where no package asks the party.
    fn line(
        &mut self,
        at: Ratio,
        missed: Missed,
        realisation: usize,
        budget: &mut Budget,
    ) -> Result<Option<Line>, Exhausted> {
        let key = (at, missed, realisation);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        // Where no package follows, nothing is missed.
        if missed == Missed::AsKnown
            && self.line(at, Missed::AtWorst, realisation, budget)?.is_none()
        {
            self.known.insert(key, None);
            return Ok(None);
        }
        let Self { tried, scored, .. } = *self;
        let Some(realisation) = scored.outline.realisations.get(realisation) else {
            return Ok(None);
        };
        let Some(changed) = self.changed(at) else { return Ok(None) };
        let network = Network::new(changed);
        let pieces = Pieces { scenario: changed, tried };
        let following = || Following::new(&network, scored.proposal, tried.party, realisation);
        let line = match missed {
            Missed::AtWorst => following()
                .most_lacking(budget)?
                .map(|(_, package)| pieces.of_package(&package, End::Low)),
            Missed::AtBest => following()
                .least_lacking(budget)?
                .map(|(_, package)| pieces.of_package(&package, End::High)),
            Missed::AsKnown => Some(pieces.of_known(&network, realisation)),
        };
        self.known.insert(key, line);
        Ok(line)
    }
}

/// The pieces of the lines at one number.
struct Pieces<'a> {
    scenario: &'a Scenario,
    tried: &'a Tried<'a>,
}

impl Pieces<'_> {
    fn units(&self) -> (Ratio, Ratio) {
        let party = self.tried.party;
        (
            Ratio::from_integer(self.scenario.weights[party].unit()),
            Ratio::from_integer(self.scenario.worth_unit(party)),
        )
    }

    /// What one issue adds to what is missed.
    fn part(
        &self,
        issue: IssueId,
        weight: Range<Points>,
        amount: Points,
        moves: i128,
        end: End,
    ) -> Line {
        let (weight_unit, worth_unit) = self.units();
        let missed = -at_weight(weight, amount, end);
        let weighs = if weight.low * amount == -missed { weight.low } else { weight.high };
        let per_weight = Ratio::from_integer(weighs) / weight_unit;
        let slope = match self.tried.number {
            Number::Floor(_) => per_weight,
            Number::Weight(moved, _) if moved == issue => -Ratio::from_integer(amount) / worth_unit,
            Number::Weight(..) => Ratio::from_integer(0),
            Number::Worth(..) => -per_weight * Ratio::from_integer(moves),
        };
        Line { value: Ratio::from_integer(missed) / (weight_unit * worth_unit), slope }
    }

    /// How an amount moves with the moved worth: with the cell here, against that of the floor.
    fn moves(&self, here: Cell, there: Option<Cell>) -> i128 {
        let Number::Worth(stated, _) = self.tried.number else { return 0 };
        let moved = (stated.issue, stated.option, stated.branch);
        i128::from(here == moved) - i128::from(there == Some(moved))
    }

    fn floor_cell(&self, issue: IssueId) -> Option<Cell> {
        let (_, floor) = self.scenario.floor(self.tried.party)?;
        let FloorHeight::AsGoodAs(options) = &floor.height else { return None };
        let package = floor_package(self.scenario, options);
        Some(worth_of_issue(self.scenario, self.tried.party, issue, &package).cell)
    }

    fn boxes(&self, end: End, sum: impl Fn(&[Range<Points>]) -> Line) -> Line {
        let boxes = self.scenario.weights[self.tried.party].boxes().iter();
        let lines = boxes.map(|weights| sum(weights));
        let line = if end == End::Low {
            lines.max_by_key(|line| line.value)
        } else {
            lines.min_by_key(|line| line.value)
        };
        line.unwrap_or_default()
    }

    fn of_package(&self, package: &Package, end: End) -> Line {
        let party = self.tried.party;
        let Some((_, floor)) = self.scenario.floor(party) else { return Line::default() };
        let spoken = || self.scenario.positions[party].iter().filter(|(_, it)| it.is_some());
        self.boxes(end, |weights| {
            let parts = spoken().filter_map(|(issue, _)| {
                let worth = worth_of_issue(self.scenario, party, issue, package);
                let above = above_floor(self.scenario, party, issue, &worth, &floor.height);
                let amount = if end == End::Low { above.low } else { above.high };
                let weight = *weights.get(issue.index())?;
                let moves = self.moves(worth.cell, self.floor_cell(issue));
                Some(self.part(issue, weight, amount, moves, end))
            });
            sum(parts)
        })
    }

    /// What is missed at worst with unknowns at their best and unsettled issues come out best.
    fn of_known(&self, network: &Network<'_>, realisation: &Realisation) -> Line {
        let party = self.tried.party;
        let Some((_, floor)) = self.scenario.floor(party) else { return Line::default() };
        self.boxes(End::Low, |weights| {
            let parts = network.terms(party).iter().filter_map(|term| {
                let weight = *weights.get(term.issue.index())?;
                let amounts = possible_worths(term, realisation).map(|worth| {
                    let above = above_floor(self.scenario, party, term.issue, worth, &floor.height);
                    let best = worth.range.high - worth.range.low;
                    (if worth.unknown { above.low + best } else { above.low }, worth.cell)
                });
                let (amount, cell) = amounts.max_by_key(|(amount, _)| *amount)?;
                let moves = self.moves(cell, self.floor_cell(term.issue));
                Some(self.part(term.issue, weight, amount, moves, End::Low))
            });
            sum(parts)
        })
    }
}

type Cell = (IssueId, crate::scenario::OptionId, usize);

fn sum(lines: impl Iterator<Item = Line>) -> Line {
    lines.fold(Line::default(), |sum, line| Line {
        value: sum.value + line.value,
        slope: sum.slope + line.slope,
    })
}
