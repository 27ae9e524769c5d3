//! A walk through a machine, and through those within its states.

use cfn_model::{Map, Value};

use super::kinds::{JSON_PATH, JSONATA, KINDS, Kind, OF_MACHINE};
use crate::schema::{list, shown};

/// What is wrong with a definition, and where in it.
pub(super) struct Problem {
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) help: String,
    /// Whether it is a state that nothing leads to.
    pub(super) unreachable: bool,
}

/// Everything that is wrong with a definition.
pub(super) fn check(definition: &Value) -> Vec<Problem> {
    let mut walk = Walk { steps: Vec::new(), problems: Vec::new() };
    walk.machine(definition, Some(Language::JsonPath));
    walk.problems
}

/// How states pick data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    JsonPath,
    Jsonata,
}

#[derive(Default)]
struct Walk {
    steps: Vec<String>,
    problems: Vec<Problem>,
}

impl Walk {
    fn problem(&mut self, below: &[&str], message: String, help: impl Into<String>) {
        let steps = self.steps.iter().cloned().chain(below.iter().map(|step| (*step).to_owned())).collect();
        self.problems.push(Problem { steps, message, help: help.into(), unreachable: false });
    }

    fn at(&mut self, steps: &[&str], look: impl FnOnce(&mut Self)) {
        let depth = self.steps.len();
        self.steps.extend(steps.iter().map(|step| (*step).to_owned()));
        look(self);
        self.steps.truncate(depth);
    }

    fn machine(&mut self, machine: &Value, language: Option<Language>) {
        let Value::Map(map) = machine else { return };
        let language = language_of(map, language);
        for name in map.iter().map(|(name, _)| name).filter(|name| !OF_MACHINE.contains(name) && !is_macro(name)) {
            let message = format!("a machine has no field `{name}`");
            self.problem(&[name], message, suggestion(name, OF_MACHINE.iter().copied()));
        }
        for name in ["StartAt", "States"].into_iter().filter(|name| !map.contains_key(name)) {
            self.problem(&[], format!("`{name}` is missing"), "a machine has states, and starts at one of them");
        }
        let Some(Value::Map(states)) = map.get("States") else { return };
        let mut targets: Vec<Option<&str>> = Vec::new();
        if let Some(start) = map.get("StartAt") {
            self.target(&["StartAt"], start, states, &mut targets);
        }
        for (name, state) in states.iter().filter(|(name, _)| !is_macro(name)) {
            self.at(&["States", name], |walk| walk.state(state, language, states, &mut targets));
        }
        // With a target that only the deployment knows, any state may be reached.
        if targets.iter().all(Option::is_some)
            && map.contains_key("StartAt")
            && !states.iter().any(|(name, _)| is_macro(name))
        {
            self.unreached(states, &targets);
        }
    }

    /// States that no other names. Circles that the start does not lead to are left alone.
    fn unreached(&mut self, states: &Map, targets: &[Option<&str>]) {
        for (name, _) in states.iter().filter(|(name, _)| !targets.contains(&Some(*name))) {
            let message = format!("no state leads to {}", shown(name));
            self.problem(&["States", name], message, "name it as the `Next` of another, or take it out");
            self.problems.iter_mut().rev().take(1).for_each(|problem| problem.unreachable = true);
        }
    }

    fn state<'v>(
        &mut self,
        state: &'v Value,
        language: Option<Language>,
        states: &Map,
        targets: &mut Vec<Option<&'v str>>,
    ) {
        let Value::Map(map) = state else {
            // What a function gives may lead anywhere.
            return targets.push(None);
        };
        let language = language_of(map, language);
        let kind = match map.get("Type") {
            Some(Value::String(name)) => KINDS.iter().find(|kind| kind.name == name).ok_or(Some(name.as_str())),
            Some(_) => Err(None),
            None => {
                self.problem(&[], "`Type` is missing".to_owned(), format!("it is one of {}", list(names())));
                Err(None)
            }
        };
        match kind {
            Ok(kind) => self.fields(map, kind, language),
            Err(Some(name)) => {
                let message = format!("there is no type {} of states", shown(name));
                self.problem(&["Type"], message, suggestion(name, names()));
            }
            Err(None) => {}
        }
        self.targets(map, states, targets);
        for name in ["ItemProcessor", "Iterator"] {
            if let Some(inner) = map.get(name) {
                self.at(&[name], |walk| walk.machine(inner, language));
            }
        }
        for (index, branch) in map.get("Branches").and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
            self.at(&["Branches", &index.to_string()], |walk| walk.machine(branch, language));
        }
    }

    fn fields(&mut self, map: &Map, kind: &Kind, language: Option<Language>) {
        for name in map.iter().map(|(name, _)| name).filter(|name| !is_macro(name)) {
            let of_other = match language {
                Some(Language::JsonPath) => JSONATA.contains(&name),
                Some(Language::Jsonata) => JSON_PATH.contains(&name),
                None => false,
            };
            if !kind.fields().any(|field| field == name) {
                let message = format!("a state of the type `{}` has no field `{name}`", kind.name);
                self.problem(&[name], message, suggestion(name, kind.fields()));
            } else if of_other {
                let (has, other) = match language {
                    Some(Language::Jsonata) => ("JSONata", "JSONPath"),
                    _ => ("JSONPath", "JSONata"),
                };
                let message = format!("`{name}` is a field of states with {other}, this one has {has}");
                self.problem(&[name], message, "leave it out, or set `QueryLanguage`");
            }
        }
        // A macro may add what is missing.
        if map.iter().any(|(name, _)| is_macro(name)) {
            return;
        }
        for name in kind.required.iter().filter(|name| !map.contains_key(name)) {
            self.problem(&[], format!("`{name}` is missing"), format!("a state of the type `{}` needs it", kind.name));
        }
        self.exactly_one(map, kind.one_of);
        if kind.goes_on {
            self.exactly_one(map, &["Next", "End"]);
        }
    }

    fn exactly_one(&mut self, map: &Map, names: &[&str]) {
        let given: Vec<&str> = names.iter().copied().filter(|name| map.contains_key(name)).collect();
        if given.is_empty() && !names.is_empty() {
            self.problem(&[], format!("one of {} is missing", list(names.iter().copied())), "add one of them");
        }
        if given.len() > 1 {
            for name in &given {
                let message = format!("{} exclude each other", list(given.iter().copied()));
                self.problem(&[name], message, "keep one of them");
            }
        }
    }

    /// Where a state leads.
    fn targets<'v>(&mut self, map: &'v Map, states: &Map, targets: &mut Vec<Option<&'v str>>) {
        for name in ["Next", "Default"] {
            if let Some(target) = map.get(name) {
                self.target(&[name], target, states, targets);
            }
        }
        for list in ["Choices", "Catch"] {
            let Some(value) = map.get(list) else { continue };
            let Some(items) = value.as_list() else {
                targets.push(None);
                continue;
            };
            for (index, item) in items.iter().enumerate() {
                match item.as_map().and_then(|item| item.get("Next")) {
                    Some(target) => self.target(&[list, &index.to_string(), "Next"], target, states, targets),
                    None if item.is_expression() => targets.push(None),
                    None => {
                        self.at(&[list, &index.to_string()], |walk| {
                            walk.problem(&[], "`Next` is missing".to_owned(), "say which state comes next");
                        });
                    }
                }
            }
        }
    }

    fn target<'v>(&mut self, below: &[&str], target: &'v Value, states: &Map, targets: &mut Vec<Option<&'v str>>) {
        let name = target.as_str().filter(|name| !name.contains("${"));
        targets.push(name);
        let known = states.iter().map(|(name, _)| name);
        if let Some(name) =
            name.filter(|name| !states.contains_key(name) && !states.iter().any(|(name, _)| is_macro(name)))
        {
            self.problem(below, format!("there is no state {} here", shown(name)), suggestion(name, known));
        }
    }
}

fn language_of(map: &Map, outer: Option<Language>) -> Option<Language> {
    match map.get("QueryLanguage") {
        None => outer,
        Some(Value::String(name)) if name == "JSONata" => Some(Language::Jsonata),
        Some(Value::String(name)) if name == "JSONPath" => Some(Language::JsonPath),
        Some(_) => None,
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

fn suggestion<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.collect();
    match cfn_model::nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are {}", list(known.into_iter())),
    }
}

fn is_macro(name: &str) -> bool {
    name.starts_with("Fn::")
}
