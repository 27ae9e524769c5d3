//! Machine images: read from what has built them, and put into templates.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{ImageMap, ImageMapProps, MachineImages};
use cfn_model::{Map, RawResource};

use super::{problems, template};

const MANIFEST: &str = include_str!("packer-manifest.json");

fn images() -> MachineImages {
    MachineImages::parse_packer(MANIFEST, "packer-manifest.json").expect("the manifest is good")
}

/// What is wrong with a manifest that differs: line and message.
fn wrong(from: &str, to: &str) -> Vec<String> {
    assert!(MANIFEST.contains(from), "{from}");
    let problems = MachineImages::parse_packer(&MANIFEST.replace(from, to), "m.json").expect_err("something is wrong");
    let line = |problem: &cfn_model::Diagnostic| problem.location.as_ref().map_or(0, |place| place.line);
    problems.iter().map(|problem| format!("{}: {}", line(problem), problem.message)).collect()
}

#[test]
fn the_last_run_counts_with_all_of_its_builds_and_regions() {
    let images = images();
    let names: Vec<&str> = images.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["bastion", "server"], "the container is no machine image");
    assert_eq!(images.id("server", "us-east-2"), Some("ami-0b5c6d7e8f9a0b1c2"));
    assert_eq!(images.id("server", "eu-west-1"), Some("ami-0c6d7e8f9a0b1c2d3"));
    assert_eq!(images.id("bastion", "us-east-2"), Some("ami-0d7e8f9a0b1c2d3e4"));
    assert_eq!(images.id("legacy", "us-east-2"), None, "only an earlier run built it");
}

#[test]
fn what_is_wrong_with_a_manifest_is_told_with_its_line() {
    let last = "2b7c9f10-5d43-4a86-9e21-7f0b8c6d4e35";
    assert_eq!(
        wrong(&format!("\"last_run_uuid\": \"{last}\""), "\"last_run_uuid\": \"other\""),
        ["2: the last run, `other`, has built no machine image"]
    );
    assert_eq!(wrong("\"last_run_uuid\"", "\"last\""), ["1: this is no manifest of Packer"]);
    assert_eq!(
        wrong("us-east-2:ami-0d7e8f9a0b1c2d3e4", "us-east-2:vol-0d7e8f9a0b1c2d3e4"),
        ["37: `vol-0d7e8f9a0b1c2d3e4` is no id of a machine image"]
    );
    assert_eq!(wrong("us-east-2:ami-0d7e8f9a0b1c2d3e4", "ami-1"), ["37: `ami-1` is no region with an image"]);
    assert_eq!(
        wrong("us-east-2:ami-0d7e8f9a0b1c2d3e4", "us_east:ami-0d7e8f9a0b1c2d3e4"),
        ["37: `us_east` is no region"]
    );
    assert_eq!(
        wrong("\"name\": \"bastion\"", "\"name\": \"server\""),
        [
            "37: the image `server` is built twice in us-east-2: as `ami-0b5c6d7e8f9a0b1c2` and `ami-0d7e8f9a0b1c2d3e4`",
            "37: the image `server` is built twice in eu-west-1: as `ami-0c6d7e8f9a0b1c2d3` and `ami-0e8f9a0b1c2d3e4f5`"
        ]
    );
    assert_eq!(MachineImages::parse_packer("", "m.json").expect_err("it is empty").len(), 1);
    assert_eq!(MachineImages::parse_packer("[1, {", "m.json").expect_err("it is no JSON").len(), 1);
}

const BUILT: &str = r#"{
    "requestId": "1",
    "image": {
        "arn": "arn:aws:imagebuilder:us-east-2:111122223333:image/server/1.0.0/3",
        "state": {"status": "AVAILABLE"},
        "outputResources": {"amis": [
            {"region": "us-east-2", "image": "ami-0b5c6d7e8f9a0b1c2", "accountId": "111122223333"},
            {"region": "us-east-2", "image": "ami-0f9a0b1c2d3e4f5a6", "accountId": "444455556666"},
            {"region": "eu-west-1", "image": "ami-0c6d7e8f9a0b1c2d3", "accountId": "111122223333"}
        ]}
    }
}"#;

#[test]
fn images_of_image_builder_are_those_of_its_account() {
    let images = MachineImages::parse_image_builder("server", BUILT, "image.json").expect("it is good");
    assert_eq!(images.id("server", "us-east-2"), Some("ami-0b5c6d7e8f9a0b1c2"));
    assert_eq!(images.id("server", "eu-west-1"), Some("ami-0c6d7e8f9a0b1c2d3"));

    let message = |text: &str| {
        let problems = MachineImages::parse_image_builder("server", text, "image.json").expect_err("it is not good");
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(message(&BUILT.replace("AVAILABLE", "BUILDING")), ["the image `server` is `BUILDING`, not `AVAILABLE`"]);
    assert_eq!(message(MANIFEST), ["this is no machine image of EC2 Image Builder"]);
    assert_eq!(
        message(&BUILT.replace(r#""accountId": "111122223333""#, r#""accountId": "777788889999""#)),
        ["the image `server` is in no region of its own account"]
    );
}

/// A stack with a server of the image that `choose` gives.
fn server(mut stack: Stack, props: impl Into<ImageMapProps>, name: &str) -> Stack {
    let image_map = ImageMap::new(&mut stack, "Images", props);
    let image = image_map.for_region(&mut stack, name);
    stack.add("Server", RawResource::new("AWS::EC2::Instance", Map::from([("ImageId", image)])));
    stack
}

#[test]
fn a_template_finds_the_image_of_its_region() {
    let yaml = template(server(Stack::new("Servers"), images(), "server")).to_yaml();
    assert!(yaml.contains("!FindInMap\n        - Images\n        - !Ref AWS::Region\n        - Server"), "{yaml}");
    assert!(
        yaml.contains("eu-west-1:\n      Bastion: ami-0e8f9a0b1c2d3e4f5\n      Server: ami-0c6d7e8f9a0b1c2d3"),
        "{yaml}"
    );

    let one = template(server(Stack::new("Servers").region("eu-west-1"), images(), "server")).to_yaml();
    assert!(one.contains("eu-west-1") && !one.contains("us-east-2"), "{one}");
}

#[test]
fn a_region_without_an_image_is_an_error_that_names_both() {
    let only = images().with("server", "ap-southeast-2", "ami-0123456789abcdef0");
    assert_eq!(
        problems(server(Stack::new("Servers"), only, "server")),
        ["there is no image `bastion` in ap-southeast-2"]
    );
    let asked = ImageMapProps::new(images()).regions(["eu-west-1", "sa-east-1"]);
    assert_eq!(
        problems(server(Stack::new("Servers"), asked, "server")),
        ["there is no image `bastion` in sa-east-1", "there is no image `server` in sa-east-1"]
    );
    let elsewhere = problems(server(Stack::new("Servers").region("sa-east-1"), images(), "server"));
    assert_eq!(elsewhere.len(), 2, "{elsewhere:?}");
}

#[test]
fn an_image_that_there_is_not_is_named() {
    assert!(
        problems(server(Stack::new("Servers"), images(), "sever")).contains(&"there is no image `sever`".to_owned())
    );
    let none = problems(server(Stack::new("Servers"), MachineImages::new(), "server"));
    assert!(none.contains(&"there are no images".to_owned()), "{none:?}");
    let alike =
        images().with("Server", "us-east-2", "ami-0123456789abcdef0").with("Server", "eu-west-1", "ami-12345678");
    assert_eq!(
        problems(server(Stack::new("Servers"), alike, "server")),
        ["the images `Server` and `server` are both `Server` in a mapping"]
    );
    let wrong = MachineImages::new().with("server", "eu-west-1", "ami-xyz");
    assert_eq!(problems(server(Stack::new("Servers"), wrong, "server"))[0], "`ami-xyz` is no id of a machine image");
}

#[test]
fn the_parameter_store_hands_images_from_stack_to_stack() {
    let mut publisher = Stack::new("Images");
    ImageMap::new(&mut publisher, "Images", images()).publish(&mut publisher, "Parameters", "/acme/images/");
    let published = template(publisher).to_yaml();
    assert!(published.contains("Name: /acme/images/server"), "{published}");
    assert!(published.contains("DataType: aws:ec2:image"), "{published}");

    let mut reader = Stack::new("Servers");
    let image = ImageMap::from_parameters("/acme/images").for_region(&mut reader, "server");
    reader.add("Server", RawResource::new("AWS::EC2::Instance", Map::from([("ImageId", image)])));
    let read = template(reader).to_yaml();
    assert!(read.contains("{{resolve:ssm:/acme/images/server}}"), "{read}");
}
