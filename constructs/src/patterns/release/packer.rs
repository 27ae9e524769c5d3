//! The manifest that Packer writes.

use cfn_model::parse::{self, Document, Limits};
use cfn_model::{Diagnostic, Value};

use super::MachineImages;
use super::images::{CODE, id_problem, region_problem};

/// The builders that make machine images; others of the plugin make volumes.
const BUILDERS: [&str; 4] = ["amazon-chroot", "amazon-ebs", "amazon-ebssurrogate", "amazon-instance"];

/// Reads a manifest.
pub(super) fn read(text: &str, file: &str) -> Result<MachineImages, Vec<Diagnostic>> {
    let document = parse::document(text, file.to_owned(), &Limits::default())?;
    let mut reader = Reader { document: &document, images: MachineImages::new(), problems: Vec::new() };
    reader.manifest();
    if reader.problems.is_empty() { Ok(reader.images) } else { Err(reader.problems) }
}

struct Reader<'a> {
    document: &'a Document,
    images: MachineImages,
    problems: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn report(&mut self, path: &str, problem: Diagnostic) {
        self.problems.push(problem.property(path).at(self.document.places.location(path)));
    }

    fn text(&self, path: &str) -> Option<&'a str> {
        self.document.value.at(path).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    fn manifest(&mut self) {
        let builds = self.document.value.at("builds").and_then(Value::as_list);
        let (Some(builds), Some(last)) = (builds, self.text("last_run_uuid")) else {
            let problem = Diagnostic::error(CODE, "this is no manifest of Packer")
                .help("it has `builds` and `last_run_uuid`: let the post-processor `manifest` write it");
            return self.report("", problem);
        };
        for index in 0..builds.len() {
            let path = format!("builds.{index}");
            if self.text(&format!("{path}.packer_run_uuid")) == Some(last) {
                self.build(&path);
            }
        }
        if self.images.is_empty() && self.problems.is_empty() {
            let message = format!("the last run, `{last}`, has built no machine image");
            let help = format!("let it build one, with one of `{}`", BUILDERS.join("`, `"));
            self.report("builds", Diagnostic::error(CODE, message).help(help));
        }
    }

    fn build(&mut self, path: &str) {
        if !self.text(&format!("{path}.builder_type")).is_some_and(|builder| BUILDERS.contains(&builder)) {
            return;
        }
        let id_path = format!("{path}.artifact_id");
        let (Some(name), Some(ids)) = (self.text(&format!("{path}.name")), self.text(&id_path)) else {
            let problem = Diagnostic::error(CODE, "a build has no `name` or no `artifact_id`")
                .help("take the file as Packer wrote it");
            return self.report(path, problem);
        };
        for pair in ids.split(',') {
            let Some((region, id)) = pair.split_once(':') else {
                let problem = Diagnostic::error(CODE, format!("`{pair}` is no region with an image"))
                    .help("Packer writes `region:ami-id`, and commas in between");
                self.report(&id_path, problem);
                continue;
            };
            let problems: Vec<Diagnostic> = [region_problem(region), id_problem(id)].into_iter().flatten().collect();
            if let Some(other) = self.images.id(name, region).filter(|other| *other != id) {
                let message = format!("the image `{name}` is built twice in {region}: as `{other}` and `{id}`");
                let problem = Diagnostic::error(CODE, message).help("give the two builds different names");
                self.report(&id_path, problem);
            } else if problems.is_empty() {
                self.images = std::mem::take(&mut self.images).with(name, region, id);
            }
            problems.into_iter().for_each(|problem| self.report(&id_path, problem));
        }
    }
}
