//! Faults as annotated source, in the look of rustc.
//!
//! The wording comes from elsewhere; this file only places it. Nothing here knows of files on disk:
//! a label brings the text it points into.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

/// One fault or warning with all that is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<'a> {
    /// How grave it is.
    pub severity: Severity,
    /// Its name in kebab-case, under which the documentation explains it.
    pub code: &'a str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The places in the sources; none where the fault has no place, such as a missing file.
    pub labels: Vec<Label<'a>>,
    /// What to do about it.
    pub help: Option<String>,
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be read.
    Error,
    /// The scenario can be read but looks mistaken.
    Warning,
}

/// A place in a source and what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The name of the source.
    pub file: &'a str,
    /// The whole text of the source.
    pub text: &'a str,
    /// The bytes of the place.
    pub span: Range<usize>,
    /// What is to be seen there.
    pub message: String,
    /// Whether the fault is here, not merely explained by what is here.
    pub primary: bool,
}

/// Renders diagnostics in order, a blank line between them; with ANSI colours if asked for.
pub fn render(diagnostics: &[Diagnostic<'_>], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let text = |diagnostic| renderer.render(&[group(diagnostic)]).trim_end().to_owned() + "\n";
    let texts: Vec<_> = diagnostics.iter().map(text).collect();
    texts.join("\n")
}

/// The title, a snippet for every source and the help, joined by one gutter.
fn group<'a>(diagnostic: &'a Diagnostic<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    // The library makes control characters visible in titles and sources, not in other messages.
    let help = diagnostic.help.as_deref().map(normalize_untrusted_str);
    Group::with_title(title)
        .elements(snippets(&diagnostic.labels))
        .elements(help.map(|help| Level::HELP.message(help)))
}

/// One snippet a source, the source of the fault itself first.
fn snippets<'a>(labels: &'a [Label<'a>]) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut files: Vec<&str> = Vec::new();
    let primary_first = labels.iter().filter(|label| label.primary).chain(labels);
    for label in primary_first {
        if !files.contains(&label.file) {
            files.push(label.file);
        }
    }
    files.into_iter().filter_map(|file| snippet(file, labels)).collect()
}

fn snippet<'a>(file: &'a str, labels: &'a [Label<'a>]) -> Option<Snippet<'a, Annotation<'a>>> {
    let here = labels.iter().filter(|label| label.file == file);
    let text = here.clone().next()?.text;
    Some(Snippet::source(text).path(file).annotations(here.map(|label| annotation(label, text))))
}

fn annotation<'a>(label: &'a Label<'a>, text: &str) -> Annotation<'a> {
    let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    // The renderer panics at places that are not in the text; a wrong mark is the lesser evil.
    let end = text.floor_char_boundary(label.span.end);
    let start = text.floor_char_boundary(label.span.start).min(end);
    let message = (!label.message.is_empty()).then(|| normalize_untrusted_str(&label.message));
    kind.span(start..end).label(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "(\n    issues: {\n        \"price\": (),\n        \"term\": (),\n        \"price\": (),\n    },\n)\n";

    fn label(span: Range<usize>, message: &str, primary: bool) -> Label<'static> {
        Label { file: "case.ron", text: TEXT, span, message: message.to_owned(), primary }
    }

    fn duplicate() -> Diagnostic<'static> {
        let first = TEXT.find("\"price\"").unwrap();
        let second = TEXT.rfind("\"price\"").unwrap();
        Diagnostic {
            severity: Severity::Error,
            code: "duplicate-name",
            message: "issue `price` is declared twice".to_owned(),
            labels: vec![
                label(first..first + 7, "first declared here", false),
                label(second..second + 7, "declared again here", true),
            ],
            help: Some("rename one of them".to_owned()),
        }
    }

    #[test]
    fn both_ends_are_labelled_and_help_follows() {
        let expected = "\
error[duplicate-name]: issue `price` is declared twice
 --> case.ron:5:9
  |
3 |         \"price\": (),
  |         ------- first declared here
4 |         \"term\": (),
5 |         \"price\": (),
  |         ^^^^^^^ declared again here
  |
  = help: rename one of them
";
        assert_eq!(render(&[duplicate()], false), expected);
    }

    #[test]
    fn labels_in_several_files_come_in_one_group_with_the_fault_first() {
        let mut diagnostic = duplicate();
        diagnostic.severity = Severity::Warning;
        diagnostic.labels[0].file = "shared.ron";
        diagnostic.labels[0].text = "{\"price\": ()}";
        diagnostic.labels[0].span = 1..8;
        diagnostic.help = None;
        let expected = "\
warning[duplicate-name]: issue `price` is declared twice
 --> case.ron:5:9
  |
5 |         \"price\": (),
  |         ^^^^^^^ declared again here
  |
 ::: shared.ron:1:2
  |
1 | {\"price\": ()}
  |  ------- first declared here
";
        assert_eq!(render(&[diagnostic], false), expected);
    }

    #[test]
    fn a_fault_without_a_place_is_a_line_and_its_help() {
        let diagnostic = Diagnostic { labels: Vec::new(), ..duplicate() };
        let expected = "\
error[duplicate-name]: issue `price` is declared twice
 |
 = help: rename one of them
";
        assert_eq!(render(std::slice::from_ref(&diagnostic), false), expected);
        let bare = Diagnostic { help: None, ..diagnostic };
        let line = "error[duplicate-name]: issue `price` is declared twice\n";
        let expected = format!("{line}\n{line}");
        assert_eq!(render(&[bare.clone(), bare], false), expected);
        assert_eq!(render(&[], false), "");
    }

    #[test]
    fn colour_changes_nothing_but_escapes() {
        let coloured = render(&[duplicate()], true);
        assert!(coloured.contains("\u{1b}["));
        let mut plain = String::new();
        for (at, part) in coloured.split("\u{1b}[").enumerate() {
            plain.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        assert_eq!(plain, render(&[duplicate()], false));
    }

    #[test]
    fn no_place_makes_it_panic() {
        let texts = ["", "日本\r\nя\n", TEXT];
        for text in texts {
            for start in 0..text.len() + 3 {
                for end in 0..text.len() + 3 {
                    let span = start..end;
                    let label = Label { text, span, ..label(0..0, "here\u{1b}[31m", true) };
                    let text = render(&[Diagnostic { labels: vec![label], ..duplicate() }], false);
                    assert!(!text.contains('\u{1b}'));
                }
            }
        }
    }
}
