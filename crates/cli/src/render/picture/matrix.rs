//! A matrix of words, each with a mark whose shape says how the matter stands.

use svg::node::element::SVG;

use super::measure::{Face, Words, count};
use super::sheet::{Frame, Sheet, Side, WIDTH};
use super::worths::verdict_mark;
use crate::picture::{Matrix, MatrixRow};

const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 9;

const LABELS: f64 = 196.0;
const MARK: f64 = 16.0;
const ROOM: f64 = 8.0;

/// Draws the matrix.
pub(super) fn draw(matrix: &Matrix) -> SVG {
    if matrix.rows.is_empty() || matrix.columns.is_empty() {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let columns = matrix.columns.len().min(MOST_COLUMNS);
    let step = ((WIDTH - LABELS) / count(columns)).min(220.0);
    let heads: Vec<Words> = matrix
        .columns
        .iter()
        .take(columns)
        .map(|column| Face::Strong.wrap(column, step - ROOM))
        .collect();
    let height = heads.iter().map(Words::height).fold(0.0, f64::max);
    for (place, head) in heads.iter().enumerate() {
        let left = LABELS + count(place) * step;
        sheet.words(head, Side::Left, left, height - head.height());
    }
    let mut top = height + 5.0;
    sheet.line("axis", (0.0, top), (WIDTH, top));
    for (place, row) in matrix.rows.iter().take(MOST_ROWS).enumerate() {
        top = self::row(&mut sheet, row, (columns, step), place % 2 == 1, top);
    }
    let more = sheet.more(
        &[
            (matrix.rows.len().saturating_sub(MOST_ROWS), ["row", "rows"]),
            (matrix.columns.len() - columns, ["column", "columns"]),
        ],
        0.0,
        top,
    );
    sheet.finish(top + more + 4.0)
}

/// Draws a row and gives back where it ends.
fn row(
    sheet: &mut Sheet,
    row: &MatrixRow,
    (columns, step): (usize, f64),
    band: bool,
    top: f64,
) -> f64 {
    let label = Face::Plain.wrap(&row.label, LABELS - ROOM);
    let wrap = |face: Face, text: &str| face.wrap(text, step - MARK - ROOM);
    let cells: Vec<[Words; 2]> = row
        .cells
        .iter()
        .take(columns)
        .map(|cell| [wrap(Face::Plain, &cell.words), wrap(Face::Quiet, &cell.note)])
        .collect();
    let tallest = cells.iter().map(high).fold(label.height(), f64::max);
    let height = tallest.max(15.0) + 8.0;
    if band {
        sheet.rectangle("band", Frame { x: 0.0, y: top, width: WIDTH, height });
    }
    let middle = top + height / 2.0;
    sheet.words(&label, Side::Left, 4.0, middle - label.height() / 2.0);
    for (place, (cell, words)) in row.cells.iter().zip(&cells).enumerate() {
        let left = LABELS + count(place) * step;
        verdict_mark(sheet, cell.tone, (left + 5.0, middle));
        let mut at = middle - high(words) / 2.0;
        for part in words {
            at += sheet.words(part, Side::Left, left + MARK, at);
        }
    }
    top + height
}

/// How high the words of a cell are, with its note.
fn high(cell: &[Words; 2]) -> f64 {
    cell.iter().map(Words::height).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Tone;
    use crate::picture::Cell;

    #[test]
    fn every_cell_has_its_words_and_its_mark() {
        let cell = |tone, words: &str| Cell { tone, words: words.into(), note: "or not".into() };
        let matrix = Matrix {
            columns: vec!["Senate".into(), "Voters".into()],
            rows: vec![MatrixRow {
                label: "Plan".into(),
                cells: vec![cell(Tone::Clear, "passes"), cell(Tone::Open, "undecided")],
            }],
        };
        let drawn = draw(&matrix).to_string();
        assert_eq!(drawn.matches("dot c-clear").count(), 1);
        assert_eq!(drawn.matches("ring c-open").count(), 1);
        assert!(drawn.contains(">passes<") && drawn.contains(">Voters<"));
        assert_eq!(drawn.matches(">or not<").count(), 2);
    }
}
