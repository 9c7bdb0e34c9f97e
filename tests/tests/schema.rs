//! Every JSON report is as its published schema says, and the book names every field.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use clap::Parser as _;
use impasse_cli::{Args, Terminal};
use jsonschema::Validator;
use serde_json::{Map, Value};

const REPORTS: [&str; 14] = [
    "check",
    "score",
    "overlap",
    "deadlock",
    "settle",
    "diff",
    "diff-files",
    "voice",
    "ratify",
    "timeline",
    "sample",
    "trust",
    "robust",
    "report",
];
const SCENARIOS: [&str; 3] = ["two-rivers", "port-game", "ukraine-2025"];

/// What a command prints.
fn run(line: &str) -> String {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].into_iter().chain(line.split(' ')));
    let pipe = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    impasse_cli::run(&args, pipe, &mut out, &mut diagnostics).unwrap();
    String::from_utf8(out).unwrap()
}

fn schema(report: &str) -> Value {
    serde_json::from_str(&run(&format!("generate schema {report}"))).unwrap()
}

/// All objects of a schema, the root first.
fn objects(schema: &mut Value) -> Vec<&mut Map<String, Value>> {
    let mut found = Vec::new();
    let root = schema.as_object_mut().unwrap();
    let mut definitions = None;
    let mut properties = None;
    for (key, value) in root.iter_mut() {
        match key.as_str() {
            "$defs" => definitions = value.as_object_mut(),
            "properties" => properties = value.as_object_mut(),
            _ => {}
        }
    }
    found.extend(properties);
    for definition in definitions.into_iter().flat_map(Map::values_mut) {
        found.extend(definition.get_mut("properties").and_then(Value::as_object_mut));
    }
    found
}

/// The schemas, in which no object has a field that is not listed.
struct Strict(BTreeMap<&'static str, Validator>);

impl Strict {
    fn new() -> Self {
        let strict = |report| {
            let mut schema = schema(report);
            let close = |object: &mut Value| {
                let object = object.as_object_mut().unwrap();
                if object.contains_key("properties") {
                    object.insert("additionalProperties".to_owned(), false.into());
                }
            };
            close(&mut schema);
            let definitions = schema.get_mut("$defs").and_then(Value::as_object_mut);
            definitions.into_iter().flat_map(Map::values_mut).for_each(close);
            (report, jsonschema::draft202012::new(&schema).unwrap())
        };
        Self(REPORTS.into_iter().map(strict).collect())
    }

    fn check(&self, source: &str, text: &str) {
        let report: Value =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{source}: {error}"));
        let name = match report["command"].as_str().unwrap() {
            "diff" if report.get("changes").is_some() => "diff-files",
            command => command,
        };
        let errors = self.0[name].iter_errors(&report);
        let errors: Vec<String> =
            errors.take(5).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        assert!(errors.is_empty(), "{source}:\n{}", errors.join("\n"));
    }

    fn check_output(&self, line: &str) {
        self.check(line, &run(&format!("{line} --format json")));
    }
}

#[test]
fn the_published_schemas_are_those_of_the_binary() {
    for report in REPORTS {
        let printed = run(&format!("generate schema {report}"));
        let file = format!("docs/src/schema/{report}.json");
        let published = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            published == printed,
            "{file} is out of date; run: cargo run -- generate schema {report} > {file}"
        );
    }
}

#[test]
fn schemas_are_schemas() {
    for report in REPORTS {
        assert!(jsonschema::meta::is_valid(&schema(report)), "{report}");
    }
}

#[test]
fn the_reviewed_reports_are_as_their_schemas_say() {
    let strict = Strict::new();
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with("json.snap") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().skip_while(|line| *line != "{");
        let end = lines.clone().position(|line| line == "}").unwrap();
        strict.check(name, &lines.take(end + 1).collect::<Vec<_>>().join("\n"));
        seen += 1;
    }
    assert!(seen >= 11, "only {seen} reports were found");
}

#[test]
fn every_command_with_every_option_is_as_its_schema_says() {
    let strict = Strict::new();
    for scenario in SCENARIOS {
        let file = format!("scenarios/{scenario}.ron");
        for line in [
            "check",
            "check --only high",
            "score --explain",
            "score --silence open",
            "score --silence status-quo",
            "overlap",
            "overlap --only high",
            "trust",
            "trust --only high",
            "deadlock --explain --all --first total",
            "settle --explain --all",
            "settle --gains points --outlook hopeful",
            "timeline",
            "timeline --only high",
            "sample --samples 200",
            "report",
            "report --redact weights --redact floors --redact sources",
            "report --only high --redact unsettled",
        ] {
            let (command, options) = line.split_once(' ').unwrap_or((line, "--steps 2000000"));
            strict.check_output(&format!("{command} {file} {options}"));
        }
        strict.check_output(&format!("diff {file} {file}"));
    }
    let rivers = "scenarios/two-rivers.ron";
    for line in [
        "score scenarios/two-rivers.ron --set ferry=stops --party hillford",
        "score scenarios/two-rivers.ron --drop marsh-ferry-stays --floor hillford=60",
        "overlap scenarios/two-rivers.ron --party marshford",
        "deadlock scenarios/two-rivers.ron --proposal board-plan --explain --first greatest",
        "deadlock scenarios/two-rivers.ron --drop marsh-ferry-stays",
        "deadlock scenarios/two-rivers.ron --floor hillford=90 --party hillford",
        "deadlock scenarios/two-rivers.ron --only high",
        "settle scenarios/two-rivers.ron --drop marsh-ferry-stays --floor hillford=80",
        "diff scenarios/two-rivers.ron hill-offer board-plan --explain",
        "diff scenarios/two-rivers.ron scenarios/port-game.ron",
        "diff scenarios/ukraine-2025.ron us-28 20-point --explain --party ukraine",
        "deadlock scenarios/ukraine-2025.ron --proposal 20-point",
        "timeline tests/data/sentences/tide.ron --party east",
        "timeline tests/data/sentences/tide.ron --drop west-not-eight --floor east=90",
        "timeline scenarios/ukraine-2025.ron --from 2025-12-10 --to 2025-12-20 --party ukraine",
        "timeline scenarios/ukraine-2025.ron --steps 20000",
        "report tests/data/sentences/tide.ron --redact west --redact floors",
        "trust tests/data/sentences/canal.ron",
        "trust tests/data/sentences/canal.ron bare --party delta --drop up-fee-first",
        "report tests/data/sentences/canal.ron",
        "report scenarios/two-rivers.ron --redact hillford --redact closable",
        "report scenarios/ukraine-2025.ron --redact russia --redact map --redact comparison",
        "report scenarios/ukraine-2025.ron --party russia --compare e3 us-28 --drop ru-all-donbas",
        // Within a small bound much is unfinished.
        "report scenarios/ukraine-2025.ron --steps 20000",
        "deadlock scenarios/ukraine-2025.ron --steps 20000",
        "settle scenarios/ukraine-2025.ron --steps 20000",
    ] {
        strict.check_output(line);
    }
    for command in ["score", "overlap", "deadlock", "settle", "report"] {
        for steps in [100, 300, 1000, 3000] {
            let text = run(&format!("{command} {rivers} --steps {steps} --format json"));
            if !text.is_empty() {
                strict.check(&format!("{command} --steps {steps}"), &text);
            }
        }
    }
}

#[test]
fn every_kind_of_case_is_as_its_schema_says() {
    let strict = Strict::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/cases")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "ron") {
            for command in ["check", "score", "overlap", "deadlock", "settle", "trust", "report"] {
                let line = format!("{command} {} --steps 20000 --format json", path.display());
                let text = run(&line);
                if !text.is_empty() {
                    strict.check(&line, &text);
                }
            }
        }
    }
}

#[test]
fn what_check_says_of_faulty_files_is_as_its_schema_says() {
    let strict = Strict::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/faulty")).unwrap()
    {
        let path = entry.unwrap().path();
        if path.is_file() {
            strict.check_output(&format!("check {}", path.display()));
        }
    }
}

#[test]
fn the_schemas_refuse_what_is_not_in_them() {
    let strict = Strict::new();
    let text = run("overlap scenarios/two-rivers.ron --format json");
    let broken = [
        ("\"schema\": 1", "\"schema\": 2"),
        ("\"common ground\"", "\"common grounds\""),
        ("\"as_of\": \"2030", "\"as_of\": \"in 2030"),
        ("\"pairs\":", "\"couples\":"),
    ];
    for (whole, wrong) in broken {
        let report: Value = serde_json::from_str(&text.replacen(whole, wrong, 1)).unwrap();
        assert!(!strict.0["overlap"].is_valid(&report), "{wrong}");
    }
}

/// The text of `docs/src/json.md` under some headings.
fn sections(headings: &[&str]) -> String {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/src/json.md"));
    let page = page.unwrap();
    let sections = page
        .split("\n## ")
        .filter(|section| headings.iter().any(|heading| section.lines().next() == Some(heading)));
    sections.collect()
}

#[test]
fn the_book_names_every_field() {
    for report in REPORTS {
        let own = match report {
            "diff" => "diff of two proposals",
            "diff-files" => "diff of two files",
            report => report,
        };
        let mut headings = vec!["Parts that several reports share", own];
        match report {
            // What blocks a proposal holds its score.
            "deadlock" => headings.push("score"),
            // The document holds the other reports.
            "report" => headings.extend([
                "check",
                "score",
                "overlap",
                "deadlock",
                "settle",
                "timeline",
                "diff of two proposals",
                "voice",
                "ratify",
                "trust",
                "robust",
                "sample",
            ]),
            _ => {}
        }
        let text = sections(&headings);
        assert!(text.matches("| --- |").count() >= headings.len(), "{report}: no such section");
        let mut schema = schema(report);
        let fields: BTreeSet<String> =
            objects(&mut schema).into_iter().flat_map(|object| object.keys().cloned()).collect();
        let missing: Vec<&String> =
            fields.iter().filter(|field| !text.contains(&format!("`{field}`"))).collect();
        assert!(missing.is_empty(), "{report}: docs/src/json.md does not name {missing:?}");
    }
}
