//! One state: its type, its fields, and the states inside.

use cfn_model::{Map, Value, nearest};

use super::super::{Operator, QueryLanguage};
use super::Check;
use super::fields::KINDS;

impl<'a> Check<'a> {
    pub(super) fn state(&mut self, fields: &'a Map, path: &str, outer: QueryLanguage) {
        let language = self.language(fields, path, outer);
        let name = fields.get("Type").and_then(Value::as_str).unwrap_or_default();
        let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
            let names = KINDS.iter().map(|kind| kind.name);
            let help = match nearest(name, names.clone()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("use one of {}", names.collect::<Vec<_>>().join(", ")),
            };
            return self.error(format!("{path}.Type"), format!("`{name}` is no type of a state"), help);
        };
        for field in fields.keys() {
            if let Some((message, help)) = kind.refuses(field, language) {
                self.error(format!("{path}.{field}"), message, help);
            }
        }
        for field in kind.required.iter().filter(|field| !fields.contains_key(field)) {
            self.error(format!("{path}.{field}"), format!("a {name} state needs `{field}`"), "add it");
        }
        if kind.goes_on {
            self.transition(fields, path);
        }
        self.errors(fields, path);
        self.timeout(fields, path);
        self.expressions(fields, path, language);
        match name {
            "Task" => self.task(fields, path),
            "Choice" => self.choice(fields, path, language),
            "Wait" => self.wait(fields, path),
            "Fail" => self.fail(fields, path),
            "Parallel" => self.parallel(fields, path, language),
            "Map" => self.map(fields, path, language),
            _ => {}
        }
    }

    /// A state may be in JSONata where the others are in JSONPath, and not the other way round.
    fn language(&mut self, fields: &Map, path: &str, outer: QueryLanguage) -> QueryLanguage {
        match (fields.get("QueryLanguage").and_then(Value::as_str), outer) {
            (None, outer) => outer,
            (Some("JSONata"), _) => QueryLanguage::Jsonata,
            (Some("JSONPath"), QueryLanguage::JsonPath) => QueryLanguage::JsonPath,
            (Some("JSONPath"), QueryLanguage::Jsonata) => {
                let help = "write it in JSONata, or the others in JSONPath";
                self.error(format!("{path}.QueryLanguage"), "the state is in JSONPath among states in JSONata", help);
                QueryLanguage::JsonPath
            }
            (Some(other), outer) => {
                let help = "use JSONPath or JSONata";
                self.error(format!("{path}.QueryLanguage"), format!("`{other}` is no query language"), help);
                outer
            }
        }
    }

    fn transition(&mut self, fields: &Map, path: &str) {
        let ends = fields.get("End").and_then(Value::as_bool) == Some(true);
        match (fields.contains_key("Next"), ends) {
            (true, true) => self.error(path, "the state both goes on and ends", "leave out `Next` or `End`"),
            (false, false) => self.error(path, "the state neither goes on nor ends", "add `Next`, or `End: true`"),
            _ => {}
        }
    }

    fn task(&mut self, fields: &Map, path: &str) {
        let seconds = |field| fields.get(field).and_then(Value::as_i64);
        if let (Some(heartbeat), Some(timeout)) = (seconds("HeartbeatSeconds"), seconds("TimeoutSeconds"))
            && heartbeat >= timeout
        {
            let message = format!("the heartbeat of {heartbeat} seconds is not shorter than the timeout of {timeout}");
            self.error(format!("{path}.HeartbeatSeconds"), message, "make it shorter, or the timeout longer");
        }
        let Some(resource) = fields.get("Resource") else { return };
        let (head, tail) = ends_of(resource);
        if head.is_some_and(|head| !head.starts_with("arn:")) {
            let message = format!("`{}` is no ARN", head.unwrap_or_default());
            self.error(format!("{path}.Resource"), message, "name an integration, a function or an activity by ARN");
        }
        let waits = [".sync", ".sync:2", ".waitForTaskToken"];
        let waits = waits.into_iter().find(|suffix| tail.is_some_and(|tail| tail.ends_with(suffix)));
        if let (true, Some(suffix)) = (self.express, waits) {
            let message = format!("an express state machine cannot wait, as `{suffix}` asks for");
            self.error(format!("{path}.Resource"), message, "make it a standard one, or do not wait");
        }
    }

    fn choice(&mut self, fields: &'a Map, path: &str, language: QueryLanguage) {
        let place = format!("{path}.Choices");
        match fields.get("Choices") {
            Some(Value::List(rules)) if !rules.is_empty() => {
                for (index, rule) in rules.iter().enumerate() {
                    self.rule(rule, &format!("{place}.{index}"), language, true);
                }
            }
            Some(Value::List(_)) => self.error(&place, "there is nothing to choose from", "add a condition"),
            Some(other) => {
                let message = format!("the choices are {}, a list is needed", other.kind());
                self.error(&place, message, "write a list of conditions, each with `Next`");
            }
            None => {}
        }
        if !fields.contains_key("Default") {
            let help = "name the state that comes next where no condition holds";
            self.warning(path, "the choice has no default, and fails where no condition holds", help);
        }
    }

    fn rule(&mut self, rule: &Value, path: &str, language: QueryLanguage, outermost: bool) {
        let Some(fields) = rule.as_map() else {
            return self.error(path, format!("a condition is {}, a map is needed", rule.kind()), "write its fields");
        };
        if outermost && !fields.contains_key("Next") {
            self.error(path, "the condition does not say what comes next", "add `Next`");
        }
        if !outermost && fields.contains_key("Next") {
            self.error(path, "a condition inside another says what comes next", "say it in the outermost one");
        }
        if language == QueryLanguage::Jsonata {
            if !fields.contains_key("Condition") {
                let help = "add `Condition` with an expression that gives true or false";
                self.error(path, "the condition has no expression", help);
            }
            return;
        }
        let operators: Vec<&str> = fields
            .keys()
            .map(|key| &**key)
            .filter(|key| !["Variable", "Next", "Comment", "Assign"].contains(key))
            .collect();
        let &[operator] = operators.as_slice() else {
            let message = format!("the condition has {} comparisons, just one is needed", operators.len());
            return self.error(path, message, "join several with `And` or `Or`");
        };
        match (operator, fields.get(operator)) {
            ("And" | "Or", Some(Value::List(inner))) => {
                for (index, rule) in inner.iter().enumerate() {
                    self.rule(rule, &format!("{path}.{operator}.{index}"), language, false);
                }
            }
            ("And" | "Or", _) => self.error(path, format!("`{operator}` takes a list"), "write a list of conditions"),
            ("Not", Some(inner)) => self.rule(inner, &format!("{path}.Not"), language, false),
            _ if !Operator::ALL.iter().any(|known| known.name() == operator) => {
                let help = match nearest(operator, Operator::ALL.iter().map(|known| known.name())) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "use a comparison such as `StringEquals`".to_owned(),
                };
                self.error(path, format!("`{operator}` is no comparison"), help);
            }
            _ if !fields.contains_key("Variable") => {
                self.error(path, "the comparison has no `Variable`", "add the path of what is compared");
            }
            _ => {}
        }
    }

    fn wait(&mut self, fields: &Map, path: &str) {
        let given = ["Seconds", "Timestamp", "SecondsPath", "TimestampPath"];
        let count = given.iter().filter(|field| fields.contains_key(field)).count();
        if count != 1 {
            let message = format!("the state says {count} times how long it waits, once is needed");
            self.error(path, message, format!("use just one of {}", given.join(", ")));
        }
        if let Some(seconds) = fields.get("Seconds").and_then(Value::as_i64)
            && !(0..=99_999_999).contains(&seconds)
        {
            let message = format!("the state waits {seconds} seconds, 0 to 99999999 are allowed");
            self.error(format!("{path}.Seconds"), message, "give a number of seconds");
        }
    }

    fn fail(&mut self, fields: &Map, path: &str) {
        for (literal, by_path) in [("Error", "ErrorPath"), ("Cause", "CausePath")] {
            if fields.contains_key(literal) && fields.contains_key(by_path) {
                let message = format!("the state has both `{literal}` and `{by_path}`");
                self.error(path, message, "leave one of them out");
            }
        }
    }

    fn parallel(&mut self, fields: &'a Map, path: &str, language: QueryLanguage) {
        let place = format!("{path}.Branches");
        match fields.get("Branches") {
            Some(Value::List(branches)) if !branches.is_empty() => {
                for (index, branch) in branches.iter().enumerate() {
                    self.inner(branch, &format!("{place}.{index}"), language);
                }
            }
            Some(Value::List(_)) => self.error(&place, "there are no branches", "add at least one"),
            Some(other) => {
                let message = format!("the branches are {}, a list is needed", other.kind());
                self.error(&place, message, "write a list of definitions");
            }
            None => {}
        }
    }

    fn map(&mut self, fields: &'a Map, path: &str, language: QueryLanguage) {
        let inner = ["ItemProcessor", "Iterator"].into_iter().find_map(|name| Some((name, fields.get(name)?)));
        let Some((name, processor)) = inner else {
            return self.error(path, "a Map state needs `ItemProcessor`", "add the states that run for each item");
        };
        self.inner(processor, &format!("{path}.{name}"), language);
        let text = |key: &str| processor.at(key).and_then(Value::as_str);
        let distributed = text("ProcessorConfig.Mode") == Some("DISTRIBUTED");
        if distributed && self.express {
            let help = "make it a standard one, or the map an inline one";
            self.error(path, "an express state machine has no distributed maps", help);
        }
        if distributed && text("ProcessorConfig.ExecutionType").is_none() {
            let help = "add `ExecutionType`: STANDARD or EXPRESS";
            self.error(format!("{path}.{name}.ProcessorConfig"), "a distributed map says how its items run", help);
        }
        let only_distributed = [
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "ToleratedFailurePercentage",
            "ToleratedFailureCount",
            "Label",
        ];
        for field in only_distributed.iter().filter(|field| !distributed && fields.contains_key(field)) {
            let message = format!("`{field}` belongs to distributed maps, and this one is inline");
            self.error(format!("{path}.{field}"), message, "leave it out, or make the map a distributed one");
        }
        if let Some(percentage) = fields.get("ToleratedFailurePercentage").and_then(Value::as_i64)
            && !(0..=100).contains(&percentage)
        {
            let message = format!("{percentage} percent of the items may fail, 0 to 100 are allowed");
            self.error(format!("{path}.ToleratedFailurePercentage"), message, "give a number from 0 to 100");
        }
        if let Some(label) = fields.get("Label").and_then(Value::as_str)
            && label.len() > 40
        {
            let message = format!("the label has {} characters, 40 are allowed", label.len());
            self.error(format!("{path}.Label"), message, "shorten it");
        }
    }

    fn inner(&mut self, of: &'a Value, path: &str, language: QueryLanguage) {
        match of {
            Value::Map(of) => self.states(of, path, language),
            other => {
                let message = format!("the states inside are {}, a map is needed", other.kind());
                self.error(path, message, "write `StartAt` and `States`");
            }
        }
    }
}

/// What is known of how a text begins and how it ends.
fn ends_of(value: &Value) -> (Option<&str>, Option<&str>) {
    match value {
        Value::String(text) => (Some(text), Some(text)),
        Value::Text(parts) => (parts.first().and_then(Value::as_str), parts.last().and_then(Value::as_str)),
        _ => (None, None),
    }
}
