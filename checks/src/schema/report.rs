//! The kinds of mistakes that schemas find, and how values and names are shown in messages.

use cfn_model::Severity;

use crate::Check;

macro_rules! checks {
    ($($name:ident $severity:ident $code:literal $title:literal [$($rule:literal),*] $docs:literal;)*) => {
        $(pub(crate) static $name: Check = Check {
            code: $code,
            severity: Severity::$severity,
            title: $title,
            docs: $docs,
            source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
            cfn_lint: &[$($rule),*],
            run: None,
        };)*
        /// All of them.
        pub(crate) const CHECKS: &[&Check] = &[$(&$name),*];
    };
}

checks! {
    UNKNOWN_TYPE Error "unknown-type" "a resource type that AWS does not have" ["E3006"]
        "CloudFormation refuses a template with a type that it does not know. Types of other publishers, modules and custom resources are not looked at.";
    UNKNOWN_PROPERTY Error "unknown-property" "a property that the type does not have" ["E3002"]
        "CloudFormation refuses properties that the type does not have, at any depth.";
    MISSING_PROPERTY Error "missing-property" "a required property is missing" ["E3003"]
        "A property that the type requires is not there, at least in one combination of the template's conditions.";
    READ_ONLY Warning "read-only-property" "a property that only AWS sets" ["E3040"]
        "Some properties are results: they can be read with `Fn::GetAtt`. A value that is given is dropped, or refused.";
    DEPRECATED Warning "deprecated-property" "a property that AWS keeps only for old templates" []
        "AWS marks the property as deprecated: it still works or is ignored, and may go. The page of the type says what took its place.";
    SHUT_DOWN Error "shut-down-service" "a resource of a service that no longer exists" ["E3710", "E3006"]
        "The service was shut down: nothing can be made with it, and what there was is gone.";
    SUNSET Warning "sunset-service" "a resource of a service that will be shut down" ["W3696"]
        "AWS has announced the end of the service. New customers are not taken, and what there is has to move before the date.";
    MAINTENANCE Warning "closed-service" "a resource of a service that takes no new customers" ["W3697"]
        "The service goes on for those who use it and gets nothing new. In an account that did not use it before, the resource cannot be made.";
    WRONG_TYPE Error "wrong-type" "a value of another type than the property has" ["E3012"]
        "Single values are turned into each other where their text allows it, as CloudFormation does; a map, a list and a single value never are.";
    WRONG_FUNCTION Error "wrong-function" "a function gives a list for a single value, or the other way round" ["E3012", "E1010", "E1017", "E1020", "E1022"]
        "What a function gives has to be of the type that the property has.";
    WRONG_SOURCE Error "wrong-source" "a reference to something of another kind than the property takes" ["E1040", "E1041"]
        "What `Ref` and `Fn::GetAtt` give is an id, a name or an ARN of the type that is referred to, and the property takes another. Where nothing is known of what is given, it is only a warning.";
    UNFIT_VALUE Warning "unfit-parameter-value" "a value of a parameter that does not fit where it is used" ["W1030", "W2030", "W2031", "W3034"]
        "The default, or one of the allowed values, would be refused by the property that refers to the parameter.";
    NOT_ALLOWED Error "not-allowed-value" "a value that is not one of those allowed" ["E3030", "E3002"]
        "The property takes one of a closed set of values; case counts.";
    WRONG_PATTERN Error "wrong-pattern" "a text that does not have the required form" ["E3031"]
        "The service takes only text that matches the pattern.";
    WRONG_FORMAT Error "wrong-format" "a text that is no id, name, address or date of the kind that is wanted" ["E1150", "E1151", "E1152", "E1153", "E1154", "E1155", "E1156", "E1157", "E1158", "E1159", "E1160", "E1161", "E1162", "E1164", "E3002"]
        "Ids, ARNs, addresses and dates have forms of their own. An address block whose address has bits beyond its prefix is only a warning: AWS takes it and clears them.";
    TOO_SHORT Error "too-short" "a text that is too short" ["E3033"]
        "The service takes text of a least length, counted in characters.";
    TOO_LONG Error "too-long" "a text that is too long" ["E3033"]
        "The service takes text of a most length, counted in characters.";
    OUT_OF_RANGE Error "out-of-range" "a number outside its bounds" ["E3034", "E3002"]
        "The service takes numbers within bounds.";
    TOO_MANY Error "too-many-items" "a list or map with too many entries" ["E3032", "E3065", "E3002"]
        "The service takes at most so many entries.";
    TOO_FEW Error "too-few-items" "a list or map with too few entries" ["E3032", "E3002"]
        "The service needs at least so many entries.";
    REPEATED Error "repeated-item" "an item that may stand only once" ["E3037", "E3002"]
        "The items of this list have to differ, as a whole or in the keys that name them.";
    ONE_OF_SEVERAL Error "one-of-several" "none of several properties of which one is needed" ["E3058"]
        "At least one of these properties is needed.";
    EXACTLY_ONE Error "exactly-one" "none, or more than one, of properties of which exactly one is needed" ["E3014"]
        "Exactly one of these properties is needed.";
    NEEDS_ANOTHER Error "needs-another" "a property without another that it needs" ["E3021"]
        "Some properties make sense only together with others.";
    EXCLUDES_ANOTHER Error "excludes-another" "two properties that exclude each other" ["E3020"]
        "Some properties cannot be given together.";
    NO_FORM Error "no-form-fits" "none of the forms that the type allows" ["E3018"]
        "The type has several forms, each with its own required properties; exactly one of them has to fit.";
    NO_FORM_OF_ANY Error "no-form-of-any" "none of the forms of which at least one has to fit" ["E3017"]
        "The type has several forms, each with its own required properties; at least one of them has to fit.";
    SEVERAL_FORMS Error "several-forms" "more than one of the forms of which exactly one has to fit" ["E3018"]
        "The type has several forms that exclude each other.";
    REFUSED_FORM Error "refused-form" "a form that the type excludes" ["E3002"]
        "The type excludes this combination of values.";
}

/// Names in a row, not too many of them.
pub(crate) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    list_of(&names.collect::<Vec<_>>())
}

fn list_of(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let mut text = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

/// A text as messages show it: not all of it where it is long.
pub(crate) fn shown(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
