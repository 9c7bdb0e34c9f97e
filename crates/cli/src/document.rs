//! Documents: the whole vocabulary of layout.
//!
//! A report becomes a document once, and every rendering is a `match` over the five kinds of block.
//! A newline inside text is a line break in every rendering; nothing else in text has a meaning, so
//! hostile names come out as written.
//!
//! Places can carry an anchor, a name that references within the document lead to. A rendering that
//! has no such thing shows the words alone.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::picture::Picture;

/// A report laid out: blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks, top to bottom.
    pub blocks: Vec<Block>,
}

/// One piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for the title of the document, 2 for a chapter, up to 6.
        level: u8,
        /// Its words.
        text: String,
        /// The name that references lead to.
        anchor: Option<String>,
    },
    /// A paragraph.
    Paragraph(Text),
    /// An unordered list.
    List(Vec<Item>),
    /// A table.
    Table(Table),
    /// A picture with the same data as a table.
    Figure(Figure),
}

/// A picture with the same data as a table: renderings without pictures show the table alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What the picture shows, in a few words.
    pub title: String,
    /// What a reader sees in it, for those who cannot.
    pub alt: String,
    /// What is drawn.
    pub picture: Picture,
    /// The same data.
    pub table: Table,
}

/// Running text: spans in reading order, without blanks of their own between them. In JSON it is its
/// bare words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The spans, first to last.
    pub spans: Vec<Span>,
    /// How the matter stands, for renderings with colours. The words say it as well.
    pub tone: Option<Tone>,
}

/// How a matter stands. A colour may show it, never the colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing stands against it.
    Clear,
    /// It hangs on something.
    Open,
    /// Something stands against it.
    Blocked,
    /// It says nothing either way.
    #[default]
    Quiet,
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Ordinary words.
    Plain(String),
    /// Words that a reader in a hurry should find.
    Strong(String),
    /// Words that lead to an address.
    Link {
        /// The words.
        text: String,
        /// The address.
        url: String,
    },
    /// Words that lead to an anchor of the same document.
    Reference {
        /// The words.
        text: String,
        /// The anchor.
        anchor: String,
    },
}

/// An entry of a list, with the entries below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What the entry says.
    pub text: Text,
    /// The entries one level deeper.
    pub children: Vec<Item>,
    /// The name that references lead to.
    pub anchor: Option<String>,
}

/// A table with one line of column titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table shows, printed above it.
    pub caption: Option<String>,
    /// The columns, left to right.
    pub head: Vec<Column>,
    /// The rows, top to bottom. A short row is filled up with empty cells; a long one adds untitled
    /// columns.
    pub rows: Vec<Vec<Text>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The title, which may be empty.
    pub title: String,
    /// Whether the cells are numbers, which are set flush right so that their digits line up.
    pub numeric: bool,
}

impl Figure {
    /// The table for a rendering without pictures: it says what it shows.
    pub fn instead(&self) -> Table {
        let caption = self.table.caption.clone().unwrap_or_else(|| self.title.clone());
        self.table.clone().caption(caption)
    }
}

/// An anchor made of a kind of place and a name from a file: letters, digits and hyphens, so that it
/// has no meaning in any rendering.
pub fn anchor(kind: &str, name: &str) -> String {
    let letter = |char: char| match char {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => char.to_string(),
        _ => format!("_{:x}_", u32::from(char)),
    };
    format!("{kind}-{}", name.chars().map(letter).collect::<String>())
}

impl Document {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) -> &mut Self {
        self.push(Block::Heading { level, text: text.into(), anchor: None })
    }

    /// Adds a heading that references lead to.
    pub fn heading_at(
        &mut self,
        level: u8,
        text: impl Into<String>,
        anchor: impl Into<String>,
    ) -> &mut Self {
        self.push(Block::Heading { level, text: text.into(), anchor: Some(anchor.into()) })
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<Text>) -> &mut Self {
        self.push(Block::Paragraph(text.into()))
    }

    /// Adds a list.
    pub fn list(&mut self, items: impl IntoIterator<Item: Into<Item>>) -> &mut Self {
        self.push(Block::List(items.into_iter().map(Into::into).collect()))
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) -> &mut Self {
        self.push(Block::Table(table))
    }

    /// Adds a picture with its table.
    pub fn figure(&mut self, figure: Figure) -> &mut Self {
        self.push(Block::Figure(figure))
    }

    /// Adds the blocks of another document with their headings so many levels deeper.
    pub fn embed(&mut self, other: Self, deeper: u8) -> &mut Self {
        for block in other.blocks {
            self.push(match block {
                Block::Heading { level, text, anchor } => {
                    Block::Heading { level: level.saturating_add(deeper), text, anchor }
                }
                block => block,
            });
        }
        self
    }

    /// The document with every reference that leads nowhere turned into its words.
    #[must_use]
    pub fn resolved(&self) -> Self {
        let mut anchors = BTreeSet::new();
        for block in &self.blocks {
            match block {
                Block::Heading { anchor, .. } => anchors.extend(anchor.clone()),
                Block::List(items) => items.iter().for_each(|item| item.anchors(&mut anchors)),
                Block::Paragraph(_) | Block::Table(_) | Block::Figure(_) => {}
            }
        }
        let mut document = self.clone();
        for text in document.texts_mut() {
            for span in &mut text.spans {
                if let Span::Reference { text, anchor } = span
                    && !anchors.contains(anchor)
                {
                    *span = Span::Plain(std::mem::take(text));
                }
            }
        }
        document
    }

    /// The anchors that references lead to.
    pub fn references(&self) -> BTreeSet<String> {
        let mut document = self.clone();
        let spans = document.texts_mut().into_iter().flat_map(|text| &text.spans);
        spans
            .filter_map(|span| match span {
                Span::Reference { anchor, .. } => Some(anchor.clone()),
                Span::Plain(_) | Span::Strong(_) | Span::Link { .. } => None,
            })
            .collect()
    }

    /// All running text, in reading order.
    fn texts_mut(&mut self) -> Vec<&mut Text> {
        let mut texts = Vec::new();
        for block in &mut self.blocks {
            match block {
                Block::Heading { .. } => {}
                Block::Paragraph(text) => texts.push(text),
                Block::List(items) => items.iter_mut().for_each(|item| item.texts_mut(&mut texts)),
                Block::Table(table) | Block::Figure(Figure { table, .. }) => {
                    texts.extend(table.rows.iter_mut().flatten());
                }
            }
        }
        texts
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }
}

impl Text {
    /// Empty text, to be built up span by span.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with ordinary words.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(Span::Plain(text.into()))
    }

    /// Goes on with words that stand out.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.with(Span::Strong(text.into()))
    }

    /// Goes on with a link.
    #[must_use]
    pub fn link(self, text: impl Into<String>, url: impl Into<String>) -> Self {
        self.with(Span::Link { text: text.into(), url: url.into() })
    }

    /// Goes on with words that lead to an anchor of the document.
    #[must_use]
    pub fn reference(self, text: impl Into<String>, anchor: impl Into<String>) -> Self {
        self.with(Span::Reference { text: text.into(), anchor: anchor.into() })
    }

    /// Goes on with another text.
    #[must_use]
    pub fn text(mut self, other: impl Into<Self>) -> Self {
        self.spans.extend(other.into().spans);
        self
    }

    /// Says how the matter stands.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// Several texts with words between them.
    pub fn joined(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        itertools::intersperse(texts, Self::from(between)).fold(Self::new(), Self::text)
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.words().is_empty())
    }

    /// Goes on with a span.
    #[must_use]
    pub fn with(mut self, span: Span) -> Self {
        self.spans.push(span);
        self
    }

    /// The bare words, without emphasis and addresses.
    pub fn words(&self) -> String {
        self.spans.iter().map(Span::words).collect()
    }
}

impl Span {
    /// The bare words; of a link without words, its address.
    pub fn words(&self) -> &str {
        match self {
            Self::Link { text, url } if text.is_empty() => url,
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Link { text, .. }
            | Self::Reference { text, .. } => text,
        }
    }
}

impl Item {
    /// An entry without entries below it.
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), children: Vec::new(), anchor: None }
    }

    /// Gives the entry a name that references lead to.
    #[must_use]
    pub fn at(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = Some(anchor.into());
        self
    }

    fn anchors(&self, anchors: &mut BTreeSet<String>) {
        anchors.extend(self.anchor.clone());
        self.children.iter().for_each(|item| item.anchors(anchors));
    }

    fn texts_mut<'a>(&'a mut self, texts: &mut Vec<&'a mut Text>) {
        texts.push(&mut self.text);
        self.children.iter_mut().for_each(|item| item.texts_mut(texts));
    }

    /// Adds an entry one level deeper.
    #[must_use]
    pub fn child(mut self, item: impl Into<Self>) -> Self {
        self.children.push(item.into());
        self
    }
}

impl Table {
    /// A table with columns and, as yet, no rows.
    pub fn new(head: impl IntoIterator<Item: Into<Column>>) -> Self {
        Self { caption: None, head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Says what the table shows.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item: Into<Text>>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row in place, for loops.
    pub fn push(&mut self, cells: impl IntoIterator<Item: Into<Text>>) -> &mut Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// Whether there is nothing to show, so that renderings skip the table with its caption.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Vec::is_empty)
    }

    /// The columns with the untitled ones that long rows need: no cell is lost.
    pub fn columns(&self) -> Vec<Column> {
        let longest_row = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns = self.head.clone();
        columns.resize(columns.len().max(longest_row), Column::default());
        columns
    }
}

impl Column {
    /// A column of words.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), numeric: false }
    }

    /// A column of numbers.
    pub fn numeric(title: impl Into<String>) -> Self {
        Self { title: title.into(), numeric: true }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words())
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

impl From<Span> for Text {
    fn from(span: Span) -> Self {
        Self { spans: vec![span], tone: None }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<Text> for Item {
    fn from(text: Text) -> Self {
        Self::new(text)
    }
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Column {
    fn from(title: String) -> Self {
        Self::text(title)
    }
}

impl From<&str> for Column {
    fn from(title: &str) -> Self {
        Self::text(title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_built_in_reading_order() {
        let mut document = Document::new();
        document
            .heading(1, "Title")
            .paragraph("Words")
            .list([Item::new("first").child("below"), Item::from("second")])
            .table(Table::new(["party"]).row(["North"]));
        let [
            Block::Heading { level: 1, .. },
            Block::Paragraph(_),
            Block::List(items),
            Block::Table(_),
        ] = document.blocks.as_slice()
        else {
            panic!("{document:?}")
        };
        assert_eq!(items[0].children, [Item::new("below")]);
    }

    #[test]
    fn words_leave_out_emphasis_and_addresses() {
        let text = Text::from("a ").strong("b").plain(" ").link("c", "https://c.example");
        assert_eq!(text.words(), "a b c");
        assert_eq!(Text::new().link("", "https://c.example").words(), "https://c.example");
    }

    #[test]
    fn references_that_lead_nowhere_become_words() {
        let mut document = Document::new();
        document
            .paragraph(Text::new().reference("a", anchor("source", "a")).reference("b", "nowhere"))
            .list([Item::new("entry").child(Item::new("deep").at("source-a"))]);
        let document = document.resolved();
        let Block::Paragraph(text) = &document.blocks[0] else { panic!("{document:?}") };
        assert_eq!(*text, Text::new().reference("a", "source-a").plain("b"));
    }

    #[test]
    fn anchors_have_no_marks_of_markup() {
        assert_eq!(anchor("source", "a\"><b"), "source-a_22__3e__3c_b");
    }

    #[test]
    fn a_long_row_adds_untitled_columns() {
        let table = Table::new([Column::text("party"), Column::numeric("worth")]).row(["a"; 3]);
        let titles: Vec<_> = table.columns().into_iter().map(|column| column.title).collect();
        assert_eq!(titles, ["party", "worth", ""]);
    }

    #[test]
    fn a_table_without_cells_is_empty() {
        assert!(Table::new(["party"]).is_empty());
        assert!(Table::default().row([""; 0]).is_empty());
        assert!(!Table::new(["party"]).row([""]).is_empty());
    }
}
