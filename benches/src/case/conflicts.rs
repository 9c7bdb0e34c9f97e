//! All conflicts among drawn demands.

use impasse_core::search::{Budget, Factor, nogoods};

use super::{Case, Measurement, case};
use crate::demands::{Demands, Tightness};
use crate::usage::measured;

/// Sizes at which conflicts are compared with other tools.
pub const COUNTS: [usize; 4] = [50, 100, 200, 500];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for count in COUNTS {
        for (word, tightness) in [("loose", Tightness::Loose), ("mid", Tightness::Mid)] {
            for seed in 1..=3 {
                cases.push(case(format!("conflicts/n{count}_{word}_s{seed}"), move |_| {
                    Some(all_conflicts(&Demands::random(count, tightness, seed)))
                }));
            }
        }
    }
    cases
}

pub(super) fn all_conflicts(demands: &Demands) -> Measurement {
    let (domains, tables) = (demands.domains(), demands.tables());
    let soft: Vec<&Factor<bool>> = tables.iter().collect();
    let (cost, (found, spent)) = measured(|| {
        let mut budget = Budget::new(Budget::DEFAULT);
        let found = nogoods::conflicts(&domains, &[], &soft, &mut budget);
        (found, budget.spent())
    });
    let measurement = Measurement::new(cost)
        .with("demands", demands.demands.len())
        .with("width", demands.width())
        .with("complete", found.is_ok())
        .with("steps", spent);
    match found {
        Ok(found) => measurement
            .with("conflicts", found.len())
            .with("largest", found.iter().map(Vec::len).max().unwrap_or(0)),
        Err(_) => measurement,
    }
}
