//! What is attainable agrees with brute force on random scenarios, and its evidence proves it.

use std::collections::BTreeSet;

use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Considered, Point, Refused, Solution, Unit, considered};
use impasse_core::analysis::standing::{Place, standing};
use impasse_core::scenario::{OptionId, Ratio};
use impasse_core::search::Budget;
use impasse_tests::evidence;
use impasse_tests::generate::Size;
use impasse_tests::oracle::choice;
use impasse_tests::oracle::settle::{Attainable, Spot};
use impasse_tests::replay::each;
use num_bigint::BigUint;

const OUTLOOKS: [Outlook; 2] = [Outlook::Cautious, Outlook::Hopeful];

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

/// Runs a check on many scenarios in both outlooks.
fn in_each(count: u64, check: impl Fn(&Attainable<'_>, &Case<'_>, &Considered)) {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, count, |world| {
            let network = Network::new(world.scenario);
            for outlook in OUTLOOKS {
                let case = Case::new(&network, outlook);
                let answer = considered(&case, &mut budget()).unwrap();
                check(&Attainable::new(world, outlook), &case, &answer);
            }
        });
    }
}

/// A point as brute force writes it, its evidence checked.
fn spot(table: &Attainable<'_>, point: &Point) -> Spot {
    evidence::point(table, point).unwrap();
    Spot {
        sums: point.sums.iter().map(|sum| i128::from(*sum)).collect(),
        first: choice(&point.package),
        tied: usize::try_from(&point.tied).unwrap(),
        breaks: point.breaks.clone(),
    }
}

fn spots(table: &Attainable<'_>, points: &[Point]) -> Vec<Spot> {
    points.iter().map(|point| spot(table, point)).collect()
}

#[test]
fn the_packages_considered_are_those_of_enumeration() {
    in_each(200, |table, case, answer| {
        assert_eq!(answer.possible, BigUint::from(table.rows.len()));
        assert_eq!(answer.zopa, BigUint::from(table.zopa()));
        assert_eq!(answer.count, BigUint::from(table.considered.len()));
        assert!(table.considered.iter().all(|row| row.refusals == answer.refusals));
        assert!(table.considered.iter().all(|row| row.floors_met == answer.floors_met));
        let options: Vec<BTreeSet<usize>> =
            answer.options.iter().map(|set| set.iter().map(OptionId::index).collect()).collect();
        assert_eq!(options, table.options());
        assert_eq!(case.principals, table.principals);
        for (place, yardstick) in answer.yardsticks.iter().enumerate() {
            assert_eq!(yardstick.party, table.principals[place]);
            assert_eq!(i128::from(yardstick.base), table.bases[place], "base");
            assert_eq!(i128::from(yardstick.ideal), table.ideals[place], "ideal");
            assert_eq!(yardstick.floor.is_some(), table.floor(yardstick.party).is_some());
        }
        for (place, party) in table.principals.iter().enumerate() {
            assert_eq!(i128::from(case.whole(*party)), table.whole(*party));
            let row = &table.rows[0];
            let whole = table.whole(*party).max(1);
            let hundredths = case.hundredths(*party, i64::try_from(row.sums[place]).unwrap());
            assert_eq!(hundredths, Ratio::new(row.sums[place], whole));
        }
    });
}

#[test]
fn the_frontier_is_what_no_considered_package_exceeds() {
    in_each(200, |table, case, answer| {
        let frontier = answer.frontier(&mut budget()).unwrap();
        let expected = table.frontier();
        let points: Vec<Point> =
            (0..frontier.len()).map(|at| frontier.point(case, answer, at)).collect();
        assert_eq!(spots(table, &points), expected);
        assert_eq!(
            frontier.sums(),
            points.iter().map(|point| point.sums.clone()).collect::<Vec<_>>()
        );
        let packages: usize = expected.iter().map(|spot| spot.tied).sum();
        assert_eq!(frontier.packages(answer), BigUint::from(packages));
    });
}

#[test]
fn solutions_are_the_best_by_their_rule_with_all_ties() {
    in_each(200, |table, case, answer| {
        let frontier = table.frontier();
        for solution in Solution::ALL {
            for unit in [Unit::Shares, Unit::Points] {
                let found = answer.solve(case, solution, unit, &mut budget()).unwrap();
                let found: Result<Vec<Spot>, Refused> = found.map(|it| spots(table, &it));
                let expected = table.solve(solution, unit);
                assert_eq!(found, expected, "{solution:?} {unit:?} {:?}", table.outlook);
                for spot in found.iter().flatten() {
                    assert!(frontier.contains(spot), "{solution:?} {unit:?} off the frontier");
                }
            }
        }
    });
}

#[test]
fn what_is_better_than_a_package_is_what_betters_it_most() {
    in_each(100, |table, case, answer| {
        for row in table.rows.iter().step_by(11) {
            let sums: Vec<i64> = row.sums.iter().map(|it| i64::try_from(*it).unwrap()).collect();
            let found = answer.better_than(case, &sums, &mut budget()).unwrap();
            assert_eq!(found.map(|it| spot(table, &it)), table.better_than(&row.sums));
        }
    });
}

#[test]
fn texts_stand_where_their_best_package_stands() {
    in_each(200, |table, case, answer| {
        for proposal in table.world.scenario.frame.proposals.values() {
            let found = standing(case, answer, proposal, &mut budget()).unwrap();
            let expected = table.standing(proposal);
            assert_eq!(found.packages, BigUint::from(expected.packages));
            assert_eq!(found.acceptable, BigUint::from(expected.acceptable));
            assert_eq!(found.refusals, expected.refusals);
            assert_eq!(found.best.as_ref().map(|it| spot(table, it)), expected.best);
            let place = match (&expected.better, expected.on_frontier) {
                _ if expected.best.is_none() => Place::Nowhere,
                (None, true) => Place::OnFrontier,
                (None, false) => Place::Beside,
                (Some(_), on_frontier) => {
                    assert!(!on_frontier);
                    let Place::Dominated(better) = &found.place else {
                        panic!("{:?} is bettered by {:?}", found.place, expected.better)
                    };
                    assert_eq!(Some(spot(table, better)), expected.better);
                    evidence::better(table, found.best.as_ref().unwrap(), better).unwrap();
                    continue;
                }
            };
            assert_eq!(found.place, place, "{:?}", table.outlook);
        }
    });
}
