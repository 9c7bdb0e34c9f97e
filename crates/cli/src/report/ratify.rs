//! `ratify`: which votes must a proposal win, and what does each gate take away?

mod build;
mod figure;
mod layout;
mod sheet;

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source};
pub use build::{Answers, build};

/// Which votes the proposals must win, and what each gate takes away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "ratify"))]
    command: &'static str,
    /// The scenario's title.
    title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    as_of: String,
    /// The proposals before the gates, in file order.
    proposals: Vec<ProposalReport>,
    /// The win-sets, hopeful and cautious; empty where they were not counted.
    win_sets: Vec<WinSetsReport>,
    /// Names of the gates that have stated nothing.
    silent: Vec<String>,
    /// Keys of the parties whose lines are shown; all if there is none.
    shown: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// A proposal before the gates.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ProposalReport {
    /// Its name in the file.
    proposal: String,
    title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    date: String,
    /// The gates that it reaches or may reach.
    gates: Vec<GateInText>,
    /// What the text as it is written comes to, in words.
    as_written: String,
    /// How it counts: `as written`, `as refused` or `undecided`.
    #[schemars(extend("enum" = ["as written", "as refused", "undecided"]))]
    counts: &'static str,
    /// Names of the gates that refuse it for certain, for whose vote a clause waits.
    refused_by: Vec<String>,
    /// Names of the gates that are undecided, for whose vote a clause waits that has not fallen.
    undecided: Vec<String>,
    /// What it comes to without the clauses that fall, in words; null where none falls.
    counts_as: Option<String>,
    /// What is left if gates refuse on whose vote a clause waits.
    if_refused: Vec<IfRefused>,
}

/// A gate before a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct GateInText {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    /// `always`, or `sometimes`: as the text is read, or as what it leaves unsettled comes out.
    #[schemars(extend("enum" = ["always", "sometimes"]))]
    asked: &'static str,
    /// Titles of the issues on which it hangs whether it is asked.
    hangs_on: Vec<String>,
    /// What asks it, in words, among what the text leaves possible.
    triggers: Vec<String>,
    /// Whether each of these asks it by itself in every way to carry out the text.
    by_one: bool,
    /// The verdict in words.
    verdict: String,
    /// `passes`, `fails`, `fails if asked` or `undecided`.
    #[schemars(extend("enum" = ["passes", "fails", "fails if asked", "undecided"]))]
    state: &'static str,
    /// The demands on which it fails, or may fail.
    fails_on: Vec<Demand>,
    /// Titles of the issues that the text settles and on which it has not spoken.
    unspoken: Vec<String>,
    /// Whether it has stated anything at all.
    stated: bool,
}

/// What is left of a text if one of some gates refuses.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct IfRefused {
    /// Names of the gates, any of whose refusal leaves this.
    gates: Vec<String>,
    /// Numbers of the clauses that wait for their vote.
    clauses: Vec<String>,
    /// What the text that is left comes to, in words.
    outcome: String,
    /// What each party says, as written and otherwise.
    verdicts: Vec<Changed>,
}

/// What a party says to a text as it is written, and to what is left of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Changed {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    as_written: String,
    otherwise: String,
}

/// The win-sets in one outlook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct WinSetsReport {
    /// `hopeful` or `cautious`.
    #[schemars(extend("enum" = ["hopeful", "cautious"]))]
    outlook: &'static str,
    /// How many packages the rules allow.
    possible: Count,
    /// By principal, how many it accepts.
    principals: Vec<PartyCount>,
    /// How many all principals accept.
    table: Count,
    /// How many all principals accept, and every gate that they ask.
    all: Count,
    /// Whether nothing can be agreed.
    deadlock: bool,
    gates: Vec<GateReport>,
}

/// What a gate takes away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct GateReport {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    /// How many packages under the rules do not ask it.
    unasked: Count,
    /// How many it lets pass, asked or not.
    passes: Count,
    /// By principal, how many both accept.
    with: Vec<PartyCount>,
    /// How many all others accept.
    without: Count,
    /// Whether nothing can be agreed without it either.
    deadlock_without: bool,
    /// Options that can occur under the rules, but in no package that it lets pass, in words.
    rules_out: Vec<String>,
}

/// A number of packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Count {
    /// In digits.
    #[schemars(regex(pattern = r"^\d+$"))]
    exact: String,
    /// Percent of the packages that the rules allow.
    percent: Number,
}

/// A number of packages, of a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct PartyCount {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    packages: Count,
}

impl Report {
    /// Leaves out the win-sets, which are counted from everything that is stated.
    pub(in crate::report) fn without_win_sets(&mut self) {
        self.win_sets.clear();
    }
}
