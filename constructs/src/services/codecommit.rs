//! CodeCommit: Git repositories.

use cfn_model::codecommit::repository as model;
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, codecommit, sub};

use super::{Grantee, Key};
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// What a trigger tells of.
pub use cfn_model::codecommit::repository::RepositoryTriggerEvents as TriggerEvent;

/// How many triggers a repository may have, and how many branches each.
///
/// See <https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html>.
const MOST_TRIGGERS: usize = 10;
const MOST_BRANCHES: usize = 10;

/// A Git repository, kept when the stack is deleted.
///
/// What has to be approved before a pull request is merged, an approval rule template says. CloudFormation knows no
/// such templates: they are made with `aws codecommit create-approval-rule-template`.
/// What it can do is keep people off a branch, see [`GitRepository::deny_push`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The repository itself.
    pub handle: Handle<codecommit::Repository>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
}

/// What a [`Repository`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RepositoryProps {
    /// The repository's name: 1 to 100 characters, letters, digits and `._-`, without `.git` at its end.
    pub name: String,
    /// What it is for, at most 1,000 characters. None by default.
    pub description: Option<String>,
    /// The key that encrypts it. By default the account's key for CodeCommit, `aws/codecommit`.
    pub key: Option<Key>,
    /// What it holds when it is created. By default nothing.
    pub seed: Option<Seed>,
    /// What pushes start. At most 10; none by default.
    pub triggers: Vec<Trigger>,
    /// What becomes of the repository with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl RepositoryProps {
    /// A repository of that name, everything else by default.
    pub fn new(name: impl Into<String>) -> Self {
        RepositoryProps {
            name: name.into(),
            description: None,
            key: None,
            seed: None,
            triggers: Vec::new(),
            removal_policy: RemovalPolicy::Retain,
        }
    }
}

/// The first commit of a repository: a zip file in a bucket, at most 20 MB.
/// It is read when the repository is created, and a change of it does nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Seed {
    /// The bucket's name.
    pub bucket: Prop<String>,
    /// The object's key.
    pub key: Prop<String>,
    /// The object's version. The newest by default.
    pub version: Option<String>,
    /// The branch it is committed to. `main` by default.
    pub branch: Option<String>,
}

impl Seed {
    /// A zip file, by its bucket and key.
    pub fn new(bucket: impl IntoProp<String>, key: impl IntoProp<String>) -> Self {
        Seed { bucket: bucket.into_prop(), key: key.into_prop(), version: None, branch: None }
    }

    fn into_property(self) -> model::Code {
        let mut object = model::S3::new(self.bucket, self.key);
        if let Some(version) = self.version {
            object = object.object_version(version);
        }
        let code = model::Code::new(object);
        match self.branch {
            Some(branch) => code.branch_name(branch),
            None => code,
        }
    }
}

/// Something that pushes start: a message to an SNS topic, or a Lambda function.
///
/// The topic or function has to let `codecommit.amazonaws.com` use it, for the repository as its source.
/// See <https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The trigger's name, which no other of the repository has.
    pub name: String,
    /// The topic or function, by ARN. It is in the repository's region.
    pub destination: Prop<String>,
    /// What starts it. Everything by default.
    pub events: Vec<TriggerEvent>,
    /// The branches it is about. At most 10; all by default.
    pub branches: Vec<String>,
    /// What is handed over as well, at most 1,000 characters. Nothing by default.
    pub custom_data: Option<String>,
}

impl Trigger {
    /// A trigger for whatever is pushed anywhere.
    pub fn new(name: impl Into<String>, destination: impl IntoProp<String>) -> Self {
        Trigger {
            name: name.into(),
            destination: destination.into_prop(),
            events: Vec::new(),
            branches: Vec::new(),
            custom_data: None,
        }
    }

    fn into_property(self) -> model::RepositoryTrigger {
        let events = if self.events.is_empty() { vec![TriggerEvent::All] } else { self.events };
        let mut trigger = model::RepositoryTrigger::new(self.destination, events, self.name);
        if !self.branches.is_empty() {
            trigger = trigger.branches(self.branches);
        }
        match self.custom_data {
            Some(data) => trigger.custom_data(data),
            None => trigger,
        }
    }
}

/// A repository of this app, or one that exists already.
pub trait GitRepository {
    /// The repository's ARN.
    fn arn(&self) -> Prop<String>;

    /// The key it is encrypted with, where this app makes it. Who uses the repository has to use it, too.
    fn key(&self) -> Option<Key> {
        None
    }

    /// Lets `grantee` clone and pull.
    fn grant_pull(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grantee.allow(stack, Statement::allow(["codecommit:GitPull"]).on([self.arn()]));
        if let Some(key) = self.key() {
            key.grant_decrypt(stack, grantee);
        }
    }

    /// Lets `grantee` clone, pull and push.
    fn grant_pull_push(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grantee.allow(stack, Statement::allow(["codecommit:GitPull", "codecommit:GitPush"]).on([self.arn()]));
        if let Some(key) = self.key() {
            key.grant_encrypt_decrypt(stack, grantee);
        }
    }

    /// Keeps `grantee` from changing the branches, whatever else it is allowed: by pushes, merges and deletion.
    ///
    /// See <https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html>.
    fn deny_push<B: AsRef<str>>(&self, stack: &mut Stack, grantee: &impl Grantee, branches: impl IntoIterator<Item = B>)
    where
        Self: Sized,
    {
        let actions = [
            "codecommit:DeleteBranch",
            "codecommit:GitPush",
            "codecommit:MergeBranchesByFastForward",
            "codecommit:MergeBranchesBySquash",
            "codecommit:MergeBranchesByThreeWay",
            "codecommit:MergePullRequestByFastForward",
            "codecommit:MergePullRequestBySquash",
            "codecommit:MergePullRequestByThreeWay",
            "codecommit:PutFile",
        ];
        let references = branches.into_iter().map(|branch| format!("refs/heads/{}", branch.as_ref()));
        // A push asks once without telling its branches, before it tells them: that must pass.
        let deny = Statement::deny(actions)
            .on([self.arn()])
            .when(Operator::StringEqualsIfExists, "codecommit:References", references)
            .when(Operator::Null, "codecommit:References", ["false"]);
        grantee.allow(stack, deny);
    }
}

/// A repository that exists already.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRepository {
    arn: Prop<String>,
}

impl GitRepository for ImportedRepository {
    fn arn(&self) -> Prop<String> {
        self.arn.clone()
    }
}

impl GitRepository for Repository {
    fn arn(&self) -> Prop<String> {
        self.handle.arn()
    }

    fn key(&self) -> Option<Key> {
        self.key
    }
}

impl Repository {
    /// Adds a repository.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: RepositoryProps) -> Self {
        stack.construct(id, |stack| {
            check_triggers(stack, &props.triggers);
            let mut repository = codecommit::Repository::new(props.name);
            if let Some(description) = props.description {
                repository = repository.repository_description(description);
            }
            if let Some(key) = props.key {
                repository = repository.kms_key_id(key.arn());
            }
            if let Some(seed) = props.seed {
                repository = repository.code(seed.into_property());
            }
            if !props.triggers.is_empty() {
                let triggers: Vec<model::RepositoryTrigger> =
                    props.triggers.into_iter().map(Trigger::into_property).collect();
                repository = repository.triggers(triggers);
            }
            let handle = stack.add(MAIN, repository);
            stack.resource(handle).removal_policy(props.removal_policy);
            Repository { handle, key: props.key }
        })
    }

    /// A repository that exists already, by ARN.
    pub fn from_arn(arn: impl IntoProp<String>) -> ImportedRepository {
        ImportedRepository { arn: arn.into_prop() }
    }

    /// A repository that exists already in the stack's account and region, by name.
    pub fn from_name(name: impl IntoProp<String>) -> ImportedRepository {
        ImportedRepository { arn: sub!("arn:{partition}:codecommit:{region}:{account}:{}", name) }
    }

    /// The repository's name.
    pub fn name(self) -> Prop<String> {
        self.handle.name()
    }

    /// The repository's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The URL to clone it from by HTTPS.
    pub fn clone_url(self) -> Prop<String> {
        self.handle.clone_url_http()
    }
}

fn check_triggers(stack: &mut Stack, triggers: &[Trigger]) {
    let mut report = |message: String, help: &str| {
        stack.report(Diagnostic::error("codecommit-trigger", message).property("Triggers").help(help));
    };
    if triggers.len() > MOST_TRIGGERS {
        let message = format!("{} triggers are given, {MOST_TRIGGERS} are allowed", triggers.len());
        report(message, "let one trigger serve several purposes, through a topic");
    }
    for (index, trigger) in triggers.iter().enumerate() {
        let name = &trigger.name;
        if triggers[..index].iter().any(|other| other.name == *name) {
            report(format!("two triggers are named `{name}`"), "give one of them another name");
        }
        if trigger.branches.len() > MOST_BRANCHES {
            let count = trigger.branches.len();
            let message = format!("the trigger `{name}` has {count} branches, {MOST_BRANCHES} are allowed");
            report(message, "name fewer, or none for all of them");
        }
        if trigger.events.len() > 1 && trigger.events.contains(&TriggerEvent::All) {
            let message = format!("the trigger `{name}` names all events and others");
            report(message, "leave the events out to mean all of them");
        }
    }
}
