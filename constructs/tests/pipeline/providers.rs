//! The facts about kinds of actions and rules, which the checks of templates have as well.

use cfn_checks::providers::{self, Provider as Checked};
use cfn_constructs::pipeline::{ConfigurationKey, actions, rules};

/// Asserts that both know the same keys, require the same ones, and allow the same values.
fn same_keys(name: &str, ours: &[ConfigurationKey], checked: &Checked) {
    let mut names: Vec<_> = ours.iter().map(|key| (key.name, key.required)).collect();
    let mut others: Vec<_> = checked.configuration.iter().map(|key| (key.name, key.required)).collect();
    names.sort_unstable();
    others.sort_unstable();
    assert_eq!(names, others, "{name}");
    for key in ours.iter().filter(|key| !key.values.is_empty()) {
        let other = checked.key(key.name).expect("the key is there");
        assert!(key.values.iter().all(|value| other.values.contains(value)), "{name}: {}", key.name);
        assert_eq!(key.values.len(), other.values.len(), "{name}: {}", key.name);
    }
}

#[test]
fn actions_are_what_the_checks_take_them_for() {
    for facts in actions::PROVIDERS {
        let name = facts.provider;
        let same = |other: &&&Checked| {
            let kind = (other.category, other.owner, other.provider, other.version);
            kind == (facts.category.as_str(), facts.owner.as_str(), facts.provider, facts.version)
        };
        let other = providers::ALL.iter().find(same).unwrap_or_else(|| panic!("{name} is not checked"));
        assert_eq!((&facts.inputs, &facts.outputs), (&other.inputs, &other.outputs), "{name}");
        assert_eq!(facts.output_variables.names(), other.output_variables.names(), "{name}");
        assert_eq!(facts.v2_only, other.v2_only, "{name}");
        same_keys(name, facts.configuration, other);
    }
}

#[test]
fn rules_are_what_the_checks_take_them_for() {
    for facts in rules::PROVIDERS {
        let name = facts.provider;
        let other = providers::RULES.iter().find(|other| other.provider == name).expect("the rule is checked");
        assert_eq!(facts.inputs, other.inputs, "{name}");
        same_keys(name, facts.configuration, other);
    }
}
