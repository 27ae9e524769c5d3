//! Retries and catches.

use cfn_model::{Map, Value};

use super::super::errors::ALL;
use super::Check;

impl Check<'_> {
    pub(super) fn errors(&mut self, fields: &Map, path: &str) {
        for field in ["Retry", "Catch"] {
            let items = match fields.get(field) {
                None => continue,
                Some(Value::List(items)) => items,
                Some(other) => {
                    let message = format!("`{field}` is {}, a list is needed", other.kind());
                    self.error(format!("{path}.{field}"), message, "write a list");
                    continue;
                }
            };
            for (index, item) in items.iter().enumerate() {
                let place = format!("{path}.{field}.{index}");
                self.names_of_errors(item, &place, index + 1 == items.len());
                match field {
                    "Retry" => self.retry(item, &place),
                    _ if item.at("Next").is_none() => {
                        self.error(&place, "the catch does not say what comes next", "add `Next`");
                    }
                    _ => {}
                }
            }
        }
    }

    fn names_of_errors(&mut self, item: &Value, path: &str, last: bool) {
        let names: Vec<&str> = match item.at("ErrorEquals") {
            Some(Value::List(names)) if !names.is_empty() => names.iter().filter_map(Value::as_str).collect(),
            _ => {
                return self.error(path, "it is not said after which errors", "add `ErrorEquals` with a list of names");
            }
        };
        if names.contains(&ALL) && (names.len() > 1 || !last) {
            let help = "put it into an item of its own, after all others";
            self.error(format!("{path}.ErrorEquals"), format!("`{ALL}` stands alone, and last"), help);
        }
    }

    fn retry(&mut self, item: &Value, path: &str) {
        let bounds = [("IntervalSeconds", 1), ("MaxAttempts", 0), ("MaxDelaySeconds", 1)];
        for (field, least) in bounds {
            if let Some(value) = item.at(field).and_then(Value::as_i64)
                && !(least..=99_999_999).contains(&value)
            {
                let message = format!("{field} is {value}, {least} to 99999999 are allowed");
                self.error(format!("{path}.{field}"), message, "give a number in these bounds");
            }
        }
        if let Some(Value::Number(rate)) = item.at("BackoffRate")
            && rate.to_string().parse::<f64>().is_ok_and(|rate| rate < 1.0)
        {
            let message = format!("BackoffRate is {rate}, at least 1 is needed");
            self.error(format!("{path}.BackoffRate"), message, "give a number from 1, such as 2");
        }
        let seconds = |field| item.at(field).and_then(Value::as_i64);
        if let (Some(first), Some(most)) = (seconds("IntervalSeconds"), seconds("MaxDelaySeconds"))
            && most <= first
        {
            let message = format!("a wait may become {most} seconds, and the first one is {first}");
            self.error(format!("{path}.MaxDelaySeconds"), message, "make it longer than the first wait");
        }
        if let Some(strategy) = item.at("JitterStrategy").and_then(Value::as_str)
            && !["FULL", "NONE"].contains(&strategy)
        {
            let message = format!("`{strategy}` is no way to spread retries");
            self.error(format!("{path}.JitterStrategy"), message, "use FULL or NONE");
        }
    }
}
