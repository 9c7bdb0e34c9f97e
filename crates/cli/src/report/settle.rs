//! `settle`: the best attainable.

mod arithmetic;
pub mod build;
mod layout;
mod packages;
mod solutions;
mod standings;

use impasse_core::analysis::case::Case;
use impasse_core::analysis::settle::{Attainable, Considered, Point, Refused, Solution, Unit};
use impasse_core::analysis::standing::Standing;
use impasse_core::analysis::trade::Trades;
use impasse_core::scenario::ProposalId;
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source, Span};
use super::trade::TradesReport;
use packages::{Chosen, PointReport};

/// The best attainable.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "settle"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// What gains are counted in: `shares` or `points`.
    #[schemars(extend("enum" = ["shares", "points"]))]
    pub(super) gains: &'static str,
    /// The parties that are ranked, in file order.
    pub(super) principals: Vec<Name>,
    /// How things stand today, by issue; none where the file does not say.
    pub(super) status_quo: Vec<Chosen>,
    /// The cautious one first.
    pub(super) outlooks: Vec<OutlookReport>,
    /// All demands that packages of this report break.
    pub(super) demands: Vec<Demand>,
    /// What could be traded; null where it was not finished.
    pub(super) trades: Option<TradesReport>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The counts without the suppositions on the command line.
    pub(super) what_if: Option<WhatIf>,
    /// Only these parties' lines are shown; all if there is none.
    pub(super) shown: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Name {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
}

/// What is attainable in one outlook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OutlookReport {
    /// `cautious` or `hopeful`.
    #[schemars(extend("enum" = ["cautious", "hopeful"]))]
    pub(super) outlook: &'static str,
    /// Packages under the rules.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) possible: String,
    /// Packages acceptable to all.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) acceptable: String,
    /// The fewest refusals that a package breaks.
    pub(super) refusals: usize,
    /// Packages considered.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) considered: String,
    /// Whether the considered packages meet every floor.
    pub(super) floors_met: bool,
    /// Issues on which all considered packages take the same option.
    pub(super) shared: Vec<Chosen>,
    /// Options that occur in none, on the other issues.
    pub(super) absent: Vec<Absent>,
    /// What gains are measured by, one a principal.
    pub(super) yardsticks: Vec<YardstickReport>,
    /// Floors of parties that are asked under a condition.
    pub(super) other_floors: Vec<Demand>,
    /// Packages that nobody can better at no cost to another; null where it was not finished.
    pub(super) frontier: Option<FrontierReport>,
    /// What the rules of bargaining theory single out.
    pub(super) solutions: Vec<SolutionReport>,
    /// Where each proposal stands.
    pub(super) standings: Vec<StandingReport>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Absent {
    pub(super) issue: String,
    pub(super) options: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct YardstickReport {
    /// The party's name in the file.
    pub(super) party: String,
    pub(super) name: String,
    /// Its name where a line begins.
    pub(super) title: String,
    pub(super) floor: Option<Demand>,
    /// Where its gains begin: its floor, or 0.
    pub(super) counted_from: Number,
    /// The most that a considered package is worth to it, nobody being below its floor if that
    /// can be.
    pub(super) best: Number,
    /// The best less what gains are counted from.
    pub(super) ideal_gain: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FrontierReport {
    /// How many different outcomes.
    pub(super) points: usize,
    /// How many packages lead to them; null where the outcomes are too many to look.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) packages: Option<String>,
    /// What is best for each principal, and what is left to the others.
    pub(super) extremes: Vec<Extreme>,
    /// With `--all`: the first of the outcomes.
    pub(super) list: Vec<Outcome>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Extreme {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    pub(super) best: Number,
    /// What the packages that are best for it are worth to the others.
    pub(super) others: Vec<Others>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Others {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    pub(super) worth: Span,
}

/// An outcome on the frontier: the worths in the order of the principals.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Outcome {
    pub(super) worths: Vec<Number>,
    /// How many packages are worth so much.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) packages: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct SolutionReport {
    /// The rule.
    #[schemars(extend("enum" = ["nash", "kalai-smorodinsky", "leximin", "utilitarian"]))]
    pub(super) solution: &'static str,
    /// How many outcomes are equally good by the rule; null where it was not finished.
    pub(super) outcomes: Option<usize>,
    /// The first of them; null where it was not finished.
    pub(super) points: Option<Vec<PointReport>>,
    /// Why it singles out nothing.
    pub(super) refused: Option<Refusal>,
}

/// Why a solution singles out nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Refusal {
    /// `no gain`, `not together` or `below floors`.
    #[schemars(extend("enum" = ["no gain", "not together", "below floors"]))]
    pub(super) why: &'static str,
    /// Names of those who cannot gain.
    pub(super) parties: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct StandingReport {
    pub(super) proposal: String,
    pub(super) title: String,
    /// Packages that follow the text.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) packages: String,
    /// Those of them that are acceptable to all.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) acceptable: String,
    /// The fewest refusals that one of them breaks.
    pub(super) refusals: usize,
    /// `on the frontier`, `dominated`, `beside` or `nowhere`.
    #[schemars(extend("enum" = ["on the frontier", "dominated", "beside", "nowhere"]))]
    pub(super) place: &'static str,
    /// The best of them.
    pub(super) best: Option<PointReport>,
    /// A package that is better for all, or as good and better for one.
    pub(super) better: Option<PointReport>,
    /// What the better package gains each principal.
    pub(super) better_by: Vec<Number>,
    /// On which issues the better package differs, those first that move most for one party.
    pub(super) changes: Vec<Change>,
}

/// An issue on which a package differs from another; no option where it does not arise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Change {
    pub(super) issue: String,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    /// What it adds for each principal.
    pub(super) adds: Vec<Number>,
}

/// The same without suppositions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct WhatIf {
    /// What is supposed, in words.
    pub(super) suppositions: Vec<String>,
    pub(super) without: Vec<Counts>,
}

/// The counts of an outlook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Counts {
    #[schemars(extend("enum" = ["cautious", "hopeful"]))]
    pub(super) outlook: &'static str,
    /// Packages acceptable to all.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) acceptable: String,
    /// The fewest refusals that a package breaks.
    pub(super) refusals: usize,
    /// Packages considered.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(super) considered: String,
}

/// What a rule singles out, or why nothing.
pub type Solved = Result<Vec<Point>, Refused>;

/// What was found in one outlook.
#[derive(Debug)]
pub struct Found<'a> {
    /// The outlook.
    pub case: Case<'a>,
    /// The packages considered.
    pub considered: Considered,
    /// Their frontier; none where the bound was met first.
    pub frontier: Option<Attainable>,
    /// The solutions; none where the bound was met first.
    pub solutions: Vec<(Solution, Option<Solved>)>,
    /// Where proposals stand.
    pub standings: Vec<(ProposalId, Standing)>,
}

/// The answers that a report is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// By outlook.
    pub found: &'a [Found<'a>],
    /// What gains are counted in.
    pub unit: Unit,
    /// The best trades; none where the bound was met first.
    pub trades: Option<&'a Trades>,
    /// What could not be finished.
    pub unfinished: Vec<String>,
}

/// A solution's name in the JSON report.
pub fn solution_name(solution: Solution) -> &'static str {
    match solution {
        Solution::Nash => "nash",
        Solution::KalaiSmorodinsky => "kalai-smorodinsky",
        Solution::Leximin => "leximin",
        Solution::Utilitarian => "utilitarian",
    }
}

impl Report {
    /// Whether a principal is left out.
    pub(super) fn hides_a_principal(&self) -> bool {
        self.principals.iter().any(|it| it.party == super::wording::LEFT_OUT)
    }

    /// Whether nothing is acceptable to all.
    pub fn is_bad_news(&self) -> bool {
        self.outlooks.first().is_some_and(|it| it.acceptable == "0")
    }

    /// Shows only some parties' lines.
    #[must_use]
    pub fn showing(self, shown: Vec<String>) -> Self {
        Self { shown, ..self }
    }

    /// Adds the sources that were cited.
    #[must_use]
    pub fn with_sources(self, sources: Vec<Source>) -> Self {
        Self { sources, ..self }
    }

    /// Adds what it was without the suppositions.
    #[must_use]
    pub fn since(self, before: &Self, suppositions: Vec<String>) -> Self {
        let counts = |it: &OutlookReport| Counts {
            outlook: it.outlook,
            acceptable: it.acceptable.clone(),
            refusals: it.refusals,
            considered: it.considered.clone(),
        };
        let without = before.outlooks.iter().map(counts).collect();
        Self { what_if: Some(WhatIf { suppositions, without }), ..self }
    }
}
