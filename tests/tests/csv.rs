//! Reports for spreadsheets: every row comes back through a reader as it stands in the report.

use clap::Parser as _;
use csv::{ReaderBuilder, StringRecord};
use impasse_cli::{Args, Exit, Terminal};
use serde_json::Value;

fn run(line: &str) -> (Exit, String, String) {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    let args = Args::parse_from(["impasse"].into_iter().chain(line.split(' ')));
    let pipe = Terminal { stdout: false, stderr: false, width: None, no_color: true };
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    let exit = impasse_cli::run(&args, pipe, &mut out, &mut diagnostics).unwrap();
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(diagnostics).unwrap())
}

/// A sheet as a spreadsheet reads it.
struct Sheet {
    head: StringRecord,
    rows: Vec<StringRecord>,
}

impl Sheet {
    fn of(line: &str) -> Self {
        let (exit, out, diagnostics) = run(&format!("{line} --format csv"));
        assert_eq!((exit, diagnostics.as_str()), (Exit::Answered, ""), "{line}");
        let text = out.strip_prefix('\u{feff}').unwrap();
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "{line}");
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        Self { head, rows: reader.records().map(Result::unwrap).collect() }
    }

    fn cell<'a>(&self, row: &'a StringRecord, column: &str) -> &'a str {
        let place = self.head.iter().position(|name| name == column).unwrap();
        row.get(place).unwrap()
    }
}

fn json(line: &str) -> Value {
    serde_json::from_str(&run(&format!("{line} --format json")).1).unwrap()
}

#[test]
fn a_score_has_a_row_for_each_proposal_and_party() {
    let line = "score scenarios/ukraine-2025.ron";
    let (sheet, report) = (Sheet::of(line), json(line));
    let mut rows = sheet.rows.iter();
    for proposal in report["proposals"].as_array().unwrap() {
        for verdict in proposal["verdicts"].as_array().unwrap() {
            let row = rows.next().unwrap();
            assert_eq!(sheet.cell(row, "proposal"), proposal["proposal"]);
            assert_eq!(sheet.cell(row, "date"), proposal["date"]);
            for name in ["party", "asked", "verdict", "ground"] {
                assert_eq!(sheet.cell(row, name), verdict[name]);
            }
            let worth = verdict["worth"]["low"]["decimal"].as_str().unwrap_or_default();
            assert_eq!(sheet.cell(row, "worth_low"), worth);
            let crossed = verdict["crossed"].as_array().unwrap().iter();
            let crossed: Vec<&str> = crossed.map(|it| it["id"].as_str().unwrap()).collect();
            assert_eq!(sheet.cell(row, "crossed"), crossed.join("; "));
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn exact_ratios_are_kept_from_becoming_dates() {
    let sheet = Sheet::of("score scenarios/two-rivers.ron");
    let exact: Vec<&str> =
        sheet.rows.iter().map(|row| sheet.cell(row, "worth_low_exact")).collect();
    assert!(exact.iter().any(|it| it.starts_with('\'') && it.contains('/')), "{exact:?}");
    assert!(exact.iter().all(|it| it.starts_with('\'') || !it.contains('/')), "{exact:?}");
}

#[test]
fn a_comparison_has_rows_for_parties_issues_and_demands() {
    let line = "diff scenarios/ukraine-2025.ron us-28 20-point";
    let (sheet, report) = (Sheet::of(line), json(line));
    let of = |kind: &str| -> Vec<&StringRecord> {
        sheet.rows.iter().filter(|row| sheet.cell(row, "row") == kind).collect()
    };
    let list = |value: &Value| value.as_array().unwrap().clone();
    let parties = list(&report["parties"]);
    assert_eq!(of("party").len(), parties.len());
    let gains: usize =
        list(&report["issues"]).iter().map(|it| list(&it["gains"]).len().max(1)).sum();
    assert_eq!(of("issue").len(), gains);
    for (change, field) in [
        ("crossed", "crossed"),
        ("crossed in some readings", "crossed_in_some_readings"),
        ("cleared", "cleared"),
    ] {
        let rows = of("demand").into_iter().filter(|row| sheet.cell(row, "change") == change);
        let ids: Vec<&str> = rows.map(|row| sheet.cell(row, "demand")).collect();
        let demands = parties.iter().flat_map(|party| list(&party[field]));
        let expected: Vec<String> =
            demands.map(|it| it["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, expected, "{change}");
    }
    assert_eq!(sheet.rows.len(), of("party").len() + gains + of("demand").len());
}

#[test]
fn a_map_has_a_row_for_each_issue_and_party() {
    let line = "overlap scenarios/two-rivers.ron --party hillford";
    let sheet = Sheet::of(line);
    let issues: Vec<&str> = sheet.rows.iter().map(|row| sheet.cell(row, "issue")).collect();
    assert_eq!(issues, ["bridge", "toll", "ferry"]);
    assert!(sheet.rows.iter().all(|row| sheet.cell(row, "party") == "hillford"));
    assert_eq!(sheet.cell(&sheet.rows[2], "worst_class"), "deadlocked");
}

#[test]
fn trust_has_a_row_for_each_promise() {
    let line = "trust tests/data/sentences/canal.ron bare";
    let sheet = Sheet::of(line);
    let parties: Vec<&str> = sheet.rows.iter().map(|row| sheet.cell(row, "party")).collect();
    assert_eq!(parties, ["upland", "delta", "court"]);
    assert_eq!(sheet.cell(&sheet.rows[0], "as_trusted"), "rejects");
    assert_eq!(sheet.cell(&sheet.rows[1], "worth_if_broken"), "0");
}

#[test]
fn two_files_have_a_row_for_each_change() {
    let line = "diff scenarios/two-rivers.ron scenarios/port-game.ron";
    let (sheet, report) = (Sheet::of(line), json(line));
    assert_eq!(sheet.rows.len(), report["changes"].as_array().unwrap().len());
}

#[test]
fn reports_that_are_no_tables_refuse() {
    for command in ["check", "deadlock", "settle"] {
        let (exit, out, diagnostics) =
            run(&format!("{command} scenarios/two-rivers.ron --format csv"));
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""), "{command}");
        assert!(diagnostics.starts_with("error: this report is no table"), "{diagnostics}");
    }
}
