//! Templates as they are built, read, looked at and changed.

use cfn_model::codebuild;
use cfn_model::template::{AwsType, Mapping, Output, Parameter, ParameterType, Resource};
use cfn_model::{Condition, Diagnostic, Map, Properties, RawResource, Section, Template, Value, functions};

const TEMPLATE: &str = "\
Outputs:
  Name: {Value: !Ref Build}
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Globals: {Function: {Timeout: 3}}
Resources:
  Build:
    Type: AWS::CodeBuild::Project
    Condition: IsProd
    DependsOn: [Role]
    Connectors: {}
    Properties:
      Name: !Sub '${AWS::StackName}-build'
      Environment: {Image: a, Future: {Thing: 012345678901}}
      TimeoutInMinutes: !If [IsProd, 60, 10]
  Fn::ForEach::Topics: [X, [a, b], {'Topic${X}': {Type: AWS::SNS::Topic}}]
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}
  Module: {Type: My::Module::MODULE}
  Role: {Type: AWS::IAM::Role, Properties: {Fn::Transform: {Name: M}}}
";

fn problems(text: &str) -> Vec<String> {
    let place = |problem: Diagnostic| match problem.location {
        Some(location) => format!("{} {}:{}", problem.code, location.line, location.column),
        None => problem.code.to_owned(),
    };
    Template::parse(text, "t.yaml").expect_err(text).into_iter().map(place).collect()
}

#[test]
fn a_template_is_built_of_its_parts() {
    let mut template = Template::new();
    template
        .output("Name", Output::new(functions::reference("Queue")).condition("Big"))
        .resource("Queue", Resource::from(RawResource::new("AWS::SQS::Queue", Map::new())).condition("Big"))
        .condition("Big", Condition::equals(functions::reference("Size"), "big"))
        .mapping("Sizes", Mapping::new().entry("big", "count", 3))
        .parameter("Size", Parameter::string().default("big"))
        .parameter("Vpc", Parameter::aws(AwsType::VpcId));
    assert_eq!(
        template.to_yaml(),
        "Parameters:\n  Size:\n    Type: String\n    Default: big\n  Vpc:\n    Type: AWS::EC2::VPC::Id\n\
         Mappings:\n  Sizes:\n    big:\n      count: 3\n\
         Conditions:\n  Big: !Equals\n    - !Ref Size\n    - big\n\
         Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Condition: Big\n\
         Outputs:\n  Name:\n    Value: !Ref Queue\n    Condition: Big\n"
    );
    assert_eq!(Template::parse(&template.to_yaml(), "").unwrap().template, template);
    assert_eq!(Template::parse(&template.to_json(), "").unwrap().template, template);
}

#[test]
fn what_macros_bring_along_stays() {
    let template = Template::parse(TEMPLATE, "t.yaml").unwrap().template;
    let sections: Vec<&str> = template.as_map().iter().map(|(key, _)| key).collect();
    assert_eq!(sections, ["Outputs", "Transform", "Globals", "Resources"]);
    let resources: Vec<&str> = template.resources().map(|(id, _)| id).collect();
    assert_eq!(resources, ["Build", "Module", "Role"]);
    assert_eq!(Template::parse(&template.to_yaml(), "").unwrap().template, template);
}

#[test]
fn resources_are_looked_at() {
    let parsed = Template::parse(TEMPLATE, "t.yaml").unwrap();
    let build = parsed.template.get_resource("Build").unwrap();
    assert_eq!((build.type_name(), build.condition()), (Some("AWS::CodeBuild::Project"), Some("IsProd")));
    assert_eq!(build.depends_on().collect::<Vec<_>>(), ["Role"]);
    assert_eq!(build.property("Environment.Future.Thing").and_then(Value::as_str), Some("012345678901"));
    assert!(parsed.template.get_resource("Nothing").is_none());
    assert_eq!(parsed.places.location("Resources.Build.Properties.Name").to_string(), "t.yaml:12:7");
}

#[test]
fn typed_views_change_what_they_are_told_to() {
    let parsed = Template::parse(TEMPLATE, "t.yaml").unwrap();
    let mut template = parsed.template.clone();
    let project = template.resource_as::<codebuild::Project>("Build").unwrap();
    assert_eq!(
        project.as_map().get("Environment"),
        parsed.template.get_resource("Build").unwrap().property("Environment")
    );

    template.modify("Build", |project: codebuild::Project| project.concurrent_build_limit(4)).unwrap();
    let changed = template.section_mut(Section::Resources).get_mut("Build").unwrap().as_map_mut().unwrap();
    let properties = changed.get_mut("Properties").unwrap().as_map_mut().unwrap();
    assert_eq!(properties.remove("ConcurrentBuildLimit").and_then(|limit| limit.as_i64()), Some(4));
    assert_eq!(template, parsed.template);
}

#[test]
fn typed_views_say_what_is_wrong() {
    let template = Template::parse(TEMPLATE, "t.yaml").unwrap().template;
    let error = |id: &str| template.resource_as::<codebuild::Project>(id).unwrap_err().message;
    assert_eq!(error("Nothing"), "the template has no resource `Nothing`");
    assert_eq!(error("Module"), "the resource `Module` is of type My::Module::MODULE, not AWS::CodeBuild::Project");
}

#[test]
fn typed_views_say_where_it_is_wrong() {
    let parsed = Template::parse("Resources:\n  T:\n    Type: AWS::SNS::Topic\n", "t.yaml").unwrap();
    let place = |id: &str| parsed.resource::<codebuild::Project>(id).unwrap_err().location.unwrap().to_string();
    assert_eq!(place("T"), "t.yaml:2:3");
    assert_eq!(place("Nothing"), "t.yaml:1:1");
}

#[test]
fn parameters_are_typed() {
    let text = "Parameters: {A: {Type: 'List<AWS::EC2::Subnet::Id>'}}\nResources: {}\n";
    let template = Template::parse(text, "").unwrap().template;
    let kinds: Vec<Option<ParameterType>> =
        template.entries(Section::Parameters).map(|(_, map)| Parameter::from_map(map.clone()).kind()).collect();
    assert_eq!(kinds, [Some(ParameterType::AwsList(AwsType::SubnetId))]);
}

#[test]
fn wrong_shapes_are_all_told() {
    assert_eq!(problems("- a\n"), ["wrong-shape 1:1"]);
    assert_eq!(
        problems(
            "Description: [a]\nresources: {}\nParameters: a\nConditions:\n  A: b\nResources:\n  A: {Properties: {}}\n  \
             B:\n    Type: T\n    Properties: [x]\n    BucketName: y\n  C: d\nOutputs:\n  O: {Description: p}\nRules:\n  R: {}\n\
             Mappings:\n  M: {a: b}\n"
        ),
        [
            "wrong-shape 1:1",
            "unknown-section 2:1",
            "wrong-shape 3:1",
            "wrong-shape 5:3",
            "missing-entry 7:3",
            "wrong-shape 10:5",
            "unknown-attribute 11:5",
            "wrong-shape 12:3",
            "missing-entry 14:3",
            "missing-entry 16:3",
            "wrong-shape 18:7",
        ]
    );
    let macros = "Transform: [{Name: Mine}]\nMore: {}\nResources: {A: {Count: 3}}\n";
    assert!(Template::parse(macros, "").is_ok());
    assert_eq!(
        problems(&macros.replace("Mine", "AWS::LanguageExtensions")),
        ["unknown-section 2:1", "missing-entry 3:13", "unknown-attribute 3:17"]
    );
    let help = Template::parse("resources: {}\n", "").unwrap_err().remove(0).help;
    assert_eq!(help.as_deref(), Some("write `Resources`"));
}
