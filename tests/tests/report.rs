//! The document that leaves the building: what it answers, in which order, and that what must not
//! travel does not.

use std::collections::BTreeSet;

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};

const PIPE: Terminal = Terminal { stdout: false, stderr: false, width: None, no_color: true };
const MAIN: &str = "scenarios/ukraine-2025.ron";
const FORMATS: [&str; 4] = ["terminal", "markdown", "html", "json"];

fn run(arguments: &[&str]) -> (Exit, String, String) {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].iter().chain(arguments));
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, PIPE, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

fn report(arguments: &[&str]) -> String {
    let all: Vec<&str> = ["report"].into_iter().chain(arguments.iter().copied()).collect();
    let (exit, out, diagnostics) = run(&all);
    assert_eq!(exit, Exit::Answered, "{diagnostics}");
    out
}

/// The part of a Markdown report under a heading.
fn section<'t>(markdown: &'t str, heading: &str) -> &'t str {
    let (_, rest) = markdown.split_once(&format!("\n## {heading}")).expect(heading);
    rest.split_once("\n## ").map_or(rest, |(text, _)| text)
}

#[test]
fn the_answer_comes_first_and_the_parts_in_their_order() {
    let text = report(&[MAIN, "--format", "markdown"]);
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(
        headings,
        [
            "What stated positions imply for each proposal",
            "The map of issues and parties",
            "What blocks an agreement, and what would open one",
            "Closable now",
            "The best attainable, and where each proposal stands",
            "How positions moved",
            "From “The 28 points” to “The 20 points”: what changed, and for whom",
            "How sure this is",
            "Whose terms these are",
            "Ratification: which votes each text must win",
            "On paper and as trusted",
            "What each text leaves silent, open or ambiguous",
            "How often, if what is open is drawn at random",
            "The file, and who is who",
            "Gaps of the file, and what leans on them",
            "Method and limits",
            "Sources",
            "Judgements of the coders",
        ]
    );
    let mut paragraphs = text.split("\n\n").skip(1);
    let [conclusion, conflict, way] = [(); 3].map(|()| paragraphs.next().unwrap());
    assert!(conclusion.starts_with("**Deadlock**"), "{conclusion}");
    assert!(conflict.starts_with("One of the 3 smallest sets of stated demands"), "{conflict}");
    assert!(conflict.contains("cannot hold together") && conflict.contains("](#source-"));
    assert!(way.contains("**3 from Russia, or 1 from Ukraine and 2 from Russia**"), "{way}");
    assert!(way.contains("**2 from Ukraine and 2 from Russia**"), "{way}");
}

/// Paragraphs of the short form that the full report puts otherwise.
const OF_THE_SHORT_FORM: [&str; 9] = [
    "Consent is needed always of Ukraine and Russia",
    "A price is what a party loses",
    "This is the short form.",
    "No objection to any of them is stated by",
    "**Nothing can be closed now on stated positions alone.** On ",
    "Each of these is a smallest set of stated demands",
    "The report follows from one file alone",
    "- Of 444 statements of positions ",
    "- The check of the file gives ",
];

#[test]
fn the_short_form_says_what_the_full_report_says_with_its_own_sources() {
    let (full, brief) = (
        report(&[MAIN, "--format", "markdown"]),
        report(&[MAIN, "--format", "markdown", "--brief"]),
    );
    assert!(brief.len() * 5 < full.len(), "{} of {}", brief.len(), full.len());
    let (told, sources) = brief.split_once("## Sources").unwrap();
    let cited: BTreeSet<&str> =
        told.split("](#").skip(1).filter_map(|it| it.split(')').next()).collect();
    let listed: BTreeSet<&str> =
        sources.split("<a id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert_eq!(cited, listed.into_iter().chain(["cheapest-ways-out"]).collect());
    let known: BTreeSet<&str> = full.lines().collect();
    let mut own = OF_THE_SHORT_FORM.to_vec();
    for line in told.lines().filter(|line| !line.is_empty() && !line.starts_with('|')) {
        // Overlap and the list of conflicts stand in tables and longer lists of the full report.
        let elsewhere = line.starts_with("## Where") || line.contains("– against –");
        let shared = line.contains(" – common ground: ") || line.contains(" – tolerable: ");
        if known.contains(line) || elsewhere || shared {
            continue;
        }
        let before = own.len();
        own.retain(|start| !line.starts_with(start));
        assert!(own.len() < before, "only in the short form: {line}");
    }
    assert!(own.is_empty(), "not in the short form: {own:?}");
}

#[test]
fn a_reader_finds_who_rejects_the_20_points_and_why_with_a_source() {
    let text = report(&[MAIN, "--format", "markdown"]);
    let proposals = section(&text, "What stated positions imply for each proposal");
    let (_, twenty) = proposals.split_once("The 20 points (20-point)\n\nMade").unwrap();
    let (twenty, _) = twenty.split_once("\n### ").unwrap();
    assert!(twenty.contains("rejected by Russia"));
    let reason = twenty.lines().find(|line| line.contains("**Russia: rejects**")).unwrap();
    assert!(reason.contains("Not a mere truce line"), "{reason}");
    assert!(reason.contains("[putin27](#source-putin27)"), "{reason}");
    assert!(text.contains("<a id=\"source-putin27\"></a>"));
}

#[test]
fn a_reader_finds_what_changed_for_russia_and_what_the_ways_out_ask_of_each_side() {
    let text = report(&[MAIN, "--format", "markdown"]);
    let comparison = section(&text, "From “The 28 points”");
    assert!(
        comparison.contains("**Russia**, newly crossed: No ceasefire before Ukraine's withdrawal")
    );
    let row = comparison.lines().find(|line| line.starts_with("|**21d.**")).unwrap();
    assert!(row.contains("**14b.**") && row.contains("Russia -5.1 to 0"), "{row}");
    let deadlock = section(&text, "What blocks an agreement");
    let (_, ways) = deadlock.split_once("What the cheapest ways out ask of each side").unwrap();
    let of = |party: &str| ways.lines().find(|line| line.starts_with(party)).unwrap();
    assert!(of("|Ukraine|nothing|").contains("No unilateral withdrawal"));
    assert!(of("|Russia|").contains("All of Donbas"));
    assert!(section(&text, "Closable now").contains("\n- "));
}

#[test]
fn the_pair_compared_is_the_one_asked_for_or_the_one_the_file_names_or_the_only_one() {
    let compared = |arguments: &[&str]| {
        let text = report(&[arguments, &["--format", "markdown"]].concat());
        let line = text.lines().find(|line| line.starts_with("## From "));
        line.map(|line| line.split(':').next().unwrap_or_default().to_owned())
    };
    assert_eq!(compared(&[MAIN]).unwrap(), "## From “The 28 points” to “The 20 points”");
    assert_eq!(
        compared(&[MAIN, "--compare", "e3", "us-28"]).unwrap(),
        "## From “The European counter-proposal” to “The 28 points”"
    );
    // Before the later of the two was made there is nothing to compare.
    assert_eq!(compared(&[MAIN, "--as-of", "2025-12-01"]), None);
    let rivers = "scenarios/two-rivers.ron";
    assert_eq!(
        compared(&[rivers]).unwrap(),
        "## From “The offer of Hillford” to “The plan with a joint board”"
    );
    assert_eq!(compared(&["scenarios/port-game.ron"]), None);
    for wrong in [["us-28", "us-28"], ["us-28", "us-29"]] {
        let (exit, out, diagnostics) = run(&["report", MAIN, "--compare", wrong[0], wrong[1]]);
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
        assert!(diagnostics.starts_with("error: "), "{diagnostics}");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for format in FORMATS {
        assert_eq!(report(&[MAIN, "--format", format]), report(&[MAIN, "--format", format]));
    }
}

#[test]
fn one_partys_view_shows_its_lines_and_the_same_answer() {
    let whole = report(&[MAIN, "--format", "markdown"]);
    let view = report(&[MAIN, "--format", "markdown", "--party", "russia"]);
    let first = |text: &str| text.split("\n\n").nth(1).unwrap().to_owned();
    assert_eq!(first(&whole), first(&view));
    assert!(view.contains("only the lines of Russia are shown"));
    assert!(view.contains("**Russia: rejects**") && !view.contains("**Ukraine: rejects**"));
    assert!(view.len() < whole.len());
}

/// A scenario file that tests change.
struct Scenario {
    folder: std::path::PathBuf,
    text: String,
}

impl Scenario {
    fn new(name: &str, source: &str) -> Self {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/");
        let text = std::fs::read_to_string(format!("{root}{source}")).unwrap();
        let folder = std::env::temp_dir().join(format!("impasse-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, text }
    }

    /// The reports in every format, with some passages of the file replaced.
    fn reports(&self, changes: &[(&str, &str)], options: &[&str]) -> Vec<String> {
        let mut text = self.text.clone();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let file = self.folder.join("scenario.ron");
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        FORMATS.map(|it| report(&[&[file, "--format", it], options].concat())).to_vec()
    }
}

impl Drop for Scenario {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

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

#[test]
fn what_is_sampled_says_so_with_its_seed_and_its_error() {
    let text = report(&[MAIN, "--format", "markdown"]);
    let sampled = section(&text, "How often, if what is open");
    assert!(sampled.contains("this alone is sampled"), "{sampled}");
    assert!(sampled.contains("Seed 1, 10,000 samples for each party"), "{sampled}");
    let table = sampled.lines().find(|line| line.contains("Percent of samples")).unwrap();
    assert!(table.contains("with seed 1") && table.contains("standard errors at most"), "{table}");
    let page = report(&[MAIN, "--format", "html"]);
    let (_, picture) = page.split_once("takes which rank – sampled, seed 1, standard").unwrap();
    // The picture says it too, for it can stand alone.
    assert!(picture.contains("10,000 samples with seed 1, standard errors at most"));
    // Where nothing is open that could be drawn there is no such section.
    let port = report(&["scenarios/port-game.ron", "--format", "markdown"]);
    assert!(!port.contains("drawn at random") && !port.contains("Standard error"));
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
fn requests_that_contradict_themselves_are_refused() {
    let rivers = "scenarios/two-rivers.ron";
    for (arguments, says) in [
        (vec!["--party", "hillford", "--redact", "hillford"], "cannot be shown and left out"),
        (
            vec!["--compare", "hill-offer", "board-plan", "--compare", "board-plan", "hill-offer"],
            "--compare stands once",
        ),
        (vec!["--floor", "hillford=50", "--floor", "hillford=60"], "keep one of the two"),
        (vec!["--format", "html", "-o", rivers], "is a file of the scenario"),
        (vec!["-o", "report.pdf"], "no format goes with the ending"),
        (vec!["-o", "no-such-folder/report.html"], "there is no folder `no-such-folder`"),
    ] {
        let all: Vec<&str> = ["report", rivers].into_iter().chain(arguments.clone()).collect();
        let (exit, out, diagnostics) = run(&all);
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""), "{arguments:?}");
        assert!(diagnostics.contains(says), "{arguments:?}: {diagnostics}");
    }
}

#[test]
fn what_is_said_twice_counts_once() {
    let rivers = "scenarios/two-rivers.ron";
    let twice = |option: &str, value: &str| {
        assert_eq!(
            report(&[rivers, option, value, option, value]),
            report(&[rivers, option, value]),
            "{option}"
        );
    };
    twice("--redact", "map");
    twice("--redact", "hillford");
    twice("--proposal", "board-plan");
    twice("--drop", "hill-no-handover");
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

#[test]
fn pictures_are_written_as_files_that_stand_alone() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = folder.path().join("pictures");
    report(&[MAIN, "--pictures", pictures.to_str().unwrap()]);
    let mut names: Vec<String> = std::fs::read_dir(&pictures)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "attainable.svg",
            "certainty.svg",
            "changes.svg",
            "conflicts.svg",
            "history.svg",
            "matrix.svg",
            "ranks.svg",
            "shares-2.svg",
            "shares.svg",
            "stances.svg",
            "trusted.svg",
            "worths.svg"
        ]
    );
    for name in names {
        let text = std::fs::read_to_string(pictures.join(&name)).unwrap();
        assert!(text.starts_with("<?xml") && text.contains("<style>"), "{name}");
    }
}

#[test]
fn past_the_bound_the_report_says_what_is_missing() {
    let text = report(&[MAIN, "--format", "markdown", "--steps", "3000"]);
    assert!(text.contains("**Partial**: "), "{}", &text[..2000]);
    // What was not judged is not said to be missing from the file.
    assert!(!text.contains("no proposal is on the table") && !text.contains("found nothing odd"));
}

#[test]
fn a_warning_names_the_conclusions_that_lean_on_it() {
    let rivers = Scenario::new("gaps", "two-rivers.ron");
    let unsourced = [(
        "says: \"The ferry does not stop\", sources: [\"marsh-answer\"]",
        "says: \"The ferry does not stop\", sources: []",
    )];
    let markdown = &rivers.reports(&unsourced, &[])[1];
    let gaps = section(markdown, "Gaps of the file");
    let row = gaps.lines().find(|line| line.contains("(unsourced)")).expect(gaps);
    assert!(row.contains("conflict 1"), "{row}");
}

#[test]
fn two_proposals_that_are_named_are_those_compared() {
    // The file names another pair; whoever is named twice counts once.
    for command in ["robust", "voice"] {
        for named in [&["fez-us", "fez-russia"][..], &["fez-us", "fez-russia", "fez-us"]] {
            let (_, out, _) = run(&[&[command, MAIN, "--width", "10000"], named].concat());
            let first = out.find("From “A free economic zone in Donetsk, the US version”");
            let between = out.get(first.unwrap_or(out.len())..).unwrap_or_default();
            let line = between.lines().next().unwrap_or_default();
            assert!(
                line.contains("to “A zone in Donbas, the Russian version”"),
                "{command}: {out}"
            );
        }
    }
}
