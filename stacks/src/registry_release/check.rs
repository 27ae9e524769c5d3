//! What is wrong with the description of a train, and where. What the constructs see they tell themselves.

use std::collections::{HashMap, HashSet};

use cfn_constructs::Environment;
use cfn_model::Diagnostic;

use super::names::PREFIX_LENGTH;
use super::{Extension, ExtensionKind, Names, Namespace, RegistryRelease, TrainSource};

/// All that is wrong.
pub(super) fn check(train: &RegistryRelease) -> Vec<Diagnostic> {
    let mut problems = Problems(Vec::new());
    problems.name("name", "the train", &train.name);
    let accounts = &train.accounts;
    for (key, account) in [("ci", &accounts.ci), ("beta", &accounts.beta), ("prod", &accounts.prod)] {
        if !Environment::is_account(account) {
            let message = format!("`{account}` is no id of an account");
            problems.add(&format!("accounts.{key}"), message, "write its 12 digits, in quotes");
        }
    }
    if train.namespaces.is_empty() {
        problems.add("namespaces", "there is no namespace, so there is nothing to release".into(), "name at least one");
    }
    if train.release_folder.starts_with('/')
        || train.release_folder.split('/').any(|step| step.is_empty() || step == "..")
    {
        let message = format!("`{}` is no folder of a repository", train.release_folder);
        problems.add("release_folder", message, "write a path from the repository's root, such as `release`");
    }
    for (index, namespace) in train.namespaces.iter().enumerate() {
        problems.namespace(train, index, namespace);
    }
    problems.0
}

struct Problems(Vec<Diagnostic>);

impl Problems {
    fn add(&mut self, property: &str, message: String, help: &str) {
        self.0.push(Diagnostic::error("release-train", message).property(property).help(help));
    }

    fn name(&mut self, property: &str, what: &str, name: &str) {
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
        if !begins || !name.chars().all(|character| character.is_ascii_alphanumeric()) {
            let message = format!("`{name}` is no name for {what}");
            self.add(property, message, "use letters and digits, beginning with a letter");
        }
    }

    fn namespace(&mut self, train: &RegistryRelease, index: usize, namespace: &Namespace) {
        let at = |property: &str| format!("namespaces.{index}.{property}");
        let before = &train.namespaces[..index];
        self.name(&at("name"), "a namespace", &namespace.name);
        let prefix = Names::of(train, namespace).prefix;
        if before.iter().any(|other| other.name == namespace.name) {
            let message = format!("the namespace `{}` is there twice", namespace.name);
            self.add(&at("name"), message, "put the extensions of the two together");
        } else if let Some(other) = before.iter().find(|other| Names::of(train, other).prefix == prefix) {
            let message =
                format!("the namespaces `{}` and `{}` have the same prefix, `{prefix}`", other.name, namespace.name);
            self.add(&at("prefix"), message, "give one of the two another prefix");
        }
        let allowed =
            |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
        let begins = prefix.starts_with(|first: char| first.is_ascii_lowercase());
        if prefix.len() > PREFIX_LENGTH || !begins || !prefix.chars().all(allowed) {
            let message =
                format!("`{prefix}`, with which the names of resources begin, has {} characters", prefix.len());
            let help = "give a `prefix` of at most 24 lower-case letters, digits and hyphens, beginning with a letter";
            self.add(&at("prefix"), message, help);
        }
        let steps: Vec<&str> = namespace.repository.split('/').collect();
        if steps.len() != 2 || steps.iter().any(|step| step.is_empty() || step.contains([':', ' ', '@'])) {
            // What stands before an `@` may be a token: it is not repeated.
            let shown = namespace.repository.rsplit('@').next().unwrap_or_default();
            self.add(&at("repository"), format!("`{shown}` is no repository"), "write it as `OWNER/NAME`");
        }
        if namespace.branch == namespace.release_branch {
            let message = format!("`{}` is the branch of tests and of releases", namespace.branch);
            self.add(&at("release_branch"), message, "release from another branch");
        }
        if matches!(train.source, TrainSource::Webhook { .. }) {
            // The function finds the build by repository and branch.
            let same = before.iter().find(|other| other.repository.eq_ignore_ascii_case(&namespace.repository));
            if let Some(other) = same {
                let message =
                    format!("the namespaces `{}` and `{}` have the same repository", other.name, namespace.name);
                self.add(&at("repository"), message, "give each namespace a repository, or use connections");
            }
        }
        if namespace.extensions.is_empty() {
            let message = format!("the namespace `{}` has no extension", namespace.name);
            self.add(&at("extensions"), message, "name at least one, or take the namespace out");
        }
        for (position, extension) in namespace.extensions.iter().enumerate() {
            self.extension(namespace, &at(&format!("extensions.{position}")), extension);
        }
        self.extensions(train, namespace, index);
    }

    /// Extensions that are there twice, or whose roles are.
    fn extensions(&mut self, train: &RegistryRelease, namespace: &Namespace, index: usize) {
        let names = Names::of(train, namespace);
        let (mut types, mut roles) = (HashSet::new(), HashMap::new());
        for (position, extension) in namespace.extensions.iter().enumerate() {
            let name = &extension.type_name;
            let at = || format!("namespaces.{index}.extensions.{position}.type_name");
            let other = roles.entry(names.handler_role(extension)).or_insert(name);
            if !types.insert(name.to_ascii_lowercase()) {
                self.add(&at(), format!("`{name}` is there twice"), "take one of the two out");
            } else if *other != name {
                let message = format!("the roles of `{other}` and `{name}` would have the same name");
                self.add(&at(), message, "choose names that differ in their first 31 letters");
            }
        }
    }

    fn extension(&mut self, namespace: &Namespace, at: &str, extension: &Extension) {
        let name = &extension.type_name;
        let steps: Vec<&str> = name.split("::").collect();
        let sound =
            |step: &&str| (2..=64).contains(&step.len()) && step.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let module = extension.kind == ExtensionKind::Module;
        let formed = match steps.as_slice() {
            [_, _, _] => !module,
            [_, _, _, last] => module && *last == "MODULE",
            _ => false,
        };
        if !formed || !steps.iter().all(sound) {
            let form = if module { "Namespace::Service::Name::MODULE" } else { "Namespace::Service::Name" };
            self.add(
                &format!("{at}.type_name"),
                format!("`{name}` is no name of a type"),
                &format!("write it as `{form}`"),
            );
        } else if steps[0] != namespace.name {
            let message = format!("`{name}` is not in the namespace `{}`", namespace.name);
            self.add(&format!("{at}.type_name"), message, "put it into a namespace of its own, or rename it");
        }
        if module != extension.language.is_none() {
            let (message, help) = match module {
                true => (format!("the module `{name}` has a language"), "leave the language of a module out"),
                false => (format!("`{name}` has no language"), "name the language of its handlers"),
            };
            self.add(&format!("{at}.language"), message, help);
        }
        let path = &extension.path;
        if path.is_empty() || path.starts_with('/') || path.split('/').any(|step| step == "..") {
            let message = format!("`{path}` is no folder of the repository");
            self.add(
                &format!("{at}.path"),
                message,
                "write a path from the repository's root, `.` for the root itself",
            );
        }
    }
}
