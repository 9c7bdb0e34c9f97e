//! `trust`: what proposals are worth, and what parties say to them, on paper and as trusted.

mod build;
mod layout;
mod pictures;
mod redaction;
mod remedies;
mod sheet;

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source, Span};
use crate::document::Text;
pub use build::{Answered, build, party_answer};

/// What proposals are worth, and what parties say to them, on paper and as trusted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "trust"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// Verdicts that differ as trusted from those on paper, of all parties.
    pub(super) differences: Vec<Difference>,
    /// Whether any party has a floor or a demand that asks for a belief: without either, trust moves
    /// worths and no verdict.
    pub(super) can_decide: bool,
    /// The promises that each party whose consent is always needed discounts most, of all texts.
    pub(super) greatest: Vec<Greatest>,
    /// The proposals, as named in the request or as in the file.
    pub(super) proposals: Vec<Proposal>,
    /// The demands that ask for a belief.
    pub(super) asking: Vec<Asking>,
    /// What the file says of beliefs.
    pub(super) beliefs: Vec<Belief>,
    /// Beliefs that count in some promise and are not stated: anything from 0 to 100.
    pub(super) unstated: Vec<Pair>,
    /// What raises beliefs.
    pub(super) enforcement: Vec<Enforcement>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// A verdict that differs as trusted from that on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Difference {
    /// The proposal's title.
    pub(super) proposal: String,
    /// The party's name in a sentence.
    pub(super) party: String,
    pub(super) on_paper: String,
    pub(super) as_trusted: String,
    /// Whether it rejects as trusted what it does not reject on paper.
    pub(super) newly_rejects: bool,
}

/// The promise that a party discounts most.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Greatest {
    /// The party's name in a sentence.
    pub(super) party: String,
    /// The proposal's title.
    pub(super) proposal: String,
    /// The issue and what is promised, in words.
    pub(super) promise: String,
    /// Whether some reading of the text, or some way to carry it out, does without it.
    pub(super) sometimes: bool,
    /// In hundredths of its own total.
    pub(super) loses: Span,
    /// Names of those whom it obliges.
    pub(super) obliged: Vec<String>,
}

/// A proposal on paper and as trusted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Proposal {
    /// Its name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// Whether the text has a reading under the rules.
    pub(super) possible: bool,
    pub(super) parties: Vec<PartyAnswer>,
}

/// A proposal to a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyAnswer {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// The verdict with every promise taken for kept.
    pub(super) on_paper: String,
    /// The verdict with promises believed as far as the file says.
    pub(super) as_trusted: String,
    /// Whether it rejects the text on paper, and as trusted.
    pub(super) rejects: [bool; 2],
    /// From the least to the greatest worth with every promise taken for kept.
    pub(super) worth_on_paper: Option<Span>,
    /// The same as trusted.
    pub(super) worth_as_trusted: Option<Span>,
    /// The promises of the text that it discounts, the greatest loss first, each at the middle
    /// between its least and its greatest.
    pub(super) promises: Vec<Promise>,
    /// What would make the text acceptable to it, or bring back the verdict on paper; null if it
    /// does not reject the text as trusted and says no less of it than on paper.
    pub(super) remedy: Option<Remedy>,
}

/// A promise that a party discounts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Promise {
    /// The issue's name in the file.
    pub(super) issue: String,
    /// The issue's title.
    pub(super) title: String,
    /// What is promised, with its issue where that is another.
    pub(super) option: String,
    /// Whether some reading of the text, or some way to carry it out, does without it.
    pub(super) sometimes: bool,
    /// What it loses from paper to trusted, in hundredths of its own total.
    pub(super) loses: Option<Span>,
    /// Whom the promise obliges, with the belief in each.
    pub(super) obliged: Vec<Obliged>,
    /// What the file says the option is worth broken; null where it says nothing.
    pub(super) worth_if_broken: Option<Number>,
    /// The most it may be worth broken, where the file says nothing.
    pub(super) worth_if_broken_at_most: Option<Number>,
}

/// A party that a promise obliges.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Obliged {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// The belief in percent after enforcement; null where it is left out.
    pub(super) belief: Option<Span>,
    /// Whether the file states the belief without enforcement.
    pub(super) stated: bool,
    /// The enforcement that counts, in words; of several that may, each.
    pub(super) enforcement: Vec<String>,
}

/// What would make a text as acceptable to a party as trusted as on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Remedy {
    /// Why no enforcement does: what the text breaks on paper; null where trust decides.
    pub(super) none_because: Option<Text>,
    /// The demands that the text breaks on paper.
    pub(super) broken_on_paper: Vec<Demand>,
    /// The smallest sets of settings that bring enforcement into force and do.
    pub(super) settings: Vec<Settings>,
    /// The belief in each obliged party from which the text is not rejected.
    pub(super) beliefs: Vec<Threshold>,
    /// Whether some of these are left out.
    pub(super) beliefs_left_out: bool,
}

/// Settings that bring enforcement into force.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Settings {
    pub(super) list: Vec<Setting>,
    /// The enforcement that comes into force, in words.
    pub(super) enforcement: Vec<String>,
    /// What the party then says as trusted.
    pub(super) then: &'static str,
    /// Names of other parties that then reject the text on paper, and now do not.
    pub(super) newly_rejected_by: Vec<String>,
}

/// An issue settled otherwise than the text does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Setting {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) option: String,
    /// Whether it contradicts the text; else the text leaves it silent, open or ambiguous.
    pub(super) changes_the_text: bool,
}

/// A belief from which a text is not rejected.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Threshold {
    /// Whose promises: the name in the file.
    pub(super) party: String,
    /// The name in a sentence.
    pub(super) name: String,
    /// In percent.
    pub(super) at_least: Number,
    /// The belief of the file, before enforcement; null where it states none.
    pub(super) now: Option<Span>,
}

/// A demand that asks for a belief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Asking {
    pub(super) demand: Demand,
    /// In percent.
    pub(super) belief: Number,
}

/// A belief of the file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Belief {
    /// Who believes: the name where a line begins.
    pub(super) holder: String,
    /// Whose promises: the name in a sentence.
    pub(super) promises_of: String,
    /// In percent.
    pub(super) belief: Span,
    pub(super) says: Option<String>,
    /// Sources, how it is known, confidence.
    pub(super) mark: Text,
}

/// Who believes whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Pair {
    /// Who believes: the name in a sentence.
    pub(super) holder: String,
    /// Whose promises: the name in a sentence.
    pub(super) promises_of: String,
}

/// What raises the belief in a party's promises.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Enforcement {
    /// Where it works, in words.
    pub(super) when: String,
    /// Whose promises: the name in a sentence.
    pub(super) promises_of: String,
    /// In percent.
    pub(super) belief: Span,
    pub(super) says: Option<String>,
    /// Sources, how it is known, confidence.
    pub(super) mark: Text,
}

impl Report {
    /// Whether a party rejects as trusted what it does not reject on paper.
    pub fn is_bad_news(&self) -> bool {
        self.differences.iter().any(|it| it.newly_rejects)
    }
}
