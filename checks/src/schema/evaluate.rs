//! [`Validator`]: the walk through schema and value.

use cfn_model::Value;

use super::{report, scenarios};
use crate::conditions::Env;
use crate::context::Context;
use crate::data::Node;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;

/// How many schemas are applied to one resource before the rest counts as right.
const WORK: usize = 200_000;

/// What a schema says about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    /// It depends on what is known only at deployment.
    Unknown,
}

/// One walk through a schema and a value.
pub(crate) struct Validator<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    /// The schema that holds the definitions.
    pub(super) root: Node,
    pub(super) path: Path<'a>,
    pub(super) findings: Findings,
    /// Whether something was met that is known only at deployment.
    pub(super) unknown: bool,
    /// What is assumed around the resource: told only where more is.
    pub(super) outer: Env,
    work: usize,
    /// How many schemas are being tried, of which nothing is reported as it is found.
    trying: usize,
}

impl<'c, 'a> Validator<'c, 'a> {
    pub(crate) fn new(context: &'c Context<'a>, root: Node, path: Path<'a>) -> Self {
        Validator {
            context,
            root,
            path,
            findings: Findings::default(),
            unknown: false,
            outer: Env::default(),
            work: WORK,
            trying: 0,
        }
    }

    pub(crate) fn into_findings(self) -> Findings {
        self.findings
    }

    /// Applies a schema to a value that may depend on conditions.
    pub(crate) fn value(&mut self, schema: Node, value: &'a Value, env: &Env) {
        match value {
            Value::Intrinsic(call) => match scenarios::branches(call) {
                Some((name, choice)) => {
                    for (index, branch, holds) in choice {
                        let Some(env) = self.context.conditions.assume(env, name, holds) else { continue };
                        let depth = self.path.len();
                        self.path.push(call.function.name());
                        self.path.push(index);
                        self.value(schema, branch, &env);
                        self.path.truncate(depth);
                    }
                }
                None => self.expression(schema, call, env),
            },
            Value::Reference(_) | Value::Text(_) => self.unknown = true,
            _ => self.known(schema, value, env),
        }
    }

    /// Applies a schema to a value that is no function.
    pub(super) fn known(&mut self, schema: Node, value: &'a Value, env: &Env) {
        if let Some(target) = self.beside_reference(schema) {
            self.known(target, value, env);
        }
        let Some(schema) = self.enter(schema) else { return };
        if !self.has_type(schema, value) {
            return;
        }
        if matches!(value, Value::Map(_) | Value::List(_))
            && ["const", "enum"].iter().any(|key| schema.get(key).is_some())
        {
            return self.report(
                &report::NOT_ALLOWED,
                format!("{} is not one of the allowed values", value.kind()),
                None,
            );
        }
        match value {
            Value::Map(map) => {
                for object in scenarios::objects(map, &self.context.conditions, env) {
                    self.object(schema, &object);
                    self.combinations(schema, |validator, schema| {
                        validator.object_again(schema, &object);
                    });
                }
            }
            Value::List(items) => {
                self.list(schema, items, env);
                self.combinations(schema, |validator, schema| validator.known(schema, value, env));
            }
            Value::Null => {}
            _ => {
                self.scalar(schema, value);
                self.combinations(schema, |validator, schema| validator.known(schema, value, env));
            }
        }
    }

    /// Applies a further schema to an object that is looked at already.
    pub(super) fn object_again(&mut self, schema: Node, object: &scenarios::Object<'a>) {
        if let Some(target) = self.beside_reference(schema) {
            self.object_again(target, object);
        }
        let Some(schema) = self.enter(schema) else { return };
        if !self.accepts(schema, "object") {
            return self.report(&report::WRONG_TYPE, "a map is not what is wanted here".to_owned(), None);
        }
        self.object(schema, object);
        self.combinations(schema, |validator, schema| validator.object_again(schema, object));
    }

    /// The schema itself, where it has something to say and there is work left.
    fn enter(&mut self, schema: Node) -> Option<Node> {
        if self.work == 0 {
            self.unknown = true;
            return None;
        }
        self.work -= 1;
        match schema.as_bool() {
            Some(true) => None,
            Some(false) => {
                self.report(&report::UNKNOWN_PROPERTY, "nothing may stand here".to_owned(), None);
                None
            }
            // What stands beside a reference counts as well as what it names.
            None if schema.len() > 1 => Some(schema),
            None => Some(facts::resolve(self.root, schema)),
        }
    }

    /// What a schema refers to, where it says more than that.
    fn beside_reference(&self, schema: Node) -> Option<Node> {
        (schema.len() > 1 && schema.get("$ref").is_some()).then(|| facts::resolve(self.root, schema))
    }

    /// What a schema says of something, without reporting it.
    pub(super) fn verdict(&mut self, apply: impl FnOnce(&mut Self)) -> (Verdict, Findings) {
        let outer = (std::mem::take(&mut self.findings), std::mem::replace(&mut self.unknown, false));
        self.trying += 1;
        apply(self);
        self.trying -= 1;
        let (findings, unknown) = (std::mem::replace(&mut self.findings, outer.0), self.unknown);
        self.unknown = outer.1;
        let verdict = match (findings.is_empty(), unknown) {
            (false, _) => Verdict::Invalid,
            (true, true) => Verdict::Unknown,
            (true, false) => Verdict::Valid,
        };
        (verdict, findings)
    }

    /// Whether a schema is only being tried.
    pub(super) fn is_trying(&self) -> bool {
        self.trying > 0
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn report(&mut self, check: &'static crate::Check, message: String, help: Option<String>) {
        let finding = Finding::new(check, &self.path, message);
        self.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}
