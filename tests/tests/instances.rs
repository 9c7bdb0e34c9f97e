//! Generated instances whose minimal conflicts are all known: found by an independent program,
//! each checked minimal with a SAT solver; those of fifty demands complete by MARCO as well.

use std::path::Path;

use impasse_core::search::{Budget, Factor, nogoods};
use serde_json::Value;

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// What a demand allows: options of an issue, all but one, or options of another issue where the
/// first has some option.
fn table(domains: &[usize], demand: &Value) -> Factor<bool> {
    let (issue, options) = (number(&demand["issue"]), numbers(&demand["options"]));
    match demand["kind"].as_str().unwrap() {
        "accept" => Factor::tabulate(domains, vec![issue], |at| options.contains(&at[0])),
        "redline" => Factor::tabulate(domains, vec![issue], |at| !options.contains(&at[0])),
        "linked" => {
            let (then, allowed) = (number(&demand["then_issue"]), numbers(&demand["then_options"]));
            let (here, there) = if issue < then { (0, 1) } else { (1, 0) };
            Factor::tabulate(domains, vec![issue, then], |at| {
                !options.contains(&at[here]) || allowed.contains(&at[there])
            })
        }
        other => panic!("a demand of kind {other}"),
    }
}

fn each(check: impl Fn(&[usize], &[&Factor<bool>], &[Vec<usize>])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/conflicts");
    let mut count = 0;
    for entry in folder.read_dir().unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let instance: Value = serde_json::from_str(&text).unwrap();
        let domains = vec![number(&instance["options"]); number(&instance["issues"])];
        let demands = instance["demands"].as_array().unwrap();
        let tables: Vec<_> = demands.iter().map(|demand| table(&domains, demand)).collect();
        let mut expected: Vec<Vec<usize>> =
            instance["conflicts"].as_array().unwrap().iter().map(numbers).collect();
        expected.sort_by_key(|set| (set.len(), set.clone()));
        check(&domains, &tables.iter().collect::<Vec<_>>(), &expected);
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn all_conflicts_of_generated_instances_are_found() {
    each(|domains, soft, expected| {
        let mut budget = Budget::new(1_000_000);
        assert_eq!(nogoods::conflicts(domains, &[], soft, &mut budget).unwrap(), expected);
    });
}

#[test]
fn past_the_budget_what_is_said_to_be_complete_is() {
    each(|domains, soft, expected| {
        let found = nogoods::smallest(domains, &[], soft, usize::MAX, &mut Budget::new(3000));
        let Some(up_to) = found.up_to else {
            assert_eq!(found.sets, expected);
            return;
        };
        assert!(found.stopped.is_some());
        assert!(found.sets.iter().all(|set| expected.contains(set)));
        let small = |sets: &[Vec<usize>]| -> Vec<Vec<usize>> {
            sets.iter().filter(|set| set.len() <= up_to).cloned().collect()
        };
        assert_eq!(small(&found.sets), small(expected));
    });
}
