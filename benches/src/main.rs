//! `measure`: runs the cases, each in a process of its own, and prints what they cost.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use impasse_benches::case::{self, Case, Measurement, Tools};
use nix::sys::resource::{Resource, setrlimit};

const USAGE: &str = "usage: measure [--impasse PATH] [--limit SECONDS] [--json] COMMAND

  list [PART]   the names of the cases that contain PART
  run [PART]    run them, each in a process of its own, and print a table
  one CASE      run one in this process and print its measurement as JSON
  write DIR     write the instances that other tools are given, as JSON";

struct Request {
    tools: Tools,
    /// Processor seconds that one process may take.
    limit: u64,
    json: bool,
    words: Vec<String>,
}

fn main() -> ExitCode {
    let Some(request) = request() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let words: Vec<&str> = request.words.iter().map(String::as_str).collect();
    let result = match words[..] {
        ["list"] => list(""),
        ["list", part] => list(part),
        ["run"] => run(&request, ""),
        ["run", part] => run(&request, part),
        ["one", name] => one(&request, name),
        ["write", folder] => impasse_benches::write::all(Path::new(folder)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn request() -> Option<Request> {
    let own = std::env::current_exe().ok()?;
    let mut request = Request {
        // Cargo puts both workspaces' programs side by side if they share a target folder.
        tools: Tools { impasse: own.with_file_name("impasse") },
        limit: 30,
        json: false,
        words: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--impasse" => request.tools.impasse = PathBuf::from(arguments.next()?),
            "--limit" => request.limit = arguments.next()?.parse().ok()?,
            "--json" => request.json = true,
            option if option.starts_with('-') => return None,
            word => request.words.push(word.to_owned()),
        }
    }
    Some(request)
}

fn cases(part: &str) -> impl Iterator<Item = Case> {
    case::all().into_iter().filter(move |case| case.name.contains(part))
}

fn list(part: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    cases(part).try_for_each(|case| writeln!(out, "{}", case.name))
}

fn one(request: &Request, name: &str) -> io::Result<()> {
    let found = cases(name).find(|case| case.name == name);
    let found = found.ok_or_else(|| io::Error::other(format!("no case is named {name}")))?;
    // Commands that the case starts inherit the limit, each for itself.
    setrlimit(Resource::RLIMIT_CPU, request.limit, request.limit)?;
    let measurement = (found.run)(&request.tools);
    println!("{}", serde_json::to_string(&measurement)?);
    Ok(())
}

fn run(request: &Request, part: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !request.json {
        writeln!(out, "| case | processor | peak | runs | answer |")?;
        writeln!(out, "| --- | ---: | ---: | ---: | --- |")?;
    }
    for case in cases(part) {
        let measured = in_own_process(request, &case.name)?;
        let line = match (&measured, request.json) {
            (Some(it), true) => serde_json::json!({"case": case.name, "measured": it}).to_string(),
            (None, true) => serde_json::json!({"case": case.name, "measured": null}).to_string(),
            (Some(it), false) => row(&case.name, it),
            (None, false) => {
                format!("| {} | not within {} s | | | |", case.name, request.limit)
            }
        };
        writeln!(out, "{line}")?;
        out.flush()?;
    }
    Ok(())
}

/// The measurement of a case, unless it takes more processor time than the limit. Not the time on
/// the clock: what else the machine does decides nothing.
fn in_own_process(request: &Request, name: &str) -> io::Result<Option<Measurement>> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--impasse")
        .arg(&request.tools.impasse)
        .args(["--limit", &request.limit.to_string(), "one", name])
        .stderr(Stdio::inherit())
        .output()?;
    match output.status.code() {
        Some(0) => Ok(serde_json::from_slice(&output.stdout)?),
        Some(_) => Err(io::Error::other(format!("{name} failed"))),
        None => Ok(None),
    }
}

fn row(name: &str, measured: &Measurement) -> String {
    let answer = measured.answer.iter().map(|(what, value)| format!("{what} {value}"));
    format!(
        "| {name} | {} | {:.1} MiB | {} | {} |",
        seconds(measured.seconds),
        f64::from(u32::try_from(measured.peak).unwrap_or(u32::MAX)) / 1024.0,
        measured.runs,
        answer.collect::<Vec<_>>().join(", ")
    )
}

fn seconds(seconds: f64) -> String {
    match seconds {
        under if under < 1e-3 => format!("{:.1} µs", under * 1e6),
        under if under < 1.0 => format!("{:.2} ms", under * 1e3),
        more => format!("{more:.2} s"),
    }
}
