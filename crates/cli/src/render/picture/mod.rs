//! Pictures as SVG: static, without scripts or references, and the same bytes on every machine.
//!
//! Shapes and words carry classes and no colours; [`STYLE`] says how the classes look, and lets a
//! page set the colours by custom properties. Widths of words are estimated, generously, since no
//! font is at hand.

mod attainable;
mod changes;
mod conflicts;
mod course;
#[cfg(test)]
mod geometry;
mod labels;
mod matrix;
mod measure;
mod scale;
mod shares;
mod sheet;
mod stances;
mod worths;

use svg::node::element::{SVG, Style};

use crate::picture::Picture;

/// How the classes look, with a colour for every custom property that a page leaves out.
pub const STYLE: &str = include_str!("style.css");

/// Draws a picture: an `<svg>` element without XML declaration, for a page that has [`STYLE`].
pub fn draw(picture: &Picture) -> String {
    element(picture).to_string()
}

/// Draws a picture as a file of its own, with its style inside, in light colours.
pub fn standalone(picture: &Picture) -> String {
    let mut drawn = element(picture);
    drawn.get_children_mut().insert(0, Style::new(plain_style(STYLE)).into());
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{drawn}\n")
}

fn element(picture: &Picture) -> SVG {
    match picture {
        Picture::Stances(stances) => stances::draw(stances),
        Picture::Worths(worths) | Picture::Trusted(worths) => worths::draw(worths),
        Picture::Attainable(planes) => attainable::draw(planes),
        Picture::Conflicts(conflicts) => conflicts::draw(conflicts),
        Picture::Changes(changes) => changes::draw(changes),
        Picture::Shares(shares) => shares::draw(shares),
        Picture::Ranks(shares) => shares::draw_ranks(shares),
        Picture::Matrix(matrix) | Picture::Certainty(matrix) => matrix::draw(matrix),
        Picture::Course(course) => course::draw(course),
    }
}

/// The style without comments and with every custom property replaced by its fallback: not every
/// program that shows SVG knows custom properties.
fn plain_style(style: &str) -> String {
    let mut plain = String::new();
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut parts = plain.trim().split("var(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| {
        let (value, after) = part.split_once(')').unwrap_or((part, ""));
        let fallback = value.split_once(',').map_or("", |(_, fallback)| fallback.trim());
        done + fallback + after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_properties_give_way_to_their_fallbacks() {
        assert_eq!(plain_style("/* a */.t{fill:var(--t, #111)}/* b */"), ".t{fill:#111}");
        assert!(!plain_style(STYLE).contains("var("));
        assert!(!plain_style(STYLE).contains("--"));
    }

    #[test]
    fn every_class_that_is_drawn_has_a_style() {
        for (name, picture) in geometry::pictures() {
            for class in geometry::classes(&draw(&picture)) {
                assert!(
                    class == "figure" || STYLE.contains(&format!(".{class}")),
                    "{name}: {class}"
                );
            }
        }
    }

    #[test]
    fn pictures_are_well_formed_and_stay_within_their_frames() {
        for (name, picture) in geometry::pictures() {
            let faults = geometry::faults(&draw(&picture));
            assert!(faults.is_empty(), "{name}: {faults:#?}");
        }
    }

    #[test]
    fn the_check_of_frames_sees_what_overlaps_and_what_leaves() {
        let text =
            |x: u8, words: &str| format!(r#"<text x="{x}" y="20" font-size="12">{words}</text>"#);
        let picture = |inside: String| {
            format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">{inside}</svg>"#
            )
        };
        assert_eq!(geometry::faults(&picture(text(0, "one") + &text(50, "two"))).len(), 0);
        assert_eq!(geometry::faults(&picture(text(0, "one") + &text(5, "two"))).len(), 1);
        assert_eq!(geometry::faults(&picture(text(90, "leaves"))).len(), 1);
        assert_eq!(
            geometry::faults(&picture(r#"<rect x="90" y="0" width="20" height="5"/>"#.into()))
                .len(),
            1
        );
    }

    #[test]
    fn nothing_is_lost_without_a_word() {
        for (name, picture) in geometry::pictures() {
            let drawn = geometry::words(&draw(&picture));
            for label in geometry::labels(&picture) {
                assert!(
                    drawn.contains(&geometry::letters(&label)) || drawn.contains("inthetablebelow"),
                    "{name}: {label}"
                );
            }
        }
    }

    #[test]
    fn hostile_names_do_not_become_markup() {
        for (name, picture) in geometry::pictures() {
            let file = standalone(&picture);
            assert!(roxmltree::Document::parse(&file).is_ok(), "{name}");
            assert!(!file.contains("<script"), "{name}");
        }
    }

    #[test]
    fn a_file_of_its_own_holds_the_same_picture() {
        for (name, picture) in geometry::pictures() {
            let (within, alone) = (draw(&picture), standalone(&picture));
            assert!(alone.starts_with("<?xml"));
            assert_eq!(geometry::words(&within), geometry::words(&alone), "{name}");
        }
    }
}
