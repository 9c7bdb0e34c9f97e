//! [`Formula`]: a condition on packages.

use std::collections::BTreeSet;

use super::{Issue, IssueId, OptionId, OptionSet, Package, Table};

/// A condition on packages. An issue that is not applicable makes every atom false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The issue takes one of the options.
    Is(IssueId, OptionSet),
    /// Two numeric issues take the same value.
    Same(IssueId, IssueId),
    /// The first numeric issue takes no greater value than the second.
    NoMore(IssueId, IssueId),
    /// The condition does not hold.
    Not(Box<Formula>),
    /// Every condition holds.
    All(Vec<Formula>),
    /// Some condition holds.
    Any(Vec<Formula>),
    /// If the first holds, so does the second.
    If(Box<Formula>, Box<Formula>),
}

impl Formula {
    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether the package meets the condition.
    pub fn holds(&self, issues: &Table<IssueId, Issue>, package: &Package) -> bool {
        self.holds_with(issues, &|issue| package.option(issue))
    }

    /// Whether the condition holds where `chosen` says which option each issue takes.
    pub fn holds_with(
        &self,
        issues: &Table<IssueId, Issue>,
        chosen: &impl Fn(IssueId) -> OptionId,
    ) -> bool {
        match self {
            Self::Is(issue, options) => options.contains(chosen(*issue)),
            Self::Same(first, second) => {
                let (first, second) =
                    (issues[*first].rank(chosen(*first)), issues[*second].rank(chosen(*second)));
                first.is_some() && first == second
            }
            Self::NoMore(first, second) => {
                match (issues[*first].rank(chosen(*first)), issues[*second].rank(chosen(*second))) {
                    (Some(first), Some(second)) => first <= second,
                    _ => false,
                }
            }
            Self::Not(inner) => !inner.holds_with(issues, chosen),
            Self::All(parts) => parts.iter().all(|part| part.holds_with(issues, chosen)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_with(issues, chosen)),
            Self::If(condition, consequence) => {
                !condition.holds_with(issues, chosen) || consequence.holds_with(issues, chosen)
            }
        }
    }

    /// The issues the condition names, in file order.
    pub fn scope(&self) -> BTreeSet<IssueId> {
        let mut scope = BTreeSet::new();
        self.collect(&mut scope);
        scope
    }

    fn collect(&self, scope: &mut BTreeSet<IssueId>) {
        match self {
            Self::Is(issue, _) => {
                scope.insert(*issue);
            }
            Self::Same(first, second) | Self::NoMore(first, second) => {
                scope.extend([*first, *second]);
            }
            Self::Not(inner) => inner.collect(scope),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.collect(scope);
                }
            }
            Self::If(condition, consequence) => {
                condition.collect(scope);
                consequence.collect(scope);
            }
        }
    }
}
