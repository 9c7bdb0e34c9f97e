//! Reports as printed, taken apart into what is read as one: headings, paragraphs, items, cells.

/// A part of a printed report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
}

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A heading of the second level or above, which begins a section.
    Section,
    /// A lower heading.
    Heading,
    /// A paragraph with another block but a list or a table below it.
    Paragraph,
    /// A paragraph that leads to the list or the table below it, or the caption of a table.
    Lead,
    /// An entry of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A line on standard error, or of a command without a report.
    Line,
}

/// The parts of a report printed so wide that no line is wrapped.
pub fn of_report(text: &str) -> Vec<Unit> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let mut units = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let below = lines.get(place + 1).copied().unwrap_or_default();
        if is_rule(line) {
            continue;
        }
        if line.contains('│') {
            let cells = line.split('│').map(str::trim).filter(|cell| !cell.is_empty());
            units.extend(cells.map(|cell| Unit { kind: Kind::Cell, text: cell.to_owned() }));
            continue;
        }
        let (kind, text) = match line.trim_start().strip_prefix("- ") {
            Some(text) => (Kind::Item, text),
            None if is_rule(below) && below.starts_with('·') => (Kind::Heading, *line),
            None if is_rule(below) && !below.contains('╪') => (Kind::Section, *line),
            None if below.contains('│') || below.starts_with("- ") => (Kind::Lead, *line),
            None => (Kind::Paragraph, *line),
        };
        units.push(Unit { kind, text: text.to_owned() });
    }
    units
}

/// What the pictures of a page say to those who cannot see them.
pub fn of_pictures(page: &str) -> Vec<Unit> {
    let page = scraper::Html::parse_document(page);
    let select = |what| scraper::Selector::parse(what).unwrap();
    let (pictures, captions) = (select("[role=img]"), select("figcaption"));
    let texts = page.select(&pictures).filter_map(|it| it.attr("aria-label")).map(str::to_owned);
    let titles = page.select(&captions).map(|it| it.text().collect::<String>());
    let titles = titles.map(|text| Unit { kind: Kind::Heading, text });
    texts.map(|text| Unit { kind: Kind::Lead, text }).chain(titles).collect()
}

/// The lines of what is no report.
pub fn of_lines(text: &str) -> Vec<Unit> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Unit { kind: Kind::Line, text: line.to_owned() }).collect()
}

/// The texts of a report in JSON.
pub fn of_strings(value: &serde_json::Value) -> Vec<Unit> {
    match value {
        serde_json::Value::String(text) => of_lines(text),
        serde_json::Value::Array(values) => values.iter().flat_map(of_strings).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(of_strings).collect(),
        _ => Vec::new(),
    }
}

fn is_rule(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|letter| "═─·╪┼ ".contains(letter))
}
