//! `impasse generate`: what other programs need of the command.

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::args::{Args, Generate};
use crate::load::{Refusal, unknown};
use crate::report::schema::schema;

/// The text asked for.
pub(super) fn run(what: &Generate) -> Result<String, Refusal> {
    let mut text = Vec::new();
    match what {
        Generate::Completions { shell } => {
            clap_complete::generate(*shell, &mut Args::command(), "impasse", &mut text);
        }
        Generate::Man { command } => {
            let version = concat!("impasse ", env!("CARGO_PKG_VERSION"));
            let page = Man::new(page(command.as_deref())?).source(version);
            page.render(&mut text).map_err(Refusal::because)?;
        }
        Generate::Schema { report } => {
            serde_json::to_writer_pretty(&mut text, &schema(*report)).map_err(Refusal::because)?;
            text.push(b'\n');
        }
    }
    String::from_utf8(text).map_err(Refusal::because)
}

/// The command that a page is about; the whole one if none is named.
fn page(name: Option<&str>) -> Result<Command, Refusal> {
    let mut whole = Args::command().disable_help_subcommand(true);
    whole.build();
    let Some(name) = name else { return Ok(whole) };
    match whole.find_subcommand(name) {
        Some(command) => Ok(command.clone()),
        None => Err(unknown("command", name, whole.get_subcommands().map(Command::get_name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(what: &Generate) -> String {
        run(what).unwrap()
    }

    #[test]
    fn pages_of_commands_are_named_after_them() {
        let page = generated(&Generate::Man { command: Some("score".to_owned()) });
        assert!(page.contains(".TH impasse-score 1"), "{page}");
        assert!(page.contains("impasse score"), "{page}");
        let main = generated(&Generate::Man { command: None });
        assert!(main.contains("impasse\\-score(1)"), "{main}");
    }

    #[test]
    fn a_mistyped_command_is_told_the_nearest() {
        let what = Generate::Man { command: Some("scores".to_owned()) };
        let Err(Refusal::Request(said)) = run(&what) else { panic!("{what:?}") };
        assert_eq!(said, "no command is called `scores`: did you mean `score`?");
    }
}
