//! The document that leaves the building: what it answers, and in which order.

mod redaction;
mod rewritten;

use std::collections::BTreeSet;

use clap::Parser as _;
use impasse_cli::{Args, Exit, Terminal};
use rewritten::Scenario;

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
