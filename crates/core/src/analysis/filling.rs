//! In which case does a party accept a text that it may accept, and in which does it refuse one
//! that it need not accept?
//!
//! A case is a way to carry out the text, a package that follows it, and a *filling*: a value for
//! everything that the file leaves open and that the answer hangs on there.

use std::collections::BTreeMap;

use itertools::Itertools as _;

use super::agreement::{Strength, find};
use super::asking::Asking;
use super::floor_test::interim;
use super::following::Following;
use super::network::Network;
use super::settlement::{Outline, Realisation};
use super::verdict::{Answer, Verdict};
use super::worth::{floor_package, worth_of_issue};
use crate::scenario::{
    DemandId, Floor, FloorHeight, IssueId, OptionId, Package, PartyId, Points, Proposal, Range,
    Scenario,
};
use crate::search::{Budget, Exhausted, Factor};

/// A view of a party: an issue, an option, and which of its conditional stances.
pub type Cell = (IssueId, OptionId, usize);

/// What everything that a party leaves open turns out to be, as far as a package meets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// What issues weigh, in points of weight; of the issues on which the party has a position.
    pub weights: Vec<(IssueId, Points)>,
    /// What views are worth, in points of worth; of those that the package or the floor's package
    /// meets.
    pub worths: Vec<(Cell, Points)>,
    /// What no deal is worth, in points of worth, where the floor is a number.
    pub floor: Option<Points>,
    /// The disputed demands that hold; the others do not.
    pub holding: Vec<DemandId>,
    /// The views nobody has stated that turn out to be red lines; the others do not.
    pub refused: Vec<Cell>,
}

/// A case in which a party accepts or refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The way to carry out the text, by its place.
    pub realisation: usize,
    /// A package that follows it, and asks the party.
    pub package: Package,
    /// How what is open turns out.
    pub filling: Filling,
    /// On what it refuses; none where it accepts.
    pub against: Option<Against>,
}

/// On what a party refuses a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// A demand that the package breaks.
    Demand(DemandId),
    /// A view nobody has stated that turns out to be a red line.
    Unstated(Cell),
    /// Its floor.
    Floor(DemandId),
    /// It has stated nothing at all.
    NothingStated,
}

/// A case in which a party accepts a text; none if there is none.
pub fn accepting(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    verdict: &Verdict,
    budget: &mut Budget,
) -> Result<Option<Case>, Exhausted> {
    let scenario = network.scenario;
    let party = verdict.party;
    let own = network.binding().map(|(id, _)| id);
    let own: Vec<DemandId> = own.filter(|id| scenario.demands[*id].party == party).collect();
    let firm: Vec<DemandId> = own.iter().copied().filter(|id| scenario.is_firm(*id)).collect();
    // Rather with disputed demands kept than with these not holding.
    let kept: &[&[DemandId]] = if own == firm { &[&firm] } else { &[&own, &firm] };
    let floored: &[PartyId] = if scenario.floor(party).is_some() { &[party] } else { &[] };
    let asking = Asking::new(network, party);
    let interim = interim(network, proposal);
    // Interim rules bear on worths only.
    let interims: &[&[Factor<bool>]] =
        if floored.is_empty() { &[&interim, &[]] } else { &[&interim] };
    for place in places(verdict, true) {
        let Some(realisation) = outline.realisations.get(place) else { continue };
        let text = realisation.constraints(network);
        for (kept, interim) in kept.iter().cartesian_product(interims) {
            let found = asking.find(|asked| {
                let extra: Vec<&Factor<bool>> =
                    text.iter().chain(*interim).chain(asked.iter().copied()).collect();
                find(network, Strength::Possible, kept, floored, &extra, budget)
            })?;
            let Some(package) = found else { continue };
            let filling = filling(scenario, party, &package, true);
            if is_floor_met(scenario, party, &package, &filling) {
                return Ok(Some(Case { realisation: place, package, filling, against: None }));
            }
        }
    }
    Ok(None)
}

/// A case in which a party refuses a text; none if there is none.
pub fn refusing(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    verdict: &Verdict,
    budget: &mut Budget,
) -> Result<Option<Case>, Exhausted> {
    for place in places(verdict, false) {
        let Some(realisation) = outline.realisations.get(place) else { continue };
        let search = Refusing { network, proposal, party: verdict.party, realisation, place };
        if let Some(case) = search.case(budget)? {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

/// The ways to carry out the text that ask the party, the best answered or the worst first.
fn places(verdict: &Verdict, best: bool) -> Vec<usize> {
    let answers = verdict.by_realisation.iter().enumerate();
    let mut places: Vec<(Answer, usize)> =
        answers.filter_map(|(place, answer)| Some(((*answer)?, place))).collect();
    places.sort_by_key(|(answer, place)| (*answer, *place));
    if best {
        places.sort_by_key(|(answer, place)| (std::cmp::Reverse(*answer), *place));
    }
    places.into_iter().map(|(_, place)| place).collect()
}

struct Refusing<'a> {
    network: &'a Network<'a>,
    proposal: &'a Proposal,
    party: PartyId,
    realisation: &'a Realisation,
    place: usize,
}

impl Refusing<'_> {
    fn case(&self, budget: &mut Budget) -> Result<Option<Case>, Exhausted> {
        let Self { network, party, .. } = *self;
        let scenario = network.scenario;
        let own = |id: &DemandId| scenario.demands[*id].party == party;
        // What is firm first.
        let mut demands: Vec<DemandId> = scenario.demands.ids().filter(own).collect();
        demands.sort_by_key(|id| (!scenario.is_firm(*id), *id));
        for demand in demands {
            let Some(keeps) = scenario.demands[demand].keeps() else { continue };
            let breaks = network.table(keeps, None).map(|kept| !kept);
            if let Some(package) = self.package(Some(&breaks), budget)? {
                return Ok(Some(self.found(package, Against::Demand(demand))));
            }
        }
        if let Some((demand, _)) = scenario.floor(party) {
            let following = Following::new(network, self.proposal, party, true);
            let missed = following.lacking(self.realisation, budget)?;
            if let Some((_, package)) = missed.filter(|(lacking, _)| *lacking > 0) {
                let case = self.found(package, Against::Floor(demand));
                if !is_floor_met(scenario, party, &case.package, &case.filling) {
                    return Ok(Some(case));
                }
            }
        }
        for term in network.terms(party) {
            let settled = self.realisation.options.get(term.issue.index());
            if settled.is_none_or(|(settled, _)| !settled) {
                continue;
            }
            let unstated = term.worth.map(|worth| worth.unknown && worth.cell.0 == term.issue);
            if let Some(package) = self.package(Some(&unstated), budget)? {
                let cell = worth_of_issue(scenario, party, term.issue, &package).cell;
                return Ok(Some(self.found(package, Against::Unstated(cell))));
            }
        }
        if scenario.has_stated(party) {
            return Ok(None);
        }
        let package = self.package(None, budget)?;
        Ok(package.map(|package| self.found(package, Against::NothingStated)))
    }

    /// The first package that follows the text, asks the party and meets a condition.
    fn package(
        &self,
        condition: Option<&Factor<bool>>,
        budget: &mut Budget,
    ) -> Result<Option<Package>, Exhausted> {
        let network = self.network;
        let text = self.realisation.constraints(network);
        let interim = interim(network, self.proposal);
        let asking = Asking::new(network, self.party);
        // A demand may break by what is left open whatever its interim rule says.
        for interim in [&interim[..], &[]] {
            let found = asking.find(|asked| {
                let tables = text.iter().chain(interim).chain(asked.iter().copied());
                let extra: Vec<&Factor<bool>> = tables.chain(condition).collect();
                find(network, Strength::Possible, &[], &[], &extra, budget)
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn found(&self, package: Package, against: Against) -> Case {
        let scenario = self.network.scenario;
        let mut filling = filling(scenario, self.party, &package, false);
        match against {
            Against::Demand(demand) if !scenario.is_firm(demand) => filling.holding.push(demand),
            Against::Unstated(cell) => filling.refused.push(cell),
            Against::Demand(_) | Against::Floor(_) | Against::NothingStated => {}
        }
        Case { realisation: self.place, package, filling, against: Some(against) }
    }
}

/// How often a view counts in the floor test, by what weighs it: for the package, against the
/// floor's package.
type Counts = BTreeMap<Cell, (Range<Points>, Vec<(IssueId, i128)>)>;

fn counts(scenario: &Scenario, party: PartyId, package: &Package) -> Counts {
    let mut counts = Counts::new();
    let floor = scenario.floor(party).and_then(|(_, floor)| match &floor.height {
        FloorHeight::AsGoodAs(options) => Some(floor_package(scenario, options)),
        FloorHeight::Worth(_) => None,
    });
    for (issue, position) in scenario.positions[party].iter() {
        if position.is_none() {
            continue;
        }
        let sides = [(Some(package), 1), (floor.as_ref(), -1)];
        for (package, sign) in sides {
            let Some(package) = package else { continue };
            let worth = worth_of_issue(scenario, party, issue, package);
            let entry = counts.entry(worth.cell).or_insert((worth.range, Vec::new()));
            entry.1.push((issue, sign));
        }
    }
    counts
}

/// The filling that is best or worst for a party's floor test on a package.
fn filling(scenario: &Scenario, party: PartyId, package: &Package, best: bool) -> Filling {
    let counts = counts(scenario, party, package);
    let height = scenario.floor(party).and_then(|(_, floor)| number(scenario, party, floor));
    let floor = height.map(|range| if best { range.low } else { range.high });
    let spoken = || {
        let positions = scenario.positions[party].iter();
        positions.filter(|(_, position)| position.is_some()).map(|(issue, _)| issue)
    };
    // The worths do not hang on the weights where all of a view's counts have one sign; else on
    // which outweighs the other, tried with the weights at their middle.
    let middle = |issue: IssueId| scenario.weights[party].middle(issue);
    let worths: Vec<(Cell, Points)> = counts
        .iter()
        .map(|(cell, (range, list))| {
            let total: i128 = list.iter().map(|(issue, sign)| sign * middle(*issue)).sum();
            let signs: i128 = list.iter().map(|(_, sign)| *sign).sum();
            let gains = if total == 0 { signs >= 0 } else { total > 0 };
            (*cell, if gains == best { range.high } else { range.low })
        })
        .collect();
    let amount = |issue: IssueId| -> Points {
        let here = counts.iter().zip(&worths).map(|((_, (_, list)), (_, worth))| {
            let own = list.iter().filter(|(other, _)| *other == issue);
            own.map(|(_, sign)| sign * worth).sum::<Points>()
        });
        here.sum::<Points>() - floor.unwrap_or(0)
    };
    let boxes = scenario.weights[party].boxes().iter().map(|weights| {
        let chosen = spoken().filter_map(|issue| {
            let weight = weights.get(issue.index())?;
            let high = (amount(issue) >= 0) == best;
            Some((issue, if high { weight.high } else { weight.low }))
        });
        let chosen: Vec<(IssueId, Points)> = chosen.collect();
        let sum: Points = chosen.iter().map(|(issue, weight)| weight * amount(*issue)).sum();
        (if best { sum } else { -sum }, chosen)
    });
    let weights = boxes.max_by_key(|(sum, _)| *sum).map_or(Vec::new(), |(_, chosen)| chosen);
    Filling { weights, worths, floor, holding: Vec::new(), refused: Vec::new() }
}

fn number(scenario: &Scenario, party: PartyId, floor: &Floor) -> Option<Range<Points>> {
    match floor.height {
        FloorHeight::Worth(range) => Some(range.map(|worth| scenario.points(party, worth))),
        FloorHeight::AsGoodAs(_) => None,
    }
}

/// Whether a package meets the floor in a filling.
fn is_floor_met(scenario: &Scenario, party: PartyId, package: &Package, filling: &Filling) -> bool {
    if scenario.floor(party).is_none() {
        return true;
    }
    let weight = |issue: &IssueId| {
        let found = filling.weights.iter().find(|(other, _)| other == issue);
        found.map_or(0, |(_, weight)| *weight)
    };
    let worth = |cell: &Cell| {
        let found = filling.worths.iter().find(|(other, _)| other == cell);
        found.map_or(0, |(_, worth)| *worth)
    };
    let counts = counts(scenario, party, package);
    let gained = counts.iter().flat_map(|(cell, (_, list))| {
        list.iter().map(move |(issue, sign)| sign * weight(issue) * worth(cell))
    });
    let floor = filling.floor.unwrap_or(0);
    let asked: Points = filling.weights.iter().map(|(_, weight)| weight * floor).sum();
    gained.sum::<Points>() >= asked
}
