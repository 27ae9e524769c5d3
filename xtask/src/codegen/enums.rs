//! Which sets of strings become enums, and the names of their variants.

use std::collections::BTreeSet;

use super::naming;

/// More values than this are a table that grows, not a choice.
const MOST: usize = 200;

/// The variants' names with their values, or `None` where the set is better left as text: where it is
/// long, where it lists sizes of machines, or where two values would get the same name.
pub(crate) fn variants(values: &[&str]) -> Option<Vec<(String, String)>> {
    if values.is_empty() || values.len() > MOST || values.iter().any(|value| is_machine_size(value)) {
        return None;
    }
    let mut names = BTreeSet::new();
    let mut variants = Vec::new();
    for value in values {
        let name = naming::variant(value)?;
        if !names.insert(name.to_ascii_lowercase()) {
            return None;
        }
        variants.push((name, (*value).to_owned()));
    }
    Some(variants)
}

/// Whether a value names a size of machine, as `ml.m5.large` does: AWS adds to these all the time.
fn is_machine_size(value: &str) -> bool {
    const SIZES: &[&str] = &["nano", "micro", "small", "medium", "large", "metal"];
    value.rsplit_once('.').is_some_and(|(family, size)| {
        family.bytes().any(|byte| byte.is_ascii_digit()) && SIZES.iter().any(|known| size.ends_with(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&str], expected: Option<&[&str]>) {
        let names = variants(values).map(|variants| variants.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names, expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect()), "{values:?}");
    }

    #[test]
    fn a_choice_has_a_variant_for_each_value() {
        check(&["ENABLED", "DISABLED"], Some(&["Enabled", "Disabled"]));
        check(&["1.0", "10"], Some(&["V1_0", "V10"]));
    }

    #[test]
    fn what_has_no_name_of_its_own_stays_text() {
        check(&["Enabled", "ENABLED"], None);
        check(&["*", "GET"], None);
        check(&["db.t3.medium", "db.r5.24xlarge"], None);
        let long: Vec<String> = (0..=MOST).map(|number| format!("v{number}")).collect();
        check(&long.iter().map(String::as_str).collect::<Vec<_>>(), None);
    }
}
