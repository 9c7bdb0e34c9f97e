//! Worths as trusted, by trying fillings one by one.

use std::collections::BTreeMap;

use impasse_core::scenario::{
    Demand, DemandKind, FloorHeight, Formula, IssueId, PartyId, Proposal, Range, Ratio,
};
use itertools::Itertools;

use super::verdict::{Key, Says, follows_interim};
use super::worth::{arising, spoken, view, weight_corners};
use super::{Choice, World};

/// What a filling gives a number to; weights apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// The worth of a cell.
    Cell((usize, usize, usize)),
    /// The belief in a party.
    Belief(usize),
    /// The belief that an enforcement brings.
    Enforced(usize),
    /// How far from nothing to its bound the worth of a breach lies, by issue and option.
    Breach(usize, usize),
}

/// A filling.
pub type Filling = BTreeMap<Open, Ratio>;

/// All that is open about the worth of a package as trusted, with its ranges.
pub fn open(world: &World<'_>, party: PartyId, choice: &Choice) -> BTreeMap<Open, (Ratio, Ratio)> {
    let mut found = BTreeMap::new();
    for issue in spoken(world.scenario, party) {
        let here = view(world, party, issue, choice);
        let ends = |range: Range<Ratio>| (range.low, range.high);
        found.insert(Open::Cell(here.key), ends(here.worth));
        let root = IssueId::from(here.key.0);
        let option = here.key.1;
        let others = obliged(world, party, root, option);
        if others.is_empty() {
            continue;
        }
        if let Some(today) = today(world, root, choice) {
            let there = view(world, party, root, &today);
            found.insert(Open::Cell(there.key), ends(there.worth));
        }
        if broken(world, root, option).is_none() {
            found.insert(Open::Breach(root.index(), option), (0.into(), 1.into()));
        }
        for other in others {
            let mut beliefs = world.scenario.trust.iter();
            let stated = beliefs.find(|it| it.holder == party && it.toward.index() == other);
            let belief = stated.map_or((0.into(), 100.into()), |it| ends(it.belief));
            found.insert(Open::Belief(other), belief);
            for (place, enforcement) in world.scenario.frame.enforcement.iter().enumerate() {
                if enforcement.of.index() == other && world.holds(&enforcement.when, choice) {
                    found.insert(Open::Enforced(place), ends(enforcement.belief));
                }
            }
        }
    }
    found
}

fn obliged(world: &World<'_>, party: PartyId, issue: IssueId, option: usize) -> Vec<usize> {
    let obliged = world.scenario.frame.issues[issue].options[option].obliged.iter();
    obliged.filter(|it| **it != party).map(|it| it.index()).collect()
}

fn broken(world: &World<'_>, issue: IssueId, option: usize) -> Option<Ratio> {
    world.scenario.frame.issues[issue].options[option].if_broken
}

/// The package with the state of fact on one issue, if the file names it.
fn today(world: &World<'_>, issue: IssueId, choice: &Choice) -> Option<Choice> {
    let today = world.scenario.frame.issues[issue].status_quo?;
    let mut changed = choice.clone();
    changed[issue.index()] = today.index();
    Some(changed)
}

/// The belief of a party in another in a filling.
pub fn belief(world: &World<'_>, other: usize, choice: &Choice, filling: &Filling) -> Ratio {
    let enforcement = world.scenario.frame.enforcement.iter().enumerate();
    let enforced = enforcement
        .filter(|(_, it)| it.of.index() == other && world.holds(&it.when, choice))
        .map(|(place, _)| filling[&Open::Enforced(place)]);
    enforced.chain([filling[&Open::Belief(other)]]).max().unwrap()
}

/// What an issue is worth on paper and as trusted in a filling.
pub fn on_issue(
    world: &World<'_>,
    (party, issue): (PartyId, IssueId),
    choice: &Choice,
    filling: &Filling,
) -> (Ratio, Ratio) {
    let key = view(world, party, issue, choice).key;
    let paper = filling[&Open::Cell(key)];
    let root = IssueId::from(key.0);
    let others = obliged(world, party, root, key.1);
    let beliefs = others.iter().map(|other| belief(world, *other, choice, filling));
    let Some(belief) = beliefs.min() else { return (paper, paper) };
    let breach = broken(world, root, key.1).unwrap_or_else(|| {
        let today = today(world, root, choice);
        let today = today.map(|it| filling[&Open::Cell(view(world, party, root, &it).key)]);
        let most = today.map_or(paper, |today| today.min(paper));
        most * filling[&Open::Breach(root.index(), key.1)]
    });
    let hundred = Ratio::from(100);
    let trusted = belief / hundred * paper + (hundred - belief) / hundred * breach;
    (paper, trusted.min(paper))
}

/// Every combination of some values of what is open; none if there are too many.
pub fn fillings(
    open: &BTreeMap<Open, (Ratio, Ratio)>,
    inner: bool,
    most: usize,
) -> Option<Vec<Filling>> {
    let values = |(low, high): &(Ratio, Ratio)| {
        let middle = inner.then(|| (*low * 2 + *high) / 3);
        [*low, *high].into_iter().chain(middle).sorted().dedup().collect_vec()
    };
    let values: Vec<(Open, Vec<Ratio>)> =
        open.iter().map(|(it, ends)| (*it, values(ends))).collect();
    let count = values.iter().fold(1_usize, |product, (_, it)| product.saturating_mul(it.len()));
    if count > most {
        return None;
    }
    if values.is_empty() {
        return Some(vec![Filling::new()]);
    }
    let choices = values.iter().map(|(open, values)| values.iter().map(|it| (*open, *it)));
    Some(
        choices
            .map(itertools::Itertools::collect_vec)
            .multi_cartesian_product()
            .map(Filling::from_iter)
            .collect(),
    )
}

/// The worths of a package on paper and as trusted at one corner of the weights; none if nothing
/// weighs anything.
pub fn worths(
    world: &World<'_>,
    party: PartyId,
    choice: &Choice,
    (filling, weights): (&Filling, &[Ratio]),
) -> Option<(Ratio, Ratio)> {
    let issues = spoken(world.scenario, party);
    let total: Ratio = issues.iter().map(|it| weights[it.index()]).sum();
    let each = issues.iter().map(|issue| {
        let (paper, trusted) = on_issue(world, (party, *issue), choice, filling);
        (paper * weights[issue.index()], trusted * weights[issue.index()])
    });
    let (paper, trusted) =
        each.fold((Ratio::from(0), Ratio::from(0)), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (total > 0.into()).then(|| (paper / total, trusted / total))
}

/// The least and the greatest worth as trusted over all fillings and weights; the outer none
/// where there are too many fillings to try.
pub fn of_package(
    world: &World<'_>,
    party: PartyId,
    choice: &Choice,
    inner: bool,
) -> Option<Option<(Ratio, Ratio)>> {
    let fillings = fillings(&open(world, party, choice), inner, 2048)?;
    let weights = weight_corners(world.scenario, party);
    let pairs = fillings.iter().cartesian_product(&weights);
    let worths = pairs
        .filter_map(|(filling, weights)| Some(worths(world, party, choice, (filling, weights))?.1));
    Some(worths.minmax().into_option())
}

/// The least and the greatest, over all fillings, of the sum of the floor test as trusted; the
/// package of a floor is never discounted. None where there are too many fillings to try.
pub fn above_floor(world: &World<'_>, party: PartyId, choice: &Choice) -> Option<(Ratio, Ratio)> {
    let (_, floor) = world.scenario.floor(party)?;
    let mut open = open(world, party, choice);
    let issues = spoken(world.scenario, party);
    let there = match &floor.height {
        FloorHeight::Worth(_) => None,
        FloorHeight::AsGoodAs(options) => {
            Some(arising(world, &options.iter().map(|it| it.index()).collect()))
        }
    };
    for issue in issues.iter().filter(|_| there.is_some()) {
        let view = view(world, party, *issue, there.as_ref().unwrap());
        open.insert(Open::Cell(view.key), (view.worth.low, view.worth.high));
    }
    let heights = match &floor.height {
        FloorHeight::Worth(range) => vec![range.low, range.high],
        FloorHeight::AsGoodAs(_) => vec![Ratio::from(0)],
    };
    let fillings = fillings(&open, false, 2048)?;
    let weights = weight_corners(world.scenario, party);
    let all = fillings.iter().cartesian_product(&weights).cartesian_product(&heights);
    let sums = all.map(|((filling, weights), height)| {
        let amounts = issues.iter().map(|issue| {
            let trusted = on_issue(world, (party, *issue), choice, filling).1;
            let floor = there.as_ref().map_or(*height, |there| {
                filling[&Open::Cell(view(world, party, *issue, there).key)]
            });
            weights[issue.index()] * (trusted - floor)
        });
        amounts.sum::<Ratio>()
    });
    sums.minmax().into_option()
}

/// Whether a package keeps a demand for some, and for all, beliefs that the file allows.
pub fn kept(world: &World<'_>, demand: &Demand, choice: &Choice) -> (bool, bool) {
    let keeps = demand.keeps().unwrap();
    let Some(asked) = demand.as_trusted() else {
        let holds = world.holds(keeps, choice);
        return (holds, holds);
    };
    let mut open = BTreeMap::new();
    for other in world.scenario.frame.parties.ids() {
        let mut beliefs = world.scenario.trust.iter();
        let stated = beliefs.find(|it| it.holder == demand.party && it.toward == other);
        let range = stated.map_or((0.into(), 100.into()), |it| (it.belief.low, it.belief.high));
        open.insert(Open::Belief(other.index()), range);
    }
    for (place, enforcement) in world.scenario.frame.enforcement.iter().enumerate() {
        if world.holds(&enforcement.when, choice) {
            let range = (enforcement.belief.low, enforcement.belief.high);
            open.insert(Open::Enforced(place), range);
        }
    }
    let fillings = fillings(&open, false, 1 << 14).unwrap();
    let holds = fillings.iter().map(|filling| {
        let believed = |other: usize| belief(world, other, choice, filling) >= asked;
        holds_as_trusted(world, demand, keeps, choice, &believed)
    });
    let holds = holds.collect_vec();
    (holds.contains(&true), !holds.contains(&false))
}

fn holds_as_trusted(
    world: &World<'_>,
    demand: &Demand,
    formula: &Formula,
    choice: &Choice,
    believed: &impl Fn(usize) -> bool,
) -> bool {
    let again = |part: &Formula| holds_as_trusted(world, demand, part, choice, believed);
    match formula {
        Formula::Not(inner) => !again(inner),
        Formula::All(parts) => !parts.iter().any(|it| !again(it)),
        Formula::Any(parts) => parts.iter().any(again),
        Formula::If(one, other) => !again(one) || again(other),
        atom => {
            let named = match atom {
                Formula::Same(one, other) | Formula::NoMore(one, other) => vec![*one, *other],
                Formula::Is(issue, _) => vec![*issue],
                _ => unreachable!(),
            };
            let credible = |issue: &IssueId| {
                let options = &world.scenario.frame.issues[*issue].options;
                let option = options.get(choice[issue.index()]);
                let own =
                    matches!(&demand.kind, DemandKind::RedLine { issue: it, .. } if it == issue);
                own || option.is_none_or(|option| {
                    let others = option.obliged.iter().filter(|it| **it != demand.party);
                    others.map(|it| it.index()).all(believed)
                })
            };
            world.holds(atom, choice) && named.iter().all(credible)
        }
    }
}

/// What a party says as trusted to the packages of a realisation; the outer none where there are
/// too many fillings to try, the inner where no package asks it.
pub fn says(
    world: &World<'_>,
    (party, proposal): (PartyId, &Proposal),
    (key, packages): (&Key, &[Choice]),
) -> Option<Option<Says>> {
    let asked = packages.iter().filter(|choice| world.asked(party, choice)).collect_vec();
    if asked.is_empty() {
        return Some(None);
    }
    let always = asked.len() == packages.len();
    let mut answer = Says::Accepts;
    for (_, demand) in world.scenario.demands.iter().filter(|(_, it)| it.party == party) {
        let fares = if demand.floor().is_some() {
            let follows = |it: &&&Choice| follows_interim(world, proposal, it);
            let sums = asked.iter().filter(follows).map(|it| above_floor(world, party, it));
            let sums: Vec<(Ratio, Ratio)> = sums.collect::<Option<_>>()?;
            (
                sums.iter().all(|it| it.0 >= 0.into()),
                sums.iter().all(|it| it.1 < 0.into()) && !sums.is_empty(),
            )
        } else {
            let kept = packages.iter().map(|it| kept(world, demand, it)).collect_vec();
            (kept.iter().all(|it| it.1), kept.iter().all(|it| !it.0))
        };
        answer = answer.min(match fares {
            (true, _) => Says::Accepts,
            (_, true) if super::is_firm(demand) => Says::Breaks,
            _ => Says::Between,
        });
    }
    let silent = is_silent(world, party, (key, packages));
    let answer = if silent { answer.min(Says::Between) } else { answer };
    let answer = if always { answer } else { answer.max(Says::Between) };
    Some(Some(answer))
}

fn is_silent(world: &World<'_>, party: PartyId, (key, packages): (&Key, &[Choice])) -> bool {
    let silent = key.1.iter().any(|(issue, _)| {
        let issue = IssueId::from(*issue);
        world.scenario.positions[party][issue].is_some()
            && packages.iter().any(|it| {
                let view = view(world, party, issue, it);
                view.may_refuse && view.key.0 == issue.index()
            })
    });
    silent || !world.has_stated(party)
}

/// The least and the greatest share of a party's total that an issue loses from paper to trusted in
/// a package; none where there are too many fillings to try.
pub fn lost(
    world: &World<'_>,
    (party, issue): (PartyId, IssueId),
    choice: &Choice,
) -> Option<(Ratio, Ratio)> {
    let fillings = fillings(&open(world, party, choice), false, 2048)?;
    let amounts = fillings.iter().map(|filling| {
        let (paper, trusted) = on_issue(world, (party, issue), choice, filling);
        paper - trusted
    });
    let (low, high) = amounts.minmax().into_option()?;
    let shares = weight_corners(world.scenario, party).into_iter().filter_map(|weights| {
        let total: Ratio = weights.iter().sum();
        (total > 0.into()).then(|| weights[issue.index()] / total)
    });
    let (least, greatest) = shares.minmax().into_option()?;
    Some((low * least, high * greatest))
}
