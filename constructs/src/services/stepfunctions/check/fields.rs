//! Which fields each type of state has.

use cfn_model::nearest;

use super::super::QueryLanguage;

/// A type of state.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Fields in both languages.
    common: &'static [&'static str],
    /// Fields that only JSONPath has.
    json_path: &'static [&'static str],
    /// Fields that only JSONata has.
    jsonata: &'static [&'static str],
    /// Fields without which it means nothing.
    pub(super) required: &'static [&'static str],
    /// Whether it says what comes next.
    pub(super) goes_on: bool,
}

/// Fields that every type has.
const ALWAYS: [&str; 3] = ["Type", "Comment", "QueryLanguage"];

pub(super) const KINDS: [Kind; 8] = [
    Kind {
        name: "Task",
        common: &[
            "Resource",
            "Next",
            "End",
            "Retry",
            "Catch",
            "TimeoutSeconds",
            "HeartbeatSeconds",
            "Credentials",
            "Assign",
        ],
        json_path: &[
            "InputPath",
            "Parameters",
            "ResultSelector",
            "ResultPath",
            "OutputPath",
            "TimeoutSecondsPath",
            "HeartbeatSecondsPath",
        ],
        jsonata: &["Arguments", "Output"],
        required: &["Resource"],
        goes_on: true,
    },
    Kind {
        name: "Pass",
        common: &["Next", "End", "Assign"],
        json_path: &["InputPath", "Parameters", "Result", "ResultPath", "OutputPath"],
        jsonata: &["Output"],
        required: &[],
        goes_on: true,
    },
    Kind {
        name: "Choice",
        common: &["Choices", "Default", "Assign"],
        json_path: &["InputPath", "OutputPath"],
        jsonata: &["Output"],
        required: &["Choices"],
        goes_on: false,
    },
    Kind {
        name: "Wait",
        common: &["Next", "End", "Seconds", "Timestamp", "Assign"],
        json_path: &["InputPath", "OutputPath", "SecondsPath", "TimestampPath"],
        jsonata: &["Output"],
        required: &[],
        goes_on: true,
    },
    Kind {
        name: "Succeed",
        common: &[],
        json_path: &["InputPath", "OutputPath"],
        jsonata: &["Output"],
        required: &[],
        goes_on: false,
    },
    Kind {
        name: "Fail",
        common: &["Error", "Cause"],
        json_path: &["ErrorPath", "CausePath"],
        jsonata: &[],
        required: &[],
        goes_on: false,
    },
    Kind {
        name: "Parallel",
        common: &["Branches", "Next", "End", "Retry", "Catch", "Assign"],
        json_path: &["InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"],
        jsonata: &["Arguments", "Output"],
        required: &["Branches"],
        goes_on: true,
    },
    Kind {
        name: "Map",
        common: &[
            "ItemProcessor",
            "Iterator",
            "Next",
            "End",
            "Retry",
            "Catch",
            "ItemSelector",
            "ItemBatcher",
            "ItemReader",
            "ResultWriter",
            "MaxConcurrency",
            "ToleratedFailurePercentage",
            "ToleratedFailureCount",
            "Label",
            "Assign",
        ],
        json_path: &[
            "InputPath",
            "ItemsPath",
            "Parameters",
            "ResultSelector",
            "ResultPath",
            "OutputPath",
            "MaxConcurrencyPath",
            "ToleratedFailurePercentagePath",
            "ToleratedFailureCountPath",
        ],
        jsonata: &["Items", "Output"],
        required: &[],
        goes_on: true,
    },
];

impl Kind {
    /// Why the type does not have the field in that language: a message and what to do. `None` where it has it.
    pub(super) fn refuses(&self, field: &str, language: QueryLanguage) -> Option<(String, String)> {
        let (own, other, other_language) = match language {
            QueryLanguage::JsonPath => (self.json_path, self.jsonata, QueryLanguage::Jsonata),
            QueryLanguage::Jsonata => (self.jsonata, self.json_path, QueryLanguage::JsonPath),
        };
        if ALWAYS.contains(&field) || self.common.contains(&field) || own.contains(&field) {
            return None;
        }
        if other.contains(&field) {
            let message =
                format!("`{field}` belongs to {}, and the state is in {}", other_language.name(), language.name());
            return Some((message, format!("use one of {}", own.join(", "))));
        }
        let names = ALWAYS.iter().chain(self.common).chain(own).copied();
        let help = match nearest(field, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "leave it out".to_owned(),
        };
        Some((format!("a {} state has no field `{field}`", self.name), help))
    }
}
