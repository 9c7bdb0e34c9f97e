//! [`Factor`]: a function of a few variables, as a table.

/// A variable, counted from zero; its values are counted from zero as well.
pub type Variable = usize;

/// A function of a few variables, as a table over all their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor<T> {
    /// The variables, rising.
    scope: Vec<Variable>,
    /// How far apart in the table neighbouring values of each variable stand.
    strides: Vec<usize>,
    /// One entry for each combination; the last variable changes fastest.
    entries: Vec<T>,
}

impl<T> Factor<T> {
    /// The table of `value` over the variables of `scope`, which is handed their values in the
    /// order of the scope. `domains` says how many values each variable has.
    pub fn tabulate(
        domains: &[usize],
        mut scope: Vec<Variable>,
        mut value: impl FnMut(&[usize]) -> T,
    ) -> Self {
        scope.sort_unstable();
        scope.dedup();
        let sizes: Vec<usize> =
            scope.iter().map(|variable| domains.get(*variable).copied().unwrap_or(1)).collect();
        let mut strides = vec![1; scope.len()];
        strides_of(&sizes, &mut strides);
        let mut entries = Vec::with_capacity(sizes.iter().product());
        for_each(&sizes, |values| entries.push(value(values)));
        Self { scope, strides, entries }
    }

    /// The variables, rising.
    pub fn scope(&self) -> &[Variable] {
        &self.scope
    }

    /// The entries; the last variable changes fastest.
    pub fn entries(&self) -> &[T] {
        &self.entries
    }

    /// How far one step of a variable moves in the table; zero for other variables.
    pub fn stride(&self, variable: Variable) -> usize {
        let place = self.scope.binary_search(&variable).ok();
        place.and_then(|place| self.strides.get(place).copied()).unwrap_or(0)
    }

    /// The entry for a complete assignment of the variables.
    pub fn at(&self, assignment: &[usize]) -> Option<&T> {
        let steps = self.scope.iter().zip(&self.strides);
        let index = steps
            .map(|(variable, stride)| assignment.get(*variable).map(|value| value * stride))
            .sum::<Option<usize>>()?;
        self.entries.get(index)
    }

    /// The same table over variables that stand so many places later.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self
    where
        T: Clone,
    {
        let scope = self.scope.iter().map(|variable| variable + by).collect();
        Self { scope, ..self.clone() }
    }

    /// A table of something else over the same variables.
    pub fn map<U>(&self, convert: impl FnMut(&T) -> U) -> Factor<U> {
        Factor {
            scope: self.scope.clone(),
            strides: self.strides.clone(),
            entries: self.entries.iter().map(convert).collect(),
        }
    }
}

/// How far apart neighbouring values of each variable stand in a table, the last changing fastest.
pub(super) fn strides_of(sizes: &[usize], strides: &mut [usize]) {
    let mut apart = 1;
    for (stride, size) in strides.iter_mut().zip(sizes).rev() {
        *stride = apart;
        // A table too large to number is too large to make: its maker asks its budget first.
        apart = apart.saturating_mul(*size);
    }
}

/// Calls `visit` with every combination of values, the last changing fastest.
pub fn for_each(sizes: &[usize], mut visit: impl FnMut(&[usize])) {
    if sizes.contains(&0) {
        return;
    }
    let mut values = vec![0; sizes.len()];
    loop {
        visit(&values);
        let mut place = sizes.len();
        loop {
            let Some(before) = place.checked_sub(1) else { return };
            place = before;
            if let (Some(value), Some(size)) = (values.get_mut(place), sizes.get(place)) {
                *value += 1;
                if *value < *size {
                    break;
                }
                *value = 0;
            }
        }
    }
}

/// Calls `visit` with every combination of values, the last changing fastest; of each it says
/// where it stands in some tables. `steps` tells for each table how far one step of each value
/// moves in it.
pub(super) fn walk(sizes: &[usize], steps: &[Vec<usize>], mut visit: impl FnMut(&[usize])) {
    // What changes in each table when the value at a place rises and all later ones fall back to
    // zero: modulo the word size, so that falling back is an addition as well.
    let rise = |place: usize| -> Vec<usize> {
        let back = |steps: &Vec<usize>| {
            let later = steps.iter().zip(sizes).skip(place + 1);
            later.map(|(step, size)| step * size.saturating_sub(1)).sum::<usize>()
        };
        let rises =
            steps.iter().map(|it| it.get(place).copied().unwrap_or(0).wrapping_sub(back(it)));
        rises.collect()
    };
    if sizes.contains(&0) {
        return;
    }
    let mut digits: Vec<(usize, usize, Vec<usize>)> =
        sizes.iter().enumerate().map(|(place, size)| (0, *size, rise(place))).collect();
    let mut places = vec![0_usize; steps.len()];
    'next: loop {
        visit(&places);
        for (value, size, rise) in digits.iter_mut().rev() {
            *value += 1;
            if *value < *size {
                for (place, rise) in places.iter_mut().zip(rise) {
                    *place = place.wrapping_add(*rise);
                }
                continue 'next;
            }
            *value = 0;
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_indexed_by_variable() {
        let domains = [2, 3, 4];
        let factor = Factor::tabulate(&domains, vec![2, 0], |values| (values[0], values[1]));
        assert_eq!(factor.scope(), [0, 2]);
        assert_eq!(factor.at(&[1, 0, 3]), Some(&(1, 3)));
        assert_eq!(factor.entries().len(), 8);
        assert_eq!((factor.stride(0), factor.stride(1), factor.stride(2)), (4, 0, 1));
    }
}
