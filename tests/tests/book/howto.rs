//! The lines of a file that the how-to pages and the codebook show are lines that are read.

use impasse_core::read::{Source, read};
use impasse_tests::book::{page, pages, root};

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tutorial's scenario with more fields at its end.
fn with(fields: &str) -> String {
    let finished = text("scenarios/two-rivers.ron");
    format!("{}{fields})", finished.trim_end().strip_suffix(')').unwrap())
}

#[test]
fn the_pieces_of_the_how_to_pages_are_read() {
    let mut tried = 0;
    for page in pages() {
        if !page.path.file_name().unwrap().to_str().unwrap().starts_with("howto-") {
            continue;
        }
        for block in page.blocks.iter().filter(|block| block.language == "ron") {
            let scenario = if block.text.starts_with("(no:") {
                let head = "\"more\": (title: \"More\", date: \"2030-04-28\", clauses: [";
                let proposals = format!("proposals: {{{head}{}]),", block.text);
                with("").replacen("proposals: {", &proposals, 1)
            } else {
                with(&block.text)
            };
            let reading = read(Source::new("howto.ron", scenario), |_| unreachable!());
            assert!(reading.result.is_ok(), "{}: {:#?}", page.path.display(), reading.result);
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried} pieces");
}

/// The test of console blocks passes over those that are indented.
#[test]
fn no_console_block_is_indented() {
    for page in pages() {
        for line in text(page.path.to_str().unwrap()).lines() {
            let indented = line.starts_with(' ') && line.trim_start().starts_with("```");
            assert!(!indented, "{}: {line}", page.path.display());
        }
    }
}

/// A text with one blank for any number of them, and for a line that is continued.
fn flat(text: &str) -> String {
    text.replace("\\\n", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The codebook quotes the main scenario; where it leaves something out it writes `…`.
#[test]
fn the_codebook_quotes_the_main_scenario() {
    let mut scenario = text("scenarios/ukraine-2025.ron");
    for part in std::fs::read_dir(root().join("scenarios/ukraine-2025")).unwrap() {
        scenario.push_str(&std::fs::read_to_string(part.unwrap().path()).unwrap());
    }
    let scenario = flat(&scenario);
    let codebook = page("docs/src/codebook.md");
    let lines = codebook.blocks.iter().filter(|block| block.language == "ron");
    let lines = lines.flat_map(|block| block.text.lines());
    for piece in lines.flat_map(|line| line.split('…')) {
        let piece = piece.trim().trim_end_matches([',', ')']).trim_start_matches(", ");
        assert!(scenario.contains(piece), "not in the main scenario: {piece}");
    }
}
