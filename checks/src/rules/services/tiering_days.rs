//! Days after which objects of a bucket, or backups, move to colder storage.

use cfn_model::Severity;

use super::related::{number, select, under};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static TIERING: Check = Check {
    code: "tiering-days",
    severity: Severity::Error,
    title: "objects that move to an archive too soon or too late",
    docs: "Intelligent tiering moves objects to the archive after 90 to 730 days, to the deep archive after 180 to 730.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-tiering.html",
    cfn_lint: &["E3061"],
    run: Some(run_tiering),
};

pub(super) static BACKUP: Check = Check {
    code: "cold-backup-days",
    severity: Severity::Error,
    title: "backups that are deleted too soon after they became cold",
    docs: "A backup stays in cold storage for 90 days at least.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-backup-backupplan-lifecycleresourcetype.html",
    cfn_lint: &["E3504"],
    run: Some(run_backups),
};

/// The least days of each tier; the most are the same for both.
const TIERS: &[(&str, f64)] = &[("ARCHIVE_ACCESS", 90.0), ("DEEP_ARCHIVE_ACCESS", 180.0)];
const MOST: f64 = 730.0;
const COLD: f64 = 90.0;

fn run_tiering(context: &Context<'_>, findings: &mut Findings) {
    let steps = ["IntelligentTieringConfigurations", "*", "Tierings", "*"];
    for tiering in context.of_type("AWS::S3::Bucket").flat_map(|bucket| select(context, bucket, &steps)) {
        for tier in tiering.key("AccessTier", &context.conditions) {
            let of_tier = TIERS.iter().find(|(name, _)| tier.value.as_str() == Some(*name));
            let Some((name, least)) = of_tier else { continue };
            for days in under(&tiering, &tier.env).key("Days", &context.conditions) {
                let Some(given) = number(days.value).filter(|days| days < least || *days > MOST) else { continue };
                let message = format!("objects move to `{name}` after {least} to {MOST} days, not after {given}");
                findings.push(Finding::new(&TIERING, &days.path(), message));
            }
        }
    }
}

fn run_backups(context: &Context<'_>, findings: &mut Findings) {
    let places: [&[&str]; 2] = [
        &["BackupPlan", "BackupPlanRule", "*", "Lifecycle"],
        &["BackupPlan", "BackupPlanRule", "*", "CopyActions", "*", "Lifecycle"],
    ];
    for plan in context.of_type("AWS::Backup::BackupPlan") {
        for lifecycle in places.iter().flat_map(|steps| select(context, plan, steps)) {
            for end in lifecycle.key("DeleteAfterDays", &context.conditions) {
                let cold = under(&lifecycle, &end.env).key("MoveToColdStorageAfterDays", &context.conditions);
                let cold = cold.iter().find_map(|cold| number(cold.value));
                if let (Some(end_days), Some(cold)) = (number(end.value), cold)
                    && end_days - cold < COLD
                {
                    let message = format!("the backup is cold after {cold} days and is deleted after {end_days}");
                    let help = format!("keep it for {COLD} days more, until {} at least", cold + COLD);
                    findings.push(Finding::new(&BACKUP, &end.path(), message).help(help));
                }
            }
        }
    }
}
