//! What must not travel does not.

use super::rewritten::Scenario;
use super::{Exit, FORMATS, MAIN, report, run, section};

/// What a party said, which words stand for it, and where it said so.
const MARSHFORD: &[(&str, &str)] = &[
    ("\"Marshford\"", "\"Moorfield\""),
    ("The bridge stands on our bank", "It is on our side"),
    ("A joint board is a fair offer", "A board would be fair"),
    ("takes up half of the answer", "fills a page"),
    ("The ferry does not stop", "The ferry goes on"),
    ("No toll unless we have a say in the bridge", "No say, no toll"),
    ("Answer to the open letter", "Reply to the letter"),
    ("marsh-ferry-stays", "ferry-stays"),
];

#[test]
fn a_party_left_out_cannot_be_read_in_any_format() {
    let rivers = Scenario::new("party", "two-rivers.ron");
    let plain = rivers.reports(&[], &["--redact", "marshford"]);
    let changed = rivers.reports(MARSHFORD, &["--redact", "marshford"]);
    let brief = ["--redact", "marshford", "--brief"];
    assert_eq!(rivers.reports(&[], &brief), rivers.reports(MARSHFORD, &brief));
    let shown = rivers.reports(&[], &[]);
    for (place, format) in FORMATS.into_iter().enumerate() {
        assert_eq!(plain[place], changed[place], "{format}");
        // Its name is left out too, but stands in the title of an option, which is nobody's secret.
        for (secret, _) in MARSHFORD.iter().skip(1) {
            assert!(!plain[place].contains(secret), "{format}: {secret}");
        }
        assert!(shown[place].contains("marsh-ferry-stays"), "{format}");
        assert!(plain[place].contains("one party with its words, demands and numbers"));
    }
}

#[test]
fn weights_left_out_cannot_be_read_in_any_format() {
    let rivers = Scenario::new("weights", "two-rivers.ron");
    let options = ["--redact", "weights"];
    let plain = rivers.reports(&[], &options);
    let other = [("weight: Medium, because: \"second", "weight: (13, 17), because: \"second")];
    assert_eq!(plain, rivers.reports(&other, &options));
    let brief = ["--redact", "weights", "--brief"];
    assert_eq!(rivers.reports(&[], &brief), rivers.reports(&other, &brief));
    assert_ne!(rivers.reports(&[], &[]), rivers.reports(&other, &[]));
}

#[test]
fn floors_left_out_cannot_be_read_in_any_format() {
    let port = Scenario::new("floors", "port-game.ron");
    let floors: Vec<&str> = port.text.matches("floor: (worth: ").collect();
    assert!(!floors.is_empty());
    let options = ["--redact", "floors"];
    let other = [("floor: (worth: 65,", "floor: (worth: \"129/2\",")];
    assert_eq!(port.reports(&[], &options), port.reports(&other, &options));
    let brief = ["--redact", "floors", "--brief"];
    assert_eq!(port.reports(&[], &brief), port.reports(&other, &brief));
    assert_ne!(port.reports(&[], &[]), port.reports(&other, &[]));
}

const TIDE: &str = "../tests/data/sentences/tide.ron";

/// Neither a party left out, nor floors, weights or sources, can be read from the moves.
#[test]
fn moves_tell_nothing_that_is_left_out() {
    let tide = Scenario::new("tide", TIDE);
    let cases: [(&str, &[(&str, &str)]); 4] = [
        (
            "west",
            &[
                ("\"the west harbour\"", "\"the northern port\""),
                ("The loan is paid back", "The loan is gone"),
                ("The fee matters less now", "The fee is nothing"),
                ("On pilots the west harbour no longer speaks", "Nothing on pilots"),
                ("worth: (30, 40)", "worth: (29, 41)"),
                ("west-fee-for-depth", "fee-for-depth"),
            ],
        ),
        (
            "floors",
            &[
                ("worth: 45", "worth: 46"),
                ("Orders are lost: without a deal", "No orders: without a deal"),
                ("orders are lost", "no orders"),
            ],
        ),
        (
            "weights",
            &[
                ("weights: {\"fee\": Low}", "weights: {\"fee\": (7, 9)}"),
                ("The fee matters less now", "The fee is nothing"),
            ],
        ),
        ("sources", &[("date: \"2031\"", "date: \"2029\""), ("\"A memoir\"", "\"Memoirs\"")]),
    ];
    for (hidden, changes) in cases {
        let options = ["--redact", hidden];
        let plain = tide.reports(&[], &options);
        let changed = tide.reports(changes, &options);
        let shown = tide.reports(&[], &[]);
        for (place, format) in FORMATS.into_iter().enumerate() {
            assert!(plain[place] == changed[place], "{hidden} in {format}");
            assert_ne!(shown[place], plain[place], "{hidden} in {format}");
        }
        assert!(plain[1].contains("## How positions moved"), "{hidden}");
    }
}

/// What another section would tell is not told by the moves either.
#[test]
fn moves_keep_silent_on_sections_left_out() {
    let moved = |options: &[&str]| {
        let text = report(&[&[MAIN, "--format", "markdown"], options].concat());
        section(&text, "How positions moved").to_owned()
    };
    assert!(moved(&[]).contains("→ no stated objection") && moved(&[]).contains("7 → 8"));
    let silent = moved(&["--redact", "proposals"]);
    assert!(!silent.contains("→ no stated objection") && silent.contains("7 → 8"), "{silent}");
    let silent = moved(&["--redact", "deadlock"]);
    assert!(silent.contains("→ no stated objection") && !silent.contains("7 → 8"), "{silent}");
    assert!(!silent.contains("conflicts among"), "{silent}");
}

#[test]
fn trust_tells_nothing_of_what_is_left_out() {
    let canal = Scenario::new("trust", "../tests/data/sentences/canal.ron");
    // What a party believes, and why.
    let options = ["--redact", "upland"];
    let other = [
        ("belief: (20, 40)", "belief: (21, 40)"),
        ("The last fee came late", "The last fee was late"),
        ("one fee of three", "a fee of three"),
    ];
    assert_eq!(canal.reports(&[], &options), canal.reports(&other, &options));
    assert_ne!(canal.reports(&[], &[]), canal.reports(&other, &[]));
    let options = ["--redact", "weights"];
    let other = [("weight: 5, stances: [(on", "weight: 6, stances: [(on")];
    assert_eq!(canal.reports(&[], &options), canal.reports(&other, &options));
    assert_ne!(canal.reports(&[], &[]), canal.reports(&other, &[]));
    for report in canal.reports(&[], &["--redact", "trust"]) {
        assert!(!report.contains("What enforcement or belief would change"));
    }
}

/// What is drawn tells of floors, weights and parties, so that with any of them left out it goes
/// as a whole, in every format.
#[test]
fn samples_tell_nothing_of_what_is_left_out() {
    let mill = Scenario::new("samples", "../tests/data/sentences/mill.ron");
    let rivers = Scenario::new("samples-of-rivers", "two-rivers.ron");
    let heading = "## How often, if what is open is drawn at random";
    for scenario in [&mill, &rivers] {
        assert!(scenario.reports(&[], &[])[1].contains(heading));
        for hidden in ["floors", "weights", "sampling"] {
            let reports = scenario.reports(&[], &["--redact", hidden]);
            for (format, text) in FORMATS.into_iter().zip(&reports) {
                let told = ["Percent of samples", "samples with seed", "drawn at random"];
                assert!(!told.iter().any(|it| text.contains(it)), "{hidden} in {format}");
            }
            let json: serde_json::Value = serde_json::from_str(&reports[3]).unwrap();
            assert!(json["sampling"].is_null(), "{hidden}");
        }
    }
    let reports = rivers.reports(&[], &["--redact", "hillford"]);
    assert!(!reports[1].contains(heading));
    assert!(reports[1].contains("how often proposals come first, for that is drawn from what"));
}

/// Whether a number counted in points stands anywhere in a report.
fn counts_points(value: &serde_json::Value) -> bool {
    const FIELDS: [&str; 12] = [
        "worth_on_paper",
        "worth_as_trusted",
        "loses",
        "contributes",
        "could_move",
        "worth",
        "coverage",
        "greatest_price",
        "missing",
        "gain",
        "stated_gain",
        "attainable",
    ];
    match value {
        serde_json::Value::Object(fields) => fields.iter().any(|(name, value)| {
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            // What words are worth is no secret of anybody.
            let told = FIELDS.contains(&name.as_str()) && !empty && !value.is_string();
            told || counts_points(value)
        }),
        serde_json::Value::Array(values) => values.iter().any(counts_points),
        _ => false,
    }
}

#[test]
fn weights_left_out_leave_no_points_in_any_part() {
    for scenario in [MAIN, "scenarios/two-rivers.ron", "scenarios/port-game.ron"] {
        let json = |options: &[&str]| -> serde_json::Value {
            let text = report(&[&[scenario, "--format", "json"], options].concat());
            serde_json::from_str(&text).unwrap()
        };
        assert!(counts_points(&json(&[])), "{scenario}");
        assert!(!counts_points(&json(&["--redact", "weights"])), "{scenario}");
    }
}

#[test]
fn what_a_party_left_out_would_pay_cannot_be_read() {
    let rivers = Scenario::new("price", "two-rivers.ron");
    let options = ["--redact", "hillford"];
    let plain = rivers.reports(&[], &options);
    let lighter = [("weight: High, because: \"first in", "weight: (30, 41), because: \"first in")];
    let changed = rivers.reports(&lighter, &options);
    for (place, format) in FORMATS.into_iter().enumerate() {
        assert_eq!(plain[place], changed[place], "{format}");
    }
    assert_ne!(rivers.reports(&[], &[]), rivers.reports(&lighter, &[]));
}

#[test]
fn floors_that_block_leave_no_price_and_no_missing_points() {
    let port = Scenario::new("blocking", "port-game.ron");
    let high = [("worth: 55, says", "worth: 83, says"), ("worth: 65,", "worth: 71,")];
    let reports = port.reports(&high, &["--redact", "floors"]);
    assert!(reports[1].contains("**Deadlock**"), "{}", &reports[1][..400]);
    assert!(reports[1].contains("**No stated refusal has to give**"));
    assert!(reports[1].contains("gives up a demand") && !reports[1].contains("Price:"));
    let json: serde_json::Value = serde_json::from_str(&reports[3]).unwrap();
    for step in json["deadlock"]["distance"].as_array().unwrap() {
        assert!(step["missing"].is_null() && step["greatest"].is_null());
    }
    for way in json["deadlock"]["ways_out"].as_array().unwrap() {
        assert!(way["greatest_price"].is_null() && way["prices"].as_array().unwrap().is_empty());
    }
}

#[test]
fn suppositions_and_dates_of_sources_name_nothing_that_is_left_out() {
    let rivers = "scenarios/two-rivers.ron";
    let text = report(&[rivers, "--redact", "hillford", "--drop", "hill-no-handover"]);
    assert!(text.contains("Supposing a demand is dropped:") && !text.contains("hill-no-handover"));
    let text = report(&[rivers, "--redact", "floors", "--floor", "hillford=60"]);
    assert!(text.contains("Supposing another floor:") && !text.contains("60 of"), "{text}");
    let text = report(&[MAIN, "--redact", "sources", "--width", "10000"]);
    assert!(!text.contains("first source") && !text.contains("later sources"));
}

#[test]
fn a_party_called_like_a_section_can_be_left_out() {
    let rivers = Scenario::new("name", "two-rivers.ron");
    let file = rivers.folder.join("scenario.ron");
    std::fs::write(&file, rivers.text.replace("\"hillford\"", "\"map\"")).unwrap();
    let file = file.to_str().unwrap();
    let (exit, _, diagnostics) = run(&["report", file, "--redact", "map"]);
    assert_eq!(exit, Exit::Failed);
    assert!(diagnostics.contains("`section:map` or `party:map`"), "{diagnostics}");
    assert!(report(&[file, "--redact", "section:map"]).contains("the section “map”"));
    let party = report(&[file, "--redact", "party:map"]);
    assert!(party.contains("one party") && !party.contains("hill-no-handover"));
}

#[test]
fn every_section_can_be_left_out_and_the_report_says_so() {
    let whole = report(&[MAIN, "--format", "json"]);
    let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let sections = [
        ("proposals", "What stated positions imply for each proposal"),
        ("map", "The map of issues and parties"),
        ("deadlock", "What blocks an agreement"),
        ("closable", "Closable now"),
        ("attainable", "The best attainable"),
        ("history", "How positions moved"),
        ("comparison", "From “The 28 points”"),
        ("robustness", "How sure this is"),
        ("voice", "Whose terms these are"),
        ("ratification", "Ratification: which votes"),
        ("unsettled", "What each text leaves silent"),
        ("sampling", "How often, if what is open"),
        ("gaps", "Gaps of the file"),
        ("judgements", "Judgements of the coders"),
    ];
    for (section, heading) in sections {
        let text = report(&[MAIN, "--format", "markdown", "--redact", section]);
        assert!(!text.contains(&format!("\n## {heading}")), "{section}");
        assert!(text.contains(&format!("the section “{section}”")), "{section}");
        let json = report(&[MAIN, "--format", "json", "--redact", section]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_ne!(json, whole, "{section}");
    }
    let (exit, _, diagnostics) = run(&["report", MAIN, "--redact", "flors"]);
    assert_eq!(exit, Exit::Failed);
    assert!(diagnostics.contains("did you mean `floors`?"), "{diagnostics}");
    let (exit, _, _) = run(&[
        "report",
        "scenarios/two-rivers.ron",
        "--redact",
        "hillford",
        "--redact",
        "marshford",
    ]);
    assert_eq!(exit, Exit::Failed);
}
