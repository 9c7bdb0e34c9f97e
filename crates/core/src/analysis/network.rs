//! A scenario as a network of variables and tables, for the searches.
//!
//! The variables are the issues, in file order; then, for each party whose consent is asked in
//! some packages only, whether it is asked; then, for each party that has a floor and only an
//! order of weights, which corner of the order decides.

use std::cell::OnceCell;

use super::agreement::unknown_costs;
use super::worth::{End, Term, Worth, above_floor, at_weight, terms};
use crate::scenario::{
    Consent, DemandId, FloorHeight, Formula, IssueId, OptionId, OptionSet, Package, PartyId,
    Points, Range, Scenario, Table,
};
use crate::search::{Factor, Problem, Variable};

/// Whether a party's consent is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// In every package.
    Always,
    /// In none.
    Never,
    /// Where this variable is one.
    Where(Variable),
}

/// A scenario as a network.
#[derive(Debug)]
pub struct Network<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// How many values each variable has.
    pub domains: Vec<usize>,
    /// What the world excludes, where issues arise, and who is asked.
    pub hard: Vec<Factor<bool>>,
    /// By demand: true where it is kept or its party is not asked. None for floors, and for
    /// demands of a party that is never asked, which bind nothing.
    pub keeps: Table<DemandId, Option<Factor<bool>>>,
    asked: Vec<Asked>,
    corners: Vec<Option<Variable>>,
    terms: Vec<Vec<Term>>,
    unknown: OnceCell<Vec<Factor<i128>>>,
}

impl<'a> Network<'a> {
    /// The network of a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        let issues = &scenario.frame.issues;
        let mut domains: Vec<usize> = issues.values().map(crate::scenario::Issue::places).collect();
        let mut asked = Vec::new();
        let mut corners = Vec::new();
        for (id, party) in scenario.frame.parties.iter() {
            let obliged = obliging(scenario, id).next().is_some();
            asked.push(match &party.consent {
                Consent::Always => Asked::Always,
                Consent::Never if !obliged => Asked::Never,
                Consent::Never | Consent::When(_) => {
                    domains.push(2);
                    Asked::Where(domains.len() - 1)
                }
            });
            let many = scenario.weights[id].boxes().len();
            corners.push((many > 1 && scenario.floor(id).is_some()).then(|| {
                domains.push(many);
                domains.len() - 1
            }));
        }
        let mut network = Self {
            scenario,
            domains,
            hard: Vec::new(),
            keeps: Table::new(Vec::new()),
            asked,
            corners,
            terms: scenario.frame.parties.ids().map(|party| terms(scenario, party)).collect(),
            unknown: OnceCell::new(),
        };
        network.hard = network.constraints();
        network.keeps = Table::new(
            scenario
                .demands
                .values()
                .map(|demand| {
                    let keeps = demand.keeps()?;
                    match network.asked(demand.party) {
                        Asked::Never => None,
                        Asked::Always => Some(network.table(keeps, None)),
                        Asked::Where(variable) => Some(network.table(keeps, Some((variable, 0)))),
                    }
                })
                .collect(),
        );
        network
    }

    /// Whether a party's consent is asked.
    pub fn asked(&self, party: PartyId) -> Asked {
        self.asked.get(party.index()).copied().unwrap_or(Asked::Never)
    }

    /// The parts of a party's worth.
    pub fn terms(&self, party: PartyId) -> &[Term] {
        self.terms.get(party.index()).map_or(&[], Vec::as_slice)
    }

    /// Costs that count the unknown stances of parties that are asked.
    pub fn unknown_costs(&self) -> &[Factor<i128>] {
        self.unknown.get_or_init(|| unknown_costs(self))
    }

    /// The demands that bind in some package, floors left out, in file order.
    pub fn binding(&self) -> impl Iterator<Item = (DemandId, &Factor<bool>)> {
        self.keeps.iter().filter_map(|(id, keeps)| keeps.as_ref().map(|keeps| (id, keeps)))
    }

    /// The parties with a floor that binds in some package.
    pub fn floored(&self) -> impl Iterator<Item = (PartyId, DemandId)> {
        self.scenario.frame.parties.ids().filter_map(|party| {
            let (demand, _) = self.scenario.floor(party)?;
            (self.asked(party) != Asked::Never).then_some((party, demand))
        })
    }

    /// The problem that only the world poses.
    pub fn problem(&self) -> Problem<'_> {
        Problem {
            domains: self.domains.clone(),
            hard: self.hard.iter().collect(),
            ..Problem::default()
        }
    }

    /// The package of an assignment.
    pub fn package(&self, assignment: &[usize]) -> Package {
        let count = self.scenario.frame.issues.len();
        Package::new(assignment.iter().take(count).map(|value| OptionId::new(*value)).collect())
    }

    /// A condition as a table; with an exception, true also wherever that variable has that
    /// value.
    pub fn table(&self, formula: &Formula, except: Option<(Variable, usize)>) -> Factor<bool> {
        let scope: Vec<IssueId> = formula.scope().into_iter().collect();
        let mut variables: Vec<Variable> = scope.iter().map(|issue| issue.index()).collect();
        variables.extend(except.map(|(variable, _)| variable));
        Factor::tabulate(&self.domains, variables, |values| {
            // The exception's variable comes after every issue.
            let excepted = except.is_some_and(|(_, value)| values.last() == Some(&value));
            excepted || self.holds(formula, &scope, values)
        })
    }

    /// A condition as tables that all have to hold: one for each part of a conjunction, so that
    /// what it does not join stays apart.
    pub fn tables(&self, formula: &Formula) -> Vec<Factor<bool>> {
        match formula {
            Formula::All(parts) => parts.iter().flat_map(|part| self.tables(part)).collect(),
            whole => vec![self.table(whole, None)],
        }
    }

    fn holds(&self, formula: &Formula, scope: &[IssueId], values: &[usize]) -> bool {
        let chosen = |issue: IssueId| {
            let place = scope.iter().position(|other| *other == issue);
            OptionId::new(place.and_then(|place| values.get(place).copied()).unwrap_or(0))
        };
        formula.holds_with(&self.scenario.frame.issues, &chosen)
    }

    /// A table that allows only some options of an issue.
    pub fn only(&self, issue: IssueId, options: OptionSet) -> Factor<bool> {
        Factor::tabulate(&self.domains, vec![issue.index()], |values| {
            values.first().is_some_and(|value| options.contains(OptionId::new(*value)))
        })
    }

    /// Rules, where issues arise, and who is asked.
    fn constraints(&self) -> Vec<Factor<bool>> {
        let frame = &self.scenario.frame;
        let mut hard: Vec<Factor<bool>> =
            frame.rules.values().map(|rule| self.table(&rule.holds, None)).collect();
        for (issue, known) in frame.issues.iter() {
            if let (Some((applies, _)), Some(nowhere)) = (&known.applies, known.not_applicable()) {
                let here = Formula::Is(issue, OptionSet::only(nowhere)).negated();
                let both = Formula::All(vec![applies.clone(), here.clone()]);
                let neither = Formula::All(vec![applies.clone().negated(), here.negated()]);
                hard.push(self.table(&Formula::Any(vec![both, neither]), None));
            }
        }
        for id in frame.parties.ids() {
            let Asked::Where(variable) = self.asked(id) else { continue };
            // Being asked only adds demands, so a search is never better off being asked without
            // need.
            for occasion in occasions(self.scenario, id) {
                hard.push(self.table(&occasion.negated(), Some((variable, 1))));
            }
        }
        hard
    }

    /// Tables whose sum is not above zero where a party's floor is met: in the best filling
    /// (`End::High`) one list; in the worst (`End::Low`) one list for each box of weights.
    pub fn floor_costs(
        &self,
        party: PartyId,
        height: &FloorHeight,
        end: End,
    ) -> Vec<Vec<Factor<Points>>> {
        let parts: Vec<_> = self
            .terms(party)
            .iter()
            .map(|term| {
                let above =
                    |worth: &Worth| above_floor(self.scenario, party, term.issue, worth, height);
                (term.issue, term.worth.map(above))
            })
            .collect();
        self.margin_costs(party, &parts, end)
    }

    /// Tables whose sum is not above zero where what a party is above its floor, issue by issue,
    /// sums to nothing or more: in the best filling one list, in the worst one for each box.
    pub(super) fn margin_costs(
        &self,
        party: PartyId,
        parts: &[(IssueId, Factor<Range<Points>>)],
        end: End,
    ) -> Vec<Vec<Factor<Points>>> {
        let weights = &self.scenario.weights[party];
        let corner = self.corners.get(party.index()).copied().flatten();
        let cost = |above: &Range<Points>, weight| {
            let amount = if end == End::Low { above.low } else { above.high };
            -at_weight(weight, amount, end)
        };
        let mut lists: Vec<Vec<Factor<Points>>> = match (corner, end) {
            (Some(corner), End::High) => vec![
                parts
                    .iter()
                    .map(|(issue, above)| {
                        let mut scope = above.scope().to_vec();
                        scope.push(corner);
                        let many = weights.boxes().len();
                        let mut place = 0;
                        Factor::tabulate(&self.domains, scope, |values| {
                            let which = values.last().copied().unwrap_or(0);
                            let entry = place / many;
                            place += 1;
                            let weight = weights.boxes().get(which);
                            let weight = weight.and_then(|it| it.get(issue.index()).copied());
                            let above = above.entries().get(entry);
                            above.zip(weight).map_or(0, |(above, weight)| cost(above, weight))
                        })
                    })
                    .collect(),
            ],
            _ => weights
                .boxes()
                .iter()
                .map(|weights| {
                    parts
                        .iter()
                        .map(|(issue, above)| {
                            let weight = weights.get(issue.index()).copied();
                            above.map(|above| weight.map_or(0, |weight| cost(above, weight)))
                        })
                        .collect()
                })
                .collect(),
        };
        if let Asked::Where(variable) = self.asked(party) {
            // Where the party is not asked, its floor is met whatever it would lose.
            let relief: Points = lists
                .iter()
                .flatten()
                .map(|factor| factor.entries().iter().map(|cost| cost.abs()).max().unwrap_or(0))
                .sum();
            for list in &mut lists {
                list.push(Factor::tabulate(&self.domains, vec![variable], |values| {
                    if values.first() == Some(&0) { -relief } else { 0 }
                }));
            }
        }
        lists
    }
}

/// The conditions under any of which a party that is not always asked is asked.
pub fn occasions(scenario: &Scenario, party: PartyId) -> Vec<Formula> {
    let obliged = obliging(scenario, party).map(|(issue, options)| Formula::Is(issue, options));
    let mut occasions: Vec<Formula> = obliged.collect();
    if let Consent::When(formula) = &scenario.frame.parties[party].consent {
        match formula {
            Formula::Any(parts) => occasions.extend(parts.iter().cloned()),
            whole => occasions.push(whole.clone()),
        }
    }
    occasions
}

/// The options that oblige a party, by issue.
pub fn obliging(
    scenario: &Scenario,
    party: PartyId,
) -> impl Iterator<Item = (IssueId, OptionSet)> + '_ {
    scenario.frame.issues.iter().filter_map(move |(issue, known)| {
        let options: OptionSet = known
            .options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.obliged.contains(&party))
            .map(|(index, _)| OptionId::new(index))
            .collect();
        (!options.is_empty()).then_some((issue, options))
    })
}

/// Whether a party's consent is asked for a package.
pub fn is_asked(scenario: &Scenario, party: PartyId, package: &Package) -> bool {
    let by_consent = match &scenario.frame.parties[party].consent {
        Consent::Always => true,
        Consent::Never => false,
        Consent::When(formula) => formula.holds(&scenario.frame.issues, package),
    };
    by_consent
        || obliging(scenario, party).any(|(issue, options)| options.contains(package.option(issue)))
}
