//! Which values can occur at all? All of them at once, in two passes over a plan: what is
//! eliminated tells its neighbours what it allows, and then the other way round (Dechter 1999).

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, walk};
use super::plan::Plan;

/// By bucket what is allowed by its own tables and those below it.
struct Allowed {
    /// Over its neighbours and its variable.
    joints: Vec<Vec<bool>>,
    /// Over its neighbours: whether any value of its variable is.
    messages: Vec<Vec<bool>>,
}

impl Plan {
    /// By variable and value: whether some assignment that these tables allow has the value.
    /// None where they allow no assignment.
    ///
    /// Every table must join only variables that the plan knew to be joined.
    pub fn support(
        &self,
        hard: &[&Factor<bool>],
        budget: &mut Budget,
    ) -> Result<Option<Vec<Vec<bool>>>, Exhausted> {
        let Some(allowed) = self.allowed(hard, budget)? else { return Ok(None) };
        self.backwards(allowed, budget).map(Some)
    }

    /// Whether these tables allow any assignment.
    pub fn is_satisfiable(
        &self,
        hard: &[&Factor<bool>],
        budget: &mut Budget,
    ) -> Result<bool, Exhausted> {
        Ok(self.allowed(hard, budget)?.is_some())
    }

    /// The pass forwards: by bucket what its own tables and those below it allow.
    fn allowed(
        &self,
        hard: &[&Factor<bool>],
        budget: &mut Budget,
    ) -> Result<Option<Allowed>, Exhausted> {
        if hard.iter().any(|it| !it.entries().contains(&true)) {
            return Ok(None);
        }
        let mut joints: Vec<Vec<bool>> = Vec::with_capacity(self.buckets.len());
        let mut messages: Vec<Vec<bool>> = Vec::with_capacity(self.buckets.len());
        let hard_at = self.sorted(hard.iter().map(|it| it.scope()));
        for (bucket, hard_here) in self.buckets.iter().zip(hard_at) {
            budget.spend(bucket.cost())?;
            let here: Vec<&Factor<bool>> =
                hard_here.iter().filter_map(|it| hard.get(*it).copied()).collect();
            let children = bucket.children.iter();
            let below = children.clone().filter_map(|it| messages.get(*it)).map(Vec::as_slice);
            let tables: Vec<&[bool]> = here.iter().map(|it| it.entries()).chain(below).collect();
            let mut steps: Vec<Vec<usize>> = here.iter().map(|it| bucket.steps_of(it)).collect();
            let children = children.filter_map(|it| self.buckets.get(*it));
            steps.extend(children.map(|it| bucket.steps_in(it)));
            let mut joint = Vec::with_capacity(bucket.entries() * bucket.values());
            walk(&bucket.sizes, &steps, |places| {
                let mut tables = tables.iter().zip(places);
                joint.push(tables.all(|(table, at)| table.get(*at) == Some(&true)));
            });
            let message: Vec<bool> =
                joint.chunks(bucket.values().max(1)).map(|values| values.contains(&true)).collect();
            if bucket.is_root && !message.contains(&true) {
                return Ok(None);
            }
            joints.push(joint);
            messages.push(message);
        }
        Ok(Some(Allowed { joints, messages }))
    }

    /// The pass back from the last bucket: what the rest of the variables allows each one.
    fn backwards(
        &self,
        allowed: Allowed,
        budget: &mut Budget,
    ) -> Result<Vec<Vec<bool>>, Exhausted> {
        let Allowed { mut joints, mut messages } = allowed;
        let mut found: Vec<Vec<bool>> = self.domains.iter().map(|size| vec![true; *size]).collect();
        while let (Some(mut joint), Some(outside)) = (joints.pop(), messages.pop()) {
            let Some(bucket) = self.buckets.get(joints.len()) else { break };
            budget.spend(bucket.cost())?;
            let mut seen = vec![false; bucket.values()];
            for (values, possible) in joint.chunks_mut(bucket.values().max(1)).zip(outside) {
                for (value, seen) in values.iter_mut().zip(&mut seen) {
                    *value &= possible;
                    *seen |= *value;
                }
            }
            if let Some(slot) = found.get_mut(bucket.variable) {
                *slot = seen;
            }
            let children: Vec<usize> = bucket.children.clone();
            let below = children.iter().filter_map(|it| self.buckets.get(*it));
            let steps: Vec<Vec<usize>> = below.map(|it| bucket.steps_in(it)).collect();
            let mut wanted: Vec<Vec<bool>> = children
                .iter()
                .filter_map(|it| messages.get(*it))
                .map(|message| vec![false; message.len()])
                .collect();
            let mut entries = joint.iter();
            walk(&bucket.sizes, &steps, |places| {
                if entries.next() == Some(&true) {
                    for (wanted, at) in wanted.iter_mut().zip(places) {
                        if let Some(slot) = wanted.get_mut(*at) {
                            *slot = true;
                        }
                    }
                }
            });
            for (child, wanted) in children.iter().zip(wanted) {
                if let Some(message) = messages.get_mut(*child) {
                    *message = wanted;
                }
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::factor::for_each;

    #[test]
    fn supported_values_are_those_that_enumeration_meets() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from((state >> 33) % below).unwrap()
        };
        for _ in 0..300 {
            let domains: Vec<usize> = (0..6).map(|_| 1 + next(3)).collect();
            let hard: Vec<Factor<bool>> = (0..next(7))
                .map(|_| {
                    let scope = (0..next(4)).map(|_| next(6)).collect();
                    Factor::tabulate(&domains, scope, |_| next(5) > 1)
                })
                .collect();
            let mut met: Vec<Vec<bool>> = domains.iter().map(|size| vec![false; *size]).collect();
            let mut any = false;
            for_each(&domains, |values| {
                if hard.iter().all(|factor| *factor.at(values).unwrap()) {
                    any = true;
                    for (seen, value) in met.iter_mut().zip(values) {
                        seen[*value] = true;
                    }
                }
            });
            let plan = Plan::new(&domains, hard.iter().map(Factor::scope));
            let tables: Vec<&Factor<bool>> = hard.iter().collect();
            let found = plan.support(&tables, &mut Budget::new(Budget::DEFAULT)).unwrap();
            assert_eq!(found, any.then_some(met));
        }
    }
}
