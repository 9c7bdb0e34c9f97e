//! What is the best attainable? The zone of possible agreement, its Pareto frontier, and four
//! packages that bargaining theory singles out.
//!
//! The packages *considered* are those acceptable to every party that they ask, in one outlook:
//! the zone of possible agreement. Where it is empty: those that break the fewest refusals, and
//! among them those that meet every floor, if there are any.
//!
//! Worths are ranked over the principals; other parties constrain. A principal's *gain* is its
//! worth above its floor (above nothing, where it has stated none); its *ideal gain* is the most
//! it could gain in a considered package in which no principal falls below its floor; its *share*
//! is the gain as a part of that.

use num_bigint::BigUint;
use num_traits::Zero as _;

use super::agreement::{broken, rests_on};
use super::case::{Case, Demands};
use super::network::is_asked;
use crate::scenario::{DemandId, IssueId, OptionId, OptionSet, Package, PartyId, Ratio};
use crate::search::best::{self, Aim, Measure};
use crate::search::frontier::{Frontier, Terms};
use crate::search::{Budget, Diagram, Exhausted, count};

/// A rule that singles out packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solution {
    /// The greatest product of gains (Nash 1950), every gain above zero.
    Nash,
    /// The greatest least share of the ideal gain, of those the packages that no other exceeds:
    /// what Kalai and Smorodinsky (1975) come to where packages cannot be divided.
    KalaiSmorodinsky,
    /// The shares compared from the least up, the first difference deciding (Sen 1970): a
    /// refinement of the former. Measured in points it is the egalitarian solution of Kalai
    /// (1977) carried on to the last party.
    Leximin,
    /// The greatest sum of shares (Dhillon and Mertens 1999), or of points.
    Utilitarian,
}

impl Solution {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Nash, Self::KalaiSmorodinsky, Self::Leximin, Self::Utilitarian];
}

/// What gains are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Shares of each principal's ideal gain.
    Shares,
    /// Hundredths of each principal's own total.
    Points,
}

/// The packages considered, with what they are measured by.
#[derive(Debug)]
pub struct Considered {
    /// How many packages the rules allow.
    pub possible: BigUint,
    /// How many packages are acceptable to all: the size of the zone of possible agreement.
    pub zopa: BigUint,
    /// How many are considered.
    pub count: BigUint,
    /// The refusals that each of them breaks; none in the zone of possible agreement.
    pub refusals: usize,
    /// Whether each of them meets the floors of all it asks.
    pub floors_met: bool,
    /// By principal.
    pub yardsticks: Vec<Yardstick>,
    /// By issue: the options that occur in some of them; where there is one it occurs in all.
    pub options: Vec<OptionSet>,
    diagram: Diagram,
    terms: Terms,
}

/// What the gains of a principal are measured by, in points of weight times worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// The principal.
    pub party: PartyId,
    /// Where its gains begin: its floor, or zero.
    pub base: i64,
    /// Its stated floor, if it has one.
    pub floor: Option<DemandId>,
    /// The most it could gain.
    pub ideal: i64,
}

/// A package with what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// By principal: the worth in points of weight times worth.
    pub sums: Vec<i64>,
    /// The package: of those with these worths the first in file order.
    pub package: Package,
    /// How many considered packages have these worths.
    pub tied: BigUint,
    /// The demands it breaks that hold in the outlook, floors included.
    pub breaks: Vec<DemandId>,
    /// Views that nobody has stated and it rests on.
    pub unstated: Vec<(PartyId, IssueId)>,
}

/// Why a solution singles out nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// These principals gain in no considered package; where some considered packages leave no
    /// principal below its floor, in none of those.
    NoGain(Vec<PartyId>),
    /// Each principal gains in some package, but no package gives all of them a gain.
    NotTogether,
    /// Every considered package leaves some principal below its floor.
    BelowFloors,
}

/// The frontier of the considered packages.
#[derive(Debug)]
pub struct Attainable {
    frontier: Frontier,
}

/// The packages considered in a case; there are none only if the rules allow no package.
pub fn considered(case: &Case<'_>, budget: &mut Budget) -> Result<Considered, Exhausted> {
    let possible = case.diagram(Demands::Left, &[], budget)?.count();
    let mut least: Vec<Option<i64>> = case.floors.clone();
    let counted = case.principals.len();
    let mut diagram = case.diagram(Demands::Kept, &[], budget)?;
    let zopa = count::count(&diagram, &least, budget)?;
    let (mut refusals, mut floors_met, mut many) = (0, true, zopa.clone());
    if zopa.is_zero() {
        let all = case.diagram(Demands::Counted, &[], budget)?;
        if let Some((fewest, kept)) = all.greatest(case.floors.len()) {
            refusals = usize::try_from(-fewest).unwrap_or(0);
            diagram = kept;
        }
        many = count::count(&diagram, &least, budget)?;
        if many.is_zero() {
            floors_met = false;
            least.fill(None);
            many = diagram.count();
        }
    }
    let terms = Terms { least, counted };
    let yardsticks = yardsticks(case, &diagram, &terms, budget)?;
    let options = options(case, &diagram, &terms, budget)?;
    Ok(Considered {
        possible,
        zopa,
        count: many,
        refusals,
        floors_met,
        yardsticks,
        options,
        diagram,
        terms,
    })
}

fn yardsticks(
    case: &Case<'_>,
    diagram: &Diagram,
    terms: &Terms,
    budget: &mut Budget,
) -> Result<Vec<Yardstick>, Exhausted> {
    let scenario = case.network.scenario;
    let floors = case.floors.iter().take(case.principals.len());
    let bases: Vec<i64> = floors.clone().map(|floor| floor.unwrap_or(0)).collect();
    // Nobody below its floor, if that can be. Without a floor nobody can be: worths are not below
    // zero.
    let mut rational = terms.clone();
    for (least, floor) in rational.least.iter_mut().zip(floors) {
        *least = (*least).max(*floor);
    }
    if rational.least.iter().any(Option::is_some)
        && best::witness(diagram, &rational, budget)?.is_none()
    {
        rational = terms.clone();
    }
    let mut yardsticks = Vec::new();
    for (place, (party, base)) in case.principals.iter().zip(&bases).enumerate() {
        let most = best::most(diagram, &rational, place, budget)?.unwrap_or(*base);
        yardsticks.push(Yardstick {
            party: *party,
            base: *base,
            floor: scenario.floor(*party).map(|(demand, _)| demand),
            ideal: most - base,
        });
    }
    Ok(yardsticks)
}

/// By issue, the options that occur in some considered package.
fn options(
    case: &Case<'_>,
    diagram: &Diagram,
    terms: &Terms,
    budget: &mut Budget,
) -> Result<Vec<OptionSet>, Exhausted> {
    let possible = case.occurring(diagram);
    let binds = terms.least.iter().any(Option::is_some);
    let mut seen: Vec<OptionSet> = vec![OptionSet::EMPTY; possible.len()];
    let note = |assignment: &[usize], seen: &mut Vec<OptionSet>| {
        for (set, value) in seen.iter_mut().zip(assignment) {
            *set = set.with(OptionId::new(*value));
        }
    };
    for (issue, places) in possible.iter().enumerate() {
        for value in places.iter().enumerate().filter(|(_, occurs)| **occurs).map(|it| it.0) {
            let option = OptionId::new(value);
            if seen.get(issue).is_some_and(|set| set.contains(option)) {
                continue;
            }
            if !binds {
                if let Some(set) = seen.get_mut(issue) {
                    *set = set.with(option);
                }
                continue;
            }
            let narrowed = diagram.with(issue, value);
            if let Some(found) = best::witness(&narrowed, terms, budget)? {
                note(&found, &mut seen);
            }
        }
    }
    Ok(seen)
}

impl Considered {
    /// The frontier of the considered packages.
    pub fn frontier(&self, budget: &mut Budget) -> Result<Attainable, Exhausted> {
        Ok(Attainable { frontier: Frontier::new(&self.diagram, &self.terms, budget)? })
    }

    /// The packages that a solution singles out, all ties, highest worth of the first principal
    /// first.
    pub fn solve(
        &self,
        case: &Case<'_>,
        solution: Solution,
        unit: Unit,
        budget: &mut Budget,
    ) -> Result<Result<Vec<Point>, Refused>, Exhausted> {
        let gains = |it: &&Yardstick| it.ideal > 0;
        let without: Vec<PartyId> =
            self.yardsticks.iter().filter(|it| !gains(it)).map(|it| it.party).collect();
        let shares = unit == Unit::Shares || solution == Solution::KalaiSmorodinsky;
        let measure = Measure {
            base: self.yardsticks.iter().map(|it| it.base).collect(),
            unit: self
                .yardsticks
                .iter()
                .map(|it| if shares { it.ideal.max(0) } else { case.whole(it.party) })
                .collect(),
        };
        // In points there is something to compare even where nobody gains.
        let nothing = measure.unit.iter().all(|unit| *unit == 0);
        if nothing || (solution == Solution::Nash && !without.is_empty()) {
            return Ok(Err(Refused::NoGain(without)));
        }
        let aim = match solution {
            Solution::Nash => Aim::Product,
            Solution::KalaiSmorodinsky => Aim::LeastShare,
            Solution::Leximin => Aim::Leximin,
            Solution::Utilitarian => Aim::Total,
        };
        let mut terms = self.terms.clone();
        if solution == Solution::KalaiSmorodinsky {
            for (least, yardstick) in terms.least.iter_mut().zip(&self.yardsticks) {
                *least = Some(least.map_or(yardstick.base, |it| it.max(yardstick.base)));
            }
        }
        let Some(best) = best::best(&self.diagram, &terms, &measure, aim, budget)? else {
            return Ok(Err(if solution == Solution::Nash {
                Refused::NotTogether
            } else {
                Refused::BelowFloors
            }));
        };
        let mut points = Vec::with_capacity(best.places.len());
        for at in &best.places {
            // Walking a tie back looks at every arc, some of them several times.
            budget.spend(16 * self.diagram.arcs() as u64)?;
            points.push(self.point(case, &best.frontier, *at));
        }
        Ok(Ok(points))
    }

    /// A considered package that is at least as good for every principal and better for one; of
    /// these the one whose gains over the given worths, in shares, are greatest from the least up
    /// (of a principal that cannot gain: as parts of the whole of its worths).
    pub fn better_than(
        &self,
        case: &Case<'_>,
        sums: &[i64],
        budget: &mut Budget,
    ) -> Result<Option<Point>, Exhausted> {
        let mut terms = self.terms.clone();
        for (least, sum) in terms.least.iter_mut().zip(sums) {
            *least = Some(least.map_or(*sum, |least| least.max(*sum)));
        }
        let measure = Measure { base: sums.to_vec(), unit: self.units(case) };
        let Some(best) = best::best(&self.diagram, &terms, &measure, Aim::Leximin, budget)? else {
            return Ok(None);
        };
        let Some(at) = best.places.first() else { return Ok(None) };
        let point = self.point(case, &best.frontier, *at);
        Ok((point.sums != sums).then_some(point))
    }

    /// By principal, what shares are parts of where everybody is to count: its ideal gain, or the
    /// whole of its worths where it cannot gain.
    pub(super) fn units(&self, case: &Case<'_>) -> Vec<i64> {
        let unit = |it: &Yardstick| if it.ideal > 0 { it.ideal } else { case.whole(it.party) };
        self.yardsticks.iter().map(|it| unit(it).max(1)).collect()
    }

    /// Whether a package that breaks as few refusals is considered: whether it meets the floors
    /// that those considered meet.
    pub fn has(&self, case: &Case<'_>, point: &Point) -> bool {
        let floor = |demand: &DemandId| case.network.scenario.demands[*demand].floor().is_some();
        !self.floors_met || !point.breaks.iter().any(floor)
    }

    /// Whether a package is considered.
    pub fn contains(&self, package: &Package, budget: &mut Budget) -> Result<bool, Exhausted> {
        let mut narrowed = self.diagram.clone();
        for (issue, option) in package.choices() {
            narrowed = narrowed.with(issue.index(), option.index());
        }
        Ok(best::witness(&narrowed, &self.terms, budget)?.is_some())
    }

    fn point(&self, case: &Case<'_>, frontier: &Frontier, at: usize) -> Point {
        let tied = frontier.tied(&self.diagram, at);
        point(case, frontier.point(at), &tied)
    }
}

/// A point and its first package.
pub(super) fn point(case: &Case<'_>, sums: Vec<i64>, tied: &Diagram) -> Point {
    let package = case.package(&tied.first().unwrap_or_default());
    let network = case.network;
    let scenario = network.scenario;
    let mut breaks: Vec<DemandId> =
        broken(network, &package).into_iter().filter(|demand| case.holds(*demand)).collect();
    for (party, floor) in case.parties().zip(&case.floors) {
        let missed = floor.is_some_and(|floor| case.worth(party, &package) < floor);
        if missed && is_asked(scenario, party, &package) {
            breaks.extend(scenario.floor(party).map(|(demand, _)| demand));
        }
    }
    breaks.sort_unstable();
    let unstated = rests_on(network, &package).unknown;
    Point { sums, tied: tied.count(), breaks, unstated, package }
}

impl Attainable {
    /// How many different worths there are on the frontier.
    pub fn len(&self) -> usize {
        self.frontier.len()
    }

    /// Whether there is no considered package.
    pub fn is_empty(&self) -> bool {
        self.frontier.is_empty()
    }

    /// The worths by principal, in points of weight times worth, falling.
    pub fn sums(&self) -> Vec<Vec<i64>> {
        self.frontier.points()
    }

    /// How many packages are on the frontier, ties counted.
    pub fn packages(&self, considered: &Considered) -> BigUint {
        (0..self.len()).map(|at| self.frontier.tied(&considered.diagram, at).count()).sum()
    }

    /// A point of the frontier, by its place in [`Self::sums`].
    pub fn point(&self, case: &Case<'_>, considered: &Considered, at: usize) -> Point {
        considered.point(case, &self.frontier, at)
    }
}

impl Point {
    /// The worths, in hundredths of each principal's own total.
    pub fn worths(&self, case: &Case<'_>) -> Vec<Ratio> {
        let parties = case.principals.iter().zip(&self.sums);
        parties.map(|(party, sum)| case.hundredths(*party, *sum)).collect()
    }

    /// The shares of the ideal gains; none where a principal cannot gain.
    pub fn shares(&self, considered: &Considered) -> Vec<Option<Ratio>> {
        let parties = considered.yardsticks.iter().zip(&self.sums);
        parties
            .map(|(it, sum)| {
                let gain = i128::from(sum - it.base);
                (it.ideal > 0).then(|| Ratio::new(gain, it.ideal.into()))
            })
            .collect()
    }
}
