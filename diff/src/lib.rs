//! What a change of a CloudFormation template does, before it is deployed.
//!
//! [`diff`] compares two templates: resources that come, go, move and change, for each property what AWS does about
//! it, what is lost with its data, what policies allow more or less, and what else is different.
//!
//! Nothing here reads files, prints, or asks the network. What AWS does about a change comes from the schemas of
//! [`cfn_checks::facts`].

mod change;
mod compare;
mod exports;
mod iam;
mod impact;
mod moves;
mod names;
mod references;
mod resources;
mod sections;

pub use change::{Change, EntryChange, Impact, PropertyChange, ResourceChange, TemplateDiff};
pub use iam::{IamChange, Set, Statement, statements};
pub use impact::{create_only, impact_of};

use cfn_model::Template;
use cfn_model::template::Section;

use exports::Importers;

/// What is different from `before` to `after`.
///
/// ```
/// use cfn_diff::{Impact, diff};
/// use cfn_model::Template;
///
/// let template = |name: &str| {
///     let text = format!("Resources: {{Table: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: {name}}}}}}}");
///     Template::parse(&text, "t.yaml").expect("this is a template").template
/// };
/// let diff = diff(&template("orders"), &template("all-orders"));
/// assert_eq!(diff.resources[0].impact, Impact::Loss);
/// assert_eq!(diff.resources[0].properties[0].path, "TableName");
/// ```
pub fn diff(before: &Template, after: &Template) -> TemplateDiff {
    diff_among(before, after, &Importers::default())
}

/// What is different in each of some stacks that are deployed to one place: the name of each, what it was and what it is.
/// A stack that comes or goes is an empty template on the other side.
///
/// Beside what [`diff`] tells of each, an export that goes or changes has the stacks that import it.
///
/// ```
/// use cfn_diff::diff_all;
/// use cfn_model::Template;
///
/// let template = |text: &str| Template::parse(text, "t.yaml").expect("this is a template").template;
/// let topic = "Resources: {Topic: {Type: AWS::SNS::Topic}}\n";
/// let before = template(&format!("{topic}Outputs: {{Arn: {{Value: !Ref Topic, Export: {{Name: alarms}}}}}}"));
/// let user = template("Resources: {Policy: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!ImportValue alarms]}}}");
/// let diffs = diff_all(&[("Alarms", &before, &template(topic)), ("Builds", &user, &user)]);
/// assert_eq!(diffs[0].outputs[0].imported_by, ["Builds"]);
/// ```
pub fn diff_all(stacks: &[(&str, &Template, &Template)]) -> Vec<TemplateDiff> {
    let importers = Importers::of(stacks);
    stacks.iter().map(|(_, before, after)| diff_among(before, after, &importers)).collect()
}

fn diff_among(before: &Template, after: &Template, importers: &Importers) -> TemplateDiff {
    // One that was read once for both sides.
    if std::ptr::eq(before, after) {
        return TemplateDiff::default();
    }
    let moves = moves::find(before, after);
    let resources = resources::diff(before, after, &moves);
    let mut outputs = sections::diff(before, after, &moves, Section::Outputs);
    importers.note(after, &resources, &mut outputs);
    TemplateDiff {
        resources,
        iam: iam::diff(before, after, &moves),
        parameters: sections::diff(before, after, &moves, Section::Parameters),
        outputs,
        others: sections::others(before, after, &moves),
    }
}
