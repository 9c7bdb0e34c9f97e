//! What the product's search finds among scored packages.

use impasse_core::search::best::{Aim, Measure, best};
use impasse_core::search::count::count;
use impasse_core::search::frontier::{Frontier, Terms};
use impasse_core::search::{Additive, Budget, Diagram, Factor};

use super::scores::{Scores, Vector, frontier};
use super::solutions::{Gains, ideal, kalai_smorodinsky, leximin, nash, utilitarian};

/// The packages that every party finds worth its floor, ready to be searched.
#[derive(Debug)]
pub struct Searched {
    diagram: Diagram,
    floors: Vec<i64>,
}

fn small(points: &Vector) -> Vec<i64> {
    points.iter().map(|it| i64::try_from(*it).unwrap()).collect()
}

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

impl Searched {
    /// The packages of some scores.
    pub fn new(scores: &Scores) -> Self {
        let domains: Vec<usize> = scores.options.iter().map(Vec::len).collect();
        let tables = scores.options.iter().enumerate().flat_map(|(issue, options)| {
            let domains = &domains;
            (0..scores.floors.len()).map(move |party| {
                let points = |values: &[usize]| small(&options[values[0]])[party];
                (party, Factor::tabulate(domains, vec![issue], points))
            })
        });
        let tables: Vec<(usize, Factor<i64>)> = tables.collect();
        let problem = Additive {
            domains: domains.clone(),
            gains: tables.iter().map(|(party, table)| (*party, table)).collect(),
            dimensions: scores.floors.len(),
            ..Additive::default()
        };
        let diagram = Diagram::new(&problem, &mut budget()).unwrap();
        Self { diagram, floors: small(&scores.floors) }
    }

    fn terms(&self) -> Terms {
        let least = self.floors.iter().map(|floor| Some(*floor)).collect();
        Terms { least, counted: self.floors.len() }
    }

    /// Places of a frontier as gains, each with how many packages have it.
    fn gains(&self, found: &Frontier, places: impl IntoIterator<Item = usize>) -> Gains {
        let gain = |at: usize| {
            let point = found.point(at).into_iter().zip(&self.floors);
            let gain = point.map(|(points, floor)| i128::from(points - floor)).collect();
            (gain, found.tied(&self.diagram, at).count().to_string().parse().unwrap())
        };
        places.into_iter().map(gain).collect()
    }

    /// The gains on the frontier, the greatest first.
    pub fn frontier(&self) -> Gains {
        let found = Frontier::new(&self.diagram, &self.terms(), &mut budget()).unwrap();
        self.gains(&found, 0..found.len())
    }

    /// The best gains by an aim, the greatest first, measured in `unit`.
    pub fn best(&self, aim: Aim, unit: &Vector) -> Gains {
        let measure = Measure { base: self.floors.clone(), unit: small(unit) };
        let found = best(&self.diagram, &self.terms(), &measure, aim, &mut budget()).unwrap();
        found.map_or_else(Vec::new, |it| self.gains(&it.frontier, it.places.iter().copied()))
    }

    /// How many packages there are.
    pub fn count(&self) -> usize {
        let least = self.terms().least;
        count(&self.diagram, &least, &mut budget()).unwrap().to_string().parse().unwrap()
    }
}

/// Compares all that the search finds with a look at every package that reaches the floors; many
/// packages are compared by the frontier alone, on which all solutions are.
pub fn check(scores: &Scores) {
    let found = Searched::new(scores);
    let gains = if scores.len() < 10_000 {
        let gains: Gains = scores.acceptable().map(|(_, it)| (scores.gains(&it), 1)).collect();
        assert_eq!(found.count(), gains.len());
        gains
    } else {
        assert!(scores.floors.iter().all(|floor| *floor == 0));
        assert_eq!(found.count(), scores.len());
        scores.merged_frontier()
    };
    assert_eq!(found.frontier(), frontier(gains.clone()));
    let Some(ideal) = ideal(&gains) else { return };
    assert_eq!(found.best(Aim::Product, &ideal), nash(&gains));
    assert_eq!(found.best(Aim::LeastShare, &ideal), kalai_smorodinsky(&gains));
    for unit in [&ideal, &scores.hundredth] {
        assert_eq!(found.best(Aim::Leximin, unit), leximin(&gains, unit));
        assert_eq!(found.best(Aim::Total, unit), utilitarian(&gains, unit));
    }
}
