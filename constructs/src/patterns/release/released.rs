//! The images of a release, as its manifest tells them.

use cfn_model::parse::{self, Limits};
use cfn_model::{Diagnostic, Map, Value};

use super::MachineImages;
use super::images::{CODE, id_problem, region_problem};

/// Reads the images under the key `images`.
pub(super) fn read(text: &str, file: &str) -> Result<MachineImages, Vec<Diagnostic>> {
    let document = parse::document(text, file.to_owned(), &Limits::default())?;
    let report = |steps: &[&str], problem: Diagnostic| {
        problem.property(steps.join(".")).at(document.places.nearest(steps.iter().copied()))
    };
    let Some(images) = document.value.at("images").and_then(Value::as_map) else {
        let problem = Diagnostic::error(CODE, "there are no `images`")
            .help("take the file of images that the pipeline writes, or the manifest of a release");
        return Err(vec![report(&[], problem)]);
    };
    let mut found = MachineImages::new();
    let mut problems = Vec::new();
    for (name, regions) in images.iter() {
        for (region, id) in regions.as_map().into_iter().flat_map(Map::iter) {
            let id = id.as_str().unwrap_or_default();
            match [region_problem(region), id_problem(id)].into_iter().flatten().next() {
                Some(problem) => problems.push(report(&["images", name, region], problem)),
                None => found = found.with(name, region, id),
            }
        }
        if found.iter().all(|(other, _)| other != name) && problems.is_empty() {
            let problem = Diagnostic::error(CODE, format!("the image `{name}` is in no region"));
            problems.push(report(&["images", name], problem.help("build it, or leave it out")));
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}
