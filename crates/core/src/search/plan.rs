//! [`Plan`]: in which order variables are eliminated, and what each elimination leaves behind
//! (Dechter 1999). A plan depends on which variables tables join, not on what the tables say.

use super::factor::{Factor, Variable, strides_of};

/// An order of elimination.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many values each variable has.
    pub(super) domains: Vec<usize>,
    /// One for each variable that some table names, in the order of elimination.
    pub(super) buckets: Vec<Bucket>,
    /// By variable: its bucket; none where no table names it.
    home: Vec<Option<usize>>,
}

/// What eliminating a variable leaves behind: a message, a table over its neighbours.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    pub(super) variable: Variable,
    /// The variables that the message still depends on, rising.
    pub(super) neighbours: Vec<Variable>,
    /// How far apart in the message neighbouring values of each neighbour stand.
    strides: Vec<usize>,
    /// How many values each neighbour has, then the variable itself.
    pub(super) sizes: Vec<usize>,
    /// The earlier buckets whose messages this one takes up.
    pub(super) children: Vec<usize>,
    /// Whether no later bucket takes its message up.
    pub(super) is_root: bool,
}

impl Plan {
    /// A plan for tables of these scopes: next the variable whose neighbours have the fewest
    /// combinations, of several the first.
    pub fn new<'a>(domains: &[usize], scopes: impl IntoIterator<Item = &'a [Variable]>) -> Self {
        let size = |variable: Variable| domains.get(variable).copied().unwrap_or(1);
        let mut near: Vec<Option<Vec<Variable>>> = vec![None; domains.len()];
        for scope in scopes {
            for variable in scope {
                if let Some(slot) = near.get_mut(*variable) {
                    join(slot.get_or_insert_default(), scope, *variable);
                }
            }
        }
        let combinations = |near: &[Variable]| {
            near.iter().fold(1_u64, |product, it| product.saturating_mul(size(*it) as u64))
        };
        let mut left: Vec<(Variable, u64)> = near
            .iter()
            .enumerate()
            .filter_map(|(variable, near)| Some((variable, combinations(near.as_ref()?))))
            .collect();
        let mut plan = Self {
            domains: domains.to_vec(),
            buckets: Vec::with_capacity(left.len()),
            home: vec![None; domains.len()],
        };
        while let Some(next) = (0..left.len()).min_by_key(|it| left.get(*it).map(|it| it.1)) {
            let (variable, _) = left.remove(next);
            let neighbours = near.get_mut(variable).and_then(Option::take).unwrap_or_default();
            for neighbour in &neighbours {
                let Some(Some(around)) = near.get_mut(*neighbour) else { continue };
                around.retain(|other| *other != variable);
                join(around, &neighbours, *neighbour);
                if let Ok(place) = left.binary_search_by_key(neighbour, |it| it.0)
                    && let Some((_, count)) = left.get_mut(place)
                {
                    *count = combinations(around);
                }
            }
            plan.push(variable, neighbours);
        }
        for place in 0..plan.buckets.len() {
            let scope = plan.buckets.get(place).map_or(&[][..], |it| &it.neighbours);
            let parent = plan.home(scope);
            if let Some(bucket) = plan.buckets.get_mut(parent.unwrap_or(place)) {
                match parent {
                    Some(_) => bucket.children.push(place),
                    None => bucket.is_root = true,
                }
            }
        }
        plan
    }

    fn push(&mut self, variable: Variable, neighbours: Vec<Variable>) {
        let size = |it: &Variable| self.domains.get(*it).copied().unwrap_or(1);
        let mut sizes: Vec<usize> = neighbours.iter().map(size).collect();
        let mut strides = vec![1; sizes.len()];
        strides_of(&sizes, &mut strides);
        sizes.push(size(&variable));
        if let Some(home) = self.home.get_mut(variable) {
            *home = Some(self.buckets.len());
        }
        let children = Vec::new();
        let bucket = Bucket { variable, neighbours, strides, sizes, children, is_root: false };
        self.buckets.push(bucket);
    }

    /// The bucket that a table belongs to: that of the first of its variables to go. None for a
    /// table without variables.
    pub(super) fn home(&self, scope: &[Variable]) -> Option<usize> {
        scope.iter().filter_map(|variable| *self.home.get(*variable)?).min()
    }

    /// By bucket, the places of the tables that belong to it.
    pub(super) fn sorted<'a>(
        &self,
        scopes: impl Iterator<Item = &'a [Variable]>,
    ) -> Vec<Vec<usize>> {
        let mut sorted = vec![Vec::new(); self.buckets.len()];
        for (place, scope) in scopes.enumerate() {
            if let Some(list) = self.home(scope).and_then(|home| sorted.get_mut(home)) {
                list.push(place);
            }
        }
        sorted
    }
}

impl Bucket {
    /// How many combinations of the neighbours' values and its own there are.
    pub(super) fn combinations(&self) -> u64 {
        self.sizes.iter().fold(1, |product, size| product.saturating_mul(*size as u64))
    }

    /// The steps that its table counts as: large tables also cost memory, and so count more.
    pub(super) fn cost(&self) -> u64 {
        const LARGE: u64 = 1 << 20;
        let combinations = self.combinations();
        if combinations > LARGE { combinations.saturating_mul(8) } else { combinations }
    }

    /// How many values its variable has.
    pub(super) fn values(&self) -> usize {
        self.sizes.last().copied().unwrap_or(1)
    }

    /// How many combinations of its neighbours' values there are.
    pub(super) fn entries(&self) -> usize {
        self.sizes.iter().rev().skip(1).fold(1, |product, size| product.saturating_mul(*size))
    }

    /// The steps in a table of the neighbours and then the variable.
    pub(super) fn steps(&self, stride: impl Fn(Variable) -> usize) -> Vec<usize> {
        self.neighbours.iter().chain([&self.variable]).map(|it| stride(*it)).collect()
    }

    pub(super) fn steps_of<T>(&self, factor: &Factor<T>) -> Vec<usize> {
        self.steps(|variable| factor.stride(variable))
    }

    /// The steps in the message of another bucket.
    pub(super) fn steps_in(&self, message: &Self) -> Vec<usize> {
        self.steps(|variable| {
            let place = message.neighbours.binary_search(&variable).ok();
            place.and_then(|place| message.strides.get(place).copied()).unwrap_or(0)
        })
    }
}

/// Adds variables to a rising list, one of them left out.
fn join(list: &mut Vec<Variable>, more: &[Variable], except: Variable) {
    list.extend(more.iter().filter(|it| **it != except));
    list.sort_unstable();
    list.dedup();
}
