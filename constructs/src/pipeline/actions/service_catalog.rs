//! A product of Service Catalog gets a new version.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// A product of Service Catalog gets a new version, from a template.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCatalogAction {
    /// The action's name.
    pub name: String,
    /// The product's id, such as `prod-abcdefghijklm`.
    pub product: Prop<String>,
    /// The artifact that holds the version.
    pub input: Artifact,
    /// The version.
    pub version: ProductVersion,
}

/// A version of a product.
#[derive(Clone, Debug, PartialEq)]
pub enum ProductVersion {
    /// What a configuration file says, by its path in the artifact.
    File(String),
    /// A template of CloudFormation.
    Template {
        /// The template's path in the artifact.
        path: String,
        /// The version's name, which may hold variables of the pipeline.
        name: Prop<String>,
        /// What the version is about. Nothing by default.
        description: Option<Prop<String>>,
    },
}

impl ProductVersion {
    /// The template at that path, as the version of that name.
    pub fn template(path: impl Into<String>, name: impl IntoProp<String>) -> Self {
        ProductVersion::Template { path: path.into(), name: name.into_prop(), description: None }
    }
}

impl ServiceCatalogAction {
    /// The product with that id gets a version from the artifact.
    pub fn new(
        name: impl Into<String>,
        product: impl IntoProp<String>,
        input: Artifact,
        version: ProductVersion,
    ) -> Self {
        ServiceCatalogAction { name: name.into(), product: product.into_prop(), input, version }
    }
}

impl IntoAction for ServiceCatalogAction {
    fn into_action(self) -> Action {
        let arn = sub!("arn:{partition}:catalog:{region}:{account}:product/{}", self.product.clone());
        let of_product = [
            "servicecatalog:CreateProvisioningArtifact",
            "servicecatalog:DeleteProvisioningArtifact",
            "servicecatalog:DescribeProvisioningArtifact",
            "servicecatalog:ListProvisioningArtifacts",
            "servicecatalog:UpdateProduct",
        ];
        let action = Action::new(self.name, &providers::service_catalog::DEPLOY)
            .configure("ProductId", self.product)
            .reads([self.input])
            .needs(Statement::allow(of_product).on([arn]))
            // It knows no resource.
            .needs(Statement::allow(["cloudformation:ValidateTemplate"]).on_all_resources());
        match self.version {
            ProductVersion::File(path) => action.configure("ConfigurationFilePath", path),
            ProductVersion::Template { path, name, description } => action
                .configure("ProductType", "CLOUD_FORMATION_TEMPLATE")
                .configure("TemplateFilePath", path)
                .configure("ProductVersionName", name)
                .configure_some("ProductVersionDescription", description),
        }
    }

    fn name(&self) -> &str {
        &self.name
    }
}
