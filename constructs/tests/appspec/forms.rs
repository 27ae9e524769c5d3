//! Every form that the reference has is read, and what is written is one of them.

use cfn_constructs::appspec::{
    Appspec, AwsVpc, CapacityProvider, EcsAppspec, EcsHook, FileExistsBehavior, LambdaAppspec, LambdaHook, ObjectType,
    Os, Permission, Script, SeLinuxContext, ServerAppspec, ServerHook,
};
use cfn_constructs::services::Seconds;

/// The text reads as `spec`, in which nothing is wrong.
#[track_caller]
fn reads(text: &str, spec: impl Into<Appspec>) {
    let spec = spec.into();
    let read = Appspec::parse(text, "appspec.yml").unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(read, spec);
    assert_eq!(Appspec::check_text(text, "appspec.yml"), []);
}

/// The text is what is written for `spec`, too.
#[track_caller]
fn check(text: &str, spec: impl Into<Appspec>) {
    let spec = spec.into();
    assert_eq!(spec.to_yaml(), text);
    reads(text, spec);
}

#[test]
fn servers_with_linux() {
    check(
        "\
version: 0.0
os: linux
files:
  - source: /
    destination: /srv/app
  - source: conf/app.conf
    destination: /etc/app
file_exists_behavior: OVERWRITE
permissions:
  - object: /srv/app
    pattern: '*.sh'
    except:
      - keep.sh
    owner: app
    group: app
    mode: 4755
    acls:
      - u:mary:rw
      - m::rw
    context:
      user: unconfined_u
      type: httpd_sys_content_t
      range: s0
    type:
      - file
      - directory
hooks:
  BeforeBlockTraffic:
    - location: scripts/drain.sh
  ApplicationStop:
    - location: scripts/stop.sh
      timeout: 60
      runas: app
    - location: scripts/clean.sh
",
        ServerAppspec::new(Os::Linux)
            .file("/", "/srv/app")
            .file("conf/app.conf", "/etc/app")
            .file_exists_behavior(FileExistsBehavior::Overwrite)
            .permission(
                Permission::new("/srv/app")
                    .pattern("*.sh")
                    .except(["keep.sh"])
                    .owner("app")
                    .group("app")
                    .mode(0o4755)
                    .acls(["u:mary:rw", "m::rw"])
                    .context(SeLinuxContext {
                        user: Some("unconfined_u".into()),
                        range: Some("s0".into()),
                        ..SeLinuxContext::new("httpd_sys_content_t")
                    })
                    .types([ObjectType::File, ObjectType::Directory]),
            )
            .hook(ServerHook::BeforeBlockTraffic, [Script::new("scripts/drain.sh")])
            .hook(
                ServerHook::ApplicationStop,
                [Script::new("scripts/stop.sh").timeout(Seconds(60)).run_as("app"), Script::new("scripts/clean.sh")],
            ),
    );
}

#[test]
fn servers_with_windows() {
    check(
        "\
version: 0.0
os: windows
files:
  - source: \\
    destination: c:\\app
",
        ServerAppspec::new(Os::Windows).file("\\", "c:\\app"),
    );
}

#[test]
fn every_hook_of_a_server() {
    use cfn_constructs::appspec::Hook;
    let hooks = ServerHook::ALL.iter();
    let all = hooks.fold(ServerAppspec::new(Os::Linux), |spec, hook| spec.hook(*hook, [Script::new("x.sh")]));
    reads(&all.to_yaml(), all);
}

#[test]
fn an_empty_list_in_flow_style_and_no_sections_are_fine() {
    reads("version: 0.0\nos: linux\n", ServerAppspec::new(Os::Linux));
    reads(
        "version: 0.0\nos: linux\npermissions:\n  - {object: /srv, mode: 44, except: [a, b]}\n",
        ServerAppspec::new(Os::Linux).permission(Permission::new("/srv").mode(0o44).except(["a", "b"])),
    );
}

fn lambda() -> LambdaAppspec {
    LambdaAppspec::new("api", "live", "1", "2")
        .hook(LambdaHook::AfterAllowTraffic, "after")
        .hook(LambdaHook::BeforeAllowTraffic, "before")
}

#[test]
fn lambda_functions() {
    check(
        "\
version: 0.0
Resources:
  - api:
      Type: AWS::Lambda::Function
      Properties:
        Name: api
        Alias: live
        CurrentVersion: '1'
        TargetVersion: '2'
Hooks:
  - BeforeAllowTraffic: before
  - AfterAllowTraffic: after
",
        lambda(),
    );
}

#[test]
fn lambda_functions_in_lower_case_and_with_bare_versions() {
    reads(
        "\
version: 0.0
resources:
  - api:
      type: \"AWS::Lambda::Function\"
      properties:
        name: api
        alias: live
        currentversion: 1
        targetversion: 2
hooks:
   - BeforeAllowTraffic: before
   - AfterAllowTraffic: after
",
        lambda(),
    );
}

#[test]
fn lambda_functions_in_json() {
    let text = r#"{
        "version": "0.0",
        "Resources": [{"api": {"Type": "AWS::Lambda::Function", "Properties": {
            "Name": "api", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"
        }}}],
        "Hooks": [{"BeforeAllowTraffic": "before"}, {"AfterAllowTraffic": "after"}]
    }"#;
    reads(text, lambda());
    reads(&Appspec::from(lambda()).to_json(), lambda());
}

const TASK: &str = "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7";

#[test]
fn ecs_services() {
    check(
        "\
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 80
",
        EcsAppspec::new(EcsAppspec::TASK_DEFINITION, "web", 80),
    );
}

#[test]
fn ecs_services_with_everything() {
    check(
        "\
version: 0.0
Resources:
  - Web:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 8080
        PlatformVersion: '1.4.0'
        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets:
              - subnet-1
              - subnet-2
            SecurityGroups:
              - sg-1
            AssignPublicIp: ENABLED
        CapacityProviderStrategy:
          - Base: 1
            CapacityProvider: FARGATE_SPOT
            Weight: 2
          - CapacityProvider: FARGATE
            Weight: 1
Hooks:
  - BeforeInstall: a
  - AfterInstall: b
  - AfterAllowTestTraffic: c
  - BeforeAllowTraffic: d
  - AfterAllowTraffic: e
",
        EcsAppspec {
            resource: "Web".into(),
            platform_version: Some("1.4.0".into()),
            network: Some(AwsVpc { assign_public_ip: true, ..AwsVpc::new(["subnet-1", "subnet-2"], ["sg-1"]) }),
            capacity_provider_strategy: vec![
                CapacityProvider::new("FARGATE_SPOT", 2).base(1),
                CapacityProvider::new("FARGATE", 1),
            ],
            ..EcsAppspec::new(TASK, "web", 8080)
        }
        .hook(EcsHook::BeforeInstall, "a")
        .hook(EcsHook::AfterInstall, "b")
        .hook(EcsHook::AfterAllowTestTraffic, "c")
        .hook(EcsHook::BeforeAllowTraffic, "d")
        .hook(EcsHook::AfterAllowTraffic, "e"),
    );
}

#[test]
fn ecs_services_in_json_and_lower_case() {
    reads(
        r#"{"version": 0.0, "resources": [{"TargetService": {"type": "AWS::ECS::Service", "properties": {
            "taskDefinition": "<TASK_DEFINITION>",
            "loadBalancerInfo": {"containerName": "web", "containerPort": 80},
            "networkConfiguration": {"awsvpcConfiguration": {
                "subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"
            }}
        }}}]}"#,
        EcsAppspec {
            network: Some(AwsVpc::new(["subnet-1"], ["sg-1"])),
            ..EcsAppspec::new(EcsAppspec::TASK_DEFINITION, "web", 80)
        },
    );
}
