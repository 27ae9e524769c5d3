//! Checks of deployments of Lambda functions.

use cfn_model::Severity;

use super::Check;
use crate::appspec::LambdaAppspec;

/// The path of a property.
fn path(spec: &LambdaAppspec, key: &str) -> String {
    format!("Resources.0.{}.Properties.{key}", spec.resource)
}

pub(super) static EMPTY: Check<LambdaAppspec> = Check {
    code: "appspec-lambda-empty",
    severity: Severity::Error,
    summary: "A property of the function is empty.",
    run: |spec, findings| {
        let properties = [
            ("Name", &spec.name),
            ("Alias", &spec.alias),
            ("CurrentVersion", &spec.current_version),
            ("TargetVersion", &spec.target_version),
        ];
        for (key, _) in properties.iter().filter(|(_, value)| value.trim().is_empty()) {
            findings.add(path(spec, key), format!("`{key}` is empty"), "give it a value; all four are required");
        }
    },
};

pub(super) static VERSIONS: Check<LambdaAppspec> = Check {
    code: "appspec-lambda-versions",
    severity: Severity::Error,
    summary: "The alias is to move to where it stands, or to a version that is none.",
    run: |spec, findings| {
        if !spec.target_version.is_empty() && spec.current_version == spec.target_version {
            let message = format!("the alias is to move from version {0} to version {0}", spec.target_version);
            findings.add(path(spec, "TargetVersion"), message, "deploy only where there is a new version");
        }
        for (key, version) in [("CurrentVersion", &spec.current_version), ("TargetVersion", &spec.target_version)] {
            if version == "$LATEST" {
                let message = "`$LATEST` is no version between which traffic can be shared";
                findings.add(path(spec, key), message, "publish a version, and give its number");
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn all_properties_are_given() {
        expect(&EMPTY, &LambdaAppspec::new("f", "live", "1", "2"), &[]);
        expect(
            &EMPTY,
            &LambdaAppspec::new("f", "", "1", " "),
            &[
                "Resources.0.f.Properties.Alias: `Alias` is empty",
                "Resources.0.f.Properties.TargetVersion: `TargetVersion` is empty",
            ],
        );
    }

    #[test]
    fn an_alias_moves_between_versions() {
        expect(&VERSIONS, &LambdaAppspec::new("f", "live", "1", "2"), &[]);
        expect(
            &VERSIONS,
            &LambdaAppspec::new("f", "live", "2", "2"),
            &["Resources.0.f.Properties.TargetVersion: the alias is to move from version 2 to version 2"],
        );
        expect(
            &VERSIONS,
            &LambdaAppspec::new("f", "live", "1", "$LATEST"),
            &["Resources.0.f.Properties.TargetVersion: `$LATEST` is no version between which traffic can be shared"],
        );
    }
}
