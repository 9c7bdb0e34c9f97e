//! Every code has a faulty file that gives it and nothing else, and a heading in the book.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};
use impasse_core::read::{Code, Origins, Reading, Source, Span, read};
use itertools::Itertools;

const FOLDER: &str = "scenarios/faulty";

/// Paths in messages are relative to the root of the workspace.
fn at_root() {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
}

fn file(code: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{code}.ron"))
}

/// What a command says: its exit, and what it prints to standard error.
fn run(arguments: &[&str]) -> (Exit, String) {
    let (exit, _, diagnostics) = run_whole(arguments);
    (exit, diagnostics)
}

/// What a command says: its exit, its report, and what it prints to standard error.
fn run_whole(arguments: &[&str]) -> (Exit, String, String) {
    at_root();
    let arguments = ["impasse"].iter().chain(arguments);
    let args = Args::try_parse_from(arguments).unwrap();
    let terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, terminal, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

fn check(path: &Path) -> (Exit, String) {
    run(&["check", path.to_str().unwrap()])
}

/// The codes in what a command says, one a message.
fn codes(diagnostics: &str) -> Vec<&str> {
    let heads = diagnostics.lines().filter_map(|line| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        Some(rest.split_once(']').unwrap().0)
    });
    heads.collect()
}

/// What reading a file gives, without the analyses.
fn reading(path: &Path) -> Reading {
    at_root();
    let source = |path: &Path| {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        Ok::<_, String>(Source::new(path.display().to_string(), text))
    };
    read(source(path).unwrap(), |included| source(&Path::new(FOLDER).join(included)))
}

#[test]
fn every_code_has_a_file_that_gives_it_alone() {
    for code in Code::ALL {
        let (exit, text) = check(&file(code.name()));
        assert_eq!(codes(&text), [code.name()], "{text}");
        let expected = if code.is_warning() { Exit::Answered } else { Exit::BadNews };
        assert_eq!(exit, expected, "{text}");
        let kind = if code.is_warning() { "warning[" } else { "error[" };
        assert!(text.starts_with(kind), "{text}");
    }
}

#[test]
fn strict_makes_warnings_fail() {
    for code in Code::ALL.iter().filter(|code| code.is_warning()) {
        let path = file(code.name());
        let (exit, text) = run(&["check", "--strict", path.to_str().unwrap()]);
        assert_eq!(exit, Exit::BadNews, "{text}");
    }
}

#[test]
fn messages_are_as_reviewed() {
    for name in Code::ALL.iter().map(|code| code.name()).chain(["ten-faults"]) {
        let (_, text) = check(&file(name));
        insta::assert_snapshot!(name, text);
    }
}

/// The characters between two places of a file, as an editor counts them.
fn between(place: &serde_json::Value) -> Option<String> {
    let text = fs::read_to_string(place["file"].as_str()?).ok()?;
    let offset = |point: &serde_json::Value| {
        let line = usize::try_from(point["line"].as_u64()?).ok()?;
        let column = usize::try_from(point["column"].as_u64()?).ok()?;
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let places = text.get(before..)?.char_indices().map(|(at, _)| at);
        let here = places.chain([text.len() - before]).nth(column - 1)?;
        Some(before + here)
    };
    text.get(offset(place)?..offset(&place["end"])?).map(str::to_owned)
}

#[test]
fn faults_and_warnings_are_in_the_report_too() {
    for code in Code::ALL {
        let path = file(code.name());
        let path = path.to_str().unwrap();
        let (exit, out, diagnostics) = run_whole(&["check", path, "--format", "json"]);
        let as_text = run(&["check", path]);
        assert_eq!(exit, as_text.0);
        assert_eq!(codes(&diagnostics), codes(&as_text.1));
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        let (list, other) =
            if code.is_warning() { ("warnings", "faults") } else { ("faults", "warnings") };
        let [finding] = &report[list].as_array().unwrap()[..] else { panic!("{out}") };
        assert_eq!(report[other], serde_json::json!([]), "{out}");
        assert_eq!(finding["code"], code.name());
        assert_eq!(report["title"].is_null(), !code.is_warning(), "{out}");
        assert_eq!(finding["place"], finding["labels"][0]["place"], "{out}");
        for label in finding["labels"].as_array().unwrap() {
            assert!(between(&label["place"]).is_some(), "{label}");
        }
        let (_, markdown, _) = run_whole(&["check", path, "--format", "markdown"]);
        let heading = if code.is_warning() { "\n## Warnings\n" } else { "\n## Faults\n" };
        assert!(markdown.contains(heading) && markdown.contains(code.name()), "{markdown}");
    }
}

#[test]
fn a_place_spans_what_it_points_at() {
    let path = file("duplicate-name");
    let (_, out, _) = run_whole(&["check", path.to_str().unwrap(), "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let labels = report["faults"][0]["labels"].as_array().unwrap();
    let [again, first] = &labels[..] else { panic!("{out}") };
    assert_eq!(between(&again["place"]), between(&first["place"]));
    assert_eq!(again["message"], "declared again here");
}

#[test]
fn other_commands_write_nothing_of_a_faulty_file() {
    let path = file("ten-faults");
    let path = path.to_str().unwrap();
    for command in ["score", "overlap", "deadlock", "settle"] {
        let (exit, out, diagnostics) = run_whole(&[command, path, "--format", "json"]);
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""), "{command}");
        assert_eq!(codes(&diagnostics).len(), 10, "{command}");
    }
    let (exit, out, diagnostics) = run_whole(&["check", path]);
    assert_eq!((exit, out.as_str()), (Exit::BadNews, ""));
    assert!(diagnostics.ends_with("\n10 faults and no warnings; no report was written\n"));
}

#[test]
fn the_report_of_faults_goes_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("faults.md");
    let path = file("ten-faults");
    let arguments = ["check", path.to_str().unwrap(), "-o", written.to_str().unwrap()];
    let (exit, out, diagnostics) = run_whole(&arguments);
    assert_eq!((exit, out.as_str(), codes(&diagnostics).len()), (Exit::BadNews, "", 10));
    let text = fs::read_to_string(written).unwrap();
    assert!(text.starts_with("# Faults in scenarios/faulty/ten-faults.ron\n"), "{text}");
    assert!(text.contains("\n**10 faults and no warnings. No other report"), "{text}");
}

#[test]
fn ten_faults_are_found_in_one_run() {
    let Reading { result, warnings, .. } = reading(&file("ten-faults"));
    let faults = result.unwrap_err();
    assert!(warnings.is_empty(), "{warnings:#?}");
    let codes: BTreeSet<Code> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!((faults.len(), codes.len()), (10, 10), "{faults:#?}");
    assert!(faults.iter().all(|fault| !fault.code.is_warning() && !fault.labels.is_empty()));
    let places: BTreeSet<_> = faults.iter().map(|fault| fault.labels[0].span).collect();
    assert_eq!(places.len(), 10);
}

/// Every place that a reading points at, or could.
fn places(reading: &Reading) -> Vec<Span> {
    let faults = reading.result.as_ref().err().into_iter().flatten().chain(&reading.warnings);
    let mut places: Vec<Span> =
        faults.flat_map(|fault| &fault.labels).map(|label| label.span).collect();
    if let Ok(read) = &reading.result {
        let Origins { parties, issues, sources, rules, proposals, moves, .. } = &read.origins;
        places.extend([parties, issues, sources, rules, proposals, moves].into_iter().flatten());
        places.extend(read.origins.positions.values());
        places.extend(read.origins.demands.values());
    }
    places
}

fn assert_places_lie_in_their_texts(reading: &Reading) {
    for span in places(reading) {
        let text = reading.sources[span.file].text();
        assert!(text.get(span.range()).is_some(), "{span:?} in {text}");
    }
}

#[test]
fn places_lie_in_their_texts() {
    for name in Code::ALL.iter().map(|code| code.name()).chain(["ten-faults"]) {
        assert_places_lie_in_their_texts(&reading(&file(name)));
    }
}

/// A text cut off anywhere, and one that lacks any one character, can be read: the reader
/// answers, and what it points at is there.
#[test]
fn mutilated_texts_are_read() {
    at_root();
    let text = fs::read_to_string(file("ten-faults")).unwrap().replace("bank", "bänk 河 🌉");
    for (at, letter) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        for mutilated in
            [before.to_owned(), format!("{before}{after}"), format!("{before}é{after}")]
        {
            let source = Source::new("mutilated.ron", mutilated);
            assert_places_lie_in_their_texts(&read(source, |_| Err("nothing there".to_owned())));
        }
    }
}

/// A file that is no scenario at all is told so in one message, with what a scenario file is.
#[test]
fn what_is_no_scenario_is_told_how_to_begin() {
    let texts = [
        ("", "this file is empty"),
        ("\u{feff} \n// only a comment\n", "this file is empty"),
        ("hello, this is a note", "this is not a scenario file"),
        ("# A heading\n", "this is not a scenario file"),
        ("{\"format\": 1}", "this is not a scenario file"),
        ("format: 1,\n", "this is not a scenario file"),
        ("[(format: 1)]", "this is not a scenario file"),
    ];
    for (text, expected) in texts {
        let source = Source::new("main.ron", text);
        let main = read(source, |_| Err("nothing there".to_owned()));
        assert_places_lie_in_their_texts(&main);
        let Err(faults) = main.result else { panic!("{text} is read") };
        let [fault] = &faults[..] else { panic!("{text} has other faults: {faults:?}") };
        assert_eq!((fault.code, &fault.message[..]), (Code::WrongKind, expected), "{text}");
        assert!(fault.help.as_ref().unwrap().contains("begin with `(format: 1"), "{fault:?}");

        let main = "(format: 1, title: \"T\", from: \"2030-01-01\", as_of: \"2030-01-01\", \
                    include: [\"other.ron\"])";
        let included = read(Source::new("main.ron", main), |path| Ok(Source::new(path, text)));
        let faults = included.result.unwrap_err();
        assert_eq!((faults.len(), &faults[0].message[..]), (1, expected), "{faults:?}");
        assert!(faults[0].help.as_ref().unwrap().starts_with("an included file"), "{faults:?}");
    }
}

/// What has an outer form, however faulty, is read as a scenario.
#[test]
fn what_begins_like_a_scenario_has_faults_of_its_own() {
    for (text, code) in [
        ("()", Code::MissingField),
        ("(format: 1,", Code::Syntax),
        ("#![enable(strange)]\n()", Code::Syntax),
        ("() rest", Code::Syntax),
    ] {
        let reading = read(Source::new("main.ron", text), |_| Err("nothing there".to_owned()));
        let faults = reading.result.unwrap_err();
        assert!(faults.iter().all(|fault| fault.code == code), "{text}: {faults:?}");
    }
}

/// In a raw text a backslash is a backslash.
#[test]
fn control_characters_are_refused_and_raw_texts_that_spell_them_are_not() {
    let texts = [
        (r#""\u{1b}[31m""#, 1),
        ("\"\u{1b}[31m\"", 1),
        (r#"r"\u{1b}[31m""#, 0),
        ("r#\"\"\\x1b\"\"#", 0),
        (r#""\\x1b""#, 0),
    ];
    for (title, count) in texts {
        let text = format!(
            "(format: 1, title: {title}, from: \"2030-01-01\", as_of: \"2030-01-01\",\n\
             parties: {{\"n\": (name: \"N\", consent: Always)}})"
        );
        let faults = read(Source::new("main.ron", text), |_| Err(String::new())).result.err();
        let codes = faults.iter().flatten().map(|fault| fault.code).collect_vec();
        assert_eq!(codes, vec![Code::BadValue; count], "{title}");
    }
}

#[test]
fn what_reports_call_things_is_not_empty() {
    at_root();
    let text = fs::read_to_string("scenarios/two-rivers.ron").unwrap();
    for (words, empty) in [
        ("title: \"The bridge at the two rivers (a made-up example)\"", "title: \"\""),
        ("name: \"Hillford\"", "name: \" \""),
        ("title: \"Keeper of the bridge\"", "title: \"\""),
        ("\"A joint board\"", "\"\""),
        ("title: \"The offer of Hillford\"", "title: \"\""),
    ] {
        assert!(text.contains(words), "{words}");
        let source = Source::new("two-rivers.ron", text.replacen(words, empty, 1));
        let faults = read(source, |_| Err(String::new())).result.unwrap_err();
        assert_eq!(faults.iter().map(|it| it.code).collect_vec(), [Code::BadValue], "{words}");
    }
}

/// Messages and helps are one sentence in lower case.
#[test]
fn messages_are_one_sentence() {
    for name in Code::ALL.iter().map(|code| code.name()) {
        let (_, text) = check(&file(name));
        let heads = text.lines().filter_map(|line| line.split_once("]: "));
        let helps = text.lines().filter_map(|line| line.split_once("= help: "));
        let said = heads.filter(|(code, _)| code.ends_with(name)).chain(helps).collect_vec();
        assert!(!said.is_empty(), "{text}");
        for (_, sentence) in said {
            assert!(!sentence.starts_with(|first: char| first.is_uppercase()), "{sentence}");
            assert!(!sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
        }
    }
}

#[test]
fn the_folder_holds_no_other_files() {
    at_root();
    let listed = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let found: BTreeSet<PathBuf> = listed.filter(|path| path.is_file()).collect();
    let names = Code::ALL.iter().map(|code| code.name()).chain(["ten-faults"]);
    assert_eq!(found, names.map(file).collect());
}

#[test]
fn the_book_lists_exactly_the_codes() {
    at_root();
    let book = fs::read_to_string("docs/src/faults.md").unwrap();
    let headings = book.lines().filter_map(|line| line.strip_prefix("## "));
    assert_eq!(headings.collect_vec(), Code::ALL.iter().map(|code| code.name()).collect_vec());
}

/// The first paragraph of a section is what `impasse explain` lists: one sentence.
#[test]
fn sections_begin_with_one_sentence() {
    at_root();
    let book = fs::read_to_string("docs/src/faults.md").unwrap();
    for section in book.split("\n## ").skip(1) {
        let first = section.split("\n\n").nth(1).unwrap().trim();
        assert!(first.ends_with('.') && !first.contains(". "), "{first}");
        assert!(section.split("\n\n").nth(2).is_some(), "{section}: what to do?");
    }
}
