//! `report`: one document that leaves the building.
//!
//! It is made of the reports of the other commands, with an answer before them and, after them, what
//! the conclusions rest on: gaps of the file, judgements of the coders, sources.

mod answer;
mod brief;
mod comparison;
mod gaps;
mod history;
mod judgements;
mod layout;
mod measures;
mod pictures;
mod ratification;
mod redaction;
mod robustness;
mod sampling;
mod sources;
mod trust;
mod unsettled;
mod voice;
mod ways;

use impasse_core::analysis::hands::hands;
use impasse_core::read::{Fault, Source};
use impasse_core::scenario::{Consent, History, Scenario};
use schemars::JsonSchema;
use serde::Serialize;

use super::check::Hand;
use super::hidden::Section;
use super::wording::Wording;
use super::{
    deadlock, diff, overlap, ratify, robust, sampling as samples, score, settle, timeline,
    trust as trusted, voice as voices,
};
use crate::document::Text;
use gaps::Gap;
use judgements::Judgements;
use sources::CitedSource;

/// One document that leaves the building. A part that is left out, or that was not finished within
/// the bound of steps, is null.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    schema: u32,
    command: &'static str,
    title: String,
    as_of: String,
    /// What the file says about itself.
    about: Option<String>,
    /// What is supposed against the file.
    suppositions: Vec<String>,
    parties: Vec<Party>,
    /// The answer, sentence by sentence.
    answer: Vec<Text>,
    /// What each party says to the proposals.
    proposals: Option<score::Report>,
    /// The map of issues and parties, and what could be closed now.
    map: Option<overlap::Report>,
    /// What blocks an agreement, and what would open one.
    deadlock: Option<deadlock::Report>,
    /// The best attainable packages, and where each proposal stands.
    attainable: Option<settle::Report>,
    /// How positions moved.
    history: Option<timeline::Report>,
    /// What changed from one proposal to another.
    comparison: Option<diff::Report>,
    /// Whose terms the proposals have.
    voice: Option<voices::Report>,
    /// How sure the conclusion is, and the answers about the proposals looked at closely.
    robustness: Option<robust::Report>,
    /// Which votes the proposals must win.
    ratification: Option<ratify::Report>,
    /// What texts are worth on paper and as trusted.
    trust: Option<trusted::Report>,
    /// How often the proposals looked at closely come first, if what the file leaves open is drawn:
    /// the only part that is sampled.
    sampling: Option<samples::Report>,
    /// The proposals that are looked at closely.
    closely: Vec<String>,
    /// What is odd about the file, and what leans on it; null if left out.
    gaps: Option<Vec<Gap>>,
    /// Judgements of the coders; null if left out.
    judgements: Option<Judgements>,
    /// How evenly the parties are coded.
    even_hands: Vec<Hand>,
    /// What was left out at the wish of whoever made the report, in words.
    left_out: Vec<String>,
    /// Only these parties' lines are shown; all if there is none.
    shown: Vec<String>,
    /// What could not be finished within the bound of steps, in words.
    unfinished: Vec<String>,
    /// The sources that are cited, with how many statements of the file rest on each.
    sources: Vec<CitedSource>,
    #[serde(skip)]
    hidden: Vec<Section>,
}

/// Who a party is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Party {
    party: String,
    title: String,
    /// Its name within a sentence.
    #[serde(skip)]
    name: String,
    note: Option<String>,
    /// `always`, `never` or `sometimes`: whether its consent is needed.
    consent: &'static str,
}

/// The reports that a document is made of.
#[derive(Debug, Default)]
pub struct Parts {
    /// What each party says to the proposals.
    pub proposals: Option<score::Report>,
    /// The map of issues and parties.
    pub map: Option<overlap::Report>,
    /// What blocks an agreement.
    pub deadlock: Option<deadlock::Report>,
    /// The best attainable.
    pub attainable: Option<settle::Report>,
    /// How positions moved; none where no party did.
    pub history: Option<timeline::Report>,
    /// What changed from one proposal to another.
    pub comparison: Option<diff::Report>,
    /// Whose terms the proposals have.
    pub voice: Option<voices::Report>,
    /// How sure the conclusion is.
    pub robustness: Option<robust::Report>,
    /// Which votes the proposals must win.
    pub ratification: Option<ratify::Report>,
    /// What texts are worth on paper and as trusted.
    pub trust: Option<trusted::Report>,
    /// How often proposals come first, if what is open is drawn.
    pub sampling: Option<samples::Report>,
    /// The proposals that are looked at closely.
    pub closely: Vec<String>,
    /// Warnings about the file; none where they were not looked for to the end.
    pub warnings: Option<Vec<Fault>>,
    /// What is supposed against the file.
    pub suppositions: Vec<String>,
    /// Only these parties' lines are shown; all if there is none.
    pub shown: Vec<String>,
    /// What could not be finished.
    pub unfinished: Vec<String>,
}

/// The document of some parts.
pub fn build(
    history: &History,
    scenario: &Scenario,
    wording: &Wording<'_>,
    texts: &[Source],
    parts: Parts,
) -> Report {
    let hidden = wording.hidden();
    let visible = |key: &String| parts.shown.is_empty() || parts.shown.contains(key);
    let mut report = Report {
        schema: super::SCHEMA,
        command: "report",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        about: scenario.frame.about.clone(),
        suppositions: parts.suppositions,
        parties: scenario
            .frame
            .parties
            .iter()
            .filter(|(id, _)| !hidden.party(*id))
            .map(|(id, party)| Party {
                party: wording.party_key(id),
                title: wording.party_title(id),
                name: wording.party(id),
                note: party.note.clone(),
                consent: match party.consent {
                    Consent::Always => "always",
                    Consent::Never => "never",
                    Consent::When(_) => "sometimes",
                },
            })
            .collect(),
        answer: Vec::new(),
        judgements: Some(judgements::build(scenario, wording, &visible)),
        even_hands: hands(scenario)
            .into_iter()
            .filter(|hand| !hidden.party(hand.party))
            .map(|hand| Hand::new(wording, hand))
            .filter(|hand| visible(&hand.party))
            .collect(),
        proposals: parts.proposals,
        map: parts.map,
        deadlock: parts.deadlock.map(deadlock::Report::embedded),
        attainable: parts.attainable,
        history: parts.history,
        comparison: parts.comparison,
        voice: parts.voice,
        robustness: parts.robustness,
        ratification: parts.ratification,
        trust: parts.trust,
        sampling: parts.sampling,
        closely: parts.closely,
        gaps: None,
        left_out: hidden.words(),
        shown: parts.shown,
        unfinished: parts.unfinished,
        sources: Vec::new(),
        hidden: hidden.sections.clone(),
    };
    redaction::apply(&mut report, hidden);
    if let (Some(warnings), true) = (&parts.warnings, report.shows(Section::Gaps)) {
        report.gaps = Some(gaps::build(&report, wording, texts, warnings));
    }
    report.answer = answer::sentences(&report);
    report.sources = sources::collect(&mut report, history, scenario, wording);
    report
}

impl Report {
    /// Whether nothing can be agreed on stated positions.
    pub fn is_bad_news(&self) -> bool {
        self.deadlock.as_ref().is_some_and(deadlock::Report::is_bad_news)
    }

    fn shows(&self, section: Section) -> bool {
        !self.hidden.contains(&section)
    }
}
