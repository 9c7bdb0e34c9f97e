//! `impasse explain`: the book's page on faults, by code.

use std::io::{self, Write};

use impasse_core::read::{Code, list, nearest};

use crate::Terminal;
use crate::exit::Exit;

/// The page of the book that has a heading for every code.
const FAULTS: &str = include_str!("../../../../docs/src/faults.md");

pub(super) fn run(
    code: Option<&str>,
    _terminal: Terminal,
    out: &mut dyn Write,
    diagnostics: &mut dyn Write,
) -> io::Result<Exit> {
    let Some(code) = code else {
        for code in Code::ALL {
            let kind = if code.is_warning() { "warning" } else { "fault" };
            writeln!(out, "{:<24} {kind}: {}", code.name(), summary(code.name()))?;
        }
        return Ok(Exit::Answered);
    };
    match section(code) {
        Some(text) => {
            writeln!(out, "{code}\n\n{}", text.trim())?;
            Ok(Exit::Answered)
        }
        None => {
            let known = Code::ALL.iter().map(|code| code.name());
            let hint = nearest(code, known.clone()).map_or_else(
                || format!("there is {}", list(known)),
                |near| format!("did you mean `{near}`?"),
            );
            writeln!(diagnostics, "error: no fault has the code `{code}`: {hint}")?;
            Ok(Exit::Failed)
        }
    }
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
