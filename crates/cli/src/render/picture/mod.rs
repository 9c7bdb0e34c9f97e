//! Pictures as SVG.

use svg::Document;
use svg::node::element::Title;

use crate::picture::Picture;

/// Draws a picture: an `<svg>` element without XML declaration, the same bytes on every machine.
pub fn draw(picture: &Picture) -> String {
    let name = match picture {
        Picture::Stances(_) => "stances",
        Picture::Worths(_) => "worths",
        Picture::Attainable(_) => "attainable",
        Picture::Conflicts(_) => "conflicts",
        Picture::Changes(_) => "changes",
    };
    Document::new().add(Title::new(name)).to_string()
}
