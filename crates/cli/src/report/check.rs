//! `check`: is the file sound, and is every party coded with the same care?

use impasse_core::analysis::hands::hands;
use impasse_core::read::Fault;
use impasse_core::scenario::Scenario;
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::count;
use super::voice::Voice;
use crate::document::{Column, Document, Table};

/// What `check` found in a file without faults.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "check"))]
    pub(super) command: &'static str,
    pub(super) title: String,
    pub(super) as_of: String,
    pub(super) parties: usize,
    pub(super) issues: usize,
    pub(super) demands: usize,
    pub(super) proposals: usize,
    pub(super) warnings: Vec<Warning>,
    pub(super) even_hands: Vec<Hand>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Warning {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) place: Option<String>,
    pub(super) help: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Hand {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Issues on which it has a position.
    pub(super) issues: usize,
    /// Statements coded for it.
    pub(super) statements: usize,
    /// Statements of high confidence.
    pub(super) high_confidence: usize,
    pub(super) red_lines: usize,
    pub(super) links: usize,
    /// Disputed demands.
    pub(super) disputed: usize,
    pub(super) sources: usize,
    /// Options on which it has stated how it stands.
    pub(super) options_stated: usize,
    /// Options on which it has not.
    pub(super) options_unknown: usize,
}

/// The report of a scenario and its warnings.
pub fn build(
    scenario: &Scenario,
    voice: &Voice<'_>,
    warnings: &[Fault],
    texts: &[impasse_core::read::Source],
) -> Report {
    let place = |fault: &Fault| {
        let span = fault.labels.first()?.span;
        let text = texts.get(span.file)?;
        Some(format!("{}:{}", text.name(), text.line_column(span.start).line))
    };
    Report {
        schema: super::SCHEMA,
        command: "check",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        parties: scenario.frame.parties.len(),
        issues: scenario.frame.issues.len(),
        demands: scenario.demands.len(),
        proposals: scenario.proposals().count(),
        warnings: warnings
            .iter()
            .map(|fault| Warning {
                code: fault.code.name(),
                message: fault.message.clone(),
                place: place(fault),
                help: fault.help.clone(),
            })
            .collect(),
        even_hands: hands(scenario).into_iter().map(|hand| Hand::new(voice, hand)).collect(),
    }
}

impl Hand {
    /// The counts with names.
    pub(super) fn new(voice: &Voice<'_>, hand: impasse_core::analysis::hands::Hand) -> Self {
        Self {
            party: voice.party_key(hand.party),
            title: voice.party_title(hand.party),
            issues: hand.issues,
            statements: hand.statements,
            high_confidence: hand.high,
            red_lines: hand.red_lines,
            links: hand.links,
            disputed: hand.disputed,
            sources: hand.sources,
            options_stated: hand.stated,
            options_unknown: hand.unknown,
        }
    }
}

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        document.paragraph(format!(
            "No faults; {}. {}, {}, {}, {}.",
            count(self.warnings.len(), "warning"),
            count(self.parties, "party").replace("partys", "parties"),
            count(self.issues, "issue"),
            count(self.demands, "demand"),
            count(self.proposals, "proposal")
        ));
        document.heading(2, "Even hands");
        document.paragraph(
            "Is every party coded with the same care? Statements, how many of them are of high \
             confidence, demands, sources, and on how many options a stance is stated or unknown. \
             Uneven counts are not wrong, but they are worth a second look.",
        );
        document.table(hands_table(&self.even_hands));
        document
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.warnings.len()
    }
}

/// The counts of even hands.
pub(super) fn hands_table(hands: &[Hand]) -> Table {
    let mut table = Table::new([
        Column::text("party"),
        Column::numeric("issues"),
        Column::numeric("statements"),
        Column::numeric("high"),
        Column::numeric("red lines"),
        Column::numeric("links"),
        Column::numeric("disputed"),
        Column::numeric("sources"),
        Column::numeric("stated"),
        Column::numeric("unknown"),
    ]);
    for hand in hands {
        let share = if hand.statements == 0 {
            "–".to_owned()
        } else {
            format!("{} of {}", hand.high_confidence, hand.statements)
        };
        table.push([
            hand.title.clone(),
            hand.issues.to_string(),
            hand.statements.to_string(),
            share,
            hand.red_lines.to_string(),
            hand.links.to_string(),
            hand.disputed.to_string(),
            hand.sources.to_string(),
            hand.options_stated.to_string(),
            hand.options_unknown.to_string(),
        ]);
    }
    table
}
