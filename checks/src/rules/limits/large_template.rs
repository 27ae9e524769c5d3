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
    let length = match context.options.bytes {
        Some(bytes) => bytes..=bytes,
        None => context.template.yaml_length(),
    };
    // To know it to the byte is as much work as to write the template.
    let bytes = || context.options.bytes.unwrap_or_else(|| context.template.to_yaml().len());
    let is_more_than = |most: usize| *length.start() > most || (*length.end() > most && bytes() > most);
    let (severity, message, help) = if is_more_than(MOST) {
        let message = format!("the template has {} bytes, at most {MOST} are allowed", bytes());
        (Severity::Error, message, "split it into several stacks")
    } else if is_more_than(IN_REQUEST) {
        let message = match context.options.bytes {
            Some(bytes) => format!("the template has {bytes} bytes, at most {IN_REQUEST} fit in a request"),
            None => format!("the template has more than the {IN_REQUEST} bytes that fit in a request"),
        };
        (Severity::Info, message, "upload it to a bucket, as `aws cloudformation deploy --s3-bucket` does")
    } else {
        return;
    };
    let mut finding = Finding::new(&X, &Path::of(["Template"]), message);
    finding.severity = severity;
    findings.push(finding.help(help));
}

#[cfg(test)]
mod tests {
    use cfn_model::template::Section;
    use cfn_model::{Map, Severity, Template};

    use super::X;
    use crate::{Options, check};

    #[test]
    fn it_does_not_matter_whether_the_length_is_known() {
        // What has to be quoted or begins a line makes a template longer than its texts.
        let with = |text: &str, count: usize| {
            let mut template = Template::new();
            let topics = template.section_mut(Section::Resources);
            let topic = Map::from([("TopicName", text.repeat(count))]);
            topics.insert(
                "T",
                Map::from([("Type", "AWS::SNS::Topic".into()), ("Properties", cfn_model::Value::from(topic))]),
            );
            template
        };
        for (text, count) in [
            ("a", 51_000),
            ("a", 51_300),
            ("'\n", 9_000),
            ("'\n", 12_000),
            ("é", 200_000),
            ("a", 1_048_500),
            ("a", 1_048_600),
        ] {
            let template = with(text, count);
            let severity = |bytes: Option<usize>| {
                let findings = check(&template, &Options { bytes, ..Options::default() });
                findings.iter().find(|finding| finding.check.code == X.code).map(|finding| finding.severity)
            };
            assert_eq!(severity(None), severity(Some(template.to_yaml().len())), "{text:?} {count}");
        }
    }

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
