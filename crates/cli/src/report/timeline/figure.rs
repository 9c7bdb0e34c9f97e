//! Conflicts and distance over time, as a picture.

use super::Report;
use crate::document::Figure;

impl Report {
    /// Conflicts and distance over time.
    pub(in crate::report) fn figure(&self) -> Option<Figure> {
        None
    }
}
