//! Every code has a faulty file that gives it and nothing else, and a heading in the book.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};
use impasse_core::read::{Code, Fault, Source, read};
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
    at_root();
    let arguments = ["impasse"].iter().chain(arguments);
    let args = Args::try_parse_from(arguments).unwrap();
    let terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let mut diagnostics = Vec::new();
    let exit = impasse_cli::run(&args, terminal, &mut Vec::new(), &mut diagnostics).unwrap();
    (exit, String::from_utf8(diagnostics).unwrap())
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

/// The texts of a file, and everything that reading it says.
fn reading(path: &Path) -> (Vec<Source>, Vec<Fault>) {
    at_root();
    let source = |path: &Path| {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        Ok(Source::new(path.display().to_string(), text))
    };
    let reading = read(source(path).unwrap(), |included| source(&Path::new(FOLDER).join(included)));
    let faults = reading.result.err().unwrap_or_default();
    (reading.sources, faults.into_iter().chain(reading.warnings).collect())
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

#[test]
fn ten_faults_are_found_in_one_run() {
    let (_, faults) = reading(&file("ten-faults"));
    let codes: BTreeSet<Code> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!((faults.len(), codes.len()), (10, 10), "{faults:#?}");
    assert!(faults.iter().all(|fault| !fault.code.is_warning() && !fault.labels.is_empty()));
    let places: BTreeSet<_> = faults.iter().map(|fault| fault.labels[0].span).collect();
    assert_eq!(places.len(), 10);
}

#[test]
fn places_lie_in_their_texts() {
    for name in Code::ALL.iter().map(|code| code.name()).chain(["ten-faults"]) {
        let (sources, faults) = reading(&file(name));
        for fault in &faults {
            for label in &fault.labels {
                let text = sources[label.span.file].text();
                assert!(text.get(label.span.range()).is_some(), "{name}: {fault:#?}");
            }
        }
    }
}

/// Messages are one sentence in lower case; a name in backticks may come first.
#[test]
fn messages_are_one_sentence() {
    for name in Code::ALL.iter().map(|code| code.name()) {
        let (_, faults) = reading(&file(name));
        for Fault { message, help, .. } in &faults {
            for text in help.iter().chain([message]) {
                assert!(!text.starts_with(|first: char| first.is_uppercase()), "{text}");
                assert!(!text.ends_with('.') && !text.contains(". "), "{text}");
            }
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
