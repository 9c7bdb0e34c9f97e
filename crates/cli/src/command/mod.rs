//! Commands: a request becomes a report. One file a command.

mod check;
mod deadlock;
mod diff;
mod explain;
mod generate;
mod new;
mod output;
mod overlap;
mod pictures;
mod ratify;
mod report;
mod robust;
mod sample;
mod score;
mod settle;
mod timeline;
mod trust;
mod voice;

use std::io::{self, Write};
use std::path::Path;

use impasse_core::read::Fault;
use impasse_core::search::{Budget, Exhausted};
use serde::Serialize;

use crate::args::{Args, Color, Command, Common, Format};
use crate::document::Document;
use crate::exit::Exit;
use crate::load::{Refusal, render_faults};
use crate::progress::Progress;
use crate::sheet::Sheet;
use crate::{Terminal, render};

/// The width of a report where no terminal says otherwise.
const WIDTH: usize = 100;

/// A report in every form.
pub(crate) struct Rendered {
    pub(crate) document: Document,
    pub(crate) json: String,
    /// The rows for a spreadsheet, where the report has them.
    pub(crate) sheet: Option<Sheet>,
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
    /// The bound of steps was met before anything was proven, of what if that is known.
    TooLarge(Exhausted, Option<String>),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Exhausted> for Failure {
    fn from(exhausted: Exhausted) -> Self {
        Self::TooLarge(exhausted, None)
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
        let (sheet, warnings) = (None, String::new());
        Ok(Self { document, json, sheet, bad_news, failed: false, warnings })
    }

    /// Adds the rows for a spreadsheet.
    pub(crate) fn with_sheet(self, sheet: Sheet) -> Self {
        Self { sheet: Some(sheet), ..self }
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
    if let Some(common) = args.command.common().filter(|common| common.format().is_none()) {
        let path = common.output().unwrap_or(Path::new("")).display().to_string();
        let message = format!(
            "no format goes with the ending of `{path}`: end it in .html, .md, .json, .csv or .txt, \
             or say --format"
        );
        refused(&Refusal::Request(message).into(), colour, diagnostics)?;
        return Ok(Exit::Failed);
    }
    // Its bar is gone before anything is printed.
    let answer = answer(&args.command, colour, &Progress::new(terminal.stderr));
    match answer {
        Ok(Answer::Text(text)) => {
            out.write_all(text.as_bytes())?;
            Ok(Exit::Answered)
        }
        Ok(Answer::Report(common, rendered)) => {
            let text = match text(common, terminal, &rendered) {
                Ok(text) => text,
                Err(refusal) => {
                    refused(&refusal.into(), colour, diagnostics)?;
                    return Ok(Exit::Failed);
                }
            };
            diagnostics.write_all(rendered.warnings.as_bytes())?;
            let written = match common.output() {
                None => {
                    out.write_all(text.as_bytes())?;
                    Ok(())
                }
                Some(path) => output::write(path, &text).map_err(|error| unwritten(path, &error)),
            };
            let written = written.and_then(|()| match &args.command {
                Command::Report { pictures: Some(folder), .. } => {
                    pictures::write(folder, &rendered.document)
                        .map_err(|error| unwritten(folder, &error))
                }
                _ => Ok(()),
            });
            if let Err(refusal) = written {
                refused(&refusal.into(), colour, diagnostics)?;
                return Ok(Exit::Failed);
            }
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
    progress: &Progress,
) -> Result<Answer<'a>, Failure> {
    Ok(match command {
        Command::Check { common, strict } => {
            Answer::Report(common, check::run(common, *strict, colour, progress)?)
        }
        Command::Score { common, proposals, explain, set, silence } => Answer::Report(
            common,
            score::run(common, proposals, *explain, set, *silence, progress)?,
        ),
        Command::Overlap { common } => Answer::Report(common, overlap::run(common, progress)?),
        Command::Deadlock { common, proposal, all, explain, first } => {
            let first = (*first).into();
            let rendered = deadlock::run(common, proposal, *all, *explain, first, progress)?;
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
                progress,
            };
            Answer::Report(common, settle::run(&request)?)
        }
        Command::Sample { common, proposals, seed, samples } => {
            let rule = sample::rule(*seed, *samples)?;
            Answer::Report(common, sample::run(common, proposals, rule, progress)?)
        }
        Command::Diff { common, others, explain } => {
            Answer::Report(common, diff::run(common, others, *explain, progress)?)
        }
        Command::Timeline { common, from, to } => {
            let days = timeline::Days { from: from.as_deref(), to: to.as_deref() };
            Answer::Report(common, timeline::run(common, days, progress)?)
        }
        Command::Trust { common, proposals } => {
            Answer::Report(common, trust::run(common, proposals, progress)?)
        }
        Command::Robust { common, proposals, all } => {
            Answer::Report(common, robust::run(common, proposals, *all, progress)?)
        }
        Command::Report { common, proposal, compare, redact, brief, pictures: _ } => {
            let request = report::Request {
                common,
                proposals: proposal,
                compare,
                redact,
                brief: *brief,
                progress,
            };
            Answer::Report(common, request.run()?)
        }
        Command::New { file, title } => Answer::Text(new::run(file.as_deref(), title.as_deref())?),
        Command::Voice { common, proposals } => {
            Answer::Report(common, voice::run(common, proposals, progress)?)
        }
        Command::Ratify { common, proposals } => {
            Answer::Report(common, ratify::run(common, proposals, progress)?)
        }
        Command::Generate { what } => Answer::Text(generate::run(what)?),
        Command::Explain { code } => Answer::Text(explain::run(code.as_deref())?),
    })
}

/// Why a file could not be written, and what to do.
fn unwritten(path: &Path, error: &io::Error) -> Refusal {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let why = match error.kind() {
        io::ErrorKind::NotFound => match folder {
            Some(folder) => format!("there is no folder `{}`", folder.display()),
            None => "its place is not found".to_owned(),
        },
        io::ErrorKind::PermissionDenied => "it may not be written here".to_owned(),
        io::ErrorKind::IsADirectory => "a folder is called so".to_owned(),
        io::ErrorKind::StorageFull => "there is no room left".to_owned(),
        _ => error.to_string(),
    };
    Refusal::Request(format!("`{}` cannot be written: {why}; name another place", path.display()))
}

/// Says why there is no report.
fn refused(failure: &Failure, colour: bool, diagnostics: &mut dyn Write) -> io::Result<()> {
    match failure {
        Failure::TooLarge(exhausted, of) => {
            let of = of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
            writeln!(
                diagnostics,
                "error: {exhausted}; nothing was proven{of}. Allow more with --steps, or ask about \
                 less with --only"
            )
        }
        Failure::Refused(Refusal::Request(message)) => writeln!(diagnostics, "error: {message}"),
        Failure::Refused(Refusal::Faults(sources, faults, warnings)) => {
            let all: Vec<Fault> = faults.iter().chain(warnings).cloned().collect();
            diagnostics.write_all(render_faults(sources, &all, colour).as_bytes())?;
            let tally = tally(faults.len(), warnings.len());
            writeln!(diagnostics, "\n{tally}; no report was written")
        }
    }
}

/// How many faults and warnings there are.
fn tally(faults: usize, warnings: usize) -> String {
    use crate::report::parts::count;
    format!("{} and {}", count(faults, "fault"), count(warnings, "warning"))
}

/// A report as it was asked for.
fn text(common: &Common, terminal: Terminal, rendered: &Rendered) -> Result<String, Refusal> {
    let to_screen = common.output().is_none() && terminal.stdout;
    let screen = if to_screen { terminal.width.unwrap_or(WIDTH) } else { WIDTH };
    let width = common.width.unwrap_or(screen);
    match common.format().unwrap_or(Format::Terminal) {
        Format::Terminal if in_colour(common, terminal) => {
            Ok(render::terminal::render_in_colour(&rendered.document, width))
        }
        Format::Terminal => Ok(render::terminal::render(&rendered.document, width)),
        Format::Markdown => Ok(render::markdown::render(&rendered.document)),
        Format::Html => Ok(render::html::render(&rendered.document)),
        Format::Json => Ok(format!("{}\n", rendered.json)),
        Format::Csv => match &rendered.sheet {
            Some(sheet) => render::csv::render(sheet).map_err(Refusal::because),
            None => Err(Refusal::Request(
                "this report is no table, so it has no CSV; `score`, `overlap`, `diff` and others \
                 have one. Ask for `--format json`"
                    .to_owned(),
            )),
        },
    }
}

/// Whether a report has colours: never in a file, and in a pipe only if asked for.
fn in_colour(common: &Common, terminal: Terminal) -> bool {
    let wanted = match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal.stdout && !terminal.no_color,
    };
    wanted && common.output().is_none()
}

/// Whether proposals are looked at closely: those that are named, or a few.
fn closely(names: &[String], proposals: usize) -> bool {
    /// How many are looked at closely without being named.
    const FEW: usize = 3;
    !names.is_empty() || proposals <= FEW
}

/// The budget of a request.
pub(crate) fn budget(common: &Common) -> Budget {
    Budget::new(common.steps)
}
