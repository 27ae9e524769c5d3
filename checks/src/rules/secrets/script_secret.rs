//! Secrets in scripts: buildspecs, user data, code of functions.

use cfn_model::Severity;

use super::{hint, names, tokens};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Step;
use crate::spots::Text;

pub(super) static X: Check = Check {
    code: "secret-in-script",
    severity: Severity::Warning,
    title: "a password, a token or a key in a buildspec, user data or code",
    docs: "Whoever can read the template can read the scripts in it, and user data can be read on the instance by \
           everybody. Buildspecs name secrets under `env` in `secrets-manager`; other scripts fetch them.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager",
    cfn_lint: &[],
    run: Some(run),
};

/// Properties that hold scripts.
const SCRIPTS: &[&str] = &["BuildSpec", "Buildspec", "BuildspecOverride", "UserData", "ZipFile", "InlineCode"];

/// Options of commands that take a secret.
const OPTIONS: &[&str] = &["--password", "--token", "--secret", "--api-key", "--auth-token"];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for Text { text, spot, .. } in &context.texts {
        let Some(property) = script(context, *spot) else { continue };
        let is_code = matches!(property, "ZipFile" | "InlineCode");
        // Lines below this indentation name secrets, they do not hold any.
        let mut naming: Option<usize> = None;
        for line in text.lines() {
            let indentation = line.len() - line.trim_start().len();
            if naming.is_some_and(|outer| indentation > outer || line.trim().is_empty()) {
                continue;
            }
            naming = None;
            if matches!(line.trim(), "secrets-manager:" | "parameter-store:") {
                naming = Some(indentation);
                continue;
            }
            let found = assigned(line, is_code).or_else(|| option(line));
            if let Some((name, secret)) = found.filter(|(_, secret)| tokens::find(&Text::new(secret, *spot)).is_none())
            {
                let message = format!("`{name}` is written into `{property}`, it begins with {}", hint(secret));
                let help = "keep it in Secrets Manager, and have the script take it from there";
                findings.push(Finding::new(&X, &context.spots.path(*spot), message).help(help));
            }
        }
    }
}

/// The property of scripts that the text belongs to, whatever functions are around it.
fn script<'a>(context: &Context<'a>, spot: usize) -> Option<&'a str> {
    let key = context.spots.steps(spot).find_map(|step| match step {
        Step::Key(key) if !key.starts_with("Fn::") => Some(key),
        _ => None,
    });
    let key = key.filter(|key| SCRIPTS.contains(key))?;
    (context.spots.steps(spot).last() == Some(Step::Key("Resources"))).then_some(key)
}

/// A variable that is given a secret: `export DB_PASSWORD=…`, `DB_PASSWORD: …`, and in code only text in quotes.
fn assigned(line: &str, is_code: bool) -> Option<(&str, &str)> {
    let line = line.trim().trim_start_matches("- ").trim_start_matches(['"', '\'']);
    let at = line.find(['=', ':'])?;
    let (left, right) = (&line[..at], line[at + 1..].trim_start_matches(['=', ' ']));
    let name = left.trim().trim_end_matches(['"', '\'']).rsplit([' ', '\t', '(', '{', ',', '"', '\'', '$']).next()?;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(is_name) || !names::is_variable(name) {
        return None;
    }
    let value = match right.strip_prefix(['"', '\'']) {
        Some(rest) => rest.split(['"', '\'']).next()?,
        None if is_code => return None,
        None => right.split([' ', '\t', ';', '&', '|', '"', '\'']).next()?,
    };
    is_given(name, value).then_some((name, value))
}

/// An option that takes a secret: `--password …`.
fn option(line: &str) -> Option<(&str, &str)> {
    let may = line.contains("--");
    OPTIONS.iter().filter(|_| may).find_map(|option| {
        let rest = line.split_once(option)?.1;
        let rest = rest.strip_prefix([' ', '='])?.trim_start().trim_start_matches(['"', '\'']);
        let value = rest.split([' ', '"', '\'', ';', '|', ')']).next()?;
        (is_given(option, value) && !value.starts_with('-')).then_some((*option, value))
    })
}

/// Whether a value is a secret that is written out, and not one that is taken from somewhere.
fn is_given(name: &str, value: &str) -> bool {
    let is_expression = value.contains(['(', ')', '[', ']', '$', '`', '%', '#', '\\']) || value.contains("process.env");
    names::may_be_secret(name, value) && !is_expression && !value.contains("environ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_where_they_are_taken_from() {
        for (line, expected) in [
            ("export DB_PASSWORD=correct-horse", true),
            ("  - docker login -u ci --password correct-horse registry", true),
            ("    API_TOKEN: correct-horse", true),
            ("DB_PASSWORD=\"$(aws secretsmanager get-secret-value --secret-id db)\"", false),
            ("export DB_PASSWORD=$PASSWORD", false),
            ("docker login --password-stdin registry", false),
            ("aws ecr get-login-password | docker login --username AWS --password-stdin", false),
            ("echo token is ready", false),
            ("DB_PASSWORD_FILE=/run/secret", false),
        ] {
            assert_eq!(assigned(line, false).or_else(|| option(line)).is_some(), expected, "{line}");
        }
        assert!(assigned("password = \"correct-horse\"", true).is_some());
        assert!(assigned("token = event.token", true).is_none());
        assert!(assigned("token = os.environ['TOKEN']", true).is_none());
    }
}
