//! [`Demands`]: small demands over a few issues each, and their tables.

use impasse_core::search::Factor;
use serde::Serialize;

use crate::lcg::Lcg;

/// How much the accepted sets of options leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tightness {
    /// Two or three of four options.
    Loose,
    /// One to three.
    Mid,
}

/// Issues of equally many options, and demands on them.
#[derive(Clone, Debug, Serialize)]
pub struct Demands {
    /// How many issues.
    pub issues: usize,
    /// How many options each.
    pub options: usize,
    /// How many parties.
    pub parties: usize,
    /// Where the draws began.
    pub seed: u64,
    /// The demands.
    pub demands: Vec<Demand>,
}

/// A demand of a party.
#[derive(Clone, Debug, Serialize)]
pub struct Demand {
    /// Its place.
    pub id: usize,
    /// Whose it is.
    pub party: usize,
    /// What it asks.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a demand asks.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    /// The issue takes one of these options.
    Accept {
        /// The issue.
        issue: usize,
        /// The options.
        options: Vec<usize>,
    },
    /// The issue takes none of these options.
    Redline {
        /// The issue.
        issue: usize,
        /// The options.
        options: Vec<usize>,
    },
    /// If the issue takes one of these options, another issue takes one of those.
    Linked {
        /// The issue.
        issue: usize,
        /// The options.
        options: Vec<usize>,
        /// The other issue.
        then_issue: usize,
        /// Its options.
        then_options: Vec<usize>,
    },
}

impl Kind {
    /// The tables' variables.
    fn scope(&self) -> Vec<usize> {
        match self {
            Self::Accept { issue, .. } | Self::Redline { issue, .. } => vec![*issue],
            Self::Linked { issue, then_issue, .. } => vec![*issue, *then_issue],
        }
    }

    /// Whether the options chosen for the scope keep it.
    fn holds(&self, chosen: &[usize]) -> bool {
        match self {
            Self::Accept { options, .. } => options.contains(&chosen[0]),
            Self::Redline { options, .. } => !options.contains(&chosen[0]),
            Self::Linked { options, then_options, .. } => {
                !options.contains(&chosen[0]) || then_options.contains(&chosen[1])
            }
        }
    }
}

impl Demands {
    /// A quarter as many issues as demands, four options each, four parties in turn; 60 % accepted
    /// sets, 15 % red lines, 25 % links between any two issues.
    pub fn random(count: usize, tightness: Tightness, seed: u64) -> Self {
        let issues = (count / 4).max(4);
        let sizes: &[usize] = match tightness {
            Tightness::Loose => &[2, 3],
            Tightness::Mid => &[1, 2, 3],
        };
        let mut draw = Lcg::new(seed * 7919 + count as u64);
        let demands = (0..count).map(|id| {
            let which = draw.unit();
            let kind = if which < 0.60 {
                let issue = draw.below(issues);
                let size = sizes[draw.below(sizes.len())];
                Kind::Accept { issue, options: draw.subset(4, size) }
            } else if which < 0.75 {
                let issue = draw.below(issues);
                Kind::Redline { issue, options: vec![draw.below(4)] }
            } else {
                let issue = draw.below(issues);
                let other = draw.below(issues - 1);
                let then_issue = other + usize::from(other >= issue);
                let options = vec![draw.below(4)];
                let size = 1 + draw.below(2);
                let then_options = draw.subset(4, size);
                Kind::Linked { issue, options, then_issue, then_options }
            };
            Demand { id, party: id % 4, kind }
        });
        let demands = demands.collect();
        Self { issues, options: 4, parties: 4, seed, demands }
    }

    /// Issues in a row, four options each: on every issue two accepted sets, and a link to each of
    /// the next `width` issues. The links' graph has treewidth `width`.
    pub fn band(issues: usize, width: usize, seed: u64) -> Self {
        let mut draw = Lcg::new(seed);
        let mut kinds = Vec::new();
        for issue in 0..issues {
            for _ in 0..2 {
                let size = 2 + draw.below(2);
                kinds.push(Kind::Accept { issue, options: draw.subset(4, size) });
            }
            for then_issue in (issue + 1)..=(issue + width).min(issues - 1) {
                let options = vec![draw.below(4)];
                let size = 1 + draw.below(2);
                let then_options = draw.subset(4, size);
                kinds.push(Kind::Linked { issue, options, then_issue, then_options });
            }
        }
        let kinds = kinds.into_iter().enumerate();
        let demands = kinds.map(|(id, kind)| Demand { id, party: id % 4, kind }).collect();
        Self { issues, options: 4, parties: 4, seed, demands }
    }

    /// So many links, each between issues at most `reach` apart.
    pub fn links(issues: usize, options: usize, count: usize, reach: usize, seed: u64) -> Self {
        let mut draw = Lcg::new(seed);
        let demands = (0..count).map(|id| {
            let issue = draw.below(issues);
            // One of the issues within reach, on either side.
            let (low, high) = (issue.saturating_sub(reach), (issue + reach).min(issues - 1));
            let other = low + draw.below(high - low);
            let then_issue = other + usize::from(other >= issue);
            let from = vec![draw.below(options)];
            let then_options = draw.subset(options, options / 2);
            let kind = Kind::Linked { issue, options: from, then_issue, then_options };
            Demand { id, party: id % 4, kind }
        });
        let demands = demands.collect();
        Self { issues, options, parties: 4, seed, demands }
    }

    /// By issue: how many options it has.
    pub fn domains(&self) -> Vec<usize> {
        vec![self.options; self.issues]
    }

    /// By demand: the table that is true where it is kept.
    pub fn tables(&self) -> Vec<Factor<bool>> {
        let domains = self.domains();
        let table = |demand: &Demand| {
            // Tables list their variables rising.
            let scope = demand.kind.scope();
            let turned = scope.len() == 2 && scope[0] > scope[1];
            let mut sorted = scope.clone();
            sorted.sort_unstable();
            Factor::tabulate(&domains, sorted, |values| {
                if turned {
                    demand.kind.holds(&[values[1], values[0]])
                } else {
                    demand.kind.holds(values)
                }
            })
        };
        self.demands.iter().map(table).collect()
    }

    /// An upper bound of the treewidth of the links' graph: the issues are eliminated, always one
    /// of least degree.
    pub fn width(&self) -> usize {
        let mut near = vec![std::collections::BTreeSet::new(); self.issues];
        for demand in &self.demands {
            if let [one, other] = demand.kind.scope()[..] {
                near[one].insert(other);
                near[other].insert(one);
            }
        }
        let mut left: Vec<usize> = (0..self.issues).collect();
        let mut width = 0;
        while let Some(next) = left.iter().copied().min_by_key(|issue| near[*issue].len()) {
            left.retain(|issue| *issue != next);
            let around = std::mem::take(&mut near[next]);
            width = width.max(around.len());
            for one in &around {
                near[*one].remove(&next);
                near[*one].extend(around.iter().filter(|other| *other != one));
            }
        }
        width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by the Python of `reference/generate.py`, which shares no code with this file.
    #[test]
    fn draws_are_those_of_the_reference() {
        let reference: serde_json::Value =
            serde_json::from_str(include_str!("../reference/demands_n50_mid_s1.json")).unwrap();
        let drawn = serde_json::to_value(Demands::random(50, Tightness::Mid, 1)).unwrap();
        assert_eq!(reference["demands"], drawn["demands"]);
    }

    #[test]
    fn a_band_is_as_wide_as_asked() {
        for width in 1..6 {
            assert_eq!(Demands::band(20, width, 1).width(), width);
        }
    }
}
