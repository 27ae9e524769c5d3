//! The types of states, and the fields of each.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html>.

/// A type of states.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) required: &'static [&'static str],
    /// Fields of which exactly one is there; none where that is not asked.
    pub(super) one_of: &'static [&'static str],
    /// The fields beside those that are required, one of several, or of most types.
    pub(super) others: &'static [&'static str],
    /// Whether the state names the next one or is the end.
    pub(super) goes_on: bool,
    /// Whether the state has input and output.
    pub(super) has_data: bool,
}

/// The fields of every state.
pub(super) const OF_ALL: &[&str] = &["Comment", "QueryLanguage", "Type"];
/// The fields of states with input and output.
pub(super) const OF_DATA: &[&str] = &["Assign", "InputPath", "Output", "OutputPath"];
/// The fields of a machine, and of one within another.
pub(super) const OF_MACHINE: &[&str] =
    &["Comment", "ProcessorConfig", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"];

/// The fields that states have only where data are picked by JSONPath.
pub(super) const JSON_PATH: &[&str] =
    &["InputPath", "ItemsPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector"];
/// The fields that states have only where data are picked by JSONata.
pub(super) const JSONATA: &[&str] = &["Arguments", "Items", "Output"];

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "Choice", required: &["Choices"], one_of: &[], others: &["Default"], goes_on: false, has_data: true },
    Kind {
        name: "Fail",
        required: &[],
        one_of: &[],
        others: &["Cause", "CausePath", "Error", "ErrorPath"],
        goes_on: false,
        has_data: false,
    },
    Kind {
        name: "Map",
        required: &[],
        one_of: &["ItemProcessor", "Iterator"],
        others: &[
            "Arguments",
            "Catch",
            "ItemBatcher",
            "ItemReader",
            "ItemSelector",
            "Items",
            "ItemsPath",
            "Label",
            "MaxConcurrency",
            "MaxConcurrencyPath",
            "Parameters",
            "ResultPath",
            "ResultSelector",
            "ResultWriter",
            "Retry",
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
        ],
        goes_on: true,
        has_data: true,
    },
    Kind {
        name: "Parallel",
        required: &["Branches"],
        one_of: &[],
        others: &["Arguments", "Catch", "Parameters", "ResultPath", "ResultSelector", "Retry"],
        goes_on: true,
        has_data: true,
    },
    Kind {
        name: "Pass",
        required: &[],
        one_of: &[],
        others: &["Parameters", "Result", "ResultPath"],
        goes_on: true,
        has_data: true,
    },
    Kind { name: "Succeed", required: &[], one_of: &[], others: &[], goes_on: false, has_data: true },
    Kind {
        name: "Task",
        required: &["Resource"],
        one_of: &[],
        others: &[
            "Arguments",
            "Catch",
            "Credentials",
            "HeartbeatSeconds",
            "HeartbeatSecondsPath",
            "Parameters",
            "ResultPath",
            "ResultSelector",
            "Retry",
            "TimeoutSeconds",
            "TimeoutSecondsPath",
        ],
        goes_on: true,
        has_data: true,
    },
    Kind {
        name: "Wait",
        required: &[],
        one_of: &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
        others: &[],
        goes_on: true,
        has_data: true,
    },
];

impl Kind {
    /// Every field that a state of the type may have.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        let next: &[&str] = if self.goes_on { &["End", "Next"] } else { &[] };
        let data: &[&str] = if self.has_data { OF_DATA } else { &[] };
        [OF_ALL, data, next, self.required, self.one_of, self.others].into_iter().flatten().copied()
    }
}
