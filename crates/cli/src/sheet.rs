//! Sheets: the rows of a report for a spreadsheet.

/// A table of bare values, each row as long as the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A sheet of some rows under the names of the columns.
    pub fn new<const COLUMNS: usize>(
        head: [&'static str; COLUMNS],
        rows: impl IntoIterator<Item = [String; COLUMNS]>,
    ) -> Self {
        Self { head: head.into(), rows: rows.into_iter().map(Into::into).collect() }
    }

    /// The names of the columns.
    pub fn head(&self) -> &[&'static str] {
        &self.head
    }

    /// The rows, top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &[String]> {
        self.rows.iter().map(Vec::as_slice)
    }
}

/// Several values in one cell.
pub fn several<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> String {
    let values: Vec<T> = values.into_iter().collect();
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    values.join("; ")
}

/// Yes or no, as programs write it.
pub fn flag(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
