//! What the method page cites is in its list of literature, and what is in the list is cited.

use std::collections::BTreeSet;

use impasse_tests::book::root;

/// The years in a text.
fn years(text: &str) -> BTreeSet<&str> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    numbers.filter(|it| it.len() == 4 && (it.starts_with("19") || it.starts_with("20"))).collect()
}

#[test]
fn what_is_cited_is_listed_and_what_is_listed_is_cited() {
    let text = std::fs::read_to_string(root().join("docs/src/method.md")).unwrap();
    let (body, list) = text.split_once("\n## Literature\n").unwrap();
    assert!(years(list).is_superset(&years(body)), "{:?}", years(body).difference(&years(list)));
    for entry in list.lines().filter_map(|line| line.strip_prefix("- ")) {
        let (authors, rest) = entry.split_once(" (").unwrap();
        let (year, _) = rest.split_once("). ").unwrap();
        let first = authors.split(',').next().unwrap().rsplit(". ").next().unwrap();
        assert!(body.contains(first) && body.contains(year), "{first} ({year}) is not cited");
    }
}
