//! What the reader makes of YAML and JSON, and where it says things stand.

use cfn_model::parse::{self, Limits};
use cfn_model::{Function, Intrinsic, Map, Number, Value};

fn read(text: &str) -> parse::Document {
    parse::template(text, "t.yaml", &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn check(text: &str, expected: impl Into<Value>) {
    assert_eq!(read(text).value, expected.into(), "{text}");
}

/// Checks the problems of a text, written as `code line:column`.
fn check_errors(text: &str, expected: &[&str]) {
    let errors = parse::template(text, "t.yaml", &Limits::default()).expect_err(text);
    assert_eq!(list(&errors), expected, "{text}\n{errors:?}");
}

fn list(problems: &[cfn_model::Diagnostic]) -> Vec<String> {
    let place = |problem: &cfn_model::Diagnostic| match &problem.location {
        Some(location) => format!("{} {}:{}", problem.code, location.line, location.column),
        None => problem.code.to_owned(),
    };
    problems.iter().map(place).collect()
}

fn call(function: Function, argument: impl Into<Value>) -> Value {
    Intrinsic::new(function, argument).into()
}

fn number(text: &str) -> Value {
    Number::from_text(text).into()
}

#[test]
fn plain_scalars_have_the_types_of_yaml_1_1() {
    check("[yes, Off, TRUE, y, nO]".replace('[', "- ").replace(']', "").replace(", ", "\n- ").as_str(), {
        let mut items = vec![Value::Bool(true), Value::Bool(false), Value::Bool(true)];
        items.extend(["y", "nO"].map(Value::from));
        items
    });
    check("a: ~\nb:\nc: null\n", Map::from([("a", Value::Null), ("b", Value::Null), ("c", Value::Null)]));
    check(
        "a: 1.10\nb: 0x1F\nc: 012345678901\nd: 1e3\ne: 2010-09-09\n",
        Map::from([
            ("a", number("1.10")),
            ("b", number("0x1F")),
            ("c", Value::from("012345678901")),
            ("d", Value::from("1e3")),
            ("e", Value::from("2010-09-09")),
        ]),
    );
    check("a: 'yes'\nb: \"1\"\nc: !!str 1\nd: ! 1\n", Map::from([("a", "yes"), ("b", "1"), ("c", "1"), ("d", "1")]));
}

#[test]
fn blocks_at_the_end_of_a_file_have_the_breaks_that_are_there() {
    for (text, block) in [
        ("a: |\n  b", "b"),
        ("a: |\n  b\n", "b\n"),
        ("a: |\n  b\n  ", "b\n"),
        ("a: |\n  b\n    ", "b\n  "),
        ("a: |+\n  b", "b"),
        ("a: |+\n  b\n\n", "b\n\n"),
        ("a: >\n  b\n  c", "b c"),
        ("a: |-\n  b", "b"),
        ("a: |\n  b\n# c", "b\n"),
        ("a: |\r\n  b\r\n", "b\n"),
    ] {
        check(text, Map::from([("a", block)]));
    }
}

#[test]
fn quoted_text_is_indented_as_it_likes() {
    check("A:\n  b: \"x\ny\n\n  z\n\tw\"\n", Map::from([("A", Map::from([("b", "x y\nz w")]))]));
    let document = read("a: 'b\nc\nd'\ne: !Ref f\n");
    assert_eq!(document.places.location("e.Ref").to_string(), "t.yaml:4:4");
    check_errors("a: 'b\nc\nd: !ref x\n", &["yaml-syntax 1:4"]);
}

#[test]
fn numbers_that_surprise_are_told() {
    let document = read("Mode: 0755\nTime: 22:30\nCount: 10\n");
    assert_eq!(list(&document.warnings), ["surprising-number 1:7", "surprising-number 2:7"]);
}

#[test]
fn keys_are_text() {
    check("1: a\nyes: b\n'c d': e\n", Map::from([("1", "a"), ("yes", "b"), ("c d", "e")]));
}

#[test]
fn functions_have_two_forms() {
    let nested = call(Function::GetAtt, ["A", "Outputs.B"]);
    check("!GetAtt A.Outputs.B", nested.clone());
    check("!GetAtt [A, Outputs.B]", nested.clone());
    check("Fn::GetAtt: [A, Outputs.B]", nested.clone());
    check("{\"Fn::GetAtt\": [\"A\", \"Outputs.B\"]}", nested);
    check("!Ref 5", call(Function::Ref, "5"));
    check("Fn::Base64: !Sub |\n  a\n  b\n", call(Function::Base64, call(Function::Sub, "a\nb\n")));
    check(
        "!If\n  - A\n  - !Join [\",\", [!Ref B, c]]\n  - Ref: AWS::NoValue\n",
        call(
            Function::If,
            vec![
                Value::from("A"),
                call(Function::Join, vec![Value::from(","), Value::from(vec![call(Function::Ref, "B"), "c".into()])]),
                call(Function::Ref, "AWS::NoValue"),
            ],
        ),
    );
    check("Ref: a\nB: c\n", Map::from([("Ref", "a"), ("B", "c")]));
}

#[test]
fn a_loop_stays_a_key() {
    let body = Value::from(vec![Value::from("X"), Value::from(["a"]), Value::Map(Map::from([("${X}", "b")]))]);
    check("Fn::ForEach::Loop: [X, [a], {'${X}': b}]", Map::from([("Fn::ForEach::Loop", body)]));
}

#[test]
fn condition_is_a_function_where_conditions_are_meant() {
    let named = |name: &str| call(Function::Condition, name);
    let kept = |name: &str| Value::Map(Map::from([("Condition", name)]));
    check(
        "Conditions:\n  A: {Condition: B}\nRules:\n  R:\n    RuleCondition: {Condition: B}\nX:\n  - {Condition: B}\n  \
         - !And [{Condition: B}, !Condition C]\n  - !If [{Condition: B}, {Condition: C}, d]\n",
        Map::from([
            ("Conditions", Value::Map(Map::from([("A", named("B"))]))),
            ("Rules", Value::Map(Map::from([("R", Map::from([("RuleCondition", named("B"))]))]))),
            (
                "X",
                Value::from(vec![
                    kept("B"),
                    call(Function::And, vec![named("B"), named("C")]),
                    call(Function::If, vec![named("B"), kept("C"), "d".into()]),
                ]),
            ),
        ]),
    );
    check("Statement:\n  Condition: {StringEquals: {a: b}}\n", {
        let equals = Map::from([("StringEquals", Map::from([("a", "b")]))]);
        Map::from([("Statement", Map::from([("Condition", equals)]))])
    });
}

#[test]
fn documents_have_no_functions() {
    let document = parse::document("a: {Ref: b}\n", "", &Limits::default()).unwrap();
    assert_eq!(document.value, Value::Map(Map::from([("a", Map::from([("Ref", "b")]))])));
    let errors = parse::document("a: !Ref b\n", "", &Limits::default()).unwrap_err();
    assert_eq!(list(&errors), ["unknown-tag 1:4"]);
}

#[test]
fn aliases_and_merge_keys_are_expanded_and_told() {
    let document = read("A: &a\n  x: 1\n  y: [2]\nB: *a\nC:\n  <<: *a\n  x: 3\nD:\n  <<: [{x: 4}, *a]\n");
    let (a, with) = (document.value.at("A").cloned().unwrap(), |x: i32| {
        Map::from([("x", Value::from(x)), ("y", Value::from([2]))])
    });
    assert_eq!(document.value.at("B"), Some(&a));
    assert_eq!(document.value.at("C"), Some(&Value::Map(with(3))));
    assert_eq!(document.value.at("D"), Some(&Value::Map(with(4))));
    assert_eq!(
        list(&document.warnings),
        ["yaml-alias 4:4", "yaml-merge 6:3", "yaml-alias 6:7", "yaml-merge 9:3", "yaml-alias 9:16"]
    );
    every_node_has_a_place(&document);
    let line = |path: &str| document.places.of(path).map(|place| (place.value.line, place.value.column));
    assert_eq!(
        (line("B"), line("B.y.0"), line("C.x"), line("C.y"), line("D.x")),
        (Some((4, 4)), Some((3, 7)), Some((7, 6)), Some((3, 6)), Some((9, 12)))
    );
}

#[test]
fn every_node_knows_its_place() {
    let document = read("A:\n  é: [1, !GetAtt B.C]\n  'b.c': !Sub\n    - x\n    - {k: !Ref v}\nD: {Ref: e}\n");
    every_node_has_a_place(&document);
    let place = |path: &str| {
        document.places.of(path).map(|place| {
            let key = place.key.map(|key| (key.line, key.column));
            (key, (place.value.line, place.value.column))
        })
    };
    assert_eq!(place(""), Some((None, (1, 1))));
    assert_eq!(place("A.é.0"), Some((None, (2, 7))));
    assert_eq!(place("A.é.1"), Some((None, (2, 10))));
    assert_eq!(place("A.é.1.Fn::GetAtt"), Some((Some((2, 10)), (2, 18))));
    assert_eq!(place("A.é.1.Fn::GetAtt.1"), Some((None, (2, 20))));
    assert_eq!(place("D.Ref"), Some((Some((6, 5)), (6, 10))));
    assert_eq!(place("A.x"), None);
    let quoted = document.places.at(["A", "b.c", "Fn::Sub", "1", "k"]).unwrap();
    assert_eq!((quoted.key.unwrap().line, quoted.value.column), (5, 11));
    assert_eq!(document.places.location("D.Ref.none").to_string(), "t.yaml:6:5");
}

#[test]
fn json_places_count_characters() {
    let document = read("{\"é\": [true,\n\t{\"k\":null} ]}");
    every_node_has_a_place(&document);
    let place = |path: &str| document.places.of(path).map(|place| (place.value.line, place.value.column));
    assert_eq!(
        (place("é"), place("é.0"), place("é.1"), place("é.1.k")),
        (Some((1, 7)), Some((1, 8)), Some((2, 2)), Some((2, 7)))
    );
}

fn every_node_has_a_place(document: &parse::Document) {
    let mut count = 0;
    let mut path = Vec::new();
    visit(&document.value, &mut path, &mut |path| {
        count += 1;
        let steps = path.iter().map(String::as_str);
        assert!(document.places.at(steps).is_some(), "no place for {path:?}");
    });
    assert!(count <= document.places.len());
}

fn visit(value: &Value, path: &mut Vec<String>, found: &mut impl FnMut(&[String])) {
    found(path);
    let mut below = |step: String, child: &Value| {
        path.push(step);
        visit(child, path, found);
        path.pop();
    };
    match value {
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| below(index.to_string(), item)),
        Value::Map(map) => map.iter().for_each(|(key, item)| below(key.to_owned(), item)),
        Value::Intrinsic(call) => below(call.function.name().to_owned(), &call.argument),
        _ => {}
    }
}

#[test]
fn all_problems_are_told_at_once() {
    check_errors(
        "A: 1\nB:\n  x: !ref y\n  x: *none\nA: 2\n? [k]\n: !Fn::Sub b\nC: !!binary aa\nD: [a\n",
        &[
            "unknown-tag 3:6",
            "duplicate-key 4:3",
            "unknown-anchor 4:6",
            "duplicate-key 5:1",
            "unsupported-key 6:3",
            "unknown-tag 7:3",
            "unknown-tag 8:4",
            "yaml-syntax 9:4",
        ],
    );
}

#[test]
fn syntax_errors_of_yaml() {
    check_errors("", &["empty-document 1:1"]);
    check_errors("# nothing\n", &["empty-document 1:1"]);
    check_errors("a:\n\tb: 1\n", &["yaml-syntax 2:1"]);
    check_errors("a: b: c\n", &["yaml-syntax 1:5"]);
    check_errors("a: 1\n---\nb: 2\n", &["several-documents 2:1"]);
    check_errors("a: &a [*a]\n", &["recursive-alias 1:8"]);
    check_errors("a: {<<: 1}\n", &["merge-not-a-map 1:9"]);
    check_errors("*a : b\n", &["unsupported-key 1:1"]);
    check_errors("a: !Condition [b]\n", &["wrong-argument 1:4"]);
    check_errors("a: @b\n", &["yaml-syntax 1:4"]);
}

#[test]
fn syntax_errors_of_json() {
    check_errors("{\"a\": 1,}", &["json-syntax 1:9"]);
    check_errors("[1, ]", &["json-syntax 1:5"]);
    check_errors("{\"a\" 1}", &["json-syntax 1:6"]);
    check_errors("{'a': 1}", &["json-syntax 1:2"]);
    check_errors("{\"a\": 01}", &["json-syntax 1:7"]);
    check_errors("{\"a\": 1} // x", &["json-syntax 1:10"]);
    check_errors("{\"a\": \"b\nc\"}", &["json-syntax 1:9"]);
    check_errors("{\"a\": \"\\x\"}", &["json-syntax 1:8"]);
    check_errors("{\"a\": \"\\ud83d\"}", &["json-syntax 1:8"]);
    check_errors("{\"a\": tru", &["json-syntax 1:7"]);
    check_errors("{\"a\": \"open", &["json-syntax 1:7"]);
    check_errors("{\"a\": [1", &["json-syntax 1:9"]);
    check_errors("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"a\": 3}", &["duplicate-key 1:24", "duplicate-key 1:33"]);
}

#[test]
fn strings_of_json() {
    check(r#"["a\"\\\/\b\f\n\r\tz", "\u00e9\uD83D\uDE00", "é", ""]"#, ["a\"\\/\u{8}\u{c}\n\r\tz", "é😀", "é", ""]);
    check(
        "[-0, 1.50, 1E5, 12345678901234567890]",
        vec![number("-0"), number("1.50"), number("1E5"), number("12345678901234567890")],
    );
    check("\u{feff} {}", Map::new());
}
