//! [`Domains`]: which values each variable can still take.

use std::ops::Range;

use super::factor::Variable;

/// Where the values of each variable stand in [`Domains`] and in lists with one place a value.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    sizes: Vec<usize>,
    words: Vec<Range<usize>>,
    literals: Vec<usize>,
}

/// Which values each variable can still take: one bit a value, each variable's from a new word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domains(Vec<u64>);

impl Layout {
    pub(super) fn new(sizes: &[usize]) -> Self {
        let mut layout = Self { sizes: sizes.to_vec(), words: Vec::new(), literals: vec![0] };
        let (mut word, mut literal) = (0, 0);
        for size in sizes {
            let until = word + size.div_ceil(64).max(1);
            layout.words.push(word..until);
            word = until;
            literal += size;
            layout.literals.push(literal);
        }
        layout
    }

    /// How many variables there are.
    pub(super) fn variables(&self) -> usize {
        self.sizes.len()
    }

    /// How many values a variable has at first.
    pub(super) fn size(&self, variable: Variable) -> usize {
        self.sizes.get(variable).copied().unwrap_or(0)
    }

    /// How many values all variables have together.
    pub(super) fn literals(&self) -> usize {
        self.literals.last().copied().unwrap_or(0)
    }

    /// The place of a variable's first value in a list with one place a value.
    pub(super) fn literal(&self, variable: Variable) -> usize {
        self.literals.get(variable).copied().unwrap_or(0)
    }

    /// How many words the values of a variable take.
    pub(super) fn width(&self, variable: Variable) -> usize {
        self.range(variable).len()
    }

    fn range(&self, variable: Variable) -> Range<usize> {
        self.words.get(variable).cloned().unwrap_or(0..0)
    }
}

impl Domains {
    /// Every value of every variable.
    pub(super) fn full(layout: &Layout) -> Self {
        let mut words = Vec::new();
        for size in &layout.sizes {
            let mut left = *size;
            loop {
                let here = left.min(64);
                words.push(if here == 64 { u64::MAX } else { (1 << here) - 1 });
                left -= here;
                if left == 0 {
                    break;
                }
            }
        }
        Self(words)
    }

    /// The values of a variable, as words.
    pub(super) fn words(&self, layout: &Layout, variable: Variable) -> &[u64] {
        self.0.get(layout.range(variable)).unwrap_or(&[])
    }

    /// The values of a variable, rising.
    pub(super) fn values<'a>(
        &'a self,
        layout: &Layout,
        variable: Variable,
    ) -> impl Iterator<Item = usize> + use<'a> {
        bits(self.words(layout, variable))
    }

    /// How many values a variable has left.
    pub(super) fn count(&self, layout: &Layout, variable: Variable) -> usize {
        self.words(layout, variable).iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps only some values of a variable, given as words. Whether that took any away.
    pub(super) fn narrow(&mut self, layout: &Layout, variable: Variable, kept: &[u64]) -> bool {
        let mut changed = false;
        if let Some(words) = self.0.get_mut(layout.range(variable)) {
            for (word, kept) in words.iter_mut().zip(kept) {
                changed |= *word & !kept != 0;
                *word &= kept;
            }
        }
        changed
    }

    /// Takes one value away.
    pub(super) fn remove(&mut self, layout: &Layout, variable: Variable, value: usize) {
        if let Some(words) = self.0.get_mut(layout.range(variable))
            && let Some(word) = words.get_mut(value / 64)
        {
            *word &= !(1 << (value % 64));
        }
    }

    /// Keeps one value only.
    pub(super) fn fix(&mut self, layout: &Layout, variable: Variable, value: usize) {
        if let Some(words) = self.0.get_mut(layout.range(variable)) {
            words.fill(0);
            if let Some(word) = words.get_mut(value / 64) {
                *word = 1 << (value % 64);
            }
        }
    }

    /// The first value of each variable.
    pub(super) fn firsts(&self, layout: &Layout) -> Vec<usize> {
        (0..layout.variables()).map(|it| self.values(layout, it).next().unwrap_or(0)).collect()
    }
}

/// The places of the ones, rising.
pub(super) fn bits(words: &[u64]) -> impl Iterator<Item = usize> + use<'_> {
    words.iter().enumerate().flat_map(|(place, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros() as usize;
            left &= left.checked_sub(1)?;
            Some(place * 64 + bit)
        })
    })
}

/// Puts a one at a place.
pub(super) fn set(words: &mut [u64], place: usize) {
    if let Some(word) = words.get_mut(place / 64) {
        *word |= 1 << (place % 64);
    }
}

/// Whether there is a one at a place.
pub(super) fn has(words: &[u64], place: usize) -> bool {
    words.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
}
