//! A sheet that shapes and words are put on.

use svg::node::Node;
use svg::node::element::{Circle, Element, Group, Line, Polygon, Rectangle, SVG, Text};

use super::measure::{Face, Words, count, fixed};

/// How wide pictures are.
pub(super) const WIDTH: f64 = 1000.0;

const OVERHANG: f64 = 4.0;

/// A rectangle on the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Frame {
    /// Its left side.
    pub(super) x: f64,
    /// Its upper side.
    pub(super) y: f64,
    /// How wide it is.
    pub(super) width: f64,
    /// How high it is.
    pub(super) height: f64,
}

/// Where lines of text stand to the place they are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The place is their left end.
    Left,
    /// The place is their middle.
    Middle,
    /// The place is their right end.
    Right,
}

/// A sheet under the pen.
#[derive(Debug)]
pub(super) struct Sheet {
    svg: SVG,
}

/// An entry of a key: what draws its mark, how wide the mark is, and what it says.
pub(super) struct KeyEntry<'a> {
    /// Draws the mark with its left end and its middle line here.
    pub(super) mark: &'a dyn Fn(&mut Sheet, f64, f64),
    /// How wide the mark is.
    pub(super) width: f64,
    /// What the mark means.
    pub(super) words: String,
}

impl Frame {
    /// The frame around a place, so far to every side.
    pub(super) fn around((x, y): (f64, f64), reach: f64) -> Self {
        Self { x: x - reach, y: y - reach, width: 2.0 * reach, height: 2.0 * reach }
    }

    /// Its right side.
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower side.
    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether it shares more than a border with another.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether it lies within another.
    pub(super) fn within(&self, other: &Self) -> bool {
        self.x >= other.x
            && self.y >= other.y
            && self.right() <= other.right()
            && self.bottom() <= other.bottom()
    }
}

impl Sheet {
    /// An empty sheet.
    pub(super) fn new() -> Self {
        Self { svg: SVG::new().set("class", "figure").set("role", "img") }
    }

    /// The sheet cut to its height.
    pub(super) fn finish(self, height: f64) -> SVG {
        // Some letters hang over the places where they are put.
        let (left, width) = (fixed(-OVERHANG), fixed(WIDTH + 2.0 * OVERHANG));
        let height = fixed(height.max(1.0).ceil());
        self.svg
            .set("viewBox", format!("{left} 0 {width} {height}"))
            .set("width", width)
            .set("height", height)
    }

    /// Puts anything on the sheet.
    pub(super) fn put(&mut self, node: impl Into<Box<dyn Node>>) {
        self.svg.append(node);
    }

    /// A rectangle.
    pub(super) fn rectangle(&mut self, class: &str, frame: Frame) {
        self.put(rectangle(frame).set("class", class));
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let line = Line::new()
            .set("class", class)
            .set("x1", fixed(from.0))
            .set("y1", fixed(from.1))
            .set("x2", fixed(to.0))
            .set("y2", fixed(to.1));
        self.put(line);
    }

    /// A circle.
    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let circle = Circle::new()
            .set("class", class)
            .set("cx", fixed(at.0))
            .set("cy", fixed(at.1))
            .set("r", fixed(radius));
        self.put(circle);
    }

    /// A closed shape with these corners.
    pub(super) fn polygon(&mut self, class: &str, corners: &[(f64, f64)]) {
        let points: Vec<_> =
            corners.iter().map(|(x, y)| format!("{},{}", fixed(*x), fixed(*y))).collect();
        self.put(Polygon::new().set("class", class).set("points", points.join(" ")));
    }

    /// Lines of words below this place; gives back how high they are.
    pub(super) fn words(&mut self, words: &Words, side: Side, x: f64, top: f64) -> f64 {
        let face = words.face;
        let anchor = match side {
            Side::Left => "start",
            Side::Middle => "middle",
            Side::Right => "end",
        };
        for (place, line) in words.lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let text = Text::new(line)
                .set("class", face.class())
                .set("font-size", fixed(face.size()))
                .set("text-anchor", anchor)
                .set("x", fixed(x))
                .set("y", fixed(top + count(place) * face.leading() + face.size()));
            // As a bare element, a text is written without line breaks around its words.
            self.put(Element::from(text));
        }
        words.height()
    }

    /// One line of words with its middle line here.
    pub(super) fn label(&mut self, face: Face, text: &str, side: Side, x: f64, middle: f64) {
        let words = face.wrap(text, f64::INFINITY);
        self.words(&words, side, x, middle - face.leading() / 2.0);
    }

    /// A key that starts here and fills lines up to the right margin; gives back how high it is.
    pub(super) fn key(&mut self, entries: &[KeyEntry<'_>], left: f64, top: f64) -> f64 {
        let face = Face::Quiet;
        let (mut x, mut y, mut height) = (left, top, 0.0);
        for entry in entries {
            let indent = entry.width + 6.0;
            let words = face.wrap(&entry.words, WIDTH - left - indent);
            let width = indent + words.width();
            if x > left && x + width > WIDTH {
                (x, y, height) = (left, y + height, 0.0);
            }
            (entry.mark)(self, x, y + face.leading() / 2.0);
            height = f64::max(height, self.words(&words, Side::Left, x + indent, y).max(18.0));
            x += width + 16.0;
        }
        y + height - top
    }

    /// Says how many of what, in the singular and in the plural, is left out; gives back how high the words are.
    pub(super) fn more(&mut self, left_out: &[(usize, [&str; 2])], left: f64, top: f64) -> f64 {
        let parts: Vec<_> = left_out
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, [one, many])| {
                format!("{number} more {}", if *number == 1 { one } else { many })
            })
            .collect();
        if parts.is_empty() {
            return 0.0;
        }
        let text = format!("… and {}, in the table below", parts.join(" and "));
        self.words(&Face::Quiet.wrap(&text, WIDTH - left), Side::Left, left, top + 4.0) + 8.0
    }

    /// A sheet that says that there is nothing to show.
    pub(super) fn empty() -> SVG {
        let mut sheet = Self::new();
        let height =
            sheet.words(&Face::Quiet.wrap("Nothing to show.", WIDTH), Side::Left, 0.0, 4.0);
        sheet.finish(height + 8.0)
    }
}

/// A rectangle with a letter in its middle, in one class.
pub(super) fn lettered(class: &str, frame: Frame, round: f64, letter: &str) -> Group {
    let text = Text::new(letter)
        .set("x", fixed(frame.x + frame.width / 2.0))
        .set("y", fixed(frame.y + frame.height / 2.0 + 3.5));
    let square = rectangle(frame);
    let square = if round > 0.0 { square.set("rx", fixed(round)) } else { square };
    Group::new().set("class", class).add(square).add(Element::from(text))
}

fn rectangle(frame: Frame) -> Rectangle {
    Rectangle::new()
        .set("x", fixed(frame.x))
        .set("y", fixed(frame.y))
        .set("width", fixed(frame.width))
        .set("height", fixed(frame.height))
}
