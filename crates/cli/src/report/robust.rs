//! `robust`: what holds for certain and on every scale, and which single change would tip it.

mod build;
mod cases;
mod conclusion;
mod figure;
mod layout;
mod sheet;
mod words;

use impasse_core::analysis::agreement::Agreement;
use impasse_core::analysis::any_scale::Holds;
use impasse_core::analysis::compare::Comparison;
use impasse_core::analysis::filling::Case;
use impasse_core::analysis::tipping::{Scored, Tip, Tips};
use impasse_core::scenario::Proposal;
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Number, Source};
pub use build::build;
use cases::CaseAnswer;

/// What the report is built of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The conclusion over all packages.
    pub strongest: &'a Agreement,
    /// Whether a deadlock holds on every scale.
    pub on_scales: Holds,
    /// What alone would end a deadlock; none if there is none or it was not found out.
    pub openings: Option<Vec<Tip<()>>>,
    /// The proposals with their verdicts.
    pub scored: &'a [Scored<'a>],
    /// Whether each verdict holds on every scale; none if it was not found out.
    pub scales: Option<Vec<Vec<Holds>>>,
    /// By proposal and party, a case in which it accepts and one in which it refuses, where a verdict
    /// leaves both open; none if that was not found out.
    pub cases: Option<Vec<Vec<Cases>>>,
    /// What tips the answers about each proposal; none if it was not found out.
    pub tips: Option<Vec<Tips>>,
    /// The two proposals that are compared.
    pub compared: Option<Compared<'a>>,
}

/// A case in which a party accepts, and one in which it refuses; none where there is none.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// It accepts.
    pub accepting: Option<Case>,
    /// It refuses.
    pub refusing: Option<Case>,
}

/// Two proposals, and whether what their comparison says holds on every scale.
#[derive(Debug)]
pub struct Compared<'a> {
    /// From.
    pub first: &'a Proposal,
    /// To.
    pub second: &'a Proposal,
    /// What changed.
    pub comparison: Comparison,
    /// By party.
    pub scales: Vec<Holds>,
}

/// How sure the answers are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "robust"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// The conclusion over all packages.
    #[schemars(extend("enum" = ["agreement", "no stated obstacle", "deadlock"]))]
    pub(super) outcome: &'static str,
    /// Whether it holds for every scale of the stance words.
    #[schemars(extend("enum" = ["yes", "no", "not decided"]))]
    pub(super) outcome_on_every_scale: &'static str,
    /// The single changes that would end a deadlock; null where there is none, or where it was not
    /// found out or is left out.
    pub(super) endings: Option<Vec<Change>>,
    /// How many parties have a floor; null if floors are left out.
    pub(super) floors: Option<usize>,
    /// How sure the answers about each proposal are.
    pub(super) proposals: Vec<ProposalAnswers>,
    /// How sure the comparison of two proposals is.
    pub(super) comparison: Option<ComparisonAnswers>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// How sure the answers about one proposal are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ProposalAnswers {
    /// Its name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// Whether it passes.
    #[schemars(extend("enum" = ["impossible", "passes", "no stated obstacle", "only read differently", "fails"]))]
    pub(super) outcome: &'static str,
    /// Whether that holds for certain: `passes` and `fails` do, the others leave it open.
    pub(super) for_certain: bool,
    /// The smallest single changes of each kind that would tip whether it passes; null if that was
    /// not found out or is left out.
    pub(super) changes: Option<Vec<Change>>,
    pub(super) verdicts: Vec<VerdictAnswer>,
}

/// How sure a verdict is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct VerdictAnswer {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// The verdict in words.
    pub(super) verdict: String,
    /// Whether the text settles nothing on which the party has spoken.
    pub(super) settles_nothing: bool,
    /// Whether the party accepts: in every reading and filling, in some, in none.
    #[schemars(extend("enum" = ["for certain", "possibly", "for certain not", "not asked", "impossible"]))]
    pub(super) accepts: &'static str,
    /// A case in which it accepts, where it possibly does; null elsewhere, or where none was found.
    pub(super) accepts_if: Option<CaseAnswer>,
    /// A case in which it refuses, where it possibly accepts; null elsewhere, or where none was found.
    pub(super) refuses_if: Option<CaseAnswer>,
    /// Whether the verdict holds for every scale of the stance words.
    #[schemars(extend("enum" = ["yes", "no", "not decided"]))]
    pub(super) every_scale: &'static str,
    /// A scale on which it is another, in words.
    pub(super) not_on: Option<String>,
    /// The smallest single changes of each kind that would tip it; null if that was not found
    /// out or is left out.
    pub(super) changes: Option<Vec<Change>>,
}

/// A single change, and what an answer becomes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Change {
    /// The kind: sizes of different kinds cannot be compared.
    #[schemars(extend("enum" = ["demand", "step", "answer", "worth", "floor", "weight", "reading"]))]
    pub(super) kind: &'static str,
    /// The change in words.
    pub(super) change: String,
    /// The number at which the answer tips; null where the change is no number.
    pub(super) number: Option<Number>,
    /// Whether it tips at the number, or only above or below it.
    #[schemars(extend("enum" = ["at", "above", "below"]))]
    pub(super) reach: &'static str,
    /// Steps along the words, or how far the number lies outside what is stated; null where
    /// changes of the kind have no size.
    pub(super) size: Option<Number>,
    /// What the answer becomes.
    pub(super) becomes: String,
}

/// How sure a comparison is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ComparisonAnswers {
    /// The title of the first proposal.
    pub(super) first: String,
    /// The title of the second.
    pub(super) second: String,
    pub(super) parties: Vec<DirectionAnswer>,
}

/// How sure it is who gains.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DirectionAnswer {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// What the second is to the party, measured against the first.
    #[schemars(extend("enum" = ["better for certain", "worse for certain", "the same for certain", "possibly better, possibly worse"]))]
    pub(super) second_is: &'static str,
    /// Whether that holds for every scale of the stance words.
    #[schemars(extend("enum" = ["yes", "no", "not decided"]))]
    pub(super) every_scale: &'static str,
    /// A scale on which it is otherwise, in words.
    pub(super) not_on: Option<String>,
}

impl Report {
    /// The report with what could not be finished.
    #[must_use]
    pub fn unfinished(self, unfinished: Vec<String>) -> Self {
        Self { unfinished, ..self }
    }

    /// Whether nothing can be agreed on stated positions.
    pub fn is_bad_news(&self) -> bool {
        self.outcome == "deadlock"
    }
}
