//! Documents as one HTML file that needs nothing else: no script, no font, no address that is
//! fetched.
//!
//! The first heading is the title. What names and quotations carry comes out as words, for the
//! markup library escapes it, and a policy within the file forbids the browser to load or run
//! anything even so.

mod contents;
mod headings;
mod places;
mod table;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::headings::Headings;
use self::places::Places;
use self::words::{blank, one_line, text};
use crate::document::{Block, Document, Figure, Item, Text};

/// Where the skip link leads.
const REPORT: &str = "report";

/// How pages look, on screens and on paper.
const STYLE: [&str; 4] = [
    include_str!("colours.css"),
    include_str!("text.css"),
    include_str!("tables.css"),
    include_str!("paper.css"),
];

/// What the browser may load: the style sheet of the file itself, and pictures within it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// Writes a document as a page.
pub fn render(document: &Document) -> String {
    let document = document.resolved();
    let mut places = Places::new(&document, &[REPORT]);
    let headings = Headings::new(&document, &mut places);
    let title = headings.title();
    let contents = contents::contents(&headings);
    let mut page = Page { headings: &headings, places, parts: 0, led: false };
    let blocks: Vec<Markup> =
        document.blocks.iter().enumerate().map(|(at, block)| page.block(at, block)).collect();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title.map_or("Report".to_owned(), |it| it.words.clone())) }
                // Without an icon of its own a page makes the browser ask its server for one.
                link rel="icon" href="data:,";
                style { @for sheet in STYLE { (PreEscaped(sheet)) } (PreEscaped(super::picture::STYLE)) }
            }
            body {
                a.skip href={ "#" (REPORT) } { "Skip to the report" }
                @if let Some(title) = title {
                    header { h1 id=(title.id) { (title.words) } }
                }
                (contents)
                main id=(REPORT) tabindex="-1" {
                    @for block in &blocks { (block) }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// What has been written so far.
struct Page<'a> {
    headings: &'a Headings,
    places: Places,
    /// How many tables and pictures there are so far.
    parts: usize,
    /// Whether the first paragraph, which has the conclusion, is written.
    led: bool,
}

impl Page<'_> {
    fn block(&mut self, at: usize, block: &Block) -> Markup {
        match block {
            Block::Heading { .. } => self.heading(at),
            Block::Paragraph(words) => self.paragraph(words),
            Block::List(items) => self.list(items),
            Block::Table(table) => {
                let place = self.place(at, "Table", table.caption.as_deref());
                table::table(table, &place)
            }
            Block::Figure(figure) => self.figure(at, figure),
        }
    }

    /// The heading, unless it is the title, which stands above all.
    fn heading(&self, at: usize) -> Markup {
        let Some(heading) = self.headings.below_title(at) else { return html! {} };
        let (id, words) = (&heading.id, &heading.words);
        match heading.level {
            2 => html! { h2 id=(id) { (words) } },
            3 => html! { h3 id=(id) { (words) } },
            4 => html! { h4 id=(id) { (words) } },
            5 => html! { h5 id=(id) { (words) } },
            _ => html! { h6 id=(id) { (words) } },
        }
    }

    fn paragraph(&mut self, words: &Text) -> Markup {
        if blank(words) {
            return html! {};
        }
        let lead = !std::mem::replace(&mut self.led, true);
        html! { p class=[lead.then_some("lead")] { (text(words)) } }
    }

    fn list(&mut self, items: &[Item]) -> Markup {
        let shown: Vec<&Item> =
            items.iter().filter(|it| !blank(&it.text) || !it.children.is_empty()).collect();
        if shown.is_empty() {
            return html! {};
        }
        // Entries that the text refers to are looked up, not read.
        let looked_up = shown.iter().any(|item| item.anchor.is_some());
        html! {
            ul class=[looked_up.then_some("sources")] {
                @for item in shown {
                    li id=[item.anchor.as_deref().and_then(|it| self.places.once(it))] {
                        (text(&item.text))
                        (self.list(&item.children))
                    }
                }
            }
        }
    }

    /// The picture, and below it the same as a table, open in print.
    fn figure(&mut self, at: usize, figure: &Figure) -> Markup {
        let place = self.place(at, "Picture", Some(&figure.title));
        let table_place = self.place(at, "Table", Some(&figure.title));
        let table = table::table(&figure.table, &table_place);
        html! {
            figure {
                figcaption { (one_line(&figure.title)) }
                div.scroll role="region" aria-label=(place) tabindex="0" {
                    div.picture role="img" aria-label=(one_line(&figure.alt)) {
                        // The drawing would be read out label by label.
                        div aria-hidden="true" {
                            (PreEscaped(super::picture::draw(&figure.picture)))
                        }
                    }
                }
                @if !figure.table.is_empty() {
                    details {
                        summary { "The same as a table" }
                        (table)
                    }
                }
            }
        }
    }

    /// What a part that can be scrolled is called: its number and title, so that no two are alike.
    fn place(&mut self, at: usize, kind: &str, title: Option<&str>) -> String {
        self.parts += 1;
        let above = || self.headings.above(at).map(|heading| heading.words.clone());
        let title = title.map(one_line).filter(|it| !it.is_empty()).or_else(above);
        format!("{kind} {}{}", self.parts, title.map(|it| format!(": {it}")).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Table;
    use crate::picture::{Picture, Worths};

    /// What stands between the contents and the end.
    fn main(document: &Document) -> String {
        let page = render(document);
        let (_, main) = page.split_once("<main id=\"report\" tabindex=\"-1\">").unwrap();
        main.strip_suffix("</main></body></html>\n").unwrap().to_owned()
    }

    #[test]
    fn the_title_stands_above_and_the_first_paragraph_leads() {
        let mut document = Document::new();
        document.heading(1, "A <bridge>").paragraph("First").paragraph(" ").paragraph("Second");
        assert_eq!(main(&document), "<p class=\"lead\">First</p><p>Second</p>");
        let page = render(&document);
        assert!(page.contains("<title>A &lt;bridge&gt;</title>"));
        assert!(page.contains("<header><h1 id=\"a-bridge\">A &lt;bridge&gt;</h1></header>"));
        assert!(!page.contains("<nav"));
    }

    #[test]
    fn references_lead_to_entries_and_anchors_are_given_once() {
        let mut document = Document::new();
        document
            .list([Item::new(Text::new().reference("one", "source-a")).child("below")])
            .list([Item::new("A").at("source-a"), Item::new("again").at("source-a")]);
        assert_eq!(
            main(&document),
            "<ul><li><a class=\"ref\" href=\"#source-a\">one</a><ul><li>below</li></ul></li></ul>\
             <ul class=\"sources\"><li id=\"source-a\">A</li><li>again</li></ul>"
        );
    }

    #[test]
    fn contents_list_chapters_with_their_parts_folded() {
        let mut document = Document::new();
        document.heading(1, "T").heading(2, "A").heading(3, "B").heading(2, "C").heading(2, "A");
        let page = render(&document);
        let (_, contents) = page.split_once("<nav ").unwrap();
        let (contents, _) = contents.split_once("</nav>").unwrap();
        let links: Vec<_> =
            contents.split("href=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        assert_eq!(links, ["#a", "#b", "#c", "#a-2"]);
        assert!(contents.contains("<summary aria-label=\"1 part of A\">1 part</summary>"));
    }

    #[test]
    fn a_picture_has_its_words_and_its_table() {
        let mut document = Document::new();
        document.heading(1, "T").figure(Figure {
            title: "Worths".to_owned(),
            alt: "North gains \"12\".".to_owned(),
            picture: Picture::Worths(Worths::default()),
            table: Table::new(["party", "worth"]).row(["North", "12"]),
        });
        let main = main(&document);
        assert!(main.starts_with("<figure><figcaption>Worths</figcaption><div class=\"scroll\" "));
        assert!(main.contains("role=\"img\" aria-label=\"North gains &quot;12&quot;.\">"));
        assert!(main.contains("<summary>The same as a table</summary><div class=\"scroll\" "));
        assert!(main.contains("aria-label=\"Picture 1: Worths\"") && main.contains("Table 2"));
    }

    #[test]
    fn what_is_empty_is_skipped() {
        let mut document = Document::new();
        document.heading(1, "T").heading(2, " ").paragraph("").list([""]);
        document.list(Vec::<Item>::new()).table(Table::new(["party"]));
        assert_eq!(main(&document), "");
    }
}
