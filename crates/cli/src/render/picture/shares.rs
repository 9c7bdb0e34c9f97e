//! Shares of the weight of parties: a bar a party, divided by how it stands to what a text does.

use svg::node::element::{Group, SVG};

use super::measure::{Face, fixed};
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH, lettered};
use crate::picture::{Portion, Shade, ShareGroup, ShareLine, Shares};

const MOST_GROUPS: usize = 24;
const MOST_LINES: usize = 16;

const LABELS: f64 = 196.0;
const BAR: f64 = 17.0;
const LINE: f64 = 23.0;
/// A portion at least so wide has its letter.
const LETTER: f64 = 11.0;
/// Every portion, in the order of the bars.
const ALL: [(Portion, &str); 9] = [
    (Portion::Stance(Shade::Ideal), "ideal"),
    (Portion::Stance(Shade::Acceptable), "acceptable"),
    (Portion::Stance(Shade::Tolerable), "tolerable"),
    (Portion::Stance(Shade::Opposed), "opposed"),
    (Portion::Stance(Shade::Refused), "crosses a red line"),
    (Portion::Varies, "varies"),
    (Portion::Open, "left open"),
    (Portion::Silent, "not mentioned"),
    (Portion::Stance(Shade::Unknown), "not spoken on"),
];

/// Draws the bars.
pub(super) fn draw(shares: &Shares) -> SVG {
    if shares.groups.iter().all(|group| group.lines.is_empty()) {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let mut top = key(&mut sheet) + 8.0;
    let mut left_out = 0;
    for group in shares.groups.iter().take(MOST_GROUPS) {
        let lines = group.lines.iter().take(MOST_LINES);
        left_out += group.lines.len() - lines.len();
        top = self::group(&mut sheet, group, top);
    }
    let groups = shares.groups.len().saturating_sub(MOST_GROUPS);
    let more = sheet.more(
        &[(groups, ["proposal", "proposals"]), (left_out, ["party", "parties"])],
        0.0,
        top,
    );
    sheet.finish(top + more + 4.0)
}

/// What the letters mean; gives back how high the key is.
fn key(sheet: &mut Sheet) -> f64 {
    let marks = ALL.map(|(portion, _)| {
        move |sheet: &mut Sheet, x: f64, middle: f64| {
            let frame = Frame { x, y: middle - 7.0, width: 14.0, height: 14.0 };
            sheet.put(squares().add(segment(portion, frame)));
        }
    });
    let entries: Vec<KeyEntry<'_>> = ALL
        .iter()
        .zip(&marks)
        .map(|((_, words), mark)| KeyEntry { mark, width: 14.0, words: (*words).to_owned() })
        .collect();
    sheet.key(&entries, 0.0, 0.0)
}

fn squares() -> Group {
    Group::new().set("font-size", fixed(10.0)).set("text-anchor", "middle")
}

/// Draws the bars of one text and gives back where they end.
fn group(sheet: &mut Sheet, group: &ShareGroup, top: f64) -> f64 {
    let head = Face::Head.wrap(&group.title, WIDTH);
    sheet.words(&head, Side::Left, 0.0, top + 6.0);
    let mut top = top + 6.0 + head.height() + 3.0;
    sheet.line("axis", (0.0, top), (WIDTH, top));
    top += 4.0;
    for line in group.lines.iter().take(MOST_LINES) {
        top = bar(sheet, line, top);
    }
    top + 6.0
}

fn bar(sheet: &mut Sheet, line: &ShareLine, top: f64) -> f64 {
    let label = Face::Plain.wrap(&line.label, LABELS - 10.0);
    let height = label.height().max(LINE);
    sheet.words(&label, Side::Left, 0.0, top + (height - label.height()) / 2.0);
    let whole: f64 = line.portions.iter().map(|(_, share)| share).sum();
    let scale = (WIDTH - LABELS) / whole.max(1.0);
    let mut x = LABELS;
    let mut bars = squares();
    for (portion, share) in &line.portions {
        let width = share * scale;
        if width > 0.0 {
            let frame = Frame { x, y: top + (height - BAR) / 2.0, width, height: BAR };
            bars = bars.add(segment(*portion, frame));
        }
        x += width;
    }
    sheet.put(bars);
    top + height
}

/// A part of a bar, with its letter where there is room for it.
fn segment(portion: Portion, frame: Frame) -> Group {
    let (class, letter) = match portion {
        Portion::Stance(Shade::Ideal) => ("s-ideal", "I"),
        Portion::Stance(Shade::Acceptable) => ("s-acceptable", "A"),
        Portion::Stance(Shade::Tolerable) => ("s-tolerable", "T"),
        Portion::Stance(Shade::Opposed) => ("s-opposed", "O"),
        Portion::Stance(Shade::Refused | Shade::Disputed) => ("s-refused", "N"),
        Portion::Varies => ("s-varies", "V"),
        Portion::Open => ("s-open", "L"),
        Portion::Silent => ("s-silent", "–"),
        Portion::Stance(Shade::Unknown) => ("s-unknown", "?"),
    };
    // Strokes lie half outside; a gap keeps neighbours apart in grey as well.
    let inset = if frame.width > 3.0 { 0.6 } else { 0.0 };
    let inside = Frame { x: frame.x + inset, width: frame.width - 2.0 * inset, ..frame };
    lettered(class, inside, 0.0, if frame.width >= LETTER { letter } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_wide_as_the_whole_and_divided_by_the_shares() {
        let line = ShareLine {
            label: "North".into(),
            portions: vec![
                (Portion::Stance(Shade::Ideal), 25.0),
                (Portion::Varies, 74.5),
                (Portion::Open, 0.0),
                (Portion::Silent, 0.5),
            ],
        };
        let group = ShareGroup { title: "Plan".into(), lines: vec![line] };
        let drawn = draw(&Shares { groups: vec![group] }).to_string();
        // Each class once in the key, and once more where it has a part of the bar.
        assert_eq!(drawn.matches(r#"class="s-ideal""#).count(), 2);
        assert_eq!(drawn.matches(r#"class="s-open""#).count(), 1);
        assert_eq!(drawn.matches(r#"class="s-silent""#).count(), 2);
        assert!(drawn.contains(r#"width="199.8" x="196.6""#), "{drawn}");
    }
}
