//! Cargo features: one for each service, or one for a family of services that are seldom used.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

/// As many features as crates.io accepts.
const MOST: usize = 300;

/// Services that share a feature, because few use them or because those who use one use the others.
/// A service never moves from one feature to another: that would break those who name it.
const FAMILIES: &[Family] = &[
    Family {
        feature: "arc",
        services: &["arcregionswitch", "arczonalshift", "route53recoverycontrol", "route53recoveryreadiness"],
        reason: "parts of Application Recovery Controller",
    },
    Family {
        feature: "billing",
        services: &[
            "bcm",
            "bcmdataexports",
            "bcmpricingcalculator",
            "billing",
            "billingconductor",
            "ce",
            "cur",
            "invoicing",
            "pricingplanmanager",
        ],
        reason: "parts of Billing and Cost Management, set up once for an organisation",
    },
    Family {
        feature: "connectcampaigns",
        services: &["connectcampaigns", "connectcampaignsv2"],
        reason: "two versions of one service",
    },
    Family { feature: "gamelift", services: &["gamelift", "gameliftstreams"], reason: "parts of one service" },
    Family { feature: "ivs", services: &["ivs", "ivschat"], reason: "parts of one service" },
    Family { feature: "kendra", services: &["kendra", "kendraranking"], reason: "parts of one service" },
    Family {
        feature: "licensemanager",
        services: &["licensemanager", "licensemanagerlinuxsubscriptions", "licensemanagerusersubscriptions"],
        reason: "parts of one service",
    },
    Family { feature: "mwaa", services: &["mwaa", "mwaaserverless"], reason: "parts of one service" },
    Family {
        feature: "networkmonitoring",
        services: &["internetmonitor", "networkflowmonitor", "networkmonitor"],
        reason: "parts of CloudWatch's network monitoring",
    },
    Family {
        feature: "notifications",
        services: &["notifications", "notificationscontacts"],
        reason: "parts of one service",
    },
    Family {
        feature: "pcaconnector",
        services: &["pcaconnectorad", "pcaconnectorscep"],
        reason: "connectors of one service",
    },
    Family { feature: "resiliencehub", services: &["resiliencehub", "resiliencehubv2"], reason: "two versions of one" },
    Family {
        feature: "retired",
        services: &[
            "appmesh",
            "cloud9",
            "codestar",
            "evidently",
            "finspace",
            "forecast",
            "frauddetector",
            "greengrass",
            "inspector",
            "iotanalytics",
            "iotevents",
            "iotthingsgraph",
            "lookoutequipment",
            "lookoutvision",
            "mediastore",
            "nimblestudio",
            "opsworks",
            "pinpoint",
            "pinpointemail",
            "proton",
            "qldb",
            "robomaker",
            "simspaceweaver",
            "waf",
            "wafregional",
        ],
        reason: "shut down, or closed to new customers: for templates that are still about",
    },
    Family { feature: "support", services: &["supportapp", "supportauthz"], reason: "parts of AWS Support" },
    Family {
        feature: "workspaces",
        services: &["workspaces", "workspacesinstances", "workspacesthinclient", "workspacesweb"],
        reason: "parts of one service",
    },
];

/// The services that `cfn-constructs` builds on.
const DEFAULT: &[&str] = &[
    "apigateway",
    "apigatewayv2",
    "chatbot",
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    "codeartifact",
    "codebuild",
    "codecommit",
    "codeconnections",
    "codedeploy",
    "codegurureviewer",
    "codepipeline",
    "codestarconnections",
    "codestarnotifications",
    "dynamodb",
    "ecr",
    "events",
    "iam",
    "imagebuilder",
    "kms",
    "lambda",
    "logs",
    "s3",
    "scheduler",
    "secretsmanager",
    "sns",
    "ssm",
    "stepfunctions",
];

struct Family {
    feature: &'static str,
    services: &'static [&'static str],
    #[expect(dead_code, reason = "read by people")]
    reason: &'static str,
}

/// The feature of each service, by module.
pub(crate) fn features<'a>(modules: impl Iterator<Item = &'a str>) -> Result<BTreeMap<&'a str, &'a str>> {
    let mut features = BTreeMap::new();
    for module in modules {
        let family = FAMILIES.iter().find(|family| family.services.contains(&module));
        features.insert(module, family.map_or(module, |family| family.feature));
    }
    let listed = FAMILIES.iter().flat_map(|family| family.services).chain(DEFAULT);
    if let Some(gone) = listed.into_iter().find(|module| !features.contains_key(*module)) {
        bail!("there is no service `{gone}`; take it out of xtask/src/codegen/features.rs");
    }
    // Two more: `default` and `full`.
    let count = features.values().collect::<BTreeSet<_>>().len() + 2;
    if count > MOST {
        bail!(
            "there are {count} features, and crates.io takes {MOST}; add to FAMILIES in xtask/src/codegen/features.rs"
        );
    }
    Ok(features)
}

const BEGIN: &str = "# What follows is written by `cargo xtask codegen`.\n";
const END: &str = "# What `cargo xtask codegen` writes ends here.\n";

/// The manifest with its list of features renewed.
pub(crate) fn manifest(text: &str, features: &BTreeMap<&str, &str>) -> Result<String> {
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        bail!("cfn-model/Cargo.toml lacks the marks between which features are written:\n{BEGIN}{END}");
    };
    let names: BTreeSet<&str> = features.values().copied().collect();
    let mut list = String::new();
    let group = |name: &str, members: &mut dyn Iterator<Item = &str>| {
        let members: String = members.map(|member| format!("    \"{member}\",\n")).collect();
        format!("{name} = [\n{members}]\n")
    };
    list.push_str(&group("default", &mut DEFAULT.iter().copied()));
    list.push_str(&group("full", &mut names.iter().copied()));
    names.iter().for_each(|name| list.push_str(&format!("{name} = []\n")));
    Ok(format!("{}{list}{}", &text[..begin + BEGIN.len()], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_its_own_feature_or_that_of_its_family() {
        let families = FAMILIES.iter().flat_map(|family| family.services).copied();
        let features = features(families.chain(DEFAULT.iter().copied()).chain(["new"])).expect("features");
        assert_eq!((features["new"], features["ce"]), ("new", "billing"));
    }

    #[test]
    fn a_service_that_is_gone_fails() {
        let error = features(["s3"].into_iter()).expect_err("an error").to_string();
        assert!(error.starts_with("there is no service `arcregionswitch`"), "{error}");
    }

    #[test]
    fn only_what_stands_between_the_marks_is_renewed() {
        let text = format!("[features]\n{BEGIN}old = []\n{END}\n[lints]\n");
        let renewed = manifest(&text, &BTreeMap::from([("ce", "billing"), ("s3", "s3")])).expect("a manifest");
        assert!(renewed.starts_with(&format!("[features]\n{BEGIN}default = [\n")), "{renewed}");
        let end = format!("full = [\n    \"billing\",\n    \"s3\",\n]\nbilling = []\ns3 = []\n{END}\n[lints]\n");
        assert!(renewed.ends_with(&end), "{renewed}");
    }
}
