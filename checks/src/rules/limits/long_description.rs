//! A description of the template that is too long.

use cfn_model::Severity;
use cfn_model::template::Section;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "long-description",
    severity: Severity::Error,
    title: "a description of the template that is too long",
    docs: "The description of a template has at most 1,024 bytes. Near that, it is only told.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html",
    cfn_lint: &["E1003", "I1003"],
    run: Some(run),
};

/// How many bytes the description may have.
const MOST: usize = 1_024;

fn run(context: &Context<'_>, findings: &mut Findings) {
    let length = context.template.description().map_or(0, str::len);
    if length * 10 <= MOST * 9 {
        return;
    }
    let message = format!("the description has {length} bytes, at most {MOST} are allowed");
    let mut finding = Finding::new(&X, &Path::of([Section::Description.name()]), message);
    if length <= MOST {
        finding.severity = Severity::Info;
    }
    findings.push(finding.help("keep what is longer in `Metadata`"));
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn descriptions_have_a_most() {
        for (length, expected) in [(900, &[][..]), (1_000, &["Description"]), (1_025, &["Description"])] {
            let text = "a".repeat(length);
            check(&X, &format!("Description: {text}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"), expected);
        }
    }
}
