//! What packages are worth, by trying every corner of what the file leaves open.

use std::collections::BTreeMap;

use impasse_core::scenario::{
    Floor, FloorHeight, IssueId, PartyId, Range, Ratio, Scenario, Stance, Word,
};
use itertools::Itertools;

use super::{Choice, World};

/// A cell: an issue, an option, and which of its conditional stances.
pub type CellKey = (usize, usize, usize);

/// A party's view of what an issue takes in a package.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Where it comes from.
    pub key: CellKey,
    /// The stance.
    pub stance: Stance,
    /// Its worth.
    pub worth: Range<Ratio>,
    /// Whether it may turn out to be a red line: nothing is stated, and the shape of the position
    /// does not put it within an option that is not refused.
    pub may_refuse: bool,
}

/// The worth of a stance, 0 to 100 where nothing is stated or implied by a shape.
pub fn worth_of(scenario: &Scenario, stance: Stance, shape: Option<Range<Ratio>>) -> Range<Ratio> {
    let scale = &scenario.frame.scale;
    match stance {
        Stance::Worth(range) => range,
        Stance::Word(Word::Ideal) => Range::exactly(scale.ideal),
        Stance::Word(Word::Acceptable) => Range::exactly(scale.acceptable),
        Stance::Word(Word::Tolerable) => Range::exactly(scale.tolerable),
        Stance::Word(Word::Opposed) => Range::exactly(scale.opposed),
        Stance::Word(Word::Never) => Range::exactly(scale.never),
        Stance::Unknown => {
            shape.unwrap_or(Range { low: 0.into(), likely: 50.into(), high: 100.into() })
        }
    }
}

/// A party's view of an issue in a package; of its parent, where the issue does not arise.
pub fn view(world: &World<'_>, party: PartyId, issue: IssueId, choice: &Choice) -> View {
    let option = choice[issue.index()];
    let known = &world.scenario.frame.issues[issue];
    if option == known.options.len() {
        return view(world, party, known.applies.as_ref().unwrap().1, choice);
    }
    let Some(position) = &world.scenario.positions[party][issue] else {
        let worth = worth_of(world.scenario, Stance::Unknown, None);
        let key = (issue.index(), option, 0);
        return View { key, stance: Stance::Unknown, worth, may_refuse: true };
    };
    let cell = &position.cells[option];
    let first = cell.branches.iter().position(|(when, _)| world.holds(when, choice));
    let stance = first.map_or(cell.last, |first| cell.branches[first].1);
    let branch = first.unwrap_or(cell.branches.len());
    let worth = worth_of(world.scenario, stance, cell.inferred);
    let may_refuse = stance == Stance::Unknown && !cell.bounded;
    View { key: (issue.index(), option, branch), stance, worth, may_refuse }
}

/// The issues on which a party has a position.
pub fn spoken(scenario: &Scenario, party: PartyId) -> Vec<IssueId> {
    let positions = scenario.positions[party].iter();
    positions.filter(|(_, position)| position.is_some()).map(|(issue, _)| issue).collect()
}

/// Issues on which an asked party may turn out to refuse a package, nothing being stated.
pub fn unstated(world: &World<'_>, choice: &Choice) -> Vec<(PartyId, IssueId)> {
    let parties = world.asked_parties(choice).into_iter();
    let pairs = parties.flat_map(|party| {
        spoken(world.scenario, party).into_iter().map(move |issue| (party, issue))
    });
    let unknown = |(party, issue): &(PartyId, IssueId)| {
        let view = view(world, *party, *issue, choice);
        // Where the issue does not arise, the parent's own view is counted, once.
        view.may_refuse && view.key.0 == issue.index()
    };
    pairs.filter(unknown).collect()
}

/// Every corner of a party's boxes of weights, by issue.
pub fn weight_corners(scenario: &Scenario, party: PartyId) -> Vec<Vec<Ratio>> {
    let boxes = scenario.weights[party].boxes().iter();
    let corners = boxes.flat_map(|weights| {
        weights
            .iter()
            .map(|range| [range.low, range.high].into_iter().dedup())
            .multi_cartesian_product()
    });
    let corners = corners.map(|corner| corner.into_iter().map(Ratio::from).collect()).collect_vec();
    // A party with a mere order of weights and no position weighs nothing.
    let nothing = || vec![Ratio::default(); scenario.frame.issues.len()];
    if corners.is_empty() { vec![nothing()] } else { corners }
}

/// At every corner of the weights: the least and the greatest sum of weight times the worth here,
/// less weight times the worth there, and the sum of the weights. A cell has the same worth on
/// both sides.
pub fn differences(
    world: &World<'_>,
    party: PartyId,
    here: &Choice,
    there: &Choice,
) -> Vec<(Ratio, Ratio, Ratio)> {
    let issues = spoken(world.scenario, party);
    let views: Vec<(IssueId, View, View)> = issues
        .into_iter()
        .map(|it| (it, view(world, party, it, here), view(world, party, it, there)))
        .collect();
    let sums = weight_corners(world.scenario, party).into_iter().map(|weights| {
        let mut shares: BTreeMap<CellKey, (Ratio, Range<Ratio>)> = BTreeMap::new();
        for (issue, mine, other) in &views {
            let weight = weights[issue.index()];
            shares.entry(mine.key).or_insert((0.into(), mine.worth)).0 += weight;
            shares.entry(other.key).or_insert((0.into(), other.worth)).0 -= weight;
        }
        let ends =
            |(share, worth): &(Ratio, Range<Ratio>)| [*share * worth.low, *share * worth.high];
        let least: Ratio = shares.values().map(|it| ends(it).into_iter().min().unwrap()).sum();
        let most: Ratio = shares.values().map(|it| ends(it).into_iter().max().unwrap()).sum();
        (least, most, views.iter().map(|(issue, ..)| weights[issue.index()]).sum())
    });
    sums.collect()
}

/// The least and the greatest difference over all fillings.
pub fn difference(
    world: &World<'_>,
    party: PartyId,
    here: &Choice,
    there: &Choice,
) -> (Ratio, Ratio) {
    let sums = differences(world, party, here, there);
    (sums.iter().map(|it| it.0).min().unwrap(), sums.iter().map(|it| it.1).max().unwrap())
}

/// The least and the greatest, over all fillings, of the sum of the floor test.
pub fn above_floor(
    world: &World<'_>,
    party: PartyId,
    floor: &Floor,
    choice: &Choice,
) -> (Ratio, Ratio) {
    let floor = match &floor.height {
        FloorHeight::Worth(range) => *range,
        FloorHeight::AsGoodAs(options) => {
            let there = arising(world, &options.iter().map(|it| it.index()).collect());
            return difference(world, party, choice, &there);
        }
    };
    let views = spoken(world.scenario, party);
    let views =
        views.into_iter().map(|it| (it, view(world, party, it, choice).worth)).collect_vec();
    let sums = weight_corners(world.scenario, party).into_iter().map(|weights| {
        let low = views.iter().map(|(it, worth)| weights[it.index()] * (worth.low - floor.high));
        let high = views.iter().map(|(it, worth)| weights[it.index()] * (worth.high - floor.low));
        (low.sum::<Ratio>(), high.sum::<Ratio>())
    });
    let sums = sums.collect_vec();
    (sums.iter().map(|it| it.0).min().unwrap(), sums.iter().map(|it| it.1).max().unwrap())
}

/// Named options with *not applicable* put where an issue does not arise: round by round, until
/// the conditions are all tested against what the others come to.
pub fn arising(world: &World<'_>, named: &Choice) -> Choice {
    let mut choice = named.clone();
    for _ in 0..named.len() {
        let issues = world.scenario.frame.issues.iter();
        let next = issues.map(|(id, issue)| match &issue.applies {
            Some((formula, _)) if !world.holds(formula, &choice) => issue.options.len(),
            _ => named[id.index()],
        });
        choice = next.collect();
    }
    choice
}

/// The least and the greatest worth of a package; none if nothing weighs anything.
pub fn of_package(world: &World<'_>, party: PartyId, choice: &Choice) -> Option<(Ratio, Ratio)> {
    let issues = spoken(world.scenario, party);
    let views =
        issues.into_iter().map(|it| (it, view(world, party, it, choice).worth)).collect_vec();
    let means = weight_corners(world.scenario, party).into_iter().filter_map(|weights| {
        let total: Ratio = views.iter().map(|(it, _)| weights[it.index()]).sum();
        let low: Ratio = views.iter().map(|(it, worth)| weights[it.index()] * worth.low).sum();
        let high: Ratio = views.iter().map(|(it, worth)| weights[it.index()] * worth.high).sum();
        (total > 0.into()).then(|| (low / total, high / total))
    });
    let means = means.collect_vec();
    Some((means.iter().map(|it| it.0).min()?, means.iter().map(|it| it.1).max()?))
}

/// The sum of a party's weights at the middle of their ranges.
pub fn total(scenario: &Scenario, party: PartyId) -> Ratio {
    let issues = spoken(scenario, party).into_iter();
    issues.map(|issue| Ratio::from(scenario.weights[party].middle(issue))).sum()
}
