//! Sheets as CSV, so that spreadsheets open them rightly.
//!
//! UTF-8 with a mark of it at the start, without which Excel guesses another encoding; lines end
//! with CRLF. A cell that a spreadsheet would run as a formula, or turn into a date, begins with an
//! apostrophe.

use csv::{Terminator, WriterBuilder};

use super::visible;
use crate::sheet::Sheet;

/// The mark of UTF-8.
const MARK: &str = "\u{feff}";

/// Writes a sheet as CSV.
pub fn render(sheet: &Sheet) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(sheet.head())?;
    for row in sheet.rows() {
        writer.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(MARK.to_owned() + &String::from_utf8_lossy(&bytes))
}

/// The cell with an apostrophe before it if a spreadsheet would make something else of it.
fn guarded(cell: &str) -> String {
    let text = visible(cell);
    // Blanks before it keep no spreadsheet from running a formula.
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    if (formula && !is_number(&text)) || is_taken_for_date(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// Whether a text is a plain decimal number.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    text.split_once('.').map_or_else(|| digits(text), |(whole, part)| digits(whole) && digits(part))
}

/// Whether a text would become a date that it is not: `7/12` is a ratio, `3-4` two clauses. A day
/// written `2025-12-31` is one.
fn is_taken_for_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_start_matches('-').split(['/', '-', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_day = text.len() == 10 && parts.iter().map(|part| part.len()).eq([4, 2, 2]);
    parts.len() > 1 && parts.iter().all(digits) && !is_number(text) && !is_day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_or_turn_into_a_date_is_guarded() {
        for cell in
            ["=1+1", "+a", "-a", "@SUM(1)", " =1", "--1", "-1-2", "7/12", "-7/12", "3-4", "1.2.3"]
        {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in
            ["", "-5.1", "12", "0.5", "2025-12-31", "a=b", "us-28", "clauses 3-4", "2025-12"]
        {
            let taken = cell == "2025-12";
            assert_eq!(guarded(cell), if taken { format!("'{cell}") } else { cell.to_owned() });
        }
    }

    #[test]
    fn a_sheet_comes_back_through_a_reader() {
        let hostile = ["a,b", "say \"x\"", "two\nlines", "Україна"];
        let sheet =
            Sheet::new(["one", "two"], hostile.map(|cell| [cell.to_owned(), String::new()]));
        let text = render(&sheet).unwrap();
        let text = text.strip_prefix(MARK).unwrap();
        assert!(text.starts_with("one,two\r\n\"a,b\",\r\n"), "{text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), vec!["one", "two"]);
        let rows: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(rows, hostile);
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(guarded("\u{1b}[31m"), "\u{fffd}[31m");
        assert_eq!(guarded("\t=1"), "' =1");
    }
}
