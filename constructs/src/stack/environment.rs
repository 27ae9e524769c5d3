//! Where a stack is deployed, and how it refers to others.

use cfn_model::Diagnostic;

use super::Stack;

/// The account and region of a stack. What is not named is decided at deployment.
#[derive(Clone, Debug, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Environment {
    /// The 12 digits of the account.
    pub account: Option<String>,
    /// The region, such as `eu-central-1`.
    pub region: Option<String>,
}

/// How a stack takes what another one gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CrossReferences {
    /// `Fn::GetStackOutput`: read when this stack is created or updated, across regions and accounts too.
    /// The other stack can be changed and deleted freely.
    #[default]
    Weak,
    /// An export and `Fn::ImportValue`: within one account and region. The other stack cannot take
    /// the value away while it is in use.
    Export,
    /// A parameter of this stack, which whoever deploys fills with the other stack's output.
    Parameter,
}

impl Environment {
    /// Whether the text is the id of an account: 12 digits.
    pub fn is_account(id: &str) -> bool {
        id.len() == 12 && id.bytes().all(|digit| digit.is_ascii_digit())
    }

    /// Whether a region may be called that: words and a number, joined by hyphens. AWS adds regions faster than programs
    /// are built, so none is refused for being unknown.
    pub fn is_region(name: &str) -> bool {
        let Some((words, number)) = name.rsplit_once('-') else { return false };
        let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        number && words.contains('-') && words.split('-').all(word)
    }
}

impl Stack {
    /// Deployed to this account, by its 12 digits.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        let account = account.into();
        let sound = Environment::is_account(&account);
        self.check_environment(sound, "account", format!("`{account}` is no account id"), "write its 12 digits");
        self.environment.account = Some(account);
        self
    }

    /// Deployed to this region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        let region = region.into();
        self.check_environment(
            Environment::is_region(&region),
            "region",
            format!("`{region}` is no region"),
            "write its code, such as `eu-west-1`",
        );
        self.environment.region = Some(region);
        self
    }

    fn check_environment(&mut self, sound: bool, property: &str, problem: String, help: &str) {
        if !sound {
            self.report(Diagnostic::error("environment", problem).property(property).help(help));
        }
    }

    /// How this stack takes what others give. By default [`CrossReferences::Weak`].
    #[must_use]
    pub fn cross_references(mut self, how: CrossReferences) -> Self {
        self.cross_references = how;
        self
    }

    /// The role that stacks of other accounts assume to read this stack's outputs. It must allow
    /// `cloudformation:DescribeStacks` on this stack and trust their execution roles.
    #[must_use]
    pub fn outputs_role(mut self, role_arn: impl Into<String>) -> Self {
        self.outputs_role = Some(role_arn.into());
        self
    }

    /// Deployed after `other`, though nothing refers to it.
    pub fn deploy_after(&mut self, other: &Stack) {
        if !self.dependencies.contains(&other.uid) {
            self.dependencies.push(other.uid);
        }
    }
}
