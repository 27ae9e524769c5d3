//! Functions with arguments that they do not take.

use cfn_model::{Function, Intrinsic, Map, Severity, Value, nearest};

use super::forms::{Argument, Form, Wanted, form};
use crate::Check;
use crate::context::{Call, Context};
use crate::finding::{Finding, Findings};
use crate::path::{Path, Step};
use crate::schema::{Kind, kind, kind_of_ref, report};

pub(super) static X: Check = Check {
    code: "wrong-arguments",
    severity: Severity::Error,
    title: "a function with arguments that it does not take",
    docs: "Each function takes a certain number of arguments, of certain kinds, and only some functions inside them. \
           CloudFormation refuses a template with others as a whole. `AWS::LanguageExtensions` allows more.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
    cfn_lint: &[
        "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022", "E1024", "E1028",
        "E1030", "E1031", "E1033", "E8003", "E8004", "E8005", "E8006", "E8007",
    ],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let extended = context.has_language_extensions();
    for call in context.calls.iter().filter(|call| !call.place.is_inert() && !call.place.in_loop) {
        let in_rules = call.place.section == "Rules";
        let Some(form) = form(call.call.function, extended, in_rules) else { continue };
        let mut walk = Walk { context, call, path: Path::default(), findings };
        walk.form(form, &call.call.argument);
    }
    lists_in_texts(context, findings);
}

/// Variables of `Fn::Sub` that are lists.
fn lists_in_texts(context: &Context<'_>, findings: &mut Findings) {
    for mention in context.mentions.iter().filter(|mention| mention.function == Function::Sub) {
        let given = match mention.attribute {
            Some(attribute) => kind(context, &Intrinsic::new(Function::GetAtt, [mention.name, attribute])),
            None => kind_of_ref(context, mention.name),
        };
        if given == Kind::List {
            let message = format!("the variable `{}` is a list, a single value is wanted", mention.name);
            let path = mention.path(context);
            findings.push(
                Finding::new(&X, &path, message).help("give it a name, and join the list for it with `Fn::Join`"),
            );
        }
    }
}

struct Walk<'w, 'c, 'a> {
    context: &'c Context<'a>,
    call: &'c Call<'a>,
    /// The way from the argument of the function.
    path: Path<'a>,
    findings: &'w mut Findings,
}

impl<'a> Walk<'_, '_, 'a> {
    fn form(&mut self, form: &Form, argument: &'a Value) {
        match (form, argument) {
            (Form::One(one), _) => self.argument(one, argument),
            (Form::OneOrPair(_, pair), Value::List(items)) => self.several(2, 2, pair.as_slice(), items),
            (Form::OneOrPair(one, _), Value::String(text)) => {
                self.argument(one, argument);
                if self.call.call.function == Function::GetAtt && !text.contains('.') {
                    self.report(format!("`{text}` has no attribute"), "write `Resource.Attribute`");
                }
            }
            (Form::OneOrPair(one, _), Value::Number(_) | Value::Bool(_)) => self.argument(one, argument),
            (Form::OneOrPair(..), _) => {
                self.report(
                    format!("{} is neither a text nor a list", given(argument)),
                    "write a text, or a list of two",
                );
            }
            (Form::Several(least, most, arguments), Value::List(items)) => {
                self.several(*least, *most, arguments, items)
            }
            // What a macro makes of its own argument may be a list.
            (Form::Several(..) | Form::Keys(..), Value::Intrinsic(call)) if call.function == Function::Transform => {}
            (Form::Several(..), _) => {
                self.report(format!("{} is not a list", given(argument)), "write the arguments as a list")
            }
            (Form::Keys(required, optional, each), Value::Map(map)) => self.keys(required, optional, each, map),
            (Form::Keys(required, ..), _) => {
                let help = format!("write a map with {}", report::list(required.iter().copied()));
                self.report(format!("{} is not a map", given(argument)), &help);
            }
        }
    }

    fn several(&mut self, least: usize, most: usize, arguments: &[Argument], items: &'a [Value]) {
        let count = items.len();
        if count < least || count > most {
            let allowed = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            let given = format!("{count} {}", if count == 1 { "argument" } else { "arguments" });
            let help = format!("give {}", if least == most { format!("just {least}") } else { allowed.clone() });
            self.report(format!("{given} given, `{}` takes {allowed}", self.call.call.function.name()), &help);
        }
        for (index, item) in items.iter().enumerate().take(most) {
            let Some(argument) = arguments.get(index).or(arguments.last()) else { continue };
            self.within(index, |walk| walk.argument(argument, item));
        }
        match (self.call.call.function, items) {
            (Function::Select, [Value::Number(index), Value::List(list)]) => self.range(&index.to_string(), list),
            (Function::Select, [Value::String(index), Value::List(list)]) => self.range(index, list),
            (Function::Split, [_, Value::String(text)]) if text.starts_with("{{resolve:") && text.ends_with("}}") => {
                let message = "a dynamic reference is split before it is resolved".to_owned();
                self.within(1, |walk| walk.report(message, "keep the parts under names of their own"));
            }
            _ => {}
        }
    }

    /// The index of a list that is written out.
    fn range(&mut self, index: &str, list: &[Value]) {
        if index.parse::<usize>().is_ok_and(|index| index >= list.len()) {
            let message = format!("there is no item {index}: the list has {}, counted from 0", list.len());
            self.within(0, |walk| walk.report(message, "take an item that is there"));
        }
    }

    fn keys(&mut self, required: &[&str], optional: &[&'static str], each: &Argument, map: &'a Map) {
        for missing in required.iter().filter(|key| !map.contains_key(key)) {
            self.report(format!("`{missing}` is missing"), "add it");
        }
        for (key, value) in map.iter() {
            let known = || required.iter().chain(optional).copied();
            if known().any(|name| name == key) {
                self.within(key, |walk| walk.argument(each, value));
            } else {
                let help = match nearest(key, known()) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("allowed are {}", report::list(known())),
                };
                self.within(key, |walk| {
                    walk.report(format!("`{}` has no `{key}`", walk.call.call.function.name()), &help)
                });
            }
        }
    }

    fn argument(&mut self, argument: &Argument, value: &'a Value) {
        match (argument.wanted, value) {
            (Wanted::Anything, _) | (_, Value::Reference(_) | Value::Text(_)) => {}
            (_, Value::Intrinsic(call)) => self.call(argument, call),
            // A key that is no function of CloudFormation is a finding of its own.
            (_, Value::Map(map)) if map.only().is_some_and(|(key, _)| key.starts_with("Fn::")) => {}
            (Wanted::Text, Value::String(_) | Value::Number(_) | Value::Bool(_)) => {}
            (Wanted::Flag, Value::Bool(_)) => {}
            (Wanted::Flag, Value::String(text)) if matches!(text.as_str(), "true" | "false" | "True" | "False") => {}
            (Wanted::Integer(least, most), Value::Number(_) | Value::String(_)) => self.integer(least, most, value),
            (Wanted::Block, Value::String(text)) => self.block(text),
            (Wanted::List(each), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(index, |walk| walk.argument(each, item));
                }
            }
            (Wanted::Names(each), Value::Map(map)) => {
                for (key, item) in map.iter() {
                    self.within(key, |walk| walk.argument(each, item));
                }
            }
            (Wanted::Default, Value::Map(map)) if map.len() == 1 && map.contains_key("DefaultValue") => {}
            (Wanted::Document, Value::List(_) | Value::Map(_)) => {}
            (wanted, _) => {
                self.report(format!("{} was given, {} is wanted", given(value), words(wanted)), help(wanted))
            }
        }
    }

    /// A function in the place of an argument.
    fn call(&mut self, argument: &Argument, call: &'a Intrinsic) {
        let name = call.function.name();
        if call.function == Function::Transform {
            return;
        }
        if let Some(functions) = argument.functions.filter(|functions| !functions.contains(&call.function)) {
            let message = format!("`{name}` cannot stand here, inside `{}`", self.call.call.function.name());
            let help = if functions.is_empty() {
                format!("write {} itself", words(argument.wanted))
            } else {
                format!(
                    "write {}, or one of {}",
                    words(argument.wanted),
                    report::list(functions.iter().map(|one| one.name()))
                )
            };
            return self.report(message, &help);
        }
        if let (Function::If, Value::List(items)) = (call.function, &call.argument) {
            for (index, branch) in items.iter().enumerate().skip(1).take(2) {
                self.within(name, |walk| walk.within(index, |walk| walk.argument(argument, branch)));
            }
            return;
        }
        let at = if call.function == Function::GetAtt { Some(name) } else { None };
        let (message, help) = match (argument.wanted, kind(self.context, call)) {
            (Wanted::List(_), Kind::Scalar) => {
                (format!("`{name}` gives a single value here, a list is wanted"), "write a list")
            }
            (Wanted::Text | Wanted::Block | Wanted::Flag, Kind::List) => (
                format!("`{name}` gives a list here, {} is wanted", words(argument.wanted)),
                "take one item with `Fn::Select`, or join them with `Fn::Join`",
            ),
            _ => return,
        };
        match at {
            Some(step) => self.within(step, |walk| walk.report(message, help)),
            None => self.report(message, help),
        }
    }

    fn integer(&mut self, least: i64, most: i64, value: &Value) {
        let text = value.as_str().map_or_else(|| given(value), str::to_owned);
        let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
        match number {
            Some(number) if (least..=most).contains(&number) => {}
            Some(number) if most == i64::MAX => self.report(format!("{number} is less than {least}"), "count from 0"),
            Some(number) => {
                self.report(
                    format!("{number} is out of range, {least} to {most} is allowed"),
                    "give a number in between",
                );
            }
            None => self.report(format!("{} is no whole number", report::shown(&text)), "write a whole number"),
        }
    }

    fn block(&mut self, text: &str) {
        let fits = text.split_once('/').is_some_and(|(address, bits)| {
            let most = match address.parse::<std::net::IpAddr>() {
                Ok(std::net::IpAddr::V4(_)) => 32,
                Ok(std::net::IpAddr::V6(_)) => 128,
                Err(_) => return false,
            };
            bits.parse::<u8>().is_ok_and(|bits| bits <= most)
        });
        if !fits && !text.contains("{{resolve:") {
            self.report(format!("{} is no block of addresses", report::shown(text)), "write one such as `10.0.0.0/16`");
        }
    }

    fn within(&mut self, step: impl Into<Step<'a>>, apply: impl FnOnce(&mut Self)) {
        self.path.push(step);
        apply(self);
        self.path.pop();
    }

    fn report(&mut self, message: String, help: &str) {
        let mut path = self.call.argument_path(self.context);
        self.path.steps().iter().for_each(|step| path.push(*step));
        self.findings.push(Finding::new(&X, &path, message).help(help));
    }
}

fn given(value: &Value) -> String {
    match value {
        Value::String(text) => report::shown(text),
        Value::Number(number) => format!("`{number}`"),
        Value::Bool(value) => format!("`{value}`"),
        other => other.kind().to_owned(),
    }
}

fn words(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "a single value",
        Wanted::Integer(..) => "a whole number",
        Wanted::Flag => "a condition",
        Wanted::Block => "a block of addresses",
        Wanted::List(_) => "a list",
        Wanted::Names(_) => "a map of names",
        Wanted::Default => "a map with `DefaultValue`",
        Wanted::Document => "a list or a map",
        Wanted::Anything => "a value",
    }
}

fn help(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Flag => "write a function such as `Fn::Equals`, or `Condition` with the name of one",
        Wanted::List(_) => "write a list, or a function that gives one",
        Wanted::Names(_) => "write `Name: value`",
        Wanted::Default => "write `DefaultValue: …` and nothing else",
        _ => "write one",
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing;

    fn check(value: &str, expected: &[&str]) {
        let yaml = format!(
            "Parameters: {{One: {{Type: String}}, Many: {{Type: CommaDelimitedList}}}}\n\
             Resources: {{B: {{Type: AWS::S3::Bucket}}, T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {value}}}}}}}"
        );
        let expected: Vec<String> =
            expected.iter().map(|rest| format!("Resources.T.Properties.DisplayName.{rest}")).collect();
        testing::check(&X, &yaml, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn arguments_are_counted() {
        check("!Join [a]", &["Fn::Join"]);
        check("!Join abc", &["Fn::Join"]);
        check("!If [C, a]", &["Fn::If"]);
        check("!Sub ['${A}']", &["Fn::Sub"]);
        check("!GetAtt B", &["Fn::GetAtt"]);
        check("!Select [0, !Cidr [10.0.0.0/16]]", &["Fn::Select.1.Fn::Cidr"]);
    }

    #[test]
    fn arguments_have_kinds() {
        check("!Join [[a], [b]]", &["Fn::Join.0"]);
        check("!Join [',', [[a], {b: c}, 1]]", &["Fn::Join.1.0", "Fn::Join.1.1"]);
        check("!Join [',', [!Ref Many, !Ref One]]", &["Fn::Join.1.0"]);
        check("!Join [',', !Ref One]", &["Fn::Join.1"]);
        check("!Join [',', !Ref Many]", &[]);
        check("!Join [',', !GetAtt B.Arn]", &["Fn::Join.1.Fn::GetAtt"]);
        check("!Join [',', !If [C, !Ref One, [a]]]", &["Fn::Join.1.Fn::If.1"]);
        check("!Select [x, [a]]", &["Fn::Select.0"]);
        check("!Select [-1, [a]]", &["Fn::Select.0"]);
        check("!Select ['1', [a]]", &["Fn::Select.0"]);
        check("!Select ['0', !Split [',', !Ref One]]", &[]);
        check("!Select [0, !Cidr [nowhere, 300, 8]]", &["Fn::Select.1.Fn::Cidr.0", "Fn::Select.1.Fn::Cidr.1"]);
        check("{Fn::GetStackOutput: {StackName: a, Name: b}}", &["Fn::GetStackOutput", "Fn::GetStackOutput.Name"]);
        check("!Sub ['${A}', {A: [a]}]", &["Fn::Sub.1.A"]);
        check("!Sub '${One} ${Many}'", &["Fn::Sub"]);
        check("!Select [0, !Split [',', '{{resolve:ssm:a}}']]", &["Fn::Select.1.Fn::Split.1"]);
    }

    #[test]
    fn only_some_functions_stand_inside_others() {
        check("!Join [!Ref One, [a]]", &["Fn::Join.0"]);
        check("!FindInMap [M, !Sub a, b]", &["Fn::FindInMap.1"]);
        check("{Fn::ImportValue: !GetAtt B.Arn}", &["Fn::ImportValue"]);
        check("{Ref: !Sub '${One}'}", &["Ref"]);
        check("!If [!Equals [a, b], a, b]", &["Fn::If.0"]);
    }
}
