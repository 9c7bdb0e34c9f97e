//! What proposals are worth to each party: a line a proposal, from its least worth to its greatest.

use itertools::Itertools;
use svg::node::element::SVG;

use super::measure::{Face, Words, fixed};
use super::scale::Scale;
use super::sheet::{Frame, Sheet, Side, WIDTH};
use crate::document::Tone;
use crate::picture::{PartyWorths, WorthLine, Worths};

const MOST_PARTIES: usize = 12;
const MOST_LINES: usize = 40;

const LABELS: f64 = 196.0;
/// From one field to the next, and how wide its parts are.
const FIELD: f64 = (WIDTH - LABELS) / 2.0;
const CHART: f64 = 172.0;
const RANGES: f64 = 82.0;
const MARKS: f64 = 18.0;
const VERDICTS: f64 = FIELD - 14.0 - CHART - RANGES - MARKS;
const ROOM: f64 = 8.0;

/// Draws the fields, two beside each other where they list the same proposals.
pub(super) fn draw(worths: &Worths) -> SVG {
    if worths.parties.is_empty() {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let mut top = key(&mut sheet) + 8.0;
    let mut parties = worths.parties.iter().take(MOST_PARTIES).peekable();
    while let Some(first) = parties.next() {
        let second = parties.next_if(|second| same_proposals(first, second));
        let fields: Vec<_> = std::iter::once(first).chain(second).collect();
        top += band(&mut sheet, &fields, top) + 16.0;
    }
    let lines = worths.parties.iter().map(|party| party.lines.len()).max().unwrap_or(0);
    top += sheet.more(
        &[
            (worths.parties.len().saturating_sub(MOST_PARTIES), ["party", "parties"]),
            (lines.saturating_sub(MOST_LINES), ["proposal", "proposals"]),
        ],
        0.0,
        top - 12.0,
    );
    sheet.finish(top)
}

fn same_proposals(first: &PartyWorths, second: &PartyWorths) -> bool {
    let names = |party: &PartyWorths| {
        party.lines.iter().map(|line| line.proposal.clone()).collect::<Vec<_>>()
    };
    names(first) == names(second)
}

/// What the lines mean; the marks of verdicts stand beside their words.
fn key(sheet: &mut Sheet) -> f64 {
    let words = "Worth in hundredths of the party's own total, from the least to the greatest: what \
                 is not stated or can be read in several ways makes the line longer.";
    sheet.words(&Face::Quiet.wrap(words, WIDTH), Side::Left, 0.0, 0.0)
}

/// A band of fields with the proposals' names at the left.
fn band(sheet: &mut Sheet, fields: &[&PartyWorths], top: f64) -> f64 {
    let lefts = [LABELS + 14.0, LABELS + 14.0 + FIELD];
    let fields: Vec<_> = fields.iter().copied().zip(lefts).collect();
    let rows: Vec<_> = fields
        .first()
        .into_iter()
        .flat_map(|(party, _)| party.lines.iter().take(MOST_LINES).enumerate())
        .map(|(place, line)| {
            let label = Face::Plain.wrap(&line.proposal, LABELS);
            let cells = fields.iter().filter_map(|(party, _)| party.lines.get(place));
            let height = cells.map(line_height).fold(label.height(), f64::max) + ROOM;
            (label, height)
        })
        .collect();
    let names: Vec<_> =
        fields.iter().map(|(party, _)| Face::Head.wrap(&party.party, FIELD - 20.0)).collect();
    let head = names.iter().map(Words::height).fold(0.0, f64::max);
    let floors = if fields.iter().any(|(party, _)| party.floor.is_some()) { 15.0 } else { 0.0 };
    let body = top + head + floors + 4.0;
    let bottom = body + rows.iter().map(|(_, height)| height).sum::<f64>();
    for ((party, left), name) in fields.iter().zip(&names) {
        sheet.words(name, Side::Left, *left, top);
        field(sheet, party, *left, (body, bottom));
    }
    let mut middle = body;
    for (place, (label, height)) in rows.iter().enumerate() {
        sheet.words(label, Side::Left, 0.0, middle + (height - label.height()) / 2.0);
        for (party, left) in &fields {
            if let Some(worth) = party.lines.get(place) {
                line(sheet, worth, *left, middle + height / 2.0);
            }
        }
        middle += height;
    }
    bottom + 18.0 - top
}

/// The grid of a field, with its floor.
fn field(sheet: &mut Sheet, party: &PartyWorths, left: f64, (top, bottom): (f64, f64)) {
    let scale = scale(left);
    if let Some((low, high)) = party.floor {
        let (from, to) = (scale.at(low.min(high)), scale.at(low.max(high)));
        let width = (to - from).max(2.0);
        sheet.rectangle("floor-band", Frame { x: from, y: top, width, height: bottom - top });
        let half = Face::Quiet.width("no deal") / 2.0;
        let middle = f64::midpoint(from, to).clamp(left + half, left + CHART - half);
        sheet.label(Face::Quiet, "no deal", Side::Middle, middle, top - 8.0);
    }
    for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let class = if tick == 0.0 { "axis" } else { "grid" };
        sheet.line(class, (scale.at(tick), top), (scale.at(tick), bottom + 3.0));
        let words = fixed(tick);
        sheet.label(Face::Quiet, &words, Side::Middle, scale.at(tick), bottom + 11.0);
    }
}

fn scale(left: f64) -> Scale {
    Scale { numbers: (0.0, 100.0), places: (left, left + CHART) }
}

fn range_words(line: &WorthLine) -> Words {
    Face::Quiet.wrap(&line.words, RANGES - 10.0)
}

fn verdict_words(line: &WorthLine) -> Words {
    Face::Quiet.wrap(&line.verdict, VERDICTS - 4.0)
}

fn line_height(line: &WorthLine) -> f64 {
    range_words(line).height().max(verdict_words(line).height())
}

fn line(sheet: &mut Sheet, line: &WorthLine, left: f64, middle: f64) {
    let scale = scale(left);
    let class = tone_class(line.tone);
    let ends = [line.range.0, line.range.1].map(|worth| scale.at(worth));
    let [from, to] = ends;
    let bar = Frame { x: from, y: middle - 1.5, width: (to - from).max(0.0), height: 3.0 };
    sheet.rectangle(&format!("bar {class}"), bar);
    for end in ends.iter().dedup() {
        sheet.circle(&format!("dot {class}"), (*end, middle), 3.6);
    }
    let (range, verdict) = (range_words(line), verdict_words(line));
    let right = left + CHART + RANGES;
    sheet.words(&range, Side::Right, right, middle - range.height() / 2.0);
    verdict_mark(sheet, line.tone, (right + MARKS / 2.0 + 1.0, middle));
    sheet.words(&verdict, Side::Left, right + MARKS + 2.0, middle - verdict.height() / 2.0);
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Clear => "c-clear",
        Tone::Open => "c-open",
        Tone::Blocked => "c-blocked",
        Tone::Quiet => "c-quiet",
    }
}

/// A mark that shows the tone by its shape: a full circle, a ring, a cross, a dash.
pub(super) fn verdict_mark(sheet: &mut Sheet, tone: Tone, (x, y): (f64, f64)) {
    let class = tone_class(tone);
    match tone {
        Tone::Clear => sheet.circle(&format!("dot {class}"), (x, y), 4.5),
        Tone::Open => sheet.circle(&format!("ring {class}"), (x, y), 3.8),
        Tone::Blocked => {
            let class = format!("stroke {class}");
            sheet.line(&class, (x - 3.8, y - 3.8), (x + 3.8, y + 3.8));
            sheet.line(&class, (x - 3.8, y + 3.8), (x + 3.8, y - 3.8));
        }
        Tone::Quiet => sheet.line(&format!("stroke {class}"), (x - 3.8, y), (x + 3.8, y)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, proposals: &[&str]) -> PartyWorths {
        PartyWorths {
            party: name.into(),
            floor: Some((40.0, 50.0)),
            lines: proposals
                .iter()
                .map(|proposal| WorthLine {
                    proposal: (*proposal).into(),
                    range: (10.0, 80.0),
                    words: "10 to 80".into(),
                    verdict: "rejects".into(),
                    tone: Tone::Blocked,
                })
                .collect(),
        }
    }

    #[test]
    fn parties_with_the_same_proposals_share_their_names() {
        let shared = Worths { parties: vec![party("North", &["Plan"]), party("South", &["Plan"])] };
        let apart = Worths { parties: vec![party("North", &["Plan"]), party("South", &["Draft"])] };
        assert_eq!(draw(&shared).to_string().matches(">Plan<").count(), 1);
        let apart = draw(&apart).to_string();
        assert_eq!((apart.matches(">Plan<").count(), apart.matches(">Draft<").count()), (1, 1));
    }

    #[test]
    fn a_line_runs_from_the_least_worth_to_the_greatest() {
        let drawn = draw(&Worths { parties: vec![party("North", &["Plan"])] }).to_string();
        assert_eq!(drawn.matches(r#"class="dot c-blocked""#).count(), 2);
        assert!(drawn.contains(r#"class="bar c-blocked" height="3" width="120.4" x="227.2""#));
        assert_eq!(drawn.matches("no deal").count(), 1);
    }

    #[test]
    fn a_worth_that_is_certain_is_one_dot() {
        let mut party = party("North", &["Plan"]);
        party.lines[0].range = (30.0, 30.0);
        let drawn = draw(&Worths { parties: vec![party] }).to_string();
        assert_eq!(drawn.matches(r#"class="dot c-blocked""#).count(), 1);
    }

    #[test]
    fn tones_differ_in_shape() {
        let shapes = [Tone::Clear, Tone::Open, Tone::Blocked, Tone::Quiet].map(|tone| {
            let mut sheet = Sheet::new();
            verdict_mark(&mut sheet, tone, (10.0, 10.0));
            sheet.finish(20.0).to_string().replace(tone_class(tone), "")
        });
        assert_eq!(shapes.iter().unique().count(), 4);
    }
}
