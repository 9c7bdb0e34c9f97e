//! A problem as a decision diagram: layer by layer, one variable each, paths from the root to the
//! end are exactly the allowed assignments, and the gains along a path add up to its gains
//! (Bergman, Cire, van Hoeve and Hooker 2016).
//!
//! A node stands for all partial assignments with the same future: those that leave the same of
//! every table. So the diagram is as wide as the tables make it and no wider: tables of one
//! variable cost nothing, a table of a few variables is remembered only while some of them are
//! open, and only as far as it still tells assignments apart. Every question on assignments is a
//! question on paths.
#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbered by their lists")]

use std::collections::BTreeMap;
use std::ops::Add;

use num_bigint::BigUint;
use num_traits::Zero;
use smallvec::{SmallVec, smallvec};

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable};
use super::order::order;
use numbers::Numbers;

/// What is allowed, and what it gains.
#[derive(Clone, Debug, Default)]
pub struct Additive<'a> {
    /// How many values each variable has.
    pub domains: Vec<usize>,
    /// Tables that are false where an assignment is forbidden.
    pub hard: Vec<&'a Factor<bool>>,
    /// Gains: each table adds to one dimension. The sums must fit in 62 bits.
    pub gains: Vec<(usize, &'a Factor<i64>)>,
    /// How many dimensions there are.
    pub dimensions: usize,
}

/// A problem as a diagram.
#[derive(Clone, Debug)]
pub struct Diagram {
    /// How many variables the problem has.
    pub(super) variables: usize,
    /// How many dimensions the gains have.
    pub(super) dimensions: usize,
    /// What every assignment gains.
    pub(super) constant: Vec<i64>,
    /// One layer a variable.
    pub(super) layers: Vec<Layer>,
    /// Whether any path reaches the end.
    pub(super) feasible: bool,
}

/// The arcs of one variable.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) variable: Variable,
    /// How many nodes the arcs begin at.
    pub(super) nodes: usize,
    pub(super) arcs: Vec<Arc>,
}

/// One or several values that lead from a node to the same node for the same gain.
#[derive(Clone, Debug)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) values: SmallVec<[usize; 2]>,
    pub(super) gain: SmallVec<[i64; 4]>,
}

/// A table read variable by variable: its states are what is left of it.
struct Automaton {
    dimension: Option<usize>,
    /// Its variables, in the order of the layers.
    scope: Vec<Variable>,
    root: Step,
    /// By variable of the scope: by state, by value, the step.
    levels: Vec<Vec<Vec<Step>>>,
}

/// What is left of a table, and what was gained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    state: u32,
    gain: i64,
}

/// Nothing is left: whatever follows is allowed and gains nothing.
const DONE: u32 = u32::MAX;
/// Whatever follows is forbidden.
const DEAD: u32 = u32::MAX - 1;

impl Automaton {
    fn hard(factor: &Factor<bool>, domains: &[usize], place: &[usize]) -> Self {
        let step = |allowed: &bool| Step { state: if *allowed { DONE } else { DEAD }, gain: 0 };
        Self::new(factor, None, domains, place, step)
    }

    fn gain(dimension: usize, factor: &Factor<i64>, domains: &[usize], place: &[usize]) -> Self {
        let step = |gain: &i64| Step { state: DONE, gain: *gain };
        Self::new(factor, Some(dimension), domains, place, step)
    }

    fn new<T>(
        factor: &Factor<T>,
        dimension: Option<usize>,
        domains: &[usize],
        place: &[usize],
        step: impl Fn(&T) -> Step,
    ) -> Self {
        let mut scope = factor.scope().to_vec();
        scope.sort_by_key(|variable| place[*variable]);
        // The entries in the order of the layers, then folded from the last variable to the first.
        let mut steps = Vec::with_capacity(factor.entries().len());
        let mut values = vec![0; domains.len()];
        reordered(&scope, domains, &mut values, &mut |values| {
            steps.extend(factor.at(values).map(&step));
        });
        let mut levels = Vec::with_capacity(scope.len());
        for variable in scope.iter().rev() {
            let mut known: BTreeMap<Vec<Step>, u32> = BTreeMap::new();
            let mut level: Vec<Vec<Step>> = Vec::new();
            let folded = steps.chunks(domains[*variable]).map(|children| {
                let base = children.iter().find(|it| it.state != DEAD).map_or(0, |it| it.gain);
                let children: Vec<Step> = children
                    .iter()
                    .map(|it| match it.state {
                        DEAD => Step { state: DEAD, gain: 0 },
                        state => Step { state, gain: it.gain - base },
                    })
                    .collect();
                let all = |state| children.iter().all(|it| *it == Step { state, gain: 0 });
                let state = if all(DONE) {
                    DONE
                } else if all(DEAD) {
                    DEAD
                } else {
                    let next = u32::try_from(level.len()).unwrap_or(DEAD);
                    *known.entry(children).or_insert_with_key(|children| {
                        level.push(children.clone());
                        next
                    })
                };
                Step { state, gain: base }
            });
            steps = folded.collect();
            levels.push(level);
        }
        levels.reverse();
        let root = steps.first().copied().unwrap_or(Step { state: DONE, gain: 0 });
        Self { dimension, scope, root, levels }
    }
}

/// Calls `visit` with every combination of some variables, the last of them changing fastest.
fn reordered(
    scope: &[Variable],
    domains: &[usize],
    values: &mut [usize],
    visit: &mut impl FnMut(&[usize]),
) {
    let Some((first, rest)) = scope.split_first() else { return visit(values) };
    for value in 0..domains[*first] {
        values[*first] = value;
        reordered(rest, domains, values, visit);
    }
}

type State = SmallVec<[u32; 12]>;

impl Diagram {
    /// The diagram of a problem. One unit of work is one value tried at one node.
    pub fn new(problem: &Additive<'_>, budget: &mut Budget) -> Result<Self, Exhausted> {
        let domains = &problem.domains;
        let fixed = fixed(problem);
        let hard: Vec<Factor<bool>> =
            problem.hard.iter().map(|it| conditioned(domains, it, &fixed)).collect();
        let gains: Vec<(usize, Factor<i64>)> =
            problem.gains.iter().map(|(to, it)| (*to, conditioned(domains, it, &fixed))).collect();
        let problem = &Additive {
            domains: domains.clone(),
            hard: hard.iter().collect(),
            gains: gains.iter().map(|(to, it)| (*to, it)).collect(),
            dimensions: problem.dimensions,
        };
        let order = order(problem);
        let mut place = vec![0; domains.len()];
        for (at, variable) in order.iter().enumerate() {
            place[*variable] = at;
        }
        let hard = absorbed(domains, &problem.hard, |one, two| *one && *two);
        let hard = hard.iter().map(|it| Automaton::hard(it, domains, &place));
        let mut tables: Vec<Automaton> = hard.collect();
        for dimension in 0..problem.dimensions {
            let gains = problem.gains.iter().filter(|(to, _)| *to == dimension);
            let gains: Vec<&Factor<i64>> = gains.map(|(_, it)| *it).collect();
            let gains = absorbed(domains, &gains, |one, two| one + two);
            tables.extend(gains.iter().map(|it| Automaton::gain(dimension, it, domains, &place)));
        }
        let mut diagram = Self {
            variables: domains.len(),
            dimensions: problem.dimensions,
            constant: vec![0; problem.dimensions],
            layers: Vec::with_capacity(order.len()),
            feasible: tables.iter().all(|it| it.root.state != DEAD),
        };
        for table in &tables {
            if let Some(dimension) = table.dimension {
                diagram.constant[dimension] += table.root.gain;
            }
        }
        let tables: Vec<Automaton> =
            tables.into_iter().filter(|it| it.root.state != DONE).collect();
        let mut open: Vec<usize> = Vec::new();
        let mut states: Vec<State> = vec![State::new()];
        for (at, variable) in order.iter().enumerate() {
            if !diagram.feasible {
                break;
            }
            let layer = Unfolding { tables: &tables, place: &place, at, open: &open };
            let made =
                layer.arcs(*variable, domains[*variable], problem.dimensions, &states, budget)?;
            let nodes = states.len();
            diagram.layers.push(Layer { variable: *variable, nodes, arcs: made.arcs });
            (states, open) = (made.states, made.open);
            diagram.feasible = !states.is_empty();
        }
        diagram.trim();
        Ok(diagram)
    }

    /// Leaves only what lies on a path from the root to the end.
    fn trim(&mut self) {
        let mut reached = vec![true];
        for at in 0..self.layers.len() {
            let after = self.layers.get(at + 1).map_or(1, |layer| layer.nodes);
            let arcs = &mut self.layers[at].arcs;
            arcs.retain(|arc| reached[arc.from] && !arc.values.is_empty());
            reached = vec![false; after];
            for arc in arcs {
                reached[arc.to] = true;
            }
        }
        self.feasible = self.feasible && reached == [true];
        if !self.feasible {
            self.layers.clear();
        }
        // The number of each node that an end can be reached from.
        let mut number = vec![Some(0)];
        for layer in self.layers.iter_mut().rev() {
            let mut before = vec![None; layer.nodes];
            layer.arcs.retain(|arc| number[arc.to].is_some());
            layer.nodes = 0;
            for arc in &mut layer.arcs {
                arc.to = number[arc.to].unwrap_or(0);
                arc.from = *before[arc.from].get_or_insert_with(|| {
                    layer.nodes += 1;
                    layer.nodes - 1
                });
            }
            number = before;
        }
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        !self.feasible
    }

    /// The most nodes of a layer.
    pub fn width(&self) -> usize {
        self.layers.iter().map(|layer| layer.nodes).max().unwrap_or(0)
    }

    /// How many arcs there are.
    pub fn arcs(&self) -> usize {
        self.layers.iter().map(|layer| layer.arcs.len()).sum()
    }

    /// How many assignments are allowed.
    pub fn count(&self) -> BigUint {
        if !self.feasible {
            return BigUint::ZERO;
        }
        let mut counts = vec![BigUint::from(1_u32)];
        for layer in self.layers.iter().rev() {
            let mut before = vec![BigUint::ZERO; layer.nodes];
            for arc in &layer.arcs {
                before[arc.from] += &counts[arc.to] * arc.values.len();
            }
            counts = before;
        }
        counts.into_iter().sum()
    }

    /// By variable, which values occur in some allowed assignment: true where they do.
    pub fn occurring(&self, domains: &[usize]) -> Vec<Vec<bool>> {
        let mut seen: Vec<Vec<bool>> = domains.iter().map(|size| vec![false; *size]).collect();
        for layer in &self.layers {
            for value in layer.arcs.iter().flat_map(|arc| &arc.values) {
                seen[layer.variable][*value] = true;
            }
        }
        seen
    }

    /// The allowed assignment that is first in the order of variables and values.
    pub fn first(&self) -> Option<Vec<usize>> {
        if !self.feasible {
            return None;
        }
        let mut left = self.clone();
        let mut assignment = vec![0; self.variables];
        for (variable, value) in assignment.iter_mut().enumerate() {
            let layer = left.layers.iter_mut().find(|it| it.variable == variable)?;
            let least = layer.arcs.iter().flat_map(|arc| &arc.values).min().copied()?;
            *value = least;
            for arc in &mut layer.arcs {
                arc.values.retain(|value| *value == least);
            }
            left.trim();
        }
        Some(assignment)
    }

    /// The assignments in which a variable has a value.
    #[must_use]
    pub fn with(&self, variable: Variable, value: usize) -> Self {
        let mut diagram = self.clone();
        if let Some(layer) = diagram.layers.iter_mut().find(|it| it.variable == variable) {
            for arc in &mut layer.arcs {
                arc.values.retain(|other| *other == value);
            }
        }
        diagram.trim();
        diagram
    }

    /// By layer and node, and after the last layer for the end: the best sum that `gain` of the
    /// arcs can still reach, `better` choosing.
    pub(super) fn completions<T: Copy + Add<Output = T> + Zero>(
        &self,
        gain: impl Fn(&Arc) -> T,
        better: impl Fn(T, T) -> T,
    ) -> Vec<Vec<T>> {
        let mut all = vec![vec![T::zero()]];
        for layer in self.layers.iter().rev() {
            let mut best: Vec<Option<T>> = vec![None; layer.nodes];
            let after = &all[all.len() - 1];
            for arc in &layer.arcs {
                let sum = gain(arc) + after[arc.to];
                let slot = &mut best[arc.from];
                *slot = Some(slot.map_or(sum, |known| better(known, sum)));
            }
            all.push(best.into_iter().map(|it| it.unwrap_or_else(T::zero)).collect());
        }
        all.reverse();
        all
    }

    /// The greatest sum of a dimension, and the diagram of the assignments that reach it; none if
    /// nothing is allowed. Which paths are longest is told arc by arc: nothing grows wider.
    pub fn greatest(&self, dimension: usize) -> Option<(i64, Self)> {
        if !self.feasible {
            return None;
        }
        let gain = |arc: &Arc| arc.gain[dimension];
        let most = self.completions(gain, i64::max);
        let mut diagram = self.clone();
        for (at, layer) in diagram.layers.iter_mut().enumerate() {
            layer.arcs.retain(|arc| gain(arc) + most[at + 1][arc.to] == most[at][arc.from]);
        }
        diagram.trim();
        Some((self.constant[dimension] + most[0][0], diagram))
    }

    /// By dimension, the greatest sum of an allowed assignment.
    pub fn extremes(&self) -> Option<Vec<i64>> {
        let most = |dimension: usize| {
            let most = self.completions(|arc| arc.gain[dimension], i64::max);
            self.constant[dimension] + most[0][0]
        };
        self.feasible.then(|| (0..self.dimensions).map(most).collect())
    }
}

/// One layer in the making.
struct Unfolding<'a> {
    tables: &'a [Automaton],
    place: &'a [usize],
    at: usize,
    /// The tables that the states of the nodes speak of.
    open: &'a [usize],
}

/// A layer made: its arcs, the states of the nodes after it, and the tables they speak of.
struct Unfolded {
    arcs: Vec<Arc>,
    states: Vec<State>,
    open: Vec<usize>,
}

/// A table with a variable in this layer.
struct Touched<'a> {
    table: &'a Automaton,
    /// Its place among the open tables before; none if it begins here.
    before: Option<usize>,
    /// Which of its variables this layer assigns.
    level: usize,
    /// Whether it is still open after.
    stays: bool,
}

impl Unfolding<'_> {
    fn arcs(
        &self,
        variable: Variable,
        values: usize,
        dimensions: usize,
        states: &[State],
        budget: &mut Budget,
    ) -> Result<Unfolded, Exhausted> {
        // States after this layer: what is left of the tables that it does not touch, then of
        // those that it does.
        let mut copied = Vec::new();
        let mut still_open = Vec::new();
        let mut touched = Vec::new();
        let begun = (0..self.tables.len())
            .filter(|number| self.tables[*number].scope.first() == Some(&variable));
        let open = self.open.iter().enumerate().map(|(at, number)| (Some(at), *number));
        for (before, number) in open.chain(begun.map(|number| (None, number))) {
            let table = &self.tables[number];
            match table.scope.iter().position(|it| *it == variable) {
                Some(level) => {
                    let stays = table.scope.last().is_some_and(|it| self.place[*it] > self.at);
                    touched.push((number, Touched { table, before, level, stays }));
                }
                None => {
                    copied.extend(before);
                    still_open.push(number);
                }
            }
        }
        still_open.extend(touched.iter().filter(|(_, it)| it.stays).map(|(number, _)| *number));
        let mut arcs: Vec<Arc> = Vec::new();
        let mut next: Vec<State> = Vec::new();
        let mut known = Numbers::default();
        let mut after = State::new();
        for (from, state) in states.iter().enumerate() {
            budget.spend((values * (1 + touched.len())) as u64)?;
            let begin = arcs.len();
            'values: for value in 0..values {
                after.clear();
                after.extend(copied.iter().map(|at| state[*at]));
                let mut gain: SmallVec<[i64; 4]> = smallvec![0; dimensions];
                for (_, it) in &touched {
                    let mut left = it.before.map_or(it.table.root.state, |at| state[at]);
                    if left != DONE {
                        let step = it.table.levels[it.level][left as usize][value];
                        if step.state == DEAD {
                            continue 'values;
                        }
                        left = step.state;
                        if let Some(dimension) = it.table.dimension {
                            gain[dimension] += step.gain;
                        }
                    }
                    if it.stays {
                        after.push(left);
                    }
                }
                let to = known.get(&after).unwrap_or_else(|| {
                    known.insert(after.clone(), next.len());
                    next.push(after.clone());
                    next.len() - 1
                });
                let alike = |arc: &&mut Arc| arc.to == to && arc.gain == gain;
                match arcs[begin..].iter_mut().find(alike) {
                    Some(arc) => arc.values.push(value),
                    None => arcs.push(Arc { from, to, values: smallvec![value], gain }),
                }
            }
        }
        Ok(Unfolded { arcs, states: next, open: still_open })
    }
}

/// The numbers of states.
#[expect(
    clippy::disallowed_types,
    reason = "it is only looked up, so that no order shows; measured: a quarter of the time"
)]
mod numbers {
    use std::collections::HashMap;

    use super::State;

    #[derive(Default)]
    pub(super) struct Numbers(HashMap<State, usize>);

    impl Numbers {
        pub(super) fn get(&self, state: &State) -> Option<usize> {
            self.0.get(state).copied()
        }

        pub(super) fn insert(&mut self, state: State, number: usize) {
            self.0.insert(state, number);
        }
    }
}

/// By variable the only value that tables of it alone allow, if there is one.
fn fixed(problem: &Additive<'_>) -> Vec<Option<usize>> {
    let allowed = |variable: Variable| {
        let alone = problem.hard.iter().filter(|it| it.scope() == [variable]);
        let alone: Vec<&[bool]> = alone.map(|it| it.entries()).collect();
        let mut left =
            (0..problem.domains[variable]).filter(|value| alone.iter().all(|it| it[*value]));
        let first = left.next();
        first.filter(|_| left.next().is_none())
    };
    (0..problem.domains.len()).map(allowed).collect()
}

/// A table of several variables without those whose value is known: they join nothing.
fn conditioned<T: Clone>(
    domains: &[usize],
    table: &Factor<T>,
    fixed: &[Option<usize>],
) -> Factor<T> {
    let known = |variable: &Variable| fixed[*variable].is_some();
    if table.scope().len() < 2 || !table.scope().iter().any(known) {
        return table.clone();
    }
    let mut assignment: Vec<usize> = fixed.iter().map(|value| value.unwrap_or(0)).collect();
    let open: Vec<Variable> = table.scope().iter().copied().filter(|it| !known(it)).collect();
    // With every variable known one is kept, so that the table belongs to a layer.
    let scope = if open.is_empty() { table.scope()[..1].to_vec() } else { open };
    let places = scope.clone();
    Factor::tabulate(domains, scope, |values| {
        for (variable, value) in places.iter().zip(values) {
            assignment[*variable] = *value;
        }
        let entry = table.at(&assignment).unwrap_or(&table.entries()[0]);
        entry.clone()
    })
}

/// The tables of one kind with those that speak of no variable that another does not speak of as
/// well put into that other one: fewer tables are open at a time.
fn absorbed<T: Clone>(
    domains: &[usize],
    tables: &[&Factor<T>],
    both: impl Fn(&T, &T) -> T,
) -> Vec<Factor<T>> {
    let mut largest_first: Vec<&Factor<T>> = tables.to_vec();
    largest_first.sort_by_key(|table| std::cmp::Reverse(table.scope().len()));
    let mut kept: Vec<Factor<T>> = Vec::new();
    for table in largest_first {
        let covers = |it: &&mut Factor<T>| {
            table.scope().iter().all(|variable| it.scope().contains(variable))
        };
        match kept.iter_mut().find(covers) {
            Some(other) => {
                let scope = other.scope().to_vec();
                let mut assignment = vec![0; domains.len()];
                let mut at = 0;
                *other = Factor::tabulate(domains, scope.clone(), |values| {
                    for (variable, value) in scope.iter().zip(values) {
                        assignment[*variable] = *value;
                    }
                    at += 1;
                    let one = &other.entries()[at - 1];
                    table.at(&assignment).map_or_else(|| one.clone(), |two| both(one, two))
                });
            }
            None => kept.push(table.clone()),
        }
    }
    kept
}
