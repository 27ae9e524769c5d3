//! Releases for people, as one would write release notes.

use cfn_model::{Map, Value};

use super::super::columns::columns;
use super::Manifest;

/// Each release with what it is made of.
pub(super) fn text(releases: &[Manifest]) -> String {
    if releases.is_empty() {
        return "Nothing was released yet.\n".to_owned();
    }
    releases.iter().map(release).collect::<Vec<_>>().join("\n")
}

fn release(release: &Manifest) -> String {
    let mut rows = vec![row(&["commit", release.text("commit")])];
    if let Some(released) = &release.released {
        rows.push(row(&["released", released]));
    }
    rows.push(row(&["url", release.text("url")]));
    let mut text = format!("{}: {} {}\n\n{}", release.channel, release.text("product"), release.name, indented(&rows));
    for (field, heading) in [("templates", "TEMPLATE"), ("binaries", "BINARY")] {
        text.push_str(&table(
            &[heading, "SHA-256"],
            entries(release, field).map(|(name, file)| {
                vec![name.to_owned(), file.at("sha256").and_then(Value::as_str).unwrap_or("-").to_owned()]
            }),
        ));
    }
    let images = entries(release, "images").flat_map(|(name, regions)| {
        let regions = regions.as_map().into_iter().flat_map(Map::iter);
        regions.map(move |(region, image)| row(&[name, region, image.as_str().unwrap_or("-")]))
    });
    text.push_str(&table(&["IMAGE", "REGION", "ID"], images));
    for (field, heading) in [("containers", "CONTAINER"), ("charts", "CHART")] {
        let digests = entries(release, field).map(|(name, digest)| row(&[name, digest.as_str().unwrap_or("-")]));
        text.push_str(&table(&[heading, "DIGEST"], digests));
    }
    text
}

/// What is under a field, by its names.
fn entries<'a>(release: &'a Manifest, field: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    release.value.at(field).and_then(Value::as_map).into_iter().flat_map(Map::iter)
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// A table below an empty line; nothing where it has no rows.
fn table(heading: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = std::iter::once(row(heading)).chain(rows).collect();
    if rows.len() == 1 { String::new() } else { format!("\n{}", indented(&rows)) }
}

fn indented(rows: &[Vec<String>]) -> String {
    columns(rows).lines().map(|line| format!("  {line}\n")).collect()
}
