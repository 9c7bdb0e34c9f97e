//! The rules of prose that every report keeps.

use crate::units::{Kind, Unit};

/// Words and signs of those who compute, which readers need not know.
const OF_SOLVERS: [&str; 18] = [
    "∧",
    "∨",
    "¬",
    "∀",
    "∃",
    "⊆",
    "⊥",
    "MUS",
    "MCS",
    "UNSAT",
    "SAT",
    "infeasible",
    "satisfiable",
    "constraint",
    "variable",
    "argmax",
    "nogood",
    "filling",
];
/// Words that judge.
const OF_BLAME: [&str; 7] =
    ["blame", "blames", "fault of", "at fault", "guilty", "culprit", "concedes defeat"];
/// What a value looks like that was printed as it is stored.
const OF_PROGRAMS: [&str; 8] = ["Some(", "None)", "null", "NaN", "true", "false", "{", "}"];
/// Nouns that reports count.
const COUNTED: [&str; 16] = [
    "packages",
    "issues",
    "refusals",
    "conflicts",
    "points",
    "outcomes",
    "parties",
    "texts",
    "demands",
    "clauses",
    "steps",
    "warnings",
    "conditions",
    "ways",
    "readings",
    "verdicts",
];
/// What points and percents are of.
const OF_WHAT: [&str; 7] = [
    "hundredth",
    "its 100 points",
    "of 100 points",
    "of its weight",
    "percent of the most",
    "of all weightings",
    "Percent of samples",
];
/// How the first paragraph of each report begins.
const CONCLUSIONS: [(&str, &[&str]); 8] = [
    ("check", &["No faults"]),
    ("trust", &["Trust decides", "Trust changes", "No proposal was looked at"]),
    (
        "score",
        &[
            "None of ",
            "The proposal does not pass",
            "Without a stated obstacle",
            "These verdicts or worths change",
            "Nothing: ",
        ],
    ),
    (
        "report",
        &[
            "Agreement is possible",
            "No stated obstacle",
            "Deadlock",
            "Not decided",
            "Supposing ",
            "None of ",
            "Of ",
        ],
    ),
    ("overlap", &["Of "]),
    (
        "deadlock",
        &[
            "Deadlock: ",
            "Agreement is possible: ",
            "No stated obstacle: ",
            "Not decided: ",
            "Still ",
            "From ",
        ],
    ),
    ("settle", &["No package is acceptable to all", "Supposing ", "Not finished "]),
    ("diff", &["From ", "Still "]),
];

/// What is wrong with a part of a report.
pub fn complaints(unit: &Unit) -> Vec<String> {
    let text = &unit.text;
    let mut found = Vec::new();
    let mut complain = |what: &str, is_so: bool| {
        if is_so {
            found.push(format!("{what}: {text}"));
        }
    };
    for word in OF_SOLVERS.into_iter().chain(OF_BLAME).chain(OF_PROGRAMS) {
        complain(word, has_word(text, word));
    }
    let named = ["Kalai and Smorodinsky", "Kalai–Smorodinsky", "egalitarian, Kalai 1977"];
    let rest = named.iter().fold(text.clone(), |rest, name| rest.replace(name, ""));
    complain("bare name", rest.contains("Kalai"));
    complain("plural", text.contains("partys") || text.contains("way outs") || counts_one(text));
    complain("two blanks", text.contains("  "));
    complain("blank before a mark", [" .", " ,", " ;", " :"].iter().any(|it| text.contains(it)));
    complain("two marks", text.replace("...", "").contains("..") || text.contains(".;"));
    complain("nothing in quotes", text.contains("“”") || text.contains("()"));
    let ends = text.ends_with(['.', '?', '!', ':']);
    complain("no full stop", unit.kind == Kind::Paragraph && !ends);
    found
}

/// What is wrong with a report as a whole.
pub fn complaints_of_report(line: &str, units: &[Unit]) -> Vec<String> {
    let mut found = Vec::new();
    let command = line.split(' ').next().unwrap();
    let is_prose = |unit: &&Unit| matches!(unit.kind, Kind::Paragraph | Kind::Lead);
    let openings = CONCLUSIONS.iter().find(|(name, _)| *name == command);
    if let (Some((_, openings)), Some(first)) = (openings, units.iter().find(is_prose)) {
        let counts = first.text.starts_with(|it: char| it.is_ascii_digit());
        if !counts && !openings.iter().any(|opening| first.text.starts_with(opening)) {
            found.push(format!("no conclusion first: {}", first.text));
        }
    }
    let place = |kind: Kind, start: &str| {
        units.iter().position(|unit| unit.kind == kind && unit.text.starts_with(start))
    };
    if let Some(ways) = place(Kind::Section, "What would open an agreement") {
        let clash = units.iter().position(|it| it.text.contains(" – against – "));
        let order =
            [place(Kind::Lead, "Deadlock: "), clash, place(Kind::Section, "What cannot hold")];
        let order: Vec<usize> = order.into_iter().flatten().chain([ways]).collect();
        if !order.is_sorted() {
            found
                .push("the conclusion, the conflicts and the ways out are out of order".to_owned());
        }
    }
    for section in units.chunk_by(|_, next| next.kind != Kind::Section) {
        let counted = section.iter().find(|unit| counts_points(unit));
        let is_told = |unit: &Unit| OF_WHAT.iter().any(|words| unit.text.contains(words));
        if let (Some(unit), false) = (counted, section.iter().any(is_told)) {
            found.push(format!("points or percent of what? {}: {}", section[0].text, unit.text));
        }
    }
    found
}

/// Whether a word stands in a text by itself.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let bounded = word.chars().all(|it| it.is_alphanumeric() || it == ' ');
    text.match_indices(word).any(|(place, _)| {
        let (before, after) = (&text[..place], &text[place + word.len()..]);
        !bounded || !(is_letter(before.chars().next_back()) || is_letter(after.chars().next()))
    })
}

/// Whether one of something is called many: `1 packages`, but not `0 to 1 points`.
fn counts_one(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).any(|it| it[0] != "to" && it[1] == "1" && is_counted(it[2]))
        || matches!(words[..], ["1", noun, ..] if is_counted(noun))
}

fn is_counted(noun: &str) -> bool {
    COUNTED.contains(&noun.trim_end_matches(|it: char| !it.is_alphabetic()))
}

/// Whether points are counted, or percents in a table; “the 20 points” is the name of a text.
fn counts_points(unit: &Unit) -> bool {
    let words: Vec<&str> = unit.text.split_whitespace().collect();
    words.windows(2).enumerate().any(|(place, it)| {
        let noun = it[1].trim_end_matches(['.', ',', ';', ')']);
        let counted = matches!(noun, "point" | "points") || noun == "%" && unit.kind == Kind::Cell;
        // Some texts are called by how many points they have.
        let is_name =
            place > 0 && ["the", "of", "own"].contains(&words[place - 1].to_lowercase().as_str());
        counted && !is_name && it[0].ends_with(|digit: char| digit.is_ascii_digit())
    })
}
