//! Which combinations of a template's conditions can be.
//!
//! A condition is a formula over comparisons. Comparisons of the same expression with different
//! literals exclude each other; a parameter with allowed values has one of those. With this, a
//! branch that can never be taken is not looked at, and what is missing in a branch that can be
//! is reported with it.

use std::collections::BTreeMap;

use cfn_model::template::{Section, Template};
use cfn_model::{Function, Intrinsic, Value};

/// How many assignments are tried before a combination counts as possible.
const ASSIGNMENTS: usize = 4_096;

/// Conditions that are taken to hold, or not to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Env(Vec<(usize, bool)>);

impl Env {
    /// What is assumed here beyond what `outer` assumes.
    fn beyond<'e>(&'e self, outer: &'e Env) -> impl Iterator<Item = (usize, bool)> + 'e {
        self.0.iter().copied().filter(|assumed| !outer.0.contains(assumed))
    }
}

/// The conditions of a template.
#[derive(Debug, Default)]
pub(crate) struct Conditions<'a> {
    names: Vec<&'a str>,
    formulas: Vec<Formula>,
    /// How many values each compared expression has.
    domains: Vec<usize>,
    /// The expressions that are compared, with their literals.
    compared: Vec<Expression>,
}

#[derive(Clone, Debug)]
enum Formula {
    Known(bool),
    /// An expression has one of its values.
    Is(usize, usize),
    Named(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

impl<'a> Conditions<'a> {
    pub(crate) fn of(template: &'a Template) -> Self {
        let Some(section) = template.section(Section::Conditions) else { return Conditions::default() };
        let names: Vec<&str> = section.iter().map(|(name, _)| name).collect();
        let mut reader = Reader { template, names: &names, expressions: Vec::new() };
        let formulas = section.iter().map(|(_, value)| reader.formula(value)).collect();
        // One more value for all that are not compared with.
        let domains =
            reader.expressions.iter().map(|expression| expression.values.len() + usize::from(expression.open));
        let domains = domains.collect();
        let compared = reader.expressions;
        Conditions { names, formulas, domains, compared }
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| *other == name)
    }

    /// Whether there is a condition of that name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// What is assumed when the condition is also taken to be `value`; `None` where that cannot be.
    pub(crate) fn assume(&self, env: &Env, name: &str, value: bool) -> Option<Env> {
        // An unknown condition is a finding of its own; here it may be either.
        let Some(index) = self.index(name) else { return Some(env.clone()) };
        if let Some((_, assumed)) = env.0.iter().find(|(other, _)| *other == index) {
            return (*assumed == value).then(|| env.clone());
        }
        let mut further = env.clone();
        further.0.push((index, value));
        self.possible(&further).then_some(further)
    }

    /// What is assumed when both are; `None` where they exclude each other.
    pub(crate) fn both(&self, left: &Env, right: &Env) -> Option<Env> {
        let mut both = left.clone();
        for (index, value) in right.beyond(left) {
            if both.0.iter().any(|(other, assumed)| *other == index && *assumed != value) {
                return None;
            }
            both.0.push((index, value));
        }
        (both == *left || self.possible(&both)).then_some(both)
    }

    /// What is assumed in `env` beyond `outer`, in words: "when `IsProd` is true"; empty where that is nothing.
    pub(crate) fn describe(&self, env: &Env, outer: &Env) -> String {
        let parts: Vec<String> =
            env.beyond(outer).map(|(index, value)| format!("`{}` is {value}", self.names[index])).collect();
        if parts.is_empty() { String::new() } else { format!(" when {}", parts.join(" and ")) }
    }

    /// Whether an expression may have the literal as its value where `env` holds.
    pub(crate) fn admits(&self, env: &Env, expression: &Intrinsic, literal: &str) -> bool {
        if env.0.is_empty() {
            return true;
        }
        let text = format!("{:?}", Value::Intrinsic(Box::new(expression.clone())));
        let Some(index) = self.compared.iter().position(|compared| compared.text == text) else { return true };
        let values = &self.compared[index].values;
        // One more value stands for all that are not compared with.
        let value = values.iter().position(|value| value == literal).unwrap_or(values.len());
        self.possible_with(env, Some((index, value)))
    }

    fn possible(&self, env: &Env) -> bool {
        self.possible_with(env, None)
    }

    /// Whether `env` can be, where an expression has one of its values.
    fn possible_with(&self, env: &Env, fixed: Option<(usize, usize)>) -> bool {
        let mut used = Vec::new();
        env.0.iter().for_each(|(index, _)| self.expressions_of(&Formula::Named(*index), &mut used, 0));
        used.sort_unstable();
        used.dedup();
        let sizes: Vec<usize> = used.iter().map(|expression| self.domains[*expression]).collect();
        let count = sizes.iter().try_fold(1_usize, |count, size| count.checked_mul(*size)).unwrap_or(usize::MAX);
        if count > ASSIGNMENTS {
            return true;
        }
        (0..count).any(|mut number| {
            let mut assignment = BTreeMap::new();
            for (expression, size) in used.iter().zip(&sizes) {
                assignment.insert(*expression, number % size);
                number /= size;
            }
            let fits = |(expression, value)| assignment.get(&expression).is_none_or(|assigned| *assigned == value);
            fixed.is_none_or(fits)
                && env.0.iter().all(|(index, value)| self.holds(&Formula::Named(*index), &assignment, 0) == *value)
        })
    }

    fn expressions_of(&self, formula: &Formula, found: &mut Vec<usize>, depth: usize) {
        if depth > self.formulas.len() {
            return;
        }
        match formula {
            Formula::Known(_) => {}
            Formula::Is(expression, _) => found.push(*expression),
            Formula::Named(index) => self.expressions_of(&self.formulas[*index], found, depth + 1),
            Formula::Not(inner) => self.expressions_of(inner, found, depth),
            Formula::And(parts) | Formula::Or(parts) => {
                parts.iter().for_each(|part| self.expressions_of(part, found, depth));
            }
        }
    }

    fn holds(&self, formula: &Formula, assignment: &BTreeMap<usize, usize>, depth: usize) -> bool {
        // Conditions that go round in a circle are a finding of their own.
        if depth > self.formulas.len() {
            return true;
        }
        match formula {
            Formula::Known(value) => *value,
            Formula::Is(expression, value) => assignment.get(expression) == Some(value),
            Formula::Named(index) => self.holds(&self.formulas[*index], assignment, depth + 1),
            Formula::Not(inner) => !self.holds(inner, assignment, depth),
            Formula::And(parts) => parts.iter().all(|part| self.holds(part, assignment, depth)),
            Formula::Or(parts) => parts.iter().any(|part| self.holds(part, assignment, depth)),
        }
    }
}

/// Something that conditions compare, and the literals it is compared with.
#[derive(Debug)]
struct Expression {
    text: String,
    values: Vec<String>,
    /// Whether it may have other values too.
    open: bool,
}

struct Reader<'r, 'a> {
    template: &'a Template,
    names: &'r [&'a str],
    expressions: Vec<Expression>,
}

impl Reader<'_, '_> {
    fn formula(&mut self, value: &Value) -> Formula {
        let Value::Intrinsic(call) = value else { return self.unknown(value) };
        let items = call.argument.as_list().unwrap_or_default();
        match (call.function, items) {
            (Function::Condition, _) => {
                let index = call.argument.as_str().and_then(|name| self.names.iter().position(|other| *other == name));
                index.map_or_else(|| self.unknown(value), Formula::Named)
            }
            (Function::Not, [inner]) => Formula::Not(Box::new(self.formula(inner))),
            (Function::And, parts) => Formula::And(parts.iter().map(|part| self.formula(part)).collect()),
            (Function::Or, parts) => Formula::Or(parts.iter().map(|part| self.formula(part)).collect()),
            (Function::Equals, [left, right]) => self.comparison(left, right),
            _ => self.unknown(value),
        }
    }

    fn comparison(&mut self, left: &Value, right: &Value) -> Formula {
        match (literal(left), literal(right)) {
            (Some(left), Some(right)) => Formula::Known(left == right),
            (None, Some(text)) => self.is(left, text),
            (Some(text), None) => self.is(right, text),
            (None, None) if left == right => Formula::Known(true),
            (None, None) => {
                let (left, right) = (format!("{left:?}"), format!("{right:?}"));
                let text = if left < right { format!("{left} = {right}") } else { format!("{right} = {left}") };
                self.value_of(text, None, "true".to_owned())
            }
        }
    }

    fn is(&mut self, expression: &Value, literal: String) -> Formula {
        let allowed = self.allowed_values(expression);
        self.value_of(format!("{expression:?}"), allowed, literal)
    }

    fn value_of(&mut self, text: String, allowed: Option<Vec<String>>, literal: String) -> Formula {
        let known = self.expressions.iter().position(|expression| expression.text == text);
        let index = known.unwrap_or_else(|| {
            let open = allowed.is_none();
            self.expressions.push(Expression { text, values: allowed.unwrap_or_default(), open });
            self.expressions.len() - 1
        });
        let expression = &mut self.expressions[index];
        match expression.values.iter().position(|value| *value == literal) {
            Some(value) => Formula::Is(index, value),
            None if expression.open => {
                expression.values.push(literal);
                Formula::Is(index, expression.values.len() - 1)
            }
            None => Formula::Known(false),
        }
    }

    /// What cannot be told: it may hold or not, the same wherever it is written.
    fn unknown(&mut self, value: &Value) -> Formula {
        self.value_of(format!("{value:?}"), None, "true".to_owned())
    }

    fn allowed_values(&self, expression: &Value) -> Option<Vec<String>> {
        let call = expression.as_intrinsic().filter(|call| call.function == Function::Ref)?;
        let parameter = self.template.section(Section::Parameters)?.get(call.argument.as_str()?)?;
        let values: Vec<String> = parameter.at("AllowedValues")?.as_list()?.iter().filter_map(literal).collect();
        (!values.is_empty()).then_some(values)
    }
}

fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(conditions: &str, assumed: &[(&str, bool)], expected: bool) {
        let text = format!(
            "Parameters: {{Stage: {{Type: String, AllowedValues: [dev, prod]}}, Name: {{Type: String}}}}\n\
             Conditions: {conditions}\nResources: {{}}"
        );
        let read = Template::parse(&text, "").expect("a template");
        let conditions = Conditions::of(&read.template);
        let env = assumed.iter().try_fold(Env::default(), |env, (name, value)| conditions.assume(&env, name, *value));
        assert_eq!(env.is_some(), expected, "{assumed:?}");
    }

    #[test]
    fn different_values_of_one_parameter_exclude_each_other() {
        let both = "{A: !Equals [!Ref Name, a], B: !Equals [b, !Ref Name]}";
        check(both, &[("A", true), ("B", true)], false);
        check(both, &[("A", false), ("B", false)], true);
    }

    #[test]
    fn a_parameter_has_one_of_its_allowed_values() {
        let both = "{Dev: !Equals [!Ref Stage, dev], Prod: !Equals [!Ref Stage, prod], X: !Equals [!Ref Stage, x]}";
        check(both, &[("Dev", false), ("Prod", false)], false);
        check(both, &[("X", true)], false);
    }

    #[test]
    fn conditions_are_built_of_others() {
        let three = "{A: !Equals [!Ref Name, a], NotA: !Not [!Condition A], Or: !Or [!Condition A, !Condition NotA]}";
        check(three, &[("A", true), ("NotA", true)], false);
        check(three, &[("Or", false)], false);
        check("{A: !Condition B, B: !Condition A}", &[("A", true)], true);
    }
}
