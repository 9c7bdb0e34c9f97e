//! How often does each proposal come first, or get accepted, when what a party leaves open is
//! drawn at random?
//!
//! Stochastic multicriteria acceptability analysis (SMAA-2; Lahdelma and Salminen 2001, Tervonen
//! and Lahdelma 2007). In each sample a party has one scale of its stance words, the three middle
//! values being sorted numbers between the two ends; each worth and weight that is stated as a
//! range is anywhere in it; where only an order of weights is stated, all weightings that keep the
//! order are equally likely; a floor is anywhere in its range. Red lines and links are as stated.
//!
//! What nobody has stated or settled is *not* drawn, because nothing says how likely it is: there
//! is a cautious run (unknown and unsettled at the worst, disputed demands hold) and a hopeful one
//! (at the best, only firm demands hold). An unknown view within bounds that a shape implies has
//! the bounds of the file's own scale.

mod chance;
pub mod deadlock;
mod model;

pub use chance::{Chance, chances};
pub use model::model;

use super::case::Outlook;
use super::network::Network;
use super::weightings::Text;
use crate::scenario::{IssueId, PartyId};
use crate::search::acceptability::{
    Estimate, Model, Stop, Tally, Weighing, average_weights, first_share, sample,
};
use crate::search::random::Random;
use crate::search::{Budget, Exhausted};

/// What is sampled, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The seed of the random numbers.
    pub seed: u64,
    /// When to stop.
    pub stop: Stop,
    /// Samples for each confidence factor.
    pub confidence: u64,
    /// Samples for the probability of a deadlock.
    pub deadlock: u64,
}

impl Rule {
    /// Unless told otherwise: until every standard error of a share is one in a thousand at most,
    /// for which a quarter of a million samples are always enough, but no more than a hundred
    /// thousand samples, with which no such error is above one in six hundred.
    pub const DEFAULT: Self =
        Self { seed: 1, stop: Stop::WhenSure(100_000), confidence: 2_000, deadlock: 1_000 };
}

/// What samples say about the proposals for one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// The party.
    pub party: PartyId,
    /// What is drawn.
    pub drawn: Drawn,
    /// The issues that can weigh anything for it: the criteria of the tallies.
    pub issues: Vec<IssueId>,
    /// With unknown and unsettled at the worst.
    pub cautious: Run,
    /// With unknown and unsettled at the best.
    pub hopeful: Run,
}

/// What is drawn for a party; nothing where all is false and none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Middle values of the scale of words.
    pub scale: bool,
    /// So many stated worths, a floor included, that are ranges.
    pub ranges: usize,
    /// Weights, in their ranges or by their order.
    pub weights: bool,
}

impl Drawn {
    /// Whether anything is drawn.
    pub fn anything(self) -> bool {
        self.scale || self.ranges > 0 || self.weights
    }
}

/// Samples in one outlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What was counted: groups are the proposals, alternatives their readings, text by text.
    /// Where nothing is drawn one sample says all, exactly.
    pub tally: Tally,
    /// By proposal: how often it is first at its central weights; none if it is never first.
    pub confidence: Vec<Option<Estimate>>,
    /// By reading, text by text: how often the party accepts it; none where it is not asked.
    pub accepted: Vec<Option<Chance>>,
}

impl Run {
    /// The mean weights of the samples in which a proposal is first, by issue, summing to one.
    /// None if it is never first, or if no weights are drawn.
    pub fn central_weights(&self, proposal: usize) -> Option<Vec<Estimate>> {
        self.tally.first.get(proposal).and_then(|first| average_weights(first))
    }
}

/// What samples say about some texts for a party; none if its numbers are too fine to be drawn.
pub fn sampled(
    network: &Network<'_>,
    party: PartyId,
    texts: &[Text<'_>],
    rule: &Rule,
    budget: &mut Budget,
) -> Result<Option<Sampled>, Exhausted> {
    let outlooks = [Outlook::Cautious, Outlook::Hopeful];
    let [cautious, hopeful] = outlooks.map(|outlook| model(network, party, texts, outlook));
    let (Some(cautious), Some(hopeful)) = (cautious, hopeful) else { return Ok(None) };
    let drawn = Drawn {
        scale: cautious.draws_scale() || hopeful.draws_scale(),
        ranges: cautious.ranges.len().max(hopeful.ranges.len()),
        weights: !cautious.weighing.is_fixed(),
    };
    // The two runs share nothing, so that they can be drawn at once.
    let draw = |model: &Model| {
        let anything = model.draws_worths() || drawn.weights;
        let stop = if anything { rule.stop } else { Stop::After(1) };
        // Every party has the same random numbers, so that the order of parties changes nothing.
        let tally = sample(model, stop, Random::new(rule.seed, 0))?;
        let confidence = confidence(model, &tally, rule)?;
        Some((tally, confidence))
    };
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| draw(&hopeful));
        (draw(&cautious), second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (Some(first), Some(second)) = (first, second) else { return Ok(None) };
    let mut run = |(tally, confidence), model: &Model, outlook| -> Result<Run, Exhausted> {
        let accepted = chances(network, party, texts, outlook, model, &tally, budget)?;
        Ok(Run { tally, confidence, accepted })
    };
    let first = run(first, &cautious, Outlook::Cautious)?;
    let second = run(second, &hopeful, Outlook::Hopeful)?;
    let issues = model::criteria(network, party).map(|term| term.issue).collect();
    Ok(Some(Sampled { party, drawn, issues, cautious: first, hopeful: second }))
}

/// By group: how often it is first if the weights are its central ones and all else is drawn.
fn confidence(model: &Model, tally: &Tally, rule: &Rule) -> Option<Vec<Option<Estimate>>> {
    let firsts = tally.groups.iter().enumerate().map(|(group, places)| {
        let often = first_share(places, tally.samples);
        if often.mean == crate::scenario::Ratio::from_integer(0) {
            return Some(None);
        }
        // Where no weights are drawn the central ones are those of every sample.
        let Some(first) = tally.first.get(group) else { return Some(Some(often)) };
        let central = average_weights(first)?;
        let weights = central.iter().map(|it| in_parts(it.mean)).map(|it| (it, it)).collect();
        let fixed = Model { weighing: Weighing::Box(weights), ..model.clone() };
        let stop = Stop::After(if fixed.draws_worths() { rule.confidence } else { 1 });
        let tally = sample(&fixed, stop, Random::new(rule.seed, 1))?;
        Some(Some(first_share(tally.groups.get(group)?, tally.samples)))
    });
    firsts.collect()
}

/// Central weights are held in parts of a million.
fn in_parts(weight: crate::scenario::Ratio) -> i64 {
    let parts = weight * crate::scenario::Ratio::from_integer(1_000_000);
    i64::try_from(parts.round().to_integer()).unwrap_or(i64::MAX)
}
