//! [`Function`]: a Lambda function with its role and log group.

use cfn_model::lambda::function::{EphemeralStorage, TracingConfig, TracingConfigMode};
use cfn_model::{Diagnostic, Handle, Prop, iam, lambda};

use super::{Architecture, Code, DeadLetter, Image, LogFormat, Package, Runtime, Vpc, environment};
use crate::Stack;
use crate::iam::{PolicyDocument, Statement};
use crate::services::{Grantee, Key, LogGroup, LogGroupProps, Mebibytes, Role, RoleProps, Seconds};
use crate::stack::MAIN;

const SERVICE: &str = "lambda.amazonaws.com";

/// A Lambda function, the role it runs with, and the log group it writes to.
///
/// What may invoke it is told by [`Invocable`](super::Invocable), which an [`Alias`](super::Alias) shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// The function itself.
    pub handle: Handle<lambda::Function>,
    /// The role it runs with.
    pub role: Role,
    /// Where it logs.
    pub log_group: LogGroup,
}

/// What a [`Function`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionProps {
    /// What it runs.
    pub package: Package,
    /// The function's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What it is for, at most 256 characters. None by default.
    pub description: Option<String>,
    /// The processor it is built for. Arm by default.
    pub architecture: Architecture,
    /// How much memory it has, 128 to 10,240 MiB, and with it how fast its processor is. 256 MiB by default.
    pub memory: Mebibytes,
    /// How long it may take, 1 to 900 seconds. 30 seconds by default.
    pub timeout: Seconds,
    /// Its environment variables, which anyone may read who can see the function. None by default.
    pub environment: Vec<(String, Prop<String>)>,
    /// The key that encrypts the variables where Lambda keeps them. By default one that Lambda owns.
    pub environment_key: Option<Key>,
    /// How often it may run at the same time; 0 stops it. By default it shares what the account has.
    pub reserved_concurrency: Option<u32>,
    /// Where events go that it could not handle when it was invoked asynchronously. By default they are dropped.
    pub dead_letter: Option<DeadLetter>,
    /// Its network, where it is in a VPC. By default it is in none, and reaches the internet.
    pub vpc: Option<Vpc>,
    /// Whether X-Ray traces it. Off by default.
    pub tracing: bool,
    /// Layers that add files to its code, by ARN with version: at most 5. None by default.
    pub layers: Vec<Prop<String>>,
    /// The size of its `/tmp`, 512 to 10,240 MiB. 512 MiB by default.
    pub ephemeral_storage: Mebibytes,
    /// The form of its logs. JSON from the level Info by default.
    pub log_format: LogFormat,
    /// Where it logs: a group with 30 days of retention by default.
    pub logs: LogGroupProps,
}

impl FunctionProps {
    /// A function of code for a runtime of Lambda's, everything else by default.
    pub fn new(runtime: Runtime, handler: impl Into<String>, code: impl Into<Code>) -> Self {
        FunctionProps::of(Package::Zip { runtime, handler: handler.into(), code: code.into() })
    }

    /// A function from a container image, everything else by default.
    pub fn image(image: Image) -> Self {
        FunctionProps::of(Package::Image(image))
    }

    fn of(package: Package) -> Self {
        FunctionProps {
            package,
            name: None,
            description: None,
            architecture: Architecture::default(),
            memory: Mebibytes(256),
            timeout: Seconds(30),
            environment: Vec::new(),
            environment_key: None,
            reserved_concurrency: None,
            dead_letter: None,
            vpc: None,
            tracing: false,
            layers: Vec::new(),
            ephemeral_storage: Mebibytes(512),
            log_format: LogFormat::default(),
            logs: LogGroupProps::default(),
        }
    }

    /// With one more environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl cfn_model::IntoProp<String>) -> Self {
        self.environment.push((name.into(), value.into_prop()));
        self
    }
}

impl Function {
    /// Adds a function with its role and log group.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: FunctionProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let description = "What the function may do.";
            let role = Role::new(stack, "Role", RoleProps::for_service(SERVICE).description(description));
            let log_group = LogGroup::new(stack, "Logs", props.logs.clone());
            log_group.grant_write(stack, &role);

            let logging = props.log_format.to_property(stack).log_group(log_group.name());
            let mut function = props
                .package
                .to_resource(stack, role.arn())
                .architectures([props.architecture.to_property()])
                .memory_size(props.memory.within(128..=10_240, stack, "MemorySize"))
                .timeout(props.timeout.within(1..=900, stack, "Timeout"))
                .logging_config(logging);
            if let Some(name) = &props.name {
                function = function.function_name(name);
            }
            if let Some(description) = &props.description {
                function = function.description(description);
            }
            if !props.environment.is_empty() {
                function = function.environment(environment::to_property(stack, props.environment));
            }
            if let Some(key) = props.environment_key {
                key.grant_decrypt(stack, &role);
                function = function.kms_key_arn(key.arn());
            }
            if let Some(count) = props.reserved_concurrency {
                function = function.reserved_concurrent_executions(count);
            }
            // Lambda looks for these when the function is created. A policy of its own could come too late,
            // and waiting for it would make a circle of every grant that leads back to the function.
            let mut needed = PolicyDocument::default();
            if let Some(dead_letter) = &props.dead_letter {
                needed.add(dead_letter.permission());
                function = function.dead_letter_config(dead_letter.to_property());
            }
            if let Some(vpc) = &props.vpc {
                Vpc::permissions().into_iter().for_each(|statement| needed.add(statement));
                function = function.vpc_config(vpc.to_property(stack));
            }
            if !needed.is_empty() {
                let policy = iam::role::Policy::new(needed, "Creation");
                stack.modify(role.handle, |role| role.policies([policy]));
            }
            if props.tracing {
                // These actions know no resources.
                let trace = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
                role.allow(stack, Statement::allow(trace).on_all_resources());
                function = function.tracing_config(TracingConfig::new().mode(TracingConfigMode::Active));
            }
            if !props.layers.is_empty() {
                function = function.layers(props.layers);
            }
            let storage = props.ephemeral_storage.within(512..=10_240, stack, "EphemeralStorage.Size");
            if storage != 512 {
                function = function.ephemeral_storage(EphemeralStorage::new(storage));
            }
            Function { handle: stack.add(MAIN, function), role, log_group }
        })
    }

    /// The function's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The function's ARN, without a version.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

impl Grantee for Function {
    fn role(&self) -> Role {
        self.role
    }
}

fn check(stack: &mut Stack, props: &FunctionProps) {
    props.package.check(stack, !props.layers.is_empty());
    if let Some(name) = &props.name {
        let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character));
        if !sound || !(1..=64).contains(&name.len()) {
            stack.report(
                Diagnostic::error("lambda-name", format!("`{name}` is no name for a function"))
                    .property("FunctionName")
                    .help("use letters, digits, hyphens and underscores, 1 to 64, or leave it out"),
            );
        }
    }
    if let Some(length) = props.description.as_ref().map(|text| text.chars().count()).filter(|length| *length > 256) {
        stack.report(
            Diagnostic::error(
                "lambda-description",
                format!("the description has {length} characters, 256 are allowed"),
            )
            .property("Description")
            .help("shorten it"),
        );
    }
    if props.layers.len() > 5 {
        let count = props.layers.len();
        stack.report(
            Diagnostic::error("lambda-layers", format!("the function has {count} layers, 5 are allowed"))
                .property("Layers")
                .help("put several layers into one, or their files into the code"),
        );
    }
}
