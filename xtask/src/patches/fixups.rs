//! Schemas that leave something out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

struct Fixup {
    resource: &'static str,
    #[expect(dead_code, reason = "read by people")]
    reason: &'static str,
    /// Mends the schema, and returns whether there was something to mend.
    mend: fn(&mut Value) -> bool,
}

const FIXUPS: &[Fixup] = &[Fixup {
    resource: "AWS::CodeBuild::Project",
    reason: "a filter group is a list of webhook filters, of which the registry says nothing; see \
             https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-webhookfilter.html",
    mend: |schema| {
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
    },
}];

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
