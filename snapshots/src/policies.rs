//! What the policies of an app allow.

use cfn_constructs::Assembly;
use cfn_model::{Template, Value};

/// Asserts that no policy of the app allows a whole service, and, but for what is named, nothing on all resources and
/// nothing to everybody; and that at least `count` statements are there to be looked at.
///
/// `unscoped` are the beginnings of actions that know no resource, `public` the actions that everybody may do.
///
/// # Panics
///
/// A statement allows more, or there are fewer.
pub fn assert_narrow(assembly: &Assembly, count: usize, unscoped: &[&str], public: &[&str]) {
    let statements = statements(assembly);
    assert!(statements.len() >= count, "only {} statements are found", statements.len());
    for statement in statements.iter().filter(|statement| texts(statement.at("Effect")) == ["Allow"]) {
        // Without this statement nobody could change a key's policy any more.
        if texts(statement.at("Sid")) == ["Administration"] {
            continue;
        }
        let actions = texts(statement.at("Action"));
        assert!(!actions.is_empty(), "what is not named is allowed: {statement:?}");
        assert!(!actions.iter().any(|action| action.ends_with(":*") || *action == "*"), "{statement:?}");
        let principals = statement.at("Principal");
        if texts(principals).contains(&"*") || texts(principals.and_then(|named| named.at("AWS"))).contains(&"*") {
            assert!(actions.iter().all(|action| public.contains(action)), "{statement:?}");
        }
        // The policy of a key or a bucket is about that one, whatever it says.
        if texts(statement.at("Resource")).contains(&"*") && principals.is_none() {
            let known = |action: &&str| unscoped.iter().any(|begin| action.starts_with(begin));
            assert!(actions.iter().all(known), "{statement:?}");
        }
    }
}

/// The statements of every policy of the app, and of the templates of its stack sets.
fn statements(assembly: &Assembly) -> Vec<Value> {
    let mut statements = Vec::new();
    for template in templates(assembly) {
        template.walk(&mut |node| {
            let policy = node.at("Version").and_then(Value::as_str) == Some("2012-10-17");
            if let Some(list) = node.at("Statement").and_then(Value::as_list).filter(|_| policy) {
                statements.extend(list.iter().cloned());
            }
        });
    }
    statements
}

fn templates(assembly: &Assembly) -> Vec<Value> {
    let mut all = Vec::new();
    for stack in &assembly.stacks {
        for (_, resource) in stack.template.resources() {
            if let Some(body) = resource.property("TemplateBody").and_then(Value::as_str) {
                let inner = Template::parse(body, "stack set").expect("the template of a stack set is one");
                all.push(inner.template.into_value());
            }
        }
        all.push(stack.template.clone().into_value());
    }
    all
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::List(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}
