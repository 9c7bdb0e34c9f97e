//! What conflicts are about.

use std::collections::BTreeSet;

use impasse_core::scenario::{DemandId, DemandKind, Formula, IssueId, Scenario};

/// By theme, in the order in which the file first names it: how many conflicts have a demand on one
/// of its issues, how many of these on no issue of another theme, and those issues.
pub fn subjects(
    scenario: &Scenario,
    conflicts: &[Vec<DemandId>],
) -> Vec<(Option<String>, usize, usize, Vec<IssueId>)> {
    let theme = |issue: &IssueId| scenario.frame.issues[*issue].theme.clone();
    let named: Vec<BTreeSet<IssueId>> = conflicts
        .iter()
        .map(|conflict| {
            let mut issues = BTreeSet::new();
            for id in conflict {
                match &scenario.demands[*id].kind {
                    DemandKind::RedLine { keeps, .. } | DemandKind::Link { keeps, .. } => {
                        names(keeps, &mut issues);
                    }
                    DemandKind::Floor(_) => {}
                }
            }
            issues
        })
        .collect();
    let mut found: Vec<(Option<String>, usize, usize, Vec<IssueId>)> = Vec::new();
    for issue in scenario.frame.issues.ids() {
        if found.iter().any(|(known, ..)| *known == theme(&issue)) {
            continue;
        }
        let on = |issues: &&BTreeSet<IssueId>| issues.iter().any(|it| theme(it) == theme(&issue));
        let about: Vec<&BTreeSet<IssueId>> = named.iter().filter(on).collect();
        let only =
            |issues: &&&BTreeSet<IssueId>| issues.iter().all(|it| theme(it) == theme(&issue));
        let alone = about.iter().filter(only).count();
        let here =
            |it: &IssueId| theme(it) == theme(&issue) && about.iter().any(|set| set.contains(it));
        let issues: Vec<IssueId> = scenario.frame.issues.ids().filter(here).collect();
        if !about.is_empty() {
            found.push((theme(&issue), about.len(), alone, issues));
        }
    }
    // Those of most conflicts first; of equally many the one that the file names first.
    found.sort_by_key(|subject| std::cmp::Reverse(subject.1));
    found
}

fn names(formula: &Formula, issues: &mut BTreeSet<IssueId>) {
    match formula {
        Formula::Is(issue, _) => drop(issues.insert(*issue)),
        Formula::Same(one, other) | Formula::NoMore(one, other) => issues.extend([*one, *other]),
        Formula::Not(inner) => names(inner, issues),
        Formula::All(parts) | Formula::Any(parts) => {
            for part in parts {
                names(part, issues);
            }
        }
        Formula::If(one, other) => {
            names(one, issues);
            names(other, issues);
        }
    }
}
