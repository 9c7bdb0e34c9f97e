//! Characters that a terminal would obey rather than show.

use super::Span;
use super::part::Part;

/// Where a text holds control characters, written as they are or as escapes. In comments they
/// do no harm: no report repeats a comment.
pub(super) fn characters(text: &str, file: usize) -> Vec<Span> {
    let mut places = Vec::new();
    // Most texts can hold neither, which is soon seen.
    let plain = |byte| matches!(byte, b'\n' | b'\r' | b'\t' | b' '..=b'~');
    let escapes = text.split('\\').skip(1).any(|behind| behind.starts_with(['x', 'u', '0']));
    if text.bytes().all(plain) && !escapes {
        return places;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let (part, length) = Part::at_start(rest);
        let start = text.len() - rest.len();
        let (token, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        if part == Part::Comment {
            continue;
        }
        let mut escaped = false;
        for (offset, letter) in token.char_indices() {
            let length = if escaped {
                escape(token.get(offset..).unwrap_or_default())
            } else {
                let shown = !obeyed(letter) || matches!(letter, '\n' | '\r' | '\t');
                (!shown).then(|| letter.len_utf8())
            };
            if let Some(length) = length {
                let start = start + offset;
                places.push(Span { file, start, end: start + length });
            }
            escaped = part == Part::Text && letter == '\\' && !escaped;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        characters(text, 0).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn control_characters_are_found_as_they_are_and_as_escapes() {
        assert_eq!(found("(a: \"x\u{1b}y\", b: \"\u{202e}\")"), ["\u{1b}", "\u{202e}"]);
        assert_eq!(found(r#"("\x1b", "\u{7f}\0", "\\\x07")"#), ["x1b", "u{7f}", "0", "x07"]);
        assert_eq!(found("(\u{1b})"), ["\u{1b}"]);
        assert_eq!(found("(r\"\u{1b}\", \"\n// \u{1b}\")"), ["\u{1b}", "\u{1b}"]);
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        for text in [
            r#"("\\x1b", "\n\t\"é")"#,
            r##"(r"\x1b", r#""\u{1b}"#, "")"##,
            r#"(never: r"\0") // "\x1b" "#,
            "(1) // \u{1b}\n/* \u{1b} /* */ \"\u{1b} */",
            "\"// \"",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn unfinished_texts_end() {
        for text in ["\"\\", "r#\"", "/* /*", "//", "r", "é", "\"\u{1b}"] {
            assert!(found(text).len() < 2);
        }
    }
}
