//! `voice`: whose terms are these?

mod build;
mod figure;
mod layout;
mod sheet;

use impasse_core::analysis::voice::Standing;
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Number, Source, Span};
pub use build::{Heard, build};

/// Whose terms the proposals have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "voice"))]
    command: &'static str,
    /// The scenario's title.
    title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    as_of: String,
    /// Whether themes, priorities and clauses are laid out.
    #[serde(skip)]
    closely: bool,
    /// The two proposals between which it is told how much is served, by their places.
    #[serde(skip)]
    compared: Option<[usize; 2]>,
    /// The proposals, by date.
    proposals: Vec<ProposalVoice>,
    /// Keys of the parties whose lines are shown; all if there is none.
    shown: Vec<String>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// Whose terms a proposal has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ProposalVoice {
    /// Its name in the file.
    proposal: String,
    title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    date: String,
    /// Names of its authors.
    by: Vec<String>,
    /// How it treats what each party cares about; parties whose issues weigh nothing are left out.
    parties: Vec<PartyVoice>,
    /// How unevenly it serves them, in hundredths: 0 where it serves all alike, 100 where it serves
    /// one alone; null where it cannot be told.
    concentration: Option<Number>,
    /// Names of the parties it serves most.
    most: Vec<String>,
    /// Names of the parties it serves least.
    least: Vec<String>,
    /// What it settles, clause by clause, and whom that serves.
    terms: Vec<TermVoice>,
}

/// How a proposal treats what a party cares about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct PartyVoice {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    /// Its name within a sentence.
    #[serde(skip)]
    name: String,
    /// Whether it is an author of the proposal.
    author: bool,
    /// The shares of its weight, one for each standing, in percent; they add up to a hundred.
    shares: Vec<ShareReport>,
    /// The share of its weight at acceptable or better, from the least to the greatest over all
    /// weights in their ranges, in percent.
    gets: Span,
    /// The share of its weight on which text and party are definite, in percent.
    definite: Number,
    /// Of that, the part at acceptable or better, in percent; null where they are definite on
    /// nothing.
    served: Option<Number>,
    /// The same by theme, in percent of the party's weight on the theme.
    themes: Vec<ThemeVoice>,
    /// Its priorities, heaviest first.
    priorities: Vec<Priority>,
}

/// A share of a party's weight, in percent.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ShareReport {
    /// How the party stands to what the text does.
    standing: StandingName,
    /// At the middle of the ranges of its weights.
    middle: Number,
    /// From the least to the greatest over all weights in their ranges.
    range: Span,
}

/// How a party stands to what a text does about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StandingName {
    /// What the party wants most.
    Ideal,
    /// What it accepts.
    Acceptable,
    /// What it can live with.
    Tolerable,
    /// What it objects to.
    Opposed,
    /// What breaks a red line of its on the issue.
    Crossed,
    /// Several of these, as the text is read or carried out, or as the coders judge.
    Varies,
    /// The text leaves the issue to later talks.
    Open,
    /// The text does not mention it.
    Silent,
    /// The party has not said how it stands to what the text says.
    Unspoken,
}

/// How a proposal treats a theme, in percent of a party's weight on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ThemeVoice {
    /// The theme; null for issues without one.
    theme: Option<String>,
    /// The weight of the theme, in percent of all the party's weight.
    weight: Number,
    /// At acceptable or better.
    served: Number,
    /// At tolerable.
    tolerable: Number,
    /// Opposed, or crossing a red line.
    against: Number,
    /// Varying, left open or not mentioned.
    unsettled: Number,
    /// Settled, but the party has not said how it stands to it.
    unspoken: Number,
}

/// An issue that is among the heaviest to a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Priority {
    /// The issue's name in the file.
    issue: String,
    title: String,
    /// Its weight, in percent of all the party's weight.
    weight: Number,
    /// How the party stands to what the text does about it.
    standing: StandingName,
}

/// What a clause settles about an issue, and whom that serves.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct TermVoice {
    /// The clause's number in the document.
    clause: String,
    /// The readings that settle it so, in words; empty if all of them do.
    readings: Vec<String>,
    /// The issue's title.
    issue: String,
    /// The options that the words allow, in words.
    options: String,
    /// `one alone`, `all who have spoken`, `nobody who has spoken`, or `some`.
    #[schemars(extend("enum" = ["one alone", "all who have spoken", "nobody who has spoken", "some"]))]
    serves: &'static str,
    /// Names of those who want it.
    wanted_by: Vec<String>,
    /// Names of those who are against it.
    against: Vec<String>,
    /// Names of those who have spoken and are neither.
    between: Vec<String>,
    /// Names of parties whose consent is always needed and who have not spoken on it.
    silent: Vec<String>,
    /// The sources of the clause, by key.
    sources: Vec<String>,
}

impl StandingName {
    /// As the head of a column.
    fn words(self) -> &'static str {
        match self {
            Self::Ideal => "ideal",
            Self::Acceptable => "acceptable",
            Self::Tolerable => "tolerable",
            Self::Opposed => "opposed",
            Self::Crossed => "crosses a red line",
            Self::Varies => "varies",
            Self::Open => "left open",
            Self::Silent => "not mentioned",
            Self::Unspoken => "not spoken on",
        }
    }
}

impl From<Standing> for StandingName {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Ideal => Self::Ideal,
            Standing::Acceptable => Self::Acceptable,
            Standing::Tolerable => Self::Tolerable,
            Standing::Opposed => Self::Opposed,
            Standing::Crossed => Self::Crossed,
            Standing::Varies => Self::Varies,
            Standing::Open => Self::Open,
            Standing::Silent => Self::Silent,
            Standing::Unspoken => Self::Unspoken,
        }
    }
}
