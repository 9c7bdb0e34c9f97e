//! The product agrees with brute force on random scenarios, and its evidence proves it.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::agreement::{self, Agreement};
use impasse_core::analysis::conflict::{Conflicts, Member, conflicts};
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::involvement::{alone, involvement};
use impasse_core::analysis::nearest::{Nearest, nearest};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::subjects::subjects;
use impasse_core::analysis::way_out::{
    Criterion, Given, WayOut, cheapest, interchangeable, way_out, ways_out,
};
use impasse_core::analysis::worth::of_package;
use impasse_core::scenario::{Clause, DemandId, Package, PartyId, Ratio};
use impasse_core::search::Budget;
use impasse_tests::evidence;
use impasse_tests::generate::Size;
use impasse_tests::oracle::agreement::{Strongest, strongest, with_fewest_unstated};
use impasse_tests::oracle::conflict::{Element, conflicts as all_conflicts};
use impasse_tests::oracle::distance::staircase;
use impasse_tests::oracle::involvement::shares;
use impasse_tests::oracle::nearest::{self as texts, smallest_changes};
use impasse_tests::oracle::subjects::subjects as all_subjects;
use impasse_tests::oracle::way_out::{Ask, ways_out as all_ways_out};
use impasse_tests::oracle::worth::of_package as worth_range;
use impasse_tests::oracle::{World, choice, package};
use impasse_tests::replay::each;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn the_strongest_agreement_is_the_strongest() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 300, |world| {
            let network = Network::new(world.scenario);
            let answer = agreement::strongest(&network, &mut budget()).unwrap();
            let found = match &answer {
                Agreement::Certain(_) => Strongest::Certain,
                Agreement::NoStatedObstacle(..) => Strongest::NoStatedObstacle,
                Agreement::Deadlock => Strongest::Deadlock,
            };
            assert_eq!(found, strongest(world));
            evidence::agreement(world, &answer).unwrap();
        });
    }
}

#[test]
fn the_witness_has_the_fewest_unstated_views_and_is_first_in_file_order() {
    each(&Size::REFUSALS, 300, |world| {
        let network = Network::new(world.scenario);
        let answer = agreement::strongest(&network, &mut budget()).unwrap();
        let (Agreement::Certain(package) | Agreement::NoStatedObstacle(package, _)) = &answer
        else {
            return;
        };
        let best = with_fewest_unstated(world, strongest(world));
        assert_eq!(Some(&choice(package)), best.first());
    });
}

fn elements(answer: &Conflicts) -> BTreeSet<Vec<Element>> {
    let element = |member: &Member| match member {
        Member::Demand(id) => Element::Demand(*id),
        Member::Clause(place) => Element::Clause(*place),
    };
    answer.list.iter().map(|it| it.members.iter().map(element).collect()).collect()
}

fn check_conflicts(world: &World<'_>, clauses: &[Clause]) {
    let network = Network::new(world.scenario);
    let answer = conflicts(&network, clauses, &mut budget());
    assert_eq!(answer.stopped, None);
    let found = elements(&answer);
    assert_eq!(found, all_conflicts(world, clauses));
    assert_eq!(found.len(), answer.list.len(), "a conflict is listed twice");
    for conflict in &answer.list {
        evidence::conflict(world, clauses, conflict).unwrap();
    }
}

#[test]
fn conflicts_are_all_minimal_sets_that_no_package_keeps() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 150, |world| check_conflicts(world, &[]));
    }
}

#[test]
fn conflicts_of_a_text_are_all_minimal_sets_with_a_clause() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 100, |world| {
            let proposal = world.scenario.frame.proposals.values().next().unwrap();
            if !proposal.clauses.is_empty() {
                check_conflicts(world, &proposal.clauses);
            }
        });
    }
}

#[test]
fn the_distance_is_the_least_over_all_packages() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 200, |world| {
            let network = Network::new(world.scenario);
            let answer = distance(&network, &mut budget()).unwrap();
            let steps: Vec<_> = answer.steps.iter().map(|it| (it.refusals, it.missing)).collect();
            assert_eq!(steps, staircase(world));
            for step in &answer.steps {
                evidence::step(world, step).unwrap();
            }
        });
    }
}

fn asked(world: &World<'_>, way: &WayOut) -> (usize, Vec<Ratio>) {
    let prices: BTreeMap<PartyId, Ratio> =
        way.prices.iter().map(|(party, price)| (*party, price.likely)).collect();
    let price = |party| prices.get(&party).copied().unwrap_or_default();
    (way.refusals, world.scenario.frame.parties.ids().map(price).collect())
}

/// The ways out with another of the options that would do as well on an issue that is conceded.
fn would_do_as_well(world: &World<'_>, way: &WayOut) -> Vec<WayOut> {
    let network = Network::new(world.scenario);
    let issues = way.concessions.iter().filter_map(|it| match it.what {
        Given::LivesWith(issue, _) => Some(issue),
        Given::LinkNotMet | Given::BelowFloor { .. } => None,
    });
    let ways = issues.flat_map(|issue| {
        let options = interchangeable(&network, way, issue);
        assert!(options.contains(way.package.option(issue)));
        let with = |option| {
            let choices = way.package.choices();
            Package::new(choices.map(|(it, now)| if it == issue { option } else { now }).collect())
        };
        options.iter().map(|option| way_out(&network, &with(option))).collect::<Vec<_>>()
    });
    ways.collect()
}

fn check_ways_out(world: &World<'_>, answer: &[WayOut], expected: &[Ask]) {
    let found: BTreeSet<(_, Vec<DemandId>)> =
        answer.iter().map(|way| (asked(world, way), way.demands().collect())).collect();
    assert_eq!(found.len(), answer.len(), "a way out is listed twice");
    let expected: BTreeSet<_> = expected
        .iter()
        .map(|ask| ((ask.refusals, ask.prices.clone()), ask.broken.clone()))
        .collect();
    assert_eq!(found, expected);
    for way in answer {
        evidence::way_out(world, way).unwrap();
        for other in would_do_as_well(world, way) {
            evidence::way_out(world, &other).unwrap();
            assert!(other.demands().eq(way.demands()) && other.prices == way.prices);
        }
    }
    let keys: Vec<_> =
        answer.iter().map(|it| (it.refusals, it.greatest_price(), it.total_price())).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn ways_out_are_all_that_nothing_undercuts() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 150, |world| {
            let network = Network::new(world.scenario);
            let answer = ways_out(&network, |_| true, &mut budget()).unwrap();
            check_ways_out(world, &answer, &all_ways_out(world, |_| true));
        });
    }
}

/// What a criterion orders by, the most important first.
fn order(criterion: Criterion, refusals: usize, prices: &[Ratio]) -> [Ratio; 3] {
    let refusals = Ratio::from(i128::try_from(refusals).unwrap());
    let greatest = prices.iter().copied().max().unwrap_or_default();
    let total = prices.iter().sum();
    match criterion {
        Criterion::FewestRefusals => [refusals, greatest, total],
        Criterion::LeastGreatestPrice => [greatest, refusals, total],
        Criterion::LeastTotalPrice => [total, refusals, greatest],
    }
}

#[test]
fn the_cheapest_ways_out_are_the_first_of_all() {
    let criteria =
        [Criterion::FewestRefusals, Criterion::LeastGreatestPrice, Criterion::LeastTotalPrice];
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 150, |world| {
            let network = Network::new(world.scenario);
            let all = all_ways_out(world, |_| true);
            for criterion in criteria {
                let mut expected: Vec<_> =
                    all.iter().map(|ask| order(criterion, ask.refusals, &ask.prices)).collect();
                expected.sort_unstable();
                for most in [1, 3] {
                    let answer = cheapest(&network, |_| true, criterion, most, &mut budget());
                    assert_eq!(answer.stopped, None);
                    let keys = answer.list.iter().map(|way| {
                        let (refusals, prices) = asked(world, way);
                        order(criterion, refusals, &prices)
                    });
                    assert!(keys.eq(expected.iter().take(most).copied()), "{criterion:?} {most}");
                    assert!(!answer.complete || all.len() == answer.list.len());
                    assert!(answer.complete || answer.list.len() == most);
                    let least = all.iter().map(|ask| ask.refusals).min();
                    assert!(least.is_none_or(|least| answer.least_refusals <= least));
                    for way in &answer.list {
                        evidence::way_out(world, way).unwrap();
                    }
                }
            }
        });
    }
}

#[test]
fn the_nearest_texts_are_all_smallest_changes() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS, Size::TODAY] {
        each(&size, 150, |world| {
            let network = Network::new(world.scenario);
            let known = conflicts(&network, &[], &mut budget());
            for proposal in world.scenario.frame.proposals.values() {
                let expected = smallest_changes(world, proposal);
                match nearest(&network, proposal, &known, &mut budget()).unwrap() {
                    Nearest::Passing(list) => {
                        let found: BTreeSet<_> =
                            list.iter().map(|text| text.changed.clone()).collect();
                        assert_eq!(found.len(), list.len(), "a text is listed twice");
                        assert_eq!(found, expected);
                        assert!(list.is_sorted_by_key(|text| text.weight));
                        for text in &list {
                            evidence::text(world, proposal, text).unwrap();
                            let best = texts::package(world, proposal, &text.changed);
                            assert_eq!(Some(choice(&text.package)), best);
                        }
                    }
                    Nearest::LeastBad(text, step) => {
                        assert!(expected.is_empty(), "some text passes");
                        evidence::text(world, proposal, &text).unwrap();
                        evidence::step(world, &step).unwrap();
                        let found = (step.refusals, text.changed.len(), step.missing);
                        assert_eq!(Some(found), texts::least_bad(world, proposal));
                    }
                }
            }
        });
    }
}

#[test]
fn one_party_alone_opens_an_agreement_where_some_package_asks_of_it_alone() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 80, |world| {
            let network = Network::new(world.scenario);
            for (party, way) in alone(&network, &mut budget()).unwrap() {
                let expected = all_ways_out(world, |other| other == party);
                let least = expected.iter().map(|ask| (ask.refusals, ask.prices.clone())).min();
                assert_eq!(way.as_ref().map(|way| asked(world, way)), least, "{party:?}");
                if let Some(way) = &way {
                    evidence::way_out(world, way).unwrap();
                }
            }
        });
    }
}

#[test]
fn involvement_shares_each_conflict_among_its_parties_and_their_demands() {
    each(&Size::MIXED, 150, |world| {
        let network = Network::new(world.scenario);
        let known = conflicts(&network, &[], &mut budget());
        let sets: Vec<Vec<_>> = known.list.iter().map(|it| it.demands().collect()).collect();
        let answer = involvement(&network, &known);
        let (parties, demands) = shares(world.scenario, &sets);
        for share in &answer.parties {
            assert_eq!(share.points, parties.get(&share.party).copied().unwrap_or_default());
            let all = world.scenario.demands.values();
            assert_eq!(share.stated, all.filter(|it| it.party == share.party).count());
        }
        assert!(answer.parties.iter().map(|it| it.party).eq(world.scenario.frame.parties.ids()));
        let found = answer
            .demands
            .iter()
            .map(|it| (it.demand, (it.conflicts, it.points, it.inconsistency)));
        assert_eq!(found.collect::<BTreeMap<_, _>>(), demands);
    });
}

#[test]
fn conflicts_are_about_the_themes_of_the_issues_that_their_demands_name() {
    each(&Size::REFUSALS, 150, |world| {
        let mut scenario = world.scenario.clone();
        for issue in scenario.frame.issues.ids() {
            let themes = [Some("land".to_owned()), Some("money".to_owned()), None];
            scenario.frame.issues[issue].theme = themes[issue.index() % 3].clone();
        }
        let known = conflicts(&Network::new(&scenario), &[], &mut budget());
        let sets: Vec<Vec<_>> = known.list.iter().map(|it| it.demands().collect()).collect();
        let found = subjects(&scenario, &known, |_| true);
        let found = found.into_iter().map(|it| (it.theme, it.conflicts, it.alone, it.issues));
        assert!(found.eq(all_subjects(&scenario, &sets)));
    });
}

#[test]
fn the_worth_of_a_package_ranges_over_all_corners() {
    each(&Size::MIXED, 60, |world| {
        for party in world.scenario.frame.parties.ids() {
            for choice in world.packages.iter().step_by(7) {
                let answer = of_package(world.scenario, party, &package(choice));
                let range = answer.map(|it| (it.low, it.high));
                assert_eq!(range, worth_range(world, party, choice), "{party:?} {choice:?}");
            }
        }
    });
}
