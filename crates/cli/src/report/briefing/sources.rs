//! The sources that a document cites, with how many statements of the file rest on each.

use std::collections::BTreeMap;

use impasse_core::scenario::{Confidence, Grounds, History, Scenario};
use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::document::{Document, Item};
use crate::report::parts::{Source, count, source_item};
use crate::report::wording::Wording;

/// A source with what rests on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CitedSource {
    #[serde(flatten)]
    source: Source,
    /// Statements of the file that cite it, by their confidence; a statement may cite several.
    carries: Carried,
}

/// Counts of statements by their confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
struct Carried {
    high: usize,
    medium: usize,
    low: usize,
}

/// The sources of all parts, which keep none of their own.
pub(super) fn collect(
    report: &mut Report,
    history: &History,
    scenario: &Scenario,
    wording: &Wording<'_>,
) -> Vec<CitedSource> {
    let parts = [
        report.proposals.as_mut().map(|it| &mut it.sources),
        report.map.as_mut().map(|it| &mut it.sources),
        report.deadlock.as_mut().map(|it| &mut it.sources),
        report.attainable.as_mut().map(|it| &mut it.sources),
        report.history.as_mut().map(|it| &mut it.sources),
        report.comparison.as_mut().map(|it| &mut it.sources),
        report.robustness.as_mut().map(|it| &mut it.sources),
        report.voice.as_mut().map(|it| &mut it.sources),
        report.ratification.as_mut().map(|it| &mut it.sources),
        report.trust.as_mut().map(|it| &mut it.sources),
    ];
    let mut all: BTreeMap<String, Source> = BTreeMap::new();
    for sources in parts.into_iter().flatten() {
        all.extend(std::mem::take(sources).into_iter().map(|it| (it.key.clone(), it)));
    }
    all.extend(wording.sources().into_iter().map(|it| (it.key.clone(), it)));
    let carried = carried(history, scenario, wording);
    all.into_values()
        .map(|source| {
            let carries = carried.get(&source.key).copied().unwrap_or_default();
            CitedSource { source, carries }
        })
        .collect()
}

/// What every source carries: rows, weights, links, floors, moves, clauses, readings and beliefs of
/// whoever is not left out.
fn carried(
    history: &History,
    scenario: &Scenario,
    wording: &Wording<'_>,
) -> BTreeMap<String, Carried> {
    let frame = &scenario.frame;
    let hidden = wording.hidden();
    let mut grounds: Vec<&Grounds> = Vec::new();
    for party in frame.parties.ids().filter(|party| !hidden.party(*party)) {
        for position in frame.issues.ids().filter_map(|issue| scenario.position(party, issue)) {
            grounds.push(&position.grounds);
            grounds.extend(position.rows.iter().map(|row| &row.grounds));
        }
    }
    let demands = scenario.demands.iter().filter(|(id, _)| !wording.hides(*id));
    grounds.extend(
        demands
            .filter(|(_, demand)| {
                !matches!(demand.kind, impasse_core::scenario::DemandKind::RedLine { .. })
            })
            .map(|(_, demand)| &demand.grounds),
    );
    let moves = history.moves().iter().filter(|it| !hidden.party(it.party));
    grounds.extend(moves.filter(|it| it.date <= scenario.as_of).map(|it| &it.grounds));
    for proposal in frame.proposals.values() {
        grounds.push(&proposal.grounds);
        for clause in &proposal.clauses {
            grounds.push(&clause.grounds);
            grounds.extend(clause.readings.iter().map(|reading| &reading.grounds));
        }
    }
    let beliefs = scenario.trust.iter().filter(|it| !hidden.party(it.holder));
    grounds.extend(beliefs.map(|it| &it.grounds));
    let mut carried: BTreeMap<String, Carried> = BTreeMap::new();
    for grounds in grounds {
        for source in &grounds.sources {
            let entry = carried.entry(frame.sources[*source].key.clone()).or_default();
            match grounds.confidence {
                Confidence::High => entry.high += 1,
                Confidence::Medium => entry.medium += 1,
                Confidence::Low => entry.low += 1,
            }
        }
    }
    carried
}

impl CitedSource {
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    fn item(&self) -> Item {
        let Carried { high, medium, low } = self.carries;
        let mut item = source_item(&self.source);
        let by: Vec<String> = [(high, "high"), (medium, "medium"), (low, "low")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} of {word} confidence"))
            .collect();
        if !by.is_empty() {
            item.text = item.text.plain(format!(
                " – cited by {}: {}",
                count(high + medium + low, "statement"),
                by.join(", ")
            ));
        }
        item
    }
}

impl Report {
    pub(super) fn source_section(&self, document: &mut Document) {
        document.paragraph(
            "Every claim cites its sources by the keys in brackets. Confidence is the coders' mark \
             for how firmly the sources carry a statement: high – several independent sources, or \
             the text itself; medium – one reputable source; low – secondary or uncertain.",
        );
        document.list(self.sources.iter().map(CitedSource::item));
    }
}
