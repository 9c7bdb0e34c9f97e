//! Documents as Markdown, in the dialect of GitHub.
//!
//! The document becomes the events that a parser would have seen, and a library turns them back
//! into text: the escaping is the library's, so that hostile names stay names.

use pulldown_cmark::{Alignment, Event, HeadingLevel, LinkType, Options, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Error, Options as Style, cmark_with_options};

use super::visible;
use crate::document::{Block, Document, Item, Span, Table, Text};

type Events = Vec<Event<'static>>;

/// Writes a document as Markdown.
pub fn render(document: &Document) -> String {
    let document = document.resolved();
    let blocks = document.blocks.iter().map(events).filter(|events| !events.is_empty());
    // All blocks are written at once, for two lists in a row need unlike bullets.
    let whole: Events = blocks.flat_map(representable).collect();
    match write(&whole) {
        Ok(text) if text.is_empty() => text,
        Ok(text) => text + "\n",
        // Only events in an impossible order are refused: better bare words than none.
        Err(_) => words(&whole),
    }
}

fn write(events: &[Event<'static>]) -> Result<String, Error> {
    let style = Style { list_token: '-', ..Style::default() };
    let mut text = String::new();
    cmark_with_options(events.iter(), &mut text, dialect(), style)?;
    Ok(text.trim_end().to_owned())
}

/// The extensions that readers of the text may know, so that their marks are escaped: with them
/// `$3 billion or $2 billion` would be a formula.
fn dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_GFM
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
}

/// The block, without emphasis if the library finds no way to write its emphasis, as between
/// letters and punctuation.
fn representable(events: Events) -> Events {
    if write(&events).is_ok() {
        return events;
    }
    let plain = |event: &Event<'_>| {
        !matches!(event, Event::Start(Tag::Strong) | Event::End(TagEnd::Strong))
    };
    events.into_iter().filter(plain).collect()
}

fn words(events: &[Event<'static>]) -> String {
    let word = |event: &Event<'static>| match event {
        Event::Text(text) => text.to_string(),
        Event::End(_) => "\n".to_owned(),
        _ => String::new(),
    };
    events.iter().map(word).collect()
}

/// The events of one block; none if there is nothing to show.
fn events(block: &Block) -> Events {
    match block {
        Block::Heading { level, text, anchor } => {
            let level = HeadingLevel::try_from(usize::from((*level).clamp(1, 6)));
            let level = level.unwrap_or(HeadingLevel::H6);
            let tag = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
            wrap(tag, anchored(anchor.as_deref(), title(text)))
        }
        Block::Paragraph(text) => wrap(Tag::Paragraph, inline(text, &Event::HardBreak)),
        Block::List(items) => list(items),
        Block::Table(data) => table(data),
        // The same data as the picture.
        Block::Figure(figure) => table(&figure.instead()),
    }
}

/// The words after the place that references lead to: code hosts keep such an empty element.
fn anchored(anchor: Option<&str>, inside: Events) -> Events {
    let place = anchor.map(|name| Event::InlineHtml(format!("<a id=\"{name}\"></a>").into()));
    place.into_iter().chain(inside).collect()
}

fn list(items: &[Item]) -> Events {
    let entry = |item: &Item| {
        let inside = inline(&item.text, &html_break());
        let mut inside = anchored(item.anchor.as_deref(), inside);
        inside.extend(list(&item.children));
        wrap(Tag::Item, inside)
    };
    wrap(Tag::List(None), items.iter().flat_map(entry).collect())
}

fn table(table: &Table) -> Events {
    if table.is_empty() {
        return Vec::new();
    }
    let columns = table.columns();
    let cell = |mut inside: Events| {
        // Readers disagree whether two backslashes and a rule end a cell, so they never meet.
        let last = inside.iter().rfind(|event| matches!(event, Event::Text(_)));
        if matches!(last, Some(Event::Text(text)) if text.ends_with('\\')) {
            inside.push(Event::Text(" ".into()));
        }
        surround(Tag::TableCell, inside)
    };
    let head = columns.iter().flat_map(|column| cell(title(&column.title))).collect();
    let mut inside = surround(Tag::TableHead, head);
    for row in &table.rows {
        let filled = row.iter().map(|text| inline(text, &html_break()));
        let empty = std::iter::repeat_with(Vec::new);
        let cells = filled.chain(empty).take(columns.len()).flat_map(cell).collect();
        inside.extend(surround(Tag::TableRow, cells));
    }
    let align = |numeric| if numeric { Alignment::Right } else { Alignment::None };
    let alignments = columns.iter().map(|column| align(column.numeric)).collect();
    let caption = title(table.caption.as_deref().unwrap_or_default());
    let mut events = wrap(Tag::Paragraph, wrap(Tag::Strong, caption));
    events.extend(surround(Tag::Table(alignments), inside));
    events
}

fn surround(tag: Tag<'static>, inside: Events) -> Events {
    let end = Event::End(tag.to_end());
    [Event::Start(tag)].into_iter().chain(inside).chain([end]).collect()
}

fn wrap(tag: Tag<'static>, inside: Events) -> Events {
    if inside.is_empty() { inside } else { surround(tag, inside) }
}

/// Words in one line.
fn title(text: &str) -> Events {
    inline(&Text::from(text.replace(['\r', '\n'], " ")), &Event::SoftBreak)
}

/// A line break within a line: in a cell a new line would end the row, in an item a line `-` would be
/// taken for a deeper item (as of version 23 the library does not escape it there).
fn html_break() -> Event<'static> {
    Event::InlineHtml("<br>".into())
}

/// The spans, line by line. Lines without words are left out: Markdown has none within a block.
fn inline(text: &Text, line_break: &Event<'static>) -> Events {
    let mut lines: Vec<Vec<Span>> = vec![Vec::new()];
    for span in &text.spans {
        for (at, part) in lines_of(span).into_iter().enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                add(line, part);
            }
        }
    }
    let lines = lines.into_iter().map(line).filter(|line| !line.is_empty());
    itertools::intersperse(lines, vec![line_break.clone()]).flatten().collect()
}

/// The span cut at its line breaks; a link stays whole.
fn lines_of(span: &Span) -> Vec<Span> {
    let words = visible(span.words());
    match span {
        Span::Plain(_) => words.split('\n').map(|line| Span::Plain(line.to_owned())).collect(),
        Span::Strong(_) => words.split('\n').map(|line| Span::Strong(line.to_owned())).collect(),
        Span::Link { url, .. } => {
            vec![Span::Link { text: words.replace('\n', " "), url: visible(url) }]
        }
        Span::Reference { anchor, .. } => {
            vec![Span::Link { text: words.replace('\n', " "), url: format!("#{anchor}") }]
        }
    }
}

/// Adds a span to a line, with neighbours of a kind joined and the blanks at the edges of emphasis
/// outside it, for only so can emphasis be written.
fn add(line: &mut Vec<Span>, span: Span) {
    match (line.last_mut(), span) {
        (_, Span::Plain(text) | Span::Strong(text)) if text.is_empty() => {}
        (Some(Span::Plain(last)), Span::Plain(text)) => last.push_str(&text),
        (Some(Span::Strong(last)), Span::Strong(text))
            if !text.starts_with(char::is_whitespace) =>
        {
            let words = text.trim_end();
            last.push_str(words);
            add(line, Span::Plain(text.get(words.len()..).unwrap_or_default().to_owned()));
        }
        (_, Span::Strong(text)) if text.trim() != text => {
            let words = text.trim();
            let lead = text.len() - text.trim_start().len();
            let (before, after) = (text.get(..lead), text.get(lead + words.len()..));
            add(line, Span::Plain(before.unwrap_or_default().to_owned()));
            add(line, Span::Strong(words.to_owned()));
            add(line, Span::Plain(after.unwrap_or_default().to_owned()));
        }
        (_, span) => line.push(span),
    }
}

/// The events of a line, without blanks at its ends.
fn line(mut spans: Vec<Span>) -> Events {
    if let Some(Span::Plain(text)) = spans.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Span::Plain(text)) = spans.last_mut() {
        *text = text.trim_end().to_owned();
    }
    spans.into_iter().flat_map(span).collect()
}

/// The events of a span; references have become links by now.
fn span(span: Span) -> Events {
    let text = |text: String| {
        if text.is_empty() { Vec::new() } else { vec![Event::Text(text.into())] }
    };
    match span {
        Span::Plain(words) | Span::Reference { text: words, .. } => text(words),
        Span::Strong(words) => wrap(Tag::Strong, text(words)),
        Span::Link { text: words, url } => {
            let tag = Tag::Link {
                link_type: LinkType::Inline,
                // An address has no bare `|`; in a table it would end the cell.
                dest_url: url.replace('|', "%7C").into(),
                title: "".into(),
                id: "".into(),
            };
            wrap(tag, text(words.trim().to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Parser, TextMergeStream};

    use super::*;
    use crate::document::Column;

    /// What a plain reader knows.
    const PLAIN: Options = Options::ENABLE_TABLES;

    const HOSTILE: [&str; 17] = [
        "*a* **b** _c_ __d__",
        "<b>bold</b> <script>alert(1)</script>",
        "`code` ``",
        "# no heading",
        "1. no list",
        "> no quotation",
        "---",
        "| a | b |",
        "a|b\\|c",
        "[text](https://evil.example) [x] ![i](u)",
        "&lt; &amp; &#42; \\* \\\\ \\",
        "~~gone~~ $x$ and $3 billion or $2 billion",
        "[^1]: note",
        "[ ] task ```",
        "    indented",
        "https://a.example/?a=1&b=2 <https://b.example>",
        "line\\",
    ];

    fn parse(text: &str, options: Options) -> Vec<Event<'_>> {
        TextMergeStream::new(Parser::new_ext(text, options)).collect()
    }

    fn dense(text: &str) -> String {
        text.split_whitespace().collect()
    }

    /// The words of every cell, with line breaks as newlines.
    fn cells(text: &str, options: Options) -> Vec<String> {
        let mut cells = Vec::new();
        let mut cell = String::new();
        for event in parse(text, options) {
            match event {
                Event::Start(Tag::TableCell) => cell.clear(),
                Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut cell)),
                Event::Text(text) => cell.push_str(&text),
                Event::InlineHtml(tag) if &*tag == "<br>" => cell.push('\n'),
                Event::InlineHtml(_) | Event::Html(_) | Event::Code(_) => panic!("{text}"),
                _ => {}
            }
        }
        cells
    }

    #[test]
    fn a_document_reads_as_its_author_would_have_written_it() {
        let words = Text::from("North and ").strong("South").plain(" say\n");
        let words = words.link("this", "https://a.example");
        let mut document = Document::new();
        document
            .heading(1, "A bridge")
            .paragraph(words)
            .list([Item::new("first").child("below"), Item::new("second")])
            .table(
                Table::new([Column::text("party"), Column::numeric("worth")])
                    .caption("Worths")
                    .row(["North", "12.5"])
                    .row(["South"]),
            );
        let expected = "\
# A bridge

North and **South** say\x20\x20
[this](https://a.example)

- first
  - below
- second

**Worths**

|party|worth|
|-----|----:|
|North|12.5|
|South||
";
        assert_eq!(render(&document), expected);
    }

    #[test]
    fn hostile_paragraphs_read_back_as_literal_text() {
        for words in HOSTILE {
            let mut document = Document::new();
            document.paragraph(words);
            let text = render(&document);
            for options in [PLAIN, dialect()] {
                let expected = [
                    Event::Start(Tag::Paragraph),
                    Event::Text(words.trim().into()),
                    Event::End(TagEnd::Paragraph),
                ];
                assert_eq!(parse(&text, options), expected, "{text}");
            }
        }
    }

    #[test]
    fn hostile_headings_items_links_and_emphasis_keep_their_words() {
        for words in HOSTILE {
            let mut document = Document::new();
            document.heading(2, words).list([Item::new(words).child(words)]);
            document.paragraph(Text::new().link(words, "https://a.example/(x|y)"));
            document.list([format!("a\n{words}")]);
            document.paragraph(Text::from(words).strong(words).plain(words).strong("b"));
            let text = render(&document);
            let words = dense(words);
            let expected = format!("{0}a{0}b", words.repeat(4));
            for options in [PLAIN, dialect()] {
                let events = parse(&text, options);
                let read = events.iter().map(|event| match event {
                    Event::Text(text) => dense(text),
                    _ => String::new(),
                });
                assert_eq!(read.collect::<String>(), expected, "{text}");
                assert!(matches!(events[0], Event::Start(Tag::Heading { .. })), "{text}");
            }
        }
    }

    #[test]
    fn tables_read_back_cell_by_cell() {
        let mut table = Table::new(HOSTILE).caption("a|b");
        table.push(HOSTILE);
        table.push(HOSTILE.map(|words| format!("{words}\n{words}")));
        table.push(HOSTILE.map(|words| Text::new().link(words, "https://a.example/?a|b")));
        table.push(["short"]);
        let mut document = Document::new();
        document.table(table);
        let text = render(&document);
        let once = HOSTILE.map(|words| words.trim().to_owned());
        let twice = once.each_ref().map(|words| format!("{words}\n{words}"));
        let mut expected = [once.clone(), once.clone(), twice, once].concat();
        expected.push("short".to_owned());
        expected.resize(5 * HOSTILE.len(), String::new());
        for options in [PLAIN, dialect()] {
            assert_eq!(cells(&text, options), expected, "{text}");
        }
    }

    #[test]
    fn two_lists_in_a_row_stay_two() {
        let mut document = Document::new();
        document.list(["a"]).list(["b"]);
        let text = render(&document);
        let end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::List(_)));
        assert_eq!(parse(&text, PLAIN).into_iter().filter(end).count(), 2);
    }

    #[test]
    fn emphasis_keeps_blanks_outside_and_joins_its_neighbours() {
        let mut document = Document::new();
        document.paragraph(Text::from("a").strong(" b ").strong("c").strong("d").plain("e"));
        assert_eq!(render(&document), "a **b** **cd**e\n");
    }

    #[test]
    fn what_is_empty_is_skipped() {
        let mut document = Document::new();
        document.heading(1, "").paragraph("").paragraph(Text::new().strong(" "));
        document.list([""]).list(Vec::<Item>::new()).table(Table::new(["party"]).caption("None"));
        assert_eq!(render(&document), "");
    }
}
