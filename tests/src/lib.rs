//! Generators, brute-force oracles and evidence checkers that share no code with the product.

pub mod book;
pub mod draw;
pub mod evidence;
pub mod generate;
pub mod moves;
pub mod oracle;
pub mod plant;
pub mod replay;
pub mod rewrite;
pub mod scores;
pub mod searched;
pub mod settled;
pub mod solutions;
pub mod spec;
pub mod text;

use impasse_core::read::{Source, read};
use impasse_core::scenario::{History, Scenario, Supposition};

/// A file of the folder `cases`: published cases with their printed results.
pub fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The scenario of a published case.
pub fn case(name: &str) -> Scenario {
    parse(&file(&format!("{name}.ron")))
}

/// The history of a text; faults are printed with the text.
pub fn parse_history(text: &str) -> History {
    let reading = read(Source::new("drawn.ron", text), |path| Err(format!("no file {path}")));
    match reading.result {
        Ok(read) => read.history,
        Err(faults) => panic!("{faults:#?}\n{text}"),
    }
}

/// The scenario of a text, as of its own date; faults are printed with the text.
pub fn parse(text: &str) -> Scenario {
    let history = parse_history(text);
    history.at(history.as_of(), &Supposition::default()).unwrap()
}
