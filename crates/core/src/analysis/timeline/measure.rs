//! What does a state come to: conflicts, distance, way out, and what is said to each text.

use crate::analysis::conflict::{Conflicts, conflicts};
use crate::analysis::distance::{Step, distance};
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, outline};
use crate::analysis::verdict::{Passing, Verdict, passing, verdict};
use crate::analysis::way_out::{Criterion, WayOut, cheapest};
use crate::scenario::{DemandId, PartyId, ProposalId, Ratio, Scenario};
use crate::search::{Budget, Exhausted};

/// What a state comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// The conflicts among firm demands; none where no stated obstacle stands.
    pub conflicts: Conflicts,
    /// The distance to agreement: the fewest refusals, then the fewest points. None where the
    /// search was not finished.
    pub distance: Option<Step>,
    /// The cheapest way out: fewest refusals, then the least greatest price. None where nothing
    /// has to give, where the search was not finished, or where it was not asked for.
    pub way: Option<WayOut>,
    /// What is said to each text that exists, in file order; none where that was not finished.
    pub texts: Option<Vec<Said>>,
}

/// What is said to a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The text.
    pub proposal: ProposalId,
    /// By party, without worths.
    pub verdicts: Vec<Verdict>,
    /// Whether it passes.
    pub passing: Passing,
}

impl Said {
    /// Whether the text passes, or no party has a stated objection to some way to carry it out.
    pub fn is_unopposed(&self) -> bool {
        matches!(self.passing, Passing::Passes(_) | Passing::NoStatedObstacle(_))
    }
}

impl Measures {
    /// How many conflicts there are; none where they may be more.
    pub fn conflict_count(&self) -> Option<usize> {
        let complete = self.conflicts.stopped.is_none() && self.conflicts.complete_up_to.is_none();
        complete.then_some(self.conflicts.list.len())
    }

    /// The distance as refusals and points missing.
    pub fn pair(&self) -> Option<(usize, Ratio)> {
        self.distance.as_ref().map(|step| (step.refusals, step.missing))
    }

    /// How many texts nobody has a stated objection to, in some way to carry them out.
    pub fn unopposed(&self) -> Option<usize> {
        Some(self.texts.as_ref()?.iter().filter(|said| said.is_unopposed()).count())
    }
}

/// What texts settle, which no move changes.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    known: Vec<(ProposalId, Outline)>,
}

impl Outlines {
    fn of(
        &mut self,
        network: &Network<'_>,
        proposal: ProposalId,
        budget: &mut Budget,
    ) -> Result<usize, Exhausted> {
        if let Some(place) = self.known.iter().position(|(id, _)| *id == proposal) {
            return Ok(place);
        }
        let text = &network.scenario.frame.proposals[proposal];
        self.known.push((proposal, outline(network, text, budget)?));
        Ok(self.known.len() - 1)
    }
}

/// A state that was measured already, from which another differs by what one party says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) measures: &'a Measures,
    /// Whose positions differ; none where nobody's do.
    pub(super) mover: Option<PartyId>,
}

/// What is asked about a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) scenario: &'a Scenario,
    /// The texts that exist.
    pub(super) texts: &'a [ProposalId],
    /// Whether the cheapest way out is wanted.
    pub(super) way: bool,
}

/// What a state comes to. What one party says to a text depends on nobody else's positions, and
/// conflicts and distance on demands, floors and what those weigh: only what may differ is
/// computed anew.
pub(super) fn measure(
    asked: Asked<'_>,
    known: Option<Known<'_>>,
    outlines: &mut Outlines,
    budget: &mut Budget,
) -> (Measures, Option<Exhausted>) {
    let scenario = asked.scenario;
    let network = Network::new(scenario);
    let mut stopped = None;
    let mut note = |exhausted: Exhausted| stopped = stopped.or(Some(exhausted));
    let same = known.filter(|known| is_alike(known.scenario, scenario));
    let (found, step) = match same {
        Some(known) => (known.measures.conflicts.clone(), known.measures.distance.clone()),
        None => {
            let step = distance(&network, budget).map_err(&mut note).ok();
            let step = step.and_then(|distance| distance.steps.into_iter().next());
            // Some package has no stated obstacle: no conflict can stand.
            let found = if step.as_ref().is_some_and(|step| step.breaks.is_empty()) {
                Conflicts::default()
            } else {
                conflicts(&network, &[], budget)
            };
            (found, step)
        }
    };
    if let Some(exhausted) = found.stopped {
        note(exhausted);
    }
    let blocked = step.as_ref().is_none_or(|step| !step.breaks.is_empty());
    let way = match known.filter(|known| known.mover.is_none()) {
        Some(known) => known.measures.way.clone(),
        None if asked.way && blocked => {
            let ways = cheapest(&network, |_| true, Criterion::FewestRefusals, 1, budget);
            match ways.stopped {
                Some(exhausted) => {
                    note(exhausted);
                    None
                }
                None => ways.list.into_iter().next(),
            }
        }
        None => None,
    };
    let texts = says(&network, asked.texts, known, outlines, budget).map_err(&mut note).ok();
    (Measures { conflicts: found, distance: step, way, texts }, stopped)
}

/// What everybody says to the texts.
fn says(
    network: &Network<'_>,
    texts: &[ProposalId],
    known: Option<Known<'_>>,
    outlines: &mut Outlines,
    budget: &mut Budget,
) -> Result<Vec<Said>, Exhausted> {
    let mut list = Vec::new();
    for id in texts {
        let place = outlines.of(network, *id, budget)?;
        let Some((_, outline)) = outlines.known.get(place) else { continue };
        let text = &network.scenario.frame.proposals[*id];
        let earlier = known.and_then(|known| {
            let said = known.measures.texts.as_ref()?.iter().find(|said| said.proposal == *id)?;
            Some((said, known))
        });
        let mut verdicts = Vec::new();
        for party in network.scenario.frame.parties.ids() {
            let kept = earlier.filter(|(_, known)| known.mover != Some(party)).and_then(
                |(said, known)| {
                    carry(said.verdicts.get(party.index())?, known.scenario, network.scenario)
                },
            );
            verdicts.push(match kept {
                Some(kept) => kept,
                None => verdict(network, text, outline, party, budget)?,
            });
        }
        let passing = passing(&verdicts, outline);
        list.push(Said { proposal: *id, verdicts, passing });
    }
    Ok(list)
}

/// The same verdict with the demands' ids of another state; none if one does not stand there.
fn carry(verdict: &Verdict, from: &Scenario, to: &Scenario) -> Option<Verdict> {
    let of = |id: DemandId| {
        let demand = &from.demands[id];
        to.demands.find(|other| other.party == demand.party && other.name == demand.name)
    };
    let mut carried = verdict.clone();
    for crossed in &mut carried.crossed {
        crossed.demand = of(crossed.demand)?;
    }
    for (demand, _) in &mut carried.pending {
        *demand = of(*demand)?;
    }
    if let Some((demand, _)) = &mut carried.floor {
        *demand = of(*demand)?;
    }
    Some(carried)
}

/// Whether two states have the same demands in the same order, and whatever floors are counted
/// from.
fn is_alike(one: &Scenario, other: &Scenario) -> bool {
    let demands = |scenario: &Scenario| {
        let all = scenario.demands.iter();
        all.map(|(id, demand)| {
            let kind = (demand.keeps().cloned(), demand.floor().map(|floor| floor.height.clone()));
            (demand.name.clone(), demand.party, kind, demand.issue(), scenario.is_firm(id))
        })
        .collect::<Vec<_>>()
    };
    let counted = |scenario: &Scenario| {
        let floored = scenario.frame.parties.ids().filter(|it| scenario.floor(*it).is_some());
        floored
            .map(|party| {
                let cells = scenario.positions[party].values();
                let cells = cells.map(|it| it.as_ref().map(|position| position.cells.clone()));
                (scenario.weights[party].clone(), cells.collect::<Vec<_>>())
            })
            .collect::<Vec<_>>()
    };
    demands(one) == demands(other) && counted(one) == counted(other)
}
