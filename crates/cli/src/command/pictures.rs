//! The pictures of a report, each as a file of its own.

use std::fs;
use std::io;
use std::path::Path;

use super::output;
use crate::document::{Block, Document};
use crate::picture::Picture;
use crate::render::picture::standalone;

/// Writes every picture of a document into a folder, which is made if there is none.
pub(super) fn write(folder: &Path, document: &Document) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for block in &document.blocks {
        if let Block::Figure(figure) = block {
            let file = folder.join(format!("{}.svg", name(&figure.picture)));
            output::write(&file, &standalone(&figure.picture))?;
        }
    }
    Ok(())
}

/// What the file of a picture is called.
fn name(picture: &Picture) -> &'static str {
    match picture {
        Picture::Stances(_) => "stances",
        Picture::Worths(_) => "worths",
        Picture::Trusted(_) => "trusted",
        Picture::Attainable(_) => "attainable",
        Picture::Conflicts(_) => "conflicts",
        Picture::Changes(_) => "changes",
    }
}
