//! Published conflicts with printed results, and two larger cases with all theirs known.

use std::collections::BTreeSet;

use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::scenario::Scenario;
use impasse_core::search::{Budget, hitting};
use impasse_tests::parse;
use itertools::Itertools;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

/// The minimal correction sets, by the names of their demands: the minimal sets that meet every
/// conflict (Reiter 1987).
fn correction_names(scenario: &Scenario) -> BTreeSet<Vec<String>> {
    let conflicts = conflict_names(scenario);
    let names: Vec<&String> = conflicts.iter().flatten().sorted().dedup().collect();
    let place = |name: &String| names.iter().position(|it| *it == name).unwrap();
    let sets = conflicts.iter().map(|it| it.iter().map(place).collect()).collect_vec();
    let (found, more) = hitting::minimal(&sets, usize::MAX, &mut budget()).unwrap();
    assert!(!more);
    found.into_iter().map(|set| set.into_iter().map(|it| names[it].clone()).collect()).collect()
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
    let printed =
        [&["1"][..], &["2", "3", "5"], &["2", "3", "6"], &["2", "4", "5"], &["2", "4", "6"]];
    assert_eq!(correction_names(&scenario), sets(&printed));
    // The smallest asks for one refusal.
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
    assert_eq!(correction_names(&scenario), sets(&[&["0", "2"], &["1", "2"], &["3"]]));
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
    let scenario = links(&issues, &[], &demands);
    assert_eq!(conflict_names(&scenario), sets(&[&["0", "1", "2"]]));
    assert_eq!(correction_names(&scenario), sets(&[&["0"], &["1"], &["2"]]));
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
    assert_eq!(correction_names(&scenario), sets(&[&["a", "d"], &["b"], &["c", "d"]]));
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
    assert_eq!(correction_names(&scenario), sets(&[&["0"], &["1"]]));
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
