//! Files become histories and scenarios; faults become diagnostics.

use std::io::Read as _;
use std::path::{Component, Path};

use impasse_core::read::{self, Code, Fault, Label, Origins, Reading, Source, nearest};
use impasse_core::scenario::{
    Confidence, Date, History, HistoryError, PartyId, Ratio, Scenario, Supposition, parse_date,
};

use itertools::Itertools as _;

use crate::args::{Common, Firm};
use crate::render::diagnostic::{self, Diagnostic, Severity};
use crate::report::hidden::Hidden;
use crate::report::wording::Wording;
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

/// Reads the scenario file of a request and the files it includes, none of which its report may
/// replace.
pub(crate) fn load(common: &Common) -> Result<Loaded, Refusal> {
    let read = load_file(&common.file);
    let texts = match &read {
        Ok(loaded) => &loaded.sources[..],
        Err(Refusal::Faults(texts, ..)) => texts,
        Err(Refusal::Request(_)) => &[],
    };
    let place = |path: &Path| path.canonicalize().ok();
    if let Some(output) = common.output()
        && place(output).is_some()
        && texts.iter().any(|text| place(Path::new(text.name())) == place(output))
    {
        return Err(Refusal::Request(format!(
            "`{}` is a file of the scenario: write the report elsewhere",
            output.display()
        )));
    }
    read
}

/// Reads a scenario file and the files it includes.
pub(crate) fn load_file(path: &Path) -> Result<Loaded, Refusal> {
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
        let supposition = self.supposition(common, suppose)?;
        let date = self.date(common)?;
        self.history.at(date, &supposition).map_err(|error| self.explain(&error))
    }

    /// What a request supposes; without `suppose` only what it leaves out as not firm enough.
    pub(crate) fn supposition(
        &self,
        common: &Common,
        suppose: bool,
    ) -> Result<Supposition, Refusal> {
        let mut supposition = Supposition {
            only: common.only.map(|only| match only {
                Firm::High => Confidence::High,
                Firm::Medium => Confidence::Medium,
            }),
            ..Supposition::default()
        };
        if suppose {
            supposition.drops = common.drop.iter().unique().cloned().collect();
            supposition.floors = self.floors(common)?;
        }
        Ok(supposition)
    }

    /// The floors that a request supposes.
    pub(crate) fn floors(&self, common: &Common) -> Result<Vec<(PartyId, Ratio)>, Refusal> {
        let mut floors: Vec<(PartyId, Ratio)> = Vec::new();
        for floor in &common.floor {
            let (party, worth) = self.floor(floor)?;
            if floors.iter().any(|(known, _)| *known == party) {
                return Err(Refusal::Request(format!(
                    "--floor names `{}` twice: keep one of the two",
                    self.history.frame().parties[party].name
                )));
            }
            floors.push((party, worth));
        }
        Ok(floors)
    }

    /// What a request supposes against the file, in words.
    pub(crate) fn suppositions(&self, common: &Common) -> Vec<String> {
        let frame = self.history.frame();
        let hidden = |party: &str| {
            let party = frame.parties.find(|it| it.name == party);
            party.is_some_and(|party| self.hidden.party(party))
        };
        let closed = self.hidden.floors || !self.hidden.parties.is_empty();
        let mut words = Vec::new();
        for demand in common.drop.iter().unique() {
            words.push(if closed {
                "a demand is dropped".to_owned()
            } else {
                format!("the demand `{demand}` is dropped")
            });
        }
        for (party, worth) in common.floor.iter().filter_map(|floor| floor.split_once('=')) {
            words.push(if self.hidden.floors || hidden(party) {
                "another floor".to_owned()
            } else {
                format!("having no deal is worth {worth} of 100 points to `{party}`")
            });
        }
        words
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
        let shown: Vec<PartyId> =
            common.party.iter().map(|name| self.party(name)).collect::<Result<_, _>>()?;
        if self.hidden.parties.is_empty() {
            return Ok(shown);
        }
        if let Some(party) = shown.iter().find(|party| self.hidden.party(**party)) {
            let name = &self.history.frame().parties[*party].name;
            return Err(Refusal::Request(format!(
                "`{name}` cannot be shown and left out: drop one of --party and --redact"
            )));
        }
        let all = self.history.frame().parties.ids();
        let open = all.filter(|party| !self.hidden.party(*party));
        Ok(open.filter(|party| shown.is_empty() || shown.contains(party)).collect())
    }

    /// How the parts of a scenario of this file are called.
    pub(crate) fn wording<'a>(&'a self, scenario: &'a Scenario) -> Wording<'a> {
        Wording::new(scenario, &self.origins, &self.sources, &self.hidden)
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
            HistoryError::BeforeStart(start) => Refusal::Request(format!(
                "that day is too early: positions are known from {start} on"
            )),
            HistoryError::UnknownDemand(name) => self.unknown_demand(name),
        }
    }

    /// No demand of that name stands.
    pub(crate) fn unknown_demand(&self, name: &str) -> Refusal {
        let known = self.origins.demands.keys().map(String::as_str);
        unknown("demand", name, known)
    }
}

/// A name that is not declared, with the nearest one that is.
pub(crate) fn unknown<'a>(noun: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() == 1 => format!("there is {}", read::list(known.iter().copied())),
        None => format!("there are {}", read::list(known.iter().copied())),
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
