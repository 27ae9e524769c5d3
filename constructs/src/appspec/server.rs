//! [`ServerAppspec`]: a deployment to a server.

use std::collections::BTreeMap;

use cfn_model::{Diagnostic, Map, Value, emit};

use super::document::{check_version, version};
use super::hooks::names;
use super::{Hook, Permission, ServerHook, checks};
use crate::services::Seconds;
use crate::spec::{Fields, Writer};

/// What a deployment does on a server: copies files, sets permissions, runs scripts.
///
/// The file is called `appspec.yml` and stands at the root of the revision.
/// Fields are public and nothing is checked while a document is put together;
/// [`check`](ServerAppspec::check) finds what the agent would refuse or misread.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerAppspec {
    /// The operating system of the servers.
    pub os: Os,
    /// What is copied where. Default: nothing.
    pub files: Vec<FileMapping>,
    /// What happens to files that are there and that the deployment before has not brought.
    /// Default: the deployment fails.
    pub file_exists_behavior: Option<FileExistsBehavior>,
    /// Owners, modes and the like of copied files. Only Linux has them. Default: as in the revision.
    pub permissions: Vec<Permission>,
    /// The scripts that run, by event.
    pub hooks: BTreeMap<ServerHook, Vec<Script>>,
}

/// The operating system of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// Amazon Linux, RHEL or Ubuntu Server.
    Linux,
    /// Windows Server.
    Windows,
}

impl Os {
    /// Every operating system.
    pub const ALL: &[Os] = &[Os::Linux, Os::Windows];

    /// The name in an AppSpec file.
    pub fn name(self) -> &'static str {
        match self {
            Os::Linux => "linux",
            Os::Windows => "windows",
        }
    }
}

/// What happens to a file that is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileExistsBehavior {
    /// The deployment fails.
    Disallow,
    /// The file of the revision takes its place.
    Overwrite,
    /// The file stays, and counts as one of the revision.
    Retain,
}

impl FileExistsBehavior {
    /// Every behaviour.
    pub const ALL: &[FileExistsBehavior] =
        &[FileExistsBehavior::Disallow, FileExistsBehavior::Overwrite, FileExistsBehavior::Retain];

    /// The name in an AppSpec file.
    pub fn name(self) -> &'static str {
        match self {
            FileExistsBehavior::Disallow => "DISALLOW",
            FileExistsBehavior::Overwrite => "OVERWRITE",
            FileExistsBehavior::Retain => "RETAIN",
        }
    }
}

/// A file or directory of the revision, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMapping {
    /// The path in the revision; `/` for all of it, `\` on Windows.
    pub source: String,
    /// The directory it is copied into, as an absolute path.
    pub destination: String,
}

/// A script of the revision that runs in a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The path in the revision.
    pub location: String,
    /// How long it may run, 1 to 3,600 seconds. All scripts of a hook share 3,600 seconds. Default: 3,600 seconds.
    pub timeout: Option<Seconds>,
    /// The user who runs it, on Linux, where that needs no password. Default: the one who runs the agent.
    pub run_as: Option<String>,
}

impl ServerAppspec {
    pub(super) const KEYS: &[&str] = &["version", "os", "files", "file_exists_behavior", "permissions", "hooks"];

    /// A document that does nothing.
    pub fn new(os: Os) -> Self {
        ServerAppspec {
            os,
            files: Vec::new(),
            file_exists_behavior: None,
            permissions: Vec::new(),
            hooks: BTreeMap::new(),
        }
    }

    /// Adds a file or directory of the revision that is copied into a directory.
    #[must_use]
    pub fn file(mut self, source: impl Into<String>, destination: impl Into<String>) -> Self {
        self.files.push(FileMapping { source: source.into(), destination: destination.into() });
        self
    }

    /// Sets what happens to files that are in the way.
    #[must_use]
    pub fn file_exists_behavior(mut self, behavior: FileExistsBehavior) -> Self {
        self.file_exists_behavior = Some(behavior);
        self
    }

    /// Adds permissions of copied files.
    #[must_use]
    pub fn permission(mut self, permission: Permission) -> Self {
        self.permissions.push(permission);
        self
    }

    /// Sets the scripts of a hook.
    #[must_use]
    pub fn hook(mut self, hook: ServerHook, scripts: impl IntoIterator<Item = Script>) -> Self {
        self.hooks.insert(hook, scripts.into_iter().collect());
        self
    }

    /// What the agent would refuse or misread in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        checks::run(checks::SERVER, self)
    }

    /// The document as a tree, with its keys in the order of the reference.
    pub fn to_value(&self) -> Value {
        let hooks = self.hooks.iter().map(|(hook, scripts)| (hook.name(), list(scripts, Script::write))).collect();
        let files = (!self.files.is_empty()).then(|| list(&self.files, FileMapping::write));
        let permissions = (!self.permissions.is_empty()).then(|| list(&self.permissions, Permission::write));
        let map = Writer::default()
            .value("version", version())
            .value("os", Some(self.os.name()))
            .value("files", files)
            .value("file_exists_behavior", self.file_exists_behavior.map(FileExistsBehavior::name))
            .value("permissions", permissions)
            .section("hooks", hooks)
            .finish();
        Value::Map(map)
    }

    /// The document as YAML. The same document gives the same text.
    pub fn to_yaml(&self) -> String {
        emit::to_yaml(&self.to_value())
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        check_version(fields, false);
        fields.require("os");
        ServerAppspec {
            // What is missing or unknown has been reported.
            os: fields.one_of("os", Os::ALL, Os::name).unwrap_or(Os::Linux),
            files: fields.items("files", FileMapping::KEYS, FileMapping::read).unwrap_or_default(),
            file_exists_behavior: fields.one_of(
                "file_exists_behavior",
                FileExistsBehavior::ALL,
                FileExistsBehavior::name,
            ),
            permissions: fields.items("permissions", Permission::KEYS, Permission::read).unwrap_or_default(),
            hooks: fields.section("hooks", &names::<ServerHook>(), Script::read_all).unwrap_or_default(),
        }
    }
}

fn list<T>(items: &[T], write: impl Fn(&T) -> Map) -> Value {
    Value::List(items.iter().map(|item| Value::Map(write(item))).collect())
}

impl FileMapping {
    const KEYS: &[&str] = &["source", "destination"];

    fn read(fields: &Fields<'_>) -> Self {
        FileMapping { source: fields.required_text("source"), destination: fields.required_text("destination") }
    }

    fn write(&self) -> Map {
        Map::from([("source", &self.source), ("destination", &self.destination)])
    }
}

impl Script {
    const KEYS: &[&str] = &["location", "timeout", "runas"];

    /// A script of the revision.
    pub fn new(location: impl Into<String>) -> Self {
        Script { location: location.into(), timeout: None, run_as: None }
    }

    /// Sets how long it may run.
    #[must_use]
    pub fn timeout(mut self, timeout: Seconds) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the user who runs it.
    #[must_use]
    pub fn run_as(mut self, user: impl Into<String>) -> Self {
        self.run_as = Some(user.into());
        self
    }

    fn read_all(fields: &Fields<'_>) -> BTreeMap<ServerHook, Vec<Script>> {
        let scripts = |hook: ServerHook| fields.items(hook.name(), Script::KEYS, Script::read);
        ServerHook::ALL.iter().filter_map(|hook| Some((*hook, scripts(*hook)?))).collect()
    }

    fn read(fields: &Fields<'_>) -> Self {
        Script {
            location: fields.required_text("location"),
            timeout: fields.number("timeout").map(Seconds),
            run_as: fields.text("runas"),
        }
    }

    fn write(&self) -> Map {
        Writer::default()
            .value("location", Some(&self.location))
            .value("timeout", self.timeout.map(|Seconds(seconds)| seconds))
            .text("runas", &self.run_as)
            .finish()
    }
}
