//! What schemas say about lists: their items, how many, and whether they may repeat.

use std::collections::BTreeMap;

use cfn_model::Value;

use super::compiled::Link;
use super::evaluate::{Validator, Verdict};
use super::report;
use super::scenarios;
use crate::conditions::Env;
use crate::data::Node;

/// What a schema says about lists.
#[derive(Default)]
pub(super) struct OfLists {
    /// The schemas of the first items, each of one.
    pub(super) first: Vec<Link>,
    /// The schema of all other items.
    pub(super) items: Option<Link>,
    /// The schema that at least one item has to fit.
    pub(super) contains: Option<Link>,
    pub(super) most: Option<usize>,
    pub(super) least: Option<usize>,
    /// How many different items there may be.
    pub(super) most_different: Option<usize>,
    pub(super) unique: bool,
    /// Keys of whose values no two items may have the same.
    pub(super) unique_keys: Option<Node>,
}

impl<'a> Validator<'_, 'a> {
    pub(super) fn list(&mut self, said: &'static OfLists, items: &'a [Value], env: &Env) {
        for (index, item) in items.iter().enumerate() {
            let Some(of_item) = said.first.get(index).or(said.items.as_ref()) else { continue };
            self.path.push(index);
            self.value(of_item.schema(), item, env);
            self.path.pop();
        }
        self.contains(said, items, env);
        self.number_of_items(said, items);
        self.different_items(said, items);
        self.unique_items(said, items);
        self.unique_keys(said, items);
    }

    /// A list of which at least one item has to fit a schema.
    fn contains(&mut self, said: &'static OfLists, items: &'a [Value], env: &Env) {
        let Some(wanted) = said.contains.as_ref().map(Link::schema) else { return };
        let mut unknown = false;
        for item in items {
            match self.fits(|validator| validator.value(wanted, item, env)) {
                Verdict::Valid => return,
                Verdict::Unknown => unknown = true,
                Verdict::Invalid => {}
            }
        }
        if unknown {
            self.unknown = true;
        } else {
            self.report(&report::TOO_FEW, "no item is what one has to be".to_owned(), None);
        }
    }

    /// An item that is a function may be none, one or many.
    fn number_of_items(&mut self, said: &OfLists, items: &[Value]) {
        if said.most.is_none() && said.least.is_none() {
            return;
        }
        let (mut least, mut most) = (0, 0);
        for item in items {
            match item {
                Value::Intrinsic(call) => match scenarios::branches(call) {
                    Some((_, choice)) => {
                        let there = choice.iter().filter(|(_, value, _)| !scenarios::is_no_value(value)).count();
                        least += usize::from(there == 2);
                        most += usize::from(there > 0);
                    }
                    None if scenarios::is_no_value(item) => {}
                    None => {
                        least += 1;
                        most += 1;
                    }
                },
                _ => {
                    least += 1;
                    most += 1;
                }
            }
        }
        if let Some(limit) = said.most.filter(|limit| least > *limit) {
            let help = Some(format!("take {} out", least - limit));
            self.report(&report::TOO_MANY, format!("there are {least} items, at most {limit} are allowed"), help);
        }
        if let Some(limit) = said.least.filter(|limit| most < *limit) {
            self.report(&report::TOO_FEW, format!("there are {most} items, at least {limit} are needed"), None);
        }
    }

    /// A list that may be long and hold only so many different items.
    fn different_items(&mut self, said: &OfLists, items: &[Value]) {
        let Some(limit) = said.most_different else { return };
        let different = items.iter().enumerate().filter(|(index, item)| !items[..*index].contains(item)).count();
        if different > limit {
            let message = format!("there are {different} different items, at most {limit} are allowed");
            self.report(&report::TOO_MANY, message, None);
        }
    }

    fn unique_items(&mut self, said: &OfLists, items: &'a [Value]) {
        if !said.unique {
            return;
        }
        // Two different branches of one condition are never there together; equal functions are equal.
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut others: Vec<(usize, &Value)> = Vec::new();
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !scenarios::is_no_value(item)) {
            let first = match item.as_str() {
                Some(text) => texts.get(text).copied(),
                None => others.iter().find(|(_, other)| *other == item).map(|(first, _)| *first),
            };
            match (first, item.as_str()) {
                (Some(first), _) => {
                    let message = format!("the item at {index} repeats the one at {first}");
                    self.report(&report::REPEATED, message, Some("take one of the two out".to_owned()));
                }
                (None, Some(text)) => drop(texts.insert(text, index)),
                (None, None) => others.push((index, item)),
            }
        }
    }

    /// Items of which no two may have the same values of certain keys.
    fn unique_keys(&mut self, said: &OfLists, items: &'a [Value]) {
        let Some(keys) = said.unique_keys else { return };
        let key_of = |item: &'a Value| -> Option<Vec<Option<&'a Value>>> {
            let map = item.as_map()?;
            let values: Vec<Option<&Value>> = keys.strings().map(|key| map.get(key)).collect();
            let known = values.iter().all(|value| value.is_none_or(|value| !value.is_expression()));
            (known && values.iter().any(Option::is_some)).then_some(values)
        };
        for (index, item) in items.iter().enumerate() {
            let Some(key) = key_of(item) else { continue };
            if let Some(first) = items[..index].iter().position(|other| key_of(other).as_ref() == Some(&key)) {
                let names = report::list(keys.strings());
                let message = format!("the item at {index} has the same {names} as the one at {first}");
                self.report(&report::REPEATED, message, Some("take one of the two out".to_owned()));
            }
        }
    }
}
