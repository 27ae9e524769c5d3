//! Transitions: every state can be reached, and some way leads to an end.

use cfn_model::{Map, Value, nearest};

use super::Check;

impl Check<'_> {
    pub(super) fn graph(&mut self, of: &Map, states: &Map, path: &str) {
        let start = match of.get("StartAt").and_then(Value::as_str) {
            Some(start) => start,
            None => {
                let help = "add `StartAt` with the name of the first state";
                return self.error(format!("{path}.StartAt"), "it is not said where to start", help);
            }
        };
        if !states.contains_key(start) {
            return self.unknown(format!("{path}.StartAt"), start, states);
        }
        for (name, state) in states.iter() {
            for (field, target) in targets(state) {
                if !states.contains_key(target) {
                    self.unknown(format!("{path}.States.{name}.{field}"), target, states);
                }
            }
        }
        let mut reached = vec![start];
        let mut next = 0;
        while let Some(name) = reached.get(next).copied() {
            next += 1;
            let Some(state) = states.get(name) else { continue };
            for (_, target) in targets(state) {
                if states.contains_key(target) && !reached.contains(&target) {
                    reached.push(target);
                }
            }
        }
        for name in states.keys().filter(|name| !reached.contains(&&***name)) {
            let help = "let another state go on with it, or leave it out";
            self.error(format!("{path}.States.{name}"), format!("no way leads to the state `{name}`"), help);
        }
        if !reached.iter().filter_map(|name| states.get(name)).any(ends) {
            let help = "let a state end, or add one of type Succeed or Fail";
            self.error(format!("{path}.States"), format!("no way leads from `{start}` to an end"), help);
        }
    }

    fn unknown(&mut self, path: String, name: &str, states: &Map) {
        let help = match nearest(name, states.keys().map(|name| &**name)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "add the state, or name one of those beside it".to_owned(),
        };
        self.error(path, format!("there is no state `{name}`"), help);
    }
}

fn ends(state: &Value) -> bool {
    let kind = state.at("Type").and_then(Value::as_str);
    matches!(kind, Some("Succeed" | "Fail")) || state.at("End").and_then(Value::as_bool) == Some(true)
}

/// The states that a state names, each with the field that names it.
fn targets(state: &Value) -> Vec<(String, &str)> {
    let mut targets = Vec::new();
    for field in ["Next", "Default"] {
        targets.extend(state.at(field).and_then(Value::as_str).map(|target| (field.to_owned(), target)));
    }
    for list in ["Choices", "Catch"] {
        let items = state.at(list).and_then(Value::as_list).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            let target = item.at("Next").and_then(Value::as_str);
            targets.extend(target.map(|target| (format!("{list}.{index}.Next"), target)));
        }
    }
    targets
}
