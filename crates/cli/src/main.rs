//! The command `impasse`.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal, run};

fn main() -> ExitCode {
    let args = Args::parse();
    let stdout = io::stdout();
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = set("CLICOLOR_FORCE") && std::env::var_os("CLICOLOR_FORCE") != Some("0".into());
    let terminal = Terminal {
        stdout: stdout.is_terminal() || forced,
        stderr: io::stderr().is_terminal(),
        width: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        no_color: set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
    };
    let mut out = BufWriter::new(stdout.lock());
    // Not locked: the bar is drawn by a thread of its own.
    let mut diagnostics = io::stderr();
    let result = run(&args, terminal, &mut out, &mut diagnostics);
    let flushed = result.and_then(|exit| out.flush().map(|()| exit));
    match flushed {
        Ok(exit) => exit.into(),
        // Whoever reads the report has seen enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Answered.into(),
        Err(error) => {
            let _ = writeln!(diagnostics, "error: {error}");
            Exit::Failed.into()
        }
    }
}
