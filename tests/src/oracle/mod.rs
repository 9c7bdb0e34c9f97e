//! Brute force: every package looked at, every definition taken word by word.

pub mod agreement;
pub mod closable;
pub mod compare;
pub mod conflict;
pub mod distance;
pub mod filling;
pub mod involvement;
pub mod nearest;
pub mod overlap;
pub mod sampling;
pub mod settle;
pub mod subjects;
pub mod tipping;
pub mod trade;
pub mod trust;
pub mod verdict;
pub mod voice;
pub mod way_out;
pub mod weightings;
pub mod worth;

use impasse_core::scenario::{
    Consent, Demand, DemandId, DemandKind, Formula, IssueId, OptionId, Package, PartyId, Scenario,
    Stance,
};

/// A choice of an option's place for every issue; the place after the last option of a
/// conditional issue stands for *not applicable*.
pub type Choice = Vec<usize>;

/// A scenario with all its packages under the rules, in file order.
#[derive(Debug)]
pub struct World<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Every package, the last issue changing fastest.
    pub packages: Vec<Choice>,
}

impl<'a> World<'a> {
    /// All packages of a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        let mut world = Self { scenario, packages: vec![Vec::new()] };
        for issue in scenario.frame.issues.values() {
            let places = issue.options.len() + usize::from(issue.applies.is_some());
            let longer = world
                .packages
                .iter()
                .flat_map(|choice| (0..places).map(move |place| [&choice[..], &[place]].concat()));
            world.packages = longer.collect();
        }
        let all = std::mem::take(&mut world.packages);
        world.packages = all.into_iter().filter(|choice| world.is_possible(choice)).collect();
        world
    }

    /// Whether issues take an option exactly where they arise, and the rules hold.
    fn is_possible(&self, choice: &Choice) -> bool {
        let arises = self.scenario.frame.issues.iter().all(|(id, issue)| {
            let Some((formula, _)) = &issue.applies else { return true };
            self.holds(formula, choice) == (choice[id.index()] < issue.options.len())
        });
        arises && self.scenario.frame.rules.values().all(|rule| self.holds(&rule.holds, choice))
    }

    /// Whether a formula holds.
    pub fn holds(&self, formula: &Formula, choice: &Choice) -> bool {
        match formula {
            Formula::Is(issue, options) => {
                options.iter().any(|option| option.index() == choice[issue.index()])
            }
            Formula::Same(first, second) => {
                let (first, second) = (self.rank(*first, choice), self.rank(*second, choice));
                first.is_some() && first == second
            }
            Formula::NoMore(first, second) => {
                let (first, second) = (self.rank(*first, choice), self.rank(*second, choice));
                first.is_some() && second.is_some() && first <= second
            }
            Formula::Not(inner) => !self.holds(inner, choice),
            Formula::All(parts) => !parts.iter().any(|part| !self.holds(part, choice)),
            Formula::Any(parts) => parts.iter().any(|part| self.holds(part, choice)),
            Formula::If(first, second) => !self.holds(first, choice) || self.holds(second, choice),
        }
    }

    /// The value an issue takes, an option beyond all values above them; none if not applicable.
    fn rank(&self, issue: IssueId, choice: &Choice) -> Option<num_rational::Ratio<i128>> {
        let option = self.scenario.frame.issues[issue].options.get(choice[issue.index()])?;
        Some(option.value.unwrap_or_else(|| i128::from(u64::MAX).into()))
    }

    /// Whether a party must consent to a package.
    pub fn asked(&self, party: PartyId, choice: &Choice) -> bool {
        let obliged = self.scenario.frame.issues.iter().any(|(id, issue)| {
            let option = issue.options.get(choice[id.index()]);
            option.is_some_and(|option| option.obliged.contains(&party))
        });
        obliged
            || match &self.scenario.frame.parties[party].consent {
                Consent::Always => true,
                Consent::Never => false,
                Consent::When(formula) => self.holds(formula, choice),
            }
    }

    /// The red lines and links of asked parties that a package breaks.
    pub fn broken(&self, choice: &Choice) -> Vec<DemandId> {
        let demands = self.scenario.demands.iter();
        let broken = demands.filter(|(_, demand)| match &demand.kind {
            DemandKind::RedLine { keeps, .. } | DemandKind::Link { keeps, .. } => {
                self.asked(demand.party, choice) && !self.holds(keeps, choice)
            }
            DemandKind::Floor(_) => false,
        });
        broken.map(|(id, _)| id).collect()
    }

    /// The firm ones among [`World::broken`].
    pub fn firmly_broken(&self, choice: &Choice) -> Vec<DemandId> {
        let firm = |id: &DemandId| is_firm(&self.scenario.demands[*id]);
        self.broken(choice).into_iter().filter(firm).collect()
    }

    /// The parties that must consent to a package.
    pub fn asked_parties(&self, choice: &Choice) -> Vec<PartyId> {
        self.scenario.frame.parties.ids().filter(|party| self.asked(*party, choice)).collect()
    }

    /// Whether a party has stated a view of any option, or any demand.
    pub fn has_stated(&self, party: PartyId) -> bool {
        let issues = self.scenario.frame.issues.iter();
        let mut options = issues.flat_map(|(id, issue)| {
            let options = (0..issue.options.len()).map(OptionId::new);
            options.filter_map(move |it| Some(self.scenario.position(party, id)?.cell(it)))
        });
        let spoken = options.any(|cell| cell.stances().any(|it| it != Stance::Unknown));
        spoken || self.scenario.demands.values().any(|it| it.party == party)
    }
}

/// Whether no dispute is known; a floor always counts.
pub fn is_firm(demand: &Demand) -> bool {
    use impasse_core::scenario::{Basis, Confidence};
    let plain = matches!(demand.grounds.basis, Basis::Stated | Basis::Unsourced);
    matches!(demand.kind, DemandKind::Floor(_))
        || (plain && demand.grounds.confidence != Confidence::Low)
}

/// A choice as the product writes it.
pub fn package(choice: &Choice) -> Package {
    Package::new(choice.iter().map(|place| OptionId::new(*place)).collect())
}

/// A package of the product as a choice.
pub fn choice(package: &Package) -> Choice {
    package.choices().map(|(_, option)| option.index()).collect()
}
