//! Products of AWS Service Catalog.

use super::{ConfigurationKey, Need, OutputVariables, Provider, When};

/// A product that gets a new version.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ProductId", "The product."),
        ConfigurationKey::optional("ConfigurationFilePath", "The file of the artifact that says all else."),
        ConfigurationKey::optional("TemplateFilePath", "The template. Required without such a file."),
        ConfigurationKey::optional("ProductVersionName", "The name of the version. Required without such a file."),
        ConfigurationKey::optional("ProductType", "What the product is made of."),
        ConfigurationKey::optional("ProductVersionDescription", "A description of the version."),
    ],
    needs: &[
        Need { key: "TemplateFilePath", when: When::HasNone(&["ConfigurationFilePath"]) },
        Need { key: "ProductVersionName", when: When::HasNone(&["ConfigurationFilePath"]) },
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "ServiceCatalog",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html",
    )
};
