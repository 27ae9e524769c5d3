//! [`Statement`]: one statement of a policy.

use cfn_model::{IntoProp, Map, Value};

use super::Principal;

/// Whether a statement allows or denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Allows, unless another statement denies.
    Allow,
    /// Denies, whatever other statements allow.
    Deny,
}

/// How a condition compares, in the names of IAM.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of IAM, and the page above explains each")]
pub enum Operator {
    StringEquals,
    StringNotEquals,
    StringEqualsIfExists,
    StringLike,
    StringNotLike,
    ArnEquals,
    ArnLike,
    ArnNotLike,
    Bool,
    BoolIfExists,
    Null,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateLessThan,
    DateGreaterThan,
    IpAddress,
    NotIpAddress,
    ForAnyValueStringEquals,
    ForAnyValueStringLike,
    ForAllValuesStringEquals,
    ForAllValuesStringLike,
}

impl Operator {
    /// The name as it stands in a policy.
    pub fn name(self) -> &'static str {
        match self {
            Operator::StringEquals => "StringEquals",
            Operator::StringNotEquals => "StringNotEquals",
            Operator::StringEqualsIfExists => "StringEqualsIfExists",
            Operator::StringLike => "StringLike",
            Operator::StringNotLike => "StringNotLike",
            Operator::ArnEquals => "ArnEquals",
            Operator::ArnLike => "ArnLike",
            Operator::ArnNotLike => "ArnNotLike",
            Operator::Bool => "Bool",
            Operator::BoolIfExists => "BoolIfExists",
            Operator::Null => "Null",
            Operator::NumericEquals => "NumericEquals",
            Operator::NumericLessThan => "NumericLessThan",
            Operator::NumericLessThanEquals => "NumericLessThanEquals",
            Operator::NumericGreaterThan => "NumericGreaterThan",
            Operator::NumericGreaterThanEquals => "NumericGreaterThanEquals",
            Operator::DateLessThan => "DateLessThan",
            Operator::DateGreaterThan => "DateGreaterThan",
            Operator::IpAddress => "IpAddress",
            Operator::NotIpAddress => "NotIpAddress",
            Operator::ForAnyValueStringEquals => "ForAnyValue:StringEquals",
            Operator::ForAnyValueStringLike => "ForAnyValue:StringLike",
            Operator::ForAllValuesStringEquals => "ForAllValues:StringEquals",
            Operator::ForAllValuesStringLike => "ForAllValues:StringLike",
        }
    }
}

/// One statement of a policy: who may do what on what, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub(crate) sid: Option<String>,
    pub(crate) effect: Effect,
    pub(crate) principals: Vec<Principal>,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<Value>,
    /// Operator to key to values, in the order in which they were given.
    pub(crate) conditions: Map,
}

impl Statement {
    fn new<A: Into<String>>(effect: Effect, actions: impl IntoIterator<Item = A>) -> Self {
        Statement {
            sid: None,
            effect,
            principals: Vec::new(),
            actions: actions.into_iter().map(Into::into).collect(),
            resources: Vec::new(),
            conditions: Map::new(),
        }
    }

    /// Allows the actions. Names are `service:Action`.
    pub fn allow<A: Into<String>>(actions: impl IntoIterator<Item = A>) -> Self {
        Statement::new(Effect::Allow, actions)
    }

    /// Denies the actions.
    pub fn deny<A: Into<String>>(actions: impl IntoIterator<Item = A>) -> Self {
        Statement::new(Effect::Deny, actions)
    }

    /// On these resources, by ARN.
    #[must_use]
    pub fn on<R: IntoProp<String>>(mut self, resources: impl IntoIterator<Item = R>) -> Self {
        self.resources.extend(resources.into_iter().map(|resource| resource.into_prop().into_value()));
        self
    }

    /// On every resource, for actions that know none narrower.
    #[must_use]
    pub fn on_all_resources(self) -> Self {
        self.on(["*"])
    }

    /// For these principals. Only resource policies and trust policies have them.
    #[must_use]
    pub fn to(mut self, principals: impl IntoIterator<Item = Principal>) -> Self {
        self.principals.extend(principals);
        self
    }

    /// Where the condition key compares with one of the values.
    #[must_use]
    pub fn when<V: IntoProp<String>>(
        mut self,
        operator: Operator,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<Value> = values.into_iter().map(|value| value.into_prop().into_value()).collect();
        if let Value::Map(keys) = self.conditions.entry_map(operator.name()) {
            keys.insert(key.into(), one_or_list(values));
        }
        self
    }

    /// With a statement id: letters and digits, unique in the policy. Statements with one are never merged.
    #[must_use]
    pub fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// The statement as it stands in a policy.
    pub fn to_value(&self) -> Value {
        self.clone().into_value()
    }

    /// The statement without actions, resources and conditions.
    pub(crate) fn without_lists(&self) -> Self {
        Statement {
            sid: self.sid.clone(),
            principals: self.principals.clone(),
            ..Statement::new::<String>(self.effect, [])
        }
    }

    /// As [`Statement::to_value`], where the statement is not needed any more.
    pub fn into_value(self) -> Value {
        let mut map = Map::with_capacity(6);
        if let Some(sid) = self.sid {
            map.insert("Sid", sid);
        }
        map.insert(
            "Effect",
            match self.effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            },
        );
        if !self.principals.is_empty() {
            map.insert("Principal", principals(&self.principals));
        }
        map.insert("Action", one_or_list(self.actions.into_iter().map(Value::from).collect()));
        if !self.resources.is_empty() {
            map.insert("Resource", one_or_list(self.resources));
        }
        if !self.conditions.is_empty() {
            map.insert("Condition", self.conditions);
        }
        Value::Map(map)
    }
}

fn principals(principals: &[Principal]) -> Value {
    if let Some(anyone) = principals.iter().find(|principal| principal.kind.is_none()) {
        return anyone.value.clone();
    }
    let mut kinds: Vec<&'static str> = principals.iter().filter_map(|principal| principal.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of_kind = |kind| principals.iter().filter(move |principal| principal.kind == Some(kind));
    kinds
        .into_iter()
        .map(|kind| (kind, one_or_list(of_kind(kind).map(|principal| principal.value.clone()).collect())))
        .collect::<Map>()
        .into()
}

/// A list of one is written as its item, as policies are usually read.
fn one_or_list(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.remove(0),
        _ => Value::List(values),
    }
}
