//! Runs the console blocks of the README and of the book, from the root of the workspace.

#[test]
fn documentation_is_true() {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).unwrap();
    trycmd::TestCases::new().case("README.md").case("docs/src/*.md");
}
