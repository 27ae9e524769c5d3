//! Checks of environment variables.

use cfn_model::Severity;
use indexmap::IndexMap;

use super::Check;
use crate::buildspec::{Builds, Buildspec, SecretReference};

/// Every variable that is set, by the path of its place in the document.
pub(super) fn variables(spec: &Buildspec) -> Vec<(String, &str)> {
    let mut places: Vec<(String, Vec<&String>)> = vec![
        (format!("{}.{}", spec.version.env(), spec.version.variables()), spec.env.variables.keys().collect()),
        (format!("{}.parameter-store", spec.version.env()), spec.env.parameter_store.keys().collect()),
        (format!("{}.secrets-manager", spec.version.env()), spec.env.secrets_manager.keys().collect()),
    ];
    if let Some(batch) = &spec.batch {
        for (path, entry) in batch.entries_with_path() {
            places.push((format!("{path}.env.variables"), entry.env.variables.keys().collect()));
        }
        if let Builds::Matrix(matrix) = &batch.builds {
            let path = "batch.build-matrix";
            places.push((format!("{path}.static.env.variables"), matrix.shared.variables.keys().collect()));
            places.push((format!("{path}.dynamic.env.variables"), matrix.env.variables.keys().collect()));
        }
    }
    places
        .into_iter()
        .flat_map(|(path, names)| names.into_iter().map(move |name| (format!("{path}.{name}"), name.as_str())))
        .collect()
}

pub(super) static VARIABLE_NAME: Check<Buildspec> = Check {
    code: "buildspec-variable-name",
    severity: Severity::Error,
    summary: "A variable has a name that no shell can use.",
    run: |spec, findings| {
        for (path, name) in variables(spec) {
            let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !name.chars().all(letter) {
                let message = format!("`{name}` cannot name a variable");
                findings.add(path, message, "write letters, digits and underscores, and no digit first");
            }
        }
    },
};

pub(super) static RESERVED_VARIABLE: Check<Buildspec> = Check {
    code: "buildspec-reserved-variable",
    severity: Severity::Warning,
    summary: "A variable has a name that begins with `CODEBUILD_`, which CodeBuild keeps for itself.",
    run: |spec, findings| {
        for (path, name) in variables(spec).into_iter().filter(|(_, name)| name.starts_with("CODEBUILD_")) {
            let message = format!("`{name}` begins with CODEBUILD_, which is reserved");
            findings.add(path, message, "choose another name");
        }
    },
};

/// The variables by which every AWS tool is given credentials.
const CREDENTIALS: &[&str] = &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

pub(super) static PLAIN_CREDENTIAL: Check<Buildspec> = Check {
    code: "buildspec-plain-credential",
    severity: Severity::Error,
    summary: "AWS credentials stand in plain text, where the console and logs show them.",
    run: |spec, findings| {
        let plain = variables(spec).into_iter().filter(|(path, name)| {
            CREDENTIALS.contains(name) && !path.contains(".parameter-store.") && !path.contains(".secrets-manager.")
        });
        for (path, name) in plain {
            let message = format!("`{name}` is given in plain text");
            let help = "let the build's role have the permission, or take the value from secrets-manager";
            findings.add(path, message, help);
        }
    },
};

pub(super) static DUPLICATE_VARIABLE: Check<Buildspec> = Check {
    code: "buildspec-duplicate-variable",
    severity: Severity::Warning,
    summary: "A variable is given in more than one of the three places of the environment.",
    run: |spec, findings| {
        let names = (spec.version.env(), spec.version.variables());
        let places: [(&str, &IndexMap<String, String>); 3] = [
            (names.1, &spec.env.variables),
            ("parameter-store", &spec.env.parameter_store),
            ("secrets-manager", &spec.env.secrets_manager),
        ];
        for (index, (place, texts)) in places.iter().enumerate() {
            for name in texts.keys() {
                if let Some((first, _)) = places[..index].iter().find(|(_, texts)| texts.contains_key(name)) {
                    let message = format!("`{name}` is given in {first} and in {place}");
                    findings.add(format!("{}.{place}.{name}", names.0), message, "keep one of them");
                }
            }
        }
    },
};

pub(super) static EMPTY_PARAMETER: Check<Buildspec> = Check {
    code: "buildspec-empty-parameter",
    severity: Severity::Error,
    summary: "A variable of the Parameter Store does not say which parameter it is.",
    run: |spec, findings| {
        for (name, _) in spec.env.parameter_store.iter().filter(|(_, parameter)| parameter.is_empty()) {
            let path = format!("{}.parameter-store.{name}", spec.version.env());
            findings.add(path, "the name of the parameter is empty", "write the parameter's name");
        }
    },
};

pub(super) static SECRET_REFERENCE: Check<Buildspec> = Check {
    code: "buildspec-secret-reference",
    severity: Severity::Error,
    summary: "A secret is not given as `secret-id:json-key:version-stage:version-id`.",
    run: |spec, findings| {
        for (name, text) in &spec.env.secrets_manager {
            if let Err(problem) = secret_reference(text) {
                let path = format!("{}.secrets-manager.{name}", spec.version.env());
                findings.add(path, format!("`{text}` {problem}"), "write secret-id:json-key:version-stage:version-id");
            }
        }
    },
};

fn secret_reference(text: &str) -> Result<(), String> {
    let reference = SecretReference::parse(text)?;
    if reference.version_stage.is_some() && reference.version_id.is_some() {
        return Err("names a version by stage and by id, but only one of them may be there".to_owned());
    }
    match reference.version_id.map(str::len) {
        Some(length) if !(32..=64).contains(&length) => {
            Err(format!("has a version id of {length} characters, but ids have 32 to 64"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Batch, BuildEnv, Env, ListEntry, Matrix};

    fn spec(env: Env) -> Buildspec {
        Buildspec::new().env(env)
    }

    #[test]
    fn names_are_those_of_a_shell() {
        expect(&VARIABLE_NAME, spec(Env::new().variable("_A1", "")), &[]);
        expect(
            &VARIABLE_NAME,
            spec(Env::new().variable("1A", "").parameter("A-B", "/p").secret("", "s")),
            &[
                "env.variables.1A: `1A` cannot name a variable",
                "env.parameter-store.A-B: `A-B` cannot name a variable",
                "env.secrets-manager.: `` cannot name a variable",
            ],
        );
    }

    #[test]
    fn names_in_batches_are_looked_at() {
        let env = BuildEnv::new().variable("A.B", "");
        let list = Batch::list([ListEntry::new("a"), ListEntry::new("b").env(env)]);
        expect(
            &VARIABLE_NAME,
            Buildspec::new().batch(list),
            &["batch.build-list.1.env.variables.A.B: `A.B` cannot name a variable"],
        );
        let matrix = Matrix::new().variable("A B", ["1"]);
        expect(
            &VARIABLE_NAME,
            Buildspec::new().batch(Batch::matrix(matrix)),
            &["batch.build-matrix.dynamic.env.variables.A B: `A B` cannot name a variable"],
        );
    }

    #[test]
    fn codebuild_keeps_its_prefix() {
        expect(&RESERVED_VARIABLE, spec(Env::new().variable("AWS_REGION", "eu-west-1")), &[]);
        expect(
            &RESERVED_VARIABLE,
            spec(Env::new().variable("CODEBUILD_X", "")),
            &["env.variables.CODEBUILD_X: `CODEBUILD_X` begins with CODEBUILD_, which is reserved"],
        );
    }

    #[test]
    fn credentials_are_not_plain() {
        expect(&PLAIN_CREDENTIAL, spec(Env::new().secret("AWS_SECRET_ACCESS_KEY", "s")), &[]);
        expect(
            &PLAIN_CREDENTIAL,
            spec(Env::new().variable("AWS_SECRET_ACCESS_KEY", "x")),
            &["env.variables.AWS_SECRET_ACCESS_KEY: `AWS_SECRET_ACCESS_KEY` is given in plain text"],
        );
    }

    #[test]
    fn one_place_gives_a_variable() {
        expect(&DUPLICATE_VARIABLE, spec(Env::new().variable("A", "").parameter("B", "p")), &[]);
        expect(
            &DUPLICATE_VARIABLE,
            spec(Env::new().variable("A", "").parameter("A", "p").secret("A", "s")),
            &[
                "env.parameter-store.A: `A` is given in variables and in parameter-store",
                "env.secrets-manager.A: `A` is given in variables and in secrets-manager",
            ],
        );
    }

    #[test]
    fn parameters_have_names() {
        expect(
            &EMPTY_PARAMETER,
            spec(Env::new().parameter("A", "/a").parameter("B", "")),
            &["env.parameter-store.B: the name of the parameter is empty"],
        );
    }

    #[test]
    fn secrets_have_their_form() {
        let id = "0".repeat(36);
        for valid in ["s", "s:k", "s:k:AWSPREVIOUS", "s::", &format!("s:k::{id}")] {
            expect(&SECRET_REFERENCE, spec(Env::new().secret("A", valid)), &[]);
        }
        for (text, problem) in [
            (format!("s:k:stage:{id}"), "names a version by stage and by id, but only one of them may be there"),
            ("s:k::7".to_owned(), "has a version id of 1 characters, but ids have 32 to 64"),
            (":k".to_owned(), "lacks the id of the secret"),
        ] {
            let expected = format!("env.secrets-manager.A: `{text}` {problem}");
            expect(&SECRET_REFERENCE, spec(Env::new().secret("A", text)), &[&expected]);
        }
    }
}
