//! The main scenario: reading it, and every command on it, as whole processes.

use std::fs;
use std::process::{Command, Stdio};

use impasse_core::read::{Reading, Source, read};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use super::{Case, Measurement, Tools, case, scenario_file};
use crate::usage::{Cost, measured};

const COMMANDS: [(&str, &[&str]); 17] = [
    ("version", &["--version"]),
    ("check", &["check", "FILE"]),
    ("score", &["score", "FILE"]),
    ("overlap", &["overlap", "FILE"]),
    ("deadlock", &["deadlock", "FILE"]),
    ("deadlock_proposal", &["deadlock", "FILE", "--proposal", "20-point"]),
    ("deadlock_json", &["deadlock", "FILE", "--format", "json"]),
    ("diff", &["diff", "FILE", "us-28", "20-point"]),
    ("settle", &["settle", "FILE"]),
    ("voice", &["voice", "FILE"]),
    ("ratify", &["ratify", "FILE"]),
    ("trust", &["trust", "FILE"]),
    ("timeline", &["timeline", "FILE"]),
    ("robust", &["robust", "FILE"]),
    ("sample", &["sample", "FILE"]),
    ("sample_million", &["sample", "FILE", "--samples", "1000000"]),
    ("report", &["report", "FILE"]),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![case("scenario/read", |_| Some(reading()))];
    for (name, arguments) in COMMANDS {
        cases.push(case(format!("scenario/{name}"), move |tools| {
            let file = scenario_file("ukraine-2025.ron");
            let file = file.to_str().expect("the path is plain text");
            let arguments: Vec<&str> =
                arguments.iter().map(|it| if *it == "FILE" { file } else { *it }).collect();
            whole_command(tools, &arguments, None)
        }));
    }
    cases
}

fn reading() -> Measurement {
    let file = scenario_file("ukraine-2025.ron");
    let load = |path: &str| {
        let path = scenario_file(path);
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        Ok(Source::new(path.display().to_string(), text))
    };
    let (cost, reading): (_, Reading) = measured(|| {
        let text = fs::read_to_string(&file).expect("the main scenario stands in the repository");
        read(Source::new("ukraine-2025.ron", text), load)
    });
    let bytes: usize = reading.sources.iter().map(|source| source.text().len()).sum();
    Measurement::new(cost).with("bytes", bytes).with("faults", reading.result.is_err())
}

/// Runs `impasse` from start to exit, several times: its report goes nowhere.
pub(super) fn whole_command(
    tools: &Tools,
    arguments: &[&str],
    input: Option<&str>,
) -> Option<Measurement> {
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every Linux has this call");
        let spent = usage.user_time() + usage.system_time();
        (spent.num_microseconds(), usage.max_rss())
    };
    let mut spent = Vec::new();
    let mut exit = 0;
    let mut peak = 0;
    while spent.len() < 11 && spent.iter().sum::<i64>() < 1_000_000 {
        let (before, _) = used();
        exit = run(tools, arguments, input)?;
        let (after, held) = used();
        spent.push(after - before);
        peak = held.unsigned_abs();
    }
    spent.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "microseconds fit")]
    let seconds = spent[spent.len() / 2] as f64 / 1e6;
    let cost = Cost { seconds, runs: spent.len() };
    Some(Measurement { peak, ..Measurement::new(cost) }.with("exit", exit))
}

/// The exit code, unless the command was stopped.
fn run(tools: &Tools, arguments: &[&str], input: Option<&str>) -> Option<i32> {
    let mut command = Command::new(&tools.impasse);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().unwrap_or_else(|error| {
        panic!("{}: {error}; build it with `cargo build --release`", tools.impasse.display())
    });
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        use std::io::Write as _;
        stdin.write_all(input.as_bytes()).expect("the command reads its input");
    }
    child.wait().expect("a started command ends").code()
}
