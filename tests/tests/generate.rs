//! What `impasse generate` prints is taken by the programs it is for, and what `impasse new`
//! writes by every command.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use clap::{CommandFactory as _, Parser as _};
use impasse_cli::{Args, Exit, Terminal};

fn run(arguments: &[&str]) -> (Exit, String, String) {
    let args = Args::parse_from(["impasse"].iter().chain(arguments));
    let pipe = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, pipe, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

fn generate(arguments: &[&str]) -> String {
    let (exit, out, diagnostics) = run(&[&["generate"], arguments].concat());
    assert_eq!((exit, diagnostics.as_str()), (Exit::Answered, ""));
    out
}

/// What a program says to a text; none where the program is not there.
fn told(program: &[&str], text: &str) -> Option<Output> {
    let (name, options) = program.split_first().unwrap();
    let mut child = Command::new(name)
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(output)
}

/// Every command with its long options.
fn commands() -> Vec<(String, Vec<String>)> {
    let mut whole = Args::command();
    whole.build();
    let options = |command: &clap::Command| {
        command.get_arguments().filter_map(|it| it.get_long().map(str::to_owned)).collect()
    };
    let commands = whole.get_subcommands().filter(|command| command.get_name() != "help");
    commands.map(|command| (command.get_name().to_owned(), options(command))).collect()
}

#[test]
fn every_shell_completes_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = generate(&["completions", shell]);
        for (command, options) in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
            for option in options {
                assert!(script.contains(&option), "{shell}: {command} --{option}");
            }
        }
    }
}

#[test]
fn shells_read_their_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let script = generate(&["completions", shell]);
        if let Some(output) = told(&[shell, "-n"], &script) {
            assert!(output.status.success() && output.stderr.is_empty(), "{shell}: {output:?}");
        } else {
            assert_ne!(shell, "bash", "bash is not there");
        }
    }
}

#[test]
fn man_pages_name_every_command_and_option() {
    let plain = |page: &str| page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
    let main = plain(&generate(&["man"]));
    for (command, options) in commands() {
        assert!(main.contains(&format!("impasse-{command}(1)")), "{main}");
        let page = plain(&generate(&["man", "--command", &command]));
        assert!(page.contains(&format!(".TH impasse-{command} 1")), "{page}");
        for section in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS"] {
            assert!(page.contains(section), "{command}: {section}\n{page}");
        }
        for option in options {
            assert!(page.contains(&format!("--{option}")), "{command} --{option}\n{page}");
        }
    }
}

#[test]
fn man_pages_are_set_without_a_warning() {
    let names: Vec<String> = commands().into_iter().map(|(name, _)| name).collect();
    let pages = names.iter().map(|name| vec!["man", "--command", name]);
    for arguments in pages.chain([vec!["man"]]) {
        let page = generate(&arguments);
        let groff = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww"];
        if let Some(output) = told(&groff, &page) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
            assert!(output.stdout.len() > 500, "{arguments:?}");
        }
    }
}

/// The starter in a file of its own.
fn starter(folder: &Path) -> String {
    let file = folder.join("talks.ron").to_str().unwrap().to_owned();
    let (exit, out, diagnostics) = run(&["new", &file, "--title", "The \"talks\""]);
    assert_eq!((exit, out.as_str(), diagnostics.as_str()), (Exit::Answered, "", ""));
    file
}

#[test]
fn the_starter_is_sound_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let (exit, out, diagnostics) = run(&["check", "--strict", &starter(folder.path())]);
    assert_eq!((exit, diagnostics.as_str()), (Exit::Answered, ""));
    assert!(out.starts_with("The \"talks\", as of 2030-03-01\n"), "{out}");
    assert!(out.contains("No faults; no warnings. 3 parties, 2 issues, 4 demands, 1 proposal."));
}

#[test]
fn every_command_has_something_to_say_of_the_starter() {
    let folder = tempfile::tempdir().unwrap();
    let file = starter(folder.path());
    for (arguments, expected) in [
        (vec!["score", &file], "depends on clause 2"),
        (vec!["overlap", &file], "Closable now"),
        (vec!["deadlock", &file, "--proposal", "valley-plan"], "Agreement is possible"),
        (vec!["settle", &file], "possible packages are acceptable to all"),
        (vec!["diff", &file, "valley-plan", "valley-plan"], "unchanged"),
        (vec!["diff", &file, &file], "Still agreement."),
    ] {
        let (exit, out, diagnostics) = run(&arguments);
        assert_eq!((exit, diagnostics.as_str()), (Exit::Answered, ""), "{arguments:?}");
        assert!(out.contains(expected), "{arguments:?}:\n{out}");
    }
}
