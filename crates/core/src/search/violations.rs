//! The least violations of a table: the shortest partial assignments all of whose extensions it
//! forbids.

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable, for_each, strides_of};

/// The least partial assignments all of whose extensions a table forbids.
pub(super) fn violations(
    domains: &[usize],
    factor: &Factor<bool>,
    budget: &mut Budget,
) -> Result<Vec<Vec<(Variable, usize)>>, Exhausted> {
    let scope = factor.scope();
    let sizes: Vec<usize> =
        scope.iter().map(|variable| domains.get(*variable).copied().unwrap_or(1)).collect();
    // One more value a variable, "any": true where every value is forbidden.
    let open: Vec<usize> = sizes.iter().map(|size| size + 1).collect();
    let total = open.iter().fold(1_u64, |product, size| product.saturating_mul(*size as u64));
    budget.spend(total)?;
    let mut strides = vec![1; open.len()];
    strides_of(&open, &mut strides);
    let index = |values: &[usize]| -> usize {
        values.iter().zip(&strides).map(|(value, stride)| value * stride).sum()
    };
    let mut forbidden = vec![false; usize::try_from(total).unwrap_or(0)];
    let mut entries = factor.entries().iter();
    for_each(&sizes, |values| {
        if let (Some(cell), Some(allowed)) = (forbidden.get_mut(index(values)), entries.next()) {
            *cell = !allowed;
        }
    });
    for (place, size) in sizes.iter().enumerate() {
        // Variables before `place` may already be "any"; those after it are not yet.
        let range: Vec<usize> = open
            .iter()
            .zip(&sizes)
            .enumerate()
            .map(|(other, (open, size))| match other.cmp(&place) {
                std::cmp::Ordering::Less => *open,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => *size,
            })
            .collect();
        let stride = strides.get(place).copied().unwrap_or(1);
        for_each(&range, |values| {
            let from = index(values);
            let every = (0..*size)
                .all(|value| forbidden.get(from + value * stride).copied().unwrap_or(false));
            if let Some(cell) = forbidden.get_mut(from + size * stride) {
                *cell = every;
            }
        });
    }
    let mut least = Vec::new();
    for_each(&open, |values| {
        let here = index(values);
        if !forbidden.get(here).copied().unwrap_or(false) {
            return;
        }
        let parts = || values.iter().zip(&sizes).zip(&strides);
        let wider = parts().any(|((value, size), stride)| {
            value < size && forbidden.get(here + (size - value) * stride).copied().unwrap_or(false)
        });
        if !wider {
            let fixed = parts().zip(scope).filter(|(((value, size), _), _)| value < size);
            least.push(fixed.map(|(((value, _), _), variable)| (*variable, *value)).collect());
        }
    });
    Ok(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_its_least_violations() {
        // Forbidden: the first variable is 1, whatever the second.
        let factor = Factor::tabulate(&[2, 3], vec![0, 1], |values| values[0] == 0);
        let least = violations(&[2, 3], &factor, &mut Budget::new(1000)).unwrap();
        assert_eq!(least, [vec![(0, 1)]]);
    }
}
