//! More entries than a section may have.

use cfn_model::template::Section;
use cfn_model::{Map, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "too-many-entries",
    severity: Severity::Error,
    title: "more entries than a section may have",
    docs: "A template has at most 500 resources, 200 parameters, 200 outputs and 200 mappings; a mapping has at most \
           200 keys on each level. What is too large is split into several stacks.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    cfn_lint: &["E2010", "E3010", "E6010", "E7010"],
    run: Some(run),
};

pub(super) static NEAR: Check = Check {
    code: "many-entries",
    severity: Severity::Info,
    title: "nearly as many entries as a section may have",
    docs: "The section has more than nine tenths of what CloudFormation allows: it is time to think of a second stack.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    cfn_lint: &["I2010", "I3010", "I6010", "I7010"],
    run: None,
};

/// The sections of which the number of entries is limited.
const LIMITS: &[(Section, usize)] =
    &[(Section::Parameters, 200), (Section::Mappings, 200), (Section::Resources, 500), (Section::Outputs, 200)];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (section, most) in LIMITS {
        if let Some(entries) = context.template.section(*section) {
            count(entries, *most, &Path::of([section.name()]), findings);
        }
    }
    for (id, mapping) in context.entries(Section::Mappings) {
        let path = Path::of(["Mappings", id]);
        count(mapping, 200, &path, findings);
        for (key, row) in mapping.iter() {
            if let Value::Map(row) = row {
                count(row, 200, &path.join(key), findings);
            }
        }
    }
}

fn count(entries: &Map, most: usize, path: &Path<'_>, findings: &mut Findings) {
    let count = entries.len();
    if count > most {
        let message = format!("there are {count} entries, at most {most} are allowed");
        findings.push(Finding::new(&X, path, message).help("split the template into several stacks"));
    } else if count * 10 > most * 9 {
        let message = format!("there are {count} entries of {most} that are allowed");
        findings.push(Finding::new(&NEAR, path, message).help("put what comes next into another stack"));
    }
}

#[cfg(test)]
mod tests {
    use super::{NEAR, X};
    use crate::testing::check;

    #[test]
    fn sections_have_a_most() {
        for (count, over, near) in [(180, &[][..], &[][..]), (181, &[], &["Outputs"]), (201, &["Outputs"], &[])] {
            let outputs: String = (0..count).map(|index| format!("  O{index}: {{Value: a}}\n")).collect();
            let yaml = format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs:\n{outputs}");
            check(&X, &yaml, over);
            check(&NEAR, &yaml, near);
        }
    }
}
