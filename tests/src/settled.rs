//! What `settle` answers on scenarios of plain scores, compared with a look at every package.

use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Considered, Point, Refused, Solution, Unit, considered};
use impasse_core::scenario::{Ratio, Scenario};
use impasse_core::search::Budget;
use itertools::Itertools;

use super::oracle::{Choice, choice};
use super::scores::{Scores, Vector, frontier};
use super::solutions::{Gains, ideal, kalai_smorodinsky, leximin, nash, utilitarian};

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

/// Worths in hundredths, with how many packages have them.
pub type Worths = Vec<(Vec<Ratio>, usize)>;

/// What a solution singles out, or why nothing.
pub fn solve(scenario: &Scenario, solution: Solution, unit: Unit) -> Result<Worths, Refused> {
    let network = Network::new(scenario);
    let case = Case::new(&network, Outlook::Cautious);
    let considered = considered(&case, &mut budget()).unwrap();
    let points = considered.solve(&case, solution, unit, &mut budget()).unwrap()?;
    Ok(points.iter().map(|point| worth(&case, point)).collect())
}

fn worth(case: &Case<'_>, point: &Point) -> (Vec<Ratio>, usize) {
    (point.worths(case), point.tied.to_string().parse().unwrap())
}

/// Everything by brute force.
struct Truth {
    scores: Scores,
    /// The packages considered, if they are few; else there are gains only.
    packages: Vec<(Choice, Vector)>,
    acceptable: usize,
    gains: Gains,
}

impl Truth {
    fn new(scores: Scores) -> Self {
        if scores.len() > 10_000 {
            // All that is asked for is on the frontier.
            assert!(scores.floors.iter().all(|floor| *floor == 0));
            let (acceptable, gains) = (scores.len(), scores.merged_frontier());
            return Self { packages: Vec::new(), acceptable, gains, scores };
        }
        let mut packages = scores.acceptable().collect_vec();
        let acceptable = packages.len();
        if acceptable == 0 {
            packages = scores.packages().collect();
        }
        let gains = packages.iter().map(|(_, worth)| (scores.gains(worth), 1)).collect();
        Self { scores, packages, acceptable, gains }
    }

    fn worths(&self, gains: &Gains) -> Worths {
        let worth = |gain: &Vector| {
            let points = gain.iter().zip(&self.scores.floors).map(|(gain, floor)| gain + floor);
            self.scores.hundredths(&points.collect())
        };
        gains.iter().map(|(gain, count)| (worth(gain), *count)).collect()
    }

    fn check_point(&self, case: &Case<'_>, point: &Point) {
        let worths = point.worths(case);
        let same = |(_, worth): &&(Choice, Vector)| self.scores.hundredths(worth) == worths;
        if let Some((first, _)) = self.packages.iter().find(same) {
            assert_eq!(choice(&point.package), *first);
        } else {
            assert!(self.packages.is_empty(), "{point:?}");
        }
    }

    fn check(&self, case: &Case<'_>, found: &Considered) {
        assert_eq!(found.possible.to_string(), self.scores.len().to_string());
        assert_eq!(found.zopa.to_string(), self.acceptable.to_string());
        assert_eq!((found.refusals, found.floors_met), (0, self.acceptable > 0));
        let attainable = found.frontier(&mut budget()).unwrap();
        let points = (0..attainable.len()).map(|at| attainable.point(case, found, at));
        let points = points.inspect(|point| self.check_point(case, point));
        let expected = self.worths(&frontier(self.gains.clone()));
        assert_eq!(points.map(|point| worth(case, &point)).collect_vec(), expected);

        let same = |solution: Solution, unit: Unit, expected: Gains| {
            let answer = found.solve(case, solution, unit, &mut budget()).unwrap();
            let points = answer.unwrap_or_default();
            let points = points.iter().inspect(|point| self.check_point(case, point));
            let points = points.map(|point| worth(case, point)).collect_vec();
            assert_eq!(points, self.worths(&expected), "{solution:?} by {unit:?}");
        };
        same(Solution::Nash, Unit::Shares, nash(&self.gains));
        let Some(ideal) = ideal(&self.gains) else {
            return same(Solution::KalaiSmorodinsky, Unit::Shares, Vec::new());
        };
        same(Solution::KalaiSmorodinsky, Unit::Shares, kalai_smorodinsky(&self.gains));
        for (unit, measure) in [(Unit::Shares, &ideal), (Unit::Points, &self.scores.hundredth)] {
            same(Solution::Leximin, unit, leximin(&self.gains, measure));
            same(Solution::Utilitarian, unit, utilitarian(&self.gains, measure));
        }
    }
}

/// Compares the packages considered, the frontier and all solutions. Nothing is left open in
/// plain scores: both outlooks are the same.
pub fn check(scenario: &Scenario) {
    let truth = Truth::new(Scores::new(scenario));
    let network = Network::new(scenario);
    for outlook in [Outlook::Cautious, Outlook::Hopeful] {
        let case = Case::new(&network, outlook);
        truth.check(&case, &considered(&case, &mut budget()).unwrap());
    }
}
