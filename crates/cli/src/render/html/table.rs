//! Tables: a caption, titles of columns and rows that say what they name, and room to scroll.

use maud::{Markup, html};

use super::words::{blank, one_line, text};
use crate::document::{Column, Table, Text, Tone};

/// Cells of more characters are sentences, for which a column needs room.
const SENTENCE: usize = 60;

/// Cells of more characters are phrases.
const PHRASE: usize = 18;

/// Cells of more characters are a few words that read better in one line.
const WORD: usize = 8;

/// With more columns a table is set smaller, so that most of them are in sight.
const MANY: usize = 7;

/// A table in a part of its own that can be scrolled; nothing if it is empty.
pub(super) fn table(table: &Table, place: &str) -> Markup {
    if table.is_empty() {
        return html! {};
    }
    let columns = table.columns();
    let caption = one_line(table.caption.as_deref().unwrap_or_default());
    html! {
        div.scroll role="region" aria-label=(place) tabindex="0" {
            table class=[(columns.len() > MANY).then_some("many")] {
                @if !caption.is_empty() { caption { span { (caption) } } }
                @if columns.iter().any(|column| !one_line(&column.title).is_empty()) {
                    thead { tr { @for (at, it) in columns.iter().enumerate() { (title(table, at, it)) } } }
                }
                tbody {
                    @for row in &table.rows { (self::row(row, &columns)) }
                }
            }
        }
    }
}

fn title(table: &Table, at: usize, column: &Column) -> Markup {
    let words = one_line(&column.title);
    let class = column_class(table, at, column);
    html! {
        // A corner without words is no title.
        @if words.is_empty() { td class=[class] {} }
        @else { th scope="col" class=[class] { (words) } }
    }
}

/// How much room the cells of a column ask for.
fn column_class(table: &Table, at: usize, column: &Column) -> Option<&'static str> {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let longest = cells.map(|cell| cell.words().chars().count()).max().unwrap_or(0);
    match longest {
        _ if column.numeric => Some("number"),
        length if length > SENTENCE => Some("sentence"),
        length if length > PHRASE => Some("phrase"),
        length if length > WORD => Some("term"),
        _ => None,
    }
}

fn row(row: &[Text], columns: &[Column]) -> Markup {
    html! {
        tr {
            @for (at, column) in columns.iter().enumerate() { (cell(row.get(at), at, column)) }
        }
    }
}

fn cell(words: Option<&Text>, at: usize, column: &Column) -> Markup {
    let class = class(words, column);
    let words = words.filter(|words| !blank(words));
    html! {
        @match words {
            // The first cell names the row, unless it counts something.
            Some(words) if at == 0 && !column.numeric => {
                th scope="row" class=[class] { (text(words)) }
            }
            Some(words) => { td class=[class] { (text(words)) } }
            None => { td class=[class] {} }
        }
    }
}

fn class(words: Option<&Text>, column: &Column) -> Option<String> {
    let tone = words.and_then(|words| words.tone).map(|tone| match tone {
        Tone::Clear => "tone clear",
        Tone::Open => "tone open",
        Tone::Blocked => "tone blocked",
        Tone::Quiet => "tone quiet",
    });
    let classes: Vec<_> = column.numeric.then_some("number").into_iter().chain(tone).collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(data: &Table) -> String {
        table(data, "Table 1").into_string()
    }

    #[test]
    fn columns_and_rows_have_their_titles() {
        let data = Table::new([Column::text("party"), Column::numeric("worth")])
            .caption("Worths")
            .row(["North", "12"])
            .row(["South"]);
        assert_eq!(
            written(&data),
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\"><table>\
             <caption><span>Worths</span></caption>\
             <thead><tr><th scope=\"col\">party</th><th scope=\"col\" class=\"number\">worth</th></tr></thead>\
             <tbody><tr><th scope=\"row\">North</th><td class=\"number\">12</td></tr>\
             <tr><th scope=\"row\">South</th><td class=\"number\"></td></tr></tbody></table></div>"
        );
    }

    #[test]
    fn an_empty_corner_is_no_title_and_a_number_names_no_row() {
        let corner = written(&Table::new(["", "North"]).row(["plan", "accepts"]));
        assert!(corner.contains("<thead><tr><td></td><th scope=\"col\">North</th>"), "{corner}");
        let counted = written(&Table::new([Column::numeric("no"), "word".into()]).row(["1", "a"]));
        assert!(!counted.contains("scope=\"row\""), "{counted}");
    }

    #[test]
    fn a_tone_is_a_class_of_its_cell() {
        let cell = Text::from("rejects").toned(Tone::Blocked);
        let data = written(&Table::new(["party", "verdict"]).row([Text::from("North"), cell]));
        assert!(data.contains("<td class=\"tone blocked\">rejects</td>"), "{data}");
    }

    #[test]
    fn an_empty_table_is_skipped() {
        assert_eq!(written(&Table::new(["party"]).caption("None")), "");
    }
}
