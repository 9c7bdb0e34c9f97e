//! Parts that several reports share.

use impasse_core::scenario::{Ratio, decimal};
use schemars::JsonSchema;
use serde::Serialize;

use super::wording::LEFT_OUT;
use crate::document::{Document, Item, Text, anchor};

/// An exact number, and a decimal of it for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Number {
    /// A whole number or a ratio, such as `7/12`.
    #[schemars(regex(pattern = r"^-?\d+(/\d+)?$"))]
    pub exact: String,
    /// Rounded half to even.
    #[schemars(regex(pattern = r"^-?\d+(\.\d+)?$"))]
    pub decimal: String,
}

impl From<Ratio> for Number {
    fn from(ratio: Ratio) -> Self {
        Self { exact: ratio.to_string(), decimal: decimal(ratio, 1) }
    }
}

impl Number {
    /// The number itself.
    pub fn ratio(&self) -> Ratio {
        self.exact.parse().unwrap_or_default()
    }
}

/// A range of exact numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    /// The least.
    pub low: Number,
    /// The greatest.
    pub high: Number,
}

impl From<(Ratio, Ratio)> for Span {
    fn from((low, high): (Ratio, Ratio)) -> Self {
        Self { low: low.into(), high: high.into() }
    }
}

impl Span {
    /// As people write it: `5 to 64`, or one number.
    pub fn words(&self) -> String {
        if self.low.decimal == self.high.decimal {
            self.low.decimal.clone()
        } else {
            format!("{} to {}", self.low.decimal, self.high.decimal)
        }
    }

    /// The same with signs, for differences.
    pub fn signed(&self) -> String {
        let sign = |number: &Number| {
            if number.decimal.starts_with('-') || number.decimal == "0" {
                number.decimal.clone()
            } else {
                format!("+{}", number.decimal)
            }
        };
        if self.low.decimal == self.high.decimal {
            sign(&self.low)
        } else {
            format!("{} to {}", sign(&self.low), sign(&self.high))
        }
    }
}

/// A demand as reports print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Demand {
    /// Its name in the file.
    pub id: String,
    /// The party's name in the file.
    pub party: String,
    /// The party's name in sentences.
    pub party_title: String,
    /// The party's name in a sentence.
    pub party_name: String,
    /// `red line`, `link` or `floor`.
    #[schemars(extend("enum" = ["red line", "link", "floor", "demand"]))]
    pub kind: &'static str,
    /// The statement.
    pub says: String,
    /// What it excludes, in words.
    pub excludes: String,
    /// The sources, by key.
    pub sources: Vec<String>,
    /// `high`, `medium` or `low`; `undisclosed` of a demand left out.
    #[schemars(extend("enum" = ["high", "medium", "low", "undisclosed"]))]
    pub confidence: &'static str,
    /// How it is known where it is not plainly stated.
    pub basis: Option<String>,
    /// Whether it is disputed.
    pub disputed: bool,
    /// Where it is written: file and line.
    pub origin: Option<String>,
}

impl Demand {
    /// Whether it is left out, and has no words of its own.
    pub fn is_left_out(&self) -> bool {
        self.id == LEFT_OUT
    }

    /// A line for people: who, what, and where it comes from.
    pub fn text(&self) -> Text {
        if self.is_left_out() {
            return Text::new().strong(self.party_title.clone()).plain(": a demand left out");
        }
        Text::new()
            .strong(self.party_title.clone())
            .plain(format!(": {} ({}; {}; ", self.says, self.kind, self.id))
            .text(self.mark())
            .plain(")")
    }

    /// What is demanded and the name in the file.
    pub fn statement(&self) -> String {
        if self.is_left_out() {
            return "a demand left out".to_owned();
        }
        format!("{} ({})", self.says, self.id)
    }

    /// Who demands what, and the name in the file.
    pub fn in_short(&self) -> String {
        format!("{}: {}", self.party_title, self.statement())
    }

    /// Sources and confidence in a few words.
    pub fn mark(&self) -> Text {
        if self.is_left_out() {
            return LEFT_OUT.replace('-', " ").into();
        }
        let none = self.sources.is_empty().then_some("no source");
        mark(&self.sources, self.basis.as_deref().or(none), self.confidence)
    }
}

/// The anchor of a source in the list of sources.
pub fn source_anchor(key: &str) -> String {
    anchor("source", key)
}

/// Sources in brackets, each leading to its entry in the list of sources; nothing if there are none.
pub fn cited<T: AsRef<str>>(sources: &[T]) -> Text {
    if sources.is_empty() {
        return Text::new();
    }
    let keys = sources.iter().map(|key| {
        let key = key.as_ref();
        Text::new().reference(key, source_anchor(key))
    });
    Text::from("[").text(Text::joined(keys, ", ")).plain("]")
}

/// Sources, how a statement is known, and confidence in a few words.
pub fn mark(sources: &[String], basis: Option<&str>, confidence: &str) -> Text {
    let parts = [
        (!sources.is_empty()).then(|| cited(sources)),
        basis.map(Text::from),
        Some(Text::from(format!("{confidence} confidence"))),
    ];
    Text::joined(parts.into_iter().flatten(), ", ")
}

/// A source as reports print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Its key in the file.
    pub key: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: Option<String>,
    /// When it appeared.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}){0,2}$"))]
    pub date: String,
    /// How near it is to the speaker.
    #[schemars(extend("enum" = ["primary", "wire copy", "outlet", "secondary", "doubtful"]))]
    pub kind: &'static str,
    /// Its address, where it was kept.
    pub url: Option<String>,
    /// How to find it where no address was kept.
    pub locator: Option<String>,
}

/// Adds the list of sources.
pub fn source_list(document: &mut Document, sources: &[Source]) {
    if sources.is_empty() {
        return;
    }
    document.heading(2, "Sources");
    document.list(sources.iter().map(source_item));
}

/// Adds the list of sources: of a close look all that the answers rest on, else those cited.
pub fn source_list_of(document: &mut Document, sources: &[Source], closely: bool) {
    if closely { source_list(document, sources) } else { cited_source_list(document, sources) }
}

/// Adds the list of those sources that the document cites.
pub fn cited_source_list<'a>(
    document: &mut Document,
    sources: impl IntoIterator<Item = &'a Source>,
) {
    let cited = document.references();
    let sources = sources.into_iter().filter(|it| cited.contains(&source_anchor(&it.key)));
    source_list(document, &sources.cloned().collect::<Vec<Source>>());
}

/// A source as an entry that citations lead to.
pub(super) fn source_item(source: &Source) -> Item {
    let mut text = Text::new().strong(format!("[{}]", source.key)).plain(format!(
        " {}{}, {} ({})",
        source.publisher,
        source.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default(),
        source.date,
        source.kind
    ));
    if let Some(locator) = &source.locator {
        text = text.plain(format!(", {locator}"));
    }
    if let Some(url) = &source.url {
        text = text.plain(", ").link(url.clone(), url.clone());
    }
    Item::new(text).at(source_anchor(&source.key))
}

/// A count with its noun: `1 conflict`, `2 conflicts`.
pub fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// A list in a sentence: `a`, `a and b`, `a, b and c`.
pub fn sentence_list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", before.join(", "), last.as_ref())
        }
    }
}

/// A sentence's first letter in capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// Says that a report is partial, if anything could not be finished.
pub(super) fn partial(document: &mut Document, unfinished: &[String]) {
    if !unfinished.is_empty() {
        document.paragraph(Text::new().strong(format!(
            "Partial: {}. What follows is proven, but there may be more; --steps allows more \
             work.",
            sentence_list(unfinished)
        )));
    }
}
