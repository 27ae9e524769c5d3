//! Whatever value is written comes back the same.

use cfn_model::emit::{self, Intrinsics, Options};
use cfn_model::parse::{self, Limits};
use cfn_model::template::Template;
use cfn_model::{Function, Intrinsic, Map, Number, Value};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Text with a taste for what YAML has a meaning for.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(vec![
            " ", "  ", "\n", "\n\n", "\t", "\r", ":", ": ", " #", "#", "-", "- ", "?", "'", "\"", "\\", "[", "]", "{", "}", ",",
            "&", "*", "!", "|", ">", "%", "@", "`", "=", "<<", "~", "yes", "No", "null", "1", "0", ".", "_", "e3", "0x", "2010-09-09",
            "---", "...", "\u{85}", "\u{2028}", "\u{feff}", "\u{0}", "é", "😀", "${A}",
        ]).prop_map(str::to_owned),
        1 => "[a-z]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// A function's name for a key would make a function of the map.
fn key() -> impl Strategy<Value = String> {
    text().prop_filter("not the name of a function", |key| Function::from_name(key).is_none())
}

/// Numbers that YAML 1.1 and JSON write alike.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        (any::<i32>(), 0..1000u32).prop_map(|(whole, rest)| Number::from_text(format!("{whole}.{rest:03}")).into()),
    ]
}

/// The long form of `Condition` is a function in some places only.
fn function() -> impl Strategy<Value = Function> {
    proptest::sample::select(Function::ALL).prop_filter("not Condition", |function| *function != Function::Condition)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => text().prop_map(Value::from),
        1 => number(),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            2 => proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            2 => proptest::collection::vec((key(), inner.clone()), 0..5).prop_map(|entries| Value::Map(Map::from_iter(entries))),
            2 => (function(), inner).prop_map(|(function, argument)| Intrinsic::new(function, argument).into()),
        ]
    })
}

fn read(text: &str) -> Value {
    match parse::template(text, "", &Limits::default()) {
        Ok(document) => document.value,
        Err(problems) => panic!("{problems:?} in\n{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn yaml_comes_back(value in value()) {
        let text = emit::to_yaml(&value);
        prop_assert_eq!(&read(&text), &value, "{}", text);
        prop_assert_eq!(emit::to_yaml(&read(&text)), text);
    }

    #[test]
    fn the_length_of_yaml_is_known_beforehand(value in value()) {
        // Written as an entry, as the items of a list, and deep inside.
        let deep = Map::from([("B", Map::from([("C", value.clone())]))]);
        for map in [Map::from([("A", value.clone())]), Map::from([("A", [value])]), Map::from([("A", deep)])] {
            let template = Template::from(map);
            let (length, text) = (template.yaml_length(), template.to_yaml());
            prop_assert!(length.contains(&text.len()), "{} is not in {:?}: {}", text.len(), length, text);
        }
    }

    #[test]
    fn yaml_with_long_functions_comes_back(value in value()) {
        let text = emit::to_yaml_with(&value, Options { intrinsics: Intrinsics::Long });
        prop_assert_eq!(&read(&text), &value, "{}", text);
    }

    #[test]
    fn json_comes_back(value in value()) {
        // Only what begins with a bracket is read as JSON.
        let value = Value::List(vec![value]);
        let text = emit::to_json(&value);
        prop_assert_eq!(&read(&text), &value, "{}", text);
        prop_assert_eq!(serde_json::to_value(&value).ok(), serde_json::from_str(&text).ok());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in text(), more in text()) {
        for text in [format!("{text}{more}"), format!("[{text}"), format!("a: {text}\n{more}: b"), format!("{{\"{text}\": {more}}}")] {
            if let Ok(document) = parse::template(&text, "", &Limits::default()) {
                let written = emit::to_yaml(&document.value);
                prop_assert_eq!(&emit::to_yaml(&read(&written)), &written, "{}", text);
            }
        }
    }
}
