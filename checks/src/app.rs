//! [`check_app`]: what shows only when several templates are looked at together.

use std::collections::{BTreeMap, BTreeSet};

use cfn_model::template::{Section, Template};
use cfn_model::{Function, Map, Value};

use crate::conditions::{Conditions, Env};
use crate::context::{Context, Options};
use crate::finding::{Finding, Findings};
use crate::mentions::{substitution, variables};
use crate::path::Path;
use crate::rules::references::{CIRCULAR_IMPORT, REPEATED_EXPORT};
use crate::walk;

/// A stack of an app.
#[derive(Clone, Copy, Debug)]
pub struct AppStack<'a> {
    /// The name of the stack, which `AWS::StackName` stands for.
    pub name: &'a str,
    /// Its template.
    pub template: &'a Template,
    /// Where it is deployed, as far as that is known.
    pub options: &'a Options,
}

/// What is wrong between the stacks of an app: each finding with the number of its stack.
///
/// Stacks share exports where they are in the same account and region, which they are taken to be unless
/// both say otherwise. What is wrong with one of the templates alone is left to [`check`](crate::check); what is
/// found here cannot work and so cannot be suppressed.
///
/// ```
/// use cfn_checks::{AppStack, Options, check_app};
/// use cfn_model::Template;
///
/// let text = "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: a, Export: {Name: topic}}}";
/// let template = Template::parse(text, "").expect("a template").template;
/// let options = Options::default();
/// let stack = |name| AppStack { name, template: &template, options: &options };
/// let findings = check_app(&[stack("one"), stack("two")]);
/// assert_eq!(findings[0].0, 1);
/// assert_eq!(findings[0].1.path(), "Outputs.O.Export.Name");
/// ```
pub fn check_app(stacks: &[AppStack<'_>]) -> Vec<(usize, Finding)> {
    let mut found: Vec<Findings> = stacks.iter().map(|_| Findings::default()).collect();
    let exports = exports_of(stacks);
    repeated(stacks, &exports, &mut found);
    circular(stacks, &exports, &mut found);
    let findings = found.into_iter().enumerate();
    findings
        .flat_map(|(index, findings)| findings.into_sorted().into_iter().map(move |finding| (index, finding)))
        .collect()
}

/// An export of a template.
pub(crate) struct Export<'a> {
    /// The name as far as it is known: equal names are equal.
    pub(crate) name: String,
    pub(crate) path: Path<'a>,
    /// What holds where the output is there.
    pub(crate) env: Env,
}

fn exports_of<'a>(stacks: &[AppStack<'a>]) -> Vec<Vec<Export<'a>>> {
    let of = |stack: &AppStack<'a>| {
        exports(stack.template, stack.options, &Conditions::of(stack.template), Some(stack.name))
    };
    stacks.iter().map(of).collect()
}

/// The exports of a template whose names can be compared.
pub(crate) fn exports<'a>(
    template: &'a Template,
    options: &Options,
    conditions: &Conditions<'_>,
    stack: Option<&str>,
) -> Vec<Export<'a>> {
    let mut exports = Vec::new();
    for (id, output) in template.section(Section::Outputs).into_iter().flat_map(Map::iter) {
        let Some(output) = output.as_map() else { continue };
        let value = output.get("Export").and_then(Value::as_map).and_then(|export| export.get("Name"));
        let Some(name) = value.and_then(|value| name(value, options, stack)) else { continue };
        let condition = output.get("Condition").and_then(Value::as_str);
        let env = condition.and_then(|name| conditions.assume(&Env::default(), name, true)).unwrap_or_default();
        exports.push(Export { name, path: Path::of(["Outputs", id, "Export", "Name"]), env });
    }
    exports
}

/// The names that a template imports, with where it does.
pub(crate) fn imports<'a>(template: &'a Template, options: &Options, stack: Option<&str>) -> Vec<(String, Path<'a>)> {
    let calls = walk::calls(template, Function::ImportValue).into_iter();
    let named = calls.filter_map(|(call, path)| Some((name(&call.argument, options, stack)?, path)));
    named.map(|(name, path)| (name, path.join(Function::ImportValue.name()))).collect()
}

/// The text of a name, where it is made of nothing but text and pseudo parameters.
fn name(value: &Value, options: &Options, stack: Option<&str>) -> Option<String> {
    let pseudo = |name: &str| match name {
        "AWS::StackName" => Some(stack.unwrap_or("${AWS::StackName}").to_owned()),
        "AWS::Region" => Some(options.region.clone().unwrap_or_else(|| "${AWS::Region}".to_owned())),
        "AWS::AccountId" => Some(options.account.clone().unwrap_or_else(|| "${AWS::AccountId}".to_owned())),
        "AWS::Partition" => Some("${AWS::Partition}".to_owned()),
        _ => None,
    };
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Intrinsic(call) => match (call.function, &call.argument) {
            (Function::Ref, Value::String(name)) => pseudo(name),
            (Function::Sub, argument) => {
                let (text, values) = substitution(argument)?;
                if values.is_some_and(|values| !values.is_empty()) || text.contains("${!") {
                    return None;
                }
                let mut name = text.to_owned();
                for variable in variables(text) {
                    name = name.replace(&format!("${{{variable}}}"), &pseudo(variable)?);
                }
                Some(name)
            }
            (Function::Join, Value::List(parts)) => match parts.as_slice() {
                [Value::String(between), Value::List(items)] => {
                    let items: Option<Vec<String>> =
                        items.iter().map(|item| self::name(item, options, stack)).collect();
                    Some(items?.join(between))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Whether two stacks may be in the same account and region.
fn meet(one: &AppStack<'_>, other: &AppStack<'_>) -> bool {
    let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    same(&one.options.account, &other.options.account) && same(&one.options.region, &other.options.region)
}

fn repeated(stacks: &[AppStack<'_>], exports: &[Vec<Export<'_>>], found: &mut [Findings]) {
    let mut first: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, exports) in exports.iter().enumerate() {
        for export in exports {
            let owners = first.entry(&export.name).or_default();
            if let Some(owner) = owners.iter().find(|owner| **owner != index && meet(&stacks[**owner], &stacks[index]))
            {
                let message = format!("the stack `{}` exports `{}` as well", stacks[*owner].name, export.name);
                found[index]
                    .push(Finding::new(&REPEATED_EXPORT, &export.path, message).help("give one of them another name"));
            }
            owners.push(index);
        }
    }
}

/// An import of one stack from another.
struct Import<'a> {
    /// The number of the stack that exports.
    owner: usize,
    name: String,
    path: Path<'a>,
}

/// The imports of each stack whose exports are in another one of them.
fn imported<'a>(stacks: &[AppStack<'a>], exports: &[Vec<Export<'_>>]) -> Vec<Vec<Import<'a>>> {
    // Most apps export nothing.
    if exports.iter().all(Vec::is_empty) {
        return stacks.iter().map(|_| Vec::new()).collect();
    }
    let of = |index: usize, stack: &AppStack<'a>| {
        let named = imports(stack.template, stack.options, Some(stack.name)).into_iter();
        let known = named.filter_map(|(name, path)| {
            let owns = |other: &usize| {
                *other != index
                    && meet(&stacks[index], &stacks[*other])
                    && exports[*other].iter().any(|export| export.name == name)
            };
            Some(Import { owner: (0..stacks.len()).find(owns)?, name, path })
        });
        known.collect()
    };
    stacks.iter().enumerate().map(|(index, stack)| of(index, stack)).collect()
}

/// Which stacks each stack of an app needs, by their numbers: those whose exports it imports, and those whose outputs
/// it reads by their names.
///
/// ```
/// use cfn_checks::{AppStack, Options, stack_needs};
/// use cfn_model::Template;
///
/// let read = |text: &str| Template::parse(text, "").expect("a template").template;
/// let first = read("Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: a, Export: {Name: topic}}}");
/// let second = read("Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue topic}}}");
/// let options = Options::default();
/// let stack = |name, template| AppStack { name, template, options: &options };
/// assert_eq!(stack_needs(&[stack("one", &first), stack("two", &second)]), [vec![], vec![0]]);
/// ```
pub fn stack_needs(stacks: &[AppStack<'_>]) -> Vec<Vec<usize>> {
    let imported = imported(stacks, &exports_of(stacks));
    let read = stacks.iter().map(|stack| {
        let calls = walk::calls(stack.template, Function::GetStackOutput).into_iter();
        let names = calls.filter_map(|(call, _)| call.argument.at("StackName")?.as_str());
        names.filter_map(|name| stacks.iter().position(|stack| stack.name == name)).collect::<Vec<_>>()
    });
    let needs = imported.iter().zip(read).enumerate().map(|(index, (imported, read))| {
        let all: BTreeSet<usize> = imported.iter().map(|import| import.owner).chain(read).collect();
        all.into_iter().filter(|other| *other != index).collect()
    });
    needs.collect()
}

/// Stacks that import from each other, of which none can be the first.
fn circular(stacks: &[AppStack<'_>], exports: &[Vec<Export<'_>>], found: &mut [Findings]) {
    let edges = imported(stacks, exports);
    for (index, targets) in edges.iter().enumerate() {
        for Import { owner, name, path } in targets {
            if reaches(&edges, *owner, index) {
                let owner = stacks[*owner].name;
                let message = format!("`{name}` is an export of `{owner}`, which imports from this stack in turn");
                let help = "move what both need into one of them, or into a third";
                found[index].push(Finding::new(&CIRCULAR_IMPORT, path, message).help(help));
            }
        }
    }
}

fn reaches(edges: &[Vec<Import<'_>>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; edges.len()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            open.extend(edges[node].iter().map(|import| import.owner));
        }
    }
    false
}

/// Exports that one template makes twice in a case that can be, the second of each pair.
pub(crate) fn repeated_within<'e, 'a>(context: &Context<'a>, exports: &'e [Export<'a>]) -> Vec<&'e Export<'a>> {
    let mut seen: BTreeMap<&str, Vec<&Env>> = BTreeMap::new();
    let mut repeated = Vec::new();
    for export in exports {
        let before = seen.entry(&export.name).or_default();
        if before.iter().any(|env| context.conditions.both(env, &export.env).is_some()) {
            repeated.push(export);
        }
        before.push(&export.env);
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stacks: &[(&str, &str)], expected: &[(usize, &str)]) {
        let templates: Vec<(Template, Options)> = stacks
            .iter()
            .map(|(region, outputs)| {
                let text = format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs: {outputs}");
                let region = (!region.is_empty()).then(|| (*region).to_owned());
                let template = Template::parse(&text, "").expect("a template").template;
                (template, Options { region, ..Options::default() })
            })
            .collect();
        let names = ["one", "two", "three"];
        let stacks: Vec<AppStack<'_>> = templates
            .iter()
            .zip(names)
            .map(|((template, options), name)| AppStack { name, template, options })
            .collect();
        let found = check_app(&stacks);
        let found: Vec<(usize, String)> = found.iter().map(|(index, finding)| (*index, finding.path())).collect();
        let expected: Vec<(usize, String)> =
            expected.iter().map(|(index, path)| (*index, (*path).to_owned())).collect();
        assert_eq!(found, expected);
    }

    const EXPORT: &str = "{O: {Value: a, Export: {Name: x}}}";

    #[test]
    fn exports_are_one_of_a_kind_in_account_and_region() {
        check(&[("", EXPORT), ("", EXPORT)], &[(1, "Outputs.O.Export.Name")]);
        check(&[("eu-west-1", EXPORT), ("us-east-1", EXPORT)], &[]);
        let own = "{O: {Value: a, Export: {Name: !Sub '${AWS::StackName}-x'}}}";
        check(&[("", own), ("", own)], &[]);
        check(&[("", own), ("", "{O: {Value: a, Export: {Name: one-x}}}")], &[(1, "Outputs.O.Export.Name")]);
    }

    #[test]
    fn outputs_that_are_read_by_name_are_needed() {
        let texts = ["{O: {Value: !GetStackOutput {StackName: two, OutputName: O}}}", "{O: {Value: a}}"];
        let texts = texts.map(|outputs| format!("Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs: {outputs}"));
        let templates = texts.map(|text| Template::parse(&text, "").expect("a template").template);
        let options = Options::default();
        let stacks: Vec<AppStack<'_>> = ["one", "two"]
            .iter()
            .zip(&templates)
            .map(|(name, template)| AppStack { name, template, options: &options })
            .collect();
        assert_eq!(stack_needs(&stacks), [vec![1], vec![]]);
    }

    #[test]
    fn stacks_do_not_import_from_each_other() {
        let first = "{O: {Value: !ImportValue b, Export: {Name: a}}}";
        let second = "{O: {Value: !ImportValue a, Export: {Name: b}}}";
        let path = "Outputs.O.Value.Fn::ImportValue";
        check(&[("", first), ("", second)], &[(0, path), (1, path)]);
        check(&[("", first), ("", "{O: {Value: c, Export: {Name: b}}}")], &[]);
    }
}
