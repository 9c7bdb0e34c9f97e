//! The pictures of a report, each as a file of its own.

use std::fs;
use std::io;
use std::path::Path;

use super::output;
use crate::document::{Block, Document};
use crate::picture::Picture;
use crate::render::picture::standalone;

/// Writes every picture of a document into a folder, which is made if there is none; of several of
/// a kind the second and those after it are numbered.
pub(super) fn write(folder: &Path, document: &Document) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut written: Vec<&str> = Vec::new();
    for block in &document.blocks {
        if let Block::Figure(figure) = block {
            let name = name(&figure.picture);
            written.push(name);
            let file = match written.iter().filter(|other| **other == name).count() {
                1 => format!("{name}.svg"),
                place => format!("{name}-{place}.svg"),
            };
            output::write(&folder.join(file), &standalone(&figure.picture))?;
        }
    }
    Ok(())
}

/// What the file of a picture of this kind is called.
fn name(picture: &Picture) -> &'static str {
    match picture {
        Picture::Stances(_) => "stances",
        Picture::Worths(_) => "worths",
        Picture::Trusted(_) => "trusted",
        Picture::Attainable(_) => "attainable",
        Picture::Conflicts(_) => "conflicts",
        Picture::Changes(_) => "changes",
        Picture::Shares(_) => "shares",
        Picture::Ranks(_) => "ranks",
        Picture::Matrix(_) => "matrix",
        Picture::Certainty(_) => "certainty",
        Picture::Course(_) => "history",
    }
}
