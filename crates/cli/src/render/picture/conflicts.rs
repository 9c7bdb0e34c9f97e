//! Which demands stand in which conflicts: demands in rows, conflicts in columns, a dot where they
//! meet.

use std::collections::BTreeSet;

use itertools::Itertools;
use svg::node::element::SVG;

use super::measure::{Face, count};
use super::sheet::{Frame, Sheet, Side, WIDTH};
use crate::picture::{ConflictColumn, Conflicts, DemandRow};

const MOST_CONFLICTS: usize = 20;
const MOST_DEMANDS: usize = 60;

/// How wide the demands' words are at least and at most.
const LABELS: (f64, f64) = (420.0, 600.0);
const COLUMN: f64 = 34.0;
const TOTALS: f64 = 80.0;
const INDENT: f64 = 12.0;
const BETWEEN_KNOTS: f64 = 14.0;

/// A demand with its place among all.
type Demand<'a> = (usize, &'a DemandRow);

/// Draws the matrix.
pub(super) fn draw(conflicts: &Conflicts) -> SVG {
    if conflicts.demands.is_empty() {
        return Sheet::empty();
    }
    let (columns, demands) = shown(conflicts);
    let mut sheet = Sheet::new();
    let left = labels(&columns);
    let places = columns_at(&columns, left);
    let right = places.last().map_or(left, |x| x + 24.0);
    let head = head(&mut sheet, &columns, &places, (left, right));
    let (rows, bottom) = rows(&mut sheet, conflicts, &demands, head, (left, right));
    for (column, x) in columns.iter().zip(&places) {
        join(&mut sheet, column, *x, &rows);
    }
    let more = sheet.more(
        &[
            (conflicts.conflicts.len() - columns.len(), ["conflict", "conflicts"]),
            (conflicts.demands.len() - demands.len(), ["demand", "demands"]),
        ],
        0.0,
        bottom,
    );
    sheet.finish(bottom + more + 4.0)
}

/// As many conflicts as can be read, with all their members; all demands if they are few.
fn shown(conflicts: &Conflicts) -> (Vec<&ConflictColumn>, Vec<Demand<'_>>) {
    let mut members = BTreeSet::new();
    let mut columns = Vec::new();
    for column in conflicts.conflicts.iter().take(MOST_CONFLICTS) {
        let with: BTreeSet<_> = members.iter().chain(&column.members).copied().collect();
        if with.len() > MOST_DEMANDS && !columns.is_empty() {
            break;
        }
        members = with;
        columns.push(column);
    }
    let all = columns.len() == conflicts.conflicts.len() && conflicts.demands.len() <= MOST_DEMANDS;
    let demands = conflicts
        .demands
        .iter()
        .enumerate()
        .filter(|(place, _)| all || members.contains(place))
        .collect();
    (columns, demands)
}

/// How much the columns leave for the demands' words.
fn labels(columns: &[&ConflictColumn]) -> f64 {
    let width = count(columns.len()) * COLUMN + gaps(columns);
    (WIDTH - TOTALS - 10.0 - width).clamp(LABELS.0, LABELS.1)
}

/// How wide the gaps between knots are together.
fn gaps(columns: &[&ConflictColumn]) -> f64 {
    BETWEEN_KNOTS * count(columns.iter().map(|column| column.knot).dedup().count())
}

/// Where the columns stand, with a gap between knots.
fn columns_at(columns: &[&ConflictColumn], left: f64) -> Vec<f64> {
    let room = WIDTH - TOTALS - left - gaps(columns);
    let step = (room / count(columns.len()).max(1.0)).clamp(14.0, COLUMN);
    let mut x = left + 10.0;
    let mut knot = columns.first().map(|column| column.knot);
    let mut places = Vec::new();
    for column in columns {
        if knot != Some(column.knot) {
            x += BETWEEN_KNOTS;
            knot = Some(column.knot);
        }
        places.push(x + step / 2.0);
        x += step;
    }
    places
}

/// A line on how to read the matrix and the numbers of the columns; gives back where rows begin.
fn head(
    sheet: &mut Sheet,
    columns: &[&ConflictColumn],
    places: &[f64],
    (left, right): (f64, f64),
) -> f64 {
    let words = "Each column is a conflict: the demands with a large dot cannot all be met. Columns \
                 that stand together belong to one knot.";
    let top = sheet.words(&Face::Quiet.wrap(words, WIDTH), Side::Left, 0.0, 0.0) + 8.0;
    sheet.label(Face::Quiet, "conflict", Side::Right, left, top + 8.0);
    for (column, x) in columns.iter().zip(places) {
        let face = if column.number > 99 { Face::Quiet } else { Face::Strong };
        sheet.words(&face.wrap(&column.number.to_string(), 22.0), Side::Middle, *x, top);
    }
    let words = Face::Quiet.wrap("number of conflicts", TOTALS - 8.0);
    top + sheet.words(&words, Side::Left, right, top).max(18.0) + 6.0
}

/// Draws the rows and gives back the middle line of each demand, and where the rows end.
fn rows(
    sheet: &mut Sheet,
    conflicts: &Conflicts,
    demands: &[Demand<'_>],
    top: f64,
    (left, right): (f64, f64),
) -> (Vec<(usize, f64)>, f64) {
    let mut top = top;
    let mut middles = Vec::new();
    for (party, group) in &demands.iter().chunk_by(|(_, demand)| &demand.party) {
        let name = Face::Head.wrap(party, WIDTH);
        sheet.words(&name, Side::Left, 0.0, top + 6.0);
        top += name.height() + 8.0;
        sheet.line("axis", (0.0, top), (right + TOTALS - 30.0, top));
        for (row, (place, demand)) in group.enumerate() {
            let words = Face::Plain.wrap(&demand.says, left - INDENT - 8.0);
            let height = words.height().max(15.0) + 6.0;
            if row % 2 == 1 {
                let width = right + TOTALS - 30.0;
                sheet.rectangle("band", Frame { x: 0.0, y: top, width, height });
            }
            sheet.words(&words, Side::Left, INDENT, top + 3.0);
            let total =
                conflicts.conflicts.iter().filter(|column| column.members.contains(place)).count();
            let middle = top + height / 2.0;
            sheet.label(Face::Plain, &total.to_string(), Side::Right, right + 22.0, middle);
            middles.push((*place, middle));
            top += height;
        }
    }
    (middles, top)
}

/// The dots of a conflict and the line that joins them; small marks where it has none.
fn join(sheet: &mut Sheet, column: &ConflictColumn, x: f64, rows: &[(usize, f64)]) {
    let (members, others): (Vec<_>, Vec<_>) =
        rows.iter().partition(|(place, _)| column.members.contains(place));
    for (_, y) in others {
        sheet.circle("hollow", (x, y), 1.6);
    }
    if let (Some((_, first)), Some((_, last))) = (members.first(), members.last()) {
        sheet.line("join", (x, *first), (x, *last));
    }
    for (_, y) in members {
        sheet.circle("member", (x, y), 5.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflicts(demands: usize, columns: &[&[usize]]) -> Conflicts {
        Conflicts {
            demands: (0..demands)
                .map(|place| DemandRow {
                    party: if place < 2 { "North".into() } else { "South".into() },
                    says: format!("demand {place}"),
                })
                .collect(),
            conflicts: columns
                .iter()
                .enumerate()
                .map(|(place, members)| ConflictColumn {
                    number: place + 1,
                    knot: 1,
                    members: members.to_vec(),
                })
                .collect(),
        }
    }

    #[test]
    fn a_dot_stands_where_a_demand_is_in_a_conflict() {
        let drawn = draw(&conflicts(4, &[&[0, 2], &[0, 1, 3]])).to_string();
        assert_eq!(drawn.matches(r#"class="member""#).count(), 5);
        assert_eq!(drawn.matches(r#"class="join""#).count(), 2);
        assert_eq!(drawn.matches(r#"class="hollow""#).count(), 3);
    }

    #[test]
    fn a_party_is_named_once_above_its_demands() {
        let drawn = draw(&conflicts(4, &[&[0, 2]])).to_string();
        assert_eq!((drawn.matches("North").count(), drawn.matches("South").count()), (1, 1));
    }

    #[test]
    fn a_conflict_is_shown_with_all_its_members_or_not_at_all() {
        let members: Vec<_> = (0..50).collect();
        let others: Vec<_> = (50..100).collect();
        let many = conflicts(100, &[&members, &others]);
        let (columns, demands) = shown(&many);
        assert_eq!((columns.len(), demands.len()), (1, 50));
        let drawn = draw(&many).to_string();
        assert!(drawn.contains("… and 1 more conflict and 50 more demands, in the table below"));
    }

    #[test]
    fn knots_stand_apart() {
        let mut two = conflicts(4, &[&[0, 2], &[1, 3], &[1, 2]]);
        two.conflicts[2].knot = 2;
        let places = columns_at(&two.conflicts.iter().collect::<Vec<_>>(), 420.0);
        assert!(places[2] - places[1] > places[1] - places[0]);
    }
}
