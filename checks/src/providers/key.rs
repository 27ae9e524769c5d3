//! [`ConfigurationKey`]: one key of an action's configuration.

/// One key of an action's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigurationKey {
    /// The key.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Whether an action without it is refused. What depends on other keys counts as optional, see [`Need`].
    pub required: bool,
    /// Whether its value must not be seen.
    pub secret: bool,
    /// The values it may have; empty where they are not a closed set.
    pub values: &'static [&'static str],
    /// What kind of text its value is.
    pub form: Form,
}

/// What kind of text the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any text, or one of [`ConfigurationKey::values`].
    Text,
    /// Several of [`ConfigurationKey::values`], with commas between them.
    Several,
    /// A text that matches the regular expression; the second text says in words what that is.
    Pattern(&'static str, &'static str),
    /// A whole number within bounds.
    Number(i64, i64),
    /// The ARN of a role.
    Role,
    /// The name of one of the action's input artifacts.
    Artifact,
    /// A file of one of the action's input artifacts: `Artifact::path`.
    ArtifactFile,
    /// Either such a file or something else.
    PerhapsArtifactFile,
    /// A JSON object.
    JsonObject,
    /// A JSON array of objects with `name`, `value` and perhaps `type`, which is one of these.
    JsonVariables(&'static [&'static str]),
    /// A JSON array.
    JsonList,
}

impl ConfigurationKey {
    /// A key that every action of the kind has.
    pub const fn required(name: &'static str, meaning: &'static str) -> Self {
        ConfigurationKey { name, meaning, required: true, secret: false, values: &[], form: Form::Text }
    }

    /// A key that an action may leave out.
    pub const fn optional(name: &'static str, meaning: &'static str) -> Self {
        ConfigurationKey { required: false, ..ConfigurationKey::required(name, meaning) }
    }

    /// With a value that must not be seen.
    #[must_use]
    pub const fn secret(self) -> Self {
        ConfigurationKey { secret: true, ..self }
    }

    /// With a value out of these.
    #[must_use]
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        ConfigurationKey { values, ..self }
    }

    /// With several of these values, commas between them.
    #[must_use]
    pub const fn several_of(self, values: &'static [&'static str]) -> Self {
        ConfigurationKey { values, form: Form::Several, ..self }
    }

    /// With `true` or `false` as its value.
    #[must_use]
    pub const fn boolean(self) -> Self {
        self.one_of(&["true", "false"])
    }

    /// With a value of that kind.
    #[must_use]
    pub const fn form(self, form: Form) -> Self {
        ConfigurationKey { form, ..self }
    }
}

/// A key that is required in some cases only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The key.
    pub key: &'static str,
    /// The case.
    pub when: When,
}

/// When a key is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Another key has one of these values.
    Is(&'static str, &'static [&'static str]),
    /// Another key is there.
    Has(&'static str),
    /// None of these keys is there.
    HasNone(&'static [&'static str]),
    /// The action reads more than one artifact.
    SeveralInputs,
    /// The action reads no artifact.
    NoInputs,
}
