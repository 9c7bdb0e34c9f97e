//! How every party stands to every option of every issue: a field for each party and issue, with one
//! lettered square an option.

use itertools::Itertools;
use svg::node::element::{Group, SVG};

use super::measure::{Face, Words, count, fixed};
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH, lettered};
use crate::picture::{IssueRow, Shade, Stances};

const MOST_ISSUES: usize = 60;
const MOST_PARTIES: usize = 10;
const MOST_OPTIONS: usize = 24;

const LABELS: f64 = 196.0;
const SQUARE: f64 = 14.0;
/// From one square to the next.
const STEP: f64 = 15.2;
/// From one line of squares to the next: the mark of the proposal stands between them.
const LINE: f64 = 21.0;
const BETWEEN_COLUMNS: f64 = 10.0;
const BETWEEN_ROWS: f64 = 9.0;

/// Where the columns stand.
struct Columns {
    /// The left ends.
    lefts: Vec<f64>,
    /// How wide words in a column may be.
    width: f64,
    /// How many squares stand in a line.
    squares: usize,
}

/// Draws the map.
pub(super) fn draw(stances: &Stances) -> SVG {
    if stances.issues.is_empty() || stances.parties.is_empty() {
        return Sheet::empty();
    }
    let columns = columns(stances.parties.len().min(MOST_PARTIES));
    let issues: Vec<_> = stances.issues.iter().take(MOST_ISSUES).collect();
    let mut sheet = Sheet::new();
    let mut top = key(&mut sheet, stances) + 8.0;
    let themes = issues.iter().map(|row| row.theme.as_deref()).unique();
    for (place, theme) in themes.enumerate() {
        let face = if place == 0 { Face::Strong } else { Face::Quiet };
        top += head(&mut sheet, &stances.parties, face, theme, &columns, top);
        for row in issues.iter().filter(|row| row.theme.as_deref() == theme) {
            top += issue(&mut sheet, row, &columns, top);
        }
        top += 10.0;
    }
    top += sheet.more(
        &[
            (stances.issues.len() - issues.len(), ["issue", "issues"]),
            (stances.parties.len() - columns.lefts.len(), ["party", "parties"]),
        ],
        0.0,
        top - 6.0,
    );
    sheet.finish(top)
}

fn columns(parties: usize) -> Columns {
    let step = ((WIDTH - LABELS) / count(parties)).min(12.0 * STEP + BETWEEN_COLUMNS);
    let width = step - BETWEEN_COLUMNS;
    Columns {
        lefts: (0..parties).map(|place| LABELS + BETWEEN_COLUMNS + count(place) * step).collect(),
        width,
        squares: (1..=12)
            .rev()
            .find(|squares| count(*squares) * STEP - (STEP - SQUARE) <= width)
            .unwrap_or(1),
    }
}

fn key(sheet: &mut Sheet, stances: &Stances) -> f64 {
    let square = |shade| {
        move |sheet: &mut Sheet, x: f64, middle: f64| {
            let frame = Frame { x, y: middle - SQUARE / 2.0, width: SQUARE, height: SQUARE };
            sheet.put(squares().add(mark(shade, frame)));
        }
    };
    let shades = [
        (square(Shade::Ideal), "ideal"),
        (square(Shade::Acceptable), "acceptable"),
        (square(Shade::Tolerable), "tolerable"),
        (square(Shade::Opposed), "opposed, not refused"),
        (square(Shade::Refused), "never: refused"),
        (square(Shade::Disputed), "refusal disputed or inferred"),
        (square(Shade::Unknown), "not stated"),
    ];
    let dash = |sheet: &mut Sheet, x: f64, middle: f64| {
        sheet.label(Face::Quiet, "—", Side::Left, x, middle);
    };
    let pointer = |sheet: &mut Sheet, x: f64, middle: f64| pointer(sheet, x + 4.0, middle - 2.0);
    let mut entries: Vec<_> = shades
        .iter()
        .map(|(mark, words)| KeyEntry { mark, width: SQUARE, words: (*words).to_owned() })
        .collect();
    entries.push(KeyEntry { mark: &dash, width: 12.0, words: "no position".to_owned() });
    if let Some(proposal) = &stances.proposal {
        let words = format!(
            "what {proposal} says (several where it can be read in several ways; none where it \
             leaves the issue open)"
        );
        entries.push(KeyEntry { mark: &pointer, width: 8.0, words });
    }
    let options = "One square an option, in the order of the table below.";
    let height = sheet.words(&Face::Quiet.wrap(options, WIDTH), Side::Left, 0.0, 0.0) + 2.0;
    height + sheet.key(&entries, 0.0, height)
}

/// The theme with the parties' names, repeated so that far rows can be read.
fn head(
    sheet: &mut Sheet,
    parties: &[String],
    face: Face,
    theme: Option<&str>,
    columns: &Columns,
    top: f64,
) -> f64 {
    let theme = Face::Head.wrap(theme.unwrap_or_default(), LABELS);
    let names: Vec<_> =
        parties.iter().map(|party| face.wrap(party, columns.width)).zip(&columns.lefts).collect();
    let height = names.iter().map(|(name, _)| name.height()).fold(theme.height(), f64::max);
    sheet.words(&theme, Side::Left, 0.0, top + height - theme.height());
    for (name, left) in &names {
        sheet.words(name, Side::Left, **left, top + height - name.height());
    }
    sheet.line("axis", (0.0, top + height + 4.0), (WIDTH, top + height + 4.0));
    height + 4.0
}

fn issue(sheet: &mut Sheet, row: &IssueRow, columns: &Columns, top: f64) -> f64 {
    let label = label(row);
    let shown = row.options.len().min(MOST_OPTIONS);
    let lines = shown.div_ceil(columns.squares).max(1);
    let height = label.height().max(count(lines) * LINE) + BETWEEN_ROWS;
    sheet.words(&label, Side::Left, 0.0, top + BETWEEN_ROWS / 2.0);
    // Where the text allows everything it says nothing, and a mark under every square is noise.
    let silent = row.options.iter().all(|(_, allowed)| *allowed);
    let mut marks = squares();
    let per_line = shown.div_ceil(lines);
    for (shades, left) in row.shades.iter().zip(&columns.lefts) {
        if shades.is_empty() {
            let middle = top + BETWEEN_ROWS / 2.0 + SQUARE / 2.0;
            sheet.label(Face::Quiet, "—", Side::Left, *left, middle);
        }
        for (place, (shade, (_, allowed))) in
            shades.iter().zip(&row.options).take(MOST_OPTIONS).enumerate()
        {
            let frame = Frame {
                x: left + count(place % per_line) * STEP,
                y: top + BETWEEN_ROWS / 2.0 + count(place / per_line) * LINE,
                width: SQUARE,
                height: SQUARE,
            };
            marks = marks.add(mark(*shade, frame));
            if *allowed && !silent {
                pointer(sheet, frame.x + SQUARE / 2.0, frame.bottom() + 1.0);
            }
        }
    }
    sheet.put(marks);
    sheet.line("grid", (0.0, top + height), (WIDTH, top + height));
    height
}

fn label(row: &IssueRow) -> Words {
    let mut label = Face::Plain.wrap(&row.issue, LABELS);
    if row.options.len() > MOST_OPTIONS {
        let note = format!("(the first {MOST_OPTIONS} of {} options)", row.options.len());
        label.lines.extend(Face::Plain.wrap(&note, LABELS).lines);
    }
    label
}

/// Squares share how their letters are set.
fn squares() -> Group {
    Group::new().set("font-size", fixed(10.0)).set("text-anchor", "middle")
}

fn mark(shade: Shade, frame: Frame) -> Group {
    let (class, round, letter) = match shade {
        Shade::Ideal => ("s-ideal", 4.0, "I"),
        Shade::Acceptable => ("s-acceptable", 4.0, "A"),
        Shade::Tolerable => ("s-tolerable", 4.0, "T"),
        Shade::Opposed => ("s-opposed", 0.0, "O"),
        Shade::Refused => ("s-refused", 0.0, "N"),
        Shade::Disputed => ("s-disputed", 0.0, "D"),
        Shade::Unknown => ("s-unknown", 0.0, "?"),
    };
    // Strokes lie half outside: the squares with an outline are drawn smaller.
    let inset = if matches!(shade, Shade::Disputed | Shade::Unknown) { 0.8 } else { 0.0 };
    let frame = Frame {
        x: frame.x + inset,
        y: frame.y + inset,
        width: frame.width - 2.0 * inset,
        height: frame.height - 2.0 * inset,
    };
    lettered(class, frame, round, letter)
}

/// The mark of what the proposal says: it points up to the square.
fn pointer(sheet: &mut Sheet, x: f64, top: f64) {
    sheet.polygon("mark", &[(x, top), (x + 4.0, top + 4.5), (x - 4.0, top + 4.5)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Stances {
        Stances {
            parties: vec!["North".into(), "South".into()],
            proposal: Some("The plan".into()),
            issues: vec![IssueRow {
                theme: Some("water".into()),
                issue: "Bridge".into(),
                options: vec![("built".into(), true), ("not built".into(), false)],
                shades: vec![vec![Shade::Ideal, Shade::Refused], vec![]],
            }],
        }
    }

    #[test]
    fn a_field_has_one_square_an_option_and_a_mark_under_what_the_proposal_says() {
        let drawn = draw(&map()).to_string();
        // One of each stands in the key.
        assert_eq!(drawn.matches(r#"class="s-ideal""#).count(), 2);
        assert_eq!(drawn.matches(r#"class="s-refused""#).count(), 2);
        assert_eq!(drawn.matches(r#"class="s-opposed""#).count(), 1);
        assert_eq!(drawn.matches(r#"class="mark""#).count(), 2);
        assert_eq!(drawn.matches('—').count(), 2);
    }

    #[test]
    fn a_proposal_that_leaves_an_issue_open_marks_nothing() {
        let mut map = map();
        map.issues[0].options[1].1 = true;
        assert_eq!(draw(&map).to_string().matches(r#"class="mark""#).count(), 1);
    }

    #[test]
    fn a_square_is_these_bytes() {
        let frame = Frame { x: 10.0, y: 20.0, width: SQUARE, height: SQUARE };
        assert_eq!(
            mark(Shade::Ideal, frame).to_string(),
            "<g class=\"s-ideal\">\n<rect height=\"14\" rx=\"4\" width=\"14\" x=\"10\" y=\"20\"/>\n\
             <text x=\"17\" y=\"30.5\">I</text>\n</g>"
        );
    }

    #[test]
    fn nine_options_stand_in_two_lines_of_near_equal_length() {
        let columns = columns(8);
        assert_eq!((columns.squares, 9_usize.div_ceil(columns.squares)), (6, 2));
    }
}
