//! Dynamic references that are not well formed.

use cfn_model::{Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::is_inert;
use crate::spots::{Part, inside};

pub(super) static X: Check = Check {
    code: "wrong-dynamic-reference",
    severity: Severity::Error,
    title: "a dynamic reference that is not well formed",
    docs: "A dynamic reference is `{{resolve:ssm:name:version}}`, `{{resolve:ssm-secure:name:version}}` or \
           `{{resolve:secretsmanager:secret:SecretString:key:stage:version}}`, of which the end may be left out, and \
           without blanks. One with blanks after the braces stays as it is written, which is only a warning.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    cfn_lint: &["E1050", "W1053"],
    run: Some(run),
};

/// The services that a dynamic reference may ask.
const SERVICES: &[&str] = &["ssm", "ssm-secure", "secretsmanager"];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for text in context.texts.iter().filter(|text| text.holds(const { Part::new("{{") })) {
        let (path, text) = (context.spots.path(text.spot), text.text);
        // Inside functions other parts may be added.
        if is_inert(&path) || inside(&path).is_some() {
            continue;
        }
        for reference in references(text) {
            if let Some((problem, help)) = problem(reference) {
                findings.push(Finding::new(&X, &path, format!("in `{{{{{reference}}}}}`, {problem}")).help(help));
            }
        }
        if has_blanks(text) {
            let mut finding =
                Finding::new(&X, &path, "a dynamic reference with blanks after `{{` stays as it is written");
            finding.severity = Severity::Warning;
            findings.push(finding.help("take the blanks out"));
        }
    }
}

/// What stands between `{{` and `}}` of each dynamic reference.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("{{resolve:").map(|(at, _)| &text[at + 2..]);
    starts.filter_map(|rest| rest.split_once("}}").map(|(reference, _)| reference))
}

fn problem(reference: &str) -> Option<(String, String)> {
    let parts: Vec<&str> = reference.split(':').collect();
    let service = parts.get(1).copied().unwrap_or_default();
    if !SERVICES.contains(&service) {
        let help = match nearest(service, SERVICES.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "the services are `ssm`, `ssm-secure` and `secretsmanager`".to_owned(),
        };
        return Some((format!("there is no service `{service}`"), help));
    }
    if parts.get(2).is_none_or(|name| name.is_empty()) {
        return Some(("the name is missing".to_owned(), format!("write `{{{{resolve:{service}:NAME}}}}`")));
    }
    let name = &parts[2..];
    if service == "secretsmanager" { secret(name) } else { parameter(name) }
}

/// `name:version`, where the name may be an ARN.
fn parameter(parts: &[&str]) -> Option<(String, String)> {
    let version = if parts[0] == "arn" { parts.get(6..) } else { parts.get(1..) }?;
    if !parts[0].chars().any(|letter| letter.is_ascii_alphanumeric() || "_.-/".contains(letter)) {
        return Some((
            format!("`{}` is no name of a parameter", parts[0]),
            "names are letters, digits and `_.-/`".to_owned(),
        ));
    }
    match version {
        [] => None,
        [number] if number.chars().any(|letter| letter.is_ascii_digit()) => None,
        [other] => {
            Some((format!("`{other}` is no version"), "give the version as a number, or leave it out".to_owned()))
        }
        _ => Some(("there are too many parts".to_owned(), "write the name and a version, and nothing else".to_owned())),
    }
}

/// `secret:SecretString:key:stage:version`, where the secret may be an ARN of seven parts.
fn secret(parts: &[&str]) -> Option<(String, String)> {
    let rest = if parts[0] == "arn" {
        if parts.get(5) != Some(&"secret") || parts.len() < 7 {
            let help = "write all of it, as `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME`";
            return Some(("the ARN is not that of a secret".to_owned(), help.to_owned()));
        }
        &parts[7..]
    } else {
        &parts[1..]
    };
    match rest.first() {
        Some(kind) if !matches!(*kind, "SecretString" | "") => {
            let help = match nearest(kind, ["SecretString"]) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write `SecretString` before the key".to_owned(),
            };
            Some((format!("`{kind}` is not `SecretString`"), help))
        }
        _ if rest.len() > 4 => {
            let help = "after the secret come `SecretString`, a key, a stage and a version";
            Some(("there are too many parts".to_owned(), help.to_owned()))
        }
        _ => None,
    }
}

fn has_blanks(text: &str) -> bool {
    text.match_indices("{{").any(|(at, _)| {
        let rest = &text[at + 2..];
        let trimmed = rest.trim_start();
        let service = trimmed.strip_prefix("resolve").map(str::trim_start).and_then(|rest| rest.strip_prefix(':'));
        let known = |rest: &str| SERVICES.iter().any(|service| rest.trim_start().starts_with(service));
        trimmed.len() < rest.len() && service.is_some_and(known)
    })
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn references_have_a_form() {
        for (text, wrong) in [
            ("{{resolve:ssm:/a/b:1}}", false),
            ("{{resolve:ssm:arn:aws:ssm:eu-west-1:111122223333:parameter/a}}", false),
            ("{{resolve:secretsmanager:a/b:SecretString:key::}}", false),
            (
                "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-1:SecretString:b}}",
                false,
            ),
            ("{{resolve:ssm}}", true),
            ("{{resolve:ssn:a}}", true),
            ("{{resolve:ssm:a:b}}", true),
            ("{{resolve:ssm:a:1:2}}", true),
            ("{{resolve:ssm:a}} {{resolve:foo:a}}", true),
            ("{{resolve:secretsmanager:a:Text:key}}", true),
            ("{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1}}", true),
            ("{{ resolve:ssm:a }}", true),
            ("{{ other }}", false),
        ] {
            let yaml = format!("Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: '{text}'}}}}}}");
            check(&X, &yaml, if wrong { &["Resources.T.Properties.DisplayName"] } else { &[] });
        }
    }
}
