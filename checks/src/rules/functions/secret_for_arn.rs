//! A secret's value where its ARN is wanted.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Step;
use crate::spots::Part;

pub(super) static X: Check = Check {
    code: "secret-for-arn",
    severity: Severity::Warning,
    title: "the value of a secret where its ARN is wanted",
    docs: "These properties name a secret that the service reads itself. A dynamic reference puts what the secret \
           holds there, which is then shown as a name.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    cfn_lint: &["W1051"],
    run: Some(run),
};

/// Properties that name a secret, wherever they stand.
const NAMES: &[&str] = &[
    "SecretArn",
    "SecretARN",
    "SecretsManagerSecretId",
    "SecretsManagerOracleAsmSecretId",
    "SecretsManagerSecurityDbEncryptionSecretId",
    "SecretsManagerConfiguration",
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for text in context.texts.iter().filter(|text| text.holds(const { Part::new("{{resolve:secretsmanager:") })) {
        let (path, text) = (context.spots.path(text.spot), text.text);
        let [Step::Key("Resources"), _, Step::Key("Properties"), below @ ..] = path.steps() else { continue };
        let names_one = |step: &Step<'_>| matches!(step, Step::Key(key) if NAMES.contains(key));
        if text.starts_with("{{resolve:secretsmanager:") && text.ends_with("}}") && below.iter().any(names_one) {
            let message = "the value of a secret was given, its ARN is wanted";
            findings.push(
                Finding::new(&X, &path, message).help("write the ARN or the name itself, without `{{resolve:…}}`"),
            );
        }
    }
}
