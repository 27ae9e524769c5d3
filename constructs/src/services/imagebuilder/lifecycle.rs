//! [`ImageLifecycle`]: what becomes of images that are old.

use cfn_model::imagebuilder::lifecycle_policy as model;
use cfn_model::{Diagnostic, Handle, Prop, imagebuilder, sub};

/// A unit of time.
pub use cfn_model::imagebuilder::lifecycle_policy::TimeUnit;

use super::Version;
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::account::check_account;
use crate::services::{Grantee, Role, RoleProps};
use crate::stack::MAIN;

/// A policy for machine images that Image Builder has made: they are deprecated, disabled and deleted as they get old.
/// It looks at them once a day, with a role that can touch no others.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-image-lifecycles.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageLifecycle {
    /// The policy itself.
    pub handle: Handle<imagebuilder::LifecyclePolicy>,
    /// The role that it acts with.
    pub role: Role,
}

/// How old an image is: 1 to 1,000 of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age(pub u32, pub TimeUnit);

/// When images are deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeleteWhen {
    /// When they are that old.
    OlderThan(Age),
    /// When there are more than so many newer ones, 1 to 1,000.
    MoreThan(u32),
}

/// Which images are deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeleteImages {
    /// When.
    pub when: DeleteWhen,
    /// How many are kept however old they are, 1 to 10. By default none. Only for [`DeleteWhen::OlderThan`].
    pub retain_at_least: Option<u8>,
    /// Whether their snapshots go with them. They do by default.
    pub snapshots: bool,
}

impl DeleteImages {
    /// All images that are that old.
    pub fn older_than(age: Age) -> Self {
        DeleteImages { when: DeleteWhen::OlderThan(age), retain_at_least: None, snapshots: true }
    }

    /// All images but the newest, as many as that.
    pub fn more_than(count: u32) -> Self {
        DeleteImages { when: DeleteWhen::MoreThan(count), retain_at_least: None, snapshots: true }
    }
}

/// Which images a policy is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSelection {
    /// Those of the recipes, by name and version. 1 to 50.
    Recipes(Vec<(String, Version)>),
    /// Those with all of the tags.
    Tags(Vec<(String, String)>),
}

/// What an [`ImageLifecycle`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageLifecycleProps {
    /// The policy's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// Which images it is about.
    pub images: ImageSelection,
    /// When images are deprecated: new users no longer see them. Never by default.
    pub deprecate_after: Option<Age>,
    /// When images are disabled: nobody can start machines from them. Never by default.
    pub disable_after: Option<Age>,
    /// Which images are deleted. None by default.
    pub delete: Option<DeleteImages>,
    /// Images with one of these tags are left alone. None by default.
    pub except_tagged: Vec<(String, String)>,
    /// Images that are shared with one of these accounts, by their 12 digits, are left alone. None by default.
    pub except_shared_with: Vec<String>,
    /// Images that machines have been started from within that time, up to 365 of the unit, are left alone.
    /// By default it does not count.
    pub except_launched_within: Option<Age>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
}

impl ImageLifecycleProps {
    /// A policy that does nothing yet.
    pub fn new(name: impl Into<String>, images: ImageSelection) -> Self {
        ImageLifecycleProps {
            name: name.into(),
            images,
            deprecate_after: None,
            disable_after: None,
            delete: None,
            except_tagged: Vec::new(),
            except_shared_with: Vec::new(),
            except_launched_within: None,
            description: None,
        }
    }
}

impl ImageLifecycle {
    /// Adds a policy, with the role that it acts with.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ImageLifecycleProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("imagebuilder.amazonaws.com")]);
            let about = RoleProps::trusting(trust).description("Deprecates, disables and deletes images that are old.");
            let role = Role::new(stack, "Role", about);
            grant(stack, role);
            let selection = match &props.images {
                ImageSelection::Recipes(recipes) => {
                    let recipe =
                        |(name, version): &(String, Version)| model::RecipeSelection::new(name, version.to_string());
                    model::ResourceSelection::new().recipes(recipes.iter().map(recipe).collect::<Vec<_>>())
                }
                ImageSelection::Tags(tags) => model::ResourceSelection::new().tag_map(tags.clone()),
            };
            let mut policy = imagebuilder::LifecyclePolicy::new(
                role.arn(),
                props.name.as_str(),
                details(&props),
                selection,
                model::ResourceType::AmiImage,
            );
            if let Some(description) = props.description {
                policy = policy.description(description);
            }
            ImageLifecycle { handle: stack.add(MAIN, policy), role }
        })
    }

    /// The policy's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

fn details(props: &ImageLifecycleProps) -> Vec<model::PolicyDetail> {
    let detail = |kind, snapshots: bool, filter| {
        let mut included = model::IncludeResources::new().amis(true);
        if snapshots {
            included = included.snapshots(true);
        }
        let detail = model::PolicyDetail::new(model::Action::new(kind).include_resources(included), filter);
        match exclusions(props) {
            Some(rules) => detail.exclusion_rules(rules),
            None => detail,
        }
    };
    let aged = |Age(value, unit): Age| model::Filter::new(model::FilterType::Age, value).unit(unit);
    let mut details = Vec::new();
    if let Some(age) = props.deprecate_after {
        details.push(detail(model::ActionType::Deprecate, false, aged(age)));
    }
    if let Some(age) = props.disable_after {
        details.push(detail(model::ActionType::Disable, false, aged(age)));
    }
    if let Some(delete) = props.delete {
        let mut filter = match delete.when {
            DeleteWhen::OlderThan(age) => aged(age),
            DeleteWhen::MoreThan(count) => model::Filter::new(model::FilterType::Count, count),
        };
        if let Some(least) = delete.retain_at_least {
            filter = filter.retain_at_least(least);
        }
        details.push(detail(model::ActionType::Delete, delete.snapshots, filter));
    }
    details
}

fn exclusions(props: &ImageLifecycleProps) -> Option<model::ExclusionRules> {
    let mut amis = model::AmiExclusionRules::new();
    let mut any = false;
    if !props.except_tagged.is_empty() {
        (amis, any) = (amis.tag_map(props.except_tagged.clone()), true);
    }
    if !props.except_shared_with.is_empty() {
        (amis, any) = (amis.shared_accounts(props.except_shared_with.clone()), true);
    }
    if let Some(Age(value, unit)) = props.except_launched_within {
        (amis, any) = (amis.last_launched(model::LastLaunched::new(unit, value)), true);
    }
    any.then(|| model::ExclusionRules::new().amis(amis))
}

fn check(stack: &mut Stack, props: &ImageLifecycleProps) {
    if props.deprecate_after.is_none() && props.disable_after.is_none() && props.delete.is_none() {
        stack.report(
            Diagnostic::error("imagebuilder-lifecycle", "the policy does nothing")
                .property("PolicyDetails")
                .help("say when images are deprecated, disabled or deleted"),
        );
    }
    if let Some(DeleteImages { when: DeleteWhen::MoreThan(_), retain_at_least: Some(_), .. }) = props.delete {
        stack.report(
            Diagnostic::error(
                "imagebuilder-lifecycle",
                "images are deleted by their count, and some kept whatever their age",
            )
            .property("PolicyDetails")
            .help("leave `retain_at_least` out: the count says how many are kept"),
        );
    }
    for account in &props.except_shared_with {
        check_account(stack, "PolicyDetails", account);
    }
}

/// What AWS's managed policy for it allows, for machine images of this partition.
///
/// See <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/EC2ImageBuilderLifecycleExecutionPolicy.html>.
fn grant(stack: &mut Stack, role: Role) {
    const MADE_BY: (&str, [&str; 1]) = ("aws:ResourceTag/CreatedBy", ["EC2 Image Builder"]);
    // Images are in whatever regions they were handed to, and belong to no account in their ARNs.
    let images = || sub!("arn:{partition}:ec2:*::image/*");
    let snapshots = || sub!("arn:{partition}:ec2:*::snapshot/*");
    let actions = [
        "ec2:DeregisterImage",
        "ec2:DescribeImageAttribute",
        "ec2:DisableImage",
        "ec2:DisableImageDeprecation",
        "ec2:EnableImage",
        "ec2:EnableImageDeprecation",
    ];
    let (made_by, builder) = MADE_BY;
    role.allow(stack, Statement::allow(actions).on([images()]).when(Operator::StringEquals, made_by, builder));
    let delete = Statement::allow(["ec2:DeleteSnapshot"]).on([snapshots()]);
    role.allow(stack, delete.when(Operator::StringEquals, made_by, builder));
    let tag = Statement::allow(["ec2:CreateTags", "ec2:DeleteTags"])
        .on([snapshots(), images()])
        .when(Operator::StringEquals, "aws:RequestTag/DeprecatedBy", builder)
        .when(Operator::StringEquals, made_by, builder)
        .when(Operator::ForAllValuesStringEquals, "aws:TagKeys", ["DeprecatedBy"]);
    role.allow(stack, tag);
    // Looking knows no resources.
    role.allow(stack, Statement::allow(["ec2:DescribeImages", "tag:GetResources"]).on_all_resources());
    let own = sub!("arn:{partition}:imagebuilder:{region}:{account}:image/*");
    role.allow(stack, Statement::allow(["imagebuilder:DeleteImage"]).on([own]));
}
