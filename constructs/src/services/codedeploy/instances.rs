//! [`Instances`]: which servers a group deploys to.

use cfn_model::codedeploy::deployment_group as model;
use cfn_model::{Diagnostic, IntoProp, Prop, codedeploy};

use super::safety::check_count;
use crate::Stack;

/// How many Auto Scaling groups, tags and sets of tags a group may name.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html> and
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-tagging.html>.
const MOST_AUTO_SCALING_GROUPS: usize = 10;
const MOST_TAG_GROUPS: usize = 3;
const MOST_TAGS: usize = 10;

/// Which servers a group deploys to: those of all its parts together.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Instances {
    /// Auto Scaling groups by name, also their instances to come. At most 10; none by default.
    pub auto_scaling_groups: Vec<Prop<String>>,
    /// EC2 instances by their tags. None by default.
    pub ec2_tags: TagSet,
    /// Machines on premises by the tags they are registered with. None by default.
    pub on_premises_tags: TagSet,
}

impl Instances {
    /// The instances of Auto Scaling groups, by name.
    pub fn auto_scaling_groups<N: IntoProp<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let auto_scaling_groups = names.into_iter().map(IntoProp::into_prop).collect();
        Instances { auto_scaling_groups, ..Instances::default() }
    }

    /// EC2 instances with these tags.
    pub fn ec2(tags: TagSet) -> Self {
        Instances { ec2_tags: tags, ..Instances::default() }
    }

    /// Machines on premises with these tags.
    pub fn on_premises(tags: TagSet) -> Self {
        Instances { on_premises_tags: tags, ..Instances::default() }
    }

    /// Whether none are named.
    pub fn is_empty(&self) -> bool {
        self.auto_scaling_groups.is_empty() && self.ec2_tags.is_empty() && self.on_premises_tags.is_empty()
    }

    pub(super) fn apply(&self, stack: &mut Stack, group: codedeploy::DeploymentGroup) -> codedeploy::DeploymentGroup {
        if self.is_empty() {
            stack.report(
                Diagnostic::error("codedeploy-instances", "the deployment group names no instances")
                    .help("name Auto Scaling groups, or tags of instances"),
            );
        }
        let mut group = group;
        let scaling = &self.auto_scaling_groups;
        if !scaling.is_empty() {
            let what = "Auto Scaling groups";
            check_count(stack, scaling.len(), MOST_AUTO_SCALING_GROUPS, what, "AutoScalingGroups");
            group = group.auto_scaling_groups(scaling.clone());
        }
        if !self.ec2_tags.is_empty() {
            self.ec2_tags.check(stack, "Ec2TagSet");
            let sets: Vec<model::EC2TagSetListObject> =
                self.ec2_tags.groups(TagFilter::to_ec2).map(ec2_group).collect();
            group = group.ec2_tag_set(model::EC2TagSet::new().ec2_tag_set_list(sets));
        }
        if !self.on_premises_tags.is_empty() {
            self.on_premises_tags.check(stack, "OnPremisesTagSet");
            let sets: Vec<model::OnPremisesTagSetListObject> =
                self.on_premises_tags.groups(TagFilter::to_on_premises).map(on_premises_group).collect();
            group = group.on_premises_tag_set(model::OnPremisesTagSet::new().on_premises_tag_set_list(sets));
        }
        group
    }
}

/// Groups of tags. A machine belongs to the set when each group has a tag that it has.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TagSet(Vec<Vec<TagFilter>>);

/// A tag to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagFilter {
    /// The tag with that key and that value.
    KeyAndValue(String, String),
    /// Any tag with that key.
    KeyOnly(String),
    /// Any tag with that value.
    ValueOnly(String),
}

impl TagFilter {
    /// The tag with that key and that value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        TagFilter::KeyAndValue(key.into(), value.into())
    }

    fn to_ec2(&self) -> model::EC2TagFilter {
        let filter = model::EC2TagFilter::new();
        match self {
            TagFilter::KeyAndValue(key, value) => {
                filter.key(key).r#type(model::EC2TagFilterType::KeyAndValue).value(value)
            }
            TagFilter::KeyOnly(key) => filter.key(key).r#type(model::EC2TagFilterType::KeyOnly),
            TagFilter::ValueOnly(value) => filter.r#type(model::EC2TagFilterType::ValueOnly).value(value),
        }
    }

    fn to_on_premises(&self) -> model::TagFilter {
        let filter = model::TagFilter::new();
        match self {
            TagFilter::KeyAndValue(key, value) => {
                filter.key(key).r#type(model::TagFilterType::KeyAndValue).value(value)
            }
            TagFilter::KeyOnly(key) => filter.key(key).r#type(model::TagFilterType::KeyOnly),
            TagFilter::ValueOnly(value) => filter.r#type(model::TagFilterType::ValueOnly).value(value),
        }
    }
}

impl TagSet {
    /// Machines with one of the tags. At most 10.
    pub fn any(tags: impl IntoIterator<Item = TagFilter>) -> Self {
        TagSet(vec![tags.into_iter().collect()])
    }

    /// And, of those, only the ones with one of these tags as well. At most 3 such groups.
    #[must_use]
    pub fn and(mut self, tags: impl IntoIterator<Item = TagFilter>) -> Self {
        self.0.push(tags.into_iter().collect());
        self
    }

    /// Whether it has no group.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn groups<T>(&self, filter: fn(&TagFilter) -> T) -> impl Iterator<Item = Vec<T>> {
        self.0.iter().map(move |group| group.iter().map(filter).collect())
    }

    fn check(&self, stack: &mut Stack, property: &str) {
        check_count(stack, self.0.len(), MOST_TAG_GROUPS, "groups of tags", property);
        for group in &self.0 {
            check_count(stack, group.len(), MOST_TAGS, "tags", property);
            if group.is_empty() {
                stack.report(
                    Diagnostic::error(
                        "codedeploy-instances",
                        "a group of tags is empty, so that it names no instances",
                    )
                    .property(property)
                    .help("name tags, or leave the group out"),
                );
            }
        }
    }
}

fn ec2_group(filters: Vec<model::EC2TagFilter>) -> model::EC2TagSetListObject {
    model::EC2TagSetListObject::new().ec2_tag_group(filters)
}

fn on_premises_group(filters: Vec<model::TagFilter>) -> model::OnPremisesTagSetListObject {
    model::OnPremisesTagSetListObject::new().on_premises_tag_group(filters)
}
