//! The page of faults shows for each code what `check` prints for a real file.

use std::fs;

use impasse_core::read::Code;
use impasse_tests::book::{page, root};

/// What `check` prints for the faulty file of a code, as reviewed.
fn message(code: &str) -> String {
    let path = root().join(format!("tests/tests/snapshots/faults__{code}.snap"));
    let snapshot = fs::read_to_string(&path).unwrap();
    let text = snapshot.splitn(3, "---\n").nth(2).unwrap();
    text.split("\n\n1 fault").next().unwrap().to_owned()
}

#[test]
fn every_code_has_the_message_of_a_real_file() {
    let page = page("docs/src/faults.md");
    for code in Code::ALL {
        let blocks = page.blocks.iter().filter(|block| block.heading == code.name());
        let shown = blocks.filter(|block| block.language == "text").map(|block| block.text.trim());
        let expected = message(code.name());
        assert_eq!(shown.collect::<Vec<_>>(), [expected.trim()], "{}", code.name());
    }
}
