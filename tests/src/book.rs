//! The pages of the book, taken apart: headings with their anchors, links, tables, code blocks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A page, or another Markdown file that links to pages.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path below the root of the workspace.
    pub path: PathBuf,
    /// The anchors of its headings.
    pub anchors: Vec<String>,
    /// Where its links lead.
    pub links: Vec<String>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its code blocks.
    pub blocks: Vec<Block>,
}

/// A table, with the heading above it. Cells are Markdown.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The last heading before it.
    pub heading: String,
    /// Its rows, the first of which is its head.
    pub rows: Vec<Vec<String>>,
}

/// A code block, with the heading above it.
#[derive(Clone, Debug)]
pub struct Block {
    /// The last heading before it.
    pub heading: String,
    /// What it is written in.
    pub language: String,
    /// Its text.
    pub text: String,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages of the book, by path.
pub fn pages() -> Vec<Page> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    below(Path::new("docs/src"), &mut paths);
    paths.sort();
    paths.into_iter().map(page).collect()
}

/// The page at a path below the root of the workspace.
pub fn page(path: impl AsRef<Path>) -> Page {
    let path = path.as_ref().to_owned();
    let text = std::fs::read_to_string(root().join(&path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (anchors, links, tables, blocks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut page = Page { path, anchors, links, tables, blocks };
    let mut heading = String::new();
    let mut inside = None;
    let mut seen = BTreeMap::new();
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading.clear();
                inside = Some(TagEnd::Paragraph);
            }
            Event::End(TagEnd::Heading(_)) => {
                inside = None;
                page.anchors.push(anchor(&heading, &mut seen));
            }
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
            Event::Start(Tag::Table(_)) => {
                page.tables.push(Table { heading: heading.clone(), rows: Vec::new() });
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                page.tables.last_mut().unwrap().rows.push(Vec::new());
            }
            Event::Start(Tag::TableCell) => {
                let row = page.tables.last_mut().unwrap().rows.last_mut().unwrap();
                row.push(text[range].trim().to_owned());
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                page.blocks.push(Block { heading: heading.clone(), language, text: String::new() });
                inside = Some(TagEnd::CodeBlock);
            }
            Event::End(TagEnd::CodeBlock) => inside = None,
            Event::Text(part) | Event::Code(part) => match inside {
                Some(TagEnd::CodeBlock) => page.blocks.last_mut().unwrap().text.push_str(&part),
                Some(_) => heading.push_str(&part),
                None => {}
            },
            _ => {}
        }
    }
    page
}

/// The anchor that mdBook gives a heading: small letters, digits, `-` and `_`, with `-` for
/// blanks, and a number where the page has the anchor already.
fn anchor(heading: &str, seen: &mut BTreeMap<String, usize>) -> String {
    let letters = heading.trim().chars().filter_map(|letter| match letter {
        _ if letter.is_alphanumeric() || letter == '_' || letter == '-' => {
            Some(letter.to_ascii_lowercase())
        }
        _ if letter.is_whitespace() => Some('-'),
        _ => None,
    });
    let plain: String = letters.collect();
    let count = seen.entry(plain.clone()).and_modify(|count| *count += 1).or_default();
    if *count == 0 { plain } else { format!("{plain}-{count}") }
}

/// The pieces of a Markdown text that are set as code.
pub fn code(markdown: &str) -> Vec<&str> {
    markdown.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_mdbook() {
        let mut seen = BTreeMap::new();
        let mut of = |heading| anchor(heading, &mut seen);
        assert_eq!(of("4. Who has a stake"), "4-who-has-a-stake");
        assert_eq!(of("MUS solvers (PySAT, CPMpy)"), "mus-solvers-pysat-cpmpy");
        assert_eq!(of("check"), "check");
        assert_eq!(of("check"), "check-1");
    }

    #[test]
    fn code_is_what_stands_between_backticks() {
        assert_eq!(code("`a`, or `b(1)`"), ["a", "b(1)"]);
        assert!(code("none").is_empty());
    }
}
