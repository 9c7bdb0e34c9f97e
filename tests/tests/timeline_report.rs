//! The timeline as it is printed: its states are what other commands say of the same day.

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};
use serde_json::Value;

const MAIN: &str = "scenarios/ukraine-2025.ron";
const TIDE: &str = "tests/data/sentences/tide.ron";

fn run(line: &str) -> (Exit, String, String) {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].into_iter().chain(line.split(' ')));
    let pipe = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, pipe, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

fn json(line: &str) -> Value {
    let (exit, out, diagnostics) = run(&format!("{line} --format json"));
    assert_eq!(exit, Exit::Answered, "{line}: {diagnostics}");
    serde_json::from_str(&out).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn names(demands: &Value) -> Vec<&str> {
    list(demands).iter().map(|demand| demand["id"].as_str().unwrap()).collect()
}

#[test]
fn the_last_state_is_what_deadlock_and_score_say_of_the_day() {
    for (file, days) in [
        (MAIN, vec!["2025-11-19", "2025-11-25", "2025-12-14", "2025-12-18", "2025-12-31"]),
        (TIDE, vec!["2030-01-01", "2030-01-04", "2030-01-10", "2030-01-18", "2030-02-01"]),
    ] {
        let whole = json(&format!("timeline {file}"));
        for day in days {
            let timeline = json(&format!("timeline {file} --as-of {day}"));
            let state = list(&timeline["states"]).last().unwrap();
            let deadlock = json(&format!("deadlock {file} --as-of {day} --all"));
            assert_eq!(state["conflicts"], deadlock["conflicts"], "{day}");
            assert_eq!(state["refusals"], deadlock["distance"][0]["refusals"], "{day}");
            assert_eq!(state["missing"], deadlock["distance"][0]["missing"], "{day}");
            let way = &deadlock["ways_out"][0]["concessions"];
            let asked = way.as_array().map(|way| {
                way.iter().map(|it| it["demand"]["id"].as_str().unwrap()).collect::<Vec<_>>()
            });
            assert_eq!(state["way_out"].as_array().map(|_| names(&state["way_out"])), asked);
            let score = json(&format!("score {file} --as-of {day}"));
            let outcomes = |texts: &Value| -> Vec<(String, String)> {
                let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
                list(texts).iter().map(|it| (text(it, "proposal"), text(it, "outcome"))).collect()
            };
            assert_eq!(outcomes(&state["texts"]), outcomes(&score["proposals"]), "{day}");
            // The same state in the whole timeline: the last one up to the day.
            let states = list(&whole["states"]).iter();
            let mut then = states.filter(|it| it["event"] != "end" || it["day"] == day);
            let then = then.rfind(|it| it["day"].as_str().unwrap() <= day).unwrap();
            for field in ["conflicts", "refusals", "missing", "texts"] {
                assert_eq!(then[field], state[field], "{field} on {day}");
            }
        }
    }
}

#[test]
fn days_narrow_the_timeline() {
    let part = json(&format!("timeline {MAIN} --from 2025-12-14 --to 2025-12-18"));
    assert_eq!(
        (part["from"].as_str(), part["as_of"].as_str()),
        (Some("2025-12-13"), Some("2025-12-18"))
    );
    let moves: Vec<u64> =
        list(&part["states"]).iter().filter_map(|it| it["moved"]["number"].as_u64()).collect();
    assert_eq!(moves, [10, 11, 12, 13, 14, 15, 16, 17]);
    // Its last day is the earlier of the two.
    let early = json(&format!("timeline {MAIN} --to 2025-12-18 --as-of 2025-12-01"));
    assert_eq!(early["as_of"], "2025-12-01");
    for wrong in
        ["--from 2025-12-18 --to 2025-12-14", "--from 2025-01-01", "--to soon", "--drop none"]
    {
        let (exit, out, diagnostics) = run(&format!("timeline {MAIN} {wrong}"));
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""), "{wrong}");
        assert!(diagnostics.starts_with("error: "), "{diagnostics}");
    }
}

#[test]
fn a_demand_may_be_supposed_away_wherever_it_stands() {
    // It stands only until 25 November.
    let report = json(&format!("timeline {MAIN} --drop ua-no-army-limit"));
    assert_eq!(report["suppositions"][0], "the demand `ua-no-army-limit` is dropped");
    let third = &list(&report["states"]).iter().find(|it| it["moved"]["number"] == 3).unwrap();
    let fates: Vec<&str> = names_of_fates(&third["moved"]["demands"]);
    assert_eq!(fates, ["ua-no-600"]);
}

fn names_of_fates(fates: &Value) -> Vec<&str> {
    list(fates).iter().map(|it| it["demand"]["id"].as_str().unwrap()).collect()
}

#[test]
fn bad_news_is_to_be_further_apart_than_at_the_start() {
    let exit = |line: &str| run(&format!("timeline {line} --exit-code")).0;
    assert_eq!(exit(MAIN), Exit::BadNews);
    assert_eq!(exit(&format!("{MAIN} --to 2025-12-15")), Exit::Answered);
    assert_eq!(exit(TIDE), Exit::Answered);
}

#[test]
fn a_floor_is_pressure_and_never_a_concession() {
    let report = json(&format!("timeline {TIDE}"));
    for number in [2, 3, 12] {
        let states = list(&report["states"]);
        let moved = &states.iter().find(|it| it["moved"]["number"] == number).unwrap()["moved"];
        assert_eq!(moved["kinds"]["pressure"], true);
        assert_eq!(moved["kinds"]["concession"], false);
        assert_eq!(moved["kinds"]["hardening"], false);
    }
}

#[test]
fn one_partys_moves_are_shown_with_the_same_numbers() {
    let whole = json(&format!("timeline {MAIN}"));
    let view = json(&format!("timeline {MAIN} --party russia"));
    assert_eq!(whole["whole"], view["whole"]);
    let parties: Vec<&str> =
        list(&view["states"]).iter().filter_map(|it| it["moved"]["party"].as_str()).collect();
    assert_eq!(parties, ["russia"; 8]);
}
