//! Broken evidence is refused.

use std::cell::Cell;

use impasse_core::analysis::agreement::{Agreement, RestsOn, strongest};
use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Point, considered};
use impasse_core::analysis::way_out::{Given, WayOut, ways_out};
use impasse_core::scenario::OptionId;
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::settle::Attainable;
use impasse_tests::oracle::{World, package};
use impasse_tests::replay::each;
use impasse_tests::{evidence, parse};

/// Two sides and a link: north wants the bridge, south too, and shared only without troops.
const BRIDGE: &str = r#"(
    format: 1, title: "bridge", from: "2030-01-01", as_of: "2030-01-01",
    parties: {
        "north": (name: "North", consent: Always, floor: (worth: 60)),
        "south": (name: "South", consent: Always),
    },
    issues: {
        "bridge": (title: "Bridge", options: {"north": "N", "shared": "B", "south": "S"}),
        "troops": (title: "Troops", options: {"none": "none", "few": "few", "many": "many"}),
    },
    rules: [(id: "r", says: "no troops on a bridge of the south",
        rule: If(Is("bridge", ["south"]), Is("troops", ["none"])))],
    positions: {
        "north": {
            "bridge": (weight: 3, stances: [
                (on: ["north"], is: Ideal), (on: ["shared"], is: Opposed),
                (id: "no-cession", on: ["south"], is: Never, basis: Unsourced)]),
            "troops": (weight: 1, stances: [
                (on: ["none"], is: Opposed), (on: ["few"], is: Tolerable), (on: ["many"], is: Ideal)]),
        },
        "south": {
            "bridge": (weight: 1, stances: [
                (id: "not-theirs", on: ["north"], is: Never, basis: Unsourced),
                (on: ["shared"], is: Tolerable), (on: ["south"], is: Ideal)]),
        },
    },
    links: [(id: "shared-without-troops", party: "south", says: "no troops", basis: Unsourced,
        demand: If(Is("bridge", ["shared"]), Is("troops", ["none"])))],
)"#;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn a_package_that_somebody_refuses_is_no_agreement() {
    let scenario = parse(BRIDGE);
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    assert_eq!(strongest(&network, &mut budget()).unwrap(), Agreement::Deadlock);
    for choice in &world.packages {
        let certain = Agreement::Certain(package(choice));
        assert!(evidence::agreement(&world, &certain).is_err(), "{choice:?}");
        let possible = Agreement::NoStatedObstacle(package(choice), RestsOn::default());
        assert!(evidence::agreement(&world, &possible).is_err(), "{choice:?}");
    }
    let impossible = Agreement::Certain(package(&vec![2, 2]));
    assert!(evidence::agreement(&world, &impossible).unwrap_err().contains("rules exclude"));
}

#[test]
fn a_conflict_with_a_wrong_member_or_package_is_refused() {
    let scenario = parse(BRIDGE);
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    let answer = conflicts(&network, &[], &mut budget());
    assert!(!answer.list.is_empty());
    for conflict in &answer.list {
        evidence::conflict(&world, &[], conflict).unwrap();
        let mut missing = conflict.clone();
        missing.members.pop();
        assert!(evidence::conflict(&world, &[], &missing).is_err(), "a member less");
        missing.without.pop();
        if !missing.members.is_empty() {
            assert!(evidence::conflict(&world, &[], &missing).is_err(), "not a conflict");
        }
        let mut turned = conflict.clone();
        turned.without.rotate_left(1);
        assert!(turned.members.len() == 1 || evidence::conflict(&world, &[], &turned).is_err());
    }
}

#[test]
fn a_step_that_counts_wrongly_is_refused() {
    let scenario = parse(BRIDGE);
    let world = World::new(&scenario);
    let answer = distance(&Network::new(&scenario), &mut budget()).unwrap();
    for step in &answer.steps {
        evidence::step(&world, step).unwrap();
        let mut more = step.clone();
        more.refusals += 1;
        assert!(evidence::step(&world, &more).is_err());
        let mut more = step.clone();
        more.missing += 1;
        assert!(evidence::step(&world, &more).is_err());
        let mut fewer = step.clone();
        fewer.breaks.pop();
        assert!(evidence::step(&world, &fewer).is_err());
    }
}

#[test]
fn a_way_out_with_another_package_price_or_concession_is_refused() {
    let scenario = parse(BRIDGE);
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    let answer = ways_out(&network, |_| true, &mut budget()).unwrap();
    assert!(!answer.is_empty());
    for way in &answer {
        evidence::way_out(&world, way).unwrap();
        let mut fewer = way.clone();
        fewer.concessions.pop();
        assert!(evidence::way_out(&world, &fewer).is_err());
        let mut cheaper = way.clone();
        cheaper.prices.iter_mut().for_each(|(_, price)| price.likely -= 1);
        assert!(evidence::way_out(&world, &cheaper).is_err());
        for concession in 0..way.concessions.len() {
            let mut other = way.clone();
            match &mut other.concessions[concession].what {
                Given::LivesWith(_, option) => *option = OptionId::new((option.index() + 1) % 3),
                Given::BelowFloor { by, .. } => *by += 1,
                link @ Given::LinkNotMet => {
                    *link = Given::BelowFloor { by: 1.into(), at_best: 1.into() };
                }
            }
            assert!(evidence::way_out(&world, &other).is_err());
        }
        let impossible = WayOut { package: package(&vec![2, 2]), ..way.clone() };
        assert!(evidence::way_out(&world, &impossible).is_err());
    }
}

#[test]
fn a_point_with_other_worths_breaks_or_package_is_refused() {
    let scenario = parse(BRIDGE);
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    for outlook in [Outlook::Cautious, Outlook::Hopeful] {
        let case = Case::new(&network, outlook);
        let table = Attainable::new(&world, outlook);
        let known = considered(&case, &mut budget()).unwrap();
        let frontier = known.frontier(&mut budget()).unwrap();
        assert!(!frontier.is_empty());
        for at in 0..frontier.len() {
            let point = frontier.point(&case, &known, at);
            evidence::point(&table, &point).unwrap();
            let mut richer = point.clone();
            richer.sums[0] += 1;
            assert!(evidence::point(&table, &richer).unwrap_err().contains("worth"));
            let mut milder = point.clone();
            assert!(milder.breaks.pop().is_some());
            assert!(evidence::point(&table, &milder).unwrap_err().contains("breaks"));
            let mut surer = point.clone();
            surer.unstated.push((case.principals[0], impasse_core::scenario::IssueId::from(0)));
            assert!(evidence::point(&table, &surer).unwrap_err().contains("views"));
            let mut impossible = point.clone();
            impossible.package = package(&vec![2, 2]);
            assert!(evidence::point(&table, &impossible).unwrap_err().contains("rules exclude"));
            // What is on the frontier is bettered by nothing, itself included.
            for other in 0..frontier.len() {
                let other = frontier.point(&case, &known, other);
                assert!(evidence::better(&table, &point, &other).is_err());
            }
        }
    }
}

#[test]
fn what_is_worse_or_not_considered_betters_nothing() {
    let (refused, unconsidered) = (Cell::new(0), Cell::new(0));
    each(&Size::FLOORS, 30, |world| {
        let network = Network::new(world.scenario);
        let case = Case::new(&network, Outlook::Cautious);
        let table = Attainable::new(world, Outlook::Cautious);
        let known = considered(&case, &mut budget()).unwrap();
        for row in &table.rows {
            let sums: Vec<i64> = row.sums.iter().map(|it| i64::try_from(*it).unwrap()).collect();
            let Some(better) = known.better_than(&case, &sums, &mut budget()).unwrap() else {
                continue;
            };
            let breaks = row.broken.clone();
            let worse = Point { sums, package: package(&row.choice), breaks, ..better.clone() };
            evidence::better(&table, &worse, &better).unwrap();
            assert!(evidence::better(&table, &better, &worse).is_err());
            refused.set(refused.get() + 1);
            if table.considered.iter().all(|it| it.choice != row.choice) {
                unconsidered.set(unconsidered.get() + 1);
            }
        }
    });
    assert!(refused.get() > unconsidered.get() && unconsidered.get() > 0);
}
