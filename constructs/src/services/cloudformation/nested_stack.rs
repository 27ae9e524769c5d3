//! [`NestedStack`]: a stack that is a resource of another one.

use cfn_model::{Handle, Map, MapOf, Prop, cloudformation};

use super::Interface;
use super::template::{object_url, synthesise};
use crate::Stack;
use crate::services::Minutes;
use crate::stack::{MAIN, RemovalPolicy};

/// A stack that is created, updated and deleted with the one that holds it.
///
/// Splits what has more than 500 resources, or what is used several times. Stacks that are deployed on their own
/// refer to each other without nesting.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NestedStack {
    /// The resource that stands for the stack.
    pub handle: Handle<cloudformation::Stack>,
    interface: Interface,
}

/// What a [`NestedStack`] deploys.
#[derive(Debug)]
pub enum NestedTemplate {
    /// A stack of this program, which is no stack of the app by itself. It is synthesised and checked with the
    /// stack that holds it, and uploaded beforehand, with the files that it needs.
    ///
    /// What it needs to know of its surroundings it takes as parameters; what others need of it are its outputs.
    Stack(Box<Stack>),
    /// A template that is released somewhere, by its `https://` URL, with what it takes and gives.
    Released(Prop<String>, Interface),
}

impl From<Stack> for NestedTemplate {
    fn from(stack: Stack) -> Self {
        NestedTemplate::Stack(Box::new(stack))
    }
}

/// What a [`NestedStack`] is made of.
#[derive(Debug)]
pub struct NestedStackProps {
    /// What is deployed.
    pub template: NestedTemplate,
    /// The values of the template's parameters. Those that have a default may be left out.
    pub parameters: Vec<(String, Prop<String>)>,
    /// How long its creation may take, after which it counts as failed. No limit by default.
    pub timeout: Option<Minutes>,
}

impl NestedStackProps {
    /// A nested stack of that template, without values for its parameters.
    pub fn new(template: impl Into<NestedTemplate>) -> Self {
        NestedStackProps { template: template.into(), parameters: Vec::new(), timeout: None }
    }

    /// With a value for a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl cfn_model::IntoProp<String>) -> Self {
        self.parameters.push((name.into(), value.into_prop()));
        self
    }
}

/// What problems of nested stacks are called.
const CODE: &str = "nested-stack";

impl NestedStack {
    /// Adds a nested stack.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: NestedStackProps) -> Self {
        stack.construct(id, |stack| {
            let (url, interface) = match props.template {
                NestedTemplate::Released(url, interface) => (url, interface),
                NestedTemplate::Stack(inner) => upload(*inner, stack),
            };
            let given = |name: &str| props.parameters.iter().any(|(given, _)| given == name);
            interface.check_parameters(stack, CODE, props.parameters.iter().map(|(name, _)| name.as_str()), given);

            let mut nested = cloudformation::Stack::new(url);
            if !props.parameters.is_empty() {
                let values = props.parameters.into_iter().map(|(name, value)| (name, value.into_value()));
                nested = nested.parameters(Prop::<MapOf<String>>::from_value(values.collect::<Map>()));
            }
            if let Some(timeout) = props.timeout {
                nested = nested.timeout_in_minutes(i64::from(timeout.0));
            }
            let handle = stack.add(MAIN, nested);
            // What is in it and has to be kept says so itself.
            stack.resource(handle).removal_policy(RemovalPolicy::Destroy);
            NestedStack { handle, interface }
        })
    }

    /// The value of an output of the nested stack. One that its template does not have is reported.
    pub fn output<T>(&self, stack: &mut Stack, name: &str) -> Prop<T> {
        stack.beside(self.handle, |stack| self.interface.check_output(stack, CODE, name));
        self.handle.attribute(format!("Outputs.{name}"))
    }
}

/// Uploads what a stack of this program becomes.
fn upload(inner: Stack, stack: &mut Stack) -> (Prop<String>, Interface) {
    let Some((artifact, assets)) = synthesise(inner, stack) else {
        // Stands in where there is none: synthesis fails.
        return (Prop::new("https://"), Interface::default());
    };
    for location in artifact.assets {
        if let Some(asset) = assets.iter().find(|asset| asset.path == location.path) {
            stack.keep_asset(location, || asset.contents.clone());
        }
    }
    let interface = Interface::of_template(&artifact.template);
    let object = stack.add_template(artifact.template.to_yaml());
    (object_url(&object), interface)
}
