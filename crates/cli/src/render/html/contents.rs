//! The table of contents: folded on a narrow screen, beside the text on a wide one.

use maud::{Markup, html};

use super::headings::{Heading, Headings};

/// Fewer chapters are found without a table.
const FEWEST: usize = 3;

/// The chapters, with their parts folded; nothing if there are too few.
pub(super) fn contents(headings: &Headings) -> Markup {
    let chapters = headings.chapters();
    if chapters.len() < FEWEST {
        return html! {};
    }
    html! {
        nav.contents aria-label="Contents" {
            details {
                summary { "Contents" }
                ol {
                    @for (chapter, parts) in &chapters {
                        li { (link(chapter)) (folded(chapter, parts)) }
                    }
                }
            }
        }
    }
}

fn folded(chapter: &Heading, parts: &[&Heading]) -> Markup {
    if parts.is_empty() {
        return html! {};
    }
    let count = match parts.len() {
        1 => "1 part".to_owned(),
        more => format!("{more} parts"),
    };
    html! {
        details {
            summary aria-label={ (count) " of " (chapter.words) } { (count) }
            ol { @for part in parts { li { (link(part)) } } }
        }
    }
}

fn link(heading: &Heading) -> Markup {
    html! { a href={ "#" (heading.id) } { (heading.words) } }
}
