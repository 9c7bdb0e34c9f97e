//! `check`: is the file sound, and is every party coded with the same care?

use impasse_core::analysis::hands::hands;
use impasse_core::read::{Fault, Source};
use impasse_core::scenario::Scenario;
use schemars::JsonSchema;
use serde::Serialize;

use super::findings::Finding;
use super::parts::{capital, count};
use super::wording::Wording;
use crate::document::{Column, Document, Table, Text};

/// What `check` found in a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "check"))]
    pub(super) command: &'static str,
    /// The name of the scenario file.
    pub(super) file: String,
    /// The scenario's title; null where faults keep the file from being read, as in the fields
    /// after it.
    pub(super) title: Option<String>,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: Option<String>,
    pub(super) parties: Option<usize>,
    pub(super) issues: Option<usize>,
    pub(super) demands: Option<usize>,
    pub(super) proposals: Option<usize>,
    /// What keeps the file from being read.
    pub(super) faults: Vec<Finding>,
    /// What looks mistaken.
    pub(super) warnings: Vec<Finding>,
    /// How evenly the parties are coded; empty where the file cannot be read.
    pub(super) even_hands: Vec<Hand>,
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

/// The report of a sound scenario and its warnings.
pub fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    warnings: &[Fault],
    texts: &[Source],
) -> Report {
    Report {
        title: Some(scenario.frame.title.clone()),
        as_of: Some(scenario.as_of.to_string()),
        parties: Some(scenario.frame.parties.len()),
        issues: Some(scenario.frame.issues.len()),
        demands: Some(scenario.demands.len()),
        proposals: Some(scenario.proposals().count()),
        even_hands: hands(scenario).into_iter().map(|hand| Hand::new(wording, hand)).collect(),
        ..faulty(&[], warnings, texts)
    }
}

impl Hand {
    /// The counts with names.
    pub(super) fn new(wording: &Wording<'_>, hand: impasse_core::analysis::hands::Hand) -> Self {
        Self {
            party: wording.party_key(hand.party),
            title: wording.party_title(hand.party),
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

/// The report of a file that cannot be read.
pub fn faulty(faults: &[Fault], warnings: &[Fault], texts: &[Source]) -> Report {
    let findings = |list: &[Fault]| list.iter().map(|fault| Finding::new(fault, texts)).collect();
    Report {
        schema: super::SCHEMA,
        command: "check",
        file: texts.first().map(|text| text.name().to_owned()).unwrap_or_default(),
        title: None,
        as_of: None,
        parties: None,
        issues: None,
        demands: None,
        proposals: None,
        faults: findings(faults),
        warnings: findings(warnings),
        even_hands: Vec::new(),
    }
}

impl Report {
    /// The report laid out; `listed` with its faults and warnings, which are elsewhere shown at
    /// their places.
    pub fn document(&self, listed: bool) -> Document {
        let mut document = Document::new();
        let counts = [
            (self.parties, "party", "parties"),
            (self.issues, "issue", "issues"),
            (self.demands, "demand", "demands"),
            (self.proposals, "proposal", "proposals"),
        ];
        let sound = self.title.as_ref().zip(self.as_of.as_ref());
        match sound {
            Some((title, as_of)) => {
                document.heading(1, format!("{title}, as of {as_of}"));
                let counts = counts.map(|(number, one, more)| match number {
                    Some(1) => format!("1 {one}"),
                    Some(number) if number > 0 => format!("{number} {more}"),
                    _ => format!("no {more}"),
                });
                document.paragraph(format!(
                    "No faults; {}. {}.",
                    count(self.warnings.len(), "warning"),
                    counts.join(", ")
                ));
            }
            None => {
                document.heading(1, format!("Faults in {}", self.file));
                document.paragraph(Text::new().strong(format!(
                    "{} and {}. No other report can be made until the faults are mended.",
                    capital(&count(self.faults.len(), "fault")),
                    count(self.warnings.len(), "warning")
                )));
            }
        }
        if listed {
            for (title, list) in [("Faults", &self.faults), ("Warnings", &self.warnings)] {
                if !list.is_empty() {
                    document.heading(2, title).list(list.iter().map(Finding::item));
                }
            }
        }
        if sound.is_some() {
            self.even_hands(&mut document);
        }
        document
    }

    fn even_hands(&self, document: &mut Document) {
        document.heading(2, "Even hands");
        document.paragraph(
            "Is every party coded with the same care? Statements, how many of them are of high \
             confidence, demands, sources, and on how many options a stance is stated or unknown. \
             Uneven counts are not wrong, but they are worth a second look.",
        );
        document.table(hands_table(&self.even_hands));
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
