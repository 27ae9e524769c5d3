//! Defaults that their own parameter would not take.

use cfn_model::template::{ParameterType, Section};
use cfn_model::{Map, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::pattern;
use crate::schema::{report, text_of};

pub(super) static X: Check = Check {
    code: "wrong-default",
    severity: Severity::Error,
    title: "a default that the parameter would not take",
    docs: "A default has to meet the constraints of its own parameter: allowed values, pattern, lengths and bounds. Of \
           a list each item has to.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &["E2015"],
    run: Some(run),
};

pub(super) static CONSTRAINTS: Check = Check {
    code: "impossible-parameter",
    severity: Severity::Error,
    title: "constraints of a parameter that nothing can meet",
    docs: "The least length or value of a parameter is greater than its greatest, or no value is allowed at all.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &[],
    run: None,
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (id, parameter) in context.entries(Section::Parameters) {
        let path = Path::of(["Parameters", id]);
        impossible(parameter, &path, findings);
        let Some(default) = parameter.get("Default").and_then(text_of) else { continue };
        if default.contains("{{resolve:") {
            continue;
        }
        let kind = parameter.get("Type").and_then(Value::as_str).and_then(ParameterType::from_name);
        // What the Parameter Store holds is not known; the default is the name of an entry.
        let stored = matches!(kind, Some(kind) if kind.name().starts_with("AWS::SSM::Parameter::Value"));
        let list = kind.is_some_and(ParameterType::is_list) && !stored;
        let values: Vec<&str> = if list { default.split(',').map(str::trim).collect() } else { vec![&*default] };
        let mut told = Vec::new();
        for value in values {
            if let Some(problem) = problem(parameter, kind, value)
                && !told.contains(&problem)
            {
                findings.push(Finding::new(&X, &path.join("Default"), problem.0.clone()).help(problem.1.clone()));
                told.push(problem);
            }
        }
    }
}

/// Why a parameter would not take a value, and what to do.
fn problem(parameter: &Map, kind: Option<ParameterType>, value: &str) -> Option<(String, String)> {
    let shown = report::shown(value);
    if let Some(allowed) = parameter.get("AllowedValues").and_then(Value::as_list) {
        let allowed: Vec<_> = allowed.iter().map(text_of).collect();
        let known = || allowed.iter().flatten().map(|text| &**text);
        if allowed.iter().all(Option::is_some) && !allowed.is_empty() && !known().any(|text| text == value) {
            let help = match cfn_model::nearest(value, known()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("allowed are {}", report::list(known())),
            };
            return Some((format!("the default {shown} is not one of the allowed values"), help));
        }
    }
    if let Some(wanted) = parameter.get("AllowedPattern").and_then(Value::as_str)
        && pattern::matches_of_user(&format!("^(?:{wanted})$"), value) == Some(false)
    {
        let message = format!("the default {shown} does not match the allowed pattern `{wanted}`");
        return Some((message, "give one that matches as a whole".to_owned()));
    }
    let bound = |key: &str| number(parameter.get(key)?);
    if matches!(kind, Some(ParameterType::Number | ParameterType::NumberList)) {
        let Ok(number) = value.trim().parse::<f64>() else {
            return Some((format!("the default {shown} is no number"), "give a number".to_owned()));
        };
        if let Some(least) = bound("MinValue").filter(|least| number < *least) {
            return Some((format!("the default {shown} is less than {least}"), "give a greater one".to_owned()));
        }
        if let Some(most) = bound("MaxValue").filter(|most| number > *most) {
            return Some((format!("the default {shown} is greater than {most}"), "give a smaller one".to_owned()));
        }
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "no text is that long")]
    let length = value.chars().count() as f64;
    if let Some(least) = bound("MinLength").filter(|least| length < *least) {
        let message = format!("the default {shown} has {length} characters, at least {least} are needed");
        return Some((message, "give a longer one, or none".to_owned()));
    }
    if let Some(most) = bound("MaxLength").filter(|most| length > *most) {
        let message = format!("the default {shown} has {length} characters, at most {most} are allowed");
        return Some((message, "give a shorter one".to_owned()));
    }
    None
}

fn number(value: &Value) -> Option<f64> {
    text_of(value)?.trim().parse().ok()
}

fn impossible(parameter: &Map, path: &Path<'_>, findings: &mut Findings) {
    for (least, most) in [("MinLength", "MaxLength"), ("MinValue", "MaxValue")] {
        let bound = |key: &str| number(parameter.get(key)?);
        if let (Some(from), Some(to)) = (bound(least), bound(most))
            && from > to
        {
            let message = format!("`{least}` {from} is more than `{most}` {to}");
            findings.push(Finding::new(&CONSTRAINTS, &path.join(least), message).help("exchange the two"));
        }
    }
    if parameter.get("AllowedValues").and_then(Value::as_list).is_some_and(<[Value]>::is_empty) {
        let finding = Finding::new(&CONSTRAINTS, &path.join("AllowedValues"), "no value is allowed");
        findings.push(finding.help("list the values, or take `AllowedValues` out"));
    }
}

#[cfg(test)]
mod tests {
    use super::{CONSTRAINTS, X};
    use crate::testing::check;

    #[test]
    fn defaults_meet_their_constraints() {
        for (parameter, wrong) in [
            ("Type: String, Default: c, AllowedValues: [a, b]", true),
            ("Type: String, Default: true, AllowedValues: ['true', 'false']", false),
            ("Type: Number, Default: '1', AllowedValues: [1, 2]", false),
            ("Type: CommaDelimitedList, Default: 'a, b', AllowedValues: [a, b]", false),
            ("Type: CommaDelimitedList, Default: 'a,c', AllowedValues: [a, b]", true),
            ("Type: String, Default: ac, AllowedPattern: '[ab]+'", true),
            ("Type: String, Default: ab, AllowedPattern: '[ab]+'", false),
            ("Type: String, Default: a, AllowedPattern: '(?=a).*'", false),
            ("Type: Number, Default: 1, MinValue: 3", true),
            ("Type: Number, Default: 5, MaxValue: '3'", true),
            ("Type: Number, Default: abc", true),
            ("Type: String, Default: a, MinLength: 2", true),
            ("Type: String, Default: abc, MaxLength: 2", true),
            ("Type: AWS::SSM::Parameter::Value<String>, Default: /a/b, AllowedPattern: '.+'", false),
        ] {
            let yaml = format!("Parameters: {{P: {{{parameter}}}}}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}");
            check(&X, &yaml, if wrong { &["Parameters.P.Default"] } else { &[] });
        }
    }

    #[test]
    fn constraints_can_be_met() {
        for (parameter, expected) in [
            ("Type: String, MinLength: 5, MaxLength: 3", &["Parameters.P.MinLength"][..]),
            ("Type: Number, MinValue: 1, MaxValue: 1", &[]),
            ("Type: String, AllowedValues: []", &["Parameters.P.AllowedValues"]),
        ] {
            let yaml = format!("Parameters: {{P: {{{parameter}}}}}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}");
            check(&CONSTRAINTS, &yaml, expected);
        }
    }
}
