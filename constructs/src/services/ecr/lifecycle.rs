//! [`LifecycleRule`]: which images go, and when.
//!
//! See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html> and
//! <https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html>.

use cfn_model::{Diagnostic, Map, Value, emit};

use super::check_count;
use crate::Stack;
use crate::services::Days;

/// How many rules a policy may have.
const MOST_RULES: usize = 50;

/// How many wildcards a pattern may have.
const MOST_WILDCARDS: usize = 4;

/// Archived images are kept for so many days at least.
const LEAST_ARCHIVED_DAYS: u32 = 90;

/// A rule about images. Rules count in their order: the first that is about an image decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleRule {
    /// Which images it is about.
    pub images: Images,
    /// When it applies to one.
    pub count: LifecycleCount,
    /// What happens to it then.
    pub action: LifecycleAction,
    /// What the rule is for. None by default.
    pub description: Option<String>,
}

/// Which images a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Images {
    /// Those without tags.
    Untagged,
    /// Those with tags that match all of the patterns, such as `*-rc*`. Up to four `*` in each.
    TagPatterns(Vec<String>),
    /// Those with tags that begin with all of the prefixes.
    TagPrefixes(Vec<String>),
    /// All that no other rule is about. Such a rule comes last.
    Any,
}

/// When a rule applies to an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifecycleCount {
    /// When there are more than so many, to the oldest.
    MoreThan(u32),
    /// So many days after it was pushed.
    SincePushed(Days),
    /// So many days after it was last pulled, or pushed where nobody has. Only for archiving.
    SincePulled(Days),
    /// So many days after it was archived, at least 90. Only for archived images, which then expire.
    SinceArchived(Days),
}

/// What happens to an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifecycleAction {
    /// It is deleted.
    Expire,
    /// It is archived. Nobody can pull it until it is restored.
    Archive,
}

impl LifecycleRule {
    fn new(images: Images, count: LifecycleCount, action: LifecycleAction) -> Self {
        LifecycleRule { images, count, action, description: None }
    }

    /// Keeps the newest of the images, as many as that, and deletes the others.
    pub fn keep(images: Images, most: u32) -> Self {
        LifecycleRule::new(images, LifecycleCount::MoreThan(most), LifecycleAction::Expire)
    }

    /// Deletes images so many days after they were pushed.
    pub fn expire_after(images: Images, days: Days) -> Self {
        LifecycleRule::new(images, LifecycleCount::SincePushed(days), LifecycleAction::Expire)
    }

    /// Archives images that nobody has pulled for so many days.
    pub fn archive_unused(images: Images, days: Days) -> Self {
        LifecycleRule::new(images, LifecycleCount::SincePulled(days), LifecycleAction::Archive)
    }

    /// Deletes archived images after so many days, at least 90.
    pub fn expire_archived(images: Images, days: Days) -> Self {
        LifecycleRule::new(images, LifecycleCount::SinceArchived(days), LifecycleAction::Expire)
    }

    /// Sets what the rule is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Whether it is about archived images, and not about those in use.
    fn is_of_archive(&self) -> bool {
        matches!(self.count, LifecycleCount::SinceArchived(_))
    }

    fn write(&self, priority: usize) -> Map {
        let mut rule = Map::from([("rulePriority", Value::from(i64::try_from(priority).unwrap_or(i64::MAX)))]);
        if let Some(description) = &self.description {
            rule.insert("description", description);
        }
        let mut selection = Map::new();
        let list = |texts: &[String]| texts.iter().map(Value::from).collect::<Vec<_>>();
        match &self.images {
            Images::Untagged => {
                selection.insert("tagStatus", "untagged");
            }
            Images::TagPatterns(patterns) => {
                selection.insert("tagStatus", "tagged");
                selection.insert("tagPatternList", list(patterns));
            }
            Images::TagPrefixes(prefixes) => {
                selection.insert("tagStatus", "tagged");
                selection.insert("tagPrefixList", list(prefixes));
            }
            Images::Any => {
                selection.insert("tagStatus", "any");
            }
        }
        if self.is_of_archive() {
            selection.insert("storageClass", "archive");
        }
        let (kind, number) = self.count.parts();
        selection.insert("countType", kind);
        if !matches!(self.count, LifecycleCount::MoreThan(_)) {
            selection.insert("countUnit", "days");
        }
        selection.insert("countNumber", number);
        let action = match self.action {
            LifecycleAction::Expire => Map::from([("type", "expire")]),
            LifecycleAction::Archive => Map::from([("type", "transition"), ("targetStorageClass", "archive")]),
        };
        rule.insert("selection", selection);
        rule.insert("action", action);
        rule
    }
}

impl LifecycleCount {
    /// The name of the count, and its number.
    fn parts(self) -> (&'static str, u32) {
        match self {
            LifecycleCount::MoreThan(number) => ("imageCountMoreThan", number),
            LifecycleCount::SincePushed(Days(days)) => ("sinceImagePushed", days),
            LifecycleCount::SincePulled(Days(days)) => ("sinceImagePulled", days),
            LifecycleCount::SinceArchived(Days(days)) => ("sinceImageTransitioned", days),
        }
    }
}

/// The rules as ECR reads them: JSON text.
pub(super) fn text(stack: &mut Stack, property: &str, rules: &[LifecycleRule]) -> String {
    check(stack, property, rules);
    let rules: Vec<Map> = rules.iter().enumerate().map(|(index, rule)| rule.write(index + 1)).collect();
    emit::to_json(&Map::from([("rules", rules)]).into())
}

fn check(stack: &mut Stack, property: &str, rules: &[LifecycleRule]) {
    check_count(stack, property, "rules", rules.len(), MOST_RULES);
    for (index, rule) in rules.iter().enumerate() {
        let number = index + 1;
        let mut report = |message: String, help: &str| {
            stack.report(Diagnostic::error("ecr-lifecycle", message).property(property).help(help));
        };
        if let Images::TagPatterns(texts) | Images::TagPrefixes(texts) = &rule.images
            && texts.is_empty()
        {
            report(format!("rule {number} names no tags"), "name at least one, or use `Images::Any`");
        }
        if let Images::TagPatterns(patterns) = &rule.images {
            for pattern in patterns.iter().filter(|pattern| pattern.matches('*').count() > MOST_WILDCARDS) {
                let message =
                    format!("the pattern `{pattern}` of rule {number} has more than {MOST_WILDCARDS} wildcards");
                report(message, "write a pattern with fewer `*`");
            }
        }
        if rule.images == Images::Any && rules[index..].iter().any(|later| later.images != Images::Any) {
            let message = format!("rule {number} is about any image, and others come after it");
            report(message, "put the rule about any image last");
        }
        // Images in use and archived ones are counted apart.
        let of_same = |other: &&LifecycleRule| other.is_of_archive() == rule.is_of_archive();
        if rules[..index].iter().filter(of_same).any(|earlier| earlier.images == rule.images) {
            report(
                format!("rule {number} is about the same images as one before it, and so never applies"),
                "keep one of the two, or name other tags",
            );
        }
        let least = if rule.is_of_archive() { LEAST_ARCHIVED_DAYS } else { 1 };
        let (_, count) = rule.count.parts();
        if count < least {
            report(format!("rule {number} counts {count}, at least {least} is needed"), "give a larger number");
        }
        match (rule.count, rule.action) {
            (LifecycleCount::SincePulled(_), LifecycleAction::Expire) => report(
                format!("rule {number} deletes images by when they were pulled, which only archives"),
                "archive them, and let a rule with `LifecycleRule::expire_archived` delete them",
            ),
            (LifecycleCount::SinceArchived(_), LifecycleAction::Archive) => {
                report(format!("rule {number} archives what is archived"), "let it expire");
            }
            _ => {}
        }
    }
}
