//! [`Validator`]: the walk through schema and value.

use cfn_model::Value;

use super::compiled::Schema;
use super::{Type, report, scenarios};
use crate::conditions::Env;
use crate::context::Context;
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
    pub(super) path: Path<'a>,
    findings: Findings,
    /// Whether something wrong was found.
    failed: bool,
    /// Whether something was met that is known only at deployment.
    pub(super) unknown: bool,
    /// What is assumed around the resource: told only where more is.
    pub(super) outer: Env,
    work: usize,
    /// How many schemas are being tried, of which nothing is reported as it is found.
    trying: usize,
    /// How many of those are tried only to see whether the value fits: nobody reads what is found.
    unread: usize,
}

impl<'c, 'a> Validator<'c, 'a> {
    pub(crate) fn new(context: &'c Context<'a>, path: Path<'a>) -> Self {
        Validator {
            context,
            path,
            findings: Findings::default(),
            failed: false,
            unknown: false,
            outer: Env::default(),
            work: WORK,
            trying: 0,
            unread: 0,
        }
    }

    pub(crate) fn into_findings(self) -> Findings {
        self.findings
    }

    /// Applies a schema to a value that may depend on conditions.
    pub(crate) fn value(&mut self, schema: &'static Schema, value: &'a Value, env: &Env) {
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
    pub(super) fn known(&mut self, schema: &'static Schema, value: &'a Value, env: &Env) {
        if let Some(beside) = &schema.beside {
            self.known(beside.schema(), value, env);
        }
        if !self.enter(schema) || !self.has_type(schema, value) {
            return;
        }
        if schema.is_choice && matches!(value, Value::Map(_) | Value::List(_)) {
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
                    self.combinations(schema, &mut |validator, schema| {
                        validator.object_again(schema, &object);
                    });
                }
            }
            Value::List(items) => {
                if let Some(said) = &schema.of_lists {
                    self.list(said, items, env);
                }
                self.combinations(schema, &mut |validator, schema| validator.known(schema, value, env));
            }
            Value::Null => {}
            _ => {
                self.scalar(schema, value);
                self.combinations(schema, &mut |validator, schema| validator.known(schema, value, env));
            }
        }
    }

    /// Applies a further schema to an object that is looked at already.
    pub(super) fn object_again(&mut self, schema: &'static Schema, object: &scenarios::Object<'a>) {
        if let Some(beside) = &schema.beside {
            self.object_again(beside.schema(), object);
        }
        if !self.enter(schema) {
            return;
        }
        if !schema.accepts(Type::Object) {
            return self.report(&report::WRONG_TYPE, "a map is not what is wanted here".to_owned(), None);
        }
        self.object(schema, object);
        self.combinations(schema, &mut |validator, schema| validator.object_again(schema, object));
    }

    /// Whether a schema has more to say and there is work left.
    fn enter(&mut self, schema: &Schema) -> bool {
        if self.work == 0 {
            self.unknown = true;
            return false;
        }
        self.work -= 1;
        if schema.always == Some(false) {
            self.report(&report::UNKNOWN_PROPERTY, "nothing may stand here".to_owned(), None);
        }
        schema.always.is_none()
    }

    /// What a schema says of something, without reporting it.
    pub(super) fn verdict(&mut self, apply: impl FnOnce(&mut Self)) -> (Verdict, Findings) {
        let findings = std::mem::take(&mut self.findings);
        let (failed, unknown) = (std::mem::take(&mut self.failed), std::mem::take(&mut self.unknown));
        self.trying += 1;
        apply(self);
        self.trying -= 1;
        let verdict = match (self.failed, self.unknown) {
            (true, _) => Verdict::Invalid,
            (false, true) => Verdict::Unknown,
            (false, false) => Verdict::Valid,
        };
        (self.failed, self.unknown) = (failed, unknown);
        (verdict, std::mem::replace(&mut self.findings, findings))
    }

    /// Whether something fits a schema, where it does not matter why not.
    pub(super) fn fits(&mut self, apply: impl FnOnce(&mut Self)) -> Verdict {
        self.unread += 1;
        let (verdict, _) = self.verdict(apply);
        self.unread -= 1;
        verdict
    }

    /// Whether it is enough that something is wrong, which this notes: nobody reads what it is.
    pub(super) fn is_enough(&mut self) -> bool {
        self.failed |= self.unread > 0;
        self.unread > 0
    }

    /// Whether a schema is only being tried.
    pub(super) fn is_trying(&self) -> bool {
        self.trying > 0
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.failed = true;
        if self.unread == 0 {
            self.findings.push(finding);
        }
    }

    pub(super) fn report(&mut self, check: &'static crate::Check, message: String, help: Option<String>) {
        if self.is_enough() {
            return;
        }
        let finding = Finding::new(check, &self.path, message);
        self.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}
