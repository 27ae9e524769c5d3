//! Rules that assert nothing.

use cfn_model::template::Section;
use cfn_model::{Map, Severity};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::finding::Findings;
use crate::path::Path;
use crate::schema::part;

pub(super) static X: Check = Check {
    code: "wrong-rule",
    severity: Severity::Error,
    title: "a rule that asserts nothing",
    docs: "A rule has `Assertions`, a list with `Assert` and `AssertDescription`, and may have a `RuleCondition`. \
           Conditions and assertions are functions such as `Fn::Contains` and `Fn::Equals`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html",
    cfn_lint: &["E1700", "E1701", "E1702"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(form) = facts::part("Rule") else { return };
    for (id, rule) in context.template.section(Section::Rules).into_iter().flat_map(Map::iter) {
        if rule.as_map().is_some() && !id.starts_with("Fn::") {
            part(context, &X, form, rule, (Path::of(["Rules", id]), &Env::default()), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn assertions_are_functions() {
        for (rule, expected) in [
            ("{Assertions: [{Assert: !Equals [!Ref AWS::Region, a], AssertDescription: b}]}", &[][..]),
            ("{Assertions: [{Assert: a}]}", &["Rules.R.Assertions.0.Assert"]),
            ("{Assertions: {Assert: a}}", &["Rules.R.Assertions"]),
            ("{RuleCondition: a, Assertions: []}", &["Rules.R.RuleCondition"]),
        ] {
            check(&X, &format!("Rules: {{R: {rule}}}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"), expected);
        }
    }
}
