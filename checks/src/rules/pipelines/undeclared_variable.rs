//! Variables of the pipeline that it does not declare.

use cfn_model::{Severity, nearest};

use super::variables::uses;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "undeclared-pipeline-variable",
    severity: Severity::Error,
    title: "a variable of the pipeline that it does not declare",
    docs: "`#{variables.Name}` is a variable that the pipeline declares under `Variables`, and \
           `#{codepipeline.PipelineExecutionId}` is the only one that it has by itself.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let declared = pipeline.properties.select(&["Variables", "*"], &context.conditions);
        let names = pipeline.properties.select(&["Variables", "*", "Name"], &context.conditions);
        let known: Vec<String> =
            names.iter().filter_map(|name| partial::known(name.value)).map(|name| name.into_owned()).collect();
        let lists = pipeline.properties.key("Variables", &context.conditions);
        let open =
            pipeline.open || known.len() < declared.len() || lists.iter().any(|list| list.value.as_list().is_none());
        for used in uses(pipeline, &context.conditions) {
            let (message, candidates) = match used.parts() {
                Some(("variables", name)) if !open && !known.iter().any(|known| known == name) => {
                    (format!("the pipeline declares no variable `{name}`"), known.clone())
                }
                Some(("codepipeline", name)) if name != "PipelineExecutionId" => (
                    format!("the pipeline has no variable `{name}` of its own"),
                    vec!["PipelineExecutionId".to_owned()],
                ),
                _ => continue,
            };
            let finding = Finding::new(&X, &used.case.path(), message);
            let names = || candidates.iter().map(String::as_str);
            let name = used.parts().map_or("", |(_, name)| name);
            findings.push(match nearest(name, names()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None if candidates.is_empty() => finding.help("declare it under `Variables`, with a default value"),
                None => finding.help(format!("there are {}", list(names()))),
            });
        }
    }
}
