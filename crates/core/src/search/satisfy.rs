//! Is there an assignment that keeps a set of elements? Depth-first search over the variables,
//! with arc consistency for tables and bounds for thresholds.
//!
//! Elements are tables that must be true, and after them thresholds: sums of cost tables that
//! must not be above zero. Which of them hold is said anew for every question, so that searches
//! for minimal sets of elements ask many questions of one [`Constraints`].

use super::budget::{Budget, Exhausted};
use super::domains::{Domains, Layout};
use super::factor::{Factor, Variable};
use super::tables::Table;
use super::thresholds::{Threshold, mix};

/// What an assignment may have to keep.
#[derive(Clone, Debug)]
pub struct Constraints {
    sizes: Vec<usize>,
    layout: Layout,
    /// Tables that hold in every question, then those of the elements.
    tables: Vec<Table>,
    /// By variable: the tables that name it and others.
    around: Vec<Vec<usize>>,
    hard: usize,
    elements: usize,
    thresholds: Vec<Threshold>,
}

/// One question.
struct Question<'a> {
    on: &'a Constraints,
    /// By table: whether it holds.
    holds: Vec<bool>,
    /// The thresholds to keep; where there are several, a mix of them comes last.
    thresholds: Vec<Threshold>,
    /// By variable: whether anything that holds names it.
    named: Vec<bool>,
    /// By value: by how much it raises the bound of the last threshold.
    more: Vec<i128>,
    budget: &'a mut Budget,
}

impl Constraints {
    /// The constraints on some variables, with so many values each: `hard` tables hold always,
    /// `soft` ones and `thresholds` are the elements, in this order.
    pub fn new(
        domains: &[usize],
        hard: &[&Factor<bool>],
        soft: &[&Factor<bool>],
        thresholds: &[Vec<&Factor<i128>>],
    ) -> Self {
        let layout = Layout::new(domains);
        let tables: Vec<Table> =
            hard.iter().chain(soft).map(|factor| Table::new(&layout, factor)).collect();
        let mut around = vec![Vec::new(); domains.len()];
        for (place, table) in tables.iter().enumerate() {
            for variable in table.scope().iter().filter(|_| table.scope().len() > 1) {
                if let Some(around) = around.get_mut(*variable) {
                    around.push(place);
                }
            }
        }
        let thresholds =
            thresholds.iter().map(|it| Threshold::new(&layout, domains, it, 0)).collect();
        Self {
            sizes: domains.to_vec(),
            layout,
            tables,
            around,
            hard: hard.len(),
            elements: soft.len(),
            thresholds,
        }
    }

    /// How many elements there are, thresholds included.
    pub fn count(&self) -> usize {
        self.elements + self.thresholds.len()
    }

    /// The elements that an assignment keeps, rising.
    pub fn kept(&self, assignment: &[usize]) -> Vec<usize> {
        let soft = self.tables.iter().skip(self.hard);
        let tables = soft.map(|table| table.allows(&self.layout, assignment));
        let thresholds = self.thresholds.iter().map(|it| it.at(&self.layout, assignment) <= 0);
        let kept = tables.chain(thresholds).enumerate().filter(|(_, kept)| *kept);
        kept.map(|(element, _)| element).collect()
    }

    /// An assignment that keeps some elements, if there is one.
    pub fn witness(
        &self,
        elements: &[usize],
        budget: &mut Budget,
    ) -> Result<Option<Vec<usize>>, Exhausted> {
        let mut question = self.question(elements, &[], budget);
        let Some(domains) = question.begin()? else { return Ok(None) };
        let found = question.search(domains)?;
        Ok(found.map(|it| it.firsts(&self.layout)))
    }

    /// Of the assignments that keep some elements one of the least cost, of those the first in
    /// the order of variables and values.
    pub fn first(
        &self,
        elements: &[usize],
        costs: &[&Factor<i128>],
        budget: &mut Budget,
    ) -> Result<Option<Vec<usize>>, Exhausted> {
        let cost = Threshold::new(&self.layout, &self.sizes, costs, 0);
        let least = cost.bound(
            &self.layout,
            &Domains::full(&self.layout),
            &mut vec![0; self.layout.literals()],
        );
        let mut question = self.question(elements, &[], budget);
        let Some(domains) = question.begin()? else { return Ok(None) };
        let Some(mut witness) = question.search(domains)? else { return Ok(None) };
        // Cheaper and cheaper, until nothing is.
        let mut known = cost.at(&self.layout, &witness.firsts(&self.layout));
        while known > least {
            let cheaper = cost.with_bound(known - 1);
            let mut question = self.question(elements, &[cheaper], budget);
            let Some(domains) = question.begin()? else { break };
            let Some(found) = question.search(domains)? else { break };
            known = cost.at(&self.layout, &found.firsts(&self.layout));
            witness = found;
        }
        let bounded = cost.with_bound(known);
        let mut question = self.question(elements, std::slice::from_ref(&bounded), budget);
        let Some(mut domains) = question.begin()? else { return Ok(None) };
        let named = question.named.clone();
        // What nothing names keeps its first value.
        for (variable, _) in named.iter().enumerate().filter(|(_, named)| **named) {
            let values: Vec<usize> = domains.values(&self.layout, variable).collect();
            for value in values {
                let mut with = domains.clone();
                with.fix(&self.layout, variable, value);
                if witness.values(&self.layout, variable).next() == Some(value) {
                    question.prune(&mut with, vec![variable])?;
                    domains = with;
                    break;
                }
                if question.prune(&mut with, vec![variable])?
                    && let Some(found) = question.search(with.clone())?
                {
                    witness = found;
                    domains = with;
                    break;
                }
            }
        }
        Ok(Some(witness.firsts(&self.layout)))
    }

    fn question<'a>(
        &'a self,
        elements: &[usize],
        thresholds: &[Threshold],
        budget: &'a mut Budget,
    ) -> Question<'a> {
        let mut holds = vec![false; self.tables.len()];
        holds.iter_mut().take(self.hard).for_each(|it| *it = true);
        let mut kept = thresholds.to_vec();
        for element in elements {
            if *element < self.elements {
                if let Some(slot) = holds.get_mut(self.hard + element) {
                    *slot = true;
                }
            } else {
                kept.extend(self.thresholds.get(element - self.elements).cloned());
            }
        }
        let mut named = vec![false; self.sizes.len()];
        let tables = self.tables.iter().zip(&holds).filter(|(_, holds)| **holds);
        let by_tables = tables.flat_map(|(table, _)| table.scope().iter().copied());
        for variable in by_tables.chain(kept.iter().flat_map(Threshold::variables)) {
            if let Some(named) = named.get_mut(variable) {
                *named = true;
            }
        }
        let more = vec![0; self.layout.literals()];
        Question { on: self, holds, thresholds: kept, named, more, budget }
    }
}

impl Question<'_> {
    /// What is left of the domains before anything is tried.
    fn begin(&mut self) -> Result<Option<Domains>, Exhausted> {
        let layout = &self.on.layout;
        let mut domains = Domains::full(layout);
        let tables = self.on.tables.iter().zip(&self.holds).filter(|(_, holds)| **holds);
        for (table, _) in tables {
            if table.is_never() {
                return Ok(None);
            }
            let work = table.prune(layout, &mut domains, |_| ());
            self.budget.spend(work)?;
        }
        let named = self.named.iter().enumerate().filter(|(_, named)| **named);
        let narrowed: Vec<Variable> = named
            .map(|(it, _)| it)
            .filter(|it| domains.count(layout, *it) < layout.size(*it))
            .collect();
        if !self.prune(&mut domains, narrowed)? {
            return Ok(None);
        }
        if self.thresholds.len() > 1 {
            let mixed = mix(layout, &self.on.sizes, &domains, &self.thresholds);
            self.thresholds.push(mixed);
            if !self.prune(&mut domains, Vec::new())? {
                return Ok(None);
            }
        }
        Ok(Some(domains))
    }

    /// Takes away values that no assignment has; false where a variable has none left. `narrowed`
    /// are the variables that lost values since this was done last.
    fn prune(
        &mut self,
        domains: &mut Domains,
        mut narrowed: Vec<Variable>,
    ) -> Result<bool, Exhausted> {
        let layout = &self.on.layout;
        loop {
            while let Some(variable) = narrowed.pop() {
                if domains.count(layout, variable) == 0 {
                    return Ok(false);
                }
                let around = self.on.around.get(variable).map_or(&[][..], Vec::as_slice);
                for place in around {
                    if self.holds.get(*place) == Some(&true)
                        && let Some(table) = self.on.tables.get(*place)
                    {
                        let note = |it| {
                            if !narrowed.contains(&it) {
                                narrowed.push(it);
                            }
                        };
                        let work = table.prune(layout, domains, note);
                        self.budget.spend(work)?;
                    }
                }
            }
            for threshold in &self.thresholds {
                self.budget.spend(1 + self.on.sizes.len() as u64 / 4)?;
                let bound = threshold.bound(layout, domains, &mut self.more);
                if bound > 0 {
                    return Ok(false);
                }
                for (variable, _) in self.named.iter().enumerate().filter(|(_, named)| **named) {
                    let from = layout.literal(variable);
                    let more = |value: usize| self.more.get(from + value).copied().unwrap_or(0);
                    let over: Vec<usize> = domains
                        .values(layout, variable)
                        .filter(|value| bound + more(*value) > 0)
                        .collect();
                    if !over.is_empty() {
                        for value in over {
                            domains.remove(layout, variable, value);
                        }
                        narrowed.push(variable);
                    }
                }
            }
            if narrowed.is_empty() {
                return Ok(true);
            }
        }
    }

    /// Domains whose first values keep everything, below these.
    fn search(&mut self, domains: Domains) -> Result<Option<Domains>, Exhausted> {
        self.budget.spend(1)?;
        let layout = &self.on.layout;
        let more = |variable: Variable, value: usize| {
            self.more.get(layout.literal(variable) + value).copied().unwrap_or(0)
        };
        let open = self.named.iter().enumerate().filter(|(_, named)| **named);
        let open = open.map(|(it, _)| it).filter(|it| domains.count(layout, *it) > 1);
        let by_spread = |variable: &Variable| {
            let spread = domains.values(layout, *variable).map(|it| more(*variable, it)).max();
            (std::cmp::Reverse(spread), domains.count(layout, *variable))
        };
        let next = if self.thresholds.is_empty() {
            open.min_by_key(|it| domains.count(layout, *it))
        } else {
            open.min_by_key(by_spread)
        };
        let Some(variable) = next else { return Ok(Some(domains)) };
        let mut values: Vec<usize> = domains.values(layout, variable).collect();
        if !self.thresholds.is_empty() {
            values.sort_by_key(|value| more(variable, *value));
        }
        for value in values {
            let mut with = domains.clone();
            with.fix(layout, variable, value);
            if self.prune(&mut with, vec![variable])?
                && let Some(found) = self.search(with)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw::{Draw, Drawn};
    use super::*;

    /// Every assignment that keeps some elements, in the order of variables and values.
    fn brute(drawn: &Drawn, elements: &[usize]) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for size in &drawn.domains {
            let longer = all.iter();
            all = longer.flat_map(|it| (0..*size).map(|v| [&it[..], &[v]].concat())).collect();
        }
        all.retain(|it| drawn.hard.iter().all(|table| table.at(it) == Some(&true)));
        all.retain(|it| elements.iter().all(|element| drawn.keeps(*element, it)));
        all
    }

    #[test]
    fn a_witness_is_found_where_there_is_one() {
        let (mut found, mut none) = (0, 0);
        for seed in 0..3000 {
            let mut draw = Draw::new(seed);
            let drawn = Drawn::new(&mut draw);
            let constraints = drawn.constraints();
            for _ in 0..3 {
                let elements: Vec<usize> =
                    (0..constraints.count()).filter(|_| draw.below(2) == 0).collect();
                let mut budget = Budget::new(1_000_000);
                let witness = constraints.witness(&elements, &mut budget).unwrap();
                let all = brute(&drawn, &elements);
                match &witness {
                    Some(witness) => assert!(all.contains(witness), "seed {seed}: {witness:?}"),
                    None => assert!(all.is_empty(), "seed {seed}: {all:?}"),
                }
                *(if witness.is_some() { &mut found } else { &mut none }) += 1;
            }
        }
        assert!(found > 1000 && none > 1000, "{found} {none}");
    }

    #[test]
    fn the_first_is_the_cheapest_then_the_first_in_order() {
        for seed in 0..2000 {
            let mut draw = Draw::new(seed);
            let drawn = Drawn::new(&mut draw);
            let constraints = drawn.constraints();
            let elements: Vec<usize> =
                (0..constraints.count()).filter(|_| draw.below(3) == 0).collect();
            let costs: Vec<Factor<i128>> =
                (0..draw.below(3)).map(|_| drawn.costs(&mut draw, 0, 2)).collect();
            let costs: Vec<&Factor<i128>> = costs.iter().collect();
            let mut budget = Budget::new(1_000_000);
            let first = constraints.first(&elements, &costs, &mut budget).unwrap();
            let cost = |it: &Vec<usize>| costs.iter().map(|f| f.at(it).unwrap()).sum::<i128>();
            let expected = brute(&drawn, &elements).into_iter().min_by_key(cost);
            assert_eq!(first, expected, "seed {seed}");
        }
    }

    #[test]
    fn variables_may_have_more_values_than_a_word_has_bits() {
        let domains = [3, 150, 70];
        let hard = Factor::tabulate(&domains, vec![1, 2], |at| at[0] > 2 * at[1] + 8);
        let soft = Factor::tabulate(&domains, vec![0, 1, 2], |at| at[0] + at[1] == 149 + at[2]);
        let high = Factor::tabulate(&domains, vec![2], |at| 69 - at[0] as i128);
        let constraints = Constraints::new(&domains, &[&hard], &[&soft], &[vec![&high]]);
        let mut budget = Budget::new(1_000_000);
        assert_eq!(constraints.first(&[0], &[], &mut budget), Ok(Some(vec![0, 149, 0])));
        assert_eq!(constraints.first(&[1], &[], &mut budget), Ok(Some(vec![0, 147, 69])));
        assert_eq!(constraints.witness(&[0, 1], &mut budget), Ok(None));
    }

    #[test]
    fn two_thresholds_fail_together_where_each_alone_does_not() {
        // Every issue gives a point to one side or the other; each side wants most of them.
        let domains = [2; 14];
        let wants = |side: usize, points: i128| -> Vec<Factor<i128>> {
            let term = |variable: usize| {
                Factor::tabulate(&domains, vec![variable], move |at| -i128::from(at[0] == side))
            };
            let floor = Factor::tabulate(&domains, vec![], |_| points);
            (0..14).map(term).chain([floor]).collect()
        };
        let (one, other) = (wants(0, 8), wants(1, 7));
        let lists = vec![one.iter().collect(), other.iter().collect()];
        let constraints = Constraints::new(&domains, &[], &[], &lists);
        assert!(constraints.witness(&[0], &mut Budget::new(1000)).unwrap().is_some());
        assert!(constraints.witness(&[1], &mut Budget::new(1000)).unwrap().is_some());
        // Without a mix of the two this takes thousands of steps.
        assert_eq!(constraints.witness(&[0, 1], &mut Budget::new(100)), Ok(None));
    }
}
