//! What is said about text that is no AppSpec file, or a bad one: each problem with its place.

use cfn_constructs::appspec::Appspec;

/// `line:column code message (help)` for each problem of a text.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let problems = Appspec::check_text(text, "appspec.yml");
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| {
            let place = problem.location.as_ref().map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
            let help = problem.help.as_deref().unwrap_or_default();
            format!("{place} {} {} ({help})", problem.code.trim_start_matches("appspec-"), problem.message)
        })
        .collect();
    assert_eq!(lines, expected);
}

const OF_SERVERS: &str = "known are `BeforeBlockTraffic`, `AfterBlockTraffic`, `ApplicationStop`, `BeforeInstall`, \
    `AfterInstall`, `ApplicationStart`, `ValidateService`, `BeforeAllowTraffic` and `AfterAllowTraffic`";

#[test]
fn hooks_belong_to_their_platform() {
    check(
        "\
version: 0.0
os: linux
hooks:
  Install:
    - location: a
  AfterAllowTestTraffic:
    - location: a
  AplicationStart:
    - location: a
",
        &[
            &format!(
                "4:3 unknown-key unknown key `Install`; {OF_SERVERS} \
                 (CodeDeploy keeps `Install` for itself; use a hook before or after it)"
            ),
            &format!(
                "6:3 unknown-key unknown key `AfterAllowTestTraffic`; {OF_SERVERS} \
                 (only deployments of ECS services have it)"
            ),
            &format!("8:3 unknown-key unknown key `AplicationStart`; {OF_SERVERS} (did you mean `ApplicationStart`?)"),
        ],
    );
}

/// A document for a Lambda function with these hooks.
fn lambda(hooks: &str) -> String {
    format!(
        "\
version: 0.0
Resources:
  - f:
      Type: AWS::Lambda::Function
      Properties: {{Name: f, Alias: live, CurrentVersion: '1', TargetVersion: '2'}}
Hooks:
{hooks}"
    )
}

#[test]
fn lambda_functions_have_two_hooks() {
    check(
        &lambda("  - BeforeInstall: a\n  - ApplicationStop: b\n  - AllowTraffic: c\n"),
        &[
            "7:5 unknown-key unknown key `BeforeInstall`; known are `BeforeAllowTraffic` and `AfterAllowTraffic` \
             (only deployments of servers and of ECS services have it)",
            "8:5 unknown-key unknown key `ApplicationStop`; known are `BeforeAllowTraffic` and `AfterAllowTraffic` \
             (only deployments of servers have it)",
            "9:5 unknown-key unknown key `AllowTraffic`; known are `BeforeAllowTraffic` and `AfterAllowTraffic` \
             (CodeDeploy keeps `AllowTraffic` for itself; use a hook before or after it)",
        ],
    );
}

#[test]
fn a_hook_calls_one_function_once() {
    check(
        &lambda("  - BeforeAllowTraffic: a\n  - BeforeAllowTraffic: b\n"),
        &["6:1 duplicate-hook the hook `BeforeAllowTraffic` is there twice \
           (keep one of the two; a function can call others)"],
    );
    check(
        &lambda("  - BeforeAllowTraffic:\n"),
        &["7:5 missing-key `BeforeAllowTraffic` is missing (add `BeforeAllowTraffic`)"],
    );
    check(
        &lambda("  BeforeAllowTraffic: a\n"),
        &["6:1 wrong-type a map stands where a list is expected (write a list)"],
    );
}

#[test]
fn what_is_deployed_to_must_be_told() {
    let help = "give `os` for servers, or `Resources` with a resource of the type `AWS::Lambda::Function` or \
                `AWS::ECS::Service`";
    let found = format!("1:1 target what the document deploys to cannot be told ({help})");
    check("version: 0.0\n", &[&found]);
    check("version: 0.0\nResources:\n  - f: {Type: AWS::Lambda::Alias}\n", &[&found]);
    check("- a\n", &[&found]);
}

#[test]
fn the_version_is_a_number_for_the_agent() {
    let help = "(write `version: 0.0`, without quotes)";
    check("os: linux\n", &["1:1 missing-key `version` is missing (add `version`)"]);
    check(
        "version: '0.0'\nos: linux\n",
        &[&format!("1:1 version `0.0` is not the version 0.0, which is the only one {help}")],
    );
    check(
        "version: 0.2\nos: linux\n",
        &[&format!("1:1 version `0.2` is not the version 0.0, which is the only one {help}")],
    );
}

#[test]
fn all_problems_of_a_server_are_told_at_once() {
    check(
        "\
version: 0.0
os: macos
files:
  - source: a
permissions:
  - object: /srv
    mode: 0644
    type: [file, link]
  - mode: 888
hooks:
  BeforeInstall:
    - timeout: long
",
        &[
            "2:1 unknown-value `macos` is not known here; allowed are `linux` and `windows` (write one of them)",
            "4:5 missing-key `destination` is missing (add `destination`)",
            "7:5 mode YAML reads the number 0644 as octal, and the agent its decimal digits (write 644)",
            "8:5 unknown-value `link` is not known here; allowed are `file` and `directory` (write one of them, or both)",
            "9:5 missing-key `object` is missing (add `object`)",
            "9:5 mode `888` is no mode (write one to four octal digits, such as 644)",
            "12:7 missing-key `location` is missing (add `location`)",
            "12:7 wrong-type a string stands where a whole number is expected (write a whole number)",
        ],
    );
}

#[test]
fn what_can_be_read_is_judged() {
    check(
        "\
version: 0.0
os: windows
files:
  - source: a
    destination: /srv
hooks:
  BeforeInstall:
    - location: a.ps1
      timeout: 4000
      runas: bob
",
        &[
            "5:5 relative-destination `/srv` is no absolute path of windows (write one such as c:\\app)",
            "9:7 timeout the timeout is 4000 seconds, 1 to 3600 are allowed (give a number of seconds within an hour)",
            "10:7 run-as-on-windows `bob` is to run a script on Windows, but only Linux knows runas (take runas out)",
        ],
    );
}

#[test]
fn a_service_has_all_of_its_parts() {
    check(
        "\
version: 0.0
resources:
  - TargetService:
      type: AWS::ECS::Service
      properties:
        taskDefinition: web
        loadBalancerInfo: {containerName: web, containerPort: 80000}
        networkConfiguration:
          awsvpcConfiguration: {subnets: [a], assignPublicIp: yes}
",
        &[
            "7:48 port 80000 is no port, 1 to 65535 are (give the port that the container listens at)",
            "9:11 missing-key `SecurityGroups` is missing (add `SecurityGroups`)",
            "9:47 unknown-value `yes` is not known here; allowed are `ENABLED` and `DISABLED` (write one of them)",
        ],
    );
}

#[test]
fn a_deployment_changes_one_resource() {
    let text = "\
version: 0.0
Resources:
  - a:
      Type: AWS::Lambda::Function
      Properties: {Name: f, Alias: live, CurrentVersion: '1', TargetVersion: '2'}
  - b:
      Type: AWS::ECS::Service
      Properties: {}
";
    check(
        text,
        &[
            "2:1 resources 2 resources are given, and a deployment changes exactly 1 (give each its own deployment)",
            "7:7 unknown-value `AWS::ECS::Service` is not known here; allowed are `AWS::Lambda::Function` \
             (write one of them)",
            "8:7 missing-key `Name` is missing (add `Name`)",
            "8:7 missing-key `Alias` is missing (add `Alias`)",
            "8:7 missing-key `CurrentVersion` is missing (add `CurrentVersion`)",
            "8:7 missing-key `TargetVersion` is missing (add `TargetVersion`)",
        ],
    );
}
