//! Colours are for terminals, and change nothing but the look.

use clap::Parser as _;
use impasse_cli::{Args, Terminal};

const SCREEN: Terminal = Terminal { stdout: true, stderr: false, width: Some(72), no_color: false };
const PIPE: Terminal = Terminal { stdout: false, stderr: false, width: None, no_color: false };

fn run(line: &str, terminal: Terminal) -> String {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].into_iter().chain(line.split(' ')));
    let mut out = Vec::new();
    impasse_cli::run(&args, terminal, &mut out, &mut Vec::new()).unwrap();
    String::from_utf8(out).unwrap()
}

/// The text without escape sequences.
fn bare(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |bare, part| bare + part.split_once('m').unwrap().1)
}

#[test]
fn only_a_terminal_that_wants_colours_gets_them() {
    let line = "deadlock scenarios/two-rivers.ron";
    let coloured = |options: &str, terminal| {
        run(&format!("{line} --color {options}"), terminal).contains('\u{1b}')
    };
    assert!(coloured("auto", SCREEN));
    assert!(!coloured("auto", Terminal { no_color: true, ..SCREEN }));
    assert!(!coloured("never", SCREEN));
    assert!(!coloured("auto", PIPE));
    assert!(coloured("always", PIPE));
    assert!(!coloured("always --format markdown", SCREEN));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    assert_eq!(run(&format!("{line} --color always -o {}", file.display()), SCREEN), "");
    assert!(!std::fs::read_to_string(file).unwrap().contains('\u{1b}'));
}

#[test]
fn colours_change_no_byte_of_the_words() {
    for line in [
        "check scenarios/port-game.ron",
        "score scenarios/two-rivers.ron --explain",
        "score scenarios/ukraine-2025.ron us-28 20-point",
        "overlap scenarios/ukraine-2025.ron",
        "deadlock scenarios/ukraine-2025.ron --explain",
        "settle scenarios/two-rivers.ron --explain --all",
        "diff scenarios/ukraine-2025.ron us-28 20-point",
    ] {
        for width in [30, 72, 140] {
            let line = format!("{line} --width {width}");
            let coloured = run(&line, SCREEN);
            assert!(coloured.contains("\u{1b}[1m"), "{line}");
            assert_eq!(bare(&coloured), run(&line, PIPE), "{line}");
            for text in coloured.lines() {
                let ended = text.rsplit("\u{1b}[").next().unwrap();
                assert!(!text.contains('\u{1b}') || ended.starts_with("0m"), "{text:?}");
            }
        }
    }
}
