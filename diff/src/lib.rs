//! What a change of a CloudFormation template does, before it is deployed.
//!
//! [`diff`] compares two templates: resources that come, go, move and change, for each property what AWS does about
//! it, what is lost with its data, what policies allow more or less, and what else is different.
//!
//! Nothing here reads files, prints, or asks the network. What AWS does about a change comes from the schemas of
//! [`cfn_checks::facts`].

mod change;
mod compare;
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
    let moves = moves::find(before, after);
    TemplateDiff {
        resources: resources::diff(before, after, &moves),
        iam: iam::diff(before, after, &moves),
        parameters: sections::diff(before, after, &moves, Section::Parameters),
        outputs: sections::diff(before, after, &moves, Section::Outputs),
        others: sections::others(before, after, &moves),
    }
}
