//! What IAM knows of services and their actions.

use std::cell::OnceCell;
use std::collections::HashSet;

use cfn_model::Value;

use super::condition_keys::is_of;
use super::fit::Form;
use crate::data::Node;
use crate::facts;

/// A service by the prefix of its actions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub(super) prefix: &'static str,
    facts: Node,
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        self.prefix == other.prefix
    }
}

/// An action of a service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Action {
    pub(super) service: Service,
    pub(super) name: &'static str,
    facts: Node,
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.service == other.service && self.name == other.name
    }
}

/// What the value of an action means.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) named: Named,
    forms: OnceCell<Vec<Form>>,
}

impl Meaning {
    pub(super) fn of(action: &Value) -> Self {
        Meaning { named: action.as_str().map_or(Named::Unclear, Named::of), forms: OnceCell::new() }
    }

    /// The forms of the ARNs that the actions can be limited to, each once.
    pub(super) fn forms(&self) -> &[Form] {
        self.forms.get_or_init(|| {
            let mut seen = HashSet::new();
            let forms = self.named.actions().iter().flat_map(|action| action.arns());
            forms.filter(|form| seen.insert(*form)).map(Form::new).collect()
        })
    }
}

/// Actions that are said to take resources, and still need `*`.
const NEED_ALL: &[(&str, &str)] = &[
    // What it takes are sets of metrics that few have; other metrics are limited by conditions.
    ("cloudwatch", "PutMetricData"),
    // ECS asks for it on `*`, and AWS's own policies allow it so, see
    // <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html#edit-role-ecs>.
    ("ecs", "RegisterTaskDefinition"),
];

/// Resources of services that AWS has made for everybody: they are of no account, which their forms leave out.
///
/// See <https://docs.aws.amazon.com/systems-manager/latest/userguide/security_iam_id-based-policy-examples.html>.
const OF_AWS: &[(&str, &str, &str)] = &[
    ("ssm", "document", "arn:${Partition}:ssm:${Region}::document/${DocumentName}"),
    ("ssm", "parameter", "arn:${Partition}:ssm:${Region}::parameter/${ParameterNameWithoutLeadingSlash}"),
];

/// What the text of an action names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// `*`: every action.
    Everything,
    /// No prefix.
    NoService,
    UnknownService,
    UnknownAction(Service),
    /// At least one; several where the name has wildcards.
    Actions(Service, Vec<Action>),
    /// What cannot be told: a function, or a wildcard in the prefix.
    Unclear,
}

impl Named {
    pub(super) fn of(text: &str) -> Self {
        if !text.is_empty() && text.bytes().all(|byte| byte == b'*') {
            return Named::Everything;
        }
        let Some((prefix, name)) = text.split_once(':') else {
            return if text.contains(['*', '?']) { Named::Unclear } else { Named::NoService };
        };
        if prefix.contains(['*', '?']) {
            return Named::Unclear;
        }
        let Some(service) = Service::of(prefix) else { return Named::UnknownService };
        let actions = service.matching(name);
        if actions.is_empty() { Named::UnknownAction(service) } else { Named::Actions(service, actions) }
    }

    /// The actions, where they are known.
    pub(super) fn actions(&self) -> &[Action] {
        match self {
            Named::Actions(_, actions) => actions,
            _ => &[],
        }
    }
}

impl Service {
    pub(super) fn of(prefix: &str) -> Option<Self> {
        let lower = prefix.to_ascii_lowercase();
        facts::iam_service(&lower).map(|(prefix, facts)| Service { prefix, facts })
    }

    fn part(self, name: &str) -> impl Iterator<Item = (&'static str, Node)> {
        self.facts.get(name).into_iter().flat_map(Node::entries)
    }

    pub(super) fn actions(self) -> impl Iterator<Item = Action> {
        self.part("actions").map(move |(name, facts)| Action { service: self, name, facts })
    }

    /// The condition keys.
    pub(super) fn keys(self) -> impl Iterator<Item = &'static str> {
        self.part("keys").map(|(key, _)| key)
    }

    /// Whether a condition key is one of the service's, or of the form of one.
    pub(super) fn knows(self, key: &str) -> bool {
        self.facts.get("keys").is_some_and(|keys| keys.get(key).is_some()) || self.keys().any(|form| is_of(form, key))
    }

    /// The form of the ARNs of a type of resources.
    fn arn(self, resource: &str) -> Option<&'static str> {
        let found = self.facts.get("resources").and_then(|resources| resources.get(resource));
        // The sources do not agree about the case of these names.
        let found = found.or_else(|| {
            self.part("resources").find(|(name, _)| name.eq_ignore_ascii_case(resource)).map(|(_, node)| node)
        });
        found?.get("arn")?.as_str()
    }

    fn matching(self, pattern: &str) -> Vec<Action> {
        if pattern.contains(['*', '?']) {
            return self.actions().filter(|action| matches(pattern, action.name)).collect();
        }
        let exact = self.facts.get("actions").and_then(|actions| actions.entry(pattern));
        let exact = exact.map(|(name, facts)| Action { service: self, name, facts });
        exact.or_else(|| self.actions().find(|action| action.name.eq_ignore_ascii_case(pattern))).into_iter().collect()
    }
}

impl Action {
    /// The forms of the ARNs that it can be limited to; none where it only takes `*`.
    pub(super) fn arns(self) -> impl Iterator<Item = &'static str> {
        let names = move || self.facts.get("resources").into_iter().flat_map(Node::strings);
        let owned = OF_AWS.iter().filter(move |(prefix, name, _)| {
            *prefix == self.service.prefix && names().any(|resource| resource == *name)
        });
        names().filter_map(move |name| self.service.arn(name)).chain(owned.map(|(.., form)| *form))
    }

    /// The form of an ARN to name as an example: of a bucket rather than of an access point of one.
    pub(super) fn plainest_arn(self) -> Option<&'static str> {
        self.arns().min_by_key(|form| form.len())
    }

    /// Whether it can be limited to resources.
    pub(super) fn takes_resources(self) -> bool {
        self.facts.get("resources").is_some() && !NEED_ALL.contains(&(self.service.prefix, self.name))
    }

    /// The condition keys of services that it knows, its own and those of its resources.
    pub(super) fn keys(self) -> impl Iterator<Item = &'static str> {
        let own = self.facts.get("keys").into_iter().flat_map(Node::strings);
        let resources = self.facts.get("resources").into_iter().flat_map(Node::strings);
        let of_resources =
            resources.filter_map(move |name| self.service.facts.get("resources")?.get(name)?.get("keys"));
        own.chain(of_resources.flat_map(Node::strings))
    }

    /// Whether it only reads or lists.
    pub(super) fn only_reads(self) -> bool {
        matches!(self.access(), Some("Read" | "List"))
    }

    /// Whether it only says what there is.
    pub(super) fn only_lists(self) -> bool {
        self.access() == Some("List")
    }

    fn access(self) -> Option<&'static str> {
        self.facts.get("access").and_then(Node::as_str)
    }

    /// The name with its prefix.
    pub(super) fn full_name(self) -> String {
        format!("{}:{}", self.service.prefix, self.name)
    }
}

/// Whether a text matches a pattern with `*` and `?`; case does not count.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where to go on when what follows the last `*` does not fit.
    let mut retry = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                retry = Some((at + 1, read));
                at += 1;
            }
            Some(letter) if *letter == b'?' || letter.eq_ignore_ascii_case(&text[read]) => {
                at += 1;
                read += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    (at, read) = (after, from + 1);
                    retry = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_any_case() {
        for (pattern, text, expected) in [
            ("Get*", "getobject", true),
            ("*Object", "GetObjectAcl", false),
            ("*ob*acl", "GetObjectAcl", true),
            ("Get?bject", "GetObject", true),
            ("Get", "GetObject", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn actions_are_named_whatever_their_case() {
        let names = |text: &str| Named::of(text).actions().iter().map(|action| action.full_name()).collect::<Vec<_>>();
        assert_eq!(names("S3:getobject"), ["s3:GetObject"]);
        assert_eq!(names("codebuild:Batch?etBuilds"), ["codebuild:BatchGetBuilds"]);
        assert!(names("s3:*").len() > 100);
        assert_eq!(Named::of("*"), Named::Everything);
        assert_eq!(Named::of("GetObject"), Named::NoService);
        assert_eq!(Named::of("s4:GetObject"), Named::UnknownService);
        assert!(matches!(Named::of("s3:GetObjects"), Named::UnknownAction(_)));
        assert_eq!(Named::of("s*:Get"), Named::Unclear);
    }
}
