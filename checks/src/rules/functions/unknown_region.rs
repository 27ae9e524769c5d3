//! `Fn::GetAZs` of a region that AWS does not have.

use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "unknown-region",
    severity: Severity::Error,
    title: "zones of a region that AWS does not have",
    docs: "`Fn::GetAZs` takes the code of a region, such as `eu-west-1`, or an empty text for the region of the stack. \
           A name of the form of a region that is not known here is only a warning: it may be a new one.",
    source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    cfn_lint: &["E1015"],
    run: Some(run),
};

/// The regions of all partitions.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::GetAzs) {
        let Value::String(region) = &call.call.argument else { continue };
        if region.is_empty() || REGIONS.contains(&region.as_str()) {
            continue;
        }
        let path = call.argument_path(context);
        let finding = Finding::new(&X, &path, format!("`{region}` is no region of AWS"));
        let mut finding = match nearest(region, REGIONS.iter().copied()) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help("write the code of a region, or `\"\"` for the region of the stack"),
        };
        if looks_like_one(region) {
            finding.severity = Severity::Warning;
        }
        findings.push(finding);
    }
}

/// `xx-name-1`, with a number that a region of AWS may have one day.
fn looks_like_one(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, .., name, number] = parts.as_slice() else { return false };
    let known = |prefix: &str| REGIONS.iter().any(|region| region.split('-').next() == Some(prefix));
    known(first) && name.chars().all(|letter| letter.is_ascii_lowercase()) && matches!(number.parse(), Ok(1..=9_u8))
}

#[cfg(test)]
mod tests {
    use super::{X, looks_like_one};
    use crate::testing::check;

    #[test]
    fn regions_are_known() {
        for (region, expected) in
            [("eu-west-1", &[][..]), ("''", &[]), ("eu-west-99", &["Outputs.O.Value.Fn::Select.1.Fn::GetAZs"])]
        {
            let output = format!("Outputs: {{O: {{Value: !Select [0, !GetAZs {region}]}}}}");
            check(&X, &format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\n{output}"), expected);
        }
        assert!(looks_like_one("eu-south-3") && !looks_like_one("eu-west-99") && !looks_like_one("europe"));
    }
}
