//! Mappings that are no tables of two keys.

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
    code: "wrong-mapping",
    severity: Severity::Error,
    title: "a mapping that is no table of two keys",
    docs: "Below the name of a mapping are keys, below each of them keys with values, and none of that is empty. A \
           value is text, a number, or a list.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    cfn_lint: &["E7001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(form) = facts::part("Mapping") else { return };
    for (id, mapping) in context.template.section(Section::Mappings).into_iter().flat_map(Map::iter) {
        // What is no map is told by the reader.
        let Some(rows) = mapping.as_map().filter(|_| !id.starts_with("Fn::")) else { continue };
        if rows.iter().any(|(key, row)| key.starts_with("Fn::") || row.as_map().is_none()) {
            continue;
        }
        let path = Path::of(["Mappings", id]);
        part(context, &X, form, mapping, (path, &Env::default()), findings);
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn mappings_have_two_keys_and_a_value() {
        for (mapping, expected) in [
            ("{a: {b: c, d: [e], f: 1}}", &[][..]),
            ("{}", &["Mappings.M"]),
            ("{a: {}}", &["Mappings.M.a"]),
            ("{a: {b: {c: d}}}", &["Mappings.M.a.b"]),
            ("{a: {b: }}", &["Mappings.M.a.b"]),
        ] {
            check(&X, &format!("Mappings: {{M: {mapping}}}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"), expected);
        }
    }
}
