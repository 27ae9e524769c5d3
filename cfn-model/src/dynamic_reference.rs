//! Dynamic references: values that CloudFormation fetches at deployment and that never stand in a template.
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>.

use crate::{IntoProp, Prop, Value};

/// A secret of Secrets Manager, or one key of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretValue {
    secret: Prop<String>,
    json_key: Option<String>,
    version_stage: Option<String>,
}

impl SecretValue {
    /// The whole text of the secret with that name or ARN.
    pub fn new(secret: impl IntoProp<String>) -> Self {
        SecretValue { secret: secret.into_prop(), json_key: None, version_stage: None }
    }

    /// The value under one key of a secret that holds a JSON object.
    #[must_use]
    pub fn json_key(mut self, key: impl Into<String>) -> Self {
        self.json_key = Some(key.into());
        self
    }

    /// The version with that staging label; `AWSCURRENT` where none is named.
    #[must_use]
    pub fn version_stage(mut self, stage: impl Into<String>) -> Self {
        self.version_stage = Some(stage.into());
        self
    }
}

impl From<SecretValue> for Value {
    fn from(reference: SecretValue) -> Self {
        let mut tail = String::from(":SecretString");
        match (reference.json_key, reference.version_stage) {
            (None, None) => {}
            (Some(key), None) => tail.push_str(&format!(":{key}")),
            (key, Some(stage)) => tail.push_str(&format!(":{}:{stage}", key.unwrap_or_default())),
        }
        tail.push_str("}}");
        crate::text::text(vec!["{{resolve:secretsmanager:".into(), reference.secret.into_value(), tail.into()])
    }
}

impl IntoProp<String> for SecretValue {
    fn into_prop(self) -> Prop<String> {
        Prop::from_value(Value::from(self))
    }
}

/// A parameter of the Parameter Store, as plain text: `{{resolve:ssm:name}}`.
///
/// The newest version is taken where `version` is `None`.
pub fn ssm(name: &str, version: Option<u32>) -> Prop<String> {
    store("ssm", name, version)
}

/// A `SecureString` parameter of the Parameter Store. Only some properties take it.
pub fn ssm_secure(name: &str, version: Option<u32>) -> Prop<String> {
    store("ssm-secure", name, version)
}

fn store(service: &str, name: &str, version: Option<u32>) -> Prop<String> {
    let version = version.map(|version| format!(":{version}")).unwrap_or_default();
    Prop::from_value(format!("{{{{resolve:{service}:{name}{version}}}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_name_only_what_is_asked_for() {
        let text = |reference: SecretValue| Value::from(reference).as_str().map(str::to_owned);
        assert_eq!(text(SecretValue::new("a/b")).as_deref(), Some("{{resolve:secretsmanager:a/b:SecretString}}"));
        assert_eq!(
            text(SecretValue::new("a").json_key("token")).as_deref(),
            Some("{{resolve:secretsmanager:a:SecretString:token}}")
        );
        assert_eq!(
            text(SecretValue::new("a").version_stage("AWSPREVIOUS")).as_deref(),
            Some("{{resolve:secretsmanager:a:SecretString::AWSPREVIOUS}}")
        );
    }

    #[test]
    fn parameters_carry_their_version() {
        assert_eq!(ssm("/a", None).value().as_str(), Some("{{resolve:ssm:/a}}"));
        assert_eq!(ssm_secure("/a", Some(3)).value().as_str(), Some("{{resolve:ssm-secure:/a:3}}"));
    }
}
