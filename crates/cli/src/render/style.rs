//! Styles of the terminal, put on after the text is laid out: so they cannot move a word, and end
//! with each line.

use textwrap::core::display_width;

use super::visible;
use crate::document::{Span, Text, Tone};

/// How a character looks: the numbers of an escape sequence; none for the terminal's own look.
type Style = &'static str;

const BOLD: Style = "1";

/// Words with the styles of their characters, blanks aside. Without styles they stay bare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Styled {
    pub(super) text: String,
    styles: Vec<Style>,
}

impl Styled {
    /// Running text; with colours if asked for.
    pub(super) fn new(text: &Text, colour: bool) -> Self {
        let mut styled = Self::default();
        for span in &text.spans {
            let strong = matches!(span, Span::Strong(_));
            styled.push(&visible(span.words()), look(strong, text.tone), colour);
        }
        styled
    }

    /// A heading, a caption or the title of a column.
    pub(super) fn heading(text: &str, colour: bool) -> Self {
        let mut styled = Self::default();
        styled.push(&visible(text), BOLD, colour);
        styled
    }

    /// The words after others.
    pub(super) fn after(&self, before: &Self, between: &str) -> Self {
        let mut styled = before.clone();
        styled.push(between, "", !(before.styles.is_empty() && self.styles.is_empty()));
        styled.text.push_str(&self.text);
        styled.styles.extend(&self.styles);
        styled
    }

    fn push(&mut self, words: &str, style: Style, colour: bool) {
        self.text.push_str(words);
        if colour {
            let letters = words.chars().filter(|char| !char.is_whitespace());
            self.styles.extend(letters.map(|_| style));
        }
    }

    /// The text without blanks around it. Blanks have no style.
    pub(super) fn trimmed(mut self) -> Self {
        self.text = self.text.trim().to_owned();
        self
    }

    /// Whether there is anything to put on.
    pub(super) fn is_bare(&self) -> bool {
        self.styles.iter().all(|style| style.is_empty())
    }

    /// Puts the styles on the lines that the text was broken into, behind their indents.
    pub(super) fn paint<'a>(&self, lines: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let mut styles = self.styles.iter().copied();
        let lines = lines.into_iter().map(|(indent, line)| {
            let words = line.strip_prefix(indent);
            let indent = if words.is_some() { indent } else { "" };
            format!("{indent}{}", painted(words.unwrap_or(line), &mut styles))
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Puts the styles of cells on the lines that their row was drawn in. Columns of these widths stand
/// between borders; a line that is not so stays bare, for a style must not run into a border.
pub(super) fn paint_row(
    cells: &[Styled],
    lines: &[&str],
    widths: &[usize],
    border: &str,
) -> Vec<String> {
    let mut styles: Vec<_> = cells.iter().map(|cell| cell.styles.iter().copied()).collect();
    let paint = |line: &&str| {
        let Some(parts) = parts(line, widths, border) else { return (*line).to_owned() };
        let cells = parts.into_iter().zip(&mut styles);
        let painted: Vec<String> = cells.map(|(part, styles)| painted(part, styles)).collect();
        painted.join(border)
    };
    lines.iter().map(paint).collect()
}

/// The cells of a drawn line.
fn parts<'a>(line: &'a str, widths: &[usize], border: &str) -> Option<Vec<&'a str>> {
    let mut rest = line;
    let mut parts = Vec::new();
    let (_, inner) = widths.split_last()?;
    for &width in inner {
        let mut end = 0;
        for (at, char) in rest.char_indices() {
            let next = at + char.len_utf8();
            if display_width(rest.get(..next)?) > width {
                break;
            }
            end = next;
        }
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after.strip_prefix(border)?;
    }
    parts.push(rest);
    Some(parts)
}

/// The look of words in a text of some tone.
fn look(strong: bool, tone: Option<Tone>) -> Style {
    match (tone, strong) {
        (None, false) => "",
        (None, true) => BOLD,
        (Some(Tone::Clear), false) => "32",
        (Some(Tone::Clear), true) => "1;32",
        (Some(Tone::Open), false) => "33",
        (Some(Tone::Open), true) => "1;33",
        (Some(Tone::Blocked), false) => "31",
        (Some(Tone::Blocked), true) => "1;31",
        (Some(Tone::Quiet), _) => "2",
    }
}

/// A line with the next of some styles; without any left it stays as it is.
fn painted(line: &str, styles: &mut impl Iterator<Item = Style>) -> String {
    let mut text = String::new();
    let mut now = "";
    let mut blanks = String::new();
    for char in line.chars() {
        if char.is_whitespace() {
            blanks.push(char);
            continue;
        }
        let next = styles.next().unwrap_or_default();
        if next != now && !now.is_empty() {
            text.push_str("\u{1b}[0m");
        }
        text.push_str(&std::mem::take(&mut blanks));
        if next != now && !next.is_empty() {
            text.push_str(&format!("\u{1b}[{next}m"));
        }
        now = next;
        text.push(char);
    }
    if !now.is_empty() {
        text.push_str("\u{1b}[0m");
    }
    text + &blanks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_ends_with_its_line_and_begins_again_on_the_next() {
        let text = Text::from("a ").strong("bold word").plain(" b");
        let styled = Styled::new(&text, true);
        let lines = styled.paint([("- ", "- a bold"), ("  ", "  word b")]);
        assert_eq!(lines, "- a \u{1b}[1mbold\u{1b}[0m\n  \u{1b}[1mword\u{1b}[0m b");
    }

    #[test]
    fn tones_colour_and_strong_words_stay_strong() {
        let text = Text::from("no ").strong("way").toned(Tone::Blocked);
        let styled = Styled::new(&text, true);
        let painted = styled.paint([("", "no way")]);
        assert_eq!(painted, "\u{1b}[31mno\u{1b}[0m \u{1b}[1;31mway\u{1b}[0m");
        assert_eq!(Styled::new(&text, false).paint([("", "no way")]), "no way");
    }

    #[test]
    fn a_row_is_painted_cell_by_cell() {
        let cells = [Text::new().strong("a b"), Text::from("日本").toned(Tone::Clear)];
        let cells = cells.map(|text| Styled::new(&text, true));
        let lines = paint_row(&cells, &["a  │ 日", "b  │ 本"], &[2, 2], " │ ");
        let line = |one, other| format!("\u{1b}[1m{one}\u{1b}[0m  │ \u{1b}[32m{other}\u{1b}[0m");
        assert_eq!(lines, [line("a", "日"), line("b", "本")]);
        assert_eq!(paint_row(&cells, &["no border"], &[2, 2], " │ "), ["no border"]);
    }

    #[test]
    fn escapes_in_the_words_are_made_visible() {
        let styled = Styled::new(&Text::new().strong("\u{1b}[31mred"), true);
        assert_eq!(styled.text, "\u{fffd}[31mred");
    }
}
