//! Findings that somebody has looked at and accepted, with the reason.
//!
//! A resource says so in its `Metadata`, a template in its own:
//!
//! ```yaml
//! Metadata:
//!   cfn-checks:
//!     suppress:
//!       - code: wildcard-resource
//!         path: Resources.Audit     # in a template's own Metadata: this and what is below
//!         reason: The audit reads every bucket of the account.
//! ```
//!
//! Below a resource, `path` counts from the resource and may be left out.

use cfn_model::{Severity, Value};

use crate::check::Check;
use crate::checks;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

/// The key in `Metadata`.
pub const METADATA: &str = "cfn-checks";

/// All that can be wrong with what is suppressed.
pub(crate) const CHECKS: &[&Check] = &[&UNUSED, &UNEXPLAINED];

static UNUSED: Check = Check {
    code: "unused-suppression",
    severity: Severity::Warning,
    title: "a suppression of something that is not found",
    docs: "What was suppressed is no longer there, or never was: the entry hides what may come later, and can go.",
    source: "",
    cfn_lint: &[],
    run: None,
};

static UNEXPLAINED: Check = Check {
    code: "unexplained-suppression",
    severity: Severity::Error,
    title: "a suppression without code or reason",
    docs: "Who suppresses a finding says which, by its code, and why, for those who come later.",
    source: "",
    cfn_lint: &[],
    run: None,
};

/// An entry of a `suppress` list.
struct Suppression<'a> {
    code: &'a str,
    /// The steps from the root to what it covers.
    covered: Vec<String>,
    place: Path<'a>,
    used: bool,
}

/// Takes the findings out that are suppressed, and adds those about the suppressions.
pub(crate) fn apply(context: &Context<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let mut about = Findings::default();
    let mut suppressions = Vec::new();
    if let Some(metadata) = context.template.as_map().get("Metadata") {
        read(metadata, &Path::default(), &mut suppressions, &mut about);
    }
    for resource in &context.resources {
        if let Some(metadata) = resource.map.get("Metadata") {
            read(metadata, &resource.path(), &mut suppressions, &mut about);
        }
    }
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let mut hidden = false;
        for suppression in &mut suppressions {
            if suppression.code == finding.check.code && finding.steps.starts_with(&suppression.covered) {
                suppression.used = true;
                hidden = true;
            }
        }
        if !hidden {
            kept.push(finding);
        }
    }
    for suppression in suppressions.iter().filter(|suppression| !suppression.used) {
        let code = suppression.code;
        let finding = if checks().any(|check| check.code == code) {
            Finding::new(&UNUSED, &suppression.place, format!("nothing is suppressed here: `{code}` is not found"))
                .help("take the entry out")
        } else {
            let finding = Finding::new(&UNUSED, &suppression.place, format!("there is no check `{code}`"));
            match cfn_model::nearest(code, checks().map(|check| check.code)) {
                Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
                None => finding.help("take the entry out"),
            }
        };
        about.push(finding);
    }
    kept.extend(about.into_sorted());
    kept
}

fn read<'a>(metadata: &'a Value, owner: &Path<'a>, found: &mut Vec<Suppression<'a>>, about: &mut Findings) {
    let entries = metadata.at(METADATA).and_then(|ours| ours.at("suppress")).and_then(Value::as_list);
    for (index, entry) in entries.unwrap_or_default().iter().enumerate() {
        let mut place = owner.clone();
        ["Metadata", METADATA, "suppress"].into_iter().for_each(|step| place.push(step));
        place.push(index);
        let text = |key: &str| entry.at(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let (Some(code), Some(_)) = (text("code"), text("reason")) else {
            about.push(
                Finding::new(&UNEXPLAINED, &place, "a suppression needs a `code` and a `reason`")
                    .help("add `code: THE-CODE` and `reason: why it is right here`"),
            );
            continue;
        };
        let mut covered = owner.to_steps();
        covered.extend(text("path").into_iter().flat_map(|path| path.split('.')).map(str::to_owned));
        found.push(Suppression { code, covered, place, used: false });
    }
}

#[cfg(test)]
mod tests {
    use cfn_model::Template;

    use crate::{Options, check};

    fn codes(metadata: &str) -> Vec<&'static str> {
        let text =
            format!("Resources: {{A: {{Type: AWS::SNS::Topic, Properties: {{Nmae: x}}, Metadata: {metadata}}}}}");
        let read = Template::parse(&text, "").expect("a template");
        check(&read.template, &Options::default()).iter().map(|finding| finding.check.code).collect()
    }

    #[test]
    fn what_is_suppressed_with_a_reason_is_not_found() {
        for (metadata, expected) in [
            ("{}", &["unknown-property"][..]),
            ("{cfn-checks: {suppress: [{code: unknown-property, reason: new}]}}", &[]),
            ("{cfn-checks: {suppress: [{code: unknown-property, path: Properties.Nmae, reason: new}]}}", &[]),
            (
                "{cfn-checks: {suppress: [{code: unknown-property, path: Properties.Other, reason: new}]}}",
                &["unknown-property", "unused-suppression"],
            ),
            ("{cfn-checks: {suppress: [{code: unknown-property}]}}", &["unknown-property", "unexplained-suppression"]),
        ] {
            assert_eq!(codes(metadata), expected, "{metadata}");
        }
    }
}
