//! What must hold for any text at all. The fuzzer and `tests/replay.rs` share this.

use cfn_model::parse::{self, Limits};
use cfn_model::{Template, Value, emit};

/// Bounds that keep a run short.
const LIMITS: Limits = Limits { bytes: 1 << 16, depth: 40, nodes: 20_000 };

/// Reads the text in every way, and writes and reads again what it says.
pub(crate) fn check(text: &str) {
    _ = Template::parse_within(text, "", &LIMITS);
    _ = parse::document(text, "", &LIMITS);
    match parse::template(text, "t", &LIMITS) {
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            let breaks = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
            let lines = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
            for location in problems.iter().filter_map(|problem| problem.location.as_ref()) {
                assert!(location.line >= 1 && location.line <= lines + 1 && location.column >= 1, "{location}");
            }
        }
        Ok(document) => {
            let mut nodes = 0;
            document.value.walk(&mut |_| nodes += 1);
            assert!(nodes <= document.places.len(), "nodes without a place");
            comes_back(&document.value);
        }
    }
}

fn comes_back(value: &Value) {
    let limits = Limits { bytes: usize::MAX, depth: usize::MAX, nodes: usize::MAX };
    let read = |text: &str| match parse::template(text, "", &limits) {
        Ok(document) => document.value,
        Err(problems) => panic!("{problems:?} in\n{text}"),
    };
    let yaml = emit::to_yaml(value);
    let again = read(&yaml);
    assert_eq!(without_numbers(&again), without_numbers(value), "{yaml}");
    // JSON has numbers that YAML 1.1 must write in another way, and the other way round, once.
    assert_eq!(read(&emit::to_yaml(&again)), again, "{yaml}");
    // A lone scalar is no JSON text to us.
    let json = emit::to_json(&Value::List(vec![value.clone()]));
    assert_eq!(emit::to_json(&read(&json)), json);
}

fn without_numbers(value: &Value) -> Value {
    value.clone().map_nodes(&mut |node| if matches!(node, Value::Number(_)) { Value::Null } else { node })
}
