//! Checking templates: one small, one of 49 resources, a folder of real ones.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::measure::{self, Cost, machine, median};
use super::table::{Goal, Row, Table};
use crate::conformance::{REQUIREMENTS, corpus, emitted, templates};
use crate::environment;
use crate::files::{root, scratch};

/// How often each judge looks at one template.
const RUNS: usize = 7;

/// How often each judge looks at the folder.
const FOLDER_RUNS: usize = 3;

/// A judge: its name, its program, and the arguments before the templates.
struct Judge {
    name: &'static str,
    program: String,
    arguments: Vec<String>,
}

/// Measures and prints the table.
pub(super) fn run() -> Result<()> {
    let folder = scratch("bench-check")?;
    let judges = judges()?;
    println!("{}", machine());

    let small = write(&folder, "small.yaml", &resources(1))?;
    let many = write(&folder, "many.yaml", &resources(49))?;
    let mut rows = Vec::new();
    for (wall, memory, goal, files) in [
        ("1 resource, wall ms", "1 resource, MiB", (Goal::Below(15.0), Goal::Below(40.0)), vec![small]),
        ("49 resources, wall ms", "49 resources, MiB", (Goal::None, Goal::None), vec![many]),
    ] {
        let costs = by_turns(&folder, &judges, &files, RUNS)?;
        rows.push(Row { name: wall, digits: 1, goal: goal.0, figures: medians(&costs, |cost| cost.wall * 1000.0) });
        rows.push(Row { name: memory, digits: 1, goal: goal.1, figures: medians(&costs, |cost| cost.mebibytes) });
    }
    match corpus() {
        Some(corpus) => {
            let costs = by_turns(&folder, &judges, &templates(&corpus)?, FOLDER_RUNS)?;
            let wall = medians(&costs, |cost| cost.wall);
            let hundredth = wall.last().copied().unwrap_or_default() / 100.0;
            rows.push(Row { name: "real templates, wall s", digits: 3, goal: Goal::Below(hundredth), figures: wall });
            let memory = medians(&costs, |cost| cost.mebibytes);
            rows.push(Row { name: "real templates, MiB", digits: 1, goal: Goal::None, figures: memory });
        }
        None => println!("no folder of real templates: name one with CFN_CORPUS"),
    }
    print!("{}", Table { columns: judges.iter().map(|judge| judge.name).collect(), rows });
    println!(
        "medians of {RUNS} and {FOLDER_RUNS} runs of whole processes; the folder should take a hundredth of cfn-lint's time"
    );
    Ok(())
}

fn judges() -> Result<Vec<Judge>> {
    let bin = environment::python(&root().join("target").join("conformance"), REQUIREMENTS)?;
    let text = |path: PathBuf| path.display().to_string();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let ours = emitted::built("cfn-stacks", &["--bin", "cfn-stacks"], "cfn-stacks")?;
    let validate = text(root().join("conformance").join("validate.py"));
    Ok(vec![
        Judge { name: "cfn-stacks", program: text(ours), arguments: words(&["check", "--format", "json"]) },
        Judge { name: "cloudformation-validate", program: text(bin.join("python")), arguments: vec![validate] },
        Judge { name: "cfn-lint", program: text(bin.join("cfn-lint")), arguments: words(&["--format", "json", "--"]) },
    ])
}

/// Lets the judges look by turns, so that what else the machine does meets all alike.
fn by_turns(folder: &Path, judges: &[Judge], files: &[PathBuf], runs: usize) -> Result<Vec<Vec<Cost>>> {
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let mut costs = vec![Vec::new(); judges.len()];
    for _ in 0..runs {
        for (judge, costs) in judges.iter().zip(&mut costs) {
            let arguments: Vec<&str> = judge.arguments.iter().chain(&files).map(String::as_str).collect();
            costs.push(measure::cost_of_judge(folder, &judge.program, &arguments)?);
        }
    }
    Ok(costs)
}

fn medians(costs: &[Vec<Cost>], pick: fn(&Cost) -> f64) -> Vec<f64> {
    costs.iter().map(|costs| median(costs.iter().map(pick))).collect()
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, text)?;
    Ok(path)
}

/// A template of resources that refer to each other, of seven types by turns.
fn resources(count: usize) -> String {
    let mut text = String::from("Resources:\n");
    for index in 0..count {
        let group = index / 7 * 7;
        let lines: &[&str] = match index % 7 {
            0 => &["Type: AWS::S3::Bucket", "Properties:", "  VersioningConfiguration: {Status: Enabled}"],
            1 => &["Type: AWS::SNS::Topic", "Properties:", "  KmsMasterKeyId: alias/builds"],
            2 => &["Type: AWS::SQS::Queue", "Properties:", "  VisibilityTimeout: 60"],
            3 => &["Type: AWS::Logs::LogGroup", "Properties:", "  RetentionInDays: 30"],
            4 => &[
                "Type: AWS::IAM::Role",
                "Properties:",
                "  AssumeRolePolicyDocument:",
                "    Version: '2012-10-17'",
                "    Statement:",
                "      - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: codebuild.amazonaws.com}}",
            ],
            5 => &[
                "Type: AWS::CodeBuild::Project",
                "Properties:",
                "  ServiceRole: !GetAtt RGROUP4.Arn",
                "  Artifacts: {Type: NO_ARTIFACTS}",
                "  Source: {Type: GITHUB, Location: 'https://github.com/acme/app.git'}",
                "  Environment: {Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: 'aws/codebuild/standard:7.0'}",
            ],
            _ => &[
                "Type: AWS::SNS::Subscription",
                "Properties:",
                "  TopicArn: !Ref RGROUP1",
                "  Protocol: sqs",
                "  Endpoint: !GetAtt RGROUP2.Arn",
            ],
        };
        text.push_str(&format!("  R{group}N{}:\n", index % 7));
        for line in lines {
            text.push_str(&format!("    {}\n", line.replace("RGROUP", &format!("R{group}N"))));
        }
    }
    text
}
