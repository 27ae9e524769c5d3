//! Documents made to do harm: each is refused or read within the bounds, and the message says which.

use cfn_model::parse::{self, Limits};

/// Checks the codes of the problems with a text.
fn check(text: &str, expected: &[&str]) {
    let codes = match parse::template(text, "", &Limits::default()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| problem.code).collect(),
    };
    let beginning: String = text.chars().take(60).collect();
    assert_eq!(codes, expected, "{beginning}");
}

#[test]
fn nesting_is_bounded() {
    let many = 100_000;
    check(&"[".repeat(many), &["nesting-too-deep"]);
    check(&"{\"a\":".repeat(many), &["nesting-too-deep"]);
    check(&format!("a: {}", "[".repeat(many)), &["nesting-too-deep"]);
    check(&format!("a: {}", "{a: ".repeat(many)), &["nesting-too-deep"]);
    check(&"- ".repeat(many), &["nesting-too-deep"]);
    check(&(0..1500).map(|indent| format!("{}a:\n", " ".repeat(indent))).collect::<String>(), &["nesting-too-deep"]);
    check(&format!("a: {}x", "!Not [".repeat(many)), &["nesting-too-deep"]);
    check(&"? ".repeat(many), &["unsupported-key", "nesting-too-deep"]);
}

#[test]
fn nesting_that_is_allowed_is_read() {
    let limit = Limits::default().depth;
    let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
    check(&nested(limit - 1), &[]);
    check(&nested(limit), &["nesting-too-deep"]);
    let json = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    check(&json(limit), &[]);
    check(&json(limit + 1), &["nesting-too-deep"]);
}

#[test]
fn aliases_expand_within_the_bounds() {
    let laughs = |levels: usize| {
        let level = |number: usize| format!("a{number}: &a{number} [{}]\n", format!("*a{}, ", number - 1).repeat(9));
        (1..levels).fold("a0: &a0 [lol, lol]\n".to_owned(), |text, number| text + &level(number))
    };
    check(&laughs(3), &[]);
    check(&laughs(40), &["too-many-nodes"]);
    let merges = (1..40).fold("a0: &a0 {k: v}\n".to_owned(), |text, level| {
        format!(
            "{text}a{level}: &a{level} {{x{level}: *a{0}, <<: [*a{0}, *a{0}], y{level}: *a{0}, z{level}: *a{0}}}\n",
            level - 1
        )
    });
    check(&merges, &["too-many-nodes"]);
    let deep = (1..200).fold("- &a0 [x]\n".to_owned(), |text, level| format!("{text}- &a{level} [*a{}]\n", level - 1));
    check(&deep, &["nesting-too-deep"]);
    check("a: &a {b: *a}\n", &["recursive-alias"]);
    let same = (0..50_000).map(|_| "- &a x\n- *a\n").collect::<String>();
    check(&same, &[]);
}

#[test]
fn size_is_bounded() {
    check(&"a".repeat(Limits::default().bytes + 1), &["document-too-large"]);
    check(&format!("[{}1]", "1,".repeat(Limits::default().nodes)), &["too-many-nodes"]);
    check(&"- a\n".repeat(Limits::default().nodes), &["too-many-nodes"]);
    let limits = Limits { bytes: 10, depth: 2, nodes: 3 };
    let refused = |text: &str| parse::document(text, "", &limits).unwrap_err().remove(0).message;
    assert_eq!(refused("- aaaaaaaaaa"), "the document has 12 bytes, more than the 10 allowed");
    assert_eq!(refused("[[[1]]]"), "more than 2 collections or functions are nested here, which is the limit");
    assert_eq!(
        refused("[1,2,3]"),
        "the document has 4 or more nodes, with aliases replaced by what they stand for; 3 are allowed"
    );
}

#[test]
fn problems_are_bounded() {
    let many = "a: !x y\n".repeat(10_000);
    let problems = parse::template(&many, "", &Limits::default()).unwrap_err();
    assert_eq!(problems.len(), 100);
}

#[test]
fn what_never_ends_is_refused() {
    let long = "x".repeat(1_000_000);
    check(&format!("[\"{long}"), &["json-syntax"]);
    check(&format!("a: \"{long}"), &["yaml-syntax"]);
    check(&format!("a: '{long}"), &["yaml-syntax"]);
    check(&format!("a: [{long}"), &["yaml-syntax"]);
    check(&format!("[1{}", "0".repeat(1_000_000)), &["json-syntax"]);
    check(&format!("{{\"a\":\"{}\"", "\\u0041".repeat(100_000)), &["json-syntax"]);
    check("a: 'b\nc: d", &["yaml-syntax"]);
}

#[test]
fn what_is_only_long_is_read() {
    let long = "x".repeat(1_000_000);
    check(&format!("[\"{long}\"]"), &[]);
    check(&format!("a: {long}"), &[]);
    check(&format!("? {long}\n: b"), &[]);
    check(&format!("a: |\n{}", "  x\n".repeat(100_000)), &[]);
    check(&format!("a: 0x{}", "f".repeat(100_000)), &[]);
    check(&format!("a: 1{}", ":59".repeat(100_000)), &[]);
    check(&format!("{}a: b", "#\n".repeat(100_000)), &[]);
    check(&format!("{}a: b", "\n".repeat(1_000_000)), &[]);
}

#[test]
fn bytes_that_have_no_place_in_text_are_refused() {
    check("a: b\u{0}c", &["yaml-syntax"]);
    check("\u{0}", &["yaml-syntax"]);
    check("{\"a\": \"\u{0}\"}", &["json-syntax"]);
    check("{\"\u{1}\": 1}", &["json-syntax"]);
}
