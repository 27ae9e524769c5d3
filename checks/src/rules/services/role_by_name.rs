//! Roles that are named where their path is needed too.

use cfn_model::{Function, Severity};

use super::related::{pairs, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "role-by-name",
    severity: Severity::Error,
    title: "a role with a path that is given by its name",
    docs: "`Ref` of a role gives its name, and CodeBuild makes the ARN of it as if the path were `/`. With another \
           path that role does not exist.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    cfn_lint: &["E3050"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pair in pairs(context, "AWS::CodeBuild::Project", &["ServiceRole"], "AWS::IAM::Role") {
        for path in pair.to(context, &["Path"]).iter().filter_map(|case| text(case.value)).filter(|path| path != "/") {
            let references = pair.from(context, &["ServiceRole"]).into_iter().filter(|case| {
                case.value
                    .as_intrinsic()
                    .is_some_and(|call| call.function == Function::Ref && call.argument.as_str() == Some(pair.to.id))
            });
            for case in references {
                let message = format!("`Ref` gives the name of `{}`, which has the path `{path}`", pair.to.id);
                let help = format!("write `!GetAtt {}.Arn`", pair.to.id);
                findings.push(Finding::new(&X, &case.path(), message).help(help));
            }
        }
    }
}
