//! What CloudFormation allows in one template.
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.

use cfn_model::Diagnostic;
use cfn_model::template::{Section, Template};

use crate::stack::Stack;
use crate::tree::NodeId;

/// How many bytes a template may have when it is passed through a bucket. Counted as YAML, which is
/// the shorter of the two notations: what does not fit so fits in no other way.
const TEMPLATE_BYTES: usize = 1_048_576;
/// How many bytes a description may have.
const DESCRIPTION_BYTES: usize = 1_024;

const ENTRIES: [(Section, usize); 4] =
    [(Section::Resources, 500), (Section::Parameters, 200), (Section::Mappings, 200), (Section::Outputs, 200)];

pub(crate) fn check(stack: &Stack, (name, template): &(String, Template), problems: &mut Vec<Diagnostic>) {
    let mut report = |problem: Diagnostic| {
        problems.push(problem.construct(name.as_str()).at(stack.tree.location(NodeId::ROOT)));
    };
    for (section, limit) in ENTRIES {
        let count = template.section(section).map_or(0, |entries| entries.len());
        if count > limit {
            let what = section.name().to_lowercase();
            report(
                Diagnostic::error("template-limit", format!("the stack has {count} {what}, {limit} are allowed"))
                    .help("split it into several stacks; references between them are carried over"),
            );
        }
    }
    if template.section(Section::Resources).is_none_or(|resources| resources.is_empty()) {
        report(
            Diagnostic::error("no-resources", "the stack has no resources, and CloudFormation wants at least one")
                .help("add a resource, or leave the stack out of the app"),
        );
    }
    if let Some(bytes) = stack.description.as_ref().map(String::len).filter(|bytes| *bytes > DESCRIPTION_BYTES) {
        report(
            Diagnostic::error(
                "template-limit",
                format!("the description has {bytes} bytes, {DESCRIPTION_BYTES} are allowed"),
            )
            .help("shorten it"),
        );
    }
    let bytes = template.to_yaml().len();
    if bytes > TEMPLATE_BYTES {
        report(
            Diagnostic::error(
                "template-limit",
                format!("the template has {bytes} bytes, {TEMPLATE_BYTES} are allowed"),
            )
            .help("split the stack into several"),
        );
    }
}
