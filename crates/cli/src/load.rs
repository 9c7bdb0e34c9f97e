//! Files become histories and scenarios; faults become diagnostics.

use std::io::Read as _;
use std::path::{Component, Path};

use impasse_core::read::{self, Code, Fault, Label, Origins, Reading, Source, nearest};
use impasse_core::scenario::{
    Confidence, Date, History, HistoryError, PartyId, Ratio, Scenario, Supposition, parse_date,
};

use crate::args::{Common, Firm};
use crate::render::diagnostic::{self, Diagnostic, Severity};
use crate::report::hidden::Hidden;
use crate::report::voice::Voice;
use crate::warnings;

/// A scenario file that could be read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) history: History,
    pub(crate) origins: Origins,
    pub(crate) sources: Vec<Source>,
    pub(crate) warnings: Vec<Fault>,
    pub(crate) hidden: Hidden,
}

/// Why there is no answer, ready to print.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The file is faulty.
    Faults(Vec<Source>, Vec<Fault>, Vec<Fault>),
    /// The request is.
    Request(String),
}

impl Refusal {
    /// A refusal for an error of the machine.
    pub(crate) fn because(error: impl std::fmt::Display) -> Self {
        Self::Request(error.to_string())
    }
}

/// Reads a scenario file and the files it includes.
pub(crate) fn load(path: &Path) -> Result<Loaded, Refusal> {
    let main = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map(|_| Source::new("standard input", text))
            .map_err(|error| Refusal::Request(format!("standard input {}", unread(&error))))?
    } else {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Refusal::Request(format!("`{}` {}", path.display(), unread(&error)))
        })?;
        Source::new(path.display().to_string(), text)
    };
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let reading = read::read(main, |included| {
        let plain = Path::new(included)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !plain {
            return Err("it lies outside the main file's folder".to_owned());
        }
        let path = folder.join(included);
        std::fs::read_to_string(&path)
            .map(|text| Source::new(path.display().to_string(), text))
            .map_err(|error| format!("it {}", unread(&error)))
    });
    let Reading { sources, result, warnings } = reading;
    match result {
        Err(faults) => Err(Refusal::Faults(sources, faults, warnings)),
        Ok(read) => {
            let (history, origins) = (read.history, read.origins);
            match warnings::nothing_possible(&history, &origins) {
                None => {
                    Ok(Loaded { history, origins, sources, warnings, hidden: Hidden::default() })
                }
                Some(fault) => Err(Refusal::Faults(sources, vec![fault], warnings)),
            }
        }
    }
}

/// Why a file is not read, in the same words on every system.
fn unread(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "is not found",
        std::io::ErrorKind::InvalidData => "is not UTF-8 text",
        _ => "cannot be opened",
    }
}

impl Loaded {
    /// The scenario that a request is about.
    pub(crate) fn scenario(&self, common: &Common, suppose: bool) -> Result<Scenario, Refusal> {
        let mut supposition = Supposition {
            only: common.only.map(|only| match only {
                Firm::High => Confidence::High,
                Firm::Medium => Confidence::Medium,
            }),
            ..Supposition::default()
        };
        if suppose {
            supposition.drops.clone_from(&common.drop);
            for floor in &common.floor {
                supposition.floors.push(self.floor(floor)?);
            }
        }
        let date = self.date(common)?;
        self.history.at(date, &supposition).map_err(|error| self.explain(&error))
    }

    /// The day that a request is about.
    pub(crate) fn date(&self, common: &Common) -> Result<Date, Refusal> {
        common.as_of.as_ref().map_or(Ok(self.history.as_of()), |text| {
            parse_date(text).ok_or_else(|| {
                Refusal::Request(format!("`{text}` is not a day: write it as 2025-12-31"))
            })
        })
    }

    /// The party of a name.
    pub(crate) fn party(&self, name: &str) -> Result<PartyId, Refusal> {
        let parties = &self.history.frame().parties;
        parties.find(|party| party.name == name).ok_or_else(|| {
            unknown("party", name, parties.values().map(|party| party.name.as_str()))
        })
    }

    /// The parties that a request wants to see; none means all.
    pub(crate) fn parties(&self, common: &Common) -> Result<Vec<PartyId>, Refusal> {
        if common.party.is_empty() && !self.hidden.parties.is_empty() {
            let all = self.history.frame().parties.ids();
            return Ok(all.filter(|party| !self.hidden.party(*party)).collect());
        }
        common.party.iter().map(|name| self.party(name)).collect()
    }

    /// How the parts of a scenario of this file are called.
    pub(crate) fn voice<'a>(&'a self, scenario: &'a Scenario) -> Voice<'a> {
        Voice::new(scenario, &self.origins, &self.sources, &self.hidden)
    }

    /// Sources that nothing cites.
    pub(crate) fn unused_sources(&self) -> Vec<Fault> {
        let sources = self.history.frame().sources.iter().zip(&self.origins.sources);
        sources
            .filter(|((id, _), _)| !self.origins.cites(*id))
            .map(|((_, source), span)| Fault {
                code: Code::SourceUnused,
                message: format!("nothing cites the source `{}`", source.key),
                labels: vec![Label { span: *span, message: String::new() }],
                help: Some("drop it, or cite it where it was used".to_owned()),
                about: Vec::new(),
            })
            .collect()
    }

    fn floor(&self, text: &str) -> Result<(PartyId, Ratio), Refusal> {
        let wrong = || Refusal::Request(format!("`{text}` is not PARTY=N, as in `north=40`"));
        let (party, worth) = text.split_once('=').ok_or_else(wrong)?;
        let worth = read::parse_number(worth).ok_or_else(wrong)?;
        if worth > Ratio::from_integer(100) {
            return Err(Refusal::Request(format!("a floor is at most 100, not `{text}`")));
        }
        Ok((self.party(party)?, worth))
    }

    fn explain(&self, error: &HistoryError) -> Refusal {
        match error {
            HistoryError::BeforeStart(start) => {
                Refusal::Request(format!("positions are known from {start} on"))
            }
            HistoryError::UnknownDemand(name) => {
                let known = self.origins.demands.keys().map(String::as_str);
                unknown("demand", name, known)
            }
        }
    }
}

/// A name that is not declared, with the nearest one that is.
pub(crate) fn unknown<'a>(noun: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", read::list(known.iter().copied())),
    };
    Refusal::Request(format!("no {noun} is called `{name}`: {hint}"))
}

/// Faults as text.
pub(crate) fn render_faults(sources: &[Source], faults: &[Fault], colour: bool) -> String {
    let diagnostics: Vec<Diagnostic<'_>> = faults
        .iter()
        .map(|fault| Diagnostic {
            severity: if fault.code.is_warning() { Severity::Warning } else { Severity::Error },
            code: fault.code.name(),
            message: fault.message.clone(),
            labels: fault
                .labels
                .iter()
                .enumerate()
                .filter_map(|(place, label)| {
                    let source = sources.get(label.span.file)?;
                    Some(diagnostic::Label {
                        file: source.name(),
                        text: source.text(),
                        span: label.span.range(),
                        message: label.message.clone(),
                        primary: place == 0,
                    })
                })
                .collect(),
            help: fault.help.clone(),
        })
        .collect();
    diagnostic::render(&diagnostics, colour)
}
