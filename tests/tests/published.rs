//! Published cases with printed results, and two larger ones with all their conflicts known.

use std::collections::BTreeSet;

use impasse_core::analysis::agreement::{Agreement, shortfall, strongest};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::analysis::worth::End;
use impasse_core::scenario::{Package, Scenario};
use impasse_core::search::Budget;
use impasse_tests::oracle::{World, package};
use impasse_tests::{evidence, parse};
use itertools::Itertools;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

/// The names of the demands of every conflict.
fn conflict_names(scenario: &Scenario) -> BTreeSet<Vec<String>> {
    let network = Network::new(scenario);
    let answer = conflicts(&network, &[], &mut budget());
    assert_eq!(answer.stopped, None);
    let names = answer.list.iter().map(|conflict| {
        conflict.demands().map(|id| scenario.demands[id].name.clone()).sorted().collect()
    });
    names.collect()
}

fn sets(lists: &[&[&str]]) -> BTreeSet<Vec<String>> {
    let names = |list: &&[&str]| list.iter().map(ToString::to_string).sorted().collect();
    lists.iter().map(names).collect()
}

/// A scenario of one party whose only demands are links.
fn links(issues: &str, rules: &[&str], demands: &[(&str, &str)]) -> Scenario {
    let rules = rules.iter().enumerate();
    let rules = rules.map(|(id, rule)| format!("(id: \"r{id}\", says: \"hard\", rule: {rule})"));
    let demands = demands.iter().map(|(id, formula)| {
        format!("(id: {id:?}, party: \"p\", says: {id:?}, demand: {formula}, basis: Unsourced)")
    });
    let (mut rules, mut demands) = (rules, demands);
    parse(&format!(
        "(format: 1, title: \"t\", from: \"2030-01-01\", as_of: \"2030-01-01\", \
         parties: {{\"p\": (name: \"P\", consent: Always)}}, issues: {{{issues}}}, \
         rules: [{}], links: [{}])",
        rules.join(", "),
        demands.join(", ")
    ))
}

fn switches(names: &[&str]) -> String {
    let options = "options: {\"on\": \"on\", \"off\": \"off\"}";
    names.iter().map(|name| format!("{name:?}: (title: {name:?}, {options})")).join(", ")
}

fn on(name: &str) -> String {
    format!("Is({name:?}, [\"on\"])")
}

/// A clause of signed names: "a -b" is a or not b.
fn clause(text: &str) -> String {
    let literals = text.split(' ').map(|literal| match literal.strip_prefix('-') {
        Some(name) => format!("Not({})", on(name)),
        None => on(literal),
    });
    format!("Any([{}])", { literals }.join(", "))
}

/// Liffiton and Sakallah, "Algorithms for computing minimal unsatisfiable subsets of
/// constraints", Journal of Automated Reasoning 40(1), 2008: the running example.
#[test]
fn the_running_example_of_camus_has_three_conflicts() {
    let clauses = ["x", "-x", "-x y", "-y", "-x z", "-z"].map(clause);
    let names = ["1", "2", "3", "4", "5", "6"];
    let demands: Vec<_> =
        names.iter().zip(&clauses).map(|(name, it)| (*name, it.as_str())).collect();
    let scenario = links(&switches(&["x", "y", "z"]), &[], &demands);
    let printed = sets(&[&["1", "2"], &["1", "3", "4"], &["1", "5", "6"]]);
    assert_eq!(conflict_names(&scenario), printed);
    // Of the printed correction sets {1}, {2,3,5}, … the smallest asks for one refusal.
    let ways = ways_out(&Network::new(&scenario), |_| true, &mut budget()).unwrap();
    let given = ways[0].demands().map(|id| scenario.demands[id].name.as_str()).collect_vec();
    assert_eq!((ways[0].refusals, given), (1, vec!["1"]));
}

/// Marques-Silva, Janota and Mencía, "Minimal sets on propositional formulae", Artificial
/// Intelligence 252, 2017.
#[test]
fn the_formula_of_minimal_sets_on_propositional_formulae_has_two_conflicts() {
    let clauses = ["x y", "x -y", "x", "-x"].map(clause);
    let names = ["0", "1", "2", "3"];
    let demands: Vec<_> =
        names.iter().zip(&clauses).map(|(name, it)| (*name, it.as_str())).collect();
    let scenario = links(&switches(&["x", "y"]), &[], &demands);
    assert_eq!(conflict_names(&scenario), sets(&[&["0", "1", "3"], &["2", "3"]]));
}

/// `CPMpy` 1.1.1, `tests/test_tools_mus.py`: "circular".
#[test]
fn a_circle_of_greater_than_is_one_conflict() {
    let issues = ["x0", "x1", "x2", "x3"];
    let issues =
        issues.map(|name| format!("{name:?}: (title: {name:?}, values: [0, 1, 2, 3])")).join(", ");
    let above = |one: &str, other: &str| format!("Not(NoMore({one:?}, {other:?}))");
    let last = format!(
        "If({}, All([{}, Any([AtLeast(\"x3\", 3), Same(\"x1\", \"x2\")])]))",
        above("x3", "x1"),
        above("x3", "x2")
    );
    let demands = [
        ("0", &above("x0", "x1")[..]),
        ("1", &above("x1", "x2")),
        ("2", &above("x2", "x0")),
        ("3", &above("x3", "x0")),
        ("4", &last),
    ];
    assert_eq!(conflict_names(&links(&issues, &[], &demands)), sets(&[&["0", "1", "2"]]));
}

/// `CPMpy` 1.1.1, `tests/test_tools_mus.py`: two hard constraints, four soft ones.
#[test]
fn rules_stand_outside_conflicts() {
    let names = ["a", "b", "c", "d"];
    let formulas = names.map(on);
    let demands: Vec<_> =
        names.iter().zip(&formulas).map(|(name, it)| (*name, it.as_str())).collect();
    let rules = [
        "Not(All([Is(\"b\", [\"on\"]), Is(\"d\", [\"on\"])]))",
        "Not(All([Is(\"a\", [\"on\"]), Is(\"b\", [\"on\"]), Is(\"c\", [\"on\"])]))",
    ];
    let scenario = links(&switches(&names), &rules, &demands);
    assert_eq!(conflict_names(&scenario), sets(&[&["a", "b", "c"], &["b", "d"]]));
}

/// `CPMpy` 1.1.1, `tests/test_tools_mus.py`: x > 2 is hard, x + y < 6 and y = 4 clash; x and y
/// go from -9 to 9, here from 0 to 18.
#[test]
fn sums_clash_with_values() {
    let values = (0..19).join(", ");
    let issues = ["x", "y"].map(|it| format!("{it:?}: (title: {it:?}, values: [{values}])"));
    let pairs = (0..=18).filter_map(|x: i32| {
        // (x - 9) + (y - 9) < 6.
        let most = (23 - x).min(18);
        (most >= 0).then(|| format!("All([Is(\"x\", [\"{x}\"]), AtMost(\"y\", {most})])"))
    });
    let sum = format!("Any([{}])", { pairs }.join(", "));
    let demands = [("0", &sum[..]), ("1", "Is(\"y\", [\"13\"])")];
    let scenario = links(&issues.join(", "), &["AtLeast(\"x\", 12)"], &demands);
    assert_eq!(conflict_names(&scenario), sets(&[&["0", "1"]]));
}

fn check_all_conflicts(text: &str, truth: &str) {
    let scenario = parse(text);
    let truth: Vec<Vec<&str>> = truth.lines().map(|line| line.split(' ').collect()).collect();
    let truth: Vec<&[&str]> = truth.iter().map(Vec::as_slice).collect();
    assert_eq!(conflict_names(&scenario), sets(&truth));
}

/// Our own instances of fifty demands; all conflicts were found by a SAT solver.
#[test]
fn fifty_demands_have_the_conflicts_a_sat_solver_found() {
    check_all_conflicts(
        include_str!("../data/n50_loose_s1.ron"),
        include_str!("../data/n50_loose_s1.conflicts"),
    );
    check_all_conflicts(
        include_str!("../data/n50_mid_s1.ron"),
        include_str!("../data/n50_mid_s1.conflicts"),
    );
}

/// How many parties the product says accept a package, floors being all there is.
fn accepting(network: &Network<'_>, package: &Package) -> usize {
    let floors = network.scenario.demands.values().filter_map(|it| Some((it.party, it.floor()?)));
    floors
        .filter(|(party, floor)| shortfall(network, *party, &floor.height, package, End::Low) <= 0)
        .count()
}

/// LLM-Deliberation (Abdelnabi et al., `NeurIPS` 2024), game "base": of 720 deals all six parties
/// accept 12, and 55 pass with one abstention, `SportCo` and the Department of Tourism accepting.
#[test]
fn twelve_deals_of_the_port_game_are_unanimous() {
    let scenario = parse(include_str!("../../scenarios/port-game.ron"));
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    assert_eq!(world.packages.len(), 720);
    let packages = world.packages.iter().map(package).collect_vec();
    assert_eq!(packages.iter().filter(|it| accepting(&network, it) == 6).count(), 12);
    let answer = strongest(&network, &mut budget()).unwrap();
    assert!(matches!(answer, Agreement::Certain(_)));
    evidence::agreement(&world, &answer).unwrap();
    let with_one_abstention = packages.iter().filter(|package| {
        let refuses = |name: &str| {
            let party = scenario.frame.parties.find(|party| party.name == name).unwrap();
            let (_, floor) = scenario.floor(party).unwrap();
            shortfall(&network, party, &floor.height, package, End::Low) > 0
        };
        accepting(&network, package) >= 5 && !refuses("sportco") && !refuses("tourism")
    });
    assert_eq!(with_one_abstention.count(), 55);
}

/// LLM-Deliberation (Abdelnabi et al., `NeurIPS` 2024, MIT licence), game "game1": 21 of 720 deals
/// are unanimous, as the name of the published log file says.
#[test]
fn twenty_one_deals_of_the_first_variant_are_unanimous() {
    let scores: [(u32, [&[u32]; 5]); 6] = [
        (60, [&[0, 9, 13], &[10, 26, 40, 10], &[0, 15, 20, 25], &[0, 9, 11, 13, 15], &[7, 0, 4]]),
        (60, [&[0, 20, 25], &[11, 9, 5, 0], &[0, 10, 29, 40], &[0, 9, 11, 13, 15], &[2, 5, 9]]),
        (60, [&[17, 5, 9], &[10, 15, 29, 40], &[12, 8, 4, 0], &[8, 6, 4, 2, 0], &[0, 23, 17]]),
        (57, [&[15, 22, 5], &[10, 15, 29, 40], &[6, 10, 2, 0], &[0, 6, 4, 2, 0], &[0, 22, 15]]),
        (47, [&[0, 45, 25], &[10, 8, 2, 0], &[0, 5, 15, 9], &[0, 15, 20, 25, 30], &[0, 0, 0]]),
        (57, [&[30, 0, 25], &[10, 20, 25, 30], &[0, 14, 7, 0], &[0, 9, 5, 2, 0], &[10, 5, 17]]),
    ];
    let issues = ["A", "B", "C", "D", "E"];
    let titles = issues.iter().zip(scores[0].1).map(|(name, options)| {
        let options = (1..=options.len()).map(|it| format!("\"{name}{it}\": \"{name}{it}\""));
        format!("{name:?}: (title: {name:?}, options: {{{}}})", { options }.join(", "))
    });
    // A score in full: a worth of score / 100, each issue weighing one; the floor is a fifth.
    let parties = scores.iter().enumerate().map(|(party, (least, _))| {
        format!(
            "\"p{party}\": (name: \"p{party}\", consent: Always, floor: (worth: \"{least}/5\"))"
        )
    });
    let positions = scores.iter().enumerate().map(|(party, (_, rows))| {
        let rows = rows.iter().zip(issues).map(|(row, issue)| {
            let cells = row.iter().enumerate().map(|(option, score)| {
                format!("(on: [\"{issue}{}\"], is: Worth({score}))", option + 1)
            });
            format!("{issue:?}: (weight: 1, stances: [{}])", { cells }.join(", "))
        });
        format!("\"p{party}\": {{{}}}", { rows }.join(", "))
    });
    let scenario = parse(&format!(
        "(format: 1, title: \"game1\", from: \"2024-01-01\", as_of: \"2024-01-01\", \
         parties: {{{}}}, issues: {{{}}}, positions: {{{}}})",
        { parties }.join(", "),
        { titles }.join(", "),
        { positions }.join(", ")
    ));
    let world = World::new(&scenario);
    let network = Network::new(&scenario);
    let packages = world.packages.iter().map(package).collect_vec();
    let unanimous = packages.iter().filter(|it| accepting(&network, it) == 6).collect_vec();
    assert_eq!((packages.len(), unanimous.len()), (720, 21));
    let deal = |package: &Package| {
        let names = package
            .choices()
            .map(|(issue, option)| scenario.frame.issues[issue].option_name(option).to_owned());
        { names }.join(",")
    };
    assert_eq!(deal(unanimous[0]), "A2,B3,C3,D2,E3");
    let Agreement::Certain(witness) = strongest(&network, &mut budget()).unwrap() else {
        panic!("no agreement")
    };
    assert!(unanimous.contains(&&witness), "{}", deal(&witness));
}
