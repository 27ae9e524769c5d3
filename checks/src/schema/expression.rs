//! What a function gives, in the place where it stands.

use cfn_model::{Function, Intrinsic};

use super::evaluate::Validator;
use super::report;
use crate::conditions::Env;
use crate::context::Context;
use crate::data::Node;
use crate::facts;

/// What kind of value a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A single value.
    Scalar,
    /// A list.
    List,
    /// It cannot be told.
    Any,
}

impl<'a> Validator<'_, 'a> {
    pub(super) fn expression(&mut self, schema: Node, call: &'a Intrinsic, _env: &Env) {
        self.unknown = true;
        let schema = facts::resolve(self.root, schema);
        let types: Vec<&str> = Self::types(schema).collect();
        if types.is_empty() {
            return;
        }
        let list = types.contains(&"array");
        let scalar = types.iter().any(|name| !matches!(*name, "array" | "object"));
        let wanted = || types.iter().map(|name| report::type_name(name)).collect::<Vec<_>>().join(" or ");
        let name = call.function.name();
        match kind(self.context, call) {
            Kind::Scalar if !scalar => {
                let message = format!("`{name}` gives a single value here, {} is wanted", wanted());
                self.report(&report::WRONG_FUNCTION, message, None);
            }
            Kind::List if !list && scalar => {
                let message = format!("`{name}` gives a list here, {} is wanted", wanted());
                let help = "take one item with `Fn::Select`, or join them with `Fn::Join`";
                self.report(&report::WRONG_FUNCTION, message, Some(help.to_owned()));
            }
            _ => {}
        }
    }
}

/// What kind of value a function gives.
pub(crate) fn kind(context: &Context<'_>, call: &Intrinsic) -> Kind {
    match call.function {
        Function::Sub | Function::Join | Function::Base64 | Function::ToJsonString | Function::ImportValue => {
            Kind::Scalar
        }
        Function::Split | Function::Cidr | Function::GetAzs => Kind::List,
        Function::Ref => call.argument.as_str().map_or(Kind::Any, |name| kind_of_ref(context, name)),
        _ => Kind::Any,
    }
}

fn kind_of_ref(context: &Context<'_>, name: &str) -> Kind {
    if let Some(parameter) = context.parameter(name) {
        let Some(kind) = parameter.get("Type").and_then(|kind| kind.as_str()) else { return Kind::Any };
        let list = kind.starts_with("List<") || kind == "CommaDelimitedList" || kind.contains("<List<");
        return if list { Kind::List } else { Kind::Scalar };
    }
    match name {
        "AWS::NotificationARNs" => Kind::List,
        "AWS::NoValue" => Kind::Any,
        _ if name.starts_with("AWS::") || context.resource(name).is_some() => Kind::Scalar,
        _ => Kind::Any,
    }
}
