//! A configuration is deployed with AppConfig.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// A file of an artifact is deployed as a configuration, with AWS AppConfig.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct AppConfigAction {
    /// The action's name.
    pub name: String,
    /// Where the configuration goes.
    pub target: AppConfigTarget,
    /// The artifact that holds the configuration.
    pub input: Artifact,
    /// Its path in there.
    pub path: String,
    /// The id of the deployment strategy: how fast the configuration goes out. By default AppConfig's choice.
    pub strategy: Option<Prop<String>>,
}

/// Where a configuration goes. Everything is named by its id, not by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct AppConfigTarget {
    /// The application.
    pub application: Prop<String>,
    /// The environment.
    pub environment: Prop<String>,
    /// The configuration profile.
    pub profile: Prop<String>,
}

impl AppConfigTarget {
    /// The application, environment and configuration profile with these ids.
    pub fn new(
        application: impl IntoProp<String>,
        environment: impl IntoProp<String>,
        profile: impl IntoProp<String>,
    ) -> Self {
        let (application, environment) = (application.into_prop(), environment.into_prop());
        AppConfigTarget { application, environment, profile: profile.into_prop() }
    }
}

impl AppConfigAction {
    /// The file at that path of the artifact goes there.
    pub fn new(name: impl Into<String>, target: AppConfigTarget, input: Artifact, path: impl Into<String>) -> Self {
        AppConfigAction { name: name.into(), target, input, path: path.into(), strategy: None }
    }

    /// With the deployment strategy, by its id.
    #[must_use]
    pub fn strategy(mut self, strategy: impl IntoProp<String>) -> Self {
        self.strategy = Some(strategy.into_prop());
        self
    }
}

impl IntoAction for AppConfigAction {
    fn into_action(self) -> Action {
        let AppConfigTarget { application, environment, profile } = self.target;
        let of_application = sub!("arn:{partition}:appconfig:{region}:{account}:application/{}", application.clone());
        let of_environment = sub!("{}/environment/{}", of_application.clone(), environment.clone());
        let of_profile = sub!("{}/configurationprofile/{}", of_application.clone(), profile.clone());
        let deployments = sub!("{}/deployment/*", of_environment.clone());
        let strategy = self.strategy.clone().unwrap_or_else(|| Prop::new("*"));
        let of_strategy = sub!("arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/{}", strategy);
        let start = [of_application.clone(), of_environment.clone(), of_profile, of_strategy];
        let watch = ["appconfig:GetDeployment", "appconfig:StopDeployment"];
        Action::new(self.name, &providers::app_config::DEPLOY)
            .configure("Application", application)
            .configure("Environment", environment)
            .configure("ConfigurationProfile", profile)
            .configure("InputArtifactConfigurationPath", self.path)
            .configure_some("DeploymentStrategy", self.strategy)
            .reads([self.input])
            .needs(Statement::allow(["appconfig:StartDeployment"]).on(start))
            .needs(Statement::allow(watch).on([of_application, of_environment, deployments]))
    }

    fn name(&self) -> &str {
        &self.name
    }
}
