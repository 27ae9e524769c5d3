//! Which actions of a statement fit which of its resources.

use std::cell::RefCell;
use std::rc::Rc;

use cfn_model::{Function, Intrinsic, Value};
use foldhash::HashMap;

use super::actions::{Action, Meaning, Named};
use super::arn::{self, Text};
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
    /// Whether forms describe it that it was compared with.
    known: RefCell<Vec<(&'static str, bool)>>,
}

impl Arn {
    fn of(context: &Context<'_>, value: &Value) -> Option<Rc<Self>> {
        Some(Rc::new(Arn { text: Text::of(context, value)?, known: RefCell::default() }))
    }

    fn is_of(&self, form: &Form) -> bool {
        let mut known = self.known.borrow_mut();
        // Forms are parts of the facts: those that are the same stand at the same place.
        if let Some((_, is)) = known.iter().find(|(known, _)| std::ptr::eq(*known, form.form)) {
            return *is;
        }
        let is = form.service.is_none_or(|service| self.text.may_be_of(service)) && self.text.meets(&form.text);
        known.push((form.form, is));
        is
    }
}

/// What the policies of a template say again and again, looked at once.
#[derive(Default)]
pub(super) struct Known {
    /// Actions by their texts.
    actions: RefCell<HashMap<String, Rc<Meaning>>>,
    /// Resources that are texts with variables, by these texts.
    texts: Arns,
    /// Resources that are attributes, by the types whose ARNs they are.
    types: Arns,
}

type Arns = RefCell<HashMap<String, Rc<Arn>>>;

impl Known {
    /// What an action means.
    pub(super) fn action(&self, action: &Value) -> Rc<Meaning> {
        let Some(text) = action.as_str() else { return Rc::new(Meaning::of(action)) };
        if let Some(meaning) = self.actions.borrow().get(text) {
            return Rc::clone(meaning);
        }
        let meaning = Rc::new(Meaning::of(action));
        self.actions.borrow_mut().insert(text.to_owned(), Rc::clone(&meaning));
        meaning
    }

    fn arn(&self, context: &Context<'_>, value: &Value) -> Option<Rc<Arn>> {
        let Some((known, key)) = value.as_intrinsic().and_then(|call| self.arns(context, call)) else {
            return Arn::of(context, value);
        };
        if let Some(arn) = known.borrow().get(key) {
            return Some(Rc::clone(arn));
        }
        let arn = Arn::of(context, value)?;
        known.borrow_mut().insert(key.to_owned(), Rc::clone(&arn));
        Some(arn)
    }

    /// Among which a function may be, and by what.
    fn arns<'c>(&'c self, context: &'c Context<'_>, call: &'c Intrinsic) -> Option<(&'c Arns, &'c str)> {
        match call.function {
            Function::Sub => Some((&self.texts, call.argument.as_str()?)),
            Function::GetAtt => {
                let (name, attribute) = arn::mentioned(&call.argument)?;
                Some((&self.types, arn::of_attribute(context, name, attribute)?.type_name))
            }
            _ => None,
        }
    }
}

/// The resources of a statement, with which its actions are compared.
pub(super) struct Fit(Vec<Rc<Arn>>);

impl Fit {
    /// `None` where the resources are open: `*` is among them, or something that is not known.
    pub(super) fn of(context: &Context<'_>, known: &Known, statement: &Statement<'_>) -> Option<Self> {
        if statement.object.open || !statement.contains("Resource") || statement.resources.is_empty() {
            return None;
        }
        let resources = statement.resources.iter().map(|resource| known.arn(context, resource));
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
