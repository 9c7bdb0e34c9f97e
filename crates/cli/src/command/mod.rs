//! Commands: a request becomes a report. One file a command.

mod check;
mod deadlock;
mod diff;
mod explain;
mod generate;
mod new;
mod output;
mod overlap;
mod report;
mod score;
mod settle;

use std::io::{self, Write};

use impasse_core::read::Fault;
use impasse_core::search::{Budget, Exhausted};
use serde::Serialize;

use crate::args::{Args, Color, Command, Common, Format};
use crate::document::Document;
use crate::exit::Exit;
use crate::load::{Refusal, render_faults};
use crate::{Terminal, render};

/// The width of a report where no terminal says otherwise.
const WIDTH: usize = 100;

/// A report in every form.
pub(crate) struct Rendered {
    pub(crate) document: Document,
    pub(crate) json: String,
    /// Whether the answer is bad news, for `--exit-code`.
    pub(crate) bad_news: bool,
    /// Whether it is bad enough to fail without being asked: `check --strict`.
    pub(crate) failed: bool,
    /// Warnings, ready to print.
    pub(crate) warnings: String,
}

/// Why a command gave no report.
pub(crate) enum Failure {
    Refused(Refusal),
    TooLarge(Exhausted),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Exhausted> for Failure {
    fn from(exhausted: Exhausted) -> Self {
        Self::TooLarge(exhausted)
    }
}

impl Rendered {
    pub(crate) fn new(
        report: &impl Serialize,
        document: Document,
        bad_news: bool,
    ) -> Result<Self, Failure> {
        let json = serde_json::to_string_pretty(report)
            .map_err(|error| Refusal::Request(error.to_string()))?;
        Ok(Self { document, json, bad_news, failed: false, warnings: String::new() })
    }
}

/// What a command comes to.
enum Answer<'a> {
    /// Text that is the same in every form.
    Text(String),
    /// A report, and how it is to be written.
    Report(&'a Common, Rendered),
}

/// Runs a command.
pub(crate) fn run(
    args: &Args,
    terminal: Terminal,
    out: &mut dyn Write,
    diagnostics: &mut dyn Write,
) -> io::Result<Exit> {
    let colour = args.command.common().is_some_and(|common| match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal.stderr && !terminal.no_color,
    });
    let notes = terminal.stderr.then_some(&mut *diagnostics);
    match answer(&args.command, colour, notes) {
        Ok(Answer::Text(text)) => {
            out.write_all(text.as_bytes())?;
            Ok(Exit::Answered)
        }
        Ok(Answer::Report(common, rendered)) => {
            diagnostics.write_all(rendered.warnings.as_bytes())?;
            write(common, terminal, &rendered, out)?;
            let bad = rendered.failed || (common.exit_code && rendered.bad_news);
            Ok(if bad { Exit::BadNews } else { Exit::Answered })
        }
        Err(failure) => {
            refused(&failure, colour, diagnostics)?;
            let faulty = matches!(failure, Failure::Refused(Refusal::Faults(..)));
            let checked = matches!(args.command, Command::Check { .. });
            Ok(if faulty && checked { Exit::BadNews } else { Exit::Failed })
        }
    }
}

fn answer<'a>(
    command: &'a Command,
    colour: bool,
    notes: Option<&mut (dyn Write + '_)>,
) -> Result<Answer<'a>, Failure> {
    Ok(match command {
        Command::Check { common, strict } => {
            Answer::Report(common, check::run(common, *strict, colour)?)
        }
        Command::Score { common, proposals, explain, set, silence } => {
            Answer::Report(common, score::run(common, proposals, *explain, set, *silence)?)
        }
        Command::Overlap { common } => Answer::Report(common, overlap::run(common)?),
        Command::Deadlock { common, proposal, all, explain, first } => {
            let first = (*first).into();
            let rendered = deadlock::run(common, proposal, *all, *explain, first)?;
            Answer::Report(common, rendered)
        }
        Command::Settle { common, gains, outlook, all, explain } => {
            let request = settle::Request {
                common,
                gains: *gains,
                outlook: *outlook,
                all: *all,
                explain: *explain,
                listed: *all,
            };
            Answer::Report(common, settle::run(&request, notes)?)
        }
        Command::Diff { common, others, explain } => {
            Answer::Report(common, diff::run(common, others, *explain)?)
        }
        Command::Report { common, proposal, compare, redact } => {
            let request = report::Request { common, proposals: proposal, compare, redact };
            Answer::Report(common, request.run()?)
        }
        Command::New { file, title } => Answer::Text(new::run(file.as_deref(), title.as_deref())?),
        Command::Generate { what } => Answer::Text(generate::run(what)?),
        Command::Explain { code } => Answer::Text(explain::run(code.as_deref())?),
    })
}

/// Says why there is no report.
fn refused(failure: &Failure, colour: bool, diagnostics: &mut dyn Write) -> io::Result<()> {
    match failure {
        Failure::TooLarge(exhausted) => writeln!(
            diagnostics,
            "error: {exhausted}; nothing was proven. Allow more with --steps, or ask about less \
             with --only"
        ),
        Failure::Refused(Refusal::Request(message)) => writeln!(diagnostics, "error: {message}"),
        Failure::Refused(Refusal::Faults(sources, faults, warnings)) => {
            let all: Vec<Fault> = faults.iter().chain(warnings).cloned().collect();
            diagnostics.write_all(render_faults(sources, &all, colour).as_bytes())?;
            writeln!(diagnostics, "\n{}", tally(faults.len(), warnings.len()))
        }
    }
}

fn tally(faults: usize, warnings: usize) -> String {
    use crate::report::parts::count;
    format!("{} and {}; no report was written", count(faults, "fault"), count(warnings, "warning"))
}

/// Writes a report where it was asked for. A file is written whole or not at all.
fn write(
    common: &Common,
    terminal: Terminal,
    rendered: &Rendered,
    out: &mut dyn Write,
) -> io::Result<()> {
    let to_screen = common.output.is_none() && terminal.stdout;
    let screen = if to_screen { terminal.width.unwrap_or(WIDTH) } else { WIDTH };
    let width = common.width.unwrap_or(screen);
    let text = match common.format {
        Format::Terminal => render::terminal::render(&rendered.document, width),
        Format::Markdown => render::markdown::render(&rendered.document),
        Format::Html => render::html::render(&rendered.document),
        Format::Json => format!("{}\n", rendered.json),
    };
    match &common.output {
        None => out.write_all(text.as_bytes()),
        Some(path) => output::write(path, &text),
    }
}

/// The budget of a request.
pub(crate) fn budget(common: &Common) -> Budget {
    Budget::new(common.steps)
}
