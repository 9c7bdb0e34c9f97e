//! Tables of a terminal: columns that share its width, parts of a table below each other where
//! words would have to be broken, or blocks of lines where not even that fits.

use prettytable::format::{Alignment, FormatBuilder, LinePosition, LineSeparator, TableFormat};
use prettytable::{Cell, Row};
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

use super::super::style::{Styled, paint_row};
use super::super::visible;
use super::{fill, wrapping};
use crate::document::{Column, Table, Text};

/// A column of a table keeps this much room, or what its content needs if that is less.
const NARROWEST_COLUMN: usize = 6;
/// Words of up to this width are not broken as long as a table can be parted instead; longer ones,
/// such as addresses, are.
const WHOLE_WORD: usize = 12;

/// A table, or nothing if it has no cells.
pub(super) fn table(table: &Table, width: usize, colour: bool) -> String {
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
    let body = match parts(&columns, &cells, width) {
        Some(parts) => {
            let grids = parts.iter().map(|part| {
                let columns = picked(&columns, &part.columns);
                let titles = picked(&titles, &part.columns);
                let rows = cells.iter().map(|row| picked(row, &part.columns)).collect::<Vec<_>>();
                grid(&columns, &titles, &rows, &part.widths)
            });
            grids.collect::<Vec<_>>().join("\n\n")
        }
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

/// Columns of a table that stand beside each other.
struct Part {
    columns: Vec<usize>,
    widths: Vec<usize>,
}

fn picked<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|place| all.get(*place).cloned()).collect()
}

/// The parts of a table, each with its first column, or `None` if there are too many columns.
fn parts(columns: &[Column], cells: &[Vec<Styled>], width: usize) -> Option<Vec<Part>> {
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
    let at_most = |most: usize| words.iter().map(|&word| word.min(most)).collect::<Vec<_>>();
    let part = |places: Vec<usize>, least: &[usize], to: &[usize]| {
        let least = picked(least, &places);
        let spare = room(places.len(), width)?.checked_sub(least.iter().sum())?;
        let widths = widen(&least, &picked(to, &places), spare);
        Some(Part { columns: places, widths })
    };
    let all: Vec<usize> = (0..columns.len()).collect();
    if let Some(whole) = part(all.clone(), &words, &lines) {
        return Some(vec![whole]);
    }
    let whole_words = at_most(WHOLE_WORD);
    if let Some(whole) = part(all.clone(), &whole_words, &words) {
        return Some(vec![whole]);
    }
    let squeezed = part(all, &at_most(NARROWEST_COLUMN), &words)?;
    let parted = groups(&whole_words, width).and_then(|groups| {
        let parts = groups.into_iter().map(|places| {
            let broken = part(places.clone(), &whole_words, &words);
            part(places, &words, &lines).or(broken)
        });
        parts.collect()
    });
    Some(parted.unwrap_or_else(|| vec![squeezed]))
}

/// The room for the words of so many columns: between two of them stand a blank, a rule and a
/// blank; behind the last one stands a blank.
fn room(columns: usize, width: usize) -> Option<usize> {
    (width + 2).checked_sub(3 * columns)
}

/// The columns in as few groups as fit, about evenly, each after the first column, which says what
/// a row is about; none if that one and another do not fit.
fn groups(least: &[usize], width: usize) -> Option<Vec<Vec<usize>>> {
    let fits = |group: &[usize]| {
        let needed = picked(least, group).iter().sum::<usize>();
        room(group.len(), width).is_some_and(|room| needed <= room)
    };
    let others = least.len().checked_sub(1).filter(|others| *others > 0)?;
    (2..=others)
        .map(|number| {
            let begins = |group: usize| 1 + group * others / number;
            let group = |at: usize| [0].into_iter().chain(begins(at)..begins(at + 1)).collect();
            (0..number).map(group).collect::<Vec<Vec<usize>>>()
        })
        .find(|groups| groups.iter().all(|group| fits(group)))
}

/// Gives spare room to columns that want to grow from one width to another: to those that want
/// little all they want, to the others in proportion, so that a short column is not squeezed by a
/// talkative neighbour.
pub(super) fn widen(from: &[usize], to: &[usize], spare: usize) -> Vec<usize> {
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
    let titled = head.iter().any(|title| !title.is_empty());
    if titled {
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
    let whole = titled.then_some((titles, &head)).into_iter();
    let whole = whole.chain(cells.iter().map(Vec::as_slice).zip(&rows));
    painted(&lines, &whole.collect::<Vec<_>>(), |row| ruled || (titled && row == 0))
}

/// The drawn lines with the styles of the cells. The table crate counts escape sequences as if they
/// had a width, so they come last.
fn painted(
    lines: &[&str],
    rows: &[(&[Styled], &Vec<String>)],
    is_ruled_off: impl Fn(usize) -> bool,
) -> String {
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
    for (place, (cells, texts)) in rows.iter().enumerate() {
        let height = texts.iter().map(|text| text.lines().count()).max().unwrap_or(0).max(1);
        let (row, after) = rest.split_at(height.min(rest.len()));
        painted.extend(paint_row(cells, row, &widths, " │ "));
        let rule = after.first().filter(|_| is_ruled_off(place));
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
pub(super) fn wrap_cell(text: &str, width: usize) -> String {
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
