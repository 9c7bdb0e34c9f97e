//! What is a package worth to a party?
//!
//! A party's worth of a package is the mean of the worths of the chosen options, weighted by what
//! the issues count for it: a range over all fillings of what the file leaves open.

use crate::scenario::{
    FloorHeight, Formula, IssueId, OptionId, Package, PartyId, Points, Range, Ratio, Scenario,
};
use crate::search::Factor;

/// One issue's part in what packages are worth to a party.
#[derive(Clone, Debug)]
pub struct Term {
    /// The issue.
    pub issue: IssueId,
    /// Its worth, over the issues it depends on: the issue itself, those that decide whether it
    /// arises or which stance holds, and its parent.
    pub worth: Factor<Worth>,
}

/// What an issue is worth to a party, given the options it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    /// In points of worth, over all fillings.
    pub range: Range<Points>,
    /// Whether nothing was stated, so that it may turn out to be a red line.
    pub unknown: bool,
    /// The cell it comes from: an issue (the parent's, where the issue is not applicable), an
    /// option, and which of its conditional stances. One cell has one worth in every filling.
    pub cell: (IssueId, OptionId, usize),
}

impl Worth {
    /// The range of the difference to another worth of the same party; a cell cancels itself.
    pub fn minus(&self, other: &Self) -> Range<Points> {
        if self.cell == other.cell {
            return Range::exactly(0);
        }
        Range {
            low: self.range.low - other.range.high,
            likely: self.range.likely - other.range.likely,
            high: self.range.high - other.range.low,
        }
    }
}

/// The parts of a party's worth, one for each issue on which it has a position.
pub fn terms(scenario: &Scenario, party: PartyId) -> Vec<Term> {
    let issues = &scenario.frame.issues;
    let domains: Vec<usize> = issues.values().map(crate::scenario::Issue::places).collect();
    let positions = scenario.positions[party].iter();
    positions
        .filter(|(_, position)| position.is_some())
        .map(|(issue, _)| {
            let scope = dependencies(scenario, party, issue);
            let place: Vec<usize> = scope.iter().map(|it| it.index()).collect();
            let worth = Factor::tabulate(&domains, place, |values| {
                let chosen = |issue: IssueId| {
                    let at = scope.iter().position(|other| *other == issue);
                    OptionId::new(at.and_then(|at| values.get(at).copied()).unwrap_or(0))
                };
                worth_with(scenario, party, issue, &chosen)
            });
            Term { issue, worth }
        })
        .collect()
}

/// The issues that a party's worth of an issue depends on, in file order.
pub(super) fn dependencies(scenario: &Scenario, party: PartyId, issue: IssueId) -> Vec<IssueId> {
    let mut found = Vec::new();
    let mut open = vec![issue];
    while let Some(next) = open.pop() {
        if found.contains(&next) {
            continue;
        }
        found.push(next);
        if let Some(position) = scenario.position(party, next) {
            for cell in &position.cells {
                // Conditions only read other issues; what those are worth plays no part.
                let named = cell.branches.iter().flat_map(|(condition, _)| condition.scope());
                for other in named {
                    if !found.contains(&other) && !open.contains(&other) {
                        found.push(other);
                    }
                }
            }
        }
        // The place "not applicable" tells by itself whether the issue arises.
        if let Some((_, parent)) = &scenario.frame.issues[next].applies {
            found.retain(|other| other != parent);
            open.push(*parent);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What an issue is worth to a party where `chosen` gives the options.
pub(super) fn worth_with(
    scenario: &Scenario,
    party: PartyId,
    issue: IssueId,
    chosen: &impl Fn(IssueId) -> OptionId,
) -> Worth {
    let known = &scenario.frame.issues[issue];
    let option = chosen(issue);
    if known.option(option).is_none()
        && let Some((_, parent)) = &known.applies
    {
        return worth_with(scenario, party, *parent, chosen);
    }
    let holds = |formula: &Formula| formula.holds_with(&scenario.frame.issues, chosen);
    let cell = scenario.position(party, issue).map(|position| position.cell(option));
    let branch = cell.map_or(0, |cell| {
        let branches = cell.branches.iter();
        branches.take_while(|(condition, _)| !holds(condition)).count()
    });
    let stance = cell.map_or(crate::scenario::Stance::Unknown, |cell| cell.stance(holds));
    let value = scenario.value(party, stance, cell);
    Worth { range: value.worth, unknown: value.unknown, cell: (issue, option, branch) }
}

/// What an issue is worth to a party in a package.
pub fn worth_of_issue(
    scenario: &Scenario,
    party: PartyId,
    issue: IssueId,
    package: &Package,
) -> Worth {
    worth_with(scenario, party, issue, &|issue| package.option(issue))
}

/// Which end of a range is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The least over all fillings.
    Low,
    /// With every range at its middle.
    Middle,
    /// The greatest over all fillings.
    High,
}

/// The least, middle or greatest mean of worths over a party's fillings, in hundredths of its own
/// total: `worths` gives for an issue the range of its worth.
pub fn mean(
    scenario: &Scenario,
    party: PartyId,
    worths: &[(IssueId, Range<Points>)],
    end: End,
) -> Option<Ratio> {
    let weights = &scenario.weights[party];
    let unit = Ratio::from_integer(scenario.worth_unit(party));
    if end == End::Middle {
        let parts = worths.iter().map(|(issue, worth)| (weights.middle(*issue), worth.likely));
        return ratio_of_sums(parts).map(|mean| mean / unit);
    }
    let means = weights.boxes().iter().filter_map(|weights| {
        let parts: Vec<_> = worths
            .iter()
            .filter_map(|(issue, worth)| {
                let value = if end == End::Low { worth.low } else { worth.high };
                weights.get(issue.index()).map(|weight| (*weight, value))
            })
            .collect();
        extreme_mean(&parts, end)
    });
    let extreme = if end == End::Low { means.min() } else { means.max() };
    extreme.map(|mean| mean / unit)
}

/// The extreme of a weighted mean when each weight may be anything in its range: the weights on
/// one side of the mean are at their high ends, the others at their low ends, so that trying the
/// cut between every two neighbours in the order of values finds it.
fn extreme_mean(parts: &[(Range<Points>, Points)], end: End) -> Option<Ratio> {
    let mut parts = parts.to_vec();
    parts.sort_by_key(|(_, value)| if end == End::Low { *value } else { -*value });
    let cuts = 0..=parts.len();
    let means = cuts.filter_map(|cut| {
        ratio_of_sums(parts.iter().enumerate().map(|(place, (weight, value))| {
            (if place < cut { weight.high } else { weight.low }, *value)
        }))
    });
    if end == End::Low { means.min() } else { means.max() }
}

fn ratio_of_sums(parts: impl Iterator<Item = (Points, Points)>) -> Option<Ratio> {
    let (mut sum, mut total) = (0_i128, 0_i128);
    for (weight, value) in parts {
        sum += weight * value;
        total += weight;
    }
    (total > 0).then(|| Ratio::new(sum, total))
}

/// The worth of a package to a party: a range in hundredths of its own total. None if no issue
/// on which it has a position weighs anything.
pub fn of_package(scenario: &Scenario, party: PartyId, package: &Package) -> Option<Range<Ratio>> {
    let worths: Vec<_> = scenario.positions[party]
        .iter()
        .filter(|(_, position)| position.is_some())
        .map(|(issue, _)| (issue, worth_of_issue(scenario, party, issue, package).range))
        .collect();
    Some(Range {
        low: mean(scenario, party, &worths, End::Low)?,
        likely: mean(scenario, party, &worths, End::Middle)?,
        high: mean(scenario, party, &worths, End::High)?,
    })
}

/// How far a party is above its floor on one issue, in points of worth: against the floor's
/// height, or against the worth of the floor's package there.
pub fn above_floor(
    scenario: &Scenario,
    party: PartyId,
    issue: IssueId,
    worth: &Worth,
    height: &FloorHeight,
) -> Range<Points> {
    match height {
        FloorHeight::Worth(floor) => {
            let floor = floor.map(|floor| scenario.points(party, floor));
            Range {
                low: worth.range.low - floor.high,
                likely: worth.range.likely - floor.likely,
                high: worth.range.high - floor.low,
            }
        }
        FloorHeight::AsGoodAs(options) => {
            let package = floor_package(scenario, options);
            worth.minus(&worth_of_issue(scenario, party, issue, &package))
        }
    }
}

/// How far a party is above its floor on one issue, in points of worth, where unknown stances are
/// at their best and all else the file leaves open is at its worst.
pub(super) fn known_above_floor(
    scenario: &Scenario,
    party: PartyId,
    issue: IssueId,
    worth: &Worth,
    height: &FloorHeight,
) -> Points {
    let here = if worth.unknown { worth.range.high } else { worth.range.low };
    match height {
        FloorHeight::Worth(floor) => here - scenario.points(party, floor.high),
        FloorHeight::AsGoodAs(options) => {
            let package = floor_package(scenario, options);
            let there = worth_of_issue(scenario, party, issue, &package);
            if there.cell == worth.cell {
                return 0;
            }
            here - if there.unknown { there.range.low } else { there.range.high }
        }
    }
}

/// A floor's package, *not applicable* put where an issue does not arise in it.
pub(super) fn floor_package(scenario: &Scenario, options: &[OptionId]) -> Package {
    let issues = &scenario.frame.issues;
    let mut choices = options.to_vec();
    // Conditions may hang on each other, but never in a circle: after as many rounds as there
    // are issues all of them rest on settled ones.
    for _ in 0..choices.len() {
        let package = Package::new(choices);
        let round = issues.iter().zip(options).map(|((_, known), named)| {
            match (&known.applies, known.not_applicable()) {
                (Some((applies, _)), Some(nowhere)) if !applies.holds(issues, &package) => nowhere,
                _ => *named,
            }
        });
        choices = round.collect();
    }
    Package::new(choices)
}

/// The sum of weight times a range of amounts at the deciding ends: the least or the greatest
/// over one box of weights.
pub fn at_weight(weight: Range<Points>, amount: Points, end: End) -> Points {
    let (one, other) = (weight.low * amount, weight.high * amount);
    match end {
        End::Low => one.min(other),
        End::Middle => weight.likely * amount,
        End::High => one.max(other),
    }
}
