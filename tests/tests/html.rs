//! Reports as pages: what a parser of browsers reads out of them.

use std::collections::BTreeSet;

use clap::Parser as _;
use impasse_cli::document::{Column, Document, Figure, Item, Table, Text};
use impasse_cli::picture::{Picture, Worths};
use impasse_cli::render::html::render;
use impasse_cli::{Args, Exit, Terminal};
use scraper::{ElementRef, Html, Selector};

const PIPE: Terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };

/// The commands with what they are asked on a scenario.
const SCENARIOS: [(&str, &str); 3] = [
    ("two-rivers", "hill-offer board-plan"),
    ("port-game", "initial-deal initial-deal"),
    ("ukraine-2025", "us-28 20-point"),
];

fn page(line: &str) -> String {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let words = ["impasse"].into_iter().chain(line.split(' ')).chain(["--format", "html"]);
    let mut out = Vec::new();
    let args = Args::parse_from(words);
    let exit = impasse_cli::run(&args, PIPE, &mut out, &mut Vec::new()).unwrap();
    assert_eq!(exit, Exit::Answered, "{line}");
    String::from_utf8(out).unwrap()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// What holds of every page; the page as parsed.
fn sound(text: &str) -> Html {
    let page = Html::parse_document(text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    loads_nothing(text, &page);
    leads_somewhere(&page);
    has_an_outline(&page);
    names_its_cells(&page);
    page
}

fn loads_nothing(text: &str, page: &Html) {
    for tag in ["script", "iframe", "object", "embed", "form", "img", "base", "audio", "video"] {
        assert_eq!(all(page, tag).len(), 0, "{tag}");
    }
    let links = all(page, "link").into_iter().map(|link| link.attr("href"));
    assert_eq!(links.collect::<Vec<_>>(), [Some("data:,")]);
    let style = words(all(page, "style")[0]);
    assert!(!style.contains("@import") && !style.contains("url(") && style.contains("@page"));
    assert!(text.contains("default-src 'none'"));
    for element in all(page, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "src" && name != "srcdoc", "{name}");
            let safe = ["#", "http://", "https://", "mailto:", "data:,"];
            let address = name == "href" || name == "action" || name.ends_with(":href");
            assert!(!address || safe.iter().any(|it| value.starts_with(it)), "{value}");
        }
    }
}

fn leads_somewhere(page: &Html) {
    let mut ids = BTreeSet::new();
    for element in all(page, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(!id.is_empty() && ids.insert(id), "{id} stands twice");
    }
    for link in all(page, "a[href^='#']") {
        let place = link.attr("href").unwrap().trim_start_matches('#');
        assert!(ids.contains(place), "{place} leads nowhere");
    }
    for entry in all(page, "main h2[id]") {
        let place = format!("nav a[href='#{}']", entry.attr("id").unwrap());
        assert!(all(page, "nav").is_empty() || all(page, &place).len() == 1, "{place}");
    }
}

fn has_an_outline(page: &Html) {
    assert_eq!(all(page, "h1").len(), 1);
    assert_eq!(all(page, "main").len(), 1);
    assert_eq!(all(page, "html[lang='en']").len(), 1);
    assert_eq!(words(all(page, "title")[0]), words(all(page, "h1")[0]));
    let levels = all(page, "h1, h2, h3, h4, h5, h6");
    let levels: Vec<u8> = levels.iter().map(|it| it.value().name().as_bytes()[1] - b'0').collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

fn names_its_cells(page: &Html) {
    for heading in all(page, "th") {
        assert!(matches!(heading.attr("scope"), Some("col" | "row")), "{}", heading.html());
        assert!(!words(heading).trim().is_empty());
    }
    let mut names = BTreeSet::new();
    for table in all(page, "table") {
        let count = |selector: &str| table.select(&Selector::parse(selector).unwrap()).count();
        assert!(count("th") > 0, "{}", table.html());
        let widths: BTreeSet<usize> = table
            .select(&Selector::parse("tr").unwrap())
            .map(|row| row.child_elements().count())
            .collect();
        assert_eq!(widths.len(), 1, "{}", table.html());
    }
    for region in all(page, "[role='region']") {
        assert_eq!(region.attr("tabindex"), Some("0"));
        assert!(names.insert(region.attr("aria-label").unwrap()), "two regions of one name");
    }
}

#[test]
fn every_report_is_a_sound_page() {
    for (scenario, proposals) in SCENARIOS {
        for command in ["check", "score", "overlap", "deadlock", "settle", "diff"] {
            let mut line = format!("{command} scenarios/{scenario}.ron");
            if command == "diff" {
                line = format!("{line} {proposals}");
            }
            let text = page(&line);
            assert!(text.len() < 1_000_000, "{line}: {} bytes", text.len());
            let page = sound(&text);
            assert!(!all(&page, ".lead").is_empty(), "{line}");
        }
    }
}

#[test]
fn the_same_request_gives_the_same_page() {
    let line = "deadlock scenarios/two-rivers.ron --proposal hill-offer";
    assert_eq!(page(line), page(line));
}

#[test]
fn sources_are_linked_and_lead_to_their_addresses() {
    let page = sound(&page("deadlock scenarios/ukraine-2025.ron"));
    assert!(all(&page, "main a.ref[href^='#source-']").len() > 20);
    assert!(all(&page, ".sources > li[id^='source-']").len() > 20);
    let links = all(&page, ".sources > li[id] a[rel='noreferrer'][href^='http']");
    assert!(links.len() > 10);
    // On paper an address is of use only if it can be read.
    assert!(links.iter().all(|link| link.attr("href") == Some(words(*link).as_str())));
}

const HOSTILE: [&str; 11] = [
    "<script>alert(1)</script>",
    "</style></title></main><img src=x onerror=alert(1)>",
    "\" onload=\"alert(1)",
    "' onclick='alert(1)",
    "javascript:alert(1)",
    "<!-- no comment",
    "]]> &lt; &amp; &#60;",
    "tab\tand\u{0}nul\u{1b}[31m",
    "right \u{202e}to left\u{202c} \u{200f}mark",
    "שלום مرحبا",
    "two\nlines",
];

/// The words of a hostile name as a browser shows them.
fn shown(name: &str) -> String {
    let visible = name.chars().map(|char| match char {
        '\0' | '\u{1b}' | '\u{202a}'..='\u{202e}' => '\u{fffd}',
        char => char,
    });
    visible.filter(|char| !char.is_whitespace()).collect()
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn hostile_names_come_out_as_words_everywhere() {
    for name in HOSTILE {
        let mut document = Document::new();
        let table =
            Table::new([Column::text(name), Column::numeric(name)]).caption(name).row([name, name]);
        let figure = Figure {
            title: name.to_owned(),
            alt: name.to_owned(),
            picture: Picture::Worths(Worths::default()),
            table: table.clone(),
        };
        document
            .heading(1, name)
            .heading(2, name)
            .paragraph(Text::from(name).strong(name).link(name, name).reference(name, name))
            .list([Item::new(name).child(name).at("place")])
            .table(table)
            .figure(figure);
        let page = sound(&render(&document));
        let name = shown(name);
        let once = ["h1", "title", "h2", "figcaption", "li li", "tbody th", "tbody td", "caption"];
        for selector in once {
            assert_eq!(dense(&words(all(&page, selector)[0])), name, "{selector}");
        }
        assert_eq!(dense(&words(all(&page, "p")[0])), name.repeat(4));
        let alt = all(&page, "[role='img']")[0].attr("aria-label").unwrap();
        assert_eq!(dense(alt), name);
    }
}

#[test]
fn hostile_addresses_are_no_links() {
    for url in ["javascript:alert(1)", "data:text/html,<b>", "vbscript:a", "file:///a", "#a"] {
        let mut document = Document::new();
        document.heading(1, "title").paragraph(Text::new().link("words", url));
        let page = sound(&render(&document));
        assert_eq!(all(&page, "p a").len(), 0, "{url}");
        assert_eq!(words(all(&page, "p")[0]), "words");
    }
}
