//! What a change is worth, clause by clause: bars to both sides of a line that stands for no change.

use svg::node::element::SVG;

use super::measure::{Face, Words, count, fixed};
use super::scale::{Scale, round_range};
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH};
use crate::picture::{ChangeLine, Changes, Gain};

const MOST_LINES: usize = 60;
const MOST_PARTIES: usize = 12;
/// How many fields stand beside each other.
const FIELDS: usize = 4;

const CLAUSES: f64 = 84.0;
const LABELS: f64 = 270.0;
const NUMBERS: f64 = 80.0;
const BETWEEN_FIELDS: f64 = 16.0;
const BAR: f64 = 8.0;

/// Where a party's field stands, by place among the parties.
struct Field<'a> {
    place: usize,
    party: &'a str,
    scale: Scale,
    /// Where the numbers end.
    right: f64,
}

/// Draws the bars, with at most four parties beside each other and the others below.
pub(super) fn draw(changes: &Changes) -> SVG {
    if changes.lines.is_empty() || changes.parties.is_empty() {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let mut top = key(&mut sheet, changes) + 8.0;
    for places in bands(changes.parties.len().min(MOST_PARTIES)) {
        top += band(&mut sheet, changes, &places, top) + 16.0;
    }
    let left_out = changes.parties.len().saturating_sub(MOST_PARTIES);
    top += sheet.more(&[(left_out, ["party", "parties"])], 0.0, top - 10.0);
    sheet.finish(top)
}

fn key(sheet: &mut Sheet, changes: &Changes) -> f64 {
    let [from, to] = &changes.proposals;
    let words = format!(
        "From {from} to {to}: what each change is worth, in hundredths of the party's own total; \
         losses to the left of the line, gains to the right. Fields beside each other have \
         one scale."
    );
    let height = sheet.words(&Face::Quiet.wrap(&words, WIDTH), Side::Left, 0.0, 0.0) + 2.0;
    let scale = Scale { numbers: (-1.0, 1.0), places: (0.0, 34.0) };
    let sure = |sheet: &mut Sheet, x: f64, y: f64| {
        let scale = Scale { places: (x, x + 34.0), ..scale };
        sheet.line("axis", (x + 17.0, y - 7.0), (x + 17.0, y + 7.0));
        bar(sheet, (1.0, 1.0), scale, y);
    };
    let unsure = |sheet: &mut Sheet, x: f64, y: f64| {
        let scale = Scale { places: (x, x + 34.0), ..scale };
        sheet.line("axis", (x + 17.0, y - 7.0), (x + 17.0, y + 7.0));
        bar(sheet, (-0.6, 0.9), scale, y);
    };
    let entries = [
        KeyEntry { mark: &sure, width: 34.0, words: "certain".to_owned() },
        KeyEntry {
            mark: &unsure,
            width: 34.0,
            words: "anywhere in this range: not stated, or read in several ways".to_owned(),
        },
    ];
    height + sheet.key(&entries, 0.0, height)
}

/// The places of the parties, in bands of near equal length.
fn bands(parties: usize) -> Vec<Vec<usize>> {
    let beside = parties.div_ceil(parties.div_ceil(FIELDS));
    (0..parties).collect::<Vec<_>>().chunks(beside).map(<[usize]>::to_vec).collect()
}

/// The fields of a band, which share one range with no change within.
fn fields<'a>(changes: &'a Changes, places: &[usize], lines: &[&ChangeLine]) -> Vec<Field<'a>> {
    let gains = lines.iter().flat_map(|line| places.iter().filter_map(|place| gain(line, *place)));
    let ends = gains.flat_map(|gain| [gain.range.0, gain.range.1]);
    let numbers = round_range(ends.chain([0.0]), (-200.0, 200.0));
    let step = ((WIDTH - LABELS) / count(places.len())).min(400.0);
    let parties = places.iter().filter_map(|place| Some((*place, changes.parties.get(*place)?)));
    let field = |(column, (place, party)): (usize, (usize, &'a String))| {
        let left = LABELS + BETWEEN_FIELDS + count(column) * step;
        let right = left + step - BETWEEN_FIELDS;
        let places = (left + 8.0, right - NUMBERS);
        Field { place, party, scale: Scale { numbers, places }, right }
    };
    parties.enumerate().map(field).collect()
}

fn gain(line: &ChangeLine, place: usize) -> Option<&Gain> {
    line.gains.get(place)?.as_ref()
}

/// The changes that matter to some of these parties, as far as they can be shown.
fn band(sheet: &mut Sheet, changes: &Changes, places: &[usize], top: f64) -> f64 {
    let matters = |line: &&ChangeLine| places.iter().any(|place| gain(line, *place).is_some());
    let (lines, others): (Vec<_>, Vec<_>) = changes.lines.iter().partition(matters);
    let left_out = lines.len().saturating_sub(MOST_LINES);
    let lines: Vec<_> = lines.into_iter().take(MOST_LINES).collect();
    let fields = fields(changes, places, &lines);
    let body = head(sheet, &fields, top);
    let mut bottom = body + rows(sheet, &lines, &fields, body);
    if !others.is_empty() {
        let words = format!(
            "… and {} on which none of these parties has a position, in the table below",
            match others.len() {
                1 => "1 change".to_owned(),
                more => format!("{more} changes"),
            }
        );
        let words = Face::Quiet.wrap(&words, WIDTH);
        bottom += sheet.words(&words, Side::Left, 0.0, bottom + 4.0) + 4.0;
    }
    bottom + sheet.more(&[(left_out, ["change", "changes"])], 0.0, bottom) - top
}

/// The parties' names and the numbers of the scale; gives back where the rows begin.
fn head(sheet: &mut Sheet, fields: &[Field<'_>], top: f64) -> f64 {
    let names: Vec<_> = fields
        .iter()
        .map(|field| Face::Strong.wrap(field.party, field.right - field.scale.places.0 + 8.0))
        .collect();
    let head = names.iter().map(Words::height).fold(0.0, f64::max);
    for (field, name) in fields.iter().zip(&names) {
        let left = field.scale.places.0 - 8.0;
        sheet.words(name, Side::Left, left, top + head - name.height());
        for tick in ticks(field) {
            let x = field.scale.at(tick);
            sheet.label(Face::Quiet, &signed(tick), Side::Middle, x, top + head + 9.0);
        }
    }
    top + head + 18.0
}

/// As many round numbers as there is room for.
fn ticks(field: &Field<'_>) -> Vec<f64> {
    field.scale.ticks((field.scale.places.1 - field.scale.places.0) / 36.0)
}

/// The rows with their grid; gives back how high they are.
fn rows(sheet: &mut Sheet, lines: &[&ChangeLine], fields: &[Field<'_>], top: f64) -> f64 {
    let heights: Vec<_> = lines.iter().map(|line| height(line, fields)).collect();
    let bottom = top + heights.iter().sum::<f64>();
    for field in fields {
        for tick in ticks(field).into_iter().filter(|tick| *tick != 0.0) {
            sheet.line("grid", (field.scale.at(tick), top), (field.scale.at(tick), bottom));
        }
    }
    let right = fields.last().map_or(WIDTH, |field| field.right);
    let mut y = top;
    for (line, height) in lines.iter().zip(heights) {
        sheet.line("grid", (0.0, y), (right, y));
        row(sheet, line, fields, y + height / 2.0);
        y += height;
    }
    for field in fields {
        let zero = field.scale.at(0.0);
        sheet.line("axis", (zero, top), (zero, bottom));
    }
    bottom - top
}

fn numbers(gain: &Gain) -> Words {
    Face::Quiet.wrap(&gain.words, NUMBERS - 8.0)
}

fn label(line: &ChangeLine) -> (Words, Words) {
    (
        Face::Strong.wrap(&line.clauses, CLAUSES - 8.0),
        Face::Plain.wrap(&line.issue, LABELS - CLAUSES),
    )
}

fn height(line: &ChangeLine, fields: &[Field<'_>]) -> f64 {
    let (clauses, issue) = label(line);
    fields
        .iter()
        .filter_map(|field| gain(line, field.place))
        .map(|gain| numbers(gain).height())
        .fold(clauses.height().max(issue.height()).max(15.0), f64::max)
        + 7.0
}

fn row(sheet: &mut Sheet, line: &ChangeLine, fields: &[Field<'_>], middle: f64) {
    let (clauses, issue) = label(line);
    sheet.words(&clauses, Side::Left, 0.0, middle - clauses.height() / 2.0);
    sheet.words(&issue, Side::Left, CLAUSES, middle - issue.height() / 2.0);
    for field in fields {
        if let Some(gain) = gain(line, field.place) {
            bar(sheet, gain.range, field.scale, middle);
            let words = numbers(gain);
            sheet.words(&words, Side::Right, field.right, middle - words.height() / 2.0);
        } else {
            sheet.label(Face::Quiet, "—", Side::Right, field.right, middle);
        }
    }
}

/// A solid bar from no change to a certain gain; a light one over a range, with its ends marked.
fn bar(sheet: &mut Sheet, (low, high): (f64, f64), scale: Scale, middle: f64) {
    let certain = high - low < 0.001;
    let (from, to) = if certain { (low.min(0.0), high.max(0.0)) } else { (low, high) };
    let part = |sheet: &mut Sheet, class: &str, from: f64, to: f64| {
        let class = if certain { format!("bar {class}") } else { format!("bar uncertain {class}") };
        let (x, width) = (scale.at(from), scale.at(to) - scale.at(from));
        sheet.rectangle(&class, Frame { x, y: middle - BAR / 2.0, width, height: BAR });
    };
    if from < 0.0 {
        part(sheet, "loss", from, to.min(0.0));
    }
    if to > 0.0 {
        part(sheet, "gain", from.max(0.0), to);
    }
    if certain && from == 0.0 && to == 0.0 {
        sheet.circle("dot c-quiet", (scale.at(0.0), middle), 2.4);
    }
    for end in [low, high].into_iter().filter(|_| !certain) {
        let class = if end < 0.0 || end == 0.0 && high == 0.0 { "loss" } else { "gain" };
        let frame = Frame {
            x: scale.at(end) - 0.8,
            y: middle - BAR / 2.0 - 1.0,
            width: 1.6,
            height: BAR + 2.0,
        };
        sheet.rectangle(&format!("bar {class}"), frame);
    }
}

fn signed(number: f64) -> String {
    if number > 0.0 { format!("+{}", fixed(number)) } else { fixed(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(gain: (f64, f64)) -> String {
        let mut sheet = Sheet::new();
        let scale = Scale { numbers: (-10.0, 10.0), places: (0.0, 100.0) };
        bar(&mut sheet, gain, scale, 10.0);
        sheet.finish(20.0).to_string()
    }

    #[test]
    fn a_certain_loss_runs_from_the_line_to_the_left() {
        let drawn = drawn((-5.0, -5.0));
        assert!(drawn.contains(r#"class="bar loss" height="8" width="25" x="25""#), "{drawn}");
        assert!(!drawn.contains("gain") && !drawn.contains("uncertain"));
    }

    #[test]
    fn a_range_over_the_line_has_both_colours_and_marked_ends() {
        let drawn = drawn((-5.0, 2.0));
        assert!(drawn.contains(r#"class="bar uncertain loss" height="8" width="25" x="25""#));
        assert!(drawn.contains(r#"class="bar uncertain gain" height="8" width="10" x="50""#));
        assert_eq!(drawn.matches(r#"height="10""#).count(), 2);
    }

    #[test]
    fn no_change_is_a_dot_on_the_line() {
        assert!(drawn((0.0, 0.0)).contains(r#"class="dot c-quiet" cx="50""#));
    }

    #[test]
    fn eight_parties_stand_in_two_bands() {
        assert_eq!(bands(8), [[0, 1, 2, 3], [4, 5, 6, 7]]);
        assert_eq!(bands(5), [vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn a_change_that_concerns_no_party_of_a_band_is_counted_below_it() {
        let gain = Gain { range: (1.0, 1.0), words: "+1".into() };
        let line =
            |issue: &str, gains| ChangeLine { issue: issue.into(), gains, ..ChangeLine::default() };
        let drawn = draw(&Changes {
            proposals: ["Plan".into(), "Draft".into()],
            parties: vec!["North".into()],
            lines: vec![line("Bridge", vec![Some(gain)]), line("Ferry", vec![None])],
        });
        assert!(drawn.to_string().contains("1 change on which none of these"));
    }
}
