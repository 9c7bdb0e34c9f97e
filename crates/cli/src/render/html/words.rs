//! Running text as markup: every character a word, nothing an instruction.

use maud::{Markup, html};

use crate::document::{Span, Text};
use crate::render::visible;

/// The spans with their line breaks, emphasis and links.
pub(super) fn text(text: &Text) -> Markup {
    html! { @for span in &text.spans { (self::span(span)) } }
}

/// Words in one line.
pub(super) fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there is nothing to read.
pub(super) fn blank(text: &Text) -> bool {
    text.words().trim().is_empty()
}

fn span(span: &Span) -> Markup {
    let words = lines(span.words());
    match span {
        Span::Strong(_) => html! { strong { (words) } },
        Span::Link { url, .. } if leads_outside(url) => {
            html! { a href=(url) rel="noreferrer" { (words) } }
        }
        Span::Reference { anchor, .. } => html! { a.ref href={ "#" (anchor) } { (words) } },
        Span::Plain(_) | Span::Link { .. } => words,
    }
}

fn lines(words: &str) -> Markup {
    html! {
        @for (at, line) in visible(words).split('\n').enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}

/// Whether an address opens a page or a letter, and can do nothing else.
fn leads_outside(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let known = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    known && visible(url) == url && !url.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: impl Into<Text>) -> String {
        text(&words.into()).into_string()
    }

    #[test]
    fn words_are_escaped_and_their_lines_kept() {
        assert_eq!(written("<b> & \"c\"\nd"), "&lt;b&gt; &amp; &quot;c&quot;<br>d");
        assert_eq!(written(Text::new().strong("a\u{202e}b")), "<strong>a\u{fffd}b</strong>");
    }

    #[test]
    fn only_addresses_of_pages_and_letters_are_links() {
        for url in ["https://a.example/?b=1&c", "HTTP://a.example", "mailto:a@b.example"] {
            assert!(written(Text::new().link("a", url)).starts_with("<a href="), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,a",
            "file:///etc/passwd",
            "//a.example",
            "https://a.example/\u{202e}",
            "",
        ] {
            assert_eq!(written(Text::new().link("a", url)), "a", "{url}");
        }
    }

    #[test]
    fn an_address_without_words_is_its_own_words() {
        let link = written(Text::new().link("", "https://a.example/\"onload=\""));
        let address = "https://a.example/&quot;onload=&quot;";
        assert_eq!(link, format!("<a href=\"{address}\" rel=\"noreferrer\">{address}</a>"));
    }

    #[test]
    fn a_title_has_one_line() {
        assert_eq!(one_line(" a\r\n b\tc "), "a b c");
    }
}
