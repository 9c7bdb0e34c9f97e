//! `impasse new`: a commented example to begin from.

use std::io;
use std::path::Path;

use impasse_core::read::{Source, read};

use super::output;
use crate::load::Refusal;

/// The example: a made-up case with every main part of the format.
const STARTER: &str = include_str!("../starter.ron");

/// The title of the example.
const TITLE: &str = "\"The dam at the two villages (a made-up example)\"";

/// The example for standard output; nothing if it goes into a file.
pub(super) fn run(file: Option<&Path>, title: Option<&str>) -> Result<String, Refusal> {
    let text = starter(title)?;
    let Some(file) = file else { return Ok(text) };
    output::create(file, &text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let file = file.display();
            Refusal::Request(format!("`{file}` exists already: name another file, or delete it"))
        }
        _ => Refusal::Request(format!("`{}` cannot be written: {error}", file.display())),
    })?;
    Ok(String::new())
}

fn starter(title: Option<&str>) -> Result<String, Refusal> {
    let Some(title) = title else { return Ok(STARTER.to_owned()) };
    let quoted = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
    let text = STARTER.replacen(TITLE, &quoted, 1);
    // The reader knows what a title cannot be.
    let reading = read(Source::new("starter", text.as_str()), |_| Err(String::new()));
    match reading.result {
        Ok(_) => Ok(text),
        Err(faults) => {
            let why = faults.first().map_or("it cannot be read", |fault| &fault.message);
            Err(Refusal::Request(format!("this title cannot stand in a scenario: {why}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_comes_back_as_given() {
        for title in ["Talks", "\"The \\ dam\"", "Ось так – „тут“ #\"# //", "a\\\"b"]
        {
            let text = starter(Some(title)).unwrap();
            let reading = read(Source::new("starter", text), |_| Err(String::new()));
            assert_eq!(reading.result.unwrap().history.frame().title, title);
        }
    }

    #[test]
    fn a_title_with_escapes_for_the_terminal_is_refused() {
        let Err(Refusal::Request(said)) = starter(Some("\u{1b}[31mred")) else { panic!() };
        assert!(said.contains("control character"), "{said}");
    }

    #[test]
    fn a_file_that_exists_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("talks.ron");
        assert_eq!(run(Some(&file), None).unwrap(), "");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), STARTER);
        let Err(Refusal::Request(said)) = run(Some(&file), Some("Other")) else { panic!() };
        assert!(said.contains("exists already"), "{said}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), STARTER);
    }
}
