//! Every page is listed, and every link within the book leads to a page and a heading.

use std::path::{Component, Path, PathBuf};

use impasse_tests::book::{Page, page, pages, root};

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut so_far, part| {
        match part {
            Component::ParentDir => {
                so_far.pop();
            }
            Component::CurDir => {}
            other => so_far.push(other),
        }
        so_far
    })
}

/// The links of a page that lead nowhere.
fn dead(from: &Page) -> Vec<String> {
    let own = from.links.iter().filter(|link| !link.contains("://"));
    let leads_nowhere = |link: &&String| {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let target = match path {
            "" => from.path.clone(),
            _ => plain(&from.path.parent().unwrap().join(path)),
        };
        let is_page = target.extension().is_some_and(|extension| extension == "md");
        let has_anchor = || is_page && page(&target).anchors.iter().any(|it| it == anchor);
        let found = root().join(&target).exists() && (anchor.is_empty() || has_anchor());
        !found
    };
    own.filter(leads_nowhere).map(|link| format!("{}: {link}", from.path.display())).collect()
}

#[test]
fn every_link_leads_to_a_page_and_a_heading() {
    let mut files = pages();
    files.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/DESIGN.md"].map(page));
    let dead: Vec<String> = files.iter().flat_map(dead).collect();
    assert!(dead.is_empty(), "{dead:#?}");
    let found: usize = files.iter().map(|page| page.links.len()).sum();
    assert!(found > 50, "{found} links: are they found at all?");
}

#[test]
fn a_dead_link_is_found() {
    let mut from = page("docs/src/introduction.md");
    from.links = ["tutorial.md", "method.md#11-ways-out", "#for-whom", "https://example.org"]
        .map(str::to_owned)
        .to_vec();
    assert!(dead(&from).is_empty());
    from.links =
        ["nowhere.md", "method.md#nothing", "#nothing", "SUMMARY.md/x"].map(str::to_owned).to_vec();
    assert_eq!(dead(&from).len(), 4);
}

#[test]
fn every_page_is_listed_and_exists() {
    let summary = page("docs/src/SUMMARY.md");
    let mut listed: Vec<PathBuf> =
        summary.links.iter().map(|link| Path::new("docs/src").join(link)).collect();
    listed.sort();
    let mut found: Vec<PathBuf> = pages().into_iter().map(|page| page.path).collect();
    found.retain(|path| *path != summary.path);
    assert_eq!(listed, found);
}
