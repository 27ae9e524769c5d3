//! What becomes of resources, and what AWS does about it.

use cfn_diff::{Change, Impact, TemplateDiff, diff};
use cfn_model::Template;

fn template(resources: &str) -> Template {
    let lines: String = resources.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("Resources:\n{lines}");
    Template::parse(&text, "t.yaml").unwrap_or_else(|problems| panic!("{problems:?}")).template
}

fn between(before: &str, after: &str) -> TemplateDiff {
    diff(&template(before), &template(after))
}

/// Each resource that is different: `id change impact`, with its properties.
fn shown(diff: &TemplateDiff) -> Vec<String> {
    let resource = |resource: &cfn_diff::ResourceChange| {
        let properties = resource.properties.iter().map(|one| format!("{}={}", one.path, one.impact.as_str()));
        let properties: Vec<String> = properties.collect();
        let (change, impact) = (resource.change.as_str(), resource.impact.as_str());
        format!("{} {change} {impact} [{}]", resource.id, properties.join(" "))
    };
    diff.resources.iter().map(resource).collect()
}

fn check(before: &str, after: &str, expected: &[&str]) {
    assert_eq!(shown(&between(before, after)), expected, "{before} -> {after}");
}

#[test]
fn what_means_the_same_is_no_difference() {
    for (before, after) in [
        ("A: {Type: AWS::SNS::Topic}", "A: {Type: AWS::SNS::Topic, Properties: {}}"),
        ("A: {Type: AWS::X::Y, Properties: {A: !Ref B}}", "A: {Type: AWS::X::Y, Properties: {A: {Ref: B}}}"),
        ("A: {Type: AWS::X::Y, Properties: {A: !Sub '${B}'}}", "A: {Type: AWS::X::Y, Properties: {A: !Ref B}}"),
        (
            "A: {Type: AWS::X::Y, Properties: {A: !GetAtt B.Arn}}",
            "A: {Type: AWS::X::Y, Properties: {A: !Sub '${B.Arn}'}}",
        ),
        ("A: {Type: AWS::X::Y, Properties: {A: 'true', B: 5}}", "A: {Type: AWS::X::Y, Properties: {A: true, B: '5'}}"),
        ("A: {Type: AWS::X::Y, Properties: {A: !Join ['-', [a, b]]}}", "A: {Type: AWS::X::Y, Properties: {A: a-b}}"),
        ("A: {Type: AWS::X::Y, Properties: {A: '{\"b\": [1]}'}}", "A: {Type: AWS::X::Y, Properties: {A: {b: [1]}}}"),
        (
            "A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: a, Value: b}, {Key: c, Value: d}]}}",
            "A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: c, Value: d}, {Key: a, Value: b}]}}",
        ),
    ] {
        let found = between(before, after);
        let real = found.resources.iter().filter(|one| !one.properties.is_empty()).count();
        assert_eq!(real, 0, "{before} -> {after}: {found:?}");
    }
}

#[test]
fn properties_are_told_by_their_path() {
    let project = |image: &str, extra: &str| {
        format!("P: {{Type: AWS::CodeBuild::Project, Properties: {{Environment: {{Image: {image}}}{extra}}}}}")
    };
    check(
        &project("a", ""),
        &project("b", ", Description: x"),
        &["P changed in-place [Environment.Image=in-place Description=in-place]"],
    );
}

#[test]
fn schemas_say_what_is_replaced() {
    check(
        "R: {Type: AWS::IAM::Role, Properties: {RoleName: a, Description: x}}",
        "R: {Type: AWS::IAM::Role, Properties: {RoleName: b, Description: x}}",
        &["R changed replace [RoleName=replace]"],
    );
    // A path inside, also where the whole object comes or goes.
    let peer = |inside: &str| format!("P: {{Type: AWS::EC2::TransitGatewayConnectPeer, Properties: {{{inside}}}}}");
    let bgp = |number: u32| peer(&format!("ConnectPeerConfiguration: {{BgpConfigurations: [{{PeerAsn: {number}}}]}}"));
    let path = "ConnectPeerConfiguration.BgpConfigurations.0.PeerAsn";
    check(&bgp(1), &bgp(2), &[&format!("P changed replace [{path}=replace]")]);
    check(&peer(""), &bgp(2), &["P changed replace [ConnectPeerConfiguration=replace]"]);
    // What replaces in some cases only.
    let service =
        |kind: &str| format!("D: {{Type: AWS::ECS::Service, Properties: {{DeploymentController: {{Type: {kind}}}}}}}");
    check(&service("ECS"), &service("EXTERNAL"), &["D changed may-replace [DeploymentController.Type=may-replace]"]);
}

/// What is told of a resource that its policy keeps.
const KEPT: &str = "the resource is kept: its `DeletionPolicy` is `Retain`";

#[test]
fn types_of_sam_are_what_is_made_of_them() {
    let function = |name: &str, timeout: u32| {
        format!("F: {{Type: AWS::Serverless::Function, Properties: {{FunctionName: {name}, Timeout: {timeout}}}}}")
    };
    check(&function("a", 3), &function("a", 4), &["F changed in-place [Timeout=in-place]"]);
    check(&function("a", 3), &function("b", 3), &["F changed replace [FunctionName=replace]"]);
    let layer = |code: &str| format!("L: {{Type: AWS::Serverless::LayerVersion, Properties: {{ContentUri: {code}}}}}");
    check(&layer("a/"), &layer("b/"), &["L changed replace [ContentUri=replace]"]);
    let application =
        |place: &str| format!("A: {{Type: AWS::Serverless::Application, Properties: {{Location: {place}}}}}");
    check(&application("a"), &application("b"), &["A changed in-place [Location=in-place]"]);
    let table = |name: &str| format!("T: {{Type: AWS::Serverless::SimpleTable, Properties: {{TableName: {name}}}}}");
    check(&table("a"), &table("b"), &["T changed loss [TableName=replace]"]);
}

#[test]
fn loops_are_told_as_loops() {
    let buckets = |names: &str| {
        format!(
            "'Fn::ForEach::Buckets': [Name, [{names}], {{'B${{Name}}': {{Type: AWS::S3::Bucket}}}}]\n\
             A: {{Type: AWS::X::Y, Properties: {{A: {{'Fn::GetAtt': [!Sub 'B${{Name}}', Arn]}}}}}}"
        )
    };
    assert!(between(&buckets("a, b"), &buckets("a, b")).is_empty());
    let found = between(&buckets("a, b"), &buckets("a"));
    assert_eq!(found.others[0].id, "Resources.Fn::ForEach::Buckets");
    assert!(found.others[0].note.as_deref().is_some_and(|note| note.contains("a change set only")));
    assert!(found.resources.is_empty());
}

#[test]
fn data_that_would_go_is_a_loss() {
    let table = |name: &str, policy: &str| {
        format!("T: {{Type: AWS::DynamoDB::Table{policy}, Properties: {{TableName: {name}}}}}")
    };
    let retained = ", UpdateReplacePolicy: Retain, DeletionPolicy: Retain";
    check(&table("a", ""), &table("b", ""), &["T changed loss [TableName=replace]"]);
    check(&table("a", retained), &table("b", retained), &["T changed replace [TableName=replace]"]);
    let other = "A: {Type: AWS::SNS::Topic}";
    check(&format!("{}\n{other}", table("a", "")), other, &["T removed loss []"]);
    check(&format!("{}\n{other}", table("a", retained)), other, &["T removed none []"]);
    let lost = between(&format!("{}\n{other}", table("a", "")), other);
    assert!(lost.resources[0].reason.as_deref().is_some_and(|reason| reason.contains("Retain")));
    assert_eq!(
        between(&format!("{}\n{other}", table("a", retained)), other).resources[0].reason.as_deref(),
        Some(KEPT)
    );
    let database = "D: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}";
    check(&format!("{database}\n{other}"), other, &["D removed none []"]);
    let gone = between(&format!("{database}\n{other}"), other);
    assert!(
        gone.resources[0].reason.as_deref().is_some_and(|reason| reason.starts_with("the resource goes, a snapshot"))
    );
}

#[test]
fn a_replacement_is_carried_on_through_references() {
    let stack = |name: &str| {
        format!(
            "R: {{Type: AWS::IAM::Role, Properties: {{RoleName: {name}}}}}\n\
             P: {{Type: AWS::IAM::InstanceProfile, Properties: {{Roles: [!Ref R]}}}}\n\
             I: {{Type: AWS::EC2::LaunchTemplate, Properties: {{LaunchTemplateData: {{UserData: !Sub '${{R.Arn}}'}}}}}}\n\
             O: {{Type: AWS::SNS::Topic}}"
        )
    };
    let found = between(&stack("a"), &stack("b"));
    assert_eq!(
        shown(&found),
        [
            "R changed replace [RoleName=replace]",
            "P changed in-place [Roles.0=in-place]",
            "I changed in-place [LaunchTemplateData.UserData=in-place]",
        ]
    );
    assert_eq!(found.resources[1].properties[0].because_of.as_deref(), Some("R"));
    let chain = |name: &str| {
        format!(
            "V: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: {name}}}}}\n\
             S: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref V, CidrBlock: 10.0.0.0/24}}}}\n\
             N: {{Type: AWS::EC2::NatGateway, Properties: {{SubnetId: !Ref S}}}}"
        )
    };
    let found = between(&chain("10.0.0.0/16"), &chain("10.1.0.0/16"));
    assert_eq!(found.resources.iter().map(|one| one.impact).collect::<Vec<_>>(), [Impact::Replace; 3]);
}

#[test]
fn moves_are_seen_and_references_follow() {
    let stack = |id: &str| {
        format!(
            "{id}: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: a}}}}\n\
             P: {{Type: AWS::SNS::TopicPolicy, Properties: {{PolicyDocument: {{}}, Topics: [!Ref {id}]}}}}\n\
             Q: {{Type: AWS::X::Y, Properties: {{A: !Sub ['${{{id}.TopicName}}-${{v}}', {{v: !Ref {id}}}]}}}}"
        )
    };
    let found = between(&stack("Old"), &stack("New"));
    assert_eq!(shown(&found), ["New moved replace []"]);
    assert_eq!(found.resources[0].moved_from.as_deref(), Some("Old"));
    assert_eq!(found.resources[0].change, Change::Moved);
    // Two that are alike could each be the other.
    let twins = |ids: [&str; 2]| ids.map(|id| format!("{id}: {{Type: AWS::SNS::Topic}}")).join("\n");
    let found = between(&twins(["A", "B"]), &twins(["C", "D"]));
    assert!(found.resources.iter().all(|one| one.change != Change::Moved), "{found:?}");
}

#[test]
fn another_type_is_another_resource() {
    check("A: {Type: AWS::SNS::Topic}", "A: {Type: AWS::SQS::Queue}", &["A changed replace [Type=replace]"]);
}

#[test]
fn what_is_beside_the_properties_changes_nothing_at_the_service() {
    check(
        "A: {Type: AWS::SNS::Topic}\nB: {Type: AWS::SNS::Topic, Properties: {DisplayName: b}}",
        "A: {Type: AWS::SNS::Topic, DependsOn: B}\nB: {Type: AWS::SNS::Topic, Properties: {DisplayName: b}}",
        &["A changed none [DependsOn=none]"],
    );
}

#[test]
fn other_sections_are_compared_too() {
    let read = |text: &str| Template::parse(text, "t.yaml").expect("a template").template;
    let resources = "Resources: {A: {Type: AWS::SNS::Topic}}\n";
    let before = read(&format!(
        "{resources}Parameters: {{P: {{Type: String, Default: a}}}}\n\
         Outputs: {{O: {{Value: x, Export: {{Name: shared}}}}, Q: {{Value: 1}}}}\nMappings: {{M: {{a: {{b: c}}}}}}\n"
    ));
    let after = read(&format!(
        "{resources}Parameters: {{P: {{Type: String, Default: b}}}}\nOutputs: {{Q: {{Value: '1'}}}}\nDescription: new\n"
    ));
    let found = diff(&before, &after);
    let told = |changes: &[cfn_diff::EntryChange]| {
        changes.iter().map(|one| format!("{} {}", one.id, one.change.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(told(&found.parameters), ["P changed"]);
    assert_eq!(told(&found.outputs), ["O removed"]);
    assert!(found.outputs[0].note.as_deref().is_some_and(|note| note.contains("`shared`")));
    assert_eq!(told(&found.others), ["Description added", "Mappings.M removed"]);
    assert!(diff(&before, &before).is_empty());
}
