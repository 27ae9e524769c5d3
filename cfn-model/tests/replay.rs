//! Texts that the fuzzer starts from, or that once made trouble.

#[path = "../fuzz/checks.rs"]
mod checks;

use std::path::Path;

#[test]
fn kept_texts_hold() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut count = 0;
    for kind in ["json", "yaml"] {
        for entry in std::fs::read_dir(corpus.join(kind)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            checks::check(&String::from_utf8_lossy(&bytes));
            count += 1;
        }
    }
    assert!(count >= 20, "only {count} texts in {}", corpus.display());
}
