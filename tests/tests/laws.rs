//! Laws: what changes nothing, and what cannot make things worse.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::agreement::{Agreement, strongest};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::scenario::Ratio;
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::World;
use impasse_tests::parse;
use impasse_tests::replay::seeds;
use impasse_tests::spec::{F, FloorSpec, KindSpec, Q, Spec};

/// The answers on a scenario, by names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answers {
    agreement: u8,
    conflicts: BTreeSet<BTreeSet<String>>,
    steps: Vec<(usize, Ratio)>,
    ways: BTreeSet<(usize, BTreeMap<String, Ratio>)>,
}

fn answers(spec: &Spec) -> Option<Answers> {
    let scenario = parse(&spec.text());
    if World::new(&scenario).packages.is_empty() {
        return None;
    }
    let network = Network::new(&scenario);
    let mut budget = Budget::new(Budget::DEFAULT);
    let known = conflicts(&network, &[], &mut budget);
    let name = |id| scenario.demands[id].name.clone();
    let ways = ways_out(&network, |_| true, &mut budget).unwrap();
    let priced = ways.iter().map(|way| {
        let paid = way.prices.iter().filter(|(_, price)| price.likely != Ratio::default());
        let prices =
            paid.map(|(party, price)| (scenario.frame.parties[*party].name.clone(), price.likely));
        (way.refusals, prices.collect())
    });
    let steps = distance(&network, &mut budget).unwrap().steps;
    Some(Answers {
        agreement: match strongest(&network, &mut budget).unwrap() {
            Agreement::Certain(_) => 2,
            Agreement::NoStatedObstacle(..) => 1,
            Agreement::Deadlock => 0,
        },
        conflicts: known.list.iter().map(|it| it.demands().map(name).collect()).collect(),
        steps: steps.iter().map(|step| (step.refusals, step.missing)).collect(),
        ways: priced.collect(),
    })
}

impl Answers {
    /// The same answers under other names; red lines without a name are called `party/issue`.
    fn renamed(self, party: &impl Fn(&str) -> String, issue: &impl Fn(&str) -> String) -> Self {
        let demand = |name: String| match name.split_once('/') {
            Some((owner, "floor")) => format!("{}/floor", party(owner)),
            Some((owner, on)) => format!("{}/{}", party(owner), issue(on)),
            None => name,
        };
        let conflicts = self.conflicts.into_iter().map(|set| set.into_iter().map(demand).collect());
        let ways = self.ways.into_iter().map(|(refusals, prices)| {
            (refusals, prices.into_iter().map(|(name, price)| (party(&name), price)).collect())
        });
        Self { conflicts: conflicts.collect(), ways: ways.collect(), ..self }
    }
}

/// Checks a law on the scenarios of some seeds.
fn law(count: u64, check: impl Fn(u64, Spec, Answers)) {
    for size in [Size::MIXED, Size::FLOORS] {
        for seed in seeds(count) {
            let spec = scenario(seed, &size);
            if let Some(answers) = answers(&spec) {
                check(seed, spec, answers);
            }
        }
    }
}

#[test]
fn names_change_nothing() {
    let party = |name: &str| format!("new-{name}");
    let issue = |name: &str| format!("z-{name}");
    law(50, |seed, mut spec, before| {
        spec.parties.iter_mut().for_each(|it| it.name = party(&it.name));
        spec.issues.iter_mut().for_each(|it| it.name = issue(&it.name));
        let after = answers(&spec).unwrap();
        assert_eq!(after, before.renamed(&party, &issue), "seed {seed}");
    });
}

#[test]
fn two_sides_may_swap_names() {
    let party = |name: &str| match name {
        "p0" => "p1".to_owned(),
        "p1" => "p0".to_owned(),
        other => other.to_owned(),
    };
    law(50, |seed, mut spec, before| {
        spec.parties.iter_mut().for_each(|it| it.name = party(&it.name));
        let after = answers(&spec).unwrap();
        assert_eq!(after, before.renamed(&party, &str::to_owned), "seed {seed}");
    });
}

#[test]
fn the_order_of_parties_and_issues_changes_nothing() {
    law(50, |seed, mut spec, before| {
        spec.party_order.reverse();
        spec.issue_order.reverse();
        spec.issue_order.rotate_left(1);
        assert_eq!(answers(&spec).unwrap(), before, "seed {seed}\n{}", spec.text());
    });
}

#[test]
fn the_unit_of_a_party_s_weights_changes_nothing() {
    law(50, |seed, mut spec, before| {
        for position in spec.parties[0].positions.iter_mut().flatten() {
            let whole = |low: i128, high: i128| vec![Q::from(low), Q::from(high)];
            let weight = match &position.weight {
                Ok("High") => whole(20, 40),
                Ok("Medium") => whole(10, 20),
                Ok(_) => whole(0, 10),
                Err(numbers) => numbers.clone(),
            };
            position.weight = Err(weight.iter().map(|number| number * Q::new(7, 3)).collect());
        }
        assert_eq!(answers(&spec).unwrap(), before, "seed {seed}\n{}", spec.text());
    });
}

#[test]
fn splitting_an_option_changes_nothing() {
    law(60, |seed, mut spec, before| {
        // A floor as good as a package cancels its very cells; a twin has cells of its own.
        let compares =
            |it: &impasse_tests::spec::PartySpec| matches!(it.floor, Some(FloorSpec::AsGoodAs(_)));
        let nominal = spec.issues.iter().position(|it| it.kind == KindSpec::Nominal);
        let Some(issue) = nominal.filter(|_| !spec.parties.iter().any(compares)) else { return };
        let option = usize::try_from(seed).unwrap() % spec.issues[issue].options.len();
        spec.split(issue, option);
        assert_eq!(answers(&spec).unwrap(), before, "seed {seed}\n{}", spec.text());
    });
}

#[test]
fn dropping_a_demand_leaves_the_conflicts_it_does_not_stand_in() {
    law(50, |seed, mut spec, before| {
        let with_link = spec.parties.iter().position(|party| !party.links.is_empty());
        let Some(party) = with_link else { return };
        let (dropped, ..) = spec.parties[party].links.pop().unwrap();
        let after = answers(&spec).unwrap();
        let left = before.conflicts.iter().filter(|set| !set.contains(&dropped));
        assert_eq!(after.conflicts, left.cloned().collect(), "seed {seed}");
        assert!(after.steps[0] <= before.steps[0], "seed {seed}");
        // Whoever is left without a word accepts nothing, so that an agreement may be lost then.
        let party = &spec.parties[party];
        let speaks = !party.links.is_empty()
            || party.floor.is_some()
            || party.positions.iter().flatten().any(|it| !it.rows.is_empty());
        assert!(!speaks || after.agreement >= before.agreement, "seed {seed}");
    });
}

#[test]
fn relaxing_a_demand_creates_no_conflict() {
    law(50, |seed, mut spec, before| {
        let extra = F::Is(0, vec![0]);
        for party in &mut spec.parties {
            for (_, formula, _) in &mut party.links {
                *formula = F::Any(vec![formula.clone(), extra.clone()]);
            }
            if let Some(FloorSpec::Worth(worth)) = &mut party.floor {
                for number in worth {
                    *number /= 2;
                }
            }
        }
        let after = answers(&spec).unwrap();
        for conflict in &after.conflicts {
            let known = before.conflicts.iter().any(|old| old.is_subset(conflict));
            assert!(known, "seed {seed}: {conflict:?}\n{}", spec.text());
        }
        assert!(after.steps[0] <= before.steps[0] && after.agreement >= before.agreement);
    });
}

#[test]
fn reading_twice_gives_the_same() {
    law(30, |seed, spec, before| {
        assert_eq!(answers(&spec).unwrap(), before, "seed {seed}");
        assert_eq!(parse(&spec.text()), parse(&spec.text()));
    });
}
