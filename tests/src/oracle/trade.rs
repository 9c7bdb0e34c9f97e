//! Trades, by looking at every two and three issues, every option before and after, and every
//! choice on the other issues.

use std::cmp::Reverse;

use impasse_core::scenario::{
    Consent, DemandKind, Formula, IssueId, OptionId, PartyId, Ratio, Stance,
};
use itertools::Itertools;

use super::worth::view;
use super::{Choice, World};

/// One issue settled otherwise: the issue, the place before, the place after.
pub type Change = (usize, usize, usize);

/// A trade: what changes, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// The changes.
    pub changes: Vec<Change>,
    /// By principal that is touched: the least and the greatest gain.
    pub gains: Vec<(PartyId, Ratio, Ratio)>,
    /// How far the open views must lie.
    pub needs: Option<Ratio>,
    /// How many views are open.
    pub open: usize,
    /// Who may be asked anew.
    pub asks: Vec<PartyId>,
}

/// What a change brings to every principal.
struct Effect {
    change: Change,
    amounts: Vec<(Ratio, Ratio)>,
    open: usize,
}

impl Effect {
    fn yields(&self) -> Vec<bool> {
        self.amounts.iter().map(|(low, high)| *low < 0.into() && *high <= 0.into()).collect()
    }
}

type Key = (usize, Option<Ratio>, Reverse<Ratio>, Reverse<Ratio>, Vec<Change>);

/// All trades, in the order of the list.
pub fn trades(world: &World<'_>) -> Vec<Trade> {
    let all = choices(world);
    let issues: Vec<Vec<Effect>> =
        world.scenario.frame.issues.ids().map(|issue| effects(world, &all, issue)).collect();
    let mut list: Vec<(Key, Trade)> = Vec::new();
    for [one, other] in issues.iter().array_combinations() {
        let sets = one.iter().cartesian_product(other).map(|(a, b)| vec![a, b]);
        list.extend(best(world, &all, sets.collect()));
    }
    for [one, other, last] in issues.iter().array_combinations() {
        let sets = one.iter().cartesian_product(other).cartesian_product(last);
        let sets = sets.map(|((a, b), c)| vec![a, b, c]).filter(|set| {
            let stated = set.iter().all(|it| it.open == 0);
            let mut pairs = set.iter().copied().array_combinations();
            stated && !pairs.any(|pair: [&Effect; 2]| is_trade(world, &all, &pair).is_some())
        });
        list.extend(best(world, &all, sets.collect()));
    }
    list.sort_by(|one, other| one.0.cmp(&other.0));
    list.into_iter().map(|(_, trade)| trade).collect()
}

/// Of the trades on the same issues: the best by start, without those much like a better one.
fn best(world: &World<'_>, all: &[Choice], sets: Vec<Vec<&Effect>>) -> Vec<(Key, Trade)> {
    let found = sets.into_iter().filter_map(|set| Some((is_trade(world, all, &set)?, set)));
    let found = found.sorted_by(|one, other| one.0.0.cmp(&other.0.0));
    let mut kept: Vec<((Key, Trade), Vec<&Effect>)> = Vec::new();
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for (trade, set) in found {
        let start = set.iter().map(|effect| effect.change.1).collect_vec();
        if starts.contains(&start) {
            continue;
        }
        starts.push(start);
        let alike = |better: &[&Effect]| {
            better.iter().zip(&set).all(|(one, other)| {
                one.yields().iter().zip(other.yields()).any(|(one, other)| *one && other)
            })
        };
        if !kept.iter().any(|(_, better)| alike(better)) {
            kept.push((trade, set));
        }
    }
    kept.into_iter().map(|(trade, _)| trade).collect()
}

/// Every choice, possible or not.
fn choices(world: &World<'_>) -> Vec<Choice> {
    let issues = world.scenario.frame.issues.values();
    let places = issues.map(|it| 0..it.options.len() + usize::from(it.applies.is_some()));
    places.multi_cartesian_product().collect()
}

/// The choices with an option of an issue.
fn with(all: &[Choice], issue: IssueId, option: usize) -> impl Iterator<Item = &Choice> {
    all.iter().filter(move |choice| choice[issue.index()] == option)
}

fn changed(choice: &Choice, changes: &[Change]) -> Choice {
    let mut after = choice.clone();
    for (issue, _, to) in changes {
        after[*issue] = *to;
    }
    after
}

fn weight(world: &World<'_>, party: PartyId, issue: IssueId) -> Ratio {
    let spoken = world.scenario.positions[party][issue].is_some();
    if spoken { world.scenario.weights[party].middle(issue).into() } else { 0.into() }
}

/// The sum of a party's weights; one if it has none.
fn total(world: &World<'_>, party: PartyId) -> Ratio {
    let total: Ratio =
        world.scenario.frame.issues.ids().map(|issue| weight(world, party, issue)).sum();
    if total == 0.into() { 1.into() } else { total }
}

/// The one stated number an option is worth to a party.
fn plain(
    world: &World<'_>,
    all: &[Choice],
    party: PartyId,
    issue: IssueId,
    option: usize,
) -> Option<Ratio> {
    let views = with(all, issue, option).map(|choice| view(world, party, issue, choice));
    let worths = views.map(|it| (it.stance != Stance::Unknown).then_some(it.worth.low));
    worths.dedup().exactly_one().ok().flatten()
}

/// Whether a party's consent may be asked.
fn may_be_asked(world: &World<'_>, party: PartyId) -> bool {
    let mut options = world.scenario.frame.issues.values().flat_map(|issue| &issue.options);
    world.scenario.frame.parties[party].consent != Consent::Never
        || options.any(|option| option.obliged.contains(&party))
}

/// All changes of an issue that may be part of a trade.
fn effects(world: &World<'_>, all: &[Choice], issue: IssueId) -> Vec<Effect> {
    let scenario = world.scenario;
    let refused = |option: usize| {
        scenario.demands.values().any(|demand| match &demand.kind {
            DemandKind::RedLine { issue: on, options, .. } => {
                *on == issue
                    && options.contains(OptionId::new(option))
                    && may_be_asked(world, demand.party)
            }
            _ => false,
        })
    };
    let count = scenario.frame.issues[issue].options.len();
    let allowed = (0..count).filter(|option| !refused(*option)).collect_vec();
    let weighing =
        scenario.principals().filter(|party| weight(world, *party, issue) > 0.into()).collect_vec();
    let number = |party: PartyId, option: usize| plain(world, all, party, issue, option);
    let spoken = allowed
        .iter()
        .copied()
        .filter(|option| weighing.iter().all(|party| number(*party, *option).is_some()))
        .collect_vec();
    let starts = weighing.iter().filter_map(|party| {
        let sum = |option: usize| -> Ratio {
            let shares = weighing.iter().map(|other| {
                weight(world, *other, issue) * number(*other, option).unwrap()
                    / total(world, *other)
            });
            shares.sum()
        };
        // Of equals the first.
        let key = |option: &usize| (number(*party, *option), sum(*option), Reverse(*option));
        spoken.iter().copied().max_by_key(key)
    });
    let starts = starts.sorted().dedup().collect_vec();
    let pairs = starts.into_iter().cartesian_product(allowed).filter(|(from, to)| from != to);
    let effects = pairs.filter_map(|(from, to)| effect(world, all, issue, from, to));
    effects
        .filter(|it| {
            it.yields().contains(&true) && it.amounts.iter().any(|(_, high)| *high > 0.into())
        })
        .collect()
}

/// What a change brings; none if what it brings elsewhere hangs on the rest.
fn effect(
    world: &World<'_>,
    all: &[Choice],
    issue: IssueId,
    from: usize,
    to: usize,
) -> Option<Effect> {
    let change = (issue.index(), from, to);
    let mut contexts = with(all, issue, from).cloned().collect_vec();
    for (other, known) in world.scenario.frame.issues.iter() {
        let Some((applies, _)) = &known.applies else { continue };
        if !applies.scope().contains(&issue) {
            continue;
        }
        let holds = with(all, issue, from).map(|it| world.holds(applies, it)).collect_vec();
        let after = with(all, issue, from).map(|it| world.holds(applies, &changed(it, &[change])));
        if !holds.iter().copied().eq(after) {
            return None;
        }
        if other != issue {
            contexts.retain(|it| holds.contains(&(it[other.index()] < known.options.len())));
        }
    }
    let mut open = 0;
    let mut amounts = Vec::new();
    for party in world.scenario.principals() {
        let (mut low, mut high): (Ratio, Ratio) = (0.into(), 0.into());
        for on in world.scenario.frame.issues.ids() {
            let weight = weight(world, party, on) / total(world, party);
            if weight == 0.into() {
                continue;
            }
            let (least, greatest) = if on == issue {
                let before = plain(world, all, party, issue, from)?;
                if let Some(after) = plain(world, all, party, issue, to) {
                    (after - before, after - before)
                } else {
                    open += 1;
                    let views = with(all, issue, to).map(|it| view(world, party, issue, it));
                    let ends = views.map(|it| match it.stance {
                        Stance::Unknown => (it.worth.low, it.worth.high),
                        _ => (it.worth.low, it.worth.low),
                    });
                    let (lows, highs): (Vec<Ratio>, Vec<Ratio>) = ends.unzip();
                    (*lows.iter().min()? - before, *highs.iter().max()? - before)
                }
            } else {
                let differences = contexts.iter().map(|before| {
                    let after = view(world, party, on, &changed(before, &[change]));
                    let before = view(world, party, on, before);
                    let stated =
                        before.stance != Stance::Unknown && after.stance != Stance::Unknown;
                    if before.key == after.key {
                        Some(0.into())
                    } else {
                        stated.then(|| after.worth.low - before.worth.low)
                    }
                });
                let difference: Option<Ratio> = differences.dedup().exactly_one().ok()?;
                (difference?, difference?)
            };
            low += weight * least;
            high += weight * greatest;
        }
        amounts.push((low, high));
    }
    Some(Effect { change, amounts, open })
}

/// Whether changes are a trade, and where it stands.
fn is_trade(world: &World<'_>, all: &[Choice], set: &[&Effect]) -> Option<(Key, Trade)> {
    let changes = set.iter().map(|it| it.change).collect_vec();
    let count = world.scenario.principals().count();
    let sums = (0..count).map(|place| {
        let amounts = set.iter().map(|it| it.amounts[place]).collect_vec();
        let loses = amounts.iter().any(|(low, _)| *low < 0.into());
        let low: Ratio = amounts.iter().map(|it| it.0).sum();
        let high: Ratio = amounts.iter().map(|it| it.1).sum();
        (low, high, loses)
    });
    let sums = sums.collect_vec();
    let fails = |gain: Ratio, loses: bool| gain < 0.into() || (loses && gain == 0.into());
    if sums.iter().any(|(_, high, loses)| fails(*high, *loses)) {
        return None;
    }
    let needs = sums.iter().filter(|(low, _, loses)| fails(*low, *loses));
    let needs = needs.map(|(low, high, _)| -low / (high - low)).max();
    let before = |it: &&Choice| changes.iter().all(|(issue, from, _)| it[*issue] == *from);
    if !world.packages.iter().any(|it| before(&it)) {
        return None;
    }
    let demands = world.scenario.demands.values().filter(|it| may_be_asked(world, it.party));
    let rules = world.scenario.frame.rules.values().map(|rule| &rule.holds);
    for formula in rules.chain(demands.filter_map(|demand| demand.keeps())) {
        let scope = formula.scope();
        if !changes.iter().any(|(issue, ..)| scope.contains(&IssueId::from(*issue))) {
            continue;
        }
        let held = all.iter().filter(before).filter(|it| world.holds(formula, it)).collect_vec();
        if held.is_empty() || held.iter().any(|it| !world.holds(formula, &changed(it, &changes))) {
            return None;
        }
    }
    let open = set.iter().map(|it| it.open).sum();
    let gain = |(low, high): (Ratio, Ratio)| match needs {
        None => low,
        Some(_) => (low + high) / 2,
    };
    let losers = sums.iter().filter(|it| it.2).map(|it| gain((it.0, it.1)));
    let least = losers.min().unwrap_or_default();
    let sum: Ratio = sums.iter().map(|it| gain((it.0, it.1))).sum();
    let key = (open, needs, Reverse(least), Reverse(sum), changes.clone());
    let touched = |place: &usize| set.iter().any(|it| it.amounts[*place] != (0.into(), 0.into()));
    let gains = world.scenario.principals().enumerate().filter(|(place, _)| touched(place));
    let gains = gains.map(|(place, party)| (party, sums[place].0, sums[place].1)).collect();
    let asks = asked_anew(world, all, &changes);
    Some((key, Trade { changes, gains, needs, open, asks }))
}

/// Who may be asked after the changes and not before, and is not surely asked before.
fn asked_anew(world: &World<'_>, all: &[Choice], changes: &[Change]) -> Vec<PartyId> {
    let before = |it: &&Choice| changes.iter().all(|(issue, from, _)| it[*issue] == *from);
    let contexts = all.iter().filter(before).collect_vec();
    let asked = |party: &PartyId| {
        let mut occasions = match &world.scenario.frame.parties[*party].consent {
            Consent::Always => return false,
            Consent::Never => Vec::new(),
            Consent::When(Formula::Any(several)) => several.clone(),
            Consent::When(whole) => vec![whole.clone()],
        };
        for (id, issue) in world.scenario.frame.issues.iter() {
            let options =
                (0..issue.options.len()).filter(|it| issue.options[*it].obliged.contains(party));
            occasions.push(Formula::Is(id, options.map(OptionId::new).collect()));
        }
        let sure = |it: &Formula| contexts.iter().all(|choice| world.holds(it, choice));
        let anew = |it: &Formula| {
            let after = |choice: &Choice| world.holds(it, &changed(choice, changes));
            contexts.iter().any(|choice| !world.holds(it, choice) && after(choice))
        };
        !occasions.iter().any(sure) && occasions.iter().any(anew)
    };
    world.scenario.frame.parties.ids().filter(asked).collect()
}
