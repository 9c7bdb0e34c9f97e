//! Every sentence template of the product: the string literals of its sources that are words for
//! readers.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Where the words of reports stand, from the root of the workspace, with the folders below.
const PLACES: [&str; 2] = ["crates/cli/src/report", "crates/cli/src/command"];

/// A literal with words, cut at its placeholders.
pub struct Template {
    /// The file it stands in, from the root of the workspace.
    pub file: String,
    /// The literal as readers would see it, placeholders included.
    pub text: String,
    /// What stands between the placeholders, blanks at both ends left out.
    pub fragments: Vec<String>,
}

/// The templates of all files, in the order of their names and then of their lines; each text once
/// a file.
pub fn all() -> Vec<Template> {
    let mut templates: Vec<Template> = Vec::new();
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.to_str().unwrap().to_owned();
        for literal in literals(text.parse().unwrap()) {
            let fragments = fragments(&literal);
            let known = templates.iter().any(|it| it.file == name && it.text == literal);
            if words(&fragments) > 1 && !known {
                templates.push(Template { file: name.clone(), text: literal, fragments });
            }
        }
    }
    templates
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = PLACES.into_iter().flat_map(|it| below(Path::new(it))).collect();
    files.extend(within(Path::new("crates/cli/src")).filter(|path| path.is_file()));
    // Arguments have their help pages, documents and entry points no words of their own.
    files.retain(|path| {
        path.extension().is_some_and(|it| it == "rs")
            && path.file_name().is_some_and(|it| it != "document.rs" && it != "main.rs")
    });
    files.sort();
    files
}

fn within(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

/// All files of a folder and of those in it.
fn below(folder: &Path) -> Vec<PathBuf> {
    let paths = within(folder);
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// The string literals of a source outside attributes, documentation and tests.
fn literals(source: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut tokens = source.into_iter().peekable();
    let mut in_tests = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                tokens.next_if(|it| matches!(it, TokenTree::Punct(mark) if mark.as_char() == '!'));
                let attribute = tokens.next_if(|it| is_group(it, Delimiter::Bracket));
                in_tests |=
                    attribute.is_some_and(|it| it.to_string().replace(' ', "") == "[cfg(test)]");
            }
            TokenTree::Group(group) => {
                if !in_tests {
                    found.extend(literals(group.stream()));
                }
                in_tests &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push(text.value());
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// What stands between the placeholders of a format string.
fn fragments(literal: &str) -> Vec<String> {
    let mut fragments = vec![String::new()];
    let mut depth = 0;
    for letter in literal.replace("{{", "").replace("}}", "").chars() {
        match letter {
            '{' => {
                depth += 1;
                fragments.push(String::new());
            }
            '}' => depth -= 1,
            letter if depth == 0 => fragments.last_mut().unwrap().push(letter),
            _ => {}
        }
    }
    let mut fragments: Vec<String> = fragments.iter().map(|it| it.replace('\n', " ")).collect();
    while fragments.len() > 1 && fragments.last().is_some_and(|it| it.trim().is_empty()) {
        fragments.pop();
    }
    if let Some(first) = fragments.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(last) = fragments.last_mut() {
        *last = last.trim_end().to_owned();
    }
    fragments
}

fn words(fragments: &[String]) -> usize {
    let all = fragments.join(" ");
    all.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

impl Template {
    /// Whether a text may be the template filled: its fragments occur in order.
    ///
    /// A template that begins a sentence is set with a capital.
    pub fn fits(&self, text: &str) -> bool {
        let mut rest = Some(text);
        for (place, fragment) in self.fragments.iter().enumerate() {
            let capital = (place == 0).then(|| capital(fragment));
            rest = rest.and_then(|rest| {
                let found = rest.split_once(fragment.as_str());
                let found = found.or_else(|| rest.split_once(capital.as_deref()?));
                found.map(|(_, rest)| rest)
            });
        }
        rest.is_some()
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}
