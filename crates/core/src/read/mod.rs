//! Text becomes a [`History`]: the only way to make one. Every fault is reported, at its place.

mod control;
mod entries;
mod fault;
mod file;
mod form;
mod forms;
mod locate;
mod number;
mod part;
mod resolve;
mod source;
mod spanned;
mod stance_text;
mod suggest;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

pub use fault::{Code, Fault, Label, Subject};
use file::File;
pub use number::parse as parse_number;
pub use source::{LineColumn, Source, Span};
use spanned::{Lenient, Spanned};
pub use suggest::{list, nearest};

use crate::scenario::History;

/// What reading gave: the texts, what is odd or wrong with them, and the history if nothing is
/// wrong.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The main text and the included ones; spans count them in this order.
    pub sources: Vec<Source>,
    /// The history, or everything that is wrong.
    pub result: Result<Read, Vec<Fault>>,
    /// What is odd, in the order of the texts.
    pub warnings: Vec<Fault>,
}

/// A history and where its parts were written.
#[derive(Clone, Debug)]
pub struct Read {
    /// The history.
    pub history: History,
    /// Where its parts were written.
    pub origins: Origins,
}

/// Where the parts of a scenario were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// By party.
    pub parties: Vec<Span>,
    /// By issue.
    pub issues: Vec<Span>,
    /// By source.
    pub sources: Vec<Span>,
    /// By rule.
    pub rules: Vec<Span>,
    /// By proposal.
    pub proposals: Vec<Span>,
    /// By move, in the order in which they apply.
    pub moves: Vec<Span>,
    /// By party and issue.
    pub positions: BTreeMap<(usize, usize), Span>,
    /// By the name of the demand.
    pub demands: BTreeMap<String, Span>,
    /// The sources that something cites.
    pub(crate) cited: BTreeSet<usize>,
}

impl Origins {
    /// Whether anything cites a source.
    pub fn cites(&self, source: crate::scenario::SourceId) -> bool {
        self.cited.contains(&source.index())
    }
}

/// The parts of a scenario file, by the words that messages use for them, each with its fields.
pub fn parts() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    file::FORMS.iter().chain(stance_text::FORMS).copied()
}

/// Reads a scenario. `load` gives the text of an included file, by the path written in the main
/// one, or says why it cannot.
pub fn read(main: Source, mut load: impl FnMut(&str) -> Result<Source, String>) -> Reading {
    let mut faults = Vec::new();
    let mut sources = vec![main];
    let mut files: Vec<File> = Vec::new();
    let mut included: Vec<(String, Span)> = Vec::new();
    let mut next = 0;
    let mut gaps = false;
    let mut repeated = 0;
    while let Some(source) = sources.get(next) {
        let parsed = spanned::from_str::<File>(source.text(), next);
        faults.extend(parsed.errors.into_iter().map(Fault::form));
        faults.extend(control::characters(source.text(), next).into_iter().map(Fault::control));
        gaps |= parsed.gaps;
        if let Some(file) = parsed.value {
            if next > 0 {
                faults.extend(refuse_header(&file));
            } else {
                for path in &file.include {
                    included.push((path.value.clone(), path.span));
                }
                let own = Path::new(source.name()).file_name().map(PathBuf::from);
                let mut known: Vec<PathBuf> = Vec::new();
                for (path, span) in &included {
                    let plain: PathBuf = Path::new(path)
                        .components()
                        .filter(|it| *it != Component::CurDir)
                        .collect();
                    let again = known.contains(&plain);
                    if again || own.as_ref() == Some(&plain) {
                        repeated += 1;
                        let message = if again {
                            format!("`{path}` is included twice")
                        } else {
                            "a file cannot include itself".to_owned()
                        };
                        faults.push(
                            Fault::at(Code::IncludeForm, *span, message).help("drop it here"),
                        );
                        continue;
                    }
                    known.push(plain);
                    match load(path) {
                        Ok(source) => sources.push(source),
                        Err(why) => faults.push(
                            Fault::at(
                                Code::IncludeUnread,
                                *span,
                                format!("`{path}` cannot be read: {why}"),
                            )
                            .help("paths are relative to the main file's folder"),
                        ),
                    }
                }
            }
            files.push(file);
        }
        next += 1;
    }
    // Without all the files, names that a missing one declares would all seem unknown.
    let complete = files.len() + repeated == included.len() + 1;
    if !complete {
        return Reading { sources, result: Err(in_order(faults)), warnings: Vec::new() };
    }
    let (result, warnings) = match resolve::resolve(&files, gaps, faults.is_empty()) {
        Ok((history, warnings, origins)) if faults.is_empty() => {
            (Ok(Read { history, origins }), warnings)
        }
        Ok((_, warnings, _)) => (Err(faults), warnings),
        Err((more, warnings)) => {
            faults.extend(more);
            (Err(faults), warnings)
        }
    };
    Reading { sources, result: result.map_err(in_order), warnings: in_order(warnings) }
}

/// An included file adds entries; what concerns the whole scenario stands in the main one.
fn refuse_header(file: &File) -> Vec<Fault> {
    fn place<T>(field: Option<&Lenient<Spanned<T>>>) -> Option<Span> {
        field?.0.as_ref().map(|value| value.span)
    }
    let mut spans: Vec<Span> =
        file.include.iter().chain(&file.compare).map(|name| name.span).collect();
    spans.extend(place(file.format.as_ref()));
    let texts = [&file.title, &file.about, &file.from, &file.as_of];
    spans.extend(texts.into_iter().filter_map(|text| place(text.as_ref())));
    spans.extend(place(file.scale.as_ref()));
    spans.extend(place(file.weights.as_ref()));
    spans
        .into_iter()
        .map(|span| {
            Fault::at(Code::IncludeForm, span, "this belongs in the main file only")
                .help("an included file adds entries: sources, parties, issues, positions, …")
        })
        .collect()
}

fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| fault.labels.first().map(|label| label.span));
    faults
}
