//! A golden copy of every sentence template with a filled example, to be reviewed as prose; and the
//! rules of prose that hold for every report.

mod prose;
mod requests;
mod templates;
mod units;

use std::collections::BTreeMap;

use clap::Parser as _;
use impasse_cli::{Args, Terminal};

use requests::REQUESTS;
use units::{Kind, Unit, of_lines, of_pictures, of_report, of_strings};

/// Wide enough that no line is wrapped.
const WIDE: &str = "100000";

/// Why a place where nothing can be written has no example.
const RIGHTS: &str = "hangs on the rights and the room of the machine";

/// Why words of the progress bar have no example.
const PROGRESS: &str = "drawn on a terminal, after a second of work";

/// Sentences that no request reaches, each with the reason.
const UNREACHED: &[(&str, &str)] = &[
    (
        "name two proposals of the file, or one other scenario file",
        "the arguments allow no other number",
    ),
    ("as things are", "the words of a clause that a view adds and no report prints"),
    ("it cannot be read", "a title that stands in a scenario but cannot be read is not known"),
    ("its place is not found", RIGHTS),
    ("it may not be written here", RIGHTS),
    ("there is no room left", RIGHTS),
    ("reading the file", PROGRESS),
    ("looking for oddities", PROGRESS),
    ("the map of issues", PROGRESS),
    ("what can be closed now", PROGRESS),
    ("where proposals stand", PROGRESS),
    ("every scale of the words", PROGRESS),
    ("cases of both", PROGRESS),
    ("the conclusion", PROGRESS),
    ("{} packages under the rules, {}, {}; the table of them is up to {} wide", PROGRESS),
    (
        "{}, at the {end} of what is not stated – {} samples with seed {}, {}",
        "words inside a picture, which the tests of pictures read",
    ),
    ("not stated now", "a belief that is not stated may be full, so that no rejection hangs on it"),
    ("{what} the text as it stands", "what leaves both open is named among the conditions"),
    ("standard input", "tests have none"),
    ("standard input {}", "tests have none"),
];

/// What a request prints, as parts.
fn output(line: &str) -> Vec<Unit> {
    let terminal = Terminal { stdout: false, stderr: true, width: None, no_color: true };
    let mut words: Vec<&str> = ["impasse"].into_iter().chain(line.split(' ')).collect();
    let is_report = !["explain", "generate", "new"].iter().any(|it| line.starts_with(it));
    if is_report {
        words.extend(["--width", WIDE, "--color", "never"]);
    }
    let args = Args::parse_from(words);
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    impasse_cli::run(&args, terminal, &mut out, &mut diagnostics).unwrap();
    let (out, diagnostics) =
        (String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap());
    let format = line.split_once("--format ").map(|(_, format)| format);
    let mut units = match (is_report, format) {
        (true, None) => of_report(&out),
        (true, Some("json")) => of_strings(&serde_json::from_str(&out).unwrap()),
        (true, Some("html")) => of_pictures(&out),
        (true, Some(_)) | (false, _) => of_lines(&out),
    };
    units.extend(of_lines(&diagnostics));
    units
}

/// What every request prints.
fn corpus() -> BTreeMap<&'static str, Vec<Unit>> {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    REQUESTS.iter().map(|line| (*line, output(line))).collect()
}

#[test]
fn reports_are_plain_prose() {
    let mut complaints: Vec<String> = Vec::new();
    for (line, units) in corpus() {
        // Titles of sources are others' words, and diagnostics show lines of the file.
        let is_source = |unit: &Unit| unit.kind == Kind::Section && unit.text == "Sources";
        let report = units.split(is_source).next().unwrap_or_default();
        let report: Vec<Unit> = report.iter().filter(|it| it.kind != Kind::Line).cloned().collect();
        let found = report.iter().flat_map(prose::complaints);
        // Of a page only the pictures are read here.
        let whole = if line.contains("--format html") { &[][..] } else { &report };
        let found = found.chain(prose::complaints_of_report(line, whole));
        complaints.extend(found.map(|it| format!("{line}\n    {it}")));
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_sentence_has_an_example() {
    let corpus = corpus();
    let mut texts: Vec<&str> = corpus.values().flatten().map(|unit| unit.text.as_str()).collect();
    // The shortest example is the easiest to review.
    texts.sort_by_key(|text| (text.chars().count(), *text));
    texts.dedup();
    let (mut copy, mut file, mut missing) = (Vec::new(), String::new(), Vec::new());
    for template in templates::all() {
        if template.file != file {
            file.clone_from(&template.file);
            copy.push(format!("# {file}\n"));
        }
        let text = template.text.replace('\n', " ");
        match texts.iter().find(|text| template.fits(text)) {
            Some(example) => copy.push(format!("{text}\n    {example}\n")),
            None if UNREACHED.iter().any(|(known, _)| *known == text) => {}
            None => missing.push(format!("{file}: {text}")),
        }
    }
    assert!(
        missing.is_empty(),
        "{} sentences without an example:\n{}",
        missing.len(),
        missing.join("\n")
    );
    insta::assert_snapshot!(copy.join("\n"));
}
