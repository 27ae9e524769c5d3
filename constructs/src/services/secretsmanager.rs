//! Secrets that a stack makes. [`Secret`] itself is there without this feature.

use cfn_model::secretsmanager::secret::{GenerateSecretString, ReplicaRegion};
use cfn_model::{Diagnostic, Handle, Map, Prop, emit, secretsmanager, sub};

use super::{Key, Secret};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// Secrets Manager takes resource policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>.
const POLICY_BYTES: usize = 20_480;

/// What a generated secret holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretContent {
    /// The generated password.
    Password,
    /// A JSON object with these keys and values, which everyone may see, and the generated password under another key.
    Json {
        /// Keys and values beside the password, such as a user's name.
        fields: Vec<(String, String)>,
        /// The key of the password.
        password_key: String,
    },
}

/// A copy of a secret in another region.
#[derive(Clone, Debug, PartialEq)]
pub struct Replica {
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// The key of that region that encrypts the copy, by ARN. By default the one that AWS keeps for
    /// Secrets Manager in the account.
    pub key_arn: Option<Prop<String>>,
}

/// What a secret with a generated value is made of.
///
/// See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretProps {
    /// What it holds. A password alone by default.
    pub content: SecretContent,
    /// The secret's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What it is for, at most 2,048 characters. None by default.
    pub description: Option<String>,
    /// How many characters the password has, 1 to 4,096. 32 by default.
    pub length: u32,
    /// Characters that the password does not have, such as those that a shell would read. None by default.
    pub exclude_characters: String,
    /// Whether the password has letters and digits only. Off by default.
    pub alphanumeric: bool,
    /// The key that encrypts it. By default the one that AWS keeps for Secrets Manager in the account,
    /// which no other account can use.
    pub key: Option<Key>,
    /// Copies in other regions. None by default.
    pub replicas: Vec<Replica>,
    /// What becomes of the secret with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl Default for SecretProps {
    fn default() -> Self {
        SecretProps {
            content: SecretContent::Password,
            name: None,
            description: None,
            length: 32,
            exclude_characters: String::new(),
            alphanumeric: false,
            key: None,
            replicas: Vec::new(),
            removal_policy: RemovalPolicy::Retain,
        }
    }
}

/// A secret that the stack makes, as a resource of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneratedSecret {
    /// The secret itself.
    pub handle: Handle<secretsmanager::Secret>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
}

impl Secret {
    /// Adds a secret whose value Secrets Manager makes up, so that nobody ever sees it.
    ///
    /// A value that people know, such as a token of GitHub, does not go through a template: they put it
    /// into the secret themselves, and the stack names it with [`Secret::new`].
    #[track_caller]
    pub fn generate(stack: &mut Stack, id: impl Into<String>, props: SecretProps) -> Self {
        GeneratedSecret::new(stack, id, props).secret()
    }
}

impl GeneratedSecret {
    /// Adds a secret as [`Secret::generate`] does, for those who add to its policy as well.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: SecretProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let mut secret = secretsmanager::Secret::new().generate_secret_string(generated(&props));
            if let Some(name) = props.name {
                secret = secret.name(name);
            }
            if let Some(description) = props.description {
                secret = secret.description(description);
            }
            if let Some(key) = props.key {
                secret = secret.kms_key_id(key.arn());
            }
            if !props.replicas.is_empty() {
                let replicas = props.replicas.into_iter().map(|replica| match replica.key_arn {
                    Some(arn) => ReplicaRegion::new(replica.region).kms_key_id(arn),
                    None => ReplicaRegion::new(replica.region),
                });
                secret = secret.replica_regions(replicas.collect::<Vec<_>>());
            }
            let handle = stack.add(MAIN, secret);
            stack.resource(handle).removal_policy(props.removal_policy);
            GeneratedSecret { handle, key: props.key }
        })
    }

    /// The secret, for those who use it.
    pub fn secret(self) -> Secret {
        let secret = Secret::new(self.handle.reference());
        match self.key {
            Some(key) => secret.encrypted_with(key),
            None => secret,
        }
    }

    /// Adds a statement to the secret's own policy. It speaks of this secret.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        if stack.own(self.handle.target()).is_none() {
            return;
        }
        let policy = stack.beside(self.handle, |stack| match stack.find("Policy") {
            Some(policy) => policy,
            None => {
                let policy = secretsmanager::ResourcePolicy::new(Map::new(), self.handle.reference());
                let policy = stack.add("Policy", policy.block_public_policy(true));
                stack.grow_policy(policy, "ResourcePolicy", POLICY_BYTES);
                policy
            }
        });
        stack.add_statement(policy, statement.on_all_resources());
    }

    /// Lets an account, or a role or user of one, read the secret from elsewhere, as far as that account
    /// allows it. The secret needs a key of its own for it, whose policy follows.
    ///
    /// See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html>.
    pub fn share(self, stack: &mut Stack, principal: Principal) {
        let read = Statement::allow(["secretsmanager:GetSecretValue"]).to([principal.clone()]);
        self.add_to_policy(stack, read);
        match self.key {
            Some(key) => {
                let decrypt = Statement::allow(["kms:Decrypt", "kms:DescribeKey"]).to([principal]);
                let service = sub!("secretsmanager.{region}.{url_suffix}");
                key.add_to_policy(stack, decrypt.when(Operator::StringEquals, "kms:ViaService", [service]));
            }
            None => stack.beside(self.handle, |stack| {
                stack.report(
                    Diagnostic::error("secret-key", "a secret is shared whose key only this account can use")
                        .property("KmsKeyId")
                        .help("give it a key of its own, with `SecretProps::key`"),
                );
            }),
        }
    }
}

impl From<GeneratedSecret> for Secret {
    fn from(secret: GeneratedSecret) -> Self {
        secret.secret()
    }
}

fn generated(props: &SecretProps) -> GenerateSecretString {
    let mut generate = GenerateSecretString::new().password_length(props.length);
    if !props.exclude_characters.is_empty() {
        generate = generate.exclude_characters(props.exclude_characters.as_str());
    }
    if props.alphanumeric {
        generate = generate.exclude_punctuation(true);
    }
    if let SecretContent::Json { fields, password_key } = &props.content {
        let fields: Map = fields.iter().map(|(key, value)| (key.clone(), value)).collect();
        generate =
            generate.secret_string_template(emit::to_json(&fields.into()).trim_end()).generate_string_key(password_key);
    }
    generate
}

fn check(stack: &mut Stack, props: &SecretProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("secret", message).property(property).help(help));
    };
    if let Some(name) = &props.name {
        let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "/_+=.@-".contains(character));
        if !sound || !(1..=512).contains(&name.len()) {
            let help = "use letters, digits and /_+=.@-, 1 to 512 characters, or leave it out";
            report("Name", format!("`{name}` is no name for a secret"), help);
        }
        // A name that looks like the end of an ARN is taken for one when the secret is looked up by it.
        let tail = name.rsplit_once('-').map(|(_, tail)| tail).unwrap_or_default();
        if tail.len() == 6 && tail.chars().all(|character| character.is_ascii_alphanumeric()) {
            let message = format!("the name `{name}` ends with a hyphen and six characters, as ARNs of secrets do");
            report("Name", message, "end it in another way");
        }
    }
    if !(1..=4_096).contains(&props.length) {
        let message = format!("the password has {} characters, 1 to 4096 are allowed", props.length);
        report("GenerateSecretString.PasswordLength", message, "give a number from 1 to 4096");
    }
    if let SecretContent::Json { fields, password_key } = &props.content
        && fields.iter().any(|(key, _)| key == password_key)
    {
        let message = format!("the key `{password_key}` of the password is a field already");
        report("GenerateSecretString.GenerateStringKey", message, "leave the field out, or use another key");
    }
}
