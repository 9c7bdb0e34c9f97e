//! `impasse explain`: the book's page on faults, by code.

use impasse_core::read::Code;

use crate::load::{Refusal, unknown};

/// The page of the book that has a heading for every code.
const FAULTS: &str = include_str!("../../../../docs/src/faults.md");

/// The text about a code; the list of all if none is named.
pub(super) fn run(code: Option<&str>) -> Result<String, Refusal> {
    let Some(code) = code else {
        let line = |code: &Code| {
            let kind = if code.is_warning() { "warning" } else { "fault" };
            format!("{:<24} {kind}: {}\n", code.name(), summary(code.name()))
        };
        return Ok(Code::ALL.iter().map(line).collect());
    };
    let text = section(code)
        .ok_or_else(|| unknown("fault", code, Code::ALL.iter().map(|code| code.name())))?;
    Ok(format!("{code}\n\n{}\n", text.trim()))
}

/// The text under a code's heading.
fn section(code: &str) -> Option<&'static str> {
    let heading = format!("\n## {code}\n");
    let (_, rest) = FAULTS.split_once(&heading)?;
    Some(rest.split_once("\n## ").map_or(rest, |(text, _)| text))
}

/// The first sentence under a code's heading.
fn summary(code: &str) -> String {
    let text = section(code).unwrap_or_default().trim();
    let first = text.split_once("\n\n").map_or(text, |(first, _)| first).replace('\n', " ");
    first.split_once(". ").map_or(first.clone(), |(sentence, _)| format!("{sentence}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_heading_in_the_book() {
        for code in Code::ALL {
            assert!(section(code.name()).is_some(), "no heading `{}`", code.name());
        }
    }
}
