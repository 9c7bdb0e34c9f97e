//! [`Part`]: comments and texts in quotes, told apart without parsing the rest of RON.

/// A comment, a text, or what stands between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Comment,
    /// A text in quotes, in which a backslash begins an escape.
    Text,
    /// Anything else; also a raw text, in which a backslash is only that.
    Other,
}

impl Part {
    /// The part that a text begins with, and its length.
    pub(super) fn at_start(text: &str) -> (Self, usize) {
        let up_to = |rest: &str, end: &str| rest.find(end).map(|at| at + end.len());
        let length = |found: Option<usize>, skipped: usize| {
            found.map_or(text.len(), |length| skipped + length)
        };
        if let Some(rest) = text.strip_prefix("//") {
            (Self::Comment, length(up_to(rest, "\n"), 2))
        } else if text.starts_with("/*") {
            (Self::Comment, block_comment(text))
        } else if let Some(rest) = text.strip_prefix('"') {
            let mut escaped = false;
            let end = rest.bytes().position(|byte| {
                let end = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                end
            });
            (Self::Text, length(end, 2))
        } else if let Some(rest) = text.strip_prefix('r') {
            let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
            let inside = rest.get(hashes..).and_then(|rest| rest.strip_prefix('"'));
            let raw = inside.map(|inside| {
                let end = format!("\"{}", "#".repeat(hashes));
                length(up_to(inside, &end), hashes + 2)
            });
            (Self::Other, raw.unwrap_or(1))
        } else {
            let end = text.bytes().position(|byte| matches!(byte, b'/' | b'"' | b'r'));
            (Self::Other, end.map_or(text.len(), |end| end.max(1)))
        }
    }
}

/// The length of a comment in `/* … */`, which may hold others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// What follows the blanks and comments that a text begins with.
pub(super) fn after_blanks(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let (Part::Comment, length) = Part::at_start(rest) {
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    rest
}
