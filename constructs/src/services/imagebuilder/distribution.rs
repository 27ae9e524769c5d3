//! [`DistributionConfiguration`]: where images go, and who may use them.

use cfn_model::imagebuilder::distribution_configuration as model;
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, imagebuilder};

use crate::Stack;
use crate::services::account::check_account;
use crate::stack::MAIN;

/// Where images go, and who may use them.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-distribution-settings.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistributionConfiguration {
    /// The configuration itself.
    pub handle: Handle<imagebuilder::DistributionConfiguration>,
}

/// What happens in one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The region.
    pub region: String,
    /// What is put there.
    pub image: DistributedImage,
}

/// What is put into a region.
#[derive(Clone, Debug, PartialEq)]
pub enum DistributedImage {
    /// A machine image.
    Ami(AmiDistribution),
    /// A container image.
    Container(ContainerDistribution),
}

/// A machine image in a region. By default nobody but the account itself can use it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AmiDistribution {
    /// The image's name, 3 to 127 characters, with `{{ imagebuilder:buildDate }}` in it, as no two images of a region
    /// share a name. By default Image Builder makes one of the recipe's name and the date.
    pub name: Option<String>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// Tags of the image. None by default.
    pub tags: Vec<(String, String)>,
    /// The key that encrypts it, by ARN, in that region. By default as in the recipe.
    pub key: Option<Prop<String>>,
    /// The accounts that may start machines from it, by their 12 digits. None by default.
    pub accounts: Vec<String>,
    /// The organizations that may, by ARN. None by default.
    pub organizations: Vec<Prop<String>>,
    /// The organizational units that may, by ARN. None by default.
    pub organizational_units: Vec<Prop<String>>,
    /// Whether everyone may. Off by default, and impossible for images that are encrypted.
    pub everyone: bool,
    /// The accounts that get a copy, by their 12 digits. None by default. Each has to have the role
    /// `EC2ImageBuilderDistributionCrossAccountRole`, which lets Image Builder of this account put it there.
    pub copies_for: Vec<String>,
    /// The parameters of the Parameter Store that hold the image's id. None by default.
    pub parameters: Vec<ImageParameter>,
    /// The launch templates that start the image from now on, by id. None by default.
    pub launch_templates: Vec<Prop<String>>,
}

/// A parameter of the Parameter Store that holds the id of the newest image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageParameter {
    /// The parameter's name.
    pub name: String,
    /// The account whose copy it names, by its 12 digits. By default the account itself.
    pub account: Option<String>,
}

impl ImageParameter {
    /// A parameter that names the account's own image.
    pub fn new(name: impl Into<String>) -> Self {
        ImageParameter { name: name.into(), account: None }
    }

    fn into_property(self) -> model::SsmParameterConfiguration {
        // Of this type, EC2 checks that the id is one of an image.
        let parameter = model::SsmParameterConfiguration::new(self.name)
            .data_type(model::SsmParameterConfigurationDataType::AwsEc2Image);
        match self.account {
            Some(account) => parameter.ami_account_id(account),
            None => parameter,
        }
    }
}

/// A container image in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerDistribution {
    /// The repository of ECR that takes it, by name.
    pub repository: Prop<String>,
    /// Its tags. By default one that Image Builder makes of the recipe's version.
    pub tags: Vec<String>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
}

impl ContainerDistribution {
    /// A container image in that repository, by name.
    pub fn new(repository: impl IntoProp<String>) -> Self {
        ContainerDistribution { repository: repository.into_prop(), tags: Vec::new(), description: None }
    }
}

impl Distribution {
    /// A machine image in that region.
    pub fn ami(region: impl Into<String>, ami: AmiDistribution) -> Self {
        Distribution { region: region.into(), image: DistributedImage::Ami(ami) }
    }

    /// A container image in that region.
    pub fn container(region: impl Into<String>, container: ContainerDistribution) -> Self {
        Distribution { region: region.into(), image: DistributedImage::Container(container) }
    }

    fn into_property(self) -> model::Distribution {
        let distribution = model::Distribution::new(self.region);
        match self.image {
            DistributedImage::Ami(ami) => ami.add_to(distribution),
            DistributedImage::Container(container) => {
                let target = model::TargetContainerRepository::new()
                    .repository_name(container.repository)
                    .service(model::TargetContainerRepositoryService::Ecr);
                let mut property = model::ContainerDistributionConfiguration::new().target_repository(target);
                if !container.tags.is_empty() {
                    property = property.container_tags(container.tags);
                }
                if let Some(description) = container.description {
                    property = property.description(description);
                }
                distribution.container_distribution_configuration(property)
            }
        }
    }
}

impl AmiDistribution {
    /// Whether anyone besides the account itself may use it.
    fn is_shared(&self) -> bool {
        self.everyone
            || !self.accounts.is_empty()
            || !self.organizations.is_empty()
            || !self.organizational_units.is_empty()
    }

    fn add_to(self, distribution: model::Distribution) -> model::Distribution {
        let shared = self.is_shared();
        let mut ami = model::AmiDistributionConfiguration::new();
        if let Some(name) = self.name {
            ami = ami.name(name);
        }
        if let Some(description) = self.description {
            ami = ami.description(description);
        }
        if !self.tags.is_empty() {
            ami = ami.ami_tags(self.tags);
        }
        if let Some(key) = self.key {
            ami = ami.kms_key_id(key);
        }
        if !self.copies_for.is_empty() {
            ami = ami.target_account_ids(self.copies_for);
        }
        if shared {
            let mut permission = model::LaunchPermissionConfiguration::new();
            if !self.accounts.is_empty() {
                permission = permission.user_ids(self.accounts);
            }
            if !self.organizations.is_empty() {
                permission = permission.organization_arns(self.organizations);
            }
            if !self.organizational_units.is_empty() {
                permission = permission.organizational_unit_arns(self.organizational_units);
            }
            if self.everyone {
                permission = permission.user_groups(["all"]);
            }
            ami = ami.launch_permission_configuration(permission);
        }
        let mut distribution = distribution.ami_distribution_configuration(ami);
        if !self.parameters.is_empty() {
            let parameters: Vec<model::SsmParameterConfiguration> =
                self.parameters.into_iter().map(ImageParameter::into_property).collect();
            distribution = distribution.ssm_parameter_configurations(parameters);
        }
        if !self.launch_templates.is_empty() {
            let template =
                |id| model::LaunchTemplateConfiguration::new().launch_template_id(id).set_default_version(true);
            let templates: Vec<model::LaunchTemplateConfiguration> =
                self.launch_templates.into_iter().map(template).collect();
            distribution = distribution.launch_template_configurations(templates);
        }
        distribution
    }

    fn check(&self, stack: &mut Stack, path: &str) {
        let property = format!("{path}.AmiDistributionConfiguration");
        for account in self.accounts.iter().chain(&self.copies_for) {
            check_account(stack, &property, account);
        }
        for account in self.parameters.iter().filter_map(|parameter| parameter.account.as_ref()) {
            check_account(stack, &format!("{path}.SsmParameterConfigurations"), account);
        }
        if self.everyone && self.key.is_some() {
            stack.report(
                Diagnostic::error("imagebuilder-public", "everyone may use an image that is encrypted")
                    .property(&property)
                    .help("leave the key out, or name the accounts that may use it"),
            );
        }
        if let Some(name) = self.name.as_ref().filter(|name| !name.contains("imagebuilder:buildDate")) {
            stack.report(
                Diagnostic::warning("imagebuilder-name", format!("every image is to be named `{name}`"))
                    .property(&property)
                    .help("put `{{ imagebuilder:buildDate }}` into the name, or the second build fails"),
            );
        }
    }
}

impl DistributionConfiguration {
    /// Adds a configuration of that name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        name: impl Into<String>,
        distributions: impl IntoIterator<Item = Distribution>,
    ) -> Self {
        let (name, distributions): (String, Vec<Distribution>) = (name.into(), distributions.into_iter().collect());
        stack.construct(id, |stack| {
            check(stack, &distributions);
            let distributions: Vec<model::Distribution> =
                distributions.into_iter().map(Distribution::into_property).collect();
            let configuration = imagebuilder::DistributionConfiguration::new(distributions, name);
            DistributionConfiguration { handle: stack.add(MAIN, configuration) }
        })
    }

    /// The configuration's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

fn check(stack: &mut Stack, distributions: &[Distribution]) {
    if distributions.is_empty() {
        stack.report(
            Diagnostic::error("imagebuilder-regions", "images go to no region")
                .property("Distributions")
                .help("name the regions, the stack's own among them"),
        );
    }
    for (index, distribution) in distributions.iter().enumerate() {
        let region = &distribution.region;
        if distributions[..index].iter().any(|other| other.region == *region) {
            stack.report(
                Diagnostic::error("imagebuilder-regions", format!("the region `{region}` is there twice"))
                    .property("Distributions")
                    .help("say in one place what happens there"),
            );
        }
        if let DistributedImage::Ami(ami) = &distribution.image {
            ami.check(stack, &format!("Distributions.{index}"));
        }
    }
}
