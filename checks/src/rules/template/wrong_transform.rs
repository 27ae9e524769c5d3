//! What names the macros of a template, and is no name.

use cfn_model::template::Section;
use cfn_model::{Severity, Value};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::part;

pub(super) static X: Check = Check {
    code: "wrong-transform",
    severity: Severity::Error,
    title: "a transform that names no macro",
    docs: "`Transform` is the name of a macro, a map with `Name` and `Parameters`, or a list of such.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html",
    cfn_lint: &["E1005"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let path = Path::of([Section::Transform.name()]);
    match context.template.get(Section::Transform) {
        None => {}
        Some(Value::List(several)) => {
            for (index, one) in several.iter().enumerate() {
                transform(context, one, path.join(index), findings);
            }
        }
        Some(one) => transform(context, one, path, findings),
    }
}

fn transform<'a>(context: &Context<'a>, value: &'a Value, path: Path<'a>, findings: &mut Findings) {
    match value {
        Value::String(_) | Value::Intrinsic(_) => {}
        Value::Map(map) if map.only().is_some_and(|(key, _)| key.starts_with("Fn::")) => {}
        Value::Map(_) => {
            if let Some(form) = facts::part("Macro") {
                part(context, &X, form, value, (path, &Env::default()), findings);
            }
        }
        other => findings
            .push(Finding::new(&X, &path, format!("{} names no macro", other.kind())).help("write the name of one")),
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn macros_have_names() {
        for (transform, expected) in [
            ("AWS::LanguageExtensions", &[][..]),
            ("[AWS::LanguageExtensions, {Name: Own, Parameters: {A: b}}]", &[]),
            ("[[a]]", &["Transform.0"]),
            ("{Nmae: Own}", &["Transform.Nmae", "Transform"]),
        ] {
            check(&X, &format!("Transform: {transform}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"), expected);
        }
    }
}
