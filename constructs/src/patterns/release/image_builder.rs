//! What EC2 Image Builder tells of an image that it has built.

use cfn_model::parse::{self, Limits};
use cfn_model::{Diagnostic, Value};

use super::MachineImages;
use super::images::{CODE, id_problem, region_problem};

/// Reads the answer of `GetImage`.
pub(super) fn read(name: &str, text: &str, file: &str) -> Result<MachineImages, Vec<Diagnostic>> {
    let document = parse::document(text, file.to_owned(), &Limits::default())?;
    let report = |path: &str, problem: Diagnostic| problem.property(path).at(document.places.location(path));
    let field = |path: &str| document.value.at(path).and_then(Value::as_str);

    let list = "image.outputResources.amis";
    let (Some(arn), Some(built)) = (field("image.arn"), document.value.at(list).and_then(Value::as_list)) else {
        let problem = Diagnostic::error(CODE, "this is no machine image of EC2 Image Builder")
            .help("take what `aws imagebuilder get-image` prints once the image is `AVAILABLE`");
        return Err(vec![report("", problem)]);
    };
    if let Some(state) = field("image.state.status").filter(|state| *state != "AVAILABLE") {
        let problem = Diagnostic::error(CODE, format!("the image `{name}` is `{state}`, not `AVAILABLE`"))
            .help("wait until it is built and distributed");
        return Err(vec![report("image.state.status", problem)]);
    }
    // Copies that distribution made for other accounts are theirs, and not in these templates.
    let owner = arn.split(':').nth(4);
    let mut images = MachineImages::new();
    let mut problems = Vec::new();
    for index in 0..built.len() {
        let path = format!("{list}.{index}");
        if field(&format!("{path}.accountId")).is_some_and(|account| owner != Some(account)) {
            continue;
        }
        let (region, id) = (field(&format!("{path}.region")), field(&format!("{path}.image")));
        let (region, id) = (region.unwrap_or_default(), id.unwrap_or_default());
        match [region_problem(region), id_problem(id)].into_iter().flatten().next() {
            Some(problem) => problems.push(report(&path, problem)),
            None => images = images.with(name, region, id),
        }
    }
    if images.is_empty() && problems.is_empty() {
        let problem = Diagnostic::error(CODE, format!("the image `{name}` is in no region of its own account"))
            .help("distribute it to the account that builds it, too");
        problems.push(report(list, problem));
    }
    if problems.is_empty() { Ok(images) } else { Err(problems) }
}
