//! Databases and caches of engines that do not exist.

use cfn_model::Severity;

use super::related::{select, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::{list, shown};

pub(super) static X: Check = Check {
    code: "database-engine",
    severity: Severity::Error,
    title: "a database or cache of an engine that the service does not have",
    docs: "RDS and ElastiCache run a closed set of engines, which differs between clusters and instances.",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    cfn_lint: &["E3690", "E3691", "E3695"],
    run: Some(run),
};

const ENGINES: &[(&str, &[&str])] = &[
    ("AWS::ElastiCache::CacheCluster", &["memcached", "redis", "valkey"]),
    ("AWS::RDS::DBCluster", &["aurora-mysql", "aurora-postgresql", "mysql", "postgres"]),
    (
        "AWS::RDS::DBInstance",
        &[
            "aurora-mysql",
            "aurora-postgresql",
            "custom-oracle-ee",
            "custom-oracle-ee-cdb",
            "custom-oracle-se2",
            "custom-oracle-se2-cdb",
            "custom-sqlserver-dev",
            "custom-sqlserver-ee",
            "custom-sqlserver-se",
            "custom-sqlserver-web",
            "db2-ae",
            "db2-se",
            "mariadb",
            "mysql",
            "oracle-ee",
            "oracle-ee-cdb",
            "oracle-se2",
            "oracle-se2-cdb",
            "postgres",
            "sqlserver-ee",
            "sqlserver-ex",
            "sqlserver-se",
            "sqlserver-web",
        ],
    ),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (type_name, engines) in ENGINES {
        for case in context.of_type(type_name).flat_map(|resource| select(context, resource, &["Engine"])) {
            let Some(engine) = text(case.value) else { continue };
            if engines.iter().any(|known| known.eq_ignore_ascii_case(&engine)) {
                continue;
            }
            let help = match cfn_model::nearest(&engine, engines.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("there are {}", list(engines.iter().copied())),
            };
            findings
                .push(Finding::new(&X, &case.path(), format!("there is no engine {} here", shown(&engine))).help(help));
        }
    }
}
