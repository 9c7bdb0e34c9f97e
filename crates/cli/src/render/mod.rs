//! Renderings: documents become terminal text, Markdown and HTML, faults become annotated source.
//!
//! Nothing here knows of scenarios or analyses: the input is a
//! [`Document`](crate::document::Document) or a list of [`Diagnostic`](diagnostic::Diagnostic)s,
//! the output is a string, the same bytes on every machine.

pub mod csv;
pub mod diagnostic;
pub mod html;
pub mod markdown;
pub mod picture;
mod style;
pub mod terminal;

/// The text with every control character made visible, newlines aside.
///
/// Names and quotations come from files of strangers: an escape sequence would recolour the
/// terminal, and a mark of writing direction would let a line read otherwise than it is stored.
fn visible(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|char| match char {
            '\n' => '\n',
            '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            _ if char.is_control() => char::REPLACEMENT_CHARACTER,
            _ => char,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(
            visible("a\u{1b}[31mb\tc\r\nd\u{202e}\0"),
            "a\u{fffd}[31mb c\nd\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        assert_eq!(visible("Україна – „так“ 日本 👍"), "Україна – „так“ 日本 👍");
    }
}
