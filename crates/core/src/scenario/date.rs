//! Dates: days, and the months and years that a source may be dated by.

use std::fmt;

/// A day.
pub use jiff::civil::Date;

/// When a source appeared: a day, or only a month or a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDate {
    text: String,
    earliest: Date,
}

impl SourceDate {
    /// Reads `2025-12-24`, `2025-12` or `2025`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        Some(Self { text: text.to_owned(), earliest: parse_date(&full)? })
    }

    /// The first day it can mean.
    pub fn earliest(&self) -> Date {
        self.earliest
    }
}

impl fmt::Display for SourceDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads a day written as `2025-12-24`.
pub fn parse_date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shape { text.parse().ok() } else { None }
}
