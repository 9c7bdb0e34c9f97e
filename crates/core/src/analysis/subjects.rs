//! What are the conflicts about? By theme: how many conflicts have a demand on one of its issues.
//!
//! A red line is about its issue and about those its conditions name; a link about the issues it
//! names. A floor reaches over all issues and is about none of them. One conflict may be about
//! several themes, so the numbers of themes do not add up to the number of conflicts.

use std::collections::BTreeSet;

use super::conflict::{Conflict, Conflicts};
use crate::scenario::{DemandId, IssueId, Scenario};

/// A theme that conflicts are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The theme; none for issues without one.
    pub theme: Option<String>,
    /// How many conflicts are about it.
    pub conflicts: usize,
    /// How many of these are about nothing else.
    pub alone: usize,
    /// The issues of the theme that these conflicts are about, in file order.
    pub issues: Vec<IssueId>,
}

/// The themes that some conflicts are about, those of most conflicts first, then in file order.
/// Demands for which `told` is false are passed over.
pub fn subjects(
    scenario: &Scenario,
    conflicts: &Conflicts,
    told: impl Fn(DemandId) -> bool,
) -> Vec<Subject> {
    let issues = &scenario.frame.issues;
    let mut subjects: Vec<Subject> = Vec::new();
    for issue in issues.values() {
        if !subjects.iter().any(|subject| subject.theme == issue.theme) {
            let theme = issue.theme.clone();
            subjects.push(Subject { theme, conflicts: 0, alone: 0, issues: Vec::new() });
        }
    }
    for conflict in &conflicts.list {
        let about = about(scenario, conflict, &told);
        let themes: BTreeSet<&Option<String>> =
            about.iter().map(|issue| &issues[*issue].theme).collect();
        for subject in subjects.iter_mut().filter(|it| themes.contains(&it.theme)) {
            subject.conflicts += 1;
            subject.alone += usize::from(themes.len() == 1);
            let here = about.iter().filter(|issue| issues[**issue].theme == subject.theme);
            subject.issues.extend(here);
        }
    }
    subjects.retain(|subject| subject.conflicts > 0);
    for subject in &mut subjects {
        subject.issues.sort_unstable();
        subject.issues.dedup();
    }
    subjects.sort_by_key(|subject| std::cmp::Reverse(subject.conflicts));
    subjects
}

/// The issues that the demands of a conflict are about.
fn about(
    scenario: &Scenario,
    conflict: &Conflict,
    told: impl Fn(DemandId) -> bool,
) -> BTreeSet<IssueId> {
    let demands = conflict.demands().filter(|id| told(*id)).map(|id| &scenario.demands[id]);
    demands.filter_map(|demand| demand.keeps()).flat_map(crate::scenario::Formula::scope).collect()
}
