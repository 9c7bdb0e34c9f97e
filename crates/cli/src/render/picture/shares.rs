//! Shares of wholes as divided bars: of the weight of a party, by how it stands to what a text does;
//! of samples, by the rank that a text takes.

use svg::node::element::{Group, SVG};

use super::measure::{Face, fixed};
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH, lettered};
use crate::picture::{Portion, Rank, Shade, ShareGroup, ShareLine, Shares};

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

const RANKS: [Rank; 6] =
    [Rank::First, Rank::Second, Rank::Third, Rank::Fourth, Rank::Between, Rank::Last];

/// What bars and their groups are called where there are too many of them: one, and several.
struct Nouns {
    groups: [&'static str; 2],
    lines: [&'static str; 2],
}

/// Draws how parties stand to what texts do.
pub(super) fn draw(shares: &Shares) -> SVG {
    let nouns = Nouns { groups: ["proposal", "proposals"], lines: ["party", "parties"] };
    bars(shares, &ALL, &nouns)
}

/// Draws how often something takes which rank.
pub(super) fn draw_ranks(shares: &Shares) -> SVG {
    let lines = || shares.groups.iter().flat_map(|group| &group.lines);
    let occurs =
        |portion: Portion| lines().any(|line| line.portions.iter().any(|it| it.0 == portion));
    // With few proposals there are few ranks, and a key to more would mislead.
    let known: Vec<(Portion, &str)> = RANKS
        .into_iter()
        .map(|rank| (Portion::Rank(rank), rank.words()))
        .filter(|(portion, _)| occurs(*portion))
        .collect();
    bars(shares, &known, &Nouns { groups: ["group", "groups"], lines: ["bar", "bars"] })
}

fn bars(shares: &Shares, known: &[(Portion, &str)], nouns: &Nouns) -> SVG {
    if shares.groups.iter().all(|group| group.lines.is_empty()) {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let mut top = key(&mut sheet, known) + 8.0;
    let mut left_out = 0;
    for group in shares.groups.iter().take(MOST_GROUPS) {
        let lines = group.lines.iter().take(MOST_LINES);
        left_out += group.lines.len() - lines.len();
        top = self::group(&mut sheet, group, top);
    }
    let groups = shares.groups.len().saturating_sub(MOST_GROUPS);
    let more = sheet.more(&[(groups, nouns.groups), (left_out, nouns.lines)], 0.0, top);
    sheet.finish(top + more + 4.0)
}

/// What the letters mean; gives back how high the key is.
fn key(sheet: &mut Sheet, known: &[(Portion, &str)]) -> f64 {
    let marks: Vec<_> = known
        .iter()
        .map(|(portion, _)| {
            move |sheet: &mut Sheet, x: f64, middle: f64| {
                let frame = Frame { x, y: middle - 7.0, width: 14.0, height: 14.0 };
                sheet.put(squares().add(segment(*portion, frame)));
            }
        })
        .collect();
    let entries: Vec<KeyEntry<'_>> = known
        .iter()
        .zip(&marks)
        .map(|((_, words), mark)| KeyEntry { mark, width: 14.0, words: (*words).to_owned() })
        .collect();
    sheet.key(&entries, 0.0, 0.0)
}

fn squares() -> Group {
    Group::new().set("font-size", fixed(10.0)).set("text-anchor", "middle")
}

/// Draws the bars under one heading and gives back where they end.
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
        Portion::Rank(Rank::First) => ("r-first", "1"),
        Portion::Rank(Rank::Second) => ("r-second", "2"),
        Portion::Rank(Rank::Third) => ("r-third", "3"),
        Portion::Rank(Rank::Fourth) => ("r-fourth", "4"),
        Portion::Rank(Rank::Between) => ("r-between", "…"),
        Portion::Rank(Rank::Last) => ("r-last", "L"),
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

    #[test]
    fn the_key_names_the_ranks_there_are() {
        let line = |ranks: &[Rank]| ShareLine {
            label: "Plan".into(),
            portions: ranks.iter().map(|rank| (Portion::Rank(*rank), 50.0)).collect(),
        };
        let drawn = |ranks: &[Rank]| {
            let lines = vec![line(ranks)];
            let group = ShareGroup { title: "North, at the best".into(), lines };
            draw_ranks(&Shares { groups: vec![group] }).to_string()
        };
        let few = drawn(&[Rank::First, Rank::Last]);
        assert!(few.contains(">first<") && few.contains(">last<") && !few.contains(">second<"));
        assert_eq!(few.matches(r#"class="r-last""#).count(), 2);
        assert!(drawn(&RANKS).contains(">between fourth and last<"));
    }

    /// How much light a colour gives back, from 0 to 1, as the guidelines on contrast count it.
    fn light(colour: &str) -> f64 {
        let part = |at: usize| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn ranks_can_be_told_apart_in_grey_on_light_and_on_dark() {
        const DARK: &str = include_str!("../html/colours.css");
        let colour = |style: &'static str, name: &str| {
            let (_, rest) = style.split_once(name).unwrap();
            &rest[rest.find('#').unwrap()..][..7]
        };
        let contrast = |one: &str, other: &str| {
            let (one, other) = (light(one) + 0.05, light(other) + 0.05);
            one.max(other) / one.min(other)
        };
        for (style, mark) in [(super::super::STYLE, ','), (DARK, ':')] {
            let ranks = ["first", "second", "third", "fourth", "between"];
            let fills = ranks.map(|rank| colour(style, &format!("--r-{rank}{mark}")));
            for (fill, rank) in fills.iter().zip(ranks) {
                let ink = colour(style, &format!("--r-{rank}-ink{mark}"));
                assert!(contrast(fill, ink) >= 4.5, "{rank}: {fill} {ink}");
            }
            for (place, fill) in fills.iter().enumerate() {
                for other in &fills[place + 1..] {
                    assert!(contrast(fill, other) >= 1.4, "{fill} {other}");
                }
            }
        }
    }
}
