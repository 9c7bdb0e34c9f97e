//! Findings: faults and warnings as data, with their places in lines and columns.

use impasse_core::read::{Fault, Label, Source, Span};
use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Item, Text};

/// A fault or a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The code, which `impasse explain` explains.
    #[schemars(regex(pattern = "^[a-z-]+$"))]
    pub(super) code: &'static str,
    /// What is wrong or odd, in one sentence.
    pub(super) message: String,
    /// Where; null where it has no place.
    place: Option<Place>,
    /// All places that it points at, the main one first.
    labels: Vec<Pointer>,
    /// What to do about it.
    help: Option<String>,
}

/// A place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Pointer {
    place: Place,
    /// What stands there.
    message: Option<String>,
}

/// A stretch of a file; lines and columns count from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    /// The first character behind it.
    end: End,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct End {
    line: usize,
    column: usize,
}

impl Finding {
    /// A fault of some texts.
    pub fn new(fault: &Fault, texts: &[Source]) -> Self {
        let labels: Vec<Pointer> =
            fault.labels.iter().filter_map(|label| Pointer::new(label, texts)).collect();
        Self {
            code: fault.code.name(),
            message: fault.message.clone(),
            place: labels.first().map(|label| label.place.clone()),
            labels,
            help: fault.help.clone(),
        }
    }

    /// File and line; nothing where it has no place.
    pub(super) fn place_words(&self) -> String {
        self.place.as_ref().map(Place::words).unwrap_or_default()
    }

    /// An entry of a list: what is wrong, where, and what to do.
    pub fn item(&self) -> Item {
        let text = Text::new().strong(self.message.clone()).plain(format!(" ({})", self.code));
        let mut item = Item::new(text);
        for label in &self.labels {
            let place = label.place.words();
            item = item.child(match &label.message {
                Some(message) => format!("{place}: {message}"),
                None => place,
            });
        }
        match &self.help {
            Some(help) => item.child(format!("help: {help}")),
            None => item,
        }
    }
}

impl Pointer {
    fn new(label: &Label, texts: &[Source]) -> Option<Self> {
        let message = (!label.message.is_empty()).then(|| label.message.clone());
        Some(Self { place: Place::new(label.span, texts)?, message })
    }
}

impl Place {
    fn new(span: Span, texts: &[Source]) -> Option<Self> {
        let text = texts.get(span.file)?;
        let (start, end) = (text.line_column(span.start), text.line_column(span.end));
        Some(Self {
            file: text.name().to_owned(),
            line: start.line,
            column: start.column,
            end: End { line: end.line, column: end.column },
        })
    }

    fn words(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }
}
