//! `impasse generate`: what other programs need of the command.

use std::io::{self, Write};

use crate::args::Generate;
use crate::exit::Exit;
use crate::report::schema::schema;

pub(super) fn run(what: &Generate, out: &mut dyn Write) -> io::Result<Exit> {
    match what {
        Generate::Schema { report } => {
            let schema = schema(*report);
            writeln!(out, "{}", serde_json::to_string_pretty(&schema)?)?;
        }
    }
    Ok(Exit::Answered)
}
