//! serde for the core: values leave in long form, and come in with functions recognised.
//!
//! Numbers go through serde as integers or floats, because that is all its data model has.
//! [`emit`](crate::emit) and [`parse`](crate::parse) keep their digits.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::yaml11::{self, Json};
use crate::{Intrinsic, Key, Map, Number, Prop, Value, emit, text};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => number.serialize(serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(map) => map.serialize(serializer),
            Value::Intrinsic(call) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(call.function.name(), &call.argument)?;
                map.end()
            }
            Value::Reference(reference) => emit::unresolved(reference).serialize(serializer),
            Value::Text(parts) => text::resolve(parts.clone()).serialize(serializer),
        }
    }
}

impl Serialize for Map {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(integer) = self.as_i64().filter(|_| self.as_text().is_none()) {
            return serializer.serialize_i64(integer);
        }
        let text = self.as_text().unwrap_or_default();
        match yaml11::to_json(text) {
            Json::Number(digits) => {
                if let Ok(integer) = digits.parse::<i64>() {
                    serializer.serialize_i64(integer)
                } else if let Ok(integer) = digits.parse::<u64>() {
                    serializer.serialize_u64(integer)
                } else {
                    // What no float can hold stays text rather than becoming infinite.
                    match digits.parse::<f64>() {
                        Ok(float) if float.is_finite() => serializer.serialize_f64(float),
                        _ => serializer.serialize_str(&digits),
                    }
                }
            }
            Json::String(text) => serializer.serialize_str(text),
        }
    }
}

impl<T> Serialize for Prop<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Map {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a boolean, a number, a string, a list or a map")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(Number::from_text(value.to_string())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("infinities and NaN have no place in a template"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Value, A::Error> {
        let map = EntriesVisitor.visit_map(entries)?;
        Ok(Intrinsic::from_long_form(map).map_or_else(Value::Map, Value::from))
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Map;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map with strings as keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Map, A::Error> {
        let mut map = Map::new();
        while let Some((key, value)) = entries.next_entry::<String, Value>()? {
            map.insert(Key::Owned(key), value);
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Function, functions};

    #[test]
    fn json_there_and_back() {
        let json = r#"{"a":{"Ref":"X"},"b":[1,-2,0.5,true,null,"t",18446744073709551615],"Condition":{"Condition":"c"},"z":{}}"#;
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(value.at("a").and_then(Value::as_intrinsic).map(|call| call.function), Some(Function::Ref));
        assert!(value.at("Condition").is_some_and(|condition| condition.as_map().is_some()));
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
    }

    #[test]
    fn properties_are_their_values_in_long_form() {
        let prop: Prop<String> = crate::sub!("{region}-{}", functions::import_value("x"));
        let json = r#"{"Fn::Join":["",[{"Ref":"AWS::Region"},"-",{"Fn::ImportValue":"x"}]]}"#;
        assert_eq!(serde_json::to_string(&prop).unwrap(), json);
    }

    #[test]
    fn numbers_of_yaml_are_numbers_of_json() {
        let numbers = ["0x1F", "1.50", "012345678901", "9223372036854775808", "1e999"]
            .map(|text| Value::Number(Number::from_text(text)));
        assert_eq!(
            serde_json::to_string(&Value::from(numbers)).unwrap(),
            r#"[31,1.5,"012345678901",9223372036854775808,"1e999"]"#
        );
    }
}
