//! Numbers over time as step lines, and below them what happened when.

use svg::node::element::SVG;

use super::measure::{Face, Words, fixed};
use super::scale::Scale;
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH};
use crate::document::Tone;
use crate::picture::{Course, CourseLine, Lane, LaneMark};

const MOST_LANES: usize = 10;
/// How many marks of a lane are drawn.
const MOST_MARKS: usize = 60;

const LABELS: f64 = 190.0;
const NUMBERS: f64 = 60.0;
const FIELD: f64 = 84.0;
const BETWEEN: f64 = 18.0;
/// How wide a mark is at most.
const MARK: f64 = 170.0;
/// How far days stand apart at least to be named.
const DAY: f64 = 76.0;

/// Draws the fields, one below the other, over one time.
pub(super) fn draw(course: &Course) -> SVG {
    if course.lines.is_empty() {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let time = time(course);
    let mut top = key(&mut sheet) + 10.0;
    for line in &course.lines {
        field(&mut sheet, line, time, top);
        top += FIELD + BETWEEN;
    }
    top += days(&mut sheet, course, time, top - BETWEEN + 4.0);
    for lane in course.lanes.iter().take(MOST_LANES) {
        top += draw_lane(&mut sheet, lane, time, top) + 6.0;
    }
    let lanes = course.lanes.len().saturating_sub(MOST_LANES);
    let marks: usize =
        course.lanes.iter().map(|lane| lane.marks.len().saturating_sub(MOST_MARKS)).sum();
    top += sheet.more(&[(lanes, ["row", "rows"]), (marks, ["mark", "marks"])], 0.0, top);
    sheet.finish(top)
}

/// Days across the sheet.
fn time(course: &Course) -> Scale {
    let points = course.lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
    let marks = course.lanes.iter().flat_map(|lane| lane.marks.iter().map(|mark| mark.at));
    let last = points.chain(marks).chain(course.days.iter().map(|day| day.0)).fold(1.0, f64::max);
    Scale { numbers: (0.0, last), places: (LABELS, WIDTH - NUMBERS) }
}

fn key(sheet: &mut Sheet) -> f64 {
    let words = "Each number holds from one event to the next. Below, at their days, the moves by \
                 their numbers in the table and the texts by their names in the file.";
    let height = sheet.words(&Face::Quiet.wrap(words, WIDTH), Side::Left, 0.0, 0.0) + 2.0;
    let mark = |label: &'static str, tone: Tone| {
        move |sheet: &mut Sheet, x: f64, y: f64| {
            let words = Face::Quiet.wrap(label, MARK);
            let frame = Frame { x, y: y - 8.0, width: words.width() + 6.0, height: 16.0 };
            put(sheet, &words, frame, tone);
        }
    };
    let concession = mark("C", Tone::Clear);
    let hardening = mark("H", Tone::Blocked);
    let both = mark("CH", Tone::Open);
    let pressure = mark("P", Tone::Quiet);
    let entries = [
        KeyEntry { mark: &concession, width: 18.0, words: "with a concession".to_owned() },
        KeyEntry { mark: &hardening, width: 18.0, words: "with a hardening".to_owned() },
        KeyEntry { mark: &both, width: 26.0, words: "with both".to_owned() },
        KeyEntry {
            mark: &pressure,
            width: 18.0,
            words: "with pressure; a bare number: clarification".to_owned(),
        },
    ];
    height + sheet.key(&entries, 0.0, height)
}

/// A number over time.
fn field(sheet: &mut Sheet, line: &CourseLine, time: Scale, top: f64) {
    let most = line.points.iter().map(|point| point.1).fold(1.0, f64::max);
    let bottom = top + FIELD;
    let heights = Scale { numbers: (0.0, most), places: (bottom, top + 6.0) };
    let (left, right) = time.places;
    sheet.words(&Face::Strong.wrap(&line.name, LABELS - 50.0), Side::Left, 0.0, top);
    for tick in heights.ticks(4.0) {
        let y = heights.at(tick);
        sheet.line(if tick == 0.0 { "axis" } else { "grid" }, (left, y), (right, y));
        sheet.label(Face::Quiet, &fixed(tick), Side::Right, left - 6.0, y);
    }
    let mut points = line.points.iter().copied().peekable();
    let mut before: Option<f64> = None;
    let stroke = "stroke c-quiet";
    while let Some((at, value)) = points.next() {
        let x = time.at(at);
        let y = heights.at(value);
        if let Some(before) = before.filter(|before| (before - y).abs() > 0.01) {
            sheet.line(stroke, (x, before.min(y)), (x, before.max(y)));
        }
        let until = points.peek().map_or(right, |next| time.at(next.0));
        if until > x {
            sheet.line(stroke, (x, y), (until, y));
        }
        before = Some(y);
    }
    if let Some(y) = before {
        let [_, end] = &line.ends;
        let face = Face::Strong.wrap(end, NUMBERS - 8.0);
        sheet.words(&face, Side::Left, right + 8.0, y - face.height() / 2.0);
    }
}

/// The days, as many as there is room for.
fn days(sheet: &mut Sheet, course: &Course, time: Scale, top: f64) -> f64 {
    let mut next = 0.0;
    let mut named = course.days.clone();
    named.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (at, day) in &named {
        let x = time.at(*at);
        let width = Face::Quiet.width(day);
        if x - width / 2.0 >= next && x + width / 2.0 <= WIDTH {
            sheet.line("axis", (x, top - 4.0), (x, top));
            sheet.label(Face::Quiet, day, Side::Middle, x, top + 9.0);
            next = x + (width / 2.0).max(DAY - width / 2.0);
        }
    }
    24.0
}

/// What somebody did; gives back how high the row is.
fn draw_lane(sheet: &mut Sheet, lane: &Lane, time: Scale, top: f64) -> f64 {
    let name = Face::Strong.wrap(&lane.name, LABELS - 10.0);
    let (left, _) = time.places;
    sheet.line("grid", (0.0, top), (WIDTH, top));
    sheet.words(&name, Side::Left, 0.0, top + 3.0);
    let mut marks: Vec<&LaneMark> = lane.marks.iter().take(MOST_MARKS).collect();
    marks.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut rows: Vec<Vec<(Frame, Words, Tone)>> = Vec::new();
    for mark in marks {
        let words = Face::Quiet.wrap(&mark.label, MARK);
        let width = words.width() + 6.0;
        let x = (time.at(mark.at) - width / 2.0).clamp(left, WIDTH - width);
        let frame = Frame { x, y: 0.0, width, height: words.height() + 2.0 };
        let free = |row: &Vec<(Frame, Words, Tone)>| {
            row.last().is_none_or(|(last, ..)| last.right() + 2.0 <= x)
        };
        match rows.iter_mut().find(|row| free(row)) {
            Some(row) => row.push((frame, words, mark.tone)),
            None => rows.push(vec![(frame, words, mark.tone)]),
        }
    }
    let mut y = top + 3.0;
    for row in rows {
        let height = row.iter().map(|(frame, ..)| frame.height).fold(0.0, f64::max);
        for (frame, words, tone) in row {
            put(sheet, &words, Frame { y, ..frame }, tone);
        }
        y += height + 2.0;
    }
    f64::max(y - top, name.height() + 6.0)
}

/// A mark with its words.
fn put(sheet: &mut Sheet, words: &Words, frame: Frame, tone: Tone) {
    let class = match tone {
        Tone::Clear => "ring c-clear",
        Tone::Open => "ring c-open",
        Tone::Blocked => "ring c-blocked",
        Tone::Quiet => "ring c-quiet",
    };
    sheet.rectangle(class, frame);
    sheet.words(words, Side::Middle, frame.x + frame.width / 2.0, frame.y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_step_from_event_to_event() {
        let mut sheet = Sheet::new();
        let time = Scale { numbers: (0.0, 10.0), places: (200.0, 300.0) };
        let line = CourseLine {
            name: "conflicts".into(),
            points: vec![(0.0, 4.0), (5.0, 2.0)],
            ends: ["4".into(), "2".into()],
        };
        field(&mut sheet, &line, time, 0.0);
        let drawn = sheet.finish(100.0).to_string();
        assert_eq!(drawn.matches("class=\"stroke c-quiet\"").count(), 3, "{drawn}");
        assert!(drawn.contains("x1=\"200\" x2=\"250\""), "{drawn}");
    }

    #[test]
    fn marks_of_one_day_stand_below_each_other() {
        let mut sheet = Sheet::new();
        let time = Scale { numbers: (0.0, 10.0), places: (200.0, 900.0) };
        let mark = |label: &str| LaneMark { at: 5.0, label: label.into(), tone: Tone::Clear };
        let one = Lane { name: "North".into(), marks: vec![mark("C 1")] };
        let two = Lane { name: "North".into(), marks: vec![mark("C 1"), mark("C 2")] };
        assert!(draw_lane(&mut sheet, &two, time, 0.0) > draw_lane(&mut sheet, &one, time, 0.0));
    }
}
