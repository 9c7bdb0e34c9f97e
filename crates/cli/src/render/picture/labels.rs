//! Labels beside places of a plane: each where it covers nothing, or else in the margin.

use super::measure::{Words, count};
use super::sheet::{Frame, Sheet, Side};

/// A label and the place it belongs to.
#[derive(Debug)]
pub(super) struct Label {
    /// What it says.
    pub(super) words: Words,
    /// The place.
    pub(super) at: (f64, f64),
}

/// What is taken already within a field.
#[derive(Debug)]
pub(super) struct Field {
    frame: Frame,
    /// What labels must not cover.
    taken: Vec<Frame>,
    /// What labels should not cover.
    dots: Vec<Frame>,
}

/// How far labels stand from their places, in tries.
const DISTANCES: [f64; 7] = [9.0, 14.0, 24.0, 38.0, 56.0, 80.0, 110.0];
/// Between labels in the margin.
const BETWEEN: f64 = 4.0;
/// From here on a line leads from the label to its place.
const NEAR: f64 = 15.0;
/// Which way from the place, in tries; each as near to a unit as matters.
const DIRECTIONS: [(f64, f64); 12] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.7, -0.7),
    (-0.7, -0.7),
    (0.7, 0.7),
    (-0.7, 0.7),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.9, -0.4),
    (-0.9, -0.4),
    (0.9, 0.4),
    (-0.9, 0.4),
];

impl Field {
    /// A field with nothing in it.
    pub(super) fn new(frame: Frame) -> Self {
        Self { frame, taken: Vec::new(), dots: Vec::new() }
    }

    /// Keeps labels away from here.
    pub(super) fn take(&mut self, frame: Frame) {
        self.taken.push(frame);
    }

    /// Keeps labels away from here if they find room elsewhere.
    pub(super) fn dot(&mut self, frame: Frame) {
        self.dots.push(frame);
    }

    /// Draws the label of a level line that runs from here to the place of the label; gives it back
    /// if it would cover something at both ends.
    pub(super) fn place_along(
        &mut self,
        sheet: &mut Sheet,
        label: Label,
        left: f64,
    ) -> Option<Label> {
        let free = along(&label, left).into_iter().find(|(_, frame)| {
            frame.within(&self.frame)
                && !self.taken.iter().chain(&self.dots).any(|taken| taken.meets(frame))
        });
        let Some((side, frame)) = free else { return Some(label) };
        let x = if side == Side::Right { frame.right() } else { frame.x };
        sheet.words(&label.words, side, x, frame.y);
        self.taken.push(frame);
        None
    }

    /// Draws a label where it covers nothing; gives it back if there is no such place.
    pub(super) fn place(&mut self, sheet: &mut Sheet, label: Label) -> Option<Label> {
        let tries = DISTANCES.iter().enumerate().flat_map(|(far, distance)| {
            DIRECTIONS.iter().enumerate().map(move |(way, direction)| {
                (10.0 * count(far) + count(way) / 2.0, *distance, *direction)
            })
        });
        let best = tries
            .filter_map(|(cost, distance, direction)| {
                let frame = beside(&label, distance, direction);
                let line = (distance > NEAR).then(|| steps(label.at, nearest(frame, label.at)));
                let line = line.unwrap_or_default();
                let free = frame.within(&self.frame)
                    && !self.taken.iter().any(|taken| {
                        taken.meets(&frame)
                            || line.iter().any(|step| {
                                taken.meets(step) && !taken.meets(&Frame::around(label.at, 1.0))
                            })
                    });
                let covered = self.dots.iter().filter(|dot| dot.meets(&frame)).count();
                free.then_some((cost + 14.0 * count(covered), frame, line))
            })
            .min_by(|(first, ..), (second, ..)| first.total_cmp(second));
        let Some((_, frame, line)) = best else { return Some(label) };
        if !line.is_empty() {
            sheet.line("rule", label.at, nearest(frame, label.at));
        }
        self.taken.push(frame);
        self.taken.extend(line);
        let middle = frame.x + frame.width / 2.0;
        let (side, x) = if (middle - label.at.0).abs() < 1.0 {
            (Side::Middle, middle)
        } else if middle < label.at.0 {
            (Side::Right, frame.right())
        } else {
            (Side::Left, frame.x)
        };
        sheet.words(&label.words, side, x, frame.y);
        None
    }
}

/// Where along a level line a label can stand, from its right end: at the ends, above and below.
fn along(label: &Label, left: f64) -> [(Side, Frame); 4] {
    let (width, height) = (label.words.width(), label.words.height());
    let (right, y) = label.at;
    let frame = |x, y| Frame { x, y, width, height };
    [
        (Side::Right, frame(right - width, y + 1.0)),
        (Side::Right, frame(right - width, y - height - 2.0)),
        (Side::Left, frame(left, y + 1.0)),
        (Side::Left, frame(left, y - height - 2.0)),
    ]
}

/// Draws labels below each other, each with a line to its place, as many as stand between these
/// heights; gives back how many do not.
pub(super) fn margin(
    sheet: &mut Sheet,
    labels: Vec<Label>,
    left: f64,
    (top, bottom): (f64, f64),
) -> usize {
    let all = labels.len();
    let mut room = bottom - top;
    let mut shown = Vec::new();
    for label in labels {
        room -= label.words.height() + BETWEEN;
        if room < 0.0 {
            break;
        }
        shown.push(label);
    }
    shown.sort_by(|first, second| first.at.1.total_cmp(&second.at.1));
    let left_out = all - shown.len();
    let mut below: f64 = shown.iter().map(|label| label.words.height() + BETWEEN).sum();
    let mut y = top;
    for label in shown {
        let height = label.words.height();
        // Low enough for the place, high enough for those that follow.
        y = y.max((label.at.1 - height / 2.0).min(bottom - below));
        sheet.line("rule", label.at, (left - 4.0, y + height / 2.0));
        sheet.words(&label.words, Side::Left, left, y);
        y += height + BETWEEN;
        below -= height + BETWEEN;
    }
    left_out
}

/// The frame of a label so far from its place in this direction.
fn beside(label: &Label, distance: f64, (x, y): (f64, f64)) -> Frame {
    let (width, height) = (label.words.width(), label.words.height());
    let (right, down) = (label.at.0 + distance * x, label.at.1 + distance * y);
    let shift = |direction: f64| {
        if direction.abs() < 0.3 {
            0.5
        } else if direction > 0.0 {
            0.0
        } else {
            1.0
        }
    };
    let sideways = if x.abs() > 0.8 { 0.5 } else { shift(y) };
    Frame { x: right - width * shift(x), y: down - height * sideways, width, height }
}

/// The point of a frame that is nearest to a place.
fn nearest(frame: Frame, (x, y): (f64, f64)) -> (f64, f64) {
    (x.clamp(frame.x, frame.right()), y.clamp(frame.y, frame.bottom()))
}

/// Small frames along a line, to see what it would cross.
fn steps(from: (f64, f64), to: (f64, f64)) -> Vec<Frame> {
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
        .map(|share| {
            let place = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            Frame::around(place, 1.0)
        })
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::super::measure::Face;
    use super::*;

    const FIELD: Frame = Frame { x: 0.0, y: 0.0, width: 200.0, height: 200.0 };

    fn label(at: (f64, f64)) -> Label {
        Label { words: Face::Quiet.wrap("The plan", 100.0), at }
    }

    #[test]
    fn a_label_stands_beside_its_place() {
        let (mut field, mut sheet) = (Field::new(FIELD), Sheet::new());
        assert!(field.place(&mut sheet, label((50.0, 50.0))).is_none());
        assert_eq!((field.taken[0].x, field.taken.len()), (59.0, 1));
    }

    #[test]
    fn labels_of_one_place_do_not_cover_each_other() {
        let (mut field, mut sheet) = (Field::new(FIELD), Sheet::new());
        let left_over: Vec<_> =
            (0..40).filter_map(|_| field.place(&mut sheet, label((100.0, 100.0)))).collect();
        let placed: Vec<_> = field.taken.iter().filter(|frame| frame.height > 5.0).collect();
        assert_eq!(placed.len() + left_over.len(), 40);
        assert!((4..40).contains(&placed.len()));
        for (place, first) in placed.iter().enumerate() {
            assert!(placed[place + 1..].iter().all(|second| !first.meets(second)));
        }
    }

    #[test]
    fn a_label_without_room_is_given_back() {
        let (mut field, mut sheet) = (Field::new(FIELD), Sheet::new());
        field.take(FIELD);
        assert!(field.place(&mut sheet, label((50.0, 50.0))).is_some());
    }

    #[test]
    fn the_margin_holds_what_has_room_and_counts_the_rest() {
        let labels = |places: [f64; 12]| places.map(|y| label((50.0, y))).into_iter().collect();
        let mut sheet = Sheet::new();
        assert_eq!(margin(&mut sheet, labels([190.0; 12]), 210.0, (0.0, 200.0)), 1);
        let drawn = sheet.finish(200.0).to_string();
        assert_eq!(drawn.matches("The plan").count(), 11);
    }

    #[test]
    fn a_dot_is_covered_only_where_there_is_no_better_place() {
        let (mut field, mut sheet) = (Field::new(FIELD), Sheet::new());
        field.dot(Frame::around((65.0, 50.0), 2.0));
        assert!(field.place(&mut sheet, label((50.0, 50.0))).is_none());
        assert!(!field.taken[0].meets(&Frame::around((65.0, 50.0), 2.0)));
    }
}
