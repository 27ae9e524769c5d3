//! [`StackSetTemplate`]: what a stack set deploys.

use cfn_model::template::{Section, Template};
use cfn_model::{Diagnostic, Prop, sub};

pub use cfn_model::cloudformation::stack_set::Capability;

use super::Interface;
use crate::stack::AssetObject;
use crate::synth::{FileAsset, StackArtifact, is_large_template};
use crate::{App, Stack};

/// CloudFormation takes templates of up to this many bytes in a request; larger ones come from a bucket.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const INLINE_BYTES: usize = 51_200;

/// What a stack set deploys.
#[derive(Debug)]
pub enum StackSetTemplate {
    /// A stack of this program. It is synthesised and checked with the stack that holds the set, and
    /// stands in its template where it fits there; a larger one is uploaded beforehand.
    ///
    /// What it needs to know of other stacks it takes as parameters, which the set fills.
    Stack(Box<Stack>),
    /// A template in a bucket, by its `https://` URL, and the capabilities that it needs.
    Url(Prop<String>, Vec<Capability>),
}

impl From<Stack> for StackSetTemplate {
    fn from(stack: Stack) -> Self {
        StackSetTemplate::Stack(Box::new(stack))
    }
}

/// A template, ready to be named by a stack set.
pub(super) struct Ready {
    pub(super) place: Place,
    pub(super) capabilities: Vec<Capability>,
    /// What it takes and gives, where the template is known.
    pub(super) interface: Option<Interface>,
}

/// Where a template is.
pub(super) enum Place {
    Body(String),
    Url(Prop<String>),
}

impl StackSetTemplate {
    pub(super) fn ready(self, stack: &mut Stack) -> Ready {
        match self {
            StackSetTemplate::Url(url, capabilities) => Ready { place: Place::Url(url), capabilities, interface: None },
            StackSetTemplate::Stack(inner) => ready(*inner, stack),
        }
    }
}

fn ready(inner: Stack, stack: &mut Stack) -> Ready {
    let Some((artifact, _)) = synthesise(inner, stack) else {
        // Stands in where there is none: synthesis fails, and says only what is wrong with the inner stack.
        return Ready { place: Place::Body("{}".to_owned()), capabilities: Vec::new(), interface: None };
    };
    if !artifact.assets.is_empty() {
        stack.report(
            Diagnostic::error(
                "stack-set-assets",
                "the template of a stack set needs files that are uploaded beforehand",
            )
            .property("TemplateBody")
            .help("give its functions inline code: a bucket of one region serves no function in another"),
        );
    }
    let template = artifact.template;
    let (capabilities, interface) = (capabilities(&template), Some(Interface::of_template(&template)));
    let text = template.to_yaml();
    let place =
        if text.len() <= INLINE_BYTES { Place::Body(text) } else { Place::Url(object_url(&stack.add_template(text))) };
    Ready { place, capabilities, interface }
}

/// What a stack becomes that another one carries, and the files that it needs. What is wrong with it is wrong with
/// that one.
pub(super) fn synthesise(inner: Stack, stack: &mut Stack) -> Option<(StackArtifact, Vec<FileAsset>)> {
    let assembly = match App::new().with(inner).synth() {
        Ok(assembly) => assembly,
        Err(problems) => {
            stack.diagnostics.extend(problems);
            return None;
        }
    };
    // Where its template lies is seen to here.
    stack.diagnostics.extend(assembly.diagnostics.into_iter().filter(|problem| !is_large_template(problem)));
    Some((assembly.stacks.into_iter().next()?, assembly.assets))
}

/// Where CloudFormation finds a template that was uploaded.
pub(super) fn object_url(object: &AssetObject) -> Prop<String> {
    sub!("https://{}.s3.{region}.{url_suffix}/{}", object.bucket.clone(), object.key.as_str())
}

/// What the account has to agree to before the template is deployed.
fn capabilities(template: &Template) -> Vec<Capability> {
    let iam = |id: &str| id.starts_with("AWS::IAM::");
    let mut capabilities = Vec::new();
    let kinds: Vec<_> = template.resources().filter(|(_, resource)| resource.type_name().is_some_and(iam)).collect();
    let names = ["GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName"];
    let named = kinds.iter().any(|(_, resource)| names.iter().any(|name| resource.property(name).is_some()));
    if named {
        capabilities.push(Capability::CapabilityNamedIam);
    } else if !kinds.is_empty() {
        capabilities.push(Capability::CapabilityIam);
    }
    if template.get(Section::Transform).is_some() {
        capabilities.push(Capability::CapabilityAutoExpand);
    }
    capabilities
}
