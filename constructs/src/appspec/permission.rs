//! [`Permission`]: who owns copied files, and what may be done with them.
//!
//! See <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html>.

use cfn_model::{Map, Number, Value};

use crate::spec::{Fields, Writer, names};

/// Permissions that are set on copied files or directories. Only Linux has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// The file or directory, as an absolute path.
    pub object: String,
    /// Which of what is in the directory: a name with `*` in it. Default: `**`, all of it.
    pub pattern: Option<String>,
    /// Which of that is left out: names with `*` in them.
    pub except: Vec<String>,
    /// The user who owns it. Default: unchanged.
    pub owner: Option<String>,
    /// The group that owns it. Default: unchanged.
    pub group: Option<String>,
    /// Who may read, write and execute it. Default: unchanged.
    pub mode: Option<Mode>,
    /// Entries of its access control list, such as `u:mary:rw`, which replace all others. Default: unchanged.
    pub acls: Vec<String>,
    /// Its labels under SELinux. Default: unchanged.
    pub context: Option<SeLinuxContext>,
    /// What kinds of objects it is about. Default: both.
    pub types: Vec<ObjectType>,
}

/// A mode as `chmod` takes it, such as `0o644`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode(pub u16);

impl Mode {
    /// The largest mode there is.
    pub const MAX: Mode = Mode(0o7777);

    /// Reads one to four octal digits: `644`, `4755`.
    pub fn parse(digits: &str) -> Option<Self> {
        let octal = (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
        octal.then(|| u16::from_str_radix(digits, 8).ok()).flatten().map(Mode)
    }

    /// The octal digits, without leading zeros.
    fn digits(self) -> String {
        format!("{:o}", self.0)
    }
}

/// Labels of an object under SELinux.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeLinuxContext {
    /// The user. Default: unchanged.
    pub user: Option<String>,
    /// The type, such as `httpd_sys_content_t`.
    pub kind: String,
    /// The range. Default: `s0`.
    pub range: Option<String>,
}

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectType {
    /// The files directly in the object.
    File,
    /// The directories anywhere in the object.
    Directory,
}

impl ObjectType {
    /// Every kind.
    pub const ALL: &[ObjectType] = &[ObjectType::File, ObjectType::Directory];

    /// The name in an AppSpec file.
    pub fn name(self) -> &'static str {
        match self {
            ObjectType::File => "file",
            ObjectType::Directory => "directory",
        }
    }
}

impl Permission {
    pub(super) const KEYS: &[&str] =
        &["object", "pattern", "except", "owner", "group", "mode", "acls", "context", "type"];

    /// Permissions of a file or directory that change nothing yet.
    pub fn new(object: impl Into<String>) -> Self {
        Permission { object: object.into(), ..Permission::default() }
    }

    /// Sets which of what is in the directory.
    #[must_use]
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// Sets which of that is left out.
    #[must_use]
    pub fn except(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.except = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the user who owns it.
    #[must_use]
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }

    /// Sets the group that owns it.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sets who may read, write and execute it, such as `0o644`.
    #[must_use]
    pub fn mode(mut self, mode: u16) -> Self {
        self.mode = Some(Mode(mode));
        self
    }

    /// Sets the entries of its access control list.
    #[must_use]
    pub fn acls(mut self, entries: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.acls = entries.into_iter().map(Into::into).collect();
        self
    }

    /// Sets its labels under SELinux.
    #[must_use]
    pub fn context(mut self, context: SeLinuxContext) -> Self {
        self.context = Some(context);
        self
    }

    /// Sets what kinds of objects it is about.
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = ObjectType>) -> Self {
        self.types = types.into_iter().collect();
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        Permission {
            object: fields.required_text("object"),
            pattern: fields.text("pattern"),
            except: fields.texts("except"),
            owner: fields.text("owner"),
            group: fields.text("group"),
            mode: read_mode(fields),
            acls: fields.texts("acls"),
            context: fields.section("context", SeLinuxContext::KEYS, SeLinuxContext::read),
            types: read_types(fields),
        }
    }

    pub(super) fn write(&self) -> Map {
        let types: Vec<String> = self.types.iter().map(|kind| kind.name().to_owned()).collect();
        Writer::default()
            .value("object", Some(&self.object))
            .text("pattern", &self.pattern)
            .texts("except", &self.except)
            .text("owner", &self.owner)
            .text("group", &self.group)
            .value("mode", self.mode.map(|mode| Number::from_text(mode.digits())))
            .texts("acls", &self.acls)
            .value("context", self.context.as_ref().map(SeLinuxContext::write))
            .texts("type", &types)
            .finish()
    }
}

impl SeLinuxContext {
    const KEYS: &[&str] = &["user", "type", "range"];

    /// A context of that type.
    pub fn new(kind: impl Into<String>) -> Self {
        SeLinuxContext { user: None, kind: kind.into(), range: None }
    }

    fn read(fields: &Fields<'_>) -> Self {
        SeLinuxContext { user: fields.text("user"), kind: fields.required_text("type"), range: fields.text("range") }
    }

    fn write(&self) -> Map {
        Writer::default().text("user", &self.user).value("type", Some(&self.kind)).text("range", &self.range).finish()
    }
}

fn read_mode(fields: &Fields<'_>) -> Option<Mode> {
    let digits = fields.text("mode")?;
    if matches!(fields.get("mode"), Some(Value::Number(_))) && digits.len() > 1 && digits.starts_with('0') {
        let message = format!("YAML reads the number {digits} as octal, and the agent its decimal digits");
        fields.error("appspec-mode", "mode", message, format!("write {}", digits.trim_start_matches('0')));
        return None;
    }
    let mode = Mode::parse(&digits);
    if mode.is_none() {
        let message = format!("`{digits}` is no mode");
        fields.error("appspec-mode", "mode", message, "write one to four octal digits, such as 644".to_owned());
    }
    mode
}

fn read_types(fields: &Fields<'_>) -> Vec<ObjectType> {
    let of_name = |name: String| {
        let kind = ObjectType::ALL.iter().copied().find(|kind| kind.name() == name);
        if kind.is_none() {
            let known: Vec<&str> = ObjectType::ALL.iter().map(|kind| kind.name()).collect();
            let message = format!("`{name}` is not known here; allowed are {}", names(&known));
            fields.error("appspec-unknown-value", "type", message, "write one of them, or both".to_owned());
        }
        kind
    };
    fields.texts("type").into_iter().filter_map(of_name).collect()
}
