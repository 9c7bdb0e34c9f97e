//! Reports as they are printed: every command on every small scenario in every format, and the
//! main scenario's reports as text. Adding a scenario is adding a file.

use std::collections::BTreeMap;

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};

const PIPE: Terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };

fn run(line: &str) -> (Exit, String, String) {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].into_iter().chain(line.split(' ')));
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, PIPE, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

fn golden(name: &str, line: &str) {
    let (exit, out, diagnostics) = run(line);
    let text = format!("$ impasse {line}\n{exit:?}\n{out}{diagnostics}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("golden__{name}"), text);
    });
}

#[test]
fn small_scenarios_in_every_format() {
    for scenario in ["two-rivers", "port-game"] {
        for command in ["check", "score", "overlap", "deadlock", "settle"] {
            for format in ["terminal", "markdown", "json"] {
                golden(
                    &format!("{scenario}-{command}-{format}"),
                    &format!("{command} scenarios/{scenario}.ron --format {format}"),
                );
            }
        }
    }
}

#[test]
fn the_main_scenario() {
    let file = "scenarios/ukraine-2025.ron";
    golden("ukraine-deadlock", &format!("deadlock {file} --proposal 20-point"));
    for format in ["terminal", "markdown"] {
        golden(&format!("ukraine-settle-{format}"), &format!("settle {file} --format {format}"));
    }
    golden("ukraine-settle-json", &format!("settle {file} --outlook cautious --format json"));
    golden("ukraine-diff", &format!("diff {file} us-28 20-point"));
    golden("ukraine-overlap", &format!("overlap {file}"));
    golden("ukraine-trust", &format!("trust {file} us-28 20-point"));
    golden("canal-trust-json", "trust tests/data/sentences/canal.ron --format json");
    golden("ukraine-check", &format!("check {file}"));
    golden("ukraine-score", &format!("score {file} 20-point us-28 fez-us fez-russia fez-ukraine"));
}

#[test]
fn settle_answers_as_it_is_asked() {
    for (name, options) in [
        ("explain-all", "--explain --all"),
        ("hopeful-points", "--outlook hopeful --gains points"),
        ("what-if", "--drop hill-board-for-ferry --floor hillford=80 --party marshford"),
    ] {
        golden(
            &format!("two-rivers-settle-{name}"),
            &format!("settle scenarios/two-rivers.ron {options}"),
        );
    }
}

/// Two parties of opposed interests: every package is a different outcome, and none is better
/// for both.
fn opposed(issues: u32) -> String {
    let each = |text: &dyn Fn(u32) -> String| (0..issues).map(text).collect::<String>();
    let list = each(&|it| {
        format!("\"i{it}\": (title: \"{it}\", options: {{\"a\": \"A\", \"b\": \"B\"}}),")
    });
    let position = |good: &str, bad: &str| {
        each(&|it| {
            format!(
                "\"i{it}\": (weight: {}, because: \"b\", sources: [\"s\"], stances: [
                (on: [\"{good}\"], is: Ideal, says: \"yes\", sources: [\"s\"]),
                (on: [\"{bad}\"], is: Worth(0), says: \"no\", sources: [\"s\"])]),",
                1 << it
            )
        })
    };
    let (one, other) = (position("a", "b"), position("b", "a"));
    format!(
        "(format: 1, title: \"opposed\", from: \"2030-01-01\", as_of: \"2030-01-01\",
        sources: {{\"s\": (publisher: \"P\", title: \"T\", date: \"2030-01-01\", kind: Primary, locator: \"1\")}},
        parties: {{\"x\": (name: \"X\", consent: Always), \"y\": (name: \"Y\", consent: Always)}},
        issues: {{{list}}}, positions: {{\"x\": {{{one}}}, \"y\": {{{other}}}}})"
    )
}

/// Past the bound of steps the rest of the report appears, and what is missing is said.
#[test]
fn settle_reports_what_it_has_within_its_bound() {
    let file = std::env::temp_dir().join(format!("impasse-{}.ron", std::process::id()));
    std::fs::write(&file, opposed(14)).unwrap();
    let settle = |options: &str| run(&format!("settle {} {options}", file.display()));
    let (exit, out, diagnostics) = settle("--steps 1");
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(diagnostics.contains("nothing was proven"));
    let (exit, out, _) = settle("--steps 25000");
    assert_eq!(exit, Exit::Answered);
    assert!(out.contains("Not finished within 25000 steps: the frontier (cautious);"), "{out}");
    assert!(out.contains("16,384 of 16,384 possible packages are acceptable to all."));
    assert!(out.contains("What could be traded"));
    let (exit, out, _) = settle("--all");
    assert_eq!(exit, Exit::Answered);
    assert!(!out.contains("Not finished") && out.contains("And 15,884 outcomes more."));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for line in [
        "score scenarios/ukraine-2025.ron us-28 --explain --format json",
        "deadlock scenarios/ukraine-2025.ron --format json",
        "deadlock scenarios/two-rivers.ron --explain",
        "settle scenarios/ukraine-2025.ron --all --explain --format json",
    ] {
        let (first, second) = (run(line), run(line));
        assert_eq!((first.1, first.2), (second.1, second.2));
    }
}

#[test]
fn json_reports_have_their_schema_version() {
    for command in ["check", "score", "overlap", "deadlock", "settle"] {
        let (_, out, _) = run(&format!("{command} scenarios/two-rivers.ron --format json"));
        let report: BTreeMap<String, serde_json::Value> = serde_json::from_str(&out).unwrap();
        assert_eq!(report.get("schema"), Some(&serde_json::json!(1)));
        assert_eq!(report.get("command"), Some(&serde_json::json!(command)));
    }
}

#[test]
fn the_talks_of_december_changed_on_the_fourteenth() {
    let file = "scenarios/ukraine-2025.ron";
    let before = run(&format!("deadlock {file} --as-of 2025-12-13")).1;
    let after = run(&format!("deadlock {file} --as-of 2025-12-15")).1;
    assert_ne!(before, after);
    assert!(before.contains("ua-nato-aim") && !after.contains("ua-nato-aim"));
}
