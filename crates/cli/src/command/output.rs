//! A report goes into a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// The file being written beside its place. Whoever holds the lock makes or moves it: so when an
/// interrupt has come in, nothing is made any more.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a text to a file, over what it held. Neither an error nor an interrupt leaves a part of
/// it.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    // Through a link to what it leads to; the place may be new.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        // A pipe or a device cannot be replaced.
        return fs::write(path, text);
    }
    // What may not be written is not replaced either, and what others may not read stays so.
    let rights = match OpenOptions::new().write(true).open(&path) {
        Ok(file) => Some(file.metadata()?.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    moved(&path, text, |part| {
        if let Some(rights) = rights {
            part.as_file().set_permissions(rights)?;
        }
        part.persist(&path).map_err(|error| error.error)
    })
}

/// The same into a new file: one that is there already is left alone.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    moved(path, text, |part| part.persist_noclobber(path).map_err(|error| error.error))
}

/// Writes a text beside its place first, then has it moved there.
fn moved(
    path: &Path,
    text: &str,
    to_its_place: impl FnOnce(NamedTempFile<File>) -> io::Result<File>,
) -> io::Result<()> {
    // Of several calls in one process the first sets the handler; the others are refused.
    let _ = ctrlc::set_handler(|| {
        let part = unfinished();
        if let Some(part) = part.as_ref() {
            let _ = fs::remove_file(part);
        }
        std::process::exit(130);
    });
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut part = {
        let mut unfinished = unfinished();
        let part = tempfile::Builder::new()
            .prefix(".impasse-")
            .suffix(".part")
            // With the rights that any new file gets.
            .make_in(folder.unwrap_or(Path::new(".")), |part| File::create_new(part))?;
        *unfinished = Some(part.path().to_owned());
        part
    };
    part.write_all(text.as_bytes())?;
    let mut unfinished = unfinished();
    to_its_place(part)?;
    *unfinished = None;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn nothing_but_the_whole_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.md");
        for text in ["first, and longer", "second"] {
            write(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(names(folder.path()), ["report.md"]);
        }
        // A folder cannot be replaced by a file.
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        write(&taken, "text").unwrap_err();
        write(&folder.path().join("no such folder").join("report.md"), "text").unwrap_err();
        let exists = create(&path, "third").unwrap_err();
        assert_eq!(exists.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        let mut left = names(folder.path());
        left.sort();
        assert_eq!(left, ["report.md", "taken"]);
    }
}
