//! Policies: actions that exist, resources that fit them, who may assume a role.

mod action_form;
mod action_without_resource;
mod actions;
mod allow_all_but;
mod arn;
mod condition_key_of_action;
mod condition_keys;
mod condition_operator;
mod condition_value;
mod confused_deputy;
pub(crate) mod documents;
mod effect;
mod exclusive_elements;
mod fit;
mod foreign_action;
mod missing_element;
mod old_version;
mod open_federation;
mod open_principal;
mod pass_any_role;
mod policy;
mod principal;
mod repeated_sid;
mod resource_form;
mod resource_without_action;
mod role_arn;
mod service_principal;
mod sid;
mod trust_action;
mod trust_principal;
mod unknown_action;
mod unknown_condition_key;
mod unknown_element;
mod unknown_service;
mod variable;
mod version;
mod wildcard_action;
mod wildcard_resource;
mod wrong_type;

use std::rc::Rc;

use crate::Check;
use crate::context::Context;
use crate::finding::Findings;
use fit::Known;
use policy::Policy;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &wrong_type::X,
    &unknown_element::X,
    &missing_element::X,
    &exclusive_elements::X,
    &version::X,
    &old_version::X,
    &variable::X,
    &effect::X,
    &sid::X,
    &repeated_sid::X,
    &principal::X,
    &service_principal::X,
    &open_principal::X,
    &action_form::X,
    &unknown_service::X,
    &unknown_action::X,
    &foreign_action::X,
    &resource_form::X,
    &action_without_resource::X,
    &resource_without_action::X,
    &condition_operator::X,
    &condition_value::X,
    &unknown_condition_key::X,
    &condition_key_of_action::X,
    &wildcard_action::X,
    &wildcard_resource::X,
    &allow_all_but::X,
    &pass_any_role::X,
    &trust_action::X,
    &trust_principal::X,
    &open_federation::X,
    &confused_deputy::X,
    &role_arn::X,
];

/// What is looked for in every policy.
const OF_POLICIES: &[fn(&Policy<'_>, &mut Findings)] = &[
    wrong_type::check,
    unknown_element::check,
    missing_element::check,
    exclusive_elements::check,
    version::check,
    old_version::check,
    variable::check,
    effect::check,
    sid::check,
    repeated_sid::check,
    principal::check,
    service_principal::check,
    open_principal::check,
    action_form::check,
    unknown_service::check,
    unknown_action::check,
    foreign_action::check,
    resource_form::check,
    action_without_resource::check,
    resource_without_action::check,
    condition_operator::check,
    condition_value::check,
    unknown_condition_key::check,
    condition_key_of_action::check,
    wildcard_action::check,
    wildcard_resource::check,
    allow_all_but::check,
    pass_any_role::check,
    trust_action::check,
    trust_principal::check,
    open_federation::check,
    confused_deputy::check,
];

/// Reads each policy once, and looks at it with all the checks of policies.
fn run(context: &Context<'_>, findings: &mut Findings) {
    let known = Rc::new(Known::default());
    for document in documents::find(context) {
        let parsed = match document.parse() {
            Ok(parsed) => parsed,
            Err(()) => {
                wrong_type::not_json(&document.path(), findings);
                continue;
            }
        };
        let value = parsed.as_ref().unwrap_or(document.value);
        for policy in Policy::all(context, &known, &document, value) {
            OF_POLICIES.iter().for_each(|check| check(&policy, findings));
        }
    }
}
