//! [`Spanned`]: a value together with the place it was written; [`Lenient`]: a value that may be
//! faulty without stopping the reader.
//!
//! ron says where parsing stopped, but forgets where a value stood once it has been read. It
//! does lend out the exact text of any value as a borrowed [`RawValue`]; that text is a slice
//! of the file, so the distance between the two addresses is the offset of the value.
//!
//! The price is that such a value is scanned once more for every wrapper around it, so we wrap
//! what a message may point at and what may fail alone. And since most texts have no fault, a
//! text is first read strictly: what may fail alone is read in its place, and the first fault
//! ends the reading. Only then is it read again, to find every fault. Both readings share the
//! forms, and the strict one either gives the same value or none.
//!
//! Serde buffers the content of `untagged` enums and `flatten`ed fields, which leaves no slice
//! to point at, so file types use neither.

use std::cell::RefCell;
use std::ops::Range;

use ron::Options;
use ron::error::{Error, SpannedError};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::Span;
use super::form::{FormError, Misform};
use super::locate::{locate, outermost, within};

/// A value and the span of the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A value, or nothing where its text is well-formed RON but not such a value; the reason is
/// then among the errors that [`from_str`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

/// What [`from_str`] gives.
pub(crate) struct Parsed<T> {
    pub(crate) value: Option<T>,
    pub(crate) errors: Vec<FormError>,
    /// Whether the value lacks something that is written in the text.
    pub(crate) gaps: bool,
}

/// Reads a RON text, the `file`th of the scenario. Gives the value, if its outermost form is
/// right, and everything that was wrong with the form of its parts.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(text: &'de str, file: usize) -> Parsed<T> {
    match strictly(text, file) {
        Some(value) => Parsed { value: Some(value), errors: Vec::new(), gaps: false },
        None => in_parts(text, file),
    }
}

/// The value of a text without faults.
fn strictly<'de, T: Deserialize<'de>>(text: &'de str, file: usize) -> Option<T> {
    let (result, Reading { errors, gaps, .. }) = parse(text, file, true);
    result.ok().filter(|_| errors.is_empty() && !gaps)
}

/// What a text with faults gives: each part that may fail alone is read from its own text.
fn in_parts<'de, T: Deserialize<'de>>(text: &'de str, file: usize) -> Parsed<T> {
    let (result, Reading { innermost, mut errors, gaps, .. }) = parse(text, file, false);
    let value = result.map_err(|error| {
        if !is_reported(&error.code) {
            let visible = visible(text);
            let base = text.len() - visible.len();
            errors.push(innermost.unwrap_or_else(|| outermost(&error, visible, base, file)));
        }
    });
    Parsed { value: value.ok(), errors, gaps }
}

fn parse<'de, T: Deserialize<'de>>(
    text: &'de str,
    file: usize,
    strict: bool,
) -> (Result<T, SpannedError>, Reading) {
    let reading = Reading { addresses: addresses(text), file, strict, ..Reading::default() };
    let outer = READING.replace(Some(reading));
    let result = options().from_str(visible(text));
    (result, READING.replace(outer).unwrap_or_default())
}

/// Some editors begin a file with a mark that nobody sees.
fn visible(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

/// The exact text of a value, without surrounding blanks.
pub(crate) fn raw<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    let value = <&RawValue>::deserialize(deserializer)?;
    let text = value.get_ron();
    // To find the blanks and comments around a value, ron parses it once more.
    let graphic = |letter: char| letter.is_ascii_graphic();
    let bare = text.starts_with(graphic) && text.ends_with(graphic) && !text.contains('/');
    Ok(if bare { text } else { value.trim().get_ron() })
}

/// Reads a value from its own text, remembering the place of an error.
pub(crate) fn nested<'de, T: Deserialize<'de>, E: serde::de::Error>(
    text: &'de str,
) -> Result<T, E> {
    let outer = enter(span_of(text));
    let result = options().from_str(text);
    enter(outer);
    result.map_err(|error| {
        if is_reported(&error.code) {
            return reported();
        }
        let Some(span) = span_of(text) else { return E::custom(&error.code) };
        remember(match error {
            // Well-formed, but refused by its type: the whole value is at fault.
            SpannedError { code: Error::Message(message), .. } => {
                FormError { what: Misform::Refused(message), span }
            }
            error => within(locate(&error, text, span.start, span.file), text, span.start),
        })
    })
}

/// Refuses a value for a reason that serde has no word for.
pub(crate) fn refuse<E: serde::de::Error>(text: &str, what: Misform) -> E {
    match span_of(text) {
        Some(span) => remember(FormError { what, span }),
        None => E::custom("read outside `from_str`"),
    }
}

/// Adds an error that does not stop the reading.
pub(crate) fn report(error: FormError) {
    with_reading(|reading| reading.errors.push(error));
}

/// The error of a value whose faults have all been reported.
pub(crate) fn reported<E: serde::de::Error>() -> E {
    E::custom(REPORTED)
}

/// Notes that something written in the text is not in the value.
pub(crate) fn leave_gap() {
    with_reading(|reading| reading.gaps = true);
}

/// The first character of the value being read.
pub(crate) fn opening() -> Option<Span> {
    let within = READING.with_borrow(|reading| reading.as_ref()?.within)?;
    Some(Span { end: within.start + 1, ..within })
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        let span = span_of(text).ok_or_else(|| D::Error::custom("read outside `from_str`"))?;
        Ok(Self { value: nested(text)?, span })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if READING.with_borrow(|reading| reading.as_ref().is_some_and(|it| it.strict)) {
            return T::deserialize(deserializer).map(|value| Self(Some(value)));
        }
        let text = raw(deserializer)?;
        let value = nested::<T, D::Error>(text).ok();
        if value.is_none() {
            with_reading(|reading| reading.errors.extend(reading.innermost.take()));
        }
        Ok(Self(value))
    }
}

/// What [`from_str`] is reading on this thread. Serde gives a value no way to ask.
#[derive(Default)]
struct Reading {
    addresses: Range<usize>,
    file: usize,
    /// The value being read from its own text.
    within: Option<Span>,
    innermost: Option<FormError>,
    errors: Vec<FormError>,
    gaps: bool,
    /// Whether the first fault ends the reading.
    strict: bool,
}

const REPORTED: &str = "reported";

fn is_reported(error: &Error) -> bool {
    matches!(error, Error::Message(message) if message == REPORTED)
}

fn with_reading(change: impl FnOnce(&mut Reading)) {
    READING.with_borrow_mut(|reading| reading.as_mut().map(change));
}

fn enter(within: Option<Span>) -> Option<Span> {
    READING.with_borrow_mut(|reading| std::mem::replace(&mut reading.as_mut()?.within, within))
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Where `slice` stands in the text being read, if it is a part of it.
pub(crate) fn span_of(slice: &str) -> Option<Span> {
    let slice = addresses(slice);
    READING.with_borrow(|reading| {
        let reading = reading.as_ref()?;
        let text = &reading.addresses;
        let inside = text.start <= slice.start && slice.end <= text.end;
        inside.then(|| Span {
            file: reading.file,
            start: slice.start - text.start,
            end: slice.end - text.start,
        })
    })
}

/// Keeps the error that was met first, which is the innermost.
fn remember<E: serde::de::Error>(error: FormError) -> E {
    with_reading(|reading| {
        reading.innermost.get_or_insert(error);
    });
    E::custom("remembered")
}

fn addresses(text: &str) -> Range<usize> {
    let start = text.as_ptr().addr();
    start..start + text.len()
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::file::File;

    /// Every form, short and long.
    const FORMS: &str = r##"// All forms.
(
    format: 1, title: "A case", about: "Of \"both\"", from: "2030-01-01", as_of: "2030-06-01",
    scale: (Ideal: 100, Acceptable: 75, Tolerable: "100/3", Opposed: 2.5),
    weights: (High: (20, 40), Medium: 15, Low: (0, 5, 10)), include: [],
    sources: {"s": (publisher: "P", date: "2030", kind: Wire, url: "https://a.b/c", note: r#"N"#)},
    parties: {
        "n": (name: "North", consent: Always, floor: (as_good_as: {"b": "x"}, basis: Stated)),
        "u": (name: "U", consent: When(Not(Is("b", ["x"]))), weight_order: [["b"], ["t", "w"]]),
    },
    issues: {
        "b": (title: "B", options: {"x": "X", "y": (title: "Y", obliged: ["u"], if_broken: 5)},
              ordered: true, status_quo: "x"),
        "t": (title: "T", values: [1, 2.5], unit: "days", beyond: "more", applies: Is("b", ["y"]),
              parent: "b"), "w": (title: "W", range: (from: 0, to: 10, step: 5), obliged: ["n"], if_broken: 5),
    },
    rules: [(id: "r", says: "R", rule: If(AtLeast("t", 2.5), Any([NoMore("t", "w"), Same("t", "w")])))],
    positions: {"n": {"b": (weight: High, because: "it /* matters */", shape: falls_off, stances: [
        (on: ["x"], is: Ideal), /* a comment */
        (id: "d", on: ["y"], is: [(when: AtMost("t", 1), is: Worth(20, 40)), Never],
         says: "No", sources: ["s"], basis: Contested("why"), confidence: High),
    ]), "w": (weight: (10, 20))}},
    links: [(id: "l", party: "n", says: "L", demand: All([Is("b", ["x"])]), as_trusted: 30)],
    trust: {"n": {"u": (belief: (10, 50), basis: Judgement("it seems"))}},
    enforcement: [(when: Is("b", ["x"]), of: "u", belief: 80)],
    moves: [(date: "2030-02-01", seq: 2, party: "n", says: "M", stances: {"b": [(on: ["x"], is: Unknown)]},
        weights: {"t": Low}, floor: (worth: 40), adds: [], drops: ["d"], sources: ["s"])],
    proposals: {"p": (title: "P", date: "2030-03-01", by: ["n"], clauses: [
        (no: "1", says: "C", firmness: binding, settles: {"b": ["x"]}),
        (no: "2", says: "D", readings: [(read_by: ["n"], settles: {"t": ["..=2"]})],
         leaves: ["w"], if_unsettled: {"w": "5"}),
    ])},
)
"##;

    const OTHERS: [&str; 5] = [
        include_str!("../../../../scenarios/two-rivers.ron"),
        include_str!("../../../../scenarios/port-game.ron"),
        include_str!("../../../../scenarios/ukraine-2025/positions-russia.ron"),
        include_str!("../../../../scenarios/ukraine-2025/moves.ron"),
        include_str!("../../../../scenarios/ukraine-2025/proposals-us.ron"),
    ];

    /// Whether a text is read strictly; it is then read in parts without a fault, to the same.
    fn strict_as_in_parts(text: &str) -> bool {
        let strict: Option<File> = strictly(text, 0);
        if let Some(strict) = &strict {
            let Parsed::<File> { value, errors, gaps } = in_parts(text, 0);
            assert!(errors.is_empty() && !gaps, "{errors:?} in {text}");
            assert_eq!(format!("{:?}", Some(strict)), format!("{value:?}"), "{text}");
        }
        strict.is_some()
    }

    #[test]
    fn sound_texts_are_read_once() {
        for text in OTHERS.into_iter().chain([FORMS]) {
            assert!(strict_as_in_parts(text));
        }
    }

    #[test]
    fn faulty_texts_are_read_to_the_end() {
        for text in OTHERS.map(|text| text.replace("says:", "say:")) {
            assert!(!strict_as_in_parts(&text));
            let parsed: Parsed<File> = from_str(&text, 0);
            assert_eq!(parsed.errors.len(), text.matches("say:").count());
            assert!(parsed.value.is_some());
        }
    }

    #[test]
    fn blanks_and_comments_are_no_part_of_a_value() {
        let text = "[ /* a */ \"x\" /* b */ , \"/\" // c\n, \"y\"\u{85}]";
        let values = from_str::<Vec<Spanned<String>>>(text, 0).value.unwrap();
        let places: Vec<&str> = values.iter().map(|value| &text[value.span.range()]).collect();
        assert_eq!(places, ["\"x\"", "\"/\"", "\"y\""]);
    }

    #[test]
    fn mutilated_texts_are_read_strictly_only_if_they_are_sound() {
        let letters = ["\"", "(", ")", ",", ":", "/", "r", "#", "\\", "1", "[", "Some(", "\u{a0}"];
        let mut sound = 0;
        for (place, (at, letter)) in FORMS.char_indices().enumerate() {
            let (before, after) = FORMS.split_at(at);
            let behind = &after[letter.len_utf8()..];
            let added = letters[place % letters.len()];
            for text in [format!("{before}{behind}"), format!("{before}{added}{after}")] {
                sound += usize::from(strict_as_in_parts(&text));
            }
        }
        assert!(sound > 500, "{sound}");
    }
}
