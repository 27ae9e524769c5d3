//! The generator on tiny invented schemas: from a schema to the outline of what is generated for it.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::counts::Counts;
use super::model::{Resource, Service, Struct, Type};
use super::{emit, lower, report, tree};
use crate::files::{Difference, Tree};
use crate::patches::names::Renames;

fn resource(schema: &Value) -> anyhow::Result<Resource> {
    lower::resource("Acme::Shop::Thing", schema, &mut Renames::default())
}

/// Checks what is generated for the resource `Acme::Shop::Thing`, a line for each type and attribute.
/// A `!` marks what is required.
fn check(schema: &Value, expected: &str) {
    let outline = outline(&resource(schema).expect("a resource"));
    let expected: String = expected.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(outline, expected);
}

/// Checks that a schema is refused, with that in the message.
fn check_refused(schema: &Value, expected: &str) {
    let problem = resource(schema).expect_err("a problem").to_string();
    assert!(problem.contains(expected), "{problem}");
}

fn outline(resource: &Resource) -> String {
    let mut text = String::new();
    for Struct { name, properties, .. } in std::iter::once(&resource.root).chain(&resource.structs) {
        let property = |p: &super::model::Property| {
            format!("{}{}: {}", p.method, if p.required { "!" } else { "" }, outline_type(&p.kind))
        };
        let _ = writeln!(text, "{name}({})", properties.iter().map(property).collect::<Vec<_>>().join(", "));
    }
    for item in &resource.enums {
        let variants: Vec<String> = item.variants.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let _ = writeln!(text, "{}[{}]", item.name, variants.join(", "));
    }
    for attribute in &resource.attributes {
        let name = attribute.name.as_deref().unwrap_or("Ref");
        let _ = writeln!(text, "{}() = {name}: {}", attribute.method, outline_type(&attribute.kind));
    }
    text
}

fn outline_type(kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("[{}]", outline_type(item)),
        Type::Map(item) => format!("{{{}}}", outline_type(item)),
        Type::Named(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn kinds_of_values() {
    check(
        &json!({ "properties": {
            "Text": { "type": "string" }, "Count": { "type": "integer" }, "Share": { "type": "number" },
            "On": { "type": "boolean" }, "Names": { "type": "array", "items": { "type": "string" } },
            "Labels": { "type": "object", "patternProperties": { ".*": { "type": "string" } } },
            "Extra": { "type": "object", "additionalProperties": { "type": "integer" } },
            "Free": { "type": "object" }, "Either": { "type": ["object", "string"] },
            "Numeric": { "anyOf": [{ "type": "integer" }, { "type": "number" }] }, "Unsaid": {}, "Rows": { "type": "array" },
        } }),
        "Thing(count: Integer, either: Json, extra: {Integer}, free: Json, labels: {String}, names: [String], \
         numeric: Number, on: Boolean, rows: [Json], share: Number, text: String, unsaid: Json)",
    );
}

#[test]
fn definitions_and_inline_objects_have_types_of_their_own() {
    check(
        &json!({
            "properties": {
                "Part": { "$ref": "#/definitions/part" },
                "Parts": { "$ref": "#/definitions/PartList" },
                "Inline": { "type": "object", "properties": { "Depth": { "type": "object", "properties": { "Cm": { "type": "integer" } } } } },
            },
            "definitions": {
                "PartList": { "type": "array", "items": { "$ref": "#/definitions/part" } },
                "part": { "type": "object", "properties": { "Size": { "$ref": "#/definitions/Size" } }, "required": ["Size"] },
                "Size": { "type": "integer" },
                "Unused": { "type": "object", "properties": { "A": { "type": "string" } } },
            },
        }),
        "Thing(inline: Inline, part: Part, parts: [Part])
         Inline(depth: InlineDepth)
         InlineDepth(cm: Integer)
         Part(size!: Integer)",
    );
}

#[test]
fn enums_are_named_after_their_place_or_their_definition() {
    check(
        &json!({
            "properties": {
                "Color": { "type": "string", "enum": ["RED", "DEEP_BLUE"] },
                "Part": { "$ref": "#/definitions/Part" },
                "Shades": { "type": "array", "items": { "$ref": "#/definitions/Shade" } },
                "Loose": { "type": "string", "enum": ["on", "ON"] },
                "Ignored": { "type": "string", "enumCaseInsensitive": ["yes", "no"] },
            },
            "definitions": {
                "Part": { "type": "object", "properties": {
                    "Kind": { "type": "string", "enum": ["BIG"] },
                    "PartState": { "type": "string", "enum": ["NEW"] },
                } },
                "Shade": { "type": "string", "enum": ["DARK", "LIGHT"] },
            },
        }),
        "Thing(color: Color, ignored: Ignored, loose: String, part: Part, shades: [Shade])
         Part(kind: PartKind, part_state: PartState)
         Color[Red=RED, DeepBlue=DEEP_BLUE]
         Ignored[Yes=yes, No=no]
         PartKind[Big=BIG]
         PartState[New=NEW]
         Shade[Dark=DARK, Light=LIGHT]",
    );
}

#[test]
fn branches_are_merged() {
    check(
        &json!({
            "properties": { "Source": { "oneOf": [{ "$ref": "#/definitions/Git" }, { "$ref": "#/definitions/Zip" }] } },
            "definitions": {
                "Git": { "type": "object", "required": ["Type", "Url"], "properties": {
                    "Type": { "type": "string", "enum": ["GIT"] }, "Url": { "type": "string" } } },
                "Zip": { "type": "object", "required": ["Type"], "properties": {
                    "Type": { "type": "string", "enum": ["ZIP"] }, "Path": { "type": "string" } } },
            },
        }),
        "Thing(source: Source)
         Source(path: String, r#type!: SourceType, url: String)
         SourceType[Git=GIT, Zip=ZIP]",
    );
}

#[test]
fn branches_that_only_narrow_change_no_type() {
    check(
        &json!({
            "properties": { "A": { "type": "string" }, "B": { "type": "string", "anyOf": [{ "format": "arn" }, { "format": "id" }] } },
            "required": ["B"],
            "oneOf": [{ "required": ["A"] }, { "properties": { "A": { "minLength": 1 } } }],
        }),
        "Thing(a: String, b!: String)",
    );
}

#[test]
fn definitions_may_lead_back_to_themselves() {
    check(
        &json!({
            "properties": { "Filter": { "$ref": "#/definitions/Filter" }, "Nested": { "$ref": "#/definitions/Nested" } },
            "definitions": {
                "Filter": { "type": "object", "properties": {
                    "Not": { "$ref": "#/definitions/Filter" },
                    "Or": { "type": "array", "items": { "$ref": "#/definitions/Filter" } },
                } },
                "Nested": { "type": "array", "items": { "$ref": "#/definitions/Nested" } },
            },
        }),
        "Thing(filter: Filter, nested: [Json])
         Filter(not: Filter, or: [Filter])",
    );
}

#[test]
fn what_cannot_be_set_is_an_attribute() {
    check(
        &json!({
            "properties": {
                "Arn": { "type": "string" }, "Name": { "type": "string" },
                "Endpoint": { "$ref": "#/definitions/Endpoint" },
                "Disk": { "$ref": "#/definitions/Disk" },
                "Zones": { "type": "array", "items": { "type": "string" } },
            },
            "definitions": {
                "Endpoint": { "type": "object", "properties": { "Address": { "type": "string" }, "Port": { "type": "integer" } } },
                "Disk": { "type": "object", "properties": { "Id": { "type": "string" }, "Size": { "type": "integer" } } },
            },
            "required": ["Arn", "Name"],
            "primaryIdentifier": ["/properties/Arn"],
            "readOnlyProperties": ["/properties/Arn", "/properties/Endpoint", "/properties/Disk/Id", "/properties/Zones"],
            "serviceSpec": { "ref": ["Name"], "attributes": ["Arn", "Disk.Size"] },
        }),
        "Thing(disk: Disk, name!: String)
         Disk(size: Integer)
         arn() = Arn: String
         disk_id() = Disk.Id: String
         disk_size() = Disk.Size: Integer
         endpoint_address() = Endpoint.Address: String
         endpoint_port() = Endpoint.Port: Integer
         name() = Ref: String
         zones() = Zones: [String]",
    );
}

#[test]
fn a_name_that_is_taken_gets_another_or_fails() {
    check(
        &json!({
            "properties": { "List": { "$ref": "#/definitions/List" }, "Own": { "$ref": "#/definitions/Thing" } },
            "definitions": {
                "List": { "type": "object", "properties": { "A": { "type": "string" } } },
                "Thing": { "type": "object", "properties": { "B": { "type": "string" } } },
            },
        }),
        "Thing(list: ListProperty, own: ThingProperty)
         ListProperty(a: String)
         ThingProperty(b: String)",
    );
    check_refused(
        &json!({ "properties": { "VPCId": { "type": "string" }, "VpcId": { "type": "string" } } }),
        "the properties `VPCId` and `VpcId` of Thing would both be set by `vpc_id`",
    );
    check_refused(
        &json!({ "properties": { "Set": { "type": "string" } } }),
        "the property `Set` of Thing cannot be set by `set`",
    );
    check_refused(
        &json!({ "properties": { "Target": { "type": "string" } }, "readOnlyProperties": ["/properties/Target"] }),
        "the attribute `Target` cannot be called `target`",
    );
    check_refused(
        &json!({
            "properties": {
                "Kind": { "type": "string", "enum": ["A"] },
                "Part": { "$ref": "#/definitions/Kind" },
            },
            "definitions": { "Kind": { "type": "object", "properties": { "B": { "type": "string" } } } },
        }),
        "would both be called `Kind`",
    );
}

/// One property, and the sentence above its setter.
fn check_fact(facts: &Value, expected: &str) {
    let mut schema = json!({ "properties": { "P": { "type": "string" } } });
    for (key, value) in facts.as_object().expect("facts") {
        let place = if key.ends_with("Properties") { &mut schema[key] } else { &mut schema["properties"]["P"][key] };
        *place = value.clone();
    }
    let text = emit::resource(&resource(&schema).expect("a resource"));
    assert!(text.contains(&format!("    /// Sets `P`: {expected}.\n")), "{text}");
}

#[test]
fn limits_are_said_in_words() {
    check_fact(&json!({}), "optional");
    check_fact(&json!({ "minLength": 1, "maxLength": 20 }), "optional; 1 to 20 characters");
    check_fact(&json!({ "minLength": 1, "maxLength": 1 }), "optional; 1 character");
    check_fact(&json!({ "minLength": 0 }), "optional");
    check_fact(&json!({ "pattern": "^`[a-z]\n$" }), "optional; matches ``^`[a-z]\\n$``");
    check_fact(&json!({ "type": "integer", "minimum": 5 }), "optional; at least 5");
    check_fact(&json!({ "type": "integer", "enum": [1, 3] }), "optional; one of `1`, `3`");
    check_fact(
        &json!({ "type": "array", "maxItems": 1, "uniqueItems": true, "items": { "type": "string", "maxLength": 9 } }),
        "optional; at most 1 item; no item twice; each item: at most 9 characters",
    );
    check_fact(&json!({ "createOnlyProperties": ["/properties/P"] }), "optional; a change replaces the resource");
    check_fact(
        &json!({ "writeOnlyProperties": ["/properties/P"], "deprecatedProperties": ["/properties/P"] }),
        "optional; write-only; deprecated",
    );
}

#[test]
fn the_text_of_a_resource() {
    let schema = json!({
        "properties": {
            "Arn": { "type": "string" },
            "Color": { "type": "string", "enum": ["RED"] },
            "Tags": { "type": "array", "items": { "$ref": "#/definitions/Tag" } },
            "Type": { "type": "string", "minLength": 1 },
        },
        "definitions": { "Tag": { "type": "object", "properties": { "Key": { "type": "string" }, "Value": { "type": "string" } } } },
        "readOnlyProperties": ["/properties/Arn"],
        "required": ["Type"],
        "tagging": { "taggable": true, "tagProperty": "/properties/Tags" },
    });
    assert_eq!(emit::resource(&resource(&schema).expect("a resource")), include_str!("tests/thing.txt"));
}

fn services() -> Vec<Service> {
    let resource = resource(&json!({ "properties": { "A": { "type": "string" } } })).expect("a resource");
    vec![Service { name: "Acme::Shop".to_owned(), module: "acme_shop".to_owned(), resources: vec![resource] }]
}

#[test]
fn what_is_written_is_counted() {
    let services = services();
    let mut tree = tree(&services, &[("acme_shop", "shop")].into());
    let counts = Counts { services: 1, resources: 1, properties: 1, ..Counts::default() };
    assert_eq!((Counts::of_model(&services), Counts::of_files(&tree)), (counts, counts));

    tree.remove(&PathBuf::from("acme_shop/thing.rs"));
    assert_ne!(Counts::of_files(&tree), counts);
}

#[test]
fn a_check_names_the_files_and_the_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = tree(&services(), &[("acme_shop", "shop")].into());
    let difference = || Difference::of(folder.path(), &tree).expect("a difference");
    difference().mend(folder.path(), &tree).expect("a mended folder");
    assert!(report(&difference(), false, &[]).is_ok());

    let extra =
        Tree::from([(PathBuf::from("mod.rs"), "changed".to_owned()), (PathBuf::from("old/gone.rs"), String::new())]);
    Difference { missing: extra.keys().cloned().collect(), ..Difference::default() }
        .mend(folder.path(), &extra)
        .expect("a changed folder");
    let problem = report(&difference(), true, &[]).expect_err("a problem").to_string();
    let expected = "these files are not what the schemas give; run `cargo xtask codegen`:\
                    \n  cfn-model/src/services/mod.rs\n  cfn-model/src/services/old/gone.rs\n  cfn-model/Cargo.toml";
    assert_eq!(problem, expected);

    difference().mend(folder.path(), &tree).expect("a mended folder");
    assert!(!folder.path().join("old").exists());
}
