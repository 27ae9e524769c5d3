//! Which actions of a statement fit which of its resources.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use cfn_model::{Function, Value};

use super::actions::{Action, Meaning, Named};
use super::arn::Text;
use super::policy::Statement;
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

/// A resource of a statement.
struct Arn {
    text: Text,
    /// The service, where it is written.
    service: Option<String>,
    /// Whether forms describe it that it was compared with.
    known: RefCell<Vec<(&'static str, bool)>>,
}

impl Arn {
    fn of(context: &Context<'_>, value: &Value) -> Option<Rc<Self>> {
        let text = Text::of(context, value)?;
        Some(Rc::new(Arn { service: text.service(), text, known: RefCell::default() }))
    }

    fn is_of(&self, form: &Form) -> bool {
        let mut known = self.known.borrow_mut();
        if let Some((_, is)) = known.iter().find(|(known, _)| *known == form.form) {
            return *is;
        }
        let services = self.service.as_deref().zip(form.service);
        let is = services.is_none_or(|(found, wanted)| found == wanted) && self.text.meets(&form.text);
        known.push((form.form, is));
        is
    }
}

/// The resources of a template's policies that are texts with variables, of which many are the same.
#[derive(Default)]
pub(super) struct Arns(RefCell<HashMap<String, Rc<Arn>>>);

impl Arns {
    fn of(&self, context: &Context<'_>, value: &Value) -> Option<Rc<Arn>> {
        let call = value.as_intrinsic().filter(|call| call.function == Function::Sub);
        let Some(text) = call.and_then(|call| call.argument.as_str()) else { return Arn::of(context, value) };
        if let Some(arn) = self.0.borrow().get(text) {
            return Some(Rc::clone(arn));
        }
        let arn = Arn::of(context, value)?;
        self.0.borrow_mut().insert(text.to_owned(), Rc::clone(&arn));
        Some(arn)
    }
}

/// The resources of a statement, with which its actions are compared.
pub(super) struct Fit(Vec<Rc<Arn>>);

impl Fit {
    /// `None` where the resources are open: `*` is among them, or something that is not known.
    pub(super) fn of(context: &Context<'_>, arns: &Arns, statement: &Statement<'_>) -> Option<Self> {
        if statement.object.open || !statement.contains("Resource") || statement.resources.is_empty() {
            return None;
        }
        let resources = statement.resources.iter().map(|element| arns.of(context, element.value));
        let resources: Vec<_> = resources.collect::<Option<_>>()?;
        let open = resources.iter().any(|arn| arn.text.is_open());
        (!open).then_some(Fit(resources))
    }

    /// Whether one of the actions can be done with one of the resources.
    pub(super) fn fits(&self, actions: &Meaning) -> bool {
        actions.forms().iter().any(|form| self.0.iter().any(|arn| arn.is_of(form)))
    }

    /// Whether one of the actions can be done with the resource of that number.
    pub(super) fn fits_resource(&self, actions: &Meaning, index: usize) -> bool {
        actions.forms().iter().any(|form| self.0[index].is_of(form))
    }

    /// Whether the action can be done with one of the resources.
    pub(super) fn fits_action(&self, action: Action) -> bool {
        action.arns().map(Form::new).any(|form| self.0.iter().any(|arn| arn.is_of(&form)))
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
