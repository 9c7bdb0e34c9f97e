//! The Pareto frontier of drawn domains, with and without links; bargaining packages and counts.

use impasse_core::search::best::{Aim, Measure, best};
use impasse_core::search::count::count;
use impasse_core::search::frontier::{Frontier, Terms};
use impasse_core::search::{Additive, Budget, Diagram, Exhausted, Factor};

use super::{Case, Measurement, case};
use crate::demands::Demands;
use crate::domain::Domain;
use crate::usage::measured;
use crate::write::domains;

/// Points of a party's best package where no other tool is asked.
const COARSE: i64 = 1000;

const AIMS: [(&str, Aim); 4] = [
    ("nash", Aim::Product),
    ("kalai_smorodinsky", Aim::LeastShare),
    ("leximin", Aim::Leximin),
    ("utilitarian", Aim::Total),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, domain) in domains() {
        cases.push(case(format!("frontier/{name}"), move |_| {
            Some(Tables::new(&domain, Vec::new()).frontier_and_packages())
        }));
    }
    for (parties, issues) in [(2, 20), (2, 40), (3, 10), (3, 20), (3, 30), (4, 10), (4, 20)] {
        for (word, draw) in
            [("random", Domain::random as fn(_, &[usize], _, _) -> _), ("opposed", Domain::opposed)]
        {
            let name = format!("frontier_growth/{word}_p{parties}_{issues}x5");
            cases.push(case(name, move |_| {
                let domain = draw(parties, &vec![5; issues], 1, COARSE);
                Some(Tables::new(&domain, Vec::new()).frontier())
            }));
        }
    }
    for reach in [2, 4, 6, 8, 20] {
        for links in [12, 24, 36] {
            let name = format!("frontier_links/p3_20x5_{links}_links_reach_{reach}");
            cases.push(case(name, move |_| {
                let domain = Domain::random(3, &[5; 20], 1, COARSE);
                let links = Demands::links(20, 5, links, reach, 1);
                let width = links.width();
                Some(Tables::new(&domain, links.tables()).frontier().with("width", width))
            }));
        }
    }
    for (parties, issues) in [(2, 40), (4, 30), (8, 30)] {
        for (word, aim) in AIMS {
            cases.push(case(format!("package/{word}_p{parties}_{issues}x5"), move |_| {
                let domain = Domain::random(parties, &vec![5; issues], 1, COARSE);
                Some(Tables::new(&domain, Vec::new()).package(aim))
            }));
        }
    }
    for parties in [2, 3] {
        cases.push(case(format!("count/p{parties}_22x4"), move |_| {
            let domain = Domain::random(parties, &[4; 22], 1, COARSE);
            Some(Tables::new(&domain, Vec::new()).acceptable(COARSE * 45 / 100))
        }));
    }
    cases
}

/// A domain as the searches take it, links being rules.
struct Tables {
    domains: Vec<usize>,
    parties: usize,
    /// By party and issue.
    gains: Vec<(usize, Factor<i64>)>,
    /// By party: its best package.
    ideals: Vec<i64>,
    links: Vec<Factor<bool>>,
}

impl Tables {
    fn new(domain: &Domain, links: Vec<Factor<bool>>) -> Self {
        let domains: Vec<usize> = domain.issues.iter().map(Vec::len).collect();
        let mut gains = Vec::new();
        for (party, points) in domain.points.iter().enumerate() {
            for (issue, row) in points.iter().enumerate() {
                let table = Factor::tabulate(&domains, vec![issue], |values| row[values[0]]);
                gains.push((party, table));
            }
        }
        let ideal = |points: &Vec<Vec<i64>>| {
            points.iter().map(|row| row.iter().max().copied().unwrap_or(0)).sum()
        };
        let ideals = domain.points.iter().map(ideal).collect();
        Self { domains, parties: domain.parties.len(), gains, ideals, links }
    }

    fn diagram(&self, budget: &mut Budget) -> Result<Diagram, Exhausted> {
        let problem = Additive {
            domains: self.domains.clone(),
            hard: self.links.iter().collect(),
            gains: self.gains.iter().map(|(party, table)| (*party, table)).collect(),
            dimensions: self.parties,
        };
        Diagram::new(&problem, budget)
    }

    fn terms(&self) -> Terms {
        Terms { least: Vec::new(), counted: self.parties }
    }

    /// The first package that is best by an aim.
    fn best(
        &self,
        diagram: &Diagram,
        aim: Aim,
        budget: &mut Budget,
    ) -> Result<Vec<i64>, Exhausted> {
        // Points of every party count alike in the total; shares are shares of the ideal.
        let unit = if aim == Aim::Total { vec![1; self.parties] } else { self.ideals.clone() };
        let measure = Measure { base: vec![0; self.parties], unit };
        let found = best(diagram, &self.terms(), &measure, aim, budget)?;
        Ok(found.map_or_else(Vec::new, |best| best.frontier.point(best.places[0])))
    }

    fn frontier(&self) -> Measurement {
        self.asked(
            |budget| {
                let diagram = self.diagram(budget)?;
                let points = Frontier::new(&diagram, &self.terms(), budget)?.points();
                Ok((points, diagram.count()))
            },
            |measurement, (points, packages)| {
                measurement
                    .with("packages", packages.to_string())
                    .with("frontier", points.len())
                    .with("sum", points.iter().flatten().sum::<i64>())
            },
        )
    }

    fn frontier_and_packages(&self) -> Measurement {
        self.asked(
            |budget| {
                let diagram = self.diagram(budget)?;
                let points = Frontier::new(&diagram, &self.terms(), budget)?.points();
                let mut packages = Vec::new();
                for (_, aim) in AIMS {
                    packages.push(self.best(&diagram, aim, budget)?);
                }
                Ok((points, packages))
            },
            |measurement, (points, packages)| {
                let product = packages[0].iter().map(|it| i128::from(*it)).product::<i128>();
                measurement
                    .with("frontier", points.len())
                    .with("sum", points.iter().flatten().sum::<i64>())
                    .with("nash", product.to_string())
                    .with("utilitarian", packages[3].iter().sum::<i64>())
            },
        )
    }

    fn package(&self, aim: Aim) -> Measurement {
        self.asked(
            |budget| {
                let diagram = self.diagram(budget)?;
                self.best(&diagram, aim, budget)
            },
            |measurement, point| measurement.with("package", point.clone()),
        )
    }

    fn acceptable(&self, least: i64) -> Measurement {
        self.asked(
            |budget| {
                let diagram = self.diagram(budget)?;
                let found = count(&diagram, &vec![Some(least); self.parties], budget)?;
                Ok((found, diagram.count()))
            },
            |measurement, (found, packages)| {
                measurement
                    .with("acceptable", found.to_string())
                    .with("packages", packages.to_string())
            },
        )
    }

    fn asked<T>(
        &self,
        ask: impl Fn(&mut Budget) -> Result<T, Exhausted>,
        tell: impl Fn(Measurement, &T) -> Measurement,
    ) -> Measurement {
        let (cost, (found, spent)) = measured(|| {
            let mut budget = Budget::new(Budget::DEFAULT);
            let found = ask(&mut budget);
            (found, budget.spent())
        });
        let measurement = Measurement::new(cost)
            .with("parties", self.parties)
            .with("complete", found.is_ok())
            .with("steps", spent);
        found.iter().fold(measurement, tell)
    }
}
