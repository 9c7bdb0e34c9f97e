//! One number a cell: a scenario in one *outlook*, as a problem whose gains are whole points.
//!
//! *Cautious*: every worth at its low end (what nobody has spoken on is worth 0), every floor at
//! its high end, disputed demands hold. *Hopeful*: worths at their high end, floors at their low
//! end, only firm demands hold. Weights are taken at the middle of their ranges in both.

use super::network::{Asked, Network, occasions};
use super::worth::{floor_package, worth_of_issue};
use crate::scenario::{
    DemandId, DemandKind, FloorHeight, Formula, IssueId, Package, PartyId, Points, Range, Ratio,
};
use crate::search::{Additive, Budget, Diagram, Exhausted, Factor, Variable};

/// Which end of everything that the file leaves open is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// The low end of worths, the high end of floors; disputed demands hold.
    Cautious,
    /// The high end of worths, the low end of floors; only firm demands hold.
    Hopeful,
}

impl Outlook {
    /// The end of a worth.
    pub fn worth(self, range: Range<Points>) -> Points {
        if self == Self::Cautious { range.low } else { range.high }
    }

    fn floor(self, range: Range<Ratio>) -> Ratio {
        if self == Self::Cautious { range.high } else { range.low }
    }
}

/// A scenario in one outlook.
///
/// The dimensions are the worths to the principals, in file order; then the worths to the gates
/// that have a floor; then, where asked for, minus the refusals.
#[derive(Debug)]
pub struct Case<'a> {
    /// The scenario as a network.
    pub network: &'a Network<'a>,
    /// The outlook.
    pub outlook: Outlook,
    /// The parties whose consent every package needs.
    pub principals: Vec<PartyId>,
    /// By party with a dimension, principals first: the least worth it requires, in points of
    /// weight times worth; none without a floor.
    pub floors: Vec<Option<i64>>,
    domains: Vec<usize>,
    /// Rules, where issues arise, and who exactly is asked.
    world: Vec<Factor<bool>>,
    /// The worths, by dimension.
    worths: Vec<(usize, Factor<i64>)>,
    /// By refusal: minus one where it is broken.
    refusals: Vec<Factor<i64>>,
    gates: Vec<PartyId>,
}

/// What packages must keep, besides the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demands {
    /// Every demand that holds in the outlook.
    Kept,
    /// None; the last dimension counts the refusals broken, negative.
    Counted,
    /// None; there are no dimensions at all.
    Left,
}

impl<'a> Case<'a> {
    /// The case of a network.
    pub fn new(network: &'a Network<'a>, outlook: Outlook) -> Self {
        let scenario = network.scenario;
        let (domains, world) = world(network);
        let principals: Vec<PartyId> = scenario.principals().collect();
        let floored = |party: &PartyId| scenario.floor(*party).is_some();
        let gates: Vec<PartyId> = scenario
            .frame
            .parties
            .ids()
            .filter(|it| !principals.contains(it) && floored(it))
            .filter(|it| network.asked(*it) != Asked::Never)
            .collect();
        let mut case = Self {
            network,
            outlook,
            floors: Vec::new(),
            domains,
            world,
            worths: Vec::new(),
            refusals: Vec::new(),
            principals,
            gates,
        };
        let parties: Vec<PartyId> = case.parties().collect();
        for (dimension, party) in parties.into_iter().enumerate() {
            let floor = case.floor(party);
            case.worths.extend(case.worth_tables(party).into_iter().map(|it| (dimension, it)));
            if let (Asked::Where(variable), Some(floor)) = (network.asked(party), floor) {
                // Where a gate is not asked, its floor is met whatever it would lose.
                let relief = Factor::tabulate(&case.domains, vec![variable], |values| {
                    if values == [0] { floor.max(0) } else { 0 }
                });
                case.worths.push((dimension, relief));
            }
            case.floors.push(floor);
        }
        case.refusals = case.refusal_tables();
        case
    }

    /// The parties with a dimension, principals first.
    pub fn parties(&self) -> impl Iterator<Item = PartyId> {
        self.principals.iter().chain(&self.gates).copied()
    }

    /// Whether a demand holds in the outlook.
    pub fn holds(&self, demand: DemandId) -> bool {
        self.outlook == Outlook::Cautious || self.network.scenario.is_firm(demand)
    }

    /// The packages under the rules and some further conditions as a diagram.
    pub fn diagram(
        &self,
        demands: Demands,
        extra: &[Factor<bool>],
        budget: &mut Budget,
    ) -> Result<Diagram, Exhausted> {
        let mut problem = Additive {
            domains: self.domains.clone(),
            hard: self.world.iter().chain(extra).collect(),
            gains: Vec::new(),
            dimensions: 0,
        };
        if demands != Demands::Left {
            problem.gains.extend(self.worths.iter().map(|(at, factor)| (*at, factor)));
            problem.dimensions = self.floors.len();
        }
        if demands == Demands::Kept {
            let holding = self.network.binding().filter(|(id, _)| self.holds(*id));
            problem.hard.extend(holding.map(|(_, keeps)| keeps));
        }
        if demands == Demands::Counted {
            let last = problem.dimensions;
            problem.gains.extend(self.refusals.iter().map(|factor| (last, factor)));
            problem.dimensions += 1;
        }
        Diagram::new(&problem, budget)
    }

    /// The options that occur in a diagram, by issue; *not applicable* is the place after the last.
    pub fn occurring(&self, diagram: &Diagram) -> Vec<Vec<bool>> {
        let mut occurring = diagram.occurring(&self.domains);
        occurring.truncate(self.network.scenario.frame.issues.len());
        occurring
    }

    /// The package of an assignment.
    pub fn package(&self, assignment: &[usize]) -> Package {
        self.network.package(assignment)
    }

    /// The most points of weight times worth that a party could come to: its whole total.
    pub fn whole(&self, party: PartyId) -> i64 {
        let scenario = self.network.scenario;
        fits(scenario.weights[party].total() * scenario.worth_unit(party))
    }

    /// Points of weight times worth of a party in hundredths of its total.
    pub fn hundredths(&self, party: PartyId, points: i64) -> Ratio {
        let whole = self.whole(party);
        Ratio::new(points.into(), i128::from(if whole == 0 { 1 } else { whole }))
    }

    /// The worth of a package to a party, in points of weight times worth.
    pub fn worth(&self, party: PartyId, package: &Package) -> i64 {
        let scenario = self.network.scenario;
        let parts = self.network.terms(party).iter().map(|term| {
            let worth = worth_of_issue(scenario, party, term.issue, package);
            scenario.weights[party].middle(term.issue) * self.outlook.worth(worth.range)
        });
        fits(parts.sum())
    }

    /// What an issue adds to the worth of a package to a party, in points of weight times worth.
    pub fn part(&self, party: PartyId, issue: IssueId, package: &Package) -> i64 {
        let scenario = self.network.scenario;
        let worth = worth_of_issue(scenario, party, issue, package);
        fits(scenario.weights[party].middle(issue) * self.outlook.worth(worth.range))
    }

    fn floor(&self, party: PartyId) -> Option<i64> {
        let scenario = self.network.scenario;
        let (_, floor) = scenario.floor(party)?;
        Some(match &floor.height {
            FloorHeight::Worth(height) => {
                let points = scenario.points(party, self.outlook.floor(*height));
                fits(points * scenario.weights[party].total())
            }
            FloorHeight::AsGoodAs(options) => self.worth(party, &floor_package(scenario, options)),
        })
    }

    fn worth_tables(&self, party: PartyId) -> Vec<Factor<i64>> {
        let weights = &self.network.scenario.weights[party];
        let terms = self.network.terms(party).iter();
        let tables = terms.map(|term| {
            let weight = weights.middle(term.issue);
            term.worth.map(|worth| fits(weight * self.outlook.worth(worth.range)))
        });
        tables.collect()
    }

    /// The red lines of one party on one issue are one refusal, each link is one.
    fn refusal_tables(&self) -> Vec<Factor<i64>> {
        type Group<'a> = ((PartyId, Option<IssueId>, Option<DemandId>), Vec<&'a Factor<bool>>);
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (id, keeps) in self.network.binding().filter(|(id, _)| self.holds(*id)) {
            let demand = &self.network.scenario.demands[id];
            let key = match &demand.kind {
                DemandKind::RedLine { issue, .. } => (demand.party, Some(*issue), None),
                _ => (demand.party, None, Some(id)),
            };
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, tables)) => tables.push(keeps),
                None => groups.push((key, vec![keeps])),
            }
        }
        groups.iter().map(|(_, tables)| any_broken(&self.domains, tables)).collect()
    }
}

/// Points in a machine word: reading refuses what could come to more.
fn fits(points: Points) -> i64 {
    i64::try_from(points).unwrap_or(i64::MAX / 4)
}

/// Minus one where some table is false.
fn any_broken(domains: &[usize], tables: &[&Factor<bool>]) -> Factor<i64> {
    let mut scope: Vec<Variable> = tables.iter().flat_map(|it| it.scope()).copied().collect();
    scope.sort_unstable();
    scope.dedup();
    let places = scope.clone();
    let mut assignment = vec![0; domains.len()];
    Factor::tabulate(domains, scope, |values| {
        for (place, value) in places.iter().zip(values) {
            if let Some(slot) = assignment.get_mut(*place) {
                *slot = *value;
            }
        }
        -i64::from(tables.iter().any(|table| table.at(&assignment) == Some(&false)))
    })
}

/// The variables and the world, each package once: a network lets a search choose to ask a party
/// without need; here it is asked exactly where one of its occasions holds. For that every
/// occasion but the last gets a variable of its own: whether it or one before it holds.
fn world(network: &Network<'_>) -> (Vec<usize>, Vec<Factor<bool>>) {
    let scenario = network.scenario;
    let issues = scenario.frame.issues.len();
    // Variables that only the weights of floors need have one value here.
    let mut domains: Vec<usize> = network
        .domains
        .iter()
        .enumerate()
        .map(|(variable, size)| if variable < issues { *size } else { 1 })
        .collect();
    let mut chains: Vec<(Formula, Option<Variable>, Variable)> = Vec::new();
    for party in scenario.frame.parties.ids() {
        let Asked::Where(asked) = network.asked(party) else { continue };
        if let Some(size) = domains.get_mut(asked) {
            *size = 2;
        }
        let occasions = occasions(scenario, party);
        let last = occasions.len().saturating_sub(1);
        let mut before = None;
        for (place, occasion) in occasions.into_iter().enumerate() {
            let after = if place == last {
                asked
            } else {
                domains.push(2);
                domains.len() - 1
            };
            chains.push((occasion, before, after));
            before = Some(after);
        }
    }
    let mut world = network.hard.clone();
    for (occasion, before, after) in chains {
        let holds = network.table(&occasion, None);
        let mut scope = holds.scope().to_vec();
        scope.extend(before);
        scope.push(after);
        scope.sort_unstable();
        let places = scope.clone();
        let mut assignment = vec![0; domains.len()];
        world.push(Factor::tabulate(&domains, scope, |values| {
            for (place, value) in places.iter().zip(values) {
                if let Some(slot) = assignment.get_mut(*place) {
                    *slot = *value;
                }
            }
            let is = |variable: Variable| assignment.get(variable) == Some(&1);
            let expected = before.is_some_and(is) || holds.at(&assignment) == Some(&true);
            is(after) == expected
        }));
    }
    (domains, world)
}
