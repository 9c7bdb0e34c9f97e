//! How wide words are, estimated without a font, and how they break into lines.

use textwrap::core::{Fragment, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::render::visible;

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Face {
    /// Ordinary words.
    #[default]
    Plain,
    /// Words that stand back.
    Quiet,
    /// Names of rows and columns that lead the eye.
    Strong,
    /// Heads of parts.
    Head,
}

/// Words broken into lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The lines, top to bottom.
    pub(super) lines: Vec<String>,
    /// How they are set.
    pub(super) face: Face,
}

/// A stretch of text that stays on one line.
#[derive(Debug)]
struct Piece {
    text: String,
    width: f64,
    blank: f64,
}

impl Face {
    /// The class that styles it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "t",
            Self::Quiet => "t-quiet",
            Self::Strong | Self::Head => "t-strong",
        }
    }

    /// The size of the font.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Plain | Self::Strong => 12.0,
            Self::Quiet => 11.0,
            Self::Head => 13.0,
        }
    }

    /// From one line to the next.
    pub(super) fn leading(self) -> f64 {
        self.size() + 3.0
    }

    /// How wide a line is at most.
    pub(super) fn width(self, text: &str) -> f64 {
        let weight = match self {
            Self::Plain | Self::Quiet => 1.0,
            Self::Strong | Self::Head => 1.1,
        };
        ems(text) * self.size() * weight
    }

    /// The text in lines no wider than this, as far as single characters are not wider. Words that
    /// are too long break anywhere; nothing is dropped.
    pub(super) fn wrap(self, text: &str, width: f64) -> Words {
        let pieces = self.pieces(text, width);
        let lines = wrap_first_fit(&pieces, &[width]);
        Words { lines: lines.into_iter().map(line).collect(), face: self }
    }

    fn pieces(self, text: &str, width: f64) -> Vec<Piece> {
        let blank = self.width(" ");
        let mut pieces = Vec::new();
        for word in visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}").split_whitespace() {
            let mut part = String::new();
            for char in word.chars() {
                part.push(char);
                if self.width(&part) > width && part.chars().nth(1).is_some() {
                    part.pop();
                    pieces.push(Piece { width: self.width(&part), text: part, blank: 0.0 });
                    part = char.to_string();
                }
            }
            pieces.push(Piece { width: self.width(&part), text: part, blank });
        }
        pieces
    }
}

impl Words {
    /// How high the lines are together.
    pub(super) fn height(&self) -> f64 {
        count(self.lines.len()) * self.face.leading()
    }

    /// How wide the widest line is at most.
    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|line| self.face.width(line)).fold(0.0, f64::max)
    }
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width
    }

    fn whitespace_width(&self) -> f64 {
        self.blank
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn line(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for piece in pieces {
        line.push_str(&piece.text);
        if piece.blank > 0.0 {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// How wide a text is at most, in sizes of the font.
pub(super) fn ems(text: &str) -> f64 {
    text.chars().map(em).sum()
}

/// The width of a character in sizes of the font: that of the widest fonts in common use.
fn em(char: char) -> f64 {
    match char {
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '!' => 0.41,
        's' | 'c' | 'z' | '“' | '”' | '’' | '–' => 0.55,
        'a' | 'e' | 'o' | 'k' | 'v' | 'x' | 'y' => 0.61,
        'm' | 'M' | 'W' | '%' | '@' | '—' | '…' => 1.0,
        'w' | 'G' | 'O' | 'Q' | '+' | '→' | '▲' => 0.84,
        'A'..='Z' | '&' => 0.75,
        ' '..='~' => 0.64,
        _ => match display_width(char.encode_utf8(&mut [0; 4])) {
            0 => 0.0,
            1 => 0.8,
            _ => 1.05,
        },
    }
}

/// A number of things as a length.
pub(super) fn count(things: usize) -> f64 {
    u32::try_from(things).map_or(f64::MAX, f64::from)
}

/// A number with one decimal at most.
pub(super) fn fixed(number: f64) -> String {
    let text = format!("{number:.1}");
    match text.strip_suffix(".0").unwrap_or(&text) {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_at_blanks_and_keep_every_letter() {
        let text = "Zaporizhzhia nuclear plant: ownership and operation";
        let words = Face::Plain.wrap(text, 120.0);
        assert_eq!(words.lines.len(), 4);
        assert_eq!(words.lines.join(" "), text);
        assert!(words.width() <= 120.0);
    }

    #[test]
    fn a_word_too_long_for_the_line_breaks_anywhere() {
        let words = Face::Plain.wrap(&"x".repeat(40), 50.0);
        assert_eq!(words.lines.concat(), "x".repeat(40));
        assert!(words.width() <= 50.0);
    }

    #[test]
    fn a_line_narrower_than_a_letter_holds_one() {
        assert_eq!(Face::Plain.wrap("ab", 1.0).lines, ["a", "b"]);
    }

    #[test]
    fn no_words_make_no_lines_of_any_height() {
        assert!(Face::Plain.wrap(" \n ", 50.0).lines.concat().is_empty());
    }

    #[test]
    fn characters_that_xml_forbids_are_made_visible() {
        assert_eq!(Face::Plain.wrap("a\u{0}\u{ffff}", 50.0).lines, ["a\u{fffd}\u{fffd}"]);
    }

    #[test]
    fn numbers_have_one_decimal_and_no_negative_nought() {
        assert_eq!([12.34, 5.0, -0.01, -3.06].map(fixed), ["12.3", "5", "0", "-3.1"]);
    }
}
