//! Characters that a terminal would obey rather than show.

use super::Span;

/// Where a text holds control characters, written as they are or as escapes.
pub(super) fn characters(text: &str, file: usize) -> Vec<Span> {
    let mut places = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().starts_with("//");
        let mut escaped = false;
        for (offset, letter) in line.char_indices() {
            let rest = line.get(offset..).unwrap_or_default();
            let length = if escaped {
                escape(rest).filter(|_| !comment)
            } else {
                (!comment && obeyed(letter) && !matches!(letter, '\n' | '\r' | '\t'))
                    .then(|| letter.len_utf8())
            };
            if let Some(length) = length {
                places.push(Span { file, start: at + offset, end: at + offset + length });
            }
            escaped = letter == '\\' && !escaped;
        }
        at += line.len();
    }
    places
}

/// Control characters, and those that turn the direction of what follows.
fn obeyed(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The length of an escape, after its backslash, that stands for a control character.
fn escape(text: &str) -> Option<usize> {
    let (digits, length) = if let Some(rest) = text.strip_prefix("u{") {
        let digits = rest.split_once('}')?.0;
        (digits, digits.len() + 3)
    } else if let Some(rest) = text.strip_prefix('x') {
        (rest.get(..2)?, 3)
    } else {
        return text.starts_with('0').then_some(1);
    };
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    (obeyed(letter) && letter != '\n' && letter != '\t').then_some(length)
}
