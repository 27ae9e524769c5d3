//! What differs from region to region: the values of the regional template's parameters.

use cfn_model::Diagnostic;
use cfn_model::template::Parameter;

use super::{ProdRegionalStackSetProps, RegionalPermissions, regional};
use crate::Stack;
use crate::services::cloudformation::StackInstances;
use crate::services::codebuild::EnvironmentVariable;

/// A plain variable of every build, whose value depends on the region that the build publishes in: an endpoint,
/// a bucket of test data, the name of a partner's account there.
///
/// The regional template has a parameter for it, and the stack set overrides that where a region has a value of its
/// own, see <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stackinstances-override.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionalVariable {
    /// The variable's name.
    pub name: String,
    /// Its value in regions that have none of their own. Without it, every region needs one.
    pub default: Option<String>,
    /// The regions that have a value of their own, and the value.
    pub values: Vec<(String, String)>,
}

impl RegionalVariable {
    /// A variable with a value for each region.
    pub fn new<R: Into<String>, V: Into<String>>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = (R, V)>,
    ) -> Self {
        let values = values.into_iter().map(|(region, value)| (region.into(), value.into())).collect();
        RegionalVariable { name: name.into(), default: None, values }
    }

    /// With a value for all other regions.
    #[must_use]
    pub fn or(mut self, default: impl Into<String>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// The name of its parameter: `LOG_BUCKET` becomes `LogBucketVariable`.
    fn parameter(&self) -> String {
        let capital = |word: &str| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        };
        let words = self.name.split(|character: char| !character.is_ascii_alphanumeric());
        words.map(capital).chain(["Variable".to_owned()]).collect()
    }

    fn value(&self, region: &str) -> Option<&str> {
        self.values.iter().find(|(other, _)| other == region).map(|(_, value)| value.as_str())
    }
}

/// Adds a parameter for each variable to the regional stack, and gives the variables whose values they are.
pub(super) fn variables(stack: &mut Stack, props: &ProdRegionalStackSetProps) -> Vec<EnvironmentVariable> {
    let variable = |variable: &RegionalVariable| {
        let parameter = Parameter::string().description(format!("The variable {} of the builds.", variable.name));
        let parameter = match &variable.default {
            Some(value) => parameter.default(value.as_str()),
            // `check` tells of these: the stack set shall not tell of them again.
            None if !without(variable, props).is_empty() => parameter.default(""),
            None => parameter,
        };
        EnvironmentVariable::plain(variable.name.as_str(), stack.parameter(variable.parameter(), parameter))
    };
    props.variables.iter().map(variable).collect()
}

/// Parameters and their values.
type Overrides = Vec<(String, String)>;

/// The instances of the stack set: regions whose parameters have the same values together, those first that
/// override none.
pub(super) fn instances(account: &str, props: &ProdRegionalStackSetProps) -> Vec<StackInstances> {
    let mut groups: Vec<(Overrides, Vec<String>)> = Vec::new();
    for region in &props.regions {
        let values = overrides(props, region);
        match groups.iter_mut().find(|(others, _)| *others == values) {
            Some((_, regions)) => regions.push(region.clone()),
            None => groups.push((values, vec![region.clone()])),
        }
    }
    groups.sort_by_key(|(values, _)| !values.is_empty());
    let instances = |(values, regions): (Overrides, Vec<String>)| {
        let instances = match &props.deployment {
            RegionalPermissions::SelfManaged => StackInstances::accounts([account], regions),
            RegionalPermissions::ServiceManaged { units, .. } => {
                StackInstances::organizational_units(units.iter().cloned(), regions)
            }
        };
        values.into_iter().fold(instances, |instances, (name, value)| instances.parameter(name, value))
    };
    groups.into_iter().map(instances).collect()
}

/// The parameters that have a value of their own in a region.
fn overrides(props: &ProdRegionalStackSetProps, region: &str) -> Overrides {
    let image = props.images.iter().find(|(other, _)| other == region);
    let image = image.map(|(_, image)| (regional::IMAGE.to_owned(), image.clone()));
    let variables = props
        .variables
        .iter()
        .filter_map(|variable| variable.value(region).map(|value| (variable.parameter(), value.to_owned())));
    image.into_iter().chain(variables).collect()
}

/// Tells of values for regions in which nothing is deployed, and of regions without a value.
pub(super) fn check(stack: &mut Stack, props: &ProdRegionalStackSetProps) {
    let deployed = format!("the regions are `{}`", props.regions.join("`, `"));
    let elsewhere = |region: &&String| !props.regions.contains(*region);
    for region in props.images.iter().map(|(region, _)| region).filter(elsewhere) {
        let message = format!("an image is given for `{region}`, where nothing is deployed");
        stack.report(Diagnostic::error("regional-image", message).property("images").help(deployed.as_str()));
    }
    for variable in &props.variables {
        let name = &variable.name;
        for region in variable.values.iter().map(|(region, _)| region).filter(elsewhere) {
            let message = format!("`{name}` has a value for `{region}`, where nothing is deployed");
            stack.report(Diagnostic::error("regional-variable", message).property("variables").help(deployed.as_str()));
        }
        let without = without(variable, props);
        if variable.default.is_none() && !without.is_empty() {
            let message = format!("`{name}` has no value in `{}`", without.join("`, `"));
            let help = "give it one there, or a default for all regions that have none of their own";
            stack.report(Diagnostic::error("regional-variable", message).property("variables").help(help));
        }
    }
}

/// The regions that have no value of their own.
fn without<'a>(variable: &RegionalVariable, props: &'a ProdRegionalStackSetProps) -> Vec<&'a str> {
    props.regions.iter().map(String::as_str).filter(|region| variable.value(region).is_none()).collect()
}
