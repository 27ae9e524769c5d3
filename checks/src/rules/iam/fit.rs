//! Which actions of a statement fit which of its resources.

use cfn_model::Value;

use super::actions::{Action, Named};
use super::arn::Text;
use super::policy::{Element, Policy, Statement};

/// The forms of ARNs that the actions of a statement take, each compared with a resource at most once.
pub(super) struct Fit<'p, 'd> {
    /// With the service of its ARN, where that is written.
    resources: Vec<(&'p Element<'d>, Text, Option<String>)>,
    /// For a form, which of the resources it describes.
    known: Vec<(&'static str, Vec<bool>)>,
}

impl<'p, 'd> Fit<'p, 'd> {
    /// `None` where the resources are open: `*` is among them, or something that is not known.
    pub(super) fn of(policy: &Policy<'d>, statement: &'p Statement<'d>) -> Option<Self> {
        if statement.object.open || !statement.contains("Resource") || statement.resources.is_empty() {
            return None;
        }
        let text = |element: &'p Element<'d>| {
            let text = Text::of(policy.context, element.value)?;
            let service = text.service();
            Some((element, text, service))
        };
        let resources: Vec<_> = statement.resources.iter().map(text).collect::<Option<_>>()?;
        let open = resources.iter().any(|(_, text, _)| text.is_open());
        (!open).then_some(Fit { resources, known: Vec::new() })
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = &'p Element<'d>> {
        self.resources.iter().map(|(element, ..)| *element)
    }

    /// Which of the resources the form describes.
    fn described(&mut self, form: &'static str) -> &[bool] {
        let index = self.known.iter().position(|(known, _)| *known == form).unwrap_or_else(|| {
            let (wanted, service) = (Text::of_form(form), form.split(':').nth(2));
            let meets = self.resources.iter().map(|(_, text, found)| {
                let differs = found.as_deref().is_some_and(|found| service.is_some_and(|service| service != found));
                !differs && text.meets(&wanted)
            });
            let meets = meets.collect();
            self.known.push((form, meets));
            self.known.len() - 1
        });
        &self.known[index].1
    }

    /// Whether the action can be done with one of the resources.
    pub(super) fn fits(&mut self, action: Action) -> bool {
        action.arns().any(|form| self.described(form).contains(&true))
    }

    /// Whether the action can be done with the resource of that number.
    pub(super) fn fits_resource(&mut self, action: Action, index: usize) -> bool {
        action.arns().any(|form| self.described(form)[index])
    }
}

/// Whether all that the statement's actions are is known, and whether an action is among them that takes any resource.
pub(super) fn are_known(statement: &Statement<'_>) -> bool {
    statement.contains("Action")
        && statement.actions.iter().all(|(_, named)| matches!(named, Named::Actions(..) | Named::UnknownAction(_)))
}

/// The form of an ARN as it is written with `Fn::Sub`.
pub(super) fn as_substitution(form: &str) -> String {
    form.replace("${Partition}", "${AWS::Partition}")
        .replace("${Region}", "${AWS::Region}")
        .replace("${Account}", "${AWS::AccountId}")
}

/// Whether the value is `*`.
pub(super) fn is_star(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte == b'*'))
}
