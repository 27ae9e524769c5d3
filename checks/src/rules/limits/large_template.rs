//! A template that is too large, or too large for one way of handing it over.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "large-template",
    severity: Severity::Error,
    title: "a template that is too large",
    docs: "A template has at most 1,048,576 bytes. One of more than 51,200 bytes cannot be handed over in a request and \
           has to lie in a bucket, which is only told.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    cfn_lint: &["E1002", "I1002"],
    run: Some(run),
};

/// How many bytes a template may have.
const MOST: usize = 1_048_576;

/// How many it may have in a request.
const IN_REQUEST: usize = 51_200;

fn run(context: &Context<'_>, findings: &mut Findings) {
    let bytes = context.options.bytes.unwrap_or_else(|| context.template.to_yaml().len());
    let (severity, most, help) = if bytes > MOST {
        (Severity::Error, MOST, "split it into several stacks")
    } else if bytes > IN_REQUEST {
        (Severity::Info, IN_REQUEST, "upload it to a bucket, as `aws cloudformation deploy --s3-bucket` does")
    } else {
        return;
    };
    let what = if severity == Severity::Error { "are allowed" } else { "fit in a request" };
    let message = format!("the template has {bytes} bytes, at most {most} {what}");
    let mut finding = Finding::new(&X, &Path::of(["Template"]), message);
    finding.severity = severity;
    findings.push(finding.help(help));
}

#[cfg(test)]
mod tests {
    use cfn_model::{Severity, Template};

    use super::X;
    use crate::{Options, check};

    #[test]
    fn templates_have_a_most() {
        let read = Template::parse("Resources: {T: {Type: AWS::SNS::Topic}}", "").expect("a template");
        for (bytes, expected) in [
            (None, None),
            (Some(51_200), None),
            (Some(51_201), Some(Severity::Info)),
            (Some(1_048_577), Some(Severity::Error)),
        ] {
            let options = Options { bytes, ..Options::default() };
            let findings = check(&read.template, &options);
            let found = findings.iter().find(|finding| finding.check.code == X.code).map(|finding| finding.severity);
            assert_eq!(found, expected, "{bytes:?}");
        }
    }
}
