//! Secrets in environment variables.

use cfn_model::Severity;

use super::echoed_parameter::{is_no_echo, is_secret};
use super::places::{Given, Place};
use super::{hint, names, tokens};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::spots::Text;

pub(super) static X: Check = Check {
    code: "secret-in-environment",
    severity: Severity::Warning,
    title: "a password, a token or a key in an environment variable",
    docs: "Environment variables are shown in consoles and by the services' operations, and builds write them into logs. \
           Take secrets from Secrets Manager: CodeBuild by variables of type `SECRETS_MANAGER`, ECS by `Secrets`, \
           Lambda in the function.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(context: &Context<'_>, place: &Place<'_>, findings: &mut Findings) {
    if !place.is_variable {
        return;
    }
    let message = match &place.given {
        // What has the form of a secret is told of already.
        Given::Text(text) if names::may_be_secret(&place.name, text) && tokens::find(&Text::new(text, 0)).is_none() => {
            format!("the variable `{}` holds a secret, it begins with {}", place.name, hint(text))
        }
        // A parameter that is a secret by its name is told of where it stands.
        Given::Parameter(id) => match context.parameter(id) {
            Some(parameter)
                if !is_no_echo(parameter) && !is_secret(id, parameter) && !names::may_name_a_secret(&place.name) =>
            {
                format!("the variable `{}` holds the parameter `{id}`, which everybody can read", place.name)
            }
            _ => return,
        },
        _ => return,
    };
    let help = "name a secret of Secrets Manager instead, by what the service has for that";
    findings.push(Finding::new(&X, &place.path(), message).help(help));
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn every_service_has_its_form_of_variables() {
        let template = r#"
            Parameters:
              Token: {Type: String, NoEcho: true}
              Plain: {Type: String}
            Resources:
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  Environment: {Variables: {DB_PASSWORD: correct-horse, API_TOKEN: !Ref Token, KEY_ID: abcdef}}
              Task:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  ContainerDefinitions:
                    - Environment:
                        - {Name: DB_PASSWORD, Value: !Ref Plain}
                        - {Name: DB_HOST, Value: database}
              Build:
                Type: AWS::CodeBuild::Project
                Properties:
                  Environment:
                    EnvironmentVariables:
                      - {Name: NPM_TOKEN, Value: correct-horse}
                      - {Name: NPM_TOKEN, Value: npm/token, Type: SECRETS_MANAGER}
              Pipeline:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Stages:
                    - Actions:
                        - Configuration:
                            EnvironmentVariables: '[{"name": "API_KEY", "value": "correct-horse"}]'"#;
        let expected = [
            "Resources.Function.Properties.Environment.Variables.DB_PASSWORD",
            "Resources.Task.Properties.ContainerDefinitions.0.Environment.0.Value",
            "Resources.Build.Properties.Environment.EnvironmentVariables.0.Value",
            "Resources.Pipeline.Properties.Stages.0.Actions.0.Configuration.EnvironmentVariables",
        ];
        check(&X, template, &expected);
    }
}
