//! [`EventBus`] and who may send to one.

use cfn_model::{Diagnostic, Handle, IntoProp, Map, Prop, events, sub};

use crate::iam::{Principal, Statement};
use crate::services::Grantee;
use crate::stack::MAIN;
use crate::{Environment, Stack};

/// An event bus for events of your own, or of other accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventBus {
    /// The bus itself.
    pub handle: Handle<events::EventBus>,
}

/// What an [`EventBus`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct EventBusProps {
    /// The bus's name: 1 to 256 letters, digits, `.`, `-` and `_`, but not `default`.
    pub name: String,
    /// What the bus is for. None by default.
    pub description: Option<String>,
}

impl EventBusProps {
    /// A bus of that name.
    pub fn new(name: impl Into<String>) -> Self {
        EventBusProps { name: name.into(), description: None }
    }
}

impl EventBus {
    /// Adds an event bus.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: EventBusProps) -> Self {
        stack.construct(id, |stack| {
            if props.name == "default" {
                stack.report(
                    Diagnostic::error(
                        "event-bus-name",
                        "`default` is the account's own event bus, which is there already",
                    )
                    .property("Name")
                    .help("give the bus another name, or use the default bus by leaving it out"),
                );
            }
            let mut bus = events::EventBus::new(props.name);
            if let Some(description) = props.description {
                bus = bus.description(description);
            }
            EventBus { handle: stack.add(MAIN, bus) }
        })
    }

    /// The bus's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The bus's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Lets `grantee` send events to the bus.
    pub fn grant_put_events(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["events:PutEvents"]).on([self.arn()]));
    }
}

/// Which other accounts may send events to a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventBusPolicy {
    /// The policy itself.
    pub handle: Handle<events::EventBusPolicy>,
}

/// What an [`EventBusPolicy`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct EventBusPolicyProps {
    /// The accounts that may send, by their 12 digits.
    pub accounts: Vec<String>,
    /// The bus, by name. By default the account's default bus.
    pub event_bus: Option<Prop<String>>,
    /// The name of the statement, unique among those of the bus: 1 to 64 letters, digits, `-` and `_`.
    pub statement_id: String,
}

impl EventBusPolicyProps {
    /// A statement of that name, which lets the accounts send to the default bus.
    pub fn new<A: Into<String>>(statement_id: impl Into<String>, accounts: impl IntoIterator<Item = A>) -> Self {
        let accounts = accounts.into_iter().map(Into::into).collect();
        EventBusPolicyProps { accounts, event_bus: None, statement_id: statement_id.into() }
    }

    /// For the bus of that name.
    #[must_use]
    pub fn event_bus(mut self, name: impl IntoProp<String>) -> Self {
        self.event_bus = Some(name.into_prop());
        self
    }
}

impl EventBusPolicy {
    /// Adds a policy.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: EventBusPolicyProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let name = props.event_bus.clone().unwrap_or_else(|| Prop::new("default"));
            let statement = Statement::allow(["events:PutEvents"])
                .sid(props.statement_id.as_str())
                .to(props.accounts.into_iter().map(Principal::account))
                .on([sub!("arn:{partition}:events:{region}:{account}:event-bus/{}", name)]);
            let statement: Map = statement.to_value().as_map().cloned().unwrap_or_default();
            let mut policy = events::EventBusPolicy::new(props.statement_id).statement(statement);
            if let Some(bus) = props.event_bus {
                policy = policy.event_bus_name(bus);
            }
            EventBusPolicy { handle: stack.add(MAIN, policy) }
        })
    }
}

fn check(stack: &mut Stack, props: &EventBusPolicyProps) {
    if props.accounts.is_empty() {
        stack.report(
            Diagnostic::error("event-bus-policy", "the policy names no account")
                .property("Statement.Principal")
                .help("name the accounts that may send, or leave the policy out"),
        );
    }
    for account in &props.accounts {
        if !Environment::is_account(account) {
            stack.report(
                Diagnostic::error("account-id", format!("`{account}` is no account id"))
                    .property("Statement.Principal")
                    .help("write the 12 digits of the account, as text"),
            );
        }
    }
}
