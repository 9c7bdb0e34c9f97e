//! [`Table`]: a list that only its own kind of id can index.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A place in a [`Table`].
pub trait Id: Copy + From<usize> {
    /// The place, counted from zero.
    fn index(self) -> usize;
}

/// Values in file order, one for each id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<I, T> {
    values: Vec<T>,
    ids: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// A table of these values.
    pub(crate) fn new(values: Vec<T>) -> Self {
        Self { values, ids: PhantomData }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The ids, in file order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.values.len()).map(I::from)
    }

    /// The values, in file order.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// Ids with their values, in file order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.values.iter().enumerate().map(|(index, value)| (I::from(index), value))
    }

    /// Adds a value and gives its id.
    pub(crate) fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::from(self.values.len() - 1)
    }

    /// The id of the first value for which `test` holds.
    pub fn find(&self, test: impl FnMut(&T) -> bool) -> Option<I> {
        self.values.iter().position(test).map(I::from)
    }
}

#[expect(clippy::indexing_slicing, reason = "ids are made by the table they index")]
impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.values[id.index()]
    }
}

#[expect(clippy::indexing_slicing, reason = "ids are made by the table they index")]
impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.values[id.index()]
    }
}
