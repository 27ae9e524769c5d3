//! Which actions of a statement fit which of its resources.

use std::cell::RefCell;

use cfn_model::Value;

use super::actions::{Action, Meaning, Named};
use super::arn::Text;
use super::policy::{Element, Statement};
use crate::context::Context;

/// A form of ARNs, as AWS writes it.
#[derive(Debug)]
pub(super) struct Form {
    form: &'static str,
    text: Text,
    service: Option<&'static str>,
}

impl Form {
    pub(super) fn new(form: &'static str) -> Self {
        Form { form, text: Text::of_form(form), service: form.split(':').nth(2) }
    }
}

/// The forms of ARNs that the actions of a statement take, each compared with a resource at most once.
pub(super) struct Fit {
    /// The resources in their order, each with the service of its ARN, where that is written.
    resources: Vec<(Text, Option<String>)>,
    /// For a form, which of the resources it describes.
    known: RefCell<Vec<(&'static str, Vec<bool>)>>,
}

impl Fit {
    /// `None` where the resources are open: `*` is among them, or something that is not known.
    pub(super) fn of(context: &Context<'_>, statement: &Statement<'_>) -> Option<Self> {
        if statement.object.open || !statement.contains("Resource") || statement.resources.is_empty() {
            return None;
        }
        let text = |element: &Element<'_>| {
            let text = Text::of(context, element.value)?;
            let service = text.service();
            Some((text, service))
        };
        let resources: Vec<_> = statement.resources.iter().map(text).collect::<Option<_>>()?;
        let open = resources.iter().any(|(text, _)| text.is_open());
        (!open).then(|| Fit { resources, known: RefCell::default() })
    }

    /// Whether the form describes a resource that is `wanted`, by its number.
    fn describes(&self, form: &Form, wanted: impl Fn(usize) -> bool) -> bool {
        let mut known = self.known.borrow_mut();
        let index = known.iter().position(|(known, _)| *known == form.form).unwrap_or_else(|| {
            let meets = self.resources.iter().map(|(text, found)| {
                let differs = found.as_deref().is_some_and(|found| form.service.is_some_and(|wanted| wanted != found));
                !differs && text.meets(&form.text)
            });
            known.push((form.form, meets.collect()));
            known.len() - 1
        });
        known[index].1.iter().enumerate().any(|(index, meets)| *meets && wanted(index))
    }

    /// Whether one of the actions can be done with one of the resources.
    pub(super) fn fits(&self, actions: &Meaning) -> bool {
        actions.forms().iter().any(|form| self.describes(form, |_| true))
    }

    /// Whether one of the actions can be done with the resource of that number.
    pub(super) fn fits_resource(&self, actions: &Meaning, index: usize) -> bool {
        actions.forms().iter().any(|form| self.describes(form, |other| other == index))
    }

    /// Whether the action can be done with one of the resources.
    pub(super) fn fits_action(&self, action: Action) -> bool {
        action.arns().any(|form| self.describes(&Form::new(form), |_| true))
    }
}

/// Whether all that the statement's actions are is known, and whether an action is among them that takes any resource.
pub(super) fn are_known(statement: &Statement<'_>) -> bool {
    statement.contains("Action")
        && statement.actions().all(|(_, named)| matches!(named, Named::Actions(..) | Named::UnknownAction(_)))
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
