//! `score`: what each party says to each proposal, and why.

mod build;
mod clauses;
mod layout;
mod overview;
mod redaction;
mod sheet;
mod verdict;

use impasse_core::analysis::settlement::Outline;
use impasse_core::analysis::verdict::{Passing, Verdict};
use impasse_core::scenario::Proposal;
use schemars::JsonSchema;
use serde::Serialize;

use super::arithmetic::Arithmetic;
use super::parts::{Demand, Number, Source, Span};
use crate::document::Text;
pub use build::{proposal_score, verdict_words};
pub use clauses::firmness;

/// What each party says to some proposals.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "score"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// The proposals, as named in the request or as in the file.
    pub proposals: Vec<ProposalScore>,
    /// What the suppositions on the command line change, if there are any.
    pub what_if: Option<Vec<Difference>>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// What each party says to a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposalScore {
    /// The proposal's name in the file.
    pub proposal: String,
    /// Its title.
    pub title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub date: String,
    /// When it became public.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) public: Option<String>,
    /// Names of its authors.
    pub(super) by: Vec<String>,
    /// What the file says about it.
    pub(super) about: Option<String>,
    /// How many ways there are to read the text.
    pub(super) readings: usize,
    /// How many ways there are to carry it out.
    pub(super) realisations: usize,
    /// `passes`, `no stated obstacle`, `only read differently`, `fails` or `impossible`.
    #[schemars(extend("enum" = ["passes", "no stated obstacle", "only read differently", "fails", "impossible"]))]
    pub outcome: &'static str,
    /// The outcome in a sentence.
    pub(super) outcome_text: String,
    /// What each party says.
    pub verdicts: Vec<PartyVerdict>,
    /// The text clause by clause.
    pub(super) clauses: Vec<ClauseScore>,
    /// What the text makes of each issue that it settles, in one way or in several.
    pub(super) terms: Vec<Term>,
    /// Issues that the text does not settle, or not in one way.
    pub(super) unsettled: Vec<Unsettled>,
}

/// The options of an issue that a text allows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Term {
    pub(super) issue: String,
    pub(super) options: Vec<String>,
}

/// What a party says to a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyVerdict {
    /// The party's name in the file.
    pub party: String,
    /// Its name where a line begins.
    pub title: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// `always`, `sometimes` or `never`.
    #[schemars(extend("enum" = ["always", "sometimes", "never"]))]
    pub asked: &'static str,
    /// Issues on which it hangs whether it is asked.
    pub(super) asked_if: Vec<String>,
    /// The kind of verdict.
    #[schemars(extend("enum" = ["impossible", "not asked", "rejects", "accepts", "depends on reading", "depends on judgement", "no stated objection"]))]
    pub kind: &'static str,
    /// The verdict in words.
    #[schemars(regex(
        pattern = r"^(impossible|(not asked|rejects|accepts|depends on judgement|no stated objection|depends on clauses? .+)( \(if asked\))?)$"
    ))]
    pub verdict: String,
    /// Why, in words.
    pub(super) ground: Text,
    /// For an author that rejects its own text: why that is so.
    pub(super) as_author: Option<String>,
    /// Worth in hundredths of the party's own total.
    pub worth: Option<Span>,
    /// Whether its floor is met.
    pub(super) floor: Option<FloorMark>,
    /// How much of the party's total weight the text speaks to.
    pub(super) coverage: Option<Shares>,
    /// Demands that it breaks however it is read and carried out.
    pub(super) crossed: Vec<Demand>,
    /// Demands that it breaks in some readings or realisations.
    pub(super) crossed_in_some_readings: Vec<Demand>,
    /// Demands that wait for issues that the text leaves.
    pub(super) pending: Vec<Pending>,
    /// Issues on which the party has not said how it stands to what the text settles.
    pub(super) unspoken: Vec<Unspoken>,
    /// Clauses on whose reading the verdict depends.
    pub(super) hangs_on: Vec<ClauseChoice>,
    /// The same verdict if silence meant something, where asked for.
    pub if_silence: Option<String>,
    /// The arithmetic of the worth, where asked for.
    pub arithmetic: Option<[Arithmetic; 2]>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FloorMark {
    /// The floor.
    pub(super) demand: Demand,
    /// How far it is met.
    #[schemars(extend("enum" = ["met in every case", "met if what is unknown or unsettled turns out well", "met at some ends of the coders' ranges", "missed in every case"]))]
    pub(super) met: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Shares {
    /// On issues that it settles by one option.
    pub(super) settled: Number,
    /// On issues that it settles in more than one way.
    pub(super) ambiguous: Number,
    /// On issues that it leaves to later talks.
    pub(super) open: Number,
    /// On issues that it does not mention.
    pub(super) silent: Number,
    /// On issues on which the party has not spoken, whatever the text does.
    pub(super) not_spoken_on: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pending {
    pub(super) demand: Demand,
    /// Titles of the issues.
    pub(super) waits_for: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Unspoken {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// How far the answer could move the party's worth, in hundredths; null where points are left
    /// out.
    pub(super) could_move: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseChoice {
    /// Its number.
    pub(super) clause: String,
    pub(super) readings: Vec<ReadingOutcome>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingOutcome {
    /// What the clause then says.
    pub(super) reading: String,
    /// Names of the parties that read it so.
    pub(super) read_by: Vec<String>,
    /// `breaks`, `keeps` or `either`.
    #[schemars(extend("enum" = ["breaks", "keeps", "either"]))]
    pub(super) outcome: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseScore {
    /// The document's own number.
    pub(super) number: String,
    pub(super) says: String,
    /// Sources and confidence, in words.
    pub(super) mark: Text,
    /// How far it binds.
    #[schemars(extend("enum" = ["binding", "conditional", "declared", null]))]
    pub(super) firmness: Option<&'static str>,
    pub(super) note: Option<String>,
    pub(super) readings: Vec<ReadingText>,
    /// Titles of issues that it leaves to later talks.
    pub(super) leaves: Vec<String>,
    /// What the parties say to what it settles.
    pub(super) issues: Vec<ClauseIssue>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReadingText {
    pub(super) says: String,
    /// Names of the parties that read it so.
    pub(super) read_by: Vec<String>,
    /// What it settles, in words.
    pub(super) settles: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseIssue {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) parties: Vec<ClauseParty>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseParty {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// How it stands to what the clause settles, in words.
    pub(super) stances: Vec<String>,
    /// What it adds to the party's worth, in hundredths, weights at the middle.
    pub(super) contributes: Option<Span>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Unsettled {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// `open`: left to later talks; `silent`: not mentioned; `ambiguous`: worded so that several
    /// options are possible.
    #[schemars(extend("enum" = ["open", "silent", "ambiguous"]))]
    pub(super) how: &'static str,
    /// The numbers of the clauses that speak of it.
    pub(super) clauses: Vec<String>,
    /// Options still possible, in words.
    pub(super) possible: String,
    /// What holds meanwhile.
    pub(super) interim: Option<String>,
    /// Ids of the demands that wait for it.
    pub(super) waiting: Vec<String>,
    pub(super) waiting_in_words: Vec<String>,
    /// How much of each party's worth depends on it, in hundredths of the party's own total, weights
    /// at the middle: the best that may come of it less the worst.
    pub(super) could_move: Vec<CouldMove>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CouldMove {
    pub(super) party: String,
    pub(super) title: String,
    pub(super) points: Number,
}

/// A verdict that suppositions change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// The proposal.
    pub proposal: String,
    /// The party's name in the file.
    pub party: String,
    /// Its name where a line begins.
    pub title: String,
    /// The verdict without and with the suppositions.
    pub verdict: [String; 2],
    /// The worth without and with them.
    pub worth: [Option<String>; 2],
}

/// A proposal with the answers about it.
#[derive(Debug)]
pub struct Answered<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// What it settles.
    pub outline: &'a Outline,
    /// What every party says.
    pub verdicts: &'a [Verdict],
    /// Whether it passes.
    pub passing: &'a Passing,
    /// What every party would say if silence meant something.
    pub if_silence: Option<Vec<String>>,
}
