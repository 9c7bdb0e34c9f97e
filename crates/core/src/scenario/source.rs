//! [`Source`]: where something was said.

use super::date::SourceDate;

/// Where something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its key in the file.
    pub key: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: Option<String>,
    /// When it appeared.
    pub date: SourceDate,
    /// How near it is to the speaker.
    pub kind: SourceKind,
    /// Its address, where it was kept.
    pub url: Option<String>,
    /// How to find it where no address was kept.
    pub locator: Option<String>,
    /// A remark for people.
    pub note: Option<String>,
}

/// How near a source is to the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The full text, or the speaker's own words.
    Primary,
    /// A copy of an agency report.
    Wire,
    /// A reputable outlet.
    Outlet,
    /// An aggregator or a copy.
    Secondary,
    /// To be used with care.
    Doubtful,
}
