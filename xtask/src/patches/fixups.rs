//! Schemas that leave something out, or say it in a way that gives poor types.

use std::collections::BTreeMap;

use serde_json::{Value, json};

struct Fixup {
    resource: &'static str,
    #[expect(dead_code, reason = "read by people")]
    reason: &'static str,
    /// Mends the schema, and returns whether there was something to mend.
    mend: fn(&mut Value) -> bool,
}

const FIXUPS: &[Fixup] = &[
    Fixup {
        resource: "AWS::CloudFormation::Stack",
        reason: "a nested stack's parameters are strings; that CloudFormation converts others is no reason to ask for any JSON",
        mend: |schema| text_values(&mut schema["properties"]["Parameters"]),
    },
    Fixup {
        resource: "AWS::CodeBuild::Project",
        reason: "a filter group is a list of webhook filters, of which the registry says nothing; see \
                 https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-webhookfilter.html",
        mend: webhook_filter,
    },
    Fixup {
        resource: "AWS::DynamoDB::Table",
        reason: "the table's key schema may be any JSON instead of a list, which nobody writes, and each index describes its own; \
                 all are lists of https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-keyschema.html",
        mend: key_schema,
    },
    Fixup {
        resource: "AWS::Lambda::Function",
        reason: "environment variables are strings; that CloudFormation converts others is no reason to ask for any JSON",
        mend: |schema| text_values(&mut schema["definitions"]["Environment"]["properties"]["Variables"]),
    },
];

/// Makes a map of several types of values one of strings.
fn text_values(map: &mut Value) -> bool {
    let Some(patterns) = map["patternProperties"].as_object_mut() else { return false };
    let mut mended = false;
    for value in patterns.values_mut().filter(|value| value["type"].is_array()) {
        value["type"] = json!("string");
        mended = true;
    }
    mended
}

fn webhook_filter(schema: &mut Value) -> bool {
    let definitions = &mut schema["definitions"];
    if definitions.get("WebhookFilter").is_some() || definitions["FilterGroup"].get("items").is_some() {
        return false;
    }
    definitions["FilterGroup"]["items"] = json!({ "$ref": "#/definitions/WebhookFilter" });
    definitions["WebhookFilter"] = json!({
        "additionalProperties": false,
        "properties": {
            "ExcludeMatchedPattern": { "type": "boolean" },
            "Pattern": { "type": "string" },
            "Type": { "type": "string" },
        },
        "required": ["Pattern", "Type"],
        "type": "object",
    });
    true
}

/// Makes the definition the element that it describes, and every key schema a list of it.
fn key_schema(schema: &mut Value) -> bool {
    let reference = json!({ "$ref": "#/definitions/KeySchema" });
    let mut list = schema["definitions"]["KeySchema"].take();
    if list["type"] != "array" || schema["properties"]["KeySchema"].get("oneOf").is_none() {
        return false;
    }
    let mut element = std::mem::replace(&mut list["items"], reference.clone());
    element["properties"]["AttributeName"] = json!({ "maxLength": 255, "minLength": 1, "type": "string" });
    element["properties"]["KeyType"] = json!({ "enum": ["HASH", "RANGE"], "type": "string" });
    schema["definitions"]["KeySchema"] = element;
    if let Some(list) = list.as_object_mut() {
        list.remove("properties");
    }
    let of = |least: u32| {
        let mut list = list.clone();
        list["minItems"] = json!(least);
        list["maxItems"] = json!(2);
        list
    };
    schema["properties"]["KeySchema"] = of(1);
    schema["definitions"]["LocalSecondaryIndex"]["properties"]["KeySchema"] = of(2);
    // A global index may have keys of several attributes: it keeps its limits.
    schema["definitions"]["GlobalSecondaryIndex"]["properties"]["KeySchema"]["items"] = reference;
    true
}

pub(super) fn apply(schemas: &mut BTreeMap<String, Value>) -> Vec<String> {
    let mut errors = Vec::new();
    for fixup in FIXUPS {
        if !schemas.get_mut(fixup.resource).is_some_and(fixup.mend) {
            errors.push(format!(
                "{}: there is nothing left to mend; take its entry out of xtask/src/patches/fixups.rs",
                fixup.resource
            ));
        }
    }
    errors
}
