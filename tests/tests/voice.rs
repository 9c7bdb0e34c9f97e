//! Whose terms a text has, against brute force, and what must hold of it.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::serves::{Serves, terms};
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::voice::{Standing, priorities, share, voice};
use impasse_core::scenario::{IssueId, PartyId, Ratio};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::World;
use impasse_tests::oracle::voice::standings;
use impasse_tests::replay::each;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Ideal => "ideal",
        Standing::Acceptable => "acceptable",
        Standing::Tolerable => "tolerable",
        Standing::Opposed => "opposed",
        Standing::Crossed => "crossed",
        Standing::Varies => "varies",
        Standing::Open => "open",
        Standing::Silent => "silent",
        Standing::Unspoken => "unspoken",
    }
}

#[test]
fn standings_are_those_of_the_packages_that_follow_the_text() {
    for size in [Size::MIXED, Size::REFUSALS] {
        each(&size, 200, |world| {
            let network = Network::new(world.scenario);
            for proposal in world.scenario.frame.proposals.values() {
                let outline = outline(&network, proposal, &mut budget()).unwrap();
                for party in world.scenario.frame.parties.ids() {
                    let answer = voice(&network, &outline, party, &mut budget()).unwrap();
                    let Some(answer) = answer else { continue };
                    let found = answer.issues.iter().map(|(issue, it)| (*issue, word(*it)));
                    let found: Vec<_> = found.collect();
                    assert_eq!(found, standings(world, party, proposal), "{party:?}");
                }
            }
        });
    }
}

#[test]
fn the_shares_of_all_standings_are_the_whole() {
    each(&Size::MIXED, 200, |world| {
        let network = Network::new(world.scenario);
        for proposal in world.scenario.frame.proposals.values() {
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            for party in world.scenario.frame.parties.ids() {
                let answer = voice(&network, &outline, party, &mut budget()).unwrap();
                let Some(answer) = answer else { continue };
                assert_eq!(answer.share(|_| true), Ratio::from_integer(100));
                for share in &answer.shares {
                    assert!(share.low <= share.likely && share.likely <= share.high);
                }
            }
        }
    });
}

/// All corners of a party's weights, where there are few.
fn corners(world: &World<'_>, party: PartyId) -> Vec<Vec<i128>> {
    let weights = &world.scenario.weights[party];
    let mut corners = Vec::new();
    for ranges in weights.boxes() {
        let mut here: Vec<Vec<i128>> = vec![Vec::new()];
        for range in ranges {
            let ends =
                if range.low == range.high { vec![range.low] } else { vec![range.low, range.high] };
            here = here
                .into_iter()
                .flat_map(|corner| ends.iter().map(move |end| [&corner[..], &[*end]].concat()))
                .collect();
        }
        corners.extend(here);
    }
    corners
}

#[test]
fn the_least_and_the_greatest_share_are_at_corners_of_the_weights() {
    each(&Size::MIXED, 200, |world| {
        for party in world.scenario.frame.parties.ids() {
            let inside = |issue: IssueId| issue.index().is_multiple_of(2);
            let spoken =
                |issue: usize| world.scenario.positions[party][IssueId::from(issue)].is_some();
            let shares = corners(world, party).into_iter().filter_map(|corner| {
                let weights = corner.iter().enumerate().filter(|(issue, _)| spoken(*issue));
                let (mut part, mut whole) = (0, 0);
                for (issue, weight) in weights {
                    whole += weight;
                    part += if issue % 2 == 0 { *weight } else { 0 };
                }
                (whole > 0).then(|| Ratio::new(100 * part, whole))
            });
            let shares: Vec<Ratio> = shares.collect();
            let answer = share(world.scenario, party, inside);
            if let (Some(low), Some(high)) = (shares.iter().min(), shares.iter().max()) {
                assert_eq!((answer.low, answer.high), (*low, *high));
            }
        }
    });
}

#[test]
fn priorities_are_the_fewest_heaviest_issues_that_make_up_half() {
    each(&Size::MIXED, 200, |world| {
        for party in world.scenario.frame.parties.ids() {
            let weights = &world.scenario.weights[party];
            let chosen = priorities(world.scenario, party);
            let weight = |issue: &IssueId| weights.middle(*issue);
            let sum: i128 = chosen.iter().map(weight).sum();
            assert!(2 * sum >= weights.total());
            let Some(least) = chosen.iter().map(weight).min() else { continue };
            // Without the lightest of them it is less than half, and no other is as heavy.
            let heavier: i128 = chosen.iter().map(weight).filter(|it| *it > least).sum();
            assert!(2 * heavier < weights.total());
            let issues = world.scenario.frame.issues.ids();
            let others = issues.filter(|issue| !chosen.contains(issue));
            assert!(others.into_iter().all(|issue| weights.middle(issue) < least));
        }
    });
}

/// A clause that serves one party alone does so whatever the parties are called.
#[test]
fn whom_a_clause_serves_does_not_hang_on_the_order_of_parties() {
    each(&Size::MIXED, 150, |world| {
        let parties: Vec<PartyId> = world.scenario.frame.parties.ids().collect();
        let turned: Vec<PartyId> = parties.iter().rev().copied().collect();
        for proposal in world.scenario.frame.proposals.values() {
            let (one, other) = (
                terms(world.scenario, proposal, &parties),
                terms(world.scenario, proposal, &turned),
            );
            for (one, other) in one.iter().zip(&other) {
                assert_eq!(one.serves(), other.serves());
                if let Serves::OneAlone(party) = one.serves() {
                    assert!(!one.against.is_empty() && !one.against.contains(&party));
                }
            }
        }
    });
}
