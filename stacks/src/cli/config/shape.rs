//! Whether a document has the form that a JSON Schema describes, as far as those of props go.

use cfn_model::parse::Places;
use cfn_model::{Diagnostic, Map, Value};
use serde_json::Value as Schema;

/// All that is wrong with the form of the document, each at its place.
pub(super) fn check(document: &Value, schema: &Schema, places: &Places) -> Vec<Diagnostic> {
    let mut shape = Shape { root: schema, places, path: Vec::new(), problems: Vec::new() };
    shape.value(document, schema);
    shape.problems
}

struct Shape<'a> {
    root: &'a Schema,
    places: &'a Places,
    path: Vec<String>,
    problems: Vec<Diagnostic>,
}

impl<'a> Shape<'a> {
    fn value(&mut self, value: &Value, schema: &'a Schema) {
        let schema = self.resolve(schema);
        if let Some(branches) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
            return self.branches(value, branches);
        }
        if let Some(choices) = choices(schema) {
            return self.choice(value, &choices);
        }
        let types = types(schema);
        if !types.is_empty() && !types.iter().any(|name| is(value, name)) {
            return self.kind(value, &types);
        }
        match value {
            Value::Map(map) => self.map(map, schema),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.below(&index.to_string(), item, &schema["items"]);
                }
            }
            Value::Number(_) => self.range(value, schema),
            _ => {}
        }
    }

    fn below(&mut self, step: &str, value: &Value, schema: &'a Schema) {
        self.path.push(step.to_owned());
        self.value(value, schema);
        self.path.pop();
    }

    fn map(&mut self, map: &Map, schema: &'a Schema) {
        let known = schema["properties"].as_object();
        for (key, value) in map.iter() {
            match known.and_then(|known| known.get(key)) {
                Some(property) => self.below(key, value, property),
                None if schema["additionalProperties"] == false => {
                    let mut keys = known.into_iter().flat_map(|known| known.keys()).map(String::as_str);
                    let help = match cfn_model::nearest(key, keys.clone()) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("the keys are {}", keys.by_ref().collect::<Vec<_>>().join(", ")),
                    };
                    self.path.push(key.to_owned());
                    self.report(format!("there is no key `{key}` here"), help);
                    self.path.pop();
                }
                None => self.below(key, value, &schema["additionalProperties"]),
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Schema::as_str);
        for key in required.filter(|key| !map.contains_key(key)) {
            let about = schema["properties"][key]["description"].as_str().unwrap_or_default();
            let about = about.split("\n\n").next().unwrap_or_default().trim_end_matches('.').replace('\n', " ");
            self.report(format!("the key `{key}` is missing"), format!("add it; the schema says of it: \"{about}\""));
        }
    }

    /// One of several forms: what may also be null, or a map whose form one of its keys tells.
    fn branches(&mut self, value: &Value, branches: &'a [Schema]) {
        let branches: Vec<&Schema> = branches.iter().map(|branch| self.resolve(branch)).collect();
        if let Some(all) = branches.iter().map(|branch| choices(branch)).collect::<Option<Vec<_>>>() {
            return self.choice(value, &all.concat());
        }
        if *value == Value::Null && branches.iter().any(|branch| branch["type"] == "null") {
            return;
        }
        let maps: Vec<&Schema> = branches.into_iter().filter(|branch| branch["type"] != "null").collect();
        let (Some(map), Some(tag)) = (value.as_map(), tag(&maps)) else {
            return if let [only] = maps[..] { self.value(value, only) } else { self.kind(value, &["object"]) };
        };
        let fits =
            |branch: &&&Schema| map.get(tag).and_then(Value::as_str) == branch["properties"][tag]["const"].as_str();
        if let Some(branch) = maps.iter().find(fits) {
            return self.value(value, branch);
        }
        let choices: Vec<&str> = maps.iter().filter_map(|branch| branch["properties"][tag]["const"].as_str()).collect();
        match map.get(tag) {
            Some(value) => {
                self.path.push(tag.to_owned());
                self.choice(value, &choices);
                self.path.pop();
            }
            None => self.report(format!("the key `{tag}` is missing"), format!("set it to {}", one_of(&choices))),
        }
    }

    fn choice(&mut self, value: &Value, choices: &[&str]) {
        if value.as_str().is_some_and(|text| choices.contains(&text)) {
            return;
        }
        let nearest = value.as_str().and_then(|text| cfn_model::nearest(text, choices.iter().copied()));
        let help = nearest.map_or("write one of these".to_owned(), |nearest| format!("did you mean `{nearest}`?"));
        self.report(format!("{} is not {}", shown(value), one_of(choices)), help);
    }

    fn kind(&mut self, value: &Value, types: &[&str]) {
        let needed: Vec<&str> = types.iter().filter(|name| **name != "null").map(|name| words(name)).collect();
        let text = types.contains(&"string") && matches!(value, Value::Number(_) | Value::Bool(_));
        let help = if text { "write it in quotes".to_owned() } else { format!("write {}", needed.join(" or ")) };
        self.report(format!("{} is not {}", shown(value), needed.join(" or ")), help);
    }

    fn range(&mut self, value: &Value, schema: &Schema) {
        let format = (schema["format"] == "uint32").then_some(i64::from(u32::MAX));
        let most = schema["maximum"].as_i64().or(format);
        let (Some(number), least) = (value.as_i64(), schema["minimum"].as_i64()) else { return };
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            let least = least.map_or(String::new(), |least| format!(" from {least}"));
            let most = most.map_or(String::new(), |most| format!(" up to {most}"));
            self.report(format!("{number} is out of range"), format!("write a whole number{least}{most}"));
        }
    }

    fn report(&mut self, message: String, help: String) {
        let location = self.places.nearest(self.path.iter().map(String::as_str));
        let problem = Diagnostic::error("config", message).help(help).at(location);
        self.problems.push(if self.path.is_empty() { problem } else { problem.property(self.path.join(".")) });
    }

    fn resolve(&self, schema: &'a Schema) -> &'a Schema {
        let definition = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        definition.map_or(schema, |name| &self.root["$defs"][name])
    }
}

/// The key whose constant value tells the forms from each other.
fn tag<'a>(forms: &[&'a Schema]) -> Option<&'a str> {
    let keys = forms.first()?["properties"].as_object()?.iter();
    keys.filter(|(_, property)| property["const"].is_string()).map(|(key, _)| key.as_str()).next()
}

/// The texts that a schema allows, where it allows only these.
fn choices(schema: &Schema) -> Option<Vec<&str>> {
    match (schema["const"].as_str(), schema["enum"].as_array()) {
        (Some(only), _) => Some(vec![only]),
        (None, Some(several)) => several.iter().map(Schema::as_str).collect(),
        (None, None) => None,
    }
}

fn types(schema: &Schema) -> Vec<&str> {
    match &schema["type"] {
        Schema::String(name) => vec![name],
        Schema::Array(names) => names.iter().filter_map(Schema::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(_) => name == "number" || name == "integer" && value.as_i64().is_some(),
        Value::String(_) => name == "string",
        Value::List(_) => name == "array",
        Value::Map(_) => name == "object",
        _ => false,
    }
}

fn words(name: &str) -> &str {
    match name {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        "array" => "a list",
        "object" => "a map",
        other => other,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::Bool(value) => format!("the boolean {value}"),
        Value::Null => "nothing".to_owned(),
        other => other.kind().to_owned(),
    }
}

fn one_of(choices: &[&str]) -> String {
    super::super::options::alternatives(choices)
}

#[cfg(test)]
mod tests {
    use cfn_model::parse::{self, Limits};
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "name": { "type": "string", "description": "What it is called.\n\nMore." },
                "days": { "type": "integer", "format": "uint32", "minimum": 0 },
                "kind": { "enum": ["cake", "pie"] },
                "size": { "oneOf": [{ "const": "small" }, { "const": "large" }] },
                "labels": { "type": "object", "additionalProperties": { "type": "string" } },
                "oven": { "anyOf": [{ "$ref": "#/$defs/Oven" }, { "type": "null" }] },
                "parts": { "type": "array", "items": { "$ref": "#/$defs/Oven" } },
            },
            "required": ["name"],
            "$defs": { "Oven": { "oneOf": [
                { "type": "object", "properties": { "type": { "const": "gas" }, "bar": { "type": "number" } }, "required": ["type"] },
                { "type": "object", "properties": { "type": { "const": "wood" } }, "required": ["type"], "additionalProperties": false },
            ] } },
        })
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = parse::document(text, "f", &Limits::default()).expect("it can be read");
        let problems = super::check(&document.value, &schema(), &document.places);
        let told: Vec<String> = problems
            .iter()
            .map(|problem| {
                let place = problem.location.as_ref().map_or(0, |location| location.line);
                format!("{place}: {}; {}", problem.message, problem.help.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_fits_is_not_told() {
        check("name: x\ndays: 3\nkind: pie\nsize: large\nlabels: {a: b}\noven: {type: gas, bar: 1.5}\n", &[]);
        check("name: x\noven: null\nparts: [{type: wood}, {type: gas}]\n", &[]);
    }

    #[test]
    fn everything_that_does_not_fit_is_told_at_its_place() {
        check(
            "days: -1\nkind: cak\nsize: huge\nlabels: {a: 1}\nnam: x\nzzz: 1\n",
            &[
                "1: -1 is out of range; write a whole number from 0 up to 4294967295",
                "2: `cak` is not `cake` or `pie`; did you mean `cake`?",
                "3: `huge` is not `small` or `large`; write one of these",
                "4: the number 1 is not text; write it in quotes",
                "5: there is no key `nam` here; did you mean `name`?",
                "6: there is no key `zzz` here; the keys are name, days, kind, size, labels, oven, parts",
                "1: the key `name` is missing; add it; the schema says of it: \"What it is called\"",
            ],
        );
    }

    #[test]
    fn forms_are_told_from_each_other_by_a_key() {
        check(
            "name: x\noven: {bar: 1}\nparts:\n  - {type: gass}\n  - {type: wood, bar: 1}\n  - wood\n",
            &[
                "2: the key `type` is missing; set it to `gas` or `wood`",
                "4: `gass` is not `gas` or `wood`; did you mean `gas`?",
                "5: there is no key `bar` here; the keys are type",
                "6: `wood` is not a map; write a map",
            ],
        );
    }
}
