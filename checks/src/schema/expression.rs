//! What a function gives, in the place where it stands.

use cfn_model::{Function, Intrinsic, Value};

use super::evaluate::Validator;
use super::report;
use crate::conditions::Env;
use crate::context::Context;
use crate::data::Node;
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
    pub(super) fn expression(&mut self, schema: Node, call: &'a Intrinsic, env: &Env) {
        self.unknown = true;
        let schema = facts::resolve(self.root, schema);
        self.source(schema, call);
        self.candidates(schema, call, env);
        let types: Vec<&str> = Self::types(schema).collect();
        if types.is_empty() {
            return;
        }
        let list = types.contains(&"array");
        let scalar = types.iter().any(|name| !matches!(*name, "array" | "object"));
        let wanted = || types.iter().map(|name| report::type_name(name)).collect::<Vec<_>>().join(" or ");
        let name = call.function.name();
        let (message, help) = match kind(self.context, call) {
            Kind::Scalar if !scalar => (format!("`{name}` gives a single value here, {} is wanted", wanted()), None),
            Kind::List if !list => {
                let help = "take one item with `Fn::Select`, or join them with `Fn::Join`";
                (format!("`{name}` gives a list here, {} is wanted", wanted()), Some(help.to_owned()))
            }
            Kind::Map if !types.contains(&"object") => {
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

fn kind_of_ref(context: &Context<'_>, name: &str) -> Kind {
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
    let types: Vec<&str> = Validator::types(facts::resolve(facts::schema(type_name)?, schema)).collect();
    Some(match types.as_slice() {
        [] => Kind::Any,
        ["array"] => Kind::List,
        ["object"] => Kind::Map,
        types if types.iter().all(|name| !matches!(*name, "array" | "object")) => Kind::Scalar,
        _ => Kind::Any,
    })
}
