//! Documents as plain text of a given width.
//!
//! Nothing is cut: what does not fit is wrapped, and a table with too many columns becomes one
//! block of lines a row.

mod table;

use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, WrapAlgorithm};

use self::table::table;
use super::style::Styled;
use crate::document::{Block, Document, Item};

/// No rendering is narrower: below it indents and rules would leave no room for words.
const NARROWEST: usize = 24;

/// Lays a document out for a terminal `width` columns wide.
pub fn render(document: &Document, width: usize) -> String {
    laid_out(document, width, false)
}

/// The same with colours and bold words, as escape sequences.
pub fn render_in_colour(document: &Document, width: usize) -> String {
    laid_out(document, width, true)
}

fn laid_out(document: &Document, width: usize, colour: bool) -> String {
    let width = width.max(NARROWEST);
    let blocks: Vec<String> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { level, text, .. } => {
                heading(*level, &Styled::heading(text, colour), width)
            }
            Block::Paragraph(text) => fill(&Styled::new(text, colour), width, "", ""),
            Block::List(items) => {
                let mut lines = Vec::new();
                list(items, 0, width, colour, &mut lines);
                lines.join("\n")
            }
            Block::Table(data) => table(data, width, colour),
            // The same data as the picture.
            Block::Figure(figure) => table(&figure.instead(), width, colour),
        })
        .map(|block| trim_lines(&block))
        .filter(|block| !block.is_empty())
        .collect();
    if blocks.is_empty() { String::new() } else { blocks.join("\n\n") + "\n" }
}

/// The heading over a rule whose weight tells the level.
fn heading(level: u8, text: &Styled, width: usize) -> String {
    let text = fill(text, width, "", "");
    let rule = match level {
        0 | 1 => "═",
        2 => "─",
        _ => "·",
    };
    // Escape sequences have no width.
    let length = text.lines().map(display_width).max().unwrap_or(0);
    format!("{text}\n{}", rule.repeat(length))
}

/// The entries with dashes, deeper ones further in.
fn list(items: &[Item], depth: usize, width: usize, colour: bool, lines: &mut Vec<String>) {
    // Past half the width a deeper level would squeeze its words: it stays where it is.
    let indent = " ".repeat((2 * depth).min(width / 2));
    for item in items {
        let (first, rest) = (format!("{indent}- "), format!("{indent}  "));
        lines.push(fill(&Styled::new(&item.text, colour), width, &first, &rest));
        list(&item.children, depth + 1, width, colour, lines);
    }
}

/// The text wrapped, its first line after one indent and the rest after another.
fn fill(text: &Styled, width: usize, first: &str, rest: &str) -> String {
    let options = wrapping(width).initial_indent(first).subsequent_indent(rest);
    let lines = textwrap::wrap(text.text.trim(), options);
    let indents = std::iter::once(first).chain(std::iter::repeat(rest));
    text.paint(indents.zip(lines.iter().map(AsRef::as_ref)))
}

/// One way to wrap for all text: greedy, so that a line does not depend on the lines after it, and
/// without breaking words at hyphens, which names are full of.
fn wrapping<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation)
}

fn trim_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use itertools::Itertools;

    use super::table::{widen, wrap_cell};
    use super::*;
    use crate::document::{Column, Table, Text};

    fn table_of(table: Table, width: usize) -> String {
        let mut document = Document::new();
        document.table(table);
        render(&document, width)
    }

    fn positions() -> Table {
        Table::new([Column::text("party"), Column::numeric("worth"), Column::text("says")])
            .caption("Positions")
            .row(["North", "7", "The bridge is ours"])
            .row(["South", "12.5", "Patrols, rather with few troops"])
    }

    #[test]
    fn headings_paragraphs_and_lists_are_wrapped_with_hanging_indents() {
        let mut document = Document::new();
        document
            .heading(1, "A bridge")
            .heading(2, "Who")
            .paragraph(Text::from("North and ").strong("South").plain(" talk about a bridge."))
            .list([Item::new("North wants to hold the bridge").child("alone, as always before")]);
        let expected = "\
A bridge
════════

Who
───

North and South talk
about a bridge.

- North wants to hold
  the bridge
  - alone, as always
    before
";
        assert_eq!(render(&document, 24), expected);
    }

    #[test]
    fn a_table_that_fits_has_no_rules_between_its_rows() {
        let expected = "\
Positions

party │ worth │ says
──────┼───────┼─────────────────────────────────
North │     7 │ The bridge is ours
South │  12.5 │ Patrols, rather with few troops
";
        assert_eq!(table_of(positions(), 60), expected);
    }

    #[test]
    fn a_wrapped_table_rules_off_its_rows() {
        let expected = "\
Positions

party │ worth │ says
══════╪═══════╪═════════════════
North │     7 │ The bridge is
      │       │ ours
──────┼───────┼─────────────────
South │  12.5 │ Patrols, rather
      │       │ with few troops
";
        assert_eq!(table_of(positions(), 33), expected);
    }

    #[test]
    fn a_table_with_too_many_columns_becomes_blocks() {
        let titles = ["first", "second", "third", "fourth", "fifth"];
        let table = Table::new(titles).row(["alphabet"; 5]).row(["betrayal"; 5]);
        let text = table_of(table, 30);
        assert!(text.starts_with("first: alphabet\nsecond: alphabet\n"), "{text}");
        assert!(text.contains("fifth: alphabet\n\nfirst: betrayal\n"), "{text}");
    }

    #[test]
    fn a_table_is_parted_rather_than_its_words() {
        let table = Table::new(["issue", "North", "South"])
            .row(["The bridge", "objection", "objection"])
            .row(["The ferry", "rejects", "accepts"]);
        assert_eq!(table_of(table.clone(), 31).matches("issue").count(), 1);
        let expected = "\
issue      │ North
───────────┼───────────
The bridge │ objection
The ferry  │ rejects

issue      │ South
───────────┼───────────
The bridge │ objection
The ferry  │ accepts
";
        assert_eq!(table_of(table, 27), expected);
    }

    #[test]
    fn nothing_is_lost_and_no_line_is_too_long_at_any_width() {
        let words =
            "Zaporizhzhia nuclear-power-plant 日本語の単語 a ümlaut 1234567890123456789012345";
        let table = Table::new(["Title", "unbreakable-title-of-a-column", ""])
            .row([words, "x", words])
            .row(["1", words, words]);
        let mut document = Document::new();
        document.heading(3, words).paragraph(words).list([Item::new(words).child(words)]);
        document.table(table);
        let dense = |text: &str| -> Vec<char> {
            let mut chars: Vec<_> =
                text.chars().filter(|char| !" \n│─┼═╪·-:".contains(*char)).collect();
            chars.sort_unstable();
            chars
        };
        let whole = dense(&render(&document, 1000));
        for width in NARROWEST..200 {
            let text = render(&document, width);
            let longest = text.lines().map(display_width).max().unwrap();
            assert!(longest <= width, "{longest} > {width}\n{text}");
            let shown = dense(&text);
            let lost = whole
                .iter()
                .dedup_with_count()
                .find(|(count, char)| shown.iter().filter(|it| it == char).count() < *count);
            assert_eq!(lost, None, "{text}");
            // Blocks repeat the titles row by row, a table in parts its first column.
            if text.matches("Title").count() == 1 {
                assert_eq!(shown, whole, "{text}");
            }
            assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
        }
    }

    /// The text without escape sequences.
    fn bare(text: &str) -> String {
        let mut parts = text.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |bare, part| bare + part.split_once('m').unwrap().1)
    }

    #[test]
    fn colour_adds_nothing_but_escapes_and_none_outlasts_its_line() {
        use crate::document::Tone::{Blocked, Clear, Open, Quiet};
        let words = "Zaporizhzhia nuclear-power-plant 日本語の単語 a ümlaut 123456789012345678901";
        let text = |tone| Text::from(words).strong("strong-er").plain(words).toned(tone);
        let table = Table::new(["Title", "unbreakable-title-of-a-column", ""])
            .caption(words)
            .row([text(Clear), text(Open), Text::new().strong("a-").plain("b \u{1b}[31m")])
            .row([text(Blocked), text(Quiet), Text::new()]);
        let mut document = Document::new();
        document.heading(2, words).paragraph(text(Open));
        document.list([Item::new(text(Clear)).child(text(Quiet))]).table(table);
        for width in NARROWEST..160 {
            let coloured = render_in_colour(&document, width);
            assert_eq!(bare(&coloured), render(&document, width), "{width}");
            for line in coloured.lines() {
                // Nor does any run over the rules between columns.
                for cell in line.split('│') {
                    let opened = cell.matches("\u{1b}[").count();
                    assert_eq!(opened, 2 * cell.matches("\u{1b}[0m").count(), "{line:?}");
                }
            }
        }
    }

    #[test]
    fn modest_columns_are_served_before_talkative_ones() {
        assert_eq!(widen(&[5, 5, 5], &[8, 300, 105], 43), [8, 34, 16]);
        assert_eq!(widen(&[5, 5], &[5, 5], 9), [5, 5]);
        assert_eq!(widen(&[1, 1, 1], &[11, 11, 11], 10).iter().sum::<usize>(), 13);
    }

    #[test]
    fn long_names_break_at_their_hyphens() {
        assert_eq!(wrap_cell("other-cities", 8), "other-\ncities");
        assert_eq!(wrap_cell("the other-cities", 12), "the\nother-cities");
    }

    #[test]
    fn an_empty_table_is_skipped_with_its_caption() {
        assert_eq!(table_of(Table::new(["party"]).caption("None"), 80), "");
        assert_eq!(render(&Document::new(), 80), "");
    }

    #[test]
    fn cells_keep_their_line_breaks_and_lose_their_escapes() {
        let text = table_of(Table::new(["a", "\u{7}b"]).row(["x\ny", "\u{1b}[31mred"]), 40);
        assert_eq!(text, "a │ \u{fffd}b\n══╪══════════\nx │ \u{fffd}[31mred\ny │\n");
    }
}
