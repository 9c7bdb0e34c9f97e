//! How often does a party accept a reading?

use crate::analysis::case::Outlook;
use crate::analysis::network::Network;
use crate::analysis::treatment::{Occasion, Treatment, occasion, treatment};
use crate::analysis::weightings::Text;
use crate::scenario::PartyId;
use crate::search::acceptability::{Estimate, Model, Tally, share};
use crate::search::{Budget, Exhausted};

/// A probability: exactly known, or sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// No draw can change it: one, or zero.
    Certain(bool),
    /// From samples.
    Sampled(Estimate),
}

/// By reading, text by text: how often a party accepts it. It accepts if no demand of its that
/// holds in the outlook is broken for certain – cautious: by any way to carry out the words,
/// hopeful: by every way – and its floor is met. None where the reading does not ask it.
pub fn chances(
    network: &Network<'_>,
    party: PartyId,
    texts: &[Text<'_>],
    outlook: Outlook,
    model: &Model,
    tally: &Tally,
    budget: &mut Budget,
) -> Result<Vec<Option<Chance>>, Exhausted> {
    let mut refused: Vec<Option<bool>> = Vec::new();
    for text in texts {
        refused.extend(refusals(network, party, *text, outlook, budget)?);
    }
    let drawn = model.draws_worths() || !model.weighing.is_fixed();
    let tested = model.alternatives.iter().zip(&tally.passed);
    let chances = refused.into_iter().zip(tested).map(|(refused, (alternative, passed))| {
        Some(match (refused?, &alternative.test) {
            (true, _) => Chance::Certain(false),
            (false, None) => Chance::Certain(true),
            (false, Some(_)) if !drawn => Chance::Certain(*passed > 0),
            (false, Some(_)) => Chance::Sampled(share(*passed, tally.samples)),
        })
    });
    Ok(chances.collect())
}

/// By reading: whether demands of a party refuse it; none where it is not asked.
fn refusals(
    network: &Network<'_>,
    party: PartyId,
    text: Text<'_>,
    outlook: Outlook,
    budget: &mut Budget,
) -> Result<Vec<Option<bool>>, Exhausted> {
    let scenario = network.scenario;
    let demands = scenario.demands.iter().filter(|(id, demand)| {
        demand.party == party && (outlook == Outlook::Cautious || scenario.is_firm(*id))
    });
    let demands: Vec<_> = demands.filter_map(|(_, demand)| demand.keeps()).collect();
    let mut readings: Vec<Vec<bool>> = vec![Vec::new(); text.outline.readings.len()];
    for realisation in &text.outline.realisations {
        if occasion(network, party, realisation, budget)? == Occasion::Never {
            continue;
        }
        let mut broken = false;
        for keeps in &demands {
            broken |= treatment(network, keeps, realisation, budget)? == Treatment::Broken;
        }
        if let Some(reading) = readings.get_mut(realisation.reading) {
            reading.push(broken);
        }
    }
    let refused = |broken: Vec<bool>| match (broken.is_empty(), outlook) {
        (true, _) => None,
        (false, Outlook::Cautious) => Some(broken.contains(&true)),
        (false, Outlook::Hopeful) => Some(!broken.contains(&false)),
    };
    Ok(readings.into_iter().map(refused).collect())
}
