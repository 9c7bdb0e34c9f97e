//! What is the best attainable, by looking at every package in one outlook.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::case::Outlook;
use impasse_core::analysis::settle::{Refused, Solution, Unit};
use impasse_core::scenario::{DemandId, DemandKind, FloorHeight, PartyId, Proposal, Ratio};
use num_bigint::BigInt;
use num_rational::Ratio as Fraction;

use super::conflict::follows;
use super::distance::refusals;
use super::worth::{arising, spoken, total, view};
use super::{Choice, World, is_firm};

/// Whole points of weight times worth, as the product counts them.
type Sum = i128;

/// What decides between packages: the first difference, the greater the better.
type Key = Vec<Fraction<BigInt>>;

/// A package in one outlook.
#[derive(Clone, Debug)]
pub struct Row {
    /// The package.
    pub choice: Choice,
    /// By principal: what it is worth.
    pub sums: Vec<Sum>,
    /// The refusals it breaks.
    pub refusals: usize,
    /// The demands it breaks that hold in the outlook, floors included.
    pub broken: Vec<DemandId>,
    /// Whether it meets the floor of everybody it asks.
    pub floors_met: bool,
}

/// The packages with the same worths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// By principal.
    pub sums: Vec<Sum>,
    /// The first of the packages in file order.
    pub first: Choice,
    /// How many there are.
    pub tied: usize,
    /// What the first of them breaks.
    pub breaks: Vec<DemandId>,
}

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The packages that follow it.
    pub packages: usize,
    /// Of these those acceptable to all.
    pub acceptable: usize,
    /// The fewest refusals that one of them breaks.
    pub refusals: usize,
    /// The best of them.
    pub best: Option<Spot>,
    /// Whether the best is on the frontier.
    pub on_frontier: bool,
    /// What is better than the best.
    pub better: Option<Spot>,
}

/// All packages in one outlook, and those considered.
#[derive(Debug)]
pub struct Attainable<'a> {
    /// The scenario with its packages.
    pub world: &'a World<'a>,
    /// The outlook.
    pub outlook: Outlook,
    /// Parties whose consent every package needs.
    pub principals: Vec<PartyId>,
    /// Every package.
    pub rows: Vec<Row>,
    /// Those considered.
    pub considered: Vec<Row>,
    /// By principal: its floor, or zero.
    pub bases: Vec<Sum>,
    /// By principal: the most it could gain.
    pub ideals: Vec<Sum>,
}

impl<'a> Attainable<'a> {
    /// The packages of a world in one outlook.
    pub fn new(world: &'a World<'a>, outlook: Outlook) -> Self {
        let principals: Vec<PartyId> = world.scenario.principals().collect();
        let mut table = Self {
            world,
            outlook,
            principals,
            rows: Vec::new(),
            considered: Vec::new(),
            bases: Vec::new(),
            ideals: Vec::new(),
        };
        table.rows = world.packages.iter().map(|choice| table.row(choice)).collect();
        let zopa = table.rows.iter().filter(|row| is_acceptable(row));
        table.considered = zopa.cloned().collect();
        if table.considered.is_empty() {
            table.considered = least_broken(&table.rows);
        }
        let bases = table.principals.iter().map(|party| table.floor(*party).unwrap_or(0));
        table.bases = bases.collect();
        let fair: Vec<&Row> = table.considered.iter().filter(|row| table.is_fair(row)).collect();
        let among = if fair.is_empty() { table.considered.iter().collect() } else { fair };
        let ideal = |place: usize| {
            among.iter().map(|row| row.sums[place] - table.bases[place]).max().unwrap()
        };
        table.ideals = (0..table.principals.len()).map(ideal).collect();
        table
    }

    fn row(&self, choice: &Choice) -> Row {
        let world = self.world;
        let cautious = self.outlook == Outlook::Cautious;
        let mut broken = world.broken(choice);
        broken.retain(|id| cautious || is_firm(&world.scenario.demands[*id]));
        let refusals = refusals(world, &broken);
        for party in world.asked_parties(choice) {
            if self.floor(party).is_some_and(|floor| self.worth(party, choice) < floor) {
                let demands = world.scenario.demands.iter();
                let mut floors = demands.filter(|(_, it)| matches!(it.kind, DemandKind::Floor(_)));
                broken.extend(floors.find(|(_, it)| it.party == party).map(|it| it.0));
            }
        }
        let floor =
            |id: &DemandId| matches!(world.scenario.demands[*id].kind, DemandKind::Floor(_));
        let floors_met = !broken.iter().any(floor);
        broken.sort_unstable();
        let sums = self.principals.iter().map(|party| self.worth(*party, choice)).collect();
        Row { choice: choice.clone(), sums, refusals, broken, floors_met }
    }

    fn end(&self, low: Ratio, high: Ratio) -> Ratio {
        if self.outlook == Outlook::Cautious { low } else { high }
    }

    fn points(&self, party: PartyId, amount: Ratio) -> Sum {
        let points = amount * self.world.scenario.worth_unit(party);
        assert!(points.is_integer(), "{points} points");
        points.to_integer()
    }

    /// What a package is worth to a party.
    pub fn worth(&self, party: PartyId, choice: &Choice) -> Sum {
        let weighed = spoken(self.world.scenario, party).into_iter().map(|issue| {
            let worth = view(self.world, party, issue, choice).worth;
            self.end(worth.low, worth.high) * self.world.scenario.weights[party].middle(issue)
        });
        self.points(party, weighed.sum())
    }

    /// The most that packages could be worth to a party.
    pub fn whole(&self, party: PartyId) -> Sum {
        self.points(party, total(self.world.scenario, party))
    }

    /// The least worth that a party requires, if it says so.
    pub fn floor(&self, party: PartyId) -> Option<Sum> {
        let demands = self.world.scenario.demands.values();
        let mut floors = demands.filter(|demand| demand.party == party).filter_map(|demand| {
            let DemandKind::Floor(floor) = &demand.kind else { return None };
            Some(&floor.height)
        });
        Some(match floors.next()? {
            FloorHeight::Worth(range) => {
                let height = self.end(range.high, range.low);
                self.points(party, height * total(self.world.scenario, party))
            }
            FloorHeight::AsGoodAs(options) => {
                let named = options.iter().map(|option| option.index()).collect();
                self.worth(party, &arising(self.world, &named))
            }
        })
    }

    fn gain(&self, sums: &[Sum], place: usize) -> Sum {
        sums[place] - self.bases[place]
    }

    /// Whether no principal falls below where its gains begin.
    fn is_fair(&self, row: &Row) -> bool {
        (0..self.principals.len()).all(|place| self.gain(&row.sums, place) >= 0)
    }

    /// How many packages are acceptable to all.
    pub fn zopa(&self) -> usize {
        self.rows.iter().filter(|row| is_acceptable(row)).count()
    }

    /// By issue: the options that occur among the packages considered.
    pub fn options(&self) -> Vec<BTreeSet<usize>> {
        let issues = 0..self.world.scenario.frame.issues.len();
        let options = |issue: usize| self.considered.iter().map(|row| row.choice[issue]).collect();
        issues.map(options).collect()
    }

    /// The frontier, the highest worth of the first principal first.
    pub fn frontier(&self) -> Vec<Spot> {
        let spots = spots(self.considered.iter());
        let exceeded = |spot: &Spot| spots.iter().any(|other| exceeds(&other.sums, &spot.sums));
        spots.iter().filter(|spot| !exceeded(spot)).cloned().collect()
    }

    /// What a solution singles out.
    pub fn solve(&self, solution: Solution, unit: Unit) -> Result<Vec<Spot>, Refused> {
        let shares = unit == Unit::Shares || solution == Solution::KalaiSmorodinsky;
        let units: Vec<Sum> = self
            .principals
            .iter()
            .zip(&self.ideals)
            .map(|(party, ideal)| if shares { *ideal } else { self.whole(*party) })
            .collect();
        let parts: Vec<usize> = (0..units.len()).filter(|place| units[*place] > 0).collect();
        let without = self.principals.iter().zip(&self.ideals).filter(|it| *it.1 <= 0);
        let without: Vec<PartyId> = without.map(|it| *it.0).collect();
        if parts.is_empty() || (solution == Solution::Nash && !without.is_empty()) {
            return Err(Refused::NoGain(without));
        }
        let places = || 0..units.len();
        let among: Vec<&Row> = self
            .considered
            .iter()
            .filter(|row| match solution {
                Solution::Nash => places().all(|place| self.gain(&row.sums, place) > 0),
                Solution::KalaiSmorodinsky => self.is_fair(row),
                Solution::Leximin | Solution::Utilitarian => true,
            })
            .collect();
        if among.is_empty() {
            return Err(match solution {
                Solution::Nash => Refused::NotTogether,
                _ => Refused::BelowFloors,
            });
        }
        let key = |sums: &[Sum]| -> Key {
            let gains = || parts.iter().map(|place| whole(self.gain(sums, *place)));
            let shares = gains().zip(&parts).map(|(gain, place)| gain / whole(units[*place]));
            let mut shares: Key = shares.collect();
            match solution {
                Solution::Nash => vec![gains().product()],
                Solution::Utilitarian => vec![shares.iter().sum()],
                Solution::KalaiSmorodinsky => vec![shares.iter().min().unwrap().clone()],
                Solution::Leximin => {
                    shares.sort();
                    shares
                }
            }
        };
        let spots = spots(among.iter().copied());
        let best = greatest(&spots, key);
        // With a least share, or somebody left out, a best one may exceed another.
        let exceeded = |spot: &Spot| best.iter().any(|other| exceeds(&other.sums, &spot.sums));
        Ok(best.iter().filter(|spot| !exceeded(spot)).cloned().collect())
    }

    /// Gains over some worths, in shares, from the least up; of a principal that cannot gain as a
    /// part of its whole.
    fn rising(&self, sums: &[Sum], bases: &[Sum]) -> Key {
        let unit = |place: usize| match self.ideals[place] {
            ideal if ideal > 0 => ideal,
            _ => self.whole(self.principals[place]).max(1),
        };
        let shares =
            (0..sums.len()).map(|place| whole(sums[place] - bases[place]) / whole(unit(place)));
        let mut shares: Key = shares.collect();
        shares.sort();
        shares
    }

    /// The considered package that betters some worths most.
    pub fn better_than(&self, sums: &[Sum]) -> Option<Spot> {
        let better = self.considered.iter().filter(|row| exceeds(&row.sums, sums));
        let spots = spots(better);
        greatest(&spots, |it| self.rising(it, sums)).into_iter().next()
    }

    /// The packages that follow a text.
    pub fn following(&self, proposal: &Proposal) -> Vec<&Row> {
        let all = self.rows.iter();
        let follows = |row: &&Row| {
            proposal.clauses.iter().all(|clause| follows(self.world, &row.choice, clause))
        };
        all.filter(follows).collect()
    }

    /// Where a text stands.
    pub fn standing(&self, proposal: &Proposal) -> Standing {
        let following: Vec<Row> = self.following(proposal).into_iter().cloned().collect();
        let least = least_broken(&following);
        let best = greatest(&spots(least.iter()), |sums| self.rising(sums, &self.bases));
        let best = best.into_iter().next();
        let frontier = self.frontier();
        let on_frontier = best.as_ref().is_some_and(|best| {
            let considered = self.considered.iter().any(|row| row.choice == best.first);
            considered && frontier.iter().any(|spot| spot.sums == best.sums)
        });
        Standing {
            packages: following.len(),
            acceptable: following.iter().filter(|row| is_acceptable(row)).count(),
            refusals: following.iter().map(|row| row.refusals).min().unwrap_or(0),
            better: best.as_ref().and_then(|best| self.better_than(&best.sums)),
            on_frontier,
            best,
        }
    }
}

fn is_acceptable(row: &Row) -> bool {
    row.refusals == 0 && row.floors_met
}

/// Of some packages those that break the fewest refusals, and of these those that meet every
/// floor, if any does.
fn least_broken(rows: &[Row]) -> Vec<Row> {
    let fewest = rows.iter().map(|row| row.refusals).min();
    let least: Vec<Row> = rows.iter().filter(|row| Some(row.refusals) == fewest).cloned().collect();
    let met: Vec<Row> = least.iter().filter(|row| row.floors_met).cloned().collect();
    if met.is_empty() { least } else { met }
}

/// Packages by their worths, falling.
fn spots<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<Spot> {
    let mut spots: BTreeMap<Reverse<Vec<Sum>>, Spot> = BTreeMap::new();
    for row in rows {
        let spot = spots.entry(Reverse(row.sums.clone())).or_insert_with(|| Spot {
            sums: row.sums.clone(),
            first: row.choice.clone(),
            tied: 0,
            breaks: row.broken.clone(),
        });
        spot.tied += 1;
    }
    spots.into_values().collect()
}

/// Whether one is nowhere less than another, and somewhere more.
pub fn exceeds(one: &[Sum], other: &[Sum]) -> bool {
    one != other && one.iter().zip(other).all(|(one, other)| one >= other)
}

fn whole(sum: Sum) -> Fraction<BigInt> {
    BigInt::from(sum).into()
}

/// Those with the greatest key.
fn greatest(spots: &[Spot], key: impl Fn(&[Sum]) -> Key) -> Vec<Spot> {
    let keyed: Vec<(Key, &Spot)> = spots.iter().map(|spot| (key(&spot.sums), spot)).collect();
    let most = keyed.iter().map(|it| &it.0).max();
    keyed.iter().filter(|it| Some(&it.0) == most).map(|it| it.1.clone()).collect()
}
