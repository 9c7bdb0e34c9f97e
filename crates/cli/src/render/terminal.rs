//! Documents as plain text of a given width.
//!
//! Nothing is cut: what does not fit is wrapped, and a table with too many columns becomes one
//! block of lines a row.

use prettytable::format::{Alignment, FormatBuilder, LinePosition, LineSeparator, TableFormat};
use prettytable::{Cell, Row};
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::style::{Styled, paint_row};
use super::visible;
use crate::document::{Block, Column, Document, Item, Table, Text};

/// No rendering is narrower: below it indents and rules would leave no room for words.
const NARROWEST: usize = 24;

/// A column of a table keeps this much room, or what its content needs if that is less.
const NARROWEST_COLUMN: usize = 6;

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
            Block::Figure(figure) => table(&figure.table, width, colour),
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

/// A table, or nothing if it has no cells.
fn table(table: &Table, width: usize, colour: bool) -> String {
    if table.is_empty() {
        return String::new();
    }
    let clean = |title: String| visible(&title).trim().to_owned();
    let columns = table.columns().into_iter();
    let columns: Vec<_> =
        columns.map(|column| Column { title: clean(column.title), ..column }).collect();
    let cells = cells(table, columns.len(), colour);
    let titles: Vec<_> =
        columns.iter().map(|column| Styled::heading(&column.title, colour)).collect();
    let body = match widths(&columns, &cells, width) {
        Some(widths) => grid(&columns, &titles, &cells, &widths),
        None => blocks(&titles, &cells, width),
    };
    let caption = table.caption.as_deref().unwrap_or_default();
    if caption.trim().is_empty() {
        return body;
    }
    let caption = Styled::heading(caption, colour);
    format!("{}\n\n{body}", fill(&caption, width, "", ""))
}

/// The words of all cells, every row of equal length.
fn cells(table: &Table, columns: usize, colour: bool) -> Vec<Vec<Styled>> {
    let cell = |text: Option<&Text>| {
        text.map(|text| Styled::new(text, colour).trimmed()).unwrap_or_default()
    };
    table.rows.iter().map(|row| (0..columns).map(|at| cell(row.get(at))).collect()).collect()
}

/// The width of every column in a table that fits, or `None` if there are too many columns.
fn widths(columns: &[Column], cells: &[Vec<Styled>], width: usize) -> Option<Vec<usize>> {
    // Between two columns stand a blank, a rule and a blank; behind the last column stands a blank.
    let available = width.checked_sub(3 * columns.len() - 2)?;
    let content = |at: usize| {
        let title = columns.get(at).map(|column| column.title.as_str());
        let cells = cells.iter().filter_map(move |row| row.get(at));
        title.into_iter().chain(cells.map(|cell| cell.text.as_str()))
    };
    let most = |measure: fn(&str) -> usize| -> Vec<usize> {
        (0..columns.len()).map(|at| content(at).map(measure).max().unwrap_or(0).max(1)).collect()
    };
    let lines = most(longest_line);
    let words = most(longest_word);
    let least: Vec<_> = words.iter().map(|&word| word.min(NARROWEST_COLUMN)).collect();
    if let Some(spare) = available.checked_sub(words.iter().sum()) {
        return Some(widen(&words, &lines, spare));
    }
    let spare = available.checked_sub(least.iter().sum())?;
    Some(widen(&least, &words, spare))
}

/// Gives spare room to columns that want to grow from one width to another: to those that want
/// little all they want, to the others in proportion, so that a short column is not squeezed by a
/// talkative neighbour.
fn widen(from: &[usize], to: &[usize], spare: usize) -> Vec<usize> {
    let wants: Vec<usize> =
        from.iter().zip(to).map(|(from, to)| to.saturating_sub(*from)).collect();
    let mut open: Vec<usize> = wants.iter().copied().filter(|&want| want > 0).collect();
    open.sort_unstable();
    let mut spare = spare;
    let mut modest = 0;
    let mut left = open.len();
    for &want in &open {
        if want > spare / left {
            break;
        }
        (modest, spare, left) = (want, spare - want, left - 1);
    }
    // Equal wants are met together: the next one met the same test with no less room.
    let total: usize = wants.iter().filter(|&&want| want > modest).sum();
    let mut before = 0;
    from.iter()
        .zip(wants)
        .map(|(from, want)| {
            if want <= modest {
                return from + want;
            }
            // The difference of rounded running sums: no column of the terminal is lost to
            // rounding.
            let part = spare * (before + want) / total - spare * before / total;
            before += want;
            from + part.min(want)
        })
        .collect()
}

fn longest_line(text: &str) -> usize {
    text.lines().map(|line| display_width(line.trim_end())).max().unwrap_or(0)
}

fn longest_word(text: &str) -> usize {
    let words = text.lines().flat_map(|line| WordSeparator::new().find_words(line));
    words.map(|word| display_width(word.word)).max().unwrap_or(0)
}

/// The table proper. Rows are ruled off as soon as one of them has several lines, for only then do
/// rules help.
fn grid(columns: &[Column], titles: &[Styled], cells: &[Vec<Styled>], widths: &[usize]) -> String {
    let row = |cells: &[Styled]| -> Vec<String> {
        cells.iter().zip(widths).map(|(cell, &width)| wrap_cell(&cell.text, width)).collect()
    };
    let rows: Vec<_> = cells.iter().map(|cells| row(cells)).collect();
    let head = row(titles);
    let ruled = rows.iter().flatten().any(|cell| cell.contains('\n'));

    let mut table = prettytable::Table::new();
    table.set_format(format(ruled));
    if head.iter().any(|title| !title.is_empty()) {
        table.set_titles(prettytable_row(&head, columns));
    }
    for row in &rows {
        table.add_row(prettytable_row(row, columns));
    }
    let drawn = table.to_string();
    // Every line begins with the padding of the first column.
    let lines: Vec<&str> = drawn
        .lines()
        .map(|line| line.char_indices().nth(1).map_or("", |(at, _)| line.split_at(at).1))
        .collect();
    let titled = head.iter().any(|title| !title.is_empty());
    let whole = titled.then_some((titles, &head)).into_iter();
    let whole = whole.chain(cells.iter().map(Vec::as_slice).zip(&rows));
    painted(&lines, &whole.collect::<Vec<_>>(), ruled)
}

/// The drawn lines with the styles of the cells. The table crate counts escape sequences as if they
/// had a width, so they come last.
fn painted(lines: &[&str], rows: &[(&[Styled], &Vec<String>)], ruled: bool) -> String {
    if rows.iter().all(|(cells, _)| cells.iter().all(Styled::is_bare)) {
        return lines.join("\n");
    }
    let columns = rows.iter().map(|(_, texts)| texts.len()).max().unwrap_or(0);
    let width = |at: usize| {
        let texts = rows.iter().filter_map(|(_, texts)| texts.get(at));
        texts.flat_map(|text| text.lines()).map(display_width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut rest = lines;
    let mut painted = Vec::new();
    for (cells, texts) in rows {
        let height = texts.iter().map(|text| text.lines().count()).max().unwrap_or(0).max(1);
        let (row, after) = rest.split_at(height.min(rest.len()));
        painted.extend(paint_row(cells, row, &widths, " │ "));
        // A rule follows, or the next row.
        let is_rule = |line: &&&str| line.starts_with(['─', '═']);
        let rule = after.first().filter(is_rule).filter(|_| ruled || painted.len() == height);
        painted.extend(rule.map(|rule| (*rule).to_owned()));
        rest = after.get(usize::from(rule.is_some())..).unwrap_or_default();
    }
    painted.extend(rest.iter().map(|line| (*line).to_owned()));
    painted.join("\n")
}

fn prettytable_row(texts: &[String], columns: &[Column]) -> Row {
    let align = |numeric| if numeric { Alignment::RIGHT } else { Alignment::LEFT };
    let cells = texts.iter().zip(columns);
    Row::new(cells.map(|(text, column)| Cell::new_align(text, align(column.numeric))).collect())
}

/// Rules between columns and under the titles, no frame.
fn format(ruled: bool) -> TableFormat {
    let thin = LineSeparator::new('─', '┼', '─', '─');
    let builder = FormatBuilder::new().column_separator('│').padding(1, 1);
    if ruled {
        let thick = LineSeparator::new('═', '╪', '═', '═');
        builder.separator(LinePosition::Title, thick).separator(LinePosition::Intern, thin).build()
    } else {
        builder.separator(LinePosition::Title, thin).build()
    }
}

/// The text in lines of a column; where a word is too long it is broken, at a hyphen if it has one.
fn wrap_cell(text: &str, width: usize) -> String {
    let splitter = if longest_word(text) > width {
        WordSplitter::HyphenSplitter
    } else {
        WordSplitter::NoHyphenation
    };
    textwrap::wrap(text, wrapping(width).word_splitter(splitter)).join("\n")
}

/// Every row as lines of its own, for tables with more columns than fit.
fn blocks(titles: &[Styled], cells: &[Vec<Styled>], width: usize) -> String {
    let line = |(title, cell): (&Styled, &Styled)| {
        let text = if title.text.is_empty() { cell.clone() } else { cell.after(title, ": ") };
        fill(&text, width, "", "  ")
    };
    let block = |row: &Vec<Styled>| -> String {
        let lines: Vec<_> = titles.iter().zip(row).map(line).collect();
        lines.join("\n")
    };
    let blocks: Vec<_> = cells.iter().map(block).collect();
    blocks.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

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
            // The blocks repeat the titles row by row.
            if text.contains('│') {
                assert_eq!(dense(&text), whole, "{text}");
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
