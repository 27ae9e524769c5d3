//! What an asset holds, and that nothing else about files shows.

use std::fs;
use std::path::{Path, PathBuf};

use super::Asset;

/// A folder of its own for each test, removed when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Folder(std::env::temp_dir().join(format!("cfn-assets-{}-{name}", std::process::id())));
        for (path, contents) in files {
            folder.write(path, contents);
        }
        folder
    }

    fn write(&self, path: &str, contents: &str) {
        let place = self.0.join(path);
        fs::create_dir_all(place.parent().unwrap_or(Path::new("."))).expect("the folder can be made");
        fs::write(place, contents).expect("the file can be written");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn messages(asset: &Asset) -> Vec<&str> {
    asset.problems().iter().map(|problem| problem.message.as_str()).collect()
}

/// The files of an archive in their order, with the mode and the time that the archive tells.
fn entries(zip: &[u8]) -> Vec<(String, u32, String)> {
    let archive = rawzip::ZipArchive::from_slice(zip).expect("it is an archive");
    let mut entries = Vec::new();
    for entry in archive.entries() {
        let entry = entry.expect("the entry can be read");
        let path = entry.file_path().try_normalize().expect("the path is sound").as_ref().to_owned();
        let bytes = archive.get_entry(entry.wayfinder()).expect("the entry is there").data();
        let text = miniz_oxide::inflate::decompress_to_vec(bytes).expect("it can be unpacked");
        let text = String::from_utf8(text).expect("it is text");
        entries.push((path, entry.mode().permissions(), text));
    }
    entries
}

#[test]
fn an_archive_holds_the_files_by_path() {
    let asset = Asset::files([("b.py", "B"), ("a/z.py", "Z"), ("a.py", "")]);
    let expected = [("a.py", 0o755, ""), ("a/z.py", 0o755, "Z"), ("b.py", 0o755, "B")];
    assert_eq!(entries(&asset.to_zip()), expected.map(|(path, mode, text)| (path.to_owned(), mode, text.to_owned())));
}

#[test]
fn the_same_files_make_the_same_bytes_wherever_they_are() {
    let held = Asset::files([("a.py", "A"), ("b/c.py", "C")]);
    let one = Folder::new("one", &[("b/c.py", "C"), ("a.py", "A")]);
    let folder = Asset::folder(&one.0);
    assert_eq!(folder.to_zip(), held.to_zip());
    assert_eq!(folder.hash(), held.hash());
    assert_eq!(folder, held);
}

#[test]
fn the_hash_tells_paths_and_contents() {
    let hash = |path: &str, contents: &str| Asset::files([(path, contents)]).hash();
    // Known from the definition, so that a change of it, which would deploy everything anew, is noticed.
    assert_eq!(hash("a.py", "A"), "88acb1b244d94f5d029b4e845507e4d5de3e03040ac08ed6cf88424fbca394e6");
    assert_ne!(hash("a.py", "A"), hash("b.py", "A"));
    assert_ne!(hash("a.py", "A"), hash("a.py", "B"));
    assert_ne!(hash("ab", "c"), hash("a", "bc"));
}

#[test]
fn patterns_leave_files_out() {
    let folder = Folder::new("patterns", &[("a.py", ""), ("a.pyc", ""), ("tests/b.py", ""), ("c/tests/d.py", "")]);
    let asset = Asset::folder_without(&folder.0, &["*.pyc", "/tests"]);
    let paths: Vec<String> = entries(&asset.to_zip()).into_iter().map(|(path, ..)| path).collect();
    assert_eq!(paths, ["a.py", "c/tests/d.py"]);
}

#[test]
fn an_archive_is_taken_as_it_is() {
    let folder = Folder::new("archive", &[("code.zip", "PK"), ("index.py", "x = 1\n")]);
    assert_eq!(&*Asset::file(folder.0.join("code.zip")).to_zip(), b"PK");
    let asset = Asset::file(folder.0.join("index.py"));
    assert_eq!(asset.has_file("index.py"), Some(true));
    assert_eq!(asset, Asset::files([("index.py", "x = 1\n")]));
}

#[test]
fn bad_files_are_named() {
    assert_eq!(messages(&Asset::files::<&str, &str>([])), ["no files were given"]);
    assert_eq!(
        messages(&Asset::files([("../a", ""), ("a", ""), ("a", ""), ("/a", "")])),
        ["`../a` is no path in an archive", "two files have the path `a`", "`/a` is no path in an archive"]
    );
    let missing = Asset::folder("no/such/folder");
    assert!(messages(&missing)[0].starts_with("the folder `no/such/folder` cannot be read: "), "{missing:?}");
    let missing = Asset::file("no/such/file.zip");
    assert!(messages(&missing)[0].starts_with("the file `no/such/file.zip` cannot be read: "), "{missing:?}");
    let folder = Folder::new("empty", &[("a.pyc", "")]);
    let empty = Asset::folder_without(&folder.0, &["*.pyc"]);
    assert!(messages(&empty)[0].ends_with("holds no file that is not left out"), "{empty:?}");
    assert!(messages(&Asset::folder(folder.0.join("a.pyc")))[0].ends_with("is a file"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_is_no_endless_folder() {
    let folder = Folder::new("link", &[("a/b.py", "")]);
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/up")).expect("the link can be made");
    let asset = Asset::folder(&folder.0);
    assert!(messages(&asset)[0].ends_with("leads back to a folder above it"), "{:?}", messages(&asset));
}
