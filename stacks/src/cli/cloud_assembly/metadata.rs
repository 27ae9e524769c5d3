//! What is told of each construct of a stack: what it became, and what is worth knowing.

use cfn_constructs::StackArtifact;
use cfn_model::{Diagnostic, Map, Severity, Value};

/// What is known of constructs besides what they became.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Told<'a> {
    /// The problems that did not stop synthesis.
    pub(in crate::cli) diagnostics: &'a [Diagnostic],
    /// Whether the lines that made constructs are of the user's program. Where a config file describes the app, they
    /// are lines of this library, of use to nobody.
    pub(in crate::cli) traces: bool,
}

/// Lists of entries, by the path of the construct that they are about.
pub(super) fn of(all: Told<'_>, stack: &StackArtifact) -> Map {
    let mut metadata = Map::new();
    let tree = stack.constructs.tree();
    for node in tree.nodes() {
        if let Some((_, id)) = stack.constructs.entry(node) {
            let trace = all.traces.then(|| stack.constructs.location(node).to_string());
            add(&mut metadata, &tree.path(node), entry("aws:cdk:logicalId", id, trace));
        }
    }
    for diagnostic in all.diagnostics {
        let path = diagnostic.construct.as_deref().unwrap_or_default();
        if path.split('/').next() == Some(&stack.name) {
            add(&mut metadata, path, told(diagnostic));
        }
    }
    for source in &stack.parameters {
        let (parameter, output) = (&source.parameter, &source.output);
        let text = format!(
            "the parameter `{parameter}` takes the output `{output}` of the stack `{}`: \
             pass it with `--parameters {}:{parameter}=VALUE`",
            source.stack, stack.name
        );
        add(&mut metadata, &stack.name, entry("aws:cdk:info", &text, None));
    }
    metadata
}

/// A problem that does not stop synthesis.
fn told(diagnostic: &Diagnostic) -> Map {
    let kind = if diagnostic.severity == Severity::Info { "aws:cdk:info" } else { "aws:cdk:warning" };
    let property = diagnostic.property.iter().map(|property| format!("{property}: "));
    let help = diagnostic.help.iter().map(|help| format!("; {help}"));
    let code = [format!(" [{}]", diagnostic.code)];
    let text: String = property.chain([diagnostic.message.clone()]).chain(help).chain(code).collect();
    entry(kind, &text, diagnostic.location.as_ref().map(ToString::to_string))
}

fn entry(kind: &str, data: &str, trace: Option<String>) -> Map {
    let mut entry = Map::from([("type", kind), ("data", data)]);
    if let Some(trace) = trace {
        // As a line of a stack trace in Node, of which tools show what is in the parentheses.
        entry.insert("trace", [format!("add ({trace})")]);
    }
    entry
}

fn add(metadata: &mut Map, path: &str, entry: Map) {
    let key = format!("/{path}");
    match metadata.get_mut(&key) {
        Some(Value::List(entries)) => entries.push(entry.into()),
        _ => {
            metadata.insert(key, [entry]);
        }
    }
}
