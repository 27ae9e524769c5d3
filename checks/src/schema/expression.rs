//! What a function gives, in the place where it stands.

use cfn_model::{Function, Intrinsic, Value};

use super::compiled::Schema;
use super::evaluate::Validator;
use super::{Type, report};
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::names::PSEUDO;

/// What kind of value a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A single value.
    Scalar,
    /// A list.
    List,
    /// A map.
    Map,
    /// It cannot be told.
    Any,
}

impl<'a> Validator<'_, 'a> {
    pub(super) fn expression(&mut self, schema: &'static Schema, call: &'a Intrinsic, env: &Env) {
        self.unknown = true;
        let schema = schema.named();
        self.source(schema, call);
        self.candidates(schema, call, env);
        if schema.types.is_empty() {
            return;
        }
        let list = schema.types.contains(&Type::Array);
        let scalar = schema.types.iter().any(|kind| kind.is_single());
        let wanted = || schema.type_words();
        let name = call.function.name();
        let (message, help) = match kind(self.context, call) {
            Kind::Scalar if !scalar => (format!("`{name}` gives a single value here, {} is wanted", wanted()), None),
            Kind::List if !list => {
                let help = "take one item with `Fn::Select`, or join them with `Fn::Join`";
                (format!("`{name}` gives a list here, {} is wanted", wanted()), Some(help.to_owned()))
            }
            Kind::Map if !schema.types.contains(&Type::Object) => {
                (format!("`{name}` gives a map here, {} is wanted", wanted()), None)
            }
            _ => return,
        };
        // The attribute is what is wrong, and not the place.
        let depth = self.path.len();
        if call.function == Function::GetAtt {
            self.path.push(name);
        }
        self.report(&report::WRONG_FUNCTION, message, help);
        self.path.truncate(depth);
    }
}

/// What kind of value a function gives.
pub(crate) fn kind(context: &Context<'_>, call: &Intrinsic) -> Kind {
    match call.function {
        Function::Sub | Function::Join | Function::Base64 | Function::ToJsonString | Function::Length => Kind::Scalar,
        Function::ImportValue | Function::GetStackOutput => Kind::Scalar,
        Function::Split | Function::Cidr | Function::GetAzs => Kind::List,
        Function::Ref => call.argument.as_str().map_or(Kind::Any, |name| kind_of_ref(context, name)),
        Function::GetAtt => kind_of_attribute(context, call).unwrap_or(Kind::Any),
        _ => Kind::Any,
    }
}

/// What kind of value `Ref` gives of a name.
pub(crate) fn kind_of_ref(context: &Context<'_>, name: &str) -> Kind {
    if let Some(parameter) = context.parameter(name) {
        let Some(kind) = parameter.get("Type").and_then(|kind| kind.as_str()) else { return Kind::Any };
        let list = kind.starts_with("List<") || kind.contains("CommaDelimitedList") || kind.contains("<List<");
        return if list { Kind::List } else { Kind::Scalar };
    }
    match name {
        "AWS::NotificationARNs" => Kind::List,
        "AWS::NoValue" => Kind::Any,
        _ if PSEUDO.contains(&name) || context.resource(name).is_some() => Kind::Scalar,
        _ => Kind::Any,
    }
}

fn kind_of_attribute(context: &Context<'_>, call: &Intrinsic) -> Option<Kind> {
    let (id, attribute) = match &call.argument {
        Value::String(text) => text.split_once('.')?,
        Value::List(parts) => match parts.as_slice() {
            [id, attribute] => (id.as_str()?, attribute.as_str()?),
            _ => return None,
        },
        _ => return None,
    };
    let type_name = context.resource(id)?.type_name;
    let facts::Attribute::Of(schema) = facts::attribute(type_name, attribute)? else { return None };
    let schema = Schema::within(facts::schema(type_name)?, schema).named();
    Some(match schema.types.as_slice() {
        [] => Kind::Any,
        [Type::Array] => Kind::List,
        [Type::Object] => Kind::Map,
        types if types.iter().all(|kind| kind.is_single()) => Kind::Scalar,
        _ => Kind::Any,
    })
}
