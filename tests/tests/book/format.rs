//! The file format reference says what the reader does: every field of every part, what holds
//! when it is left out, and examples that are read.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::read::{Code, Source, parts, read};
use impasse_tests::book::{Page, code, page};
use itertools::Itertools;

const PAGE: &str = "docs/src/format.md";
/// The heading of the table of fields that every statement has.
const SHARED: &str = "What every statement carries";
const HEADER: [&str; 4] =
    ["format: 1", "title: \"T\"", "from: \"2030-04-01\"", "as_of: \"2030-05-01\""];
const PARTIES: &str = r#"parties: {
    "north": (name: "North", consent: Always), "mediator": (name: "M", consent: Never),
    "south": (name: "South", consent: Always, weight_order: [["bridge"]])}"#;
/// Two texts to compare.
const PROPOSALS: &str = r#"proposals: {
    "plan-a": (title: "A", date: "2030-04-25", clauses: []),
    "plan-b": (title: "B", date: "2030-04-26", clauses: [])}"#;

/// A part of the file: the word of messages for it, the heading of its table, and the field of
/// the scenario in which it stands, where `@` stands for its own fields.
type Part = (&'static str, &'static str, &'static str);

const PARTS: [Part; 20] = [
    ("scenario", "The file", "@"),
    ("scale", "Scale", "scale: (@)"),
    ("table of weights", "Words for weights", "weights: (@)"),
    ("source", "Sources", r#"sources: {"north-radio": (@)}"#),
    ("party", "Parties", r#"parties: {"south": (name: "S", consent: Always), "north": (@)}"#),
    (
        "floor",
        "Floors",
        r#"parties: {"south": (name: "S", consent: Always), "north": (name: "N", consent: Always, floor: (@))}"#,
    ),
    (
        "issue",
        "Issues",
        r#"issues: {"bridge": (title: "B", options: {"north": "N", "shared": "S"}), "extra": (@)}"#,
    ),
    ("option", "Options", r#"issues: {"bridge": (title: "B", options: {"north": (@)})}"#),
    (
        "range",
        "Evenly spaced numbers",
        r#"issues: {"bridge": (title: "B", options: {"north": "N"}), "extra": (title: "E", range: (@))}"#,
    ),
    ("rule", "Rules", "rules: [(@)]"),
    ("position", "Positions", r#"positions: {"north": {"troops": (@)}}"#),
    ("row", "Rows", r#"positions: {"north": {"bridge": (weight: 1, stances: [(@)])}}"#),
    (
        "branch",
        "Stances under conditions",
        r#"positions: {"north": {"bridge": (weight: 1, stances: [(on: ["north"], is: [(@), Unknown])])}}"#,
    ),
    ("link", "Links", "links: [(@)]"),
    ("belief", "Trust", r#"trust: {"north": {"south": (@)}}"#),
    ("enforcement", "Enforcement", "enforcement: [(@)]"),
    ("move", "Moves", "moves: [(@)]"),
    ("proposal", "Proposals", r#"proposals: {"extra": (@)}"#),
    (
        "clause",
        "Clauses",
        r#"proposals: {"extra": (title: "E", date: "2030-04-25", clauses: [(@)])}"#,
    ),
    (
        "reading",
        "Readings",
        r#"proposals: {"extra": (title: "E", date: "2030-04-25", clauses: [(no: "1", says: "S", readings: [(@)])])}"#,
    ),
];

/// A line of a table of fields.
#[derive(Clone, Debug)]
struct Line {
    name: String,
    types: String,
    default: String,
    example: String,
}

impl Line {
    fn required(&self) -> bool {
        self.default.starts_with("required")
    }
}

/// The lines of the table under a heading, those of every statement in full.
fn lines(page: &Page, heading: &str) -> Vec<Line> {
    let tables = page.tables.iter().filter(|table| table.heading == heading);
    let table = tables.filter(|table| table.rows[0][0] == "field").exactly_one();
    let Ok(table) = table else { panic!("no table of fields under {heading}") };
    let mut found = Vec::new();
    for row in &table.rows[1..] {
        let [name, types, default, _, example] = &row[..] else { panic!("{row:?}") };
        let names = code(name);
        if names.len() > 1 || default.is_empty() {
            let shared = lines(page, SHARED);
            found.extend(shared.into_iter().filter(|line| names.contains(&line.name.as_str())));
        } else {
            let [types, default, example] = [types, default, example].map(Clone::clone);
            found.push(Line { name: names[0].to_owned(), types, default, example });
        }
    }
    found
}

/// The fields in a piece of a scenario, each with its text.
fn fields(piece: &str) -> BTreeMap<&str, &str> {
    let (mut depth, mut quoted) = (0, false);
    let split = piece.split(move |letter| {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0 && !quoted
    });
    let named = split.map(str::trim).filter(|field| !field.is_empty());
    named.map(|field| (field.split_once(':').unwrap().0, field)).collect()
}

/// The blocks of the page that are fields of the main file, by their first field.
fn blocks(page: &Page) -> BTreeMap<&str, &str> {
    let ron = page.blocks.iter().filter(|block| block.language == "ron");
    let texts = ron.map(|block| block.text.as_str()).filter(|text| !text.starts_with('('));
    texts.map(|text| (text.trim().split_once(':').unwrap().0, text)).collect()
}

/// A history in full, or the codes of the faults.
type Outcome = Result<String, Vec<&'static str>>;

/// What reading a scenario gives, in full, or the codes of its faults.
fn outcome(page: &Page, text: &str) -> Outcome {
    let included = page.blocks.iter().find(|block| block.text.starts_with("(\n")).unwrap();
    let load = |path: &str| Ok(Source::new(path, included.text.clone()));
    let reading = read(Source::new("main.ron", text), load);
    let history = reading.result.map(|read| format!("{:#?}", read.history));
    history.map_err(|faults| faults.iter().map(|fault| fault.code.name()).collect())
}

/// What a part with these fields and all that it cannot do without gives.
fn with(page: &Page, part: Part, own: &str, without: Option<&str>) -> Outcome {
    let (noun, heading, place) = part;
    let lines = lines(page, heading);
    let own = fields(own);
    let mut all: Vec<&str> = own.values().copied().collect();
    let required = lines.iter().filter(|line| line.required());
    let alternatives: &[&str] = match noun {
        "issue" => &["options", "values", "range"],
        "floor" => &["worth", "as_good_as"],
        _ => &[],
    };
    let needed = (!alternatives.iter().any(|name| own.contains_key(name)))
        .then(|| lines.iter().find(|line| Some(&line.name.as_str()) == alternatives.first()))
        .flatten();
    for line in required.chain(needed) {
        if !own.contains_key(line.name.as_str()) && without != Some(&line.name) {
            all.extend(fields(code(&line.example)[0]).into_values());
        }
    }
    let place = place.replace('@', &all.join(", "));
    let mut scenario = fields(&place);
    let written = blocks(page);
    if noun != "scenario" {
        scenario.extend(HEADER.iter().map(|field| (field.split_once(':').unwrap().0, *field)));
    }
    scenario.entry("parties").or_insert(PARTIES);
    if own.contains_key("compare") {
        scenario.insert("proposals", PROPOSALS);
    }
    for name in ["sources", "issues"] {
        scenario.entry(name).or_insert(written[name].trim().trim_end_matches(','));
    }
    if noun == "move" {
        scenario.insert("positions", written["positions"].trim().trim_end_matches(','));
    }
    outcome(page, &format!("({})", scenario.values().join(",\n")))
}

#[test]
fn the_page_has_every_part_and_every_field_of_the_reader() {
    let page = page(PAGE);
    let known: BTreeMap<&str, BTreeSet<String>> = parts()
        .map(|(noun, fields)| (noun, fields.iter().map(ToString::to_string).collect()))
        .collect();
    let told = PARTS.iter().map(|(noun, heading, _)| {
        let names = lines(&page, heading).into_iter().map(|line| line.name);
        (*noun, names.collect())
    });
    assert_eq!(told.collect::<BTreeMap<_, _>>(), known);
}

#[test]
fn the_blocks_are_one_scenario_without_faults_and_warnings() {
    let page = page(PAGE);
    let ron = page.blocks.iter().filter(|block| block.language == "ron");
    let main = ron.map(|block| block.text.as_str()).filter(|text| !text.starts_with('(')).join("");
    let included = page.blocks.iter().find(|block| block.text.starts_with("(\n")).unwrap();
    let load = |path: &str| {
        assert_eq!(path, "plan-b.ron");
        Ok(Source::new(path, included.text.clone()))
    };
    let reading = read(Source::new("main.ron", format!("({main})")), load);
    assert!(reading.result.is_ok(), "{:#?}", reading.result);
    assert!(reading.warnings.is_empty(), "{:#?}", reading.warnings);
    for (noun, names) in parts().filter(|(noun, _)| *noun != "range") {
        let unused = names.iter().filter(|name| !main.contains(&format!("{name}: ")));
        let unused = unused.filter(|name| !included.text.contains(&format!("{name}: ")));
        let unused: Vec<_> = unused.filter(|name| !["range", "Never"].contains(name)).collect();
        assert!(unused.is_empty(), "the blocks show no {unused:?} of a {noun}");
    }
}

#[test]
fn every_example_is_read() {
    let page = page(PAGE);
    for part in PARTS {
        for line in lines(&page, part.1) {
            let Some(example) = code(&line.example).first().copied() else {
                assert!(part.0 == "scenario" && blocks(&page).contains_key(&line.name[..]));
                continue;
            };
            assert!(fields(example).contains_key(&line.name[..]), "{example}");
            let read = with(&page, part, example, None);
            assert!(read.is_ok(), "{} {example}: {read:?}", part.0);
        }
    }
}

#[test]
fn every_value_in_the_column_of_types_is_read() {
    let page = page(PAGE);
    for part in PARTS {
        for line in lines(&page, part.1) {
            for value in code(&line.types).into_iter().filter(|value| !value.contains("formula")) {
                let own = format!("{}: {value}", line.name);
                let read = with(&page, part, &own, None);
                assert!(read.is_ok(), "{} {own}: {read:?}", part.0);
            }
        }
    }
}

/// A scenario with a field of its own, and one without it.
fn whole(page: &Page, name: &str, field: &str) -> (Outcome, Outcome) {
    let mut all = HEADER.to_vec();
    if name != "parties" {
        all.push(r#"parties: {"north": (name: "N", consent: Always)}"#);
    }
    let without = outcome(page, &format!("({})", all.join(", ")));
    all.push(field);
    (outcome(page, &format!("({})", all.join(", "))), without)
}

#[test]
fn a_default_written_out_changes_nothing() {
    let page = page(PAGE);
    let mut tried = 0;
    for part in PARTS {
        for line in lines(&page, part.1).iter().filter(|line| !line.required()) {
            match code(&line.default).first() {
                None => assert_eq!(line.default, "none", "{line:?}"),
                Some(default) => {
                    let field = format!("{}: {default}", line.name);
                    let (written, without) = if part.0 == "scenario" {
                        whole(&page, &line.name, &field)
                    } else {
                        (with(&page, part, &field, None), with(&page, part, "", None))
                    };
                    assert_eq!(written, without, "{} {line:?}", part.0);
                    let alone = line.name == "parties" && part.0 == "scenario";
                    assert_eq!(written.is_ok(), !alone, "{line:?}: {written:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 40, "{tried} defaults");
}

#[test]
fn what_is_required_cannot_be_left_out() {
    let page = page(PAGE);
    for part in PARTS {
        for line in lines(&page, part.1).iter().filter(|line| line.required()) {
            let code = match (part.0, &line.name[..]) {
                ("position", "weight") => Code::WeightForm,
                ("link", "party") => Code::LinkParty,
                _ => Code::MissingField,
            };
            let codes = with(&page, part, "", Some(&line.name)).unwrap_err();
            assert!(codes.contains(&code.name()), "{} without {}: {codes:?}", part.0, line.name);
        }
    }
}

#[test]
fn every_formula_and_every_stance_is_read() {
    let page = page(PAGE);
    let first = |head: &str| {
        let table = page.tables.iter().find(|table| table.rows[0][0] == head).unwrap();
        table.rows[1..].iter().flat_map(|row| code(&row[0])).collect::<Vec<_>>()
    };
    let part = |noun| *PARTS.iter().find(|(other, ..)| *other == noun).unwrap();
    for formula in first("formula") {
        let read = with(&page, part("rule"), &format!("rule: {formula}"), None);
        assert!(read.is_ok(), "{formula}: {read:?}");
    }
    for stance in first("stance") {
        let read = with(&page, part("row"), &format!("is: {stance}"), None);
        assert!(read.is_ok(), "{stance}: {read:?}");
    }
}
