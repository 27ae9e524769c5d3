//! The stack of a namespace in the prod account.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{
    ProdRegionalStackSet, ProdRegionalStackSetProps, PublishEntrance, RegionalPermissions, RegionalVariable,
};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::cloudformation::{Amount, AutoDeployment, OperationPreferences};

use super::{
    Caller, Names, Namespace, RegionalValues, RegistryRelease, extensions, permissions, pipelines, stack as stack_of,
};

/// The stack that receives what has passed all tests, and rolls out the pipelines that publish it.
pub(super) fn stack(train: &RegistryRelease, namespace: &Namespace, caller: Caller) -> Stack {
    let names = Names::of(train, namespace);
    let description = format!("Publishes the extensions of {} in each region.", namespace.name);
    let name = format!("{}{}Prod", train.name, namespace.name);
    let mut stack = stack_of(train, name, &train.accounts.prod, description, caller);
    let account = train.accounts.prod.as_str();
    pipelines::handlers_bucket(&mut stack, &names, account, &train.region);
    // Roles belong to no region: the builds of all regions name these.
    extensions::handler_roles(&mut stack, namespace, Some(&names));
    let entrance = PublishEntrance::new(&mut stack, "Entrance", names.handover(train));
    let regions = regions(train);
    let props = ProdRegionalStackSetProps {
        environment: pipelines::environment(train),
        images: train.image.regional.iter().map(|(region, image)| (region.clone(), image.clone())).collect(),
        variables: train.regional_variables.iter().map(variable).collect(),
        permissions: permissions::prod(train, &names),
        emails: pipelines::emails(train, namespace),
        deployment: deployment(train),
        preferences: preferences(train, &regions),
        timeout: Minutes(train.build_minutes),
        ..ProdRegionalStackSetProps::new(&names.prefix, regions, extensions::publishing(train, namespace))
    };
    ProdRegionalStackSet::new(&mut stack, "Regions", &entrance, props);
    stack.output("PublishBucket", entrance.bucket.name());
    stack
}

fn variable((name, values): (&String, &RegionalValues)) -> RegionalVariable {
    let RegionalValues { default, regions } = values.clone();
    RegionalVariable { default, ..RegionalVariable::new(name, regions) }
}

fn regions(train: &RegistryRelease) -> Vec<String> {
    if train.regions.is_empty() { vec![train.region.clone()] } else { train.regions.clone() }
}

fn deployment(train: &RegistryRelease) -> RegionalPermissions {
    match train.rollout.organizational_units.as_slice() {
        [] => RegionalPermissions::SelfManaged,
        units => RegionalPermissions::ServiceManaged { units: units.to_vec(), auto_deployment: AutoDeployment::Off },
    }
}

fn preferences(train: &RegistryRelease, regions: &[String]) -> OperationPreferences {
    let rollout = &train.rollout;
    OperationPreferences {
        // An order is for those that are changed one after the other.
        region_order: if rollout.parallel_regions { Vec::new() } else { regions.to_vec() },
        parallel_regions: rollout.parallel_regions,
        concurrent: Amount::Count(rollout.concurrent_accounts),
        failure_tolerance: Amount::Count(rollout.failure_tolerance),
        soft_failure_tolerance: false,
    }
}
