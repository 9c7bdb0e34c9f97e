//! [`Spanned`]: a value together with the place it was written; [`Lenient`]: a value that may be
//! faulty without stopping the reader.
//!
//! ron says where parsing stopped, but forgets where a value stood once it has been read. It
//! does lend out the exact text of any value as a borrowed [`RawValue`]; that text is a slice
//! of the file, so the distance between the two addresses is the offset of the value.
//!
//! The price is that such a value is scanned once more for every wrapper around it, so we wrap
//! what a message may point at and what may fail alone. Serde buffers the content of `untagged`
//! enums and `flatten`ed fields, which leaves no slice to point at, so file types use neither.

use std::cell::RefCell;
use std::ops::Range;

use ron::Options;
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::Span;
use super::form::{FormError, Misform};

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

/// Reads a RON text, the `file`th of the scenario. Gives the value, if its outermost form is
/// right, and everything that was wrong with the form of its parts.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(
    text: &'de str,
    file: usize,
) -> (Option<T>, Vec<FormError>) {
    let reading = Reading { addresses: addresses(text), file, innermost: None, errors: Vec::new() };
    let outer = READING.replace(Some(reading));
    let result = options().from_str(text);
    let reading = READING.replace(outer);
    let (mut errors, innermost) =
        reading.map_or((Vec::new(), None), |reading| (reading.errors, reading.innermost));
    match result {
        Ok(value) => (Some(value), errors),
        Err(error) => {
            errors.push(innermost.unwrap_or_else(|| locate(&error, text, 0, file)));
            (None, errors)
        }
    }
}

/// The exact text of a value, without surrounding blanks.
pub(crate) fn raw<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    Ok(<&RawValue>::deserialize(deserializer)?.trim().get_ron())
}

/// Reads a value from its own text, remembering the place of an error.
pub(crate) fn nested<'de, T: Deserialize<'de>, E: serde::de::Error>(
    text: &'de str,
) -> Result<T, E> {
    options().from_str(text).map_err(|error| {
        let Some(span) = span_of(text) else { return E::custom(&error.code) };
        remember(match error {
            // Well-formed, but refused by its type: the whole value is at fault.
            SpannedError { code: Error::Message(message), .. } => {
                FormError { what: Misform::Refused(message), span }
            }
            error => locate(&error, text, span.start, span.file),
        })
    })
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
        let text = raw(deserializer)?;
        let value = nested::<T, D::Error>(text).ok();
        if value.is_none() {
            READING.with_borrow_mut(|reading| {
                if let Some(reading) = reading {
                    reading.errors.extend(reading.innermost.take());
                }
            });
        }
        Ok(Self(value))
    }
}

/// What [`from_str`] is reading on this thread. Serde gives a value no way to ask.
struct Reading {
    addresses: Range<usize>,
    file: usize,
    innermost: Option<FormError>,
    errors: Vec<FormError>,
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Where `slice` stands in the text being read, if it is a part of it.
fn span_of(slice: &str) -> Option<Span> {
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
    READING.with_borrow_mut(|reading| {
        if let Some(reading) = reading {
            reading.innermost.get_or_insert(error);
        }
    });
    E::custom("remembered")
}

/// Translates an error within `text`, which stands at `base`, into one within the whole file.
fn locate(error: &SpannedError, text: &str, base: usize, file: usize) -> FormError {
    let start = base + offset(text, error.span.start);
    let end = base + offset(text, error.span.end);
    FormError { what: Misform::of(&error.code), span: Span { file, start, end: end.max(start) } }
}

/// The byte offset of ron's line and column, which count from one, the column in characters.
fn offset(text: &str, position: Position) -> usize {
    let (lines, columns) = (position.line.saturating_sub(1), position.col.saturating_sub(1));
    let line: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
    let rest = text.get(line..).unwrap_or_default();
    line + rest.chars().take(columns).map(char::len_utf8).sum::<usize>()
}

fn addresses(text: &str) -> Range<usize> {
    let start = text.as_ptr().addr();
    start..start + text.len()
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}
