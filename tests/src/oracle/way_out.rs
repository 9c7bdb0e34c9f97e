//! What would have to give: what every package asks, compared with what every other asks.

use std::collections::BTreeSet;

use impasse_core::scenario::{Demand, DemandId, DemandKind, IssueId, PartyId, Ratio, Stance, Word};

use super::conflict::breaks;
use super::distance::{below, refusals};
use super::worth::{total, view, worth_of};
use super::{Choice, World};

/// What a package asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    /// Refusals given.
    pub refusals: usize,
    /// The price to every party at the middle of all ranges.
    pub prices: Vec<Ratio>,
    /// Links given up; they have no price.
    pub links: usize,
    /// The firm demands it breaks.
    pub broken: Vec<DemandId>,
    /// The points missing to every party.
    pub below: Vec<Ratio>,
}

/// What a package asks of whom.
pub fn ask(world: &World<'_>, choice: &Choice) -> Ask {
    let parties = || world.scenario.frame.parties.ids();
    let broken = breaks(world, choice);
    let below: Vec<Ratio> = parties().map(|party| below(world, party, choice)).collect();
    let conceded = |party: PartyId| -> BTreeSet<IssueId> {
        let own = broken.iter().map(|id| &world.scenario.demands[*id]);
        own.filter(|demand| demand.party == party).filter_map(Demand::issue).collect()
    };
    let prices = parties().map(|party| {
        let losses = conceded(party).into_iter().map(|issue| loss(world, party, issue, choice));
        let lost: Ratio = losses.sum();
        if lost == 0.into() {
            below[party.index()]
        } else {
            below[party.index()] + lost / total(world.scenario, party)
        }
    });
    Ask {
        refusals: refusals(world, &broken),
        prices: prices.collect(),
        links: broken
            .iter()
            .filter(|id| matches!(world.scenario.demands[**id].kind, DemandKind::Link { .. }))
            .count(),
        broken,
        below: below.clone(),
    }
}

/// Weight times (worth of the best option that is not ruled out less the worth of the chosen).
fn loss(world: &World<'_>, party: PartyId, issue: IssueId, choice: &Choice) -> Ratio {
    let Some(position) = &world.scenario.positions[party][issue] else { return 0.into() };
    let stances = position.cells.iter().flat_map(|cell| {
        let stances = cell.branches.iter().map(|(_, stance)| *stance).chain([cell.last]);
        stances.map(move |stance| (stance, cell.inferred))
    });
    let allowed = stances.filter(|(stance, _)| *stance != Stance::Word(Word::Never));
    let best = allowed.map(|(stance, shape)| worth_of(world.scenario, stance, shape).likely).max();
    let gets = view(world, party, issue, choice).worth.likely;
    let weight = Ratio::from(world.scenario.weights[party].middle(issue));
    weight * (best.unwrap_or_else(|| 0.into()) - gets).max(0.into())
}

/// Whether one asks no more than another anywhere, and less somewhere.
pub fn undercuts(one: &Ask, other: &Ask) -> bool {
    let no_more = one.refusals <= other.refusals
        && one.links <= other.links
        && one.prices.iter().zip(&other.prices).all(|(mine, theirs)| mine <= theirs);
    no_more
        && (one.refusals, one.links, &one.prices) != (other.refusals, other.links, &other.prices)
}

/// Whether one breaks only some of what another breaks, and misses no floor by more.
pub fn is_part(one: &Ask, other: &Ask) -> bool {
    one.broken.len() < other.broken.len()
        && one.broken.iter().all(|id| other.broken.contains(id))
        && one.below.iter().zip(&other.below).all(|(mine, theirs)| mine <= theirs)
}

/// The ways out: what packages ask that is minimal and that no other minimal ask undercuts.
/// `gives` says which parties may give way.
pub fn ways_out(world: &World<'_>, gives: impl Fn(PartyId) -> bool) -> Vec<Ask> {
    let asks: BTreeSet<Ask> = world
        .packages
        .iter()
        .map(|choice| ask(world, choice))
        .filter(|ask| ask.broken.iter().all(|id| gives(world.scenario.demands[*id].party)))
        .collect();
    let minimal: Vec<&Ask> =
        asks.iter().filter(|one| !asks.iter().any(|other| is_part(other, one))).collect();
    let best = minimal.iter().filter(|one| !minimal.iter().any(|other| undercuts(other, one)));
    best.map(|ask| (*ask).clone()).collect()
}
