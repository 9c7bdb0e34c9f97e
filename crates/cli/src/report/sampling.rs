//! `sample`: how often proposals come first, are accepted, or a deadlock stands, when what the file
//! leaves open is drawn at random; and the exact shares of all weightings beside it.

mod build;
mod errors;
mod figure;
mod layout;
mod sheet;
mod table;

use impasse_core::analysis::sampling::deadlock::Deadlock as FoundDeadlock;
use impasse_core::analysis::sampling::{Rule, Sampled};
use impasse_core::analysis::weightings::{Shares, Text};
use impasse_core::scenario::{PartyId, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::Number;
pub use build::build;

/// Shares of weightings, and samples of what the file leaves open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "sample"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// The proposals that are ranked.
    pub(super) proposals: Vec<Ranked>,
    /// Exact shares of all weightings, party by party.
    pub(super) weightings: Vec<Weightings>,
    /// What was sampled, and until when.
    pub(super) rule: SampleRule,
    /// How likely a deadlock is; null where it was not finished.
    pub(super) deadlock: Option<Deadlock>,
    /// What samples say, party by party.
    pub(super) parties: Vec<PartySamples>,
    /// Names of parties that have stated nothing that could be drawn.
    pub(super) silent: Vec<String>,
    /// What was left out, and why, in words.
    pub(super) left_out: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Ranked {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// Its readings, in words; one without words where there is nothing to choose.
    pub(super) readings: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Weightings {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Whether only weightings that keep its stated order of issues are counted.
    pub(super) in_order: bool,
    /// Shares in which a reading meets its floor; empty where it states none.
    pub(super) meets_floor: Vec<ReadingShare>,
    /// Shares in which a reading is at least as good as how things stand; empty where the file does
    /// not say how all things stand.
    pub(super) against_status_quo: Vec<ReadingShare>,
    /// Shares in which one proposal is at least as good as another; the first is named first.
    pub(super) pairs: Vec<PairShare>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingShare {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    /// Which of its readings, counted from 1.
    pub(super) reading: usize,
    pub(super) share: SharePair,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PairShare {
    /// The proposals' names in the file.
    pub(super) proposals: [String; 2],
    /// Which of their readings, counted from 1.
    pub(super) readings: [usize; 2],
    pub(super) share: SharePair,
}

/// A share in percent, at the worst and at the best of what nobody has stated or settled.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SharePair {
    pub(super) cautious: Number,
    pub(super) hopeful: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SampleRule {
    pub(super) seed: u64,
    /// At most so many samples a run.
    pub(super) most: u64,
    /// Whether a run ends earlier, when every standard error of a share is a tenth of a point at
    /// most.
    pub(super) until_sure: bool,
}

/// A mean in percent, with its standard error in points; without error where nothing is drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Estimate {
    pub(super) percent: Number,
    pub(super) error: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Deadlock {
    pub(super) cautious: Estimate,
    pub(super) hopeful: Estimate,
    /// Samples; none where nothing that is drawn bears on it.
    pub(super) samples: u64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PartySamples {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Whether its consent is always needed.
    pub(super) principal: bool,
    /// What is drawn for it, in words; empty where nothing is.
    pub(super) drawn: Vec<String>,
    pub(super) cautious: OutlookSamples,
    pub(super) hopeful: OutlookSamples,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OutlookSamples {
    /// How many samples; one where nothing is drawn.
    pub(super) samples: u64,
    /// Whether nothing is drawn, so that all this is exact.
    pub(super) exact: bool,
    pub(super) proposals: Vec<ProposalSamples>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ProposalSamples {
    /// The proposal's name in the file.
    pub(super) proposal: String,
    /// How often it takes each rank, from the first on.
    pub(super) ranks: Vec<Estimate>,
    /// How often it is worth more than each other proposal; null for itself.
    pub(super) ahead_of: Vec<Option<Estimate>>,
    /// The mean weights of the samples in which it is first, in percent of their sum; null if it
    /// never is, or if no weights are drawn.
    pub(super) central_weights: Option<Vec<CentralWeight>>,
    /// How often it is first at its central weights; null if it never is.
    pub(super) confidence: Option<Estimate>,
    pub(super) readings: Vec<ReadingSamples>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CentralWeight {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) weight: Estimate,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingSamples {
    /// How often the party has no stated objection to it; null where it is not asked.
    pub(super) accepted: Option<Estimate>,
    /// How often it takes each rank among the other proposals; empty where it is the only reading.
    pub(super) ranks: Vec<Estimate>,
}

/// The exact shares found for one party.
#[derive(Debug)]
pub struct FoundShares {
    /// The party.
    pub party: PartyId,
    /// By proposal and reading, where a floor is stated.
    pub meets_floor: Option<Vec<Vec<Shares>>>,
    /// By proposal and reading, where it is stated how things stand.
    pub against_status_quo: Option<Vec<Vec<Shares>>>,
    /// By two proposals, and two readings.
    pub pairs: Vec<(usize, usize, usize, usize, Shares)>,
}

/// Everything the report is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The proposals.
    pub texts: &'a [Text<'a>],
    /// Exact shares, party by party.
    pub shares: Vec<FoundShares>,
    /// How it was sampled.
    pub rule: Rule,
    /// How likely a deadlock is.
    pub deadlock: Option<FoundDeadlock>,
    /// Samples, party by party.
    pub sampled: Vec<Sampled>,
    /// Parties that have stated nothing.
    pub silent: Vec<PartyId>,
    /// Names of proposals without a reading.
    pub unreadable: Vec<String>,
    /// Parties whose numbers are too fine to be sampled.
    pub too_fine: Vec<PartyId>,
    /// What was not finished, in words.
    pub unfinished: Vec<String>,
}

impl Report {
    /// Whether a deadlock is more likely than not even at the best of what nobody has stated.
    pub fn is_bad_news(&self) -> bool {
        let half = |estimate: &Estimate| {
            estimate.percent.exact.parse::<Ratio>().is_ok_and(|it| it > Ratio::from_integer(50))
        };
        self.deadlock.as_ref().is_some_and(|deadlock| half(&deadlock.hopeful))
    }
}
