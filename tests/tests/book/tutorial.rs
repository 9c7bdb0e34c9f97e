//! The tutorial's pieces, one after the other, are the finished file, and each state on the way
//! is one that the tool reads.

use std::process;

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};
use impasse_tests::book::{Block, page, root};

/// The pieces of the file, each with its step.
fn pieces() -> Vec<Block> {
    let blocks = page("docs/src/tutorial.md").blocks.into_iter();
    let mut pieces: Vec<Block> = blocks.filter(|block| block.language == "ron").collect();
    // The first piece is a whole file; what follows goes before its last bracket.
    let first = pieces.first_mut().unwrap();
    first.text = first.text.trim_end().strip_suffix(')').unwrap().to_owned();
    pieces
}

/// The words of a file, without comments and blanks at the ends of lines.
fn words(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A text with the brackets that it leaves open closed.
fn closed(text: &str) -> String {
    let (mut open, mut quoted) = (Vec::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => open.push(')'),
            '[' if !quoted => open.push(']'),
            '{' if !quoted => open.push('}'),
            ')' | ']' | '}' if !quoted => assert_eq!(open.pop(), Some(letter)),
            _ => {}
        }
    }
    text.chars().chain(open.into_iter().rev()).collect()
}

#[test]
fn the_pieces_are_the_finished_file() {
    let text: String = pieces().into_iter().map(|piece| piece.text).collect();
    let finished = std::fs::read_to_string(root().join("scenarios/two-rivers.ron")).unwrap();
    assert_eq!(words(&closed(&format!("{text}\n"))), words(&finished));
}

/// What `check` says of a text that is saved as `bridge.ron`.
fn check(name: &str, text: &str) -> (Exit, String) {
    let folder = std::env::temp_dir().join(format!("impasse-tutorial-{name}-{}", process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("bridge.ron");
    std::fs::write(&file, text).unwrap();
    let args = Args::parse_from(["impasse", "check", file.to_str().unwrap()]);
    let terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let mut diagnostics = Vec::new();
    let exit = impasse_cli::run(&args, terminal, &mut Vec::new(), &mut diagnostics).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = String::from_utf8(diagnostics).unwrap();
    (exit, said.replace(&format!("{}/", folder.display()), ""))
}

/// The messages that the tutorial shows under a heading.
fn shown(step: &str) -> String {
    let blocks = page("docs/src/tutorial.md").blocks.into_iter();
    let mut messages =
        blocks.filter(|block| block.language == "text" && block.heading.starts_with(step));
    messages.next().unwrap().text
}

#[test]
fn every_step_leaves_a_file_that_is_sound() {
    let mut text = String::new();
    for (number, piece) in pieces().into_iter().enumerate() {
        text.push_str(&piece.text);
        let (exit, said) = check(&number.to_string(), &closed(&text));
        let step: u32 = piece.heading.split_once('.').unwrap().0.parse().unwrap();
        if step < 3 {
            assert_eq!(format!("$ impasse check bridge.ron\n{said}"), shown("1."));
        } else {
            assert_eq!(exit, Exit::Answered, "{}: {said}", piece.heading);
            assert!(!said.contains("error["), "{}: {said}", piece.heading);
        }
    }
}

#[test]
fn the_slip_in_the_tutorial_gives_the_message_it_shows() {
    let pieces = pieces().into_iter().take_while(|piece| !piece.heading.starts_with("7."));
    let text: String = pieces.map(|piece| piece.text).collect();
    let (exit, said) = check("slip", &closed(&text.replacen("Is(\"ferry\"", "Is(\"fery\"", 1)));
    assert_eq!(exit, Exit::BadNews);
    assert!(said.starts_with(&shown("6.")), "{said}");
}
