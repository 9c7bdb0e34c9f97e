//! Does a verdict hold whatever the stance words are worth?
//!
//! A scale gives 100 to ideal, 0 to never, and to the words between them worths that rise with
//! the words. By how much a floor is missed is linear in the three worths between, its greatest
//! over packages and fillings convex, its least concave; so four scales, the corners of all, decide
//! whether a floor is met in every filling on every scale, and whether it is missed so. What rests on no
//! floor does not depend on the scale.

use super::change::Origin;
use super::compare::{Comparison, Direction, Side, compare};
use super::network::Network;
use super::tipping::Scored;
use super::verdict::{Kind, verdict, without_worths};
use crate::scenario::{HistoryError, PartyId, Ratio, Scale, Scenario, Stance, Supposition};
use crate::search::{Budget, Exhausted};

/// Whether an answer holds on every scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// On every scale.
    Always,
    /// Not on this one.
    NotOn(Scale),
    /// On those that were tried; it is not proven for all.
    NotDecided,
}

/// Whether each verdict holds on every scale: by proposal, then by party.
pub fn verdicts(
    origin: Origin<'_>,
    scenario: &Scenario,
    scored: &[Scored<'_>],
    budget: &mut Budget,
) -> Result<Vec<Vec<Holds>>, Exhausted> {
    let mut found: Vec<Vec<Holds>> =
        scored.iter().map(|it| vec![Holds::Always; it.verdicts.len()]).collect();
    for party in scenario.frame.parties.ids() {
        let floored = scenario.floor(party).is_some();
        if !floored && !is_bent(scenario, party) {
            continue;
        }
        for (place, scored) in scored.iter().enumerate() {
            let Some(before) = scored.verdicts.get(party.index()) else { continue };
            if matches!(before.kind, Kind::Impossible | Kind::NotAsked) {
                continue;
            }
            let on = |scale: Scale, budget: &mut Budget| {
                let Ok(changed) = on(origin, scale, party) else { return Ok(None) };
                let network = Network::new(&changed);
                verdict(&network, scored.proposal, scored.outline, party, budget)
                    .map(|it| Some(it.kind))
            };
            let mut holds = Holds::Always;
            for scale in apart() {
                if on(scale, budget)?.is_some_and(|kind| kind != before.kind) {
                    holds = Holds::NotOn(scale);
                    break;
                }
            }
            if holds == Holds::Always {
                let decidable = matches!(before.kind, Kind::Accepts | Kind::Rejects)
                    && !is_narrowed(scenario, party);
                for scale in corners() {
                    if !decidable || on(scale, budget)? != Some(before.kind) {
                        holds = Holds::NotDecided;
                        break;
                    }
                }
            }
            if let Some(slot) = found.get_mut(place).and_then(|list| list.get_mut(party.index())) {
                *slot = holds;
            }
        }
    }
    Ok(found)
}

/// Whether what a comparison is to each party holds on every scale.
pub fn directions(
    origin: Origin<'_>,
    scenario: &Scenario,
    [first, second]: [Scored<'_>; 2],
    comparison: &Comparison,
    budget: &mut Budget,
) -> Result<Vec<Holds>, Exhausted> {
    let mut on: Vec<(Scale, bool, Vec<Direction>)> = Vec::new();
    for (strict, scales) in [(true, apart()), (false, corners())] {
        for scale in scales {
            let supposition = Supposition { scale: Some(scale), ..origin.supposition.clone() };
            let Ok(changed) = origin.history.at(origin.date, &supposition) else { continue };
            let network = Network::new(&changed);
            let one = without_worths(&network, first.proposal, first.outline, budget)?;
            let other = without_worths(&network, second.proposal, second.outline, budget)?;
            let one = Side { proposal: first.proposal, outline: first.outline, verdicts: &one };
            let other =
                Side { proposal: second.proposal, outline: second.outline, verdicts: &other };
            let changed = compare(&network, one, other, budget)?;
            on.push((
                scale,
                strict,
                changed.parties.iter().map(super::compare::PartyChange::direction).collect(),
            ));
        }
    }
    let parties = comparison.parties.iter().enumerate();
    Ok(parties
        .map(|(place, change)| {
            let direction = change.direction();
            let as_good = |other: Option<&Direction>| match other {
                // At a corner words are worth the same.
                Some(Direction::Same) => direction != Direction::NotDecided,
                other => other == Some(&direction),
            };
            let differs =
                on.iter().find(|(_, strict, list)| *strict && list.get(place) != Some(&direction));
            if let Some((scale, ..)) = differs {
                return Holds::NotOn(*scale);
            }
            let decided = direction != Direction::NotDecided
                && !is_narrowed(scenario, change.party)
                && on.iter().all(|(_, _, list)| as_good(list.get(place)));
            if decided { Holds::Always } else { Holds::NotDecided }
        })
        .collect())
}

fn on(origin: Origin<'_>, scale: Scale, party: PartyId) -> Result<Scenario, HistoryError> {
    let supposition = Supposition { scale: Some(scale), ..origin.supposition.clone() };
    origin.history.alone(origin.date, &supposition, party)
}

/// Scales of given worths of opposed, tolerable and acceptable.
fn scales(worths: [[i128; 3]; 4]) -> [Scale; 4] {
    worths.map(|worths| {
        let [opposed, tolerable, acceptable] = worths.map(Ratio::from_integer);
        let (never, ideal) = (Ratio::from_integer(0), Ratio::from_integer(100));
        Scale { ideal, acceptable, tolerable, opposed, never }
    })
}

/// The corners of all scales that do not fall.
fn corners() -> [Scale; 4] {
    scales([[0, 0, 0], [0, 0, 100], [0, 100, 100], [100, 100, 100]])
}

/// Scales near the corners, on which no two words are worth the same.
fn apart() -> [Scale; 4] {
    scales([[1, 2, 3], [1, 2, 99], [1, 98, 99], [97, 98, 99]])
}

/// Whether the shape of a position narrows views that are not stated.
fn is_narrowed(scenario: &Scenario, party: PartyId) -> bool {
    let cells = scenario.positions[party].values().flatten().flat_map(|it| &it.cells);
    cells.into_iter().any(|cell| cell.inferred.is_some())
}

/// Whether a shape sets words against numbers, so that which option is best may hang on the scale.
fn is_bent(scenario: &Scenario, party: PartyId) -> bool {
    let positions = scenario.positions[party].values().flatten();
    positions.into_iter().any(|position| {
        let mut stances = position.cells.iter().flat_map(crate::scenario::Cell::stances);
        position.falls_off && stances.any(|it| matches!(it, Stance::Worth(_)))
    })
}
