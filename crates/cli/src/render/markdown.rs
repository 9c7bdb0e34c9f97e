//! Documents as Markdown, in the dialect of GitHub.
//!
//! The document becomes the events that a parser would have seen, and a library turns them back into text: the
//! escaping is the library's, so that hostile names stay names.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options as Style, cmark_with_options};

use super::visible;
use crate::document::{Block, Document, Item, Span, Table, Text};

/// How a line break is written: in a cell a hard break would end the row.
#[derive(Clone, Copy)]
enum LineBreak {
    Hard,
    Html,
}

/// Writes a document as Markdown.
pub fn render(document: &Document) -> String {
    let blocks = document.blocks.iter().map(events);
    let blocks: Vec<_> =
        blocks.filter(|events| !events.is_empty()).map(|events| write(&events)).collect();
    if blocks.is_empty() { String::new() } else { blocks.join("\n\n") + "\n" }
}

/// The text of the events of one block.
fn write(events: &[Event<'_>]) -> String {
    let style = Style { list_token: '-', ..Style::default() };
    let mut text = String::new();
    match cmark_with_options(events.iter(), &mut text, dialect(), style) {
        Ok(_) => text.trim_end().to_owned(),
        Err(error) => panic!("{error} {events:?}"),
    }
}

/// The extensions that readers of the text are taken to know.
fn dialect() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH
}

/// The events of one block; none if there is nothing to show.
fn events(block: &Block) -> Vec<Event<'static>> {
    match block {
        Block::Heading { level, text } => {
            let level = HeadingLevel::try_from(usize::from(*level).clamp(1, 6))
                .unwrap_or(HeadingLevel::H6);
            let tag = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
            let text = Text::from(text.replace(['\r', '\n'], " "));
            wrap(tag, inline(&text, LineBreak::Hard))
        }
        Block::Paragraph(text) => wrap(Tag::Paragraph, inline(text, LineBreak::Hard)),
        Block::List(items) => list(items),
        Block::Table(table) => self::table(table),
    }
}

fn wrap(tag: Tag<'static>, inside: Vec<Event<'static>>) -> Vec<Event<'static>> {
    if inside.is_empty() {
        return inside;
    }
    let end = Event::End(tag.to_end());
    [Event::Start(tag)].into_iter().chain(inside).chain([end]).collect()
}

fn list(items: &[Item]) -> Vec<Event<'static>> {
    let entries = items.iter().flat_map(|item| {
        let mut inside = inline(&item.text, LineBreak::Hard);
        inside.extend(list(&item.children));
        wrap(Tag::Item, inside)
    });
    wrap(Tag::List(None), entries.collect())
}
