//! What two parties get at once: the outcomes that cannot be bettered, the proposals, the floors, and
//! what rules of bargaining theory single out.

use svg::node::element::SVG;

use super::labels::{Field, Label, margin};
use super::measure::{Face, Words, count, fixed};
use super::scale::{Scale, round_range};
use super::sheet::{Frame, KeyEntry, Sheet, Side, WIDTH};
use crate::picture::{Plane, Spot};

const MOST_PLANES: usize = 10;
const MOST_SPOTS: usize = 24;

const LEFT: f64 = 44.0;
/// How wide labels within the plot are.
const NAMES: f64 = 132.0;
const MARGIN: f64 = 172.0;

/// A place and all that stands there.
#[derive(Debug, Default, PartialEq)]
struct Shared {
    place: (f64, f64),
    names: Vec<String>,
}

/// The plot of a plane: its frame and its scales across and upwards.
struct Plot {
    frame: Frame,
    across: Scale,
    upwards: Scale,
}

/// Draws the planes below each other.
pub(super) fn draw(planes: &[Plane]) -> SVG {
    if planes.is_empty() {
        return Sheet::empty();
    }
    let mut sheet = Sheet::new();
    let side = if planes.len() == 1 { 490.0 } else { 360.0 };
    let mut top = 0.0;
    for shown in planes.iter().take(MOST_PLANES) {
        top += plane(&mut sheet, shown, side, top) + 24.0;
    }
    top += sheet.more(
        &[(planes.len().saturating_sub(MOST_PLANES), ["pair of parties", "pairs of parties"])],
        0.0,
        top - 20.0,
    );
    sheet.finish(top)
}

fn plane(sheet: &mut Sheet, plane: &Plane, side: f64, top: f64) -> f64 {
    let [across, upwards] = &plane.parties;
    let axis = |party: &str| format!("worth to {party}, in hundredths of its own total");
    let title = Face::Plain.wrap(&format!("↑ {}", axis(upwards)), side + LEFT);
    let floor = plane.floors[0].map(|_| floor_words(across, side)).unwrap_or_default();
    let height = sheet.words(&title, Side::Left, 0.0, top) + 8.0 + floor.height();
    let frame = Frame { x: LEFT, y: top + height, width: side, height: side };
    let plot = plot(plane, frame);
    if let Some(at) = plane.floors[0] {
        let half = floor.width() / 2.0;
        let x = plot.across.at(at).clamp(frame.x + half, frame.right() - half);
        sheet.words(&floor, Side::Middle, x, frame.y - floor.height() - 1.0);
    }
    grid(sheet, plane, &plot);
    let left_over = contents(sheet, plane, &plot);
    let title = Face::Plain.wrap(&format!("→ {}", axis(across)), side);
    let bottom = frame.bottom() + 24.0;
    let bottom = bottom + sheet.words(&title, Side::Right, frame.right(), bottom);
    let right = frame.right() + 22.0;
    let crowded = !left_over.is_empty();
    let key_left = if crowded { right + MARGIN + 12.0 } else { right + 12.0 };
    let nameless = margin(sheet, left_over, right, (frame.y, frame.bottom()));
    let key_end = frame.y + key(sheet, plane, nameless, key_left, frame.y);
    bottom.max(key_end) - top
}

fn floor_words(party: &str, width: f64) -> Words {
    Face::Quiet.wrap(&format!("no deal for {party}"), width)
}

fn plot(plane: &Plane, frame: Frame) -> Plot {
    let places = || {
        let spots = plane.proposals.iter().chain(&plane.solutions).map(|spot| spot.place);
        plane.frontier.iter().copied().chain(spots)
    };
    let [floor_across, floor_upwards] = plane.floors;
    let bounds = (0.0, 100.0);
    Plot {
        frame,
        across: Scale {
            numbers: round_range(places().map(|place| place.0).chain(floor_across), bounds),
            places: (frame.x, frame.right()),
        },
        upwards: Scale {
            numbers: round_range(places().map(|place| place.1).chain(floor_upwards), bounds),
            places: (frame.bottom(), frame.y),
        },
    }
}

impl Plot {
    fn at(&self, (across, upwards): (f64, f64)) -> (f64, f64) {
        (self.across.at(across), self.upwards.at(upwards))
    }
}

/// The zone, the grid with its numbers, and the floors.
fn grid(sheet: &mut Sheet, plane: &Plane, plot: &Plot) {
    let Plot { frame, across, upwards } = plot;
    if plane.zone {
        let x = plane.floors[0].map_or(frame.x, |floor| across.at(floor));
        let bottom = plane.floors[1].map_or(frame.bottom(), |floor| upwards.at(floor));
        let zone = Frame { x, y: frame.y, width: frame.right() - x, height: bottom - frame.y };
        sheet.rectangle("zone", zone);
    }
    for tick in across.ticks(8.0) {
        let x = across.at(tick);
        sheet.line("grid", (x, frame.y), (x, frame.bottom()));
        sheet.label(Face::Quiet, &fixed(tick), Side::Middle, x, frame.bottom() + 14.0);
    }
    for tick in upwards.ticks(8.0) {
        let y = upwards.at(tick);
        sheet.line("grid", (frame.x, y), (frame.right(), y));
        sheet.label(Face::Quiet, &fixed(tick), Side::Right, frame.x - 6.0, y);
    }
    sheet.line("axis", (frame.x, frame.y), (frame.x, frame.bottom()));
    sheet.line("axis", (frame.x, frame.bottom()), (frame.right(), frame.bottom()));
    if let Some(floor) = plane.floors[0] {
        let x = across.at(floor);
        sheet.line("floor", (x, frame.y), (x, frame.bottom()));
    }
    if let Some(floor) = plane.floors[1] {
        let y = upwards.at(floor);
        sheet.line("floor", (frame.x, y), (frame.right(), y));
    }
}

/// The places with their labels; gives back the labels that found no room.
fn contents(sheet: &mut Sheet, plane: &Plane, plot: &Plot) -> Vec<Label> {
    let mut field = Field::new(plot.frame);
    let proposals = shared(plane.proposals.iter().take(MOST_SPOTS));
    let solutions = shared(plane.solutions.iter().take(MOST_SPOTS));
    if let Some(floor) = plane.floors[0] {
        let x = plot.across.at(floor);
        field.dot(Frame { x: x - 1.0, width: 2.0, ..plot.frame });
    }
    for place in &plane.frontier {
        sheet.circle("frontier", plot.at(*place), 2.2);
        field.dot(Frame::around(plot.at(*place), 2.6));
    }
    for spot in &proposals {
        diamond(sheet, plot.at(spot.place));
        field.take(Frame::around(plot.at(spot.place), 4.5));
    }
    for spot in &solutions {
        sheet.circle("solution", plot.at(spot.place), 7.0);
        field.take(Frame::around(plot.at(spot.place), 6.0));
    }
    let floor = plane.floors[1].and_then(|floor| {
        let y = plot.upwards.at(floor);
        let label = Label {
            words: floor_words(&plane.parties[1], NAMES),
            at: (plot.frame.right() - 4.0, y),
        };
        let left_over = field.place_along(sheet, label, plot.frame.x + 4.0);
        field.dot(Frame { y: y - 1.0, height: 2.0, ..plot.frame });
        left_over
    });
    let numbers = solutions.iter().enumerate().map(|(place, spot)| Label {
        words: Face::Strong.wrap(&(place + 1).to_string(), NAMES),
        at: plot.at(spot.place),
    });
    let names = proposals.iter().map(|spot| {
        let mut words = Face::Plain.wrap("", NAMES);
        words.lines =
            spot.names.iter().flat_map(|name| Face::Plain.wrap(name, NAMES).lines).collect();
        Label { words, at: plot.at(spot.place) }
    });
    let labels: Vec<_> = numbers.chain(names).collect();
    let left_over = labels.into_iter().filter_map(|label| field.place(sheet, label));
    floor.into_iter().chain(left_over.collect::<Vec<_>>()).collect()
}

/// The spots with those of one place, as drawn, put together.
fn shared<'a>(spots: impl IntoIterator<Item = &'a Spot>) -> Vec<Shared> {
    let mut shared: Vec<Shared> = Vec::new();
    for spot in spots {
        let near = |other: &Shared| {
            (other.place.0 - spot.place.0).abs() < 0.05
                && (other.place.1 - spot.place.1).abs() < 0.05
        };
        match shared.iter_mut().find(|other| near(other)) {
            Some(other) => other.names.push(spot.name.clone()),
            None => shared.push(Shared { place: spot.place, names: vec![spot.name.clone()] }),
        }
    }
    shared
}

fn diamond(sheet: &mut Sheet, (x, y): (f64, f64)) {
    sheet.polygon("proposal", &[(x, y - 6.0), (x + 6.0, y), (x, y + 6.0), (x - 6.0, y)]);
}

/// What the marks mean and which rule each number stands for; gives back how high it is.
fn key(sheet: &mut Sheet, plane: &Plane, nameless: usize, left: f64, top: f64) -> f64 {
    let dot = |sheet: &mut Sheet, x: f64, y: f64| sheet.circle("frontier", (x + 8.0, y), 2.2);
    let proposal = |sheet: &mut Sheet, x: f64, y: f64| diamond(sheet, (x + 8.0, y));
    let zone = |sheet: &mut Sheet, x: f64, y: f64| {
        sheet.rectangle("zone", Frame { x, y: y - 6.0, width: 16.0, height: 12.0 });
    };
    let ring = |sheet: &mut Sheet, x: f64, y: f64| sheet.circle("solution", (x + 8.0, y), 7.0);
    let entry = |mark, words: &str| KeyEntry { mark, width: 16.0, words: words.to_owned() };
    let mut entries: Vec<KeyEntry<'_>> = Vec::new();
    if !plane.frontier.is_empty() {
        entries.push(entry(
            &dot,
            "of the packages considered: neither can have better without loss to the other",
        ));
    }
    if !plane.proposals.is_empty() {
        entries.push(entry(&proposal, "the best package that a proposal allows"));
    }
    if plane.zone {
        entries.push(entry(&zone, "room for agreement: above both floors"));
    }
    if !plane.solutions.is_empty() {
        entries.push(entry(&ring, "what a rule of bargaining theory singles out:"));
    }
    let mut y = top;
    for entry in entries {
        y += sheet.key(&[entry], left, y);
    }
    let solutions = shared(plane.solutions.iter().take(MOST_SPOTS));
    for (place, spot) in solutions.iter().enumerate() {
        let number = (place + 1).to_string();
        sheet.label(Face::Strong, &number, Side::Middle, left + 8.0, y + 9.0);
        for name in &spot.names {
            let words = Face::Plain.wrap(name, WIDTH - left - 22.0);
            y += sheet.words(&words, Side::Left, left + 22.0, y + 1.5) + 2.0;
        }
    }
    let left_out = [
        (plane.proposals.len().saturating_sub(MOST_SPOTS), ["proposal", "proposals"]),
        (nameless, ["name of a place", "names of places"]),
    ];
    y += sheet.more(&left_out, left, y);
    y - top + count(solutions.len()).min(1.0) * 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, place: (f64, f64)) -> Spot {
        Spot { name: name.into(), place }
    }

    fn example() -> Plane {
        Plane {
            parties: ["North".into(), "South".into()],
            floors: [Some(20.0), Some(30.0)],
            zone: true,
            frontier: vec![(70.0, 30.0), (50.0, 50.0), (30.0, 70.0)],
            proposals: vec![spot("Plan", (40.0, 40.0)), spot("Draft", (40.0, 40.0))],
            solutions: vec![
                spot("greatest product of gains (Nash)", (50.0, 50.0)),
                spot("greatest sum of gains", (70.0, 30.0)),
                spot("smallest gain largest", (50.0, 50.0)),
            ],
        }
    }

    #[test]
    fn what_stands_at_one_place_is_drawn_once() {
        let drawn = draw(&[example()]).to_string();
        // One of each stands in the key.
        assert_eq!(drawn.matches(r#"class="proposal""#).count(), 2);
        assert_eq!(drawn.matches(r#"class="solution""#).count(), 3);
        assert!(drawn.contains(">Plan<") && drawn.contains(">Draft<"));
    }

    #[test]
    fn room_for_agreement_is_shaded_only_where_there_is_some() {
        let mut plane = example();
        assert_eq!(draw(&[plane.clone()]).to_string().matches(r#"class="zone""#).count(), 2);
        plane.zone = false;
        assert!(!draw(&[plane]).to_string().contains("zone"));
    }

    #[test]
    fn axes_are_zoomed_to_round_numbers_around_the_data() {
        let plot = plot(&example(), Frame { x: 0.0, y: 0.0, width: 100.0, height: 100.0 });
        assert_eq!(plot.across.numbers, (10.0, 80.0));
        assert_eq!(plot.upwards.numbers, (20.0, 80.0));
        assert!(plot.at((30.0, 70.0)).1 < plot.at((70.0, 30.0)).1);
    }
}
