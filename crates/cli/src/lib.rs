//! The command line of `impasse`: arguments become a request, a request an answer, an answer a
//! report, a report a document, and a document text.

mod args;
mod command;
pub mod document;
mod exit;
mod load;
pub mod picture;
mod progress;
pub mod render;
pub mod report;
pub mod sheet;
mod warnings;

use std::io::{self, Write};

pub use args::{Args, Command, Common, Format};
pub use exit::Exit;

/// What the process knows of where its output goes.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether standard output is a terminal, or to be taken for one.
    pub stdout: bool,
    /// Whether standard error is a terminal.
    pub stderr: bool,
    /// The terminal's width.
    pub width: Option<usize>,
    /// Whether the environment asks for no colour.
    pub no_color: bool,
}

/// Runs a command: the report to `out`, diagnostics to `diagnostics`.
pub fn run(
    args: &Args,
    terminal: Terminal,
    out: &mut dyn Write,
    diagnostics: &mut dyn Write,
) -> io::Result<Exit> {
    command::run(args, terminal, out, diagnostics)
}
