//! Broken evidence is refused.

use impasse_core::analysis::agreement::{Agreement, RestsOn, strongest};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::{Given, WayOut, ways_out};
use impasse_core::scenario::OptionId;
use impasse_core::search::Budget;
use impasse_tests::oracle::{World, package};
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
