//! [`Section`]: the parts of a template.

/// A section of a template. The order of the variants is that in which they are written.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `AWSTemplateFormatVersion`: the version of the format.
    FormatVersion,
    /// `Description`: text about the template.
    Description,
    /// `Metadata`: anything about the template, for tools.
    Metadata,
    /// `Transform`: the macros that CloudFormation applies to the template.
    Transform,
    /// `Parameters`: the values that are given when a stack is created or updated.
    Parameters,
    /// `Rules`: assertions about parameters.
    Rules,
    /// `Mappings`: tables of constants.
    Mappings,
    /// `Conditions`: names for conditions.
    Conditions,
    /// `Resources`: what the stack is made of. The only section that every template has.
    Resources,
    /// `Outputs`: the values that the stack gives.
    Outputs,
    /// `Hooks`: blue/green deployments of ECS through CodeDeploy.
    Hooks,
}

impl Section {
    /// Every section, in the order in which they are written.
    pub const ALL: [Section; 11] = [
        Section::FormatVersion,
        Section::Description,
        Section::Metadata,
        Section::Transform,
        Section::Parameters,
        Section::Rules,
        Section::Mappings,
        Section::Conditions,
        Section::Resources,
        Section::Outputs,
        Section::Hooks,
    ];

    /// The name of the section in a template.
    pub fn name(self) -> &'static str {
        match self {
            Section::FormatVersion => "AWSTemplateFormatVersion",
            Section::Description => "Description",
            Section::Metadata => "Metadata",
            Section::Transform => "Transform",
            Section::Parameters => "Parameters",
            Section::Rules => "Rules",
            Section::Mappings => "Mappings",
            Section::Conditions => "Conditions",
            Section::Resources => "Resources",
            Section::Outputs => "Outputs",
            Section::Hooks => "Hooks",
        }
    }

    /// The section of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Section::ALL.into_iter().find(|section| section.name() == name)
    }
}
