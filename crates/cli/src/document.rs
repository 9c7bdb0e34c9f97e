//! Documents: the whole vocabulary of layout.
//!
//! A report becomes a document once, and every rendering is a `match` over the four kinds of block.
//! A newline inside text is a line break in every rendering; nothing else in text has a meaning, so
//! hostile names come out as written.

/// A report laid out: blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The blocks, top to bottom.
    pub blocks: Vec<Block>,
}

/// One piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for the title of the document, 2 for a chapter, up to 6.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph(Text),
    /// An unordered list.
    List(Vec<Item>),
    /// A table.
    Table(Table),
}

/// Running text: spans in reading order, without blanks of their own between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The spans, first to last.
    pub spans: Vec<Span>,
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
}

/// An entry of a list, with the entries below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What the entry says.
    pub text: Text,
    /// The entries one level deeper.
    pub children: Vec<Item>,
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

impl Document {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) -> &mut Self {
        self.push(Block::Heading { level, text: text.into() })
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
            Self::Plain(text) | Self::Strong(text) | Self::Link { text, .. } => text,
        }
    }
}

impl Item {
    /// An entry without entries below it.
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), children: Vec::new() }
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

impl From<Span> for Text {
    fn from(span: Span) -> Self {
        Self { spans: vec![span] }
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
