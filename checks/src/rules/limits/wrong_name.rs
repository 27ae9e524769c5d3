//! Logical ids and keys with letters that they cannot have, or too many.

use cfn_model::template::Section;
use cfn_model::{Map, Severity};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "wrong-name",
    severity: Severity::Error,
    title: "a logical id or a key that is not of letters and digits, or too long",
    docs: "Logical ids are letters and digits of the English alphabet, at most 255 of them. Conditions may have `&` and \
           `_` as well, the first keys of mappings `.` and `-`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    cfn_lint: &["E1700", "E2003", "E2011", "E3001", "E3011", "E6004", "E6011", "E7001", "E7002", "E8001"],
    run: Some(run),
};

/// How many letters a name may have.
const LONGEST: usize = 255;

/// The sections with logical ids, and the letters that these may have beyond letters and digits.
const SECTIONS: &[(Section, &str)] = &[
    (Section::Parameters, ""),
    (Section::Rules, ""),
    (Section::Mappings, ""),
    (Section::Conditions, "&_"),
    (Section::Resources, ""),
    (Section::Outputs, ""),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (section, more) in SECTIONS {
        for id in context.ids(*section) {
            name(id, more, || Path::of([section.name(), id]), findings);
        }
    }
    for (id, mapping) in context.entries(Section::Mappings).filter(|(id, _)| !id.starts_with("Fn::")) {
        for (key, row) in mapping.iter().filter(|(key, _)| !key.starts_with("Fn::")) {
            let path = || Path::of(["Mappings", id, key]);
            name(key, ".-", path, findings);
            for key in row.as_map().into_iter().flat_map(Map::keys).filter(|key| !key.starts_with("Fn::")) {
                name(key, "", || path().join(&**key), findings);
            }
        }
    }
}

fn name<'a>(name: &str, more: &str, path: impl Fn() -> Path<'a>, findings: &mut Findings) {
    if !name.chars().all(|letter| letter.is_ascii_alphanumeric() || more.contains(letter)) || name.is_empty() {
        let allowed = if more.is_empty() {
            String::new()
        } else {
            format!(" and {}", report::list(more.split("").filter(|one| !one.is_empty())))
        };
        let message = format!("{} is no name: only letters and digits{allowed} are allowed", report::shown(name));
        let better: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let help = if better.is_empty() { "give it a name".to_owned() } else { format!("write `{better}`") };
        findings.push(Finding::new(&X, &path(), message).help(help));
    }
    let length = name.chars().count();
    if length > LONGEST {
        let message = format!("the name has {length} characters, at most {LONGEST} are allowed");
        findings.push(Finding::new(&X, &path(), message).help("give it a shorter one"));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn names_are_letters_and_digits() {
        check(
            &X,
            "Parameters: {P-1: {Type: String}}\nMappings: {M_1: {a.b-c: {d-e: f}}}\n\
             Conditions: {C_1&2: !Equals [!Ref P-1, a], C-2: !Equals [!Ref P-1, b]}\n\
             Resources: {R.1: {Type: AWS::SNS::Topic}}\nOutputs: {O 1: {Value: a}}",
            &[
                "Parameters.P-1",
                "Mappings.M_1",
                "Conditions.C-2",
                "Resources.R.1",
                "Outputs.O 1",
                "Mappings.M_1.a.b-c.d-e",
            ],
        );
        let long = "R".repeat(256);
        check(&X, &format!("Resources: {{{long}: {{Type: AWS::SNS::Topic}}}}"), &[&format!("Resources.{long}")]);
    }
}
