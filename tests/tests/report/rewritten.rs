//! A scenario of the repository with some words changed.

use super::{FORMATS, report};

/// A scenario file that tests change.
pub struct Scenario {
    pub folder: std::path::PathBuf,
    pub text: String,
}

impl Scenario {
    pub fn new(name: &str, source: &str) -> Self {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/");
        let text = std::fs::read_to_string(format!("{root}{source}")).unwrap();
        let folder = std::env::temp_dir().join(format!("impasse-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, text }
    }

    /// The reports in every format, with some passages of the file replaced.
    pub fn reports(&self, changes: &[(&str, &str)], options: &[&str]) -> Vec<String> {
        let mut text = self.text.clone();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let file = self.folder.join("scenario.ron");
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        FORMATS.map(|it| report(&[&[file, "--format", it], options].concat())).to_vec()
    }
}

impl Drop for Scenario {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
