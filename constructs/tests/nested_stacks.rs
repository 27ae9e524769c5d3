//! Stacks inside other stacks: what they take and give, and what is uploaded for them.
#![cfg(feature = "cloudformation")]

use cfn_constructs::services::cloudformation::{Interface, NestedStack, NestedStackProps, NestedTemplate};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, Assembly, Stack};
use cfn_model::template::Parameter;
use cfn_model::{Diagnostic, Prop, Value};

fn inner() -> Stack {
    let mut stack = Stack::new("Storage");
    let owner = stack.parameter("Owner", Parameter::string());
    let size = stack.parameter("Size", Parameter::number().default(1));
    stack.output("SizeAgain", size);
    stack.output("OwnerName", owner);
    Bucket::new(&mut stack, "Bucket", BucketProps::default());
    stack
}

fn synth(props: NestedStackProps, output: &str) -> Result<Assembly, Vec<Diagnostic>> {
    let mut stack = Stack::new("Outer");
    let nested = NestedStack::new(&mut stack, "Storage", props);
    let name: Prop<String> = nested.output(&mut stack, output);
    stack.output("Name", name);
    App::new().with(stack).synth()
}

fn messages(props: NestedStackProps, output: &str) -> Vec<String> {
    let problems = synth(props, output).expect_err("something is wrong");
    problems
        .iter()
        .map(|problem| format!("{}: {}", problem.construct.as_deref().unwrap_or("-"), problem.message))
        .collect()
}

#[test]
fn a_stack_of_the_program_is_uploaded_and_its_outputs_are_attributes() {
    let assembly = synth(NestedStackProps::new(inner()).parameter("Owner", "me"), "OwnerName").expect("it is right");
    assert_eq!(assembly.stacks.len(), 1, "a nested stack is none of the app");
    let outer = &assembly.stacks[0];
    let [location] = &outer.assets[..] else { panic!("{:?}", outer.assets) };
    let asset = assembly.assets.iter().find(|asset| asset.path == location.path).expect("its template is there");
    assert!(String::from_utf8_lossy(&asset.contents).contains("Type: AWS::S3::Bucket"));
    let yaml = outer.template.to_yaml();
    assert!(yaml.contains(&location.key), "{yaml}");
    assert!(yaml.contains("Value: !GetAtt Storage.Outputs.OwnerName"), "{yaml}");
    let nested = outer.template.get_resource("Storage").expect("the nested stack is there");
    assert_eq!(nested.property("Parameters").and_then(|values| values.at("Owner")), Some(&Value::from("me")));
}

#[test]
fn the_files_that_a_nested_stack_needs_are_uploaded_with_it() {
    let mut inner = inner();
    let code = Code::files([("index.py", "def handler(event, context):\n    pass\n")]);
    Function::new(&mut inner, "Function", FunctionProps::new(Runtime::Python3_14, "index.handler", code));
    let assembly = synth(NestedStackProps::new(inner).parameter("Owner", "me"), "OwnerName").expect("it is right");
    let endings: Vec<_> = assembly.stacks[0].assets.iter().filter_map(|asset| asset.path.extension()).collect();
    assert_eq!(endings, ["zip", "yaml"]);
}

#[test]
fn values_and_outputs_have_to_fit_the_template() {
    let props = || NestedStackProps::new(inner());
    assert_eq!(messages(props(), "OwnerName"), ["Outer/Storage: the parameter `Owner` has no value"]);
    assert_eq!(
        messages(props().parameter("Owner", "me").parameter("Sise", "2"), "OwnerNam"),
        ["Outer/Storage: the template has no parameter `Sise`", "Outer/Storage: the template has no output `OwnerNam`"]
    );
}

#[test]
fn a_template_that_is_released_elsewhere_is_held_to_its_interface() {
    let url = Prop::new("https://releases.s3.eu-west-1.amazonaws.com/1.0/storage.yaml");
    let released = || NestedTemplate::Released(url.clone(), Interface::of(&inner()));
    let assembly = synth(NestedStackProps::new(released()).parameter("Owner", "me"), "OwnerName").expect("it is right");
    assert!(assembly.assets.is_empty());
    assert_eq!(
        messages(NestedStackProps::new(released()), "OwnerName"),
        ["Outer/Storage: the parameter `Owner` has no value"]
    );
    let of_template =
        Interface::of_template(&App::new().with(inner()).synth().expect("it is right").stacks[0].template);
    assert_eq!(Interface::of(&inner()), of_template);
}

#[test]
fn what_is_wrong_inside_is_told() {
    let mut wrong = inner();
    wrong.add("Topic", cfn_model::RawResource::new("AWS::SNS::Topik", cfn_model::Map::new()));
    let found = messages(NestedStackProps::new(wrong).parameter("Owner", "me"), "OwnerName");
    assert!(found[0].starts_with("Storage/Topic: "), "{found:?}");
}
