//! Where does a proposal stand against the best attainable?
//!
//! The packages of a proposal are those under the rules that follow some reading of every clause.

use num_bigint::BigUint;
use num_traits::Zero as _;

use super::case::{Case, Demands};
use super::settle::{Considered, Point, point};
use super::settlement::clause_tables;
use crate::scenario::Proposal;
use crate::search::best::{self, Aim, Measure};
use crate::search::frontier::Terms;
use crate::search::{Budget, Exhausted, Factor, count};

/// Where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many packages follow the text.
    pub packages: BigUint,
    /// How many of them are acceptable to all.
    pub acceptable: BigUint,
    /// The fewest refusals that one of them breaks.
    pub refusals: usize,
    /// Of those with the fewest refusals (and among them those that meet every floor, if any do)
    /// the package whose shares of the ideal gains are greatest from the least up; a principal that
    /// cannot gain counts by the whole of its worths. None if no package follows the text.
    pub best: Option<Point>,
    /// How the best package stands to the frontier.
    pub place: Place,
}

/// How a package stands to the frontier of the considered packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is on the frontier.
    OnFrontier,
    /// This considered package is better for some principal, worse for none, and breaks no more
    /// refusals.
    Dominated(Box<Point>),
    /// It is not considered, and no considered package is at least as good for every principal.
    Beside,
    /// No package follows the text.
    Nowhere,
}

/// Where a proposal stands against the considered packages of a case.
pub fn standing(
    case: &Case<'_>,
    considered: &Considered,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<Standing, Exhausted> {
    let clauses: Vec<Factor<bool>> =
        proposal.clauses.iter().flat_map(|clause| clause_tables(case.network, clause)).collect();
    let all = case.diagram(Demands::Counted, &clauses, budget)?;
    let nowhere = Standing {
        packages: BigUint::ZERO,
        acceptable: BigUint::ZERO,
        refusals: 0,
        best: None,
        place: Place::Nowhere,
    };
    let Some((fewest, diagram)) = all.greatest(case.floors.len()) else { return Ok(nowhere) };
    let refusals = usize::try_from(-fewest).unwrap_or(0);
    let acceptable =
        if refusals == 0 { count::count(&diagram, &case.floors, budget)? } else { BigUint::ZERO };
    let measure = Measure {
        base: considered.yardsticks.iter().map(|it| it.base).collect(),
        unit: considered.units(case),
    };
    let mut terms = Terms { least: case.floors.clone(), counted: case.principals.len() };
    if count::count(&diagram, &terms.least, budget)?.is_zero() {
        terms.least.fill(None);
    }
    let found = best::best(&diagram, &terms, &measure, Aim::Leximin, budget)?;
    let best = found.and_then(|found| {
        let at = *found.places.first()?;
        Some(point(case, found.frontier.point(at), &found.frontier.tied(&diagram, at)))
    });
    let place = match &best {
        None => Place::Nowhere,
        Some(best) => match considered.better_than(case, &best.sums, budget)? {
            Some(better) => Place::Dominated(Box::new(better)),
            None if refusals == considered.refusals && considered.has(case, best) => {
                Place::OnFrontier
            }
            None => Place::Beside,
        },
    };
    Ok(Standing { packages: all.count(), acceptable, refusals, best, place })
}
