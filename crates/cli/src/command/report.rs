//! `impasse report`.

use impasse_core::analysis::way_out::Criterion;
use impasse_core::read::nearest;
use impasse_core::scenario::{Proposal, Scenario};
use itertools::Itertools as _;

use super::{
    Failure, Rendered, check, deadlock, diff, overlap, ratify, robust, sample, score, settle,
    timeline, trust, voice,
};
use crate::args::{Common, Gains};
use crate::load::{Loaded, Refusal, load};
use crate::progress::Progress;
use crate::report::briefing::{self, Parts};
use crate::report::hidden::{Hidden, Section};
use crate::report::score::Report as Scores;

/// What was asked for.
pub(super) struct Request<'a> {
    pub(super) common: &'a Common,
    pub(super) proposals: &'a [String],
    pub(super) compare: &'a [String],
    pub(super) redact: &'a [String],
    /// Whether the short form is wanted.
    pub(super) brief: bool,
    pub(super) progress: &'a Progress,
}

impl Request<'_> {
    pub(super) fn run(&self) -> Result<Rendered, Failure> {
        let asked: Vec<String> = self.proposals.iter().unique().cloned().collect();
        let mut loaded = load(self.common)?;
        loaded.hidden = hidden(&loaded, self.redact)?;
        let scenario = loaded.scenario(self.common, true)?;
        let pair = self.pair(&scenario)?;
        let proposals = score::named(&scenario, &asked)?;
        let closely = closely(&asked, pair.as_ref());
        let mut unfinished = Unfinished::default();
        let mut parts = Parts {
            proposals: Some(self.scores(&loaded, &scenario, &proposals)?),
            map: unfinished
                .part("the map", overlap::report(&loaded, &scenario, self.common, self.progress))?,
            deadlock: Some(self.deadlock(&loaded, &scenario, &closely)?),
            attainable: unfinished
                .part("the best attainable", self.attainable(&loaded, &scenario))?,
            history: None,
            comparison: None,
            robustness: unfinished
                .part("how sure the answers are", self.robustness(&loaded, &scenario, &closely))?,
            voice: unfinished.part(
                "whose terms these are",
                voice::report(&loaded, &scenario, self.common, &proposals, false, self.progress),
            )?,
            ratification: unfinished.part(
                "ratification",
                ratify::report(&loaded, &scenario, self.common, &proposals, self.progress),
            )?,
            trust: unfinished.part(
                "what trust changes",
                trust::report(&loaded, &scenario, self.common, &proposals, self.progress),
            )?,
            sampling: unfinished.part(
                "how often proposals come first",
                self.sampling(&loaded, &scenario, &closely),
            )?,
            closely,
            warnings: None,
            suppositions: loaded.suppositions(self.common),
            shown: self.common.party.clone(),
            unfinished: Vec::new(),
        };
        if let Some([from, to]) = &pair {
            let names = [from.as_str(), to.as_str()];
            let comparison =
                diff::report(&loaded, &scenario, self.common, names, false, self.progress);
            parts.comparison = unfinished.part("the comparison", comparison)?;
        }
        if loaded.history.moves().iter().any(|step| step.date <= scenario.as_of) {
            let days = timeline::Days::default();
            let history = timeline::report(&loaded, self.common, days, false, self.progress)?;
            parts.history = Some(history);
        }
        let warnings = check::warnings(&loaded, self.common);
        parts.warnings = unfinished.part("the check of the file", warnings)?;
        parts.unfinished = unfinished.0;
        let wording = loaded.wording(&scenario);
        let report = briefing::build(&loaded.history, &scenario, &wording, &loaded.sources, parts);
        let document = if self.brief { report.brief() } else { report.document() };
        Rendered::new(&report, document, report.is_bad_news())
    }

    /// The two proposals to be compared: those asked for, those that the file names, or the only two.
    fn pair(&self, scenario: &Scenario) -> Result<Option<[String; 2]>, Failure> {
        if self.compare.len() > 2 {
            let message = "--compare stands once, with two proposals".to_owned();
            return Err(Refusal::Request(message).into());
        }
        if let [from, to] = self.compare {
            if from == to {
                return Err(
                    Refusal::Request(format!("`{from}` cannot be compared with itself")).into()
                );
            }
            score::named(scenario, self.compare)?;
            return Ok(Some([from.clone(), to.clone()]));
        }
        let exists = |proposal: &&Proposal| proposal.date <= scenario.as_of;
        let name = |proposal: &Proposal| proposal.name.clone();
        if let Some(pair) = scenario.frame.compare {
            let pair = pair.map(|id| &scenario.frame.proposals[id]);
            return Ok(pair.iter().all(exists).then(|| pair.map(name)));
        }
        let all: Vec<&Proposal> = scenario.proposals().map(|(_, proposal)| proposal).collect();
        Ok(match all[..] {
            [from, to] => Some([name(from), name(to)]),
            _ => None,
        })
    }

    fn scores(
        &self,
        loaded: &Loaded,
        scenario: &Scenario,
        proposals: &[Proposal],
    ) -> Result<Scores, Failure> {
        let wording = loaded.wording(scenario);
        let view = score::View {
            loaded,
            common: self.common,
            explain: false,
            silence: None,
            progress: self.progress,
        };
        let score::Scores { list, unfinished } = view.scores(scenario, &wording, proposals)?;
        let unfinished = unfinished.iter().map(|(name, exhausted)| format!("`{name}` {exhausted}"));
        Ok(Scores::new(scenario, list, None, wording.sources()).unfinished(unfinished.collect()))
    }

    fn deadlock(
        &self,
        loaded: &Loaded,
        scenario: &Scenario,
        closely: &[String],
    ) -> Result<crate::report::deadlock::Report, Failure> {
        let request = deadlock::Request {
            loaded,
            common: self.common,
            proposals: closely,
            all: false,
            explain: false,
            criterion: Criterion::default(),
            progress: self.progress,
        };
        request.report(scenario)
    }

    fn robustness(
        &self,
        loaded: &Loaded,
        scenario: &Scenario,
        closely: &[String],
    ) -> Result<crate::report::robust::Report, Failure> {
        let proposals =
            if closely.is_empty() { Vec::new() } else { score::named(scenario, closely)? };
        robust::report(loaded, scenario, self.common, &proposals, self.progress)
    }

    fn sampling(
        &self,
        loaded: &Loaded,
        scenario: &Scenario,
        closely: &[String],
    ) -> Result<crate::report::sampling::Report, Failure> {
        let proposals =
            if closely.is_empty() { Vec::new() } else { score::named(scenario, closely)? };
        let request = sample::Request {
            common: self.common,
            proposals: &proposals,
            rule: sample::IN_SHORT,
            progress: self.progress,
        };
        request.report(loaded, scenario)
    }

    fn attainable(
        &self,
        loaded: &Loaded,
        scenario: &Scenario,
    ) -> Result<crate::report::settle::Report, Failure> {
        let request = settle::Request {
            common: self.common,
            gains: Gains::Shares,
            outlook: None,
            all: false,
            explain: false,
            listed: true,
            progress: self.progress,
        };
        request.report(loaded, scenario)
    }
}

/// What could not be finished within the bound of steps.
#[derive(Default)]
struct Unfinished(Vec<String>);

impl Unfinished {
    /// A part, or none with a note if the bound was met before anything was proven of it.
    fn part<T>(&mut self, what: &str, part: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match part {
            Ok(part) => Ok(Some(part)),
            Err(Failure::TooLarge(exhausted, _)) => {
                self.0.push(format!("{what} {exhausted}"));
                Ok(None)
            }
            Err(refused) => Err(refused),
        }
    }
}

/// The proposals that are looked at closely: those asked for, or those compared.
fn closely(asked: &[String], pair: Option<&[String; 2]>) -> Vec<String> {
    if asked.is_empty() { pair.map_or(Vec::new(), |pair| pair.to_vec()) } else { asked.to_vec() }
}

/// What must not travel, from its names. Where a party is called like a section, `party:` or
/// `section:` before the name says which is meant.
fn hidden(loaded: &Loaded, names: &[String]) -> Result<Hidden, Refusal> {
    let parties = &loaded.history.frame().parties;
    let mut hidden = Hidden::default();
    for name in names.iter().unique() {
        let (kind, plain) = name.split_once(':').unwrap_or(("", name));
        let section = (kind != "party").then(|| section(plain)).flatten();
        let party = (kind != "section").then(|| parties.find(|it| it.name == plain)).flatten();
        // A name with a colon of its own.
        let party = party.or_else(|| parties.find(|it| it.name == *name));
        match (section, party) {
            (Some(_), Some(_)) => {
                return Err(Refusal::Request(format!(
                    "`{name}` is a section and a party: say `section:{name}` or `party:{name}`"
                )));
            }
            (Some(section), None) => section.hide(&mut hidden),
            (None, Some(party)) if hidden.parties.contains(&party) => {}
            (None, Some(party)) => hidden.parties.push(party),
            (None, None) => {
                let words = ["floors", "weights", "sources"].into_iter();
                let known: Vec<&str> = words
                    .chain(Section::ALL.map(Section::name))
                    .chain(parties.values().map(|party| party.name.as_str()))
                    .collect();
                let hint = nearest(name, known.iter().copied()).map_or_else(
                    || format!("there are {}", impasse_core::read::list(known.iter().copied())),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(Refusal::Request(format!(
                    "nothing that can be left out is called `{name}`: {hint}"
                )));
            }
        }
    }
    if hidden.parties.len() >= parties.len() {
        return Err(Refusal::Request("with every party left out nothing would be left".to_owned()));
    }
    Ok(hidden)
}

/// What a word of the command line leaves out, parties aside.
#[derive(Clone, Copy)]
enum Word {
    Floors,
    Weights,
    Sources,
    Part(Section),
}

impl Word {
    fn hide(self, hidden: &mut Hidden) {
        match self {
            Self::Floors => hidden.floors = true,
            Self::Weights => hidden.weights = true,
            Self::Sources => hidden.sources = true,
            Self::Part(section) if hidden.sections.contains(&section) => {}
            Self::Part(section) => hidden.sections.push(section),
        }
    }
}

fn section(name: &str) -> Option<Word> {
    match name {
        "floors" => Some(Word::Floors),
        "weights" => Some(Word::Weights),
        "sources" => Some(Word::Sources),
        _ => Section::ALL.into_iter().find(|it| it.name() == name).map(Word::Part),
    }
}
