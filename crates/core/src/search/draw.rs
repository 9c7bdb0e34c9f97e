//! Small random problems for the tests of the searches.

use super::factor::{Factor, Variable};
use super::satisfy::Constraints;

/// A linear congruential generator (Knuth's MMIX constants).
#[derive(Debug)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        let mut draw = Self(seed);
        draw.below(2);
        draw.below(2);
        draw
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }
}

/// A random problem: tables that always hold, tables and thresholds that are elements.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) domains: Vec<usize>,
    pub(super) hard: Vec<Factor<bool>>,
    pub(super) soft: Vec<Factor<bool>>,
    pub(super) thresholds: Vec<Vec<Factor<i128>>>,
}

impl Drawn {
    pub(super) fn new(draw: &mut Draw) -> Self {
        let count = 2 + draw.below(4);
        let domains = (0..count).map(|_| 1 + draw.below(4)).collect();
        let mut drawn =
            Self { domains, hard: Vec::new(), soft: Vec::new(), thresholds: Vec::new() };
        drawn.hard = (0..draw.below(3)).map(|_| drawn.table(draw, 6)).collect();
        drawn.soft = (0..draw.below(7)).map(|_| drawn.table(draw, 2)).collect();
        for _ in 0..draw.below(4) {
            let mut tables = vec![drawn.costs(draw, 1, 0)];
            tables.extend((0..count).map(|_| drawn.costs(draw, 1, 2)));
            drawn.thresholds.push(tables);
        }
        drawn
    }

    fn scope(&self, draw: &mut Draw, most: usize) -> Vec<Variable> {
        (0..draw.below(most + 1)).map(|_| draw.below(self.domains.len())).collect()
    }

    /// A table of up to three variables, false about once in so many times.
    fn table(&self, draw: &mut Draw, once_in: usize) -> Factor<bool> {
        let mut scope = self.scope(draw, 3);
        if draw.below(8) > 0 {
            scope.push(draw.below(self.domains.len()));
        }
        Factor::tabulate(&self.domains, scope, |_| draw.below(once_in + 1) > 0)
    }

    /// Costs of up to so many variables, between minus nine and nine, a little raised.
    pub(super) fn costs(&self, draw: &mut Draw, raised: i128, most: usize) -> Factor<i128> {
        let scope = self.scope(draw, most);
        Factor::tabulate(&self.domains, scope, |_| draw.below(19) as i128 - 9 + raised)
    }

    pub(super) fn constraints(&self) -> Constraints {
        let hard: Vec<_> = self.hard.iter().collect();
        let soft: Vec<_> = self.soft.iter().collect();
        let thresholds: Vec<Vec<_>> =
            self.thresholds.iter().map(|list| list.iter().collect()).collect();
        Constraints::new(&self.domains, &hard, &soft, &thresholds)
    }

    /// Whether an assignment keeps an element.
    pub(super) fn keeps(&self, element: usize, at: &[usize]) -> bool {
        match self.soft.get(element) {
            Some(table) => table.at(at) == Some(&true),
            None => {
                let list = &self.thresholds[element - self.soft.len()];
                list.iter().map(|it| it.at(at).unwrap()).sum::<i128>() <= 0
            }
        }
    }
}
