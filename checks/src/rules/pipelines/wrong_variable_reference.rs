//! Variables that are not named as variables are.

use cfn_model::Severity;

use super::variables::uses;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::shown;

pub(super) static X: Check = Check {
    code: "wrong-variable-reference",
    severity: Severity::Error,
    title: "a variable that is not named by namespace and key",
    docs: "What stands between `#{` and `}` in a configuration is a namespace, a dot and a variable. CodePipeline \
           refuses anything else.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        for wrong in uses(pipeline, &context.conditions).iter().filter(|wrong| wrong.parts().is_none()) {
            let message =
                format!("{} is not a namespace, a dot and a variable", shown(&format!("#{{{}}}", wrong.text)));
            let help = "write it as `#{Namespace.Variable}`, with the namespace of an earlier action";
            findings.push(Finding::new(&X, &wrong.case.path(), message).help(help));
        }
    }
}
