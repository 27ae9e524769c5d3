//! State machines by default, and with everything that a definition can say.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::dynamodb::{Attribute, Table, TableProps};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::stepfunctions::{
    Catch, Choice, Condition, Definition, Executable, Fail, Map, MapItems, MapMode, Operator, Parallel, Pass, Pattern,
    Retry, StateMachine, StateMachineKind, StateMachineLogs, StateMachineProps, Succeed, Task, Wait, errors,
};
use cfn_constructs::services::{Bucket, BucketProps, Days, Key, KeyProps, LogGroupProps, Role, RoleProps, Seconds};
use cfn_constructs::{App, Stack};
use cfn_model::stepfunctions::state_machine::LoggingConfigurationLevel;
use cfn_model::sub;

fn function(stack: &mut Stack) -> Function {
    let code = Code::inline("exports.handler = async (event) => event;\n");
    Function::new(stack, "Function", FunctionProps::new(Runtime::Nodejs24, "index.handler", code))
}

fn project(stack: &mut Stack) -> Project {
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make test"]));
    Project::new(stack, "Tests", ProjectProps::new(Source::NoSource, buildspec))
}

/// The test of an image, in JSONata.
fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let (function, project) = (function(&mut stack), project(&mut stack));
    let test = Task::start_build(project, Pattern::RunJob).timeout(Seconds(3600)).catch(Catch::all("Failed"));
    let passed = Condition::jsonata("{% $states.input.Build.BuildStatus = 'SUCCEEDED' %}");
    let definition = Definition::jsonata()
        .state("Test", test.next("Passed"))
        .state("Passed", Choice::new().when(passed, "Record").otherwise("Failed"))
        .state("Record", Task::invoke(&function, Pattern::RequestResponse).retry(Retry::of_lambda()))
        .state("Failed", Fail::new("TestsFailed", "The tests of the image failed."));
    StateMachine::new(&mut stack, "Machine", StateMachineProps::new(definition));
    stack
}

/// What JSONPath has.
fn json_path(stack: &mut Stack, child: StateMachine) -> Definition {
    let table = Table::new(stack, "Table", TableProps::new(Attribute::string("id")));
    let id = cfn_model::Map::from([("id", cfn_model::Map::from([("S.$", "$.id")]))]);
    let several = Condition::path("$.count", Operator::NumericGreaterThan, 1);
    let named = Condition::path("$.name", Operator::StringMatches, "release-*");
    let retry = Retry::on([errors::TASK_FAILED])
        .interval(Seconds(5))
        .max_attempts(4)
        .backoff_rate(1.5)
        .max_delay(Seconds(60))
        .full_jitter();
    let get = Task::get_item(&table, id)
        .result_selector(cfn_model::Map::from([("count.$", "States.StringToJson($.Item.count.N)")]))
        .result_path("$.item")
        .retry(retry)
        .catch(Catch::all("Failed").result_path("$.error"));
    let each = Definition::json_path().state("Start", Task::start_execution(&child, Pattern::RunJob));
    Definition::json_path()
        .comment("Looks up what to do.")
        .timeout(Seconds(86_400))
        .state("Prepare", Pass::new().parameters(cfn_model::Map::from([("id.$", "$$.Execution.Name")])).next("Get"))
        .state("Get", get.next("Which"))
        .state("Which", Choice::new().when(Condition::all([several, !named]), "Wait").otherwise("Done"))
        .state("Wait", Wait::seconds_at("$.delay").next("Each"))
        .state("Each", Map::new(each, MapMode::Inline).items_path("$.items").max_concurrency(2).next("Done"))
        .state("Failed", Fail::new("LookUpFailed", "The item could not be looked up."))
        .state("Done", Succeed::new())
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let bucket = Bucket::new(&mut stack, "Images", BucketProps::default());
    let (function, project) = (function(&mut stack), project(&mut stack));
    let repository = sub!("arn:{partition}:ecr:{region}:{account}:repository/app");
    let describe = Task::aws_sdk("ecr", "describeImages", [repository]).argument("RepositoryName", "app");
    let wait = Task::invoke(&function, Pattern::WaitForTaskToken)
        .argument("Payload", cfn_model::Map::from([("token", "{% $states.context.Task.Token %}")]))
        .timeout(Seconds(7_200))
        .heartbeat(Seconds(600));
    let branches = [
        Definition::jsonata().state("Describe", describe.output(cfn_model::Map::from([("images", 1)]))),
        Definition::jsonata().state("Build", Task::start_build_batch(project, Pattern::RunJob)),
    ];
    let each = Definition::jsonata().state("Scan", wait.assign(cfn_model::Map::from([("scanned", true)])));
    let map = Map::new(each, MapMode::DistributedStandard)
        .read(&MapItems::Objects(bucket, "images/".into()))
        .write(bucket, "results")
        .max_concurrency(10)
        .tolerated_failure_percentage(5)
        .label("scans");
    let definition = Definition::jsonata()
        .state("Both", Parallel::new(branches).next("Pause"))
        .state("Pause", Wait::seconds(Seconds(30)).next("Scans"))
        .state("Scans", map);
    let logs = StateMachineLogs {
        level: LoggingConfigurationLevel::All,
        include_execution_data: true,
        group: LogGroupProps { retention: Days(90), ..LogGroupProps::default() },
    };
    let props = StateMachineProps {
        name: Some("scans".into()),
        logs: Some(logs),
        tracing: true,
        key: Some(key),
        ..StateMachineProps::new(definition)
    };
    let machine = StateMachine::new(&mut stack, "Machine", props);
    let definition = json_path(&mut stack, machine);
    StateMachine::new(&mut stack, "Paths", StateMachineProps::new(definition));

    let answer = Definition::jsonata().state("Answer", Pass::new().output("{% $states.input %}"));
    let express = StateMachineProps { kind: StateMachineKind::Express, ..StateMachineProps::new(answer) };
    let express = StateMachine::new(&mut stack, "Express", express);
    let role = Role::new(&mut stack, "Caller", RoleProps::for_service("lambda.amazonaws.com"));
    express.grant_start_sync_execution(&mut stack, &role);
    machine.grant_start_execution(&mut stack, &role);
    machine.grant_read(&mut stack, &role);
    machine.grant_stop_execution(&mut stack, &role);
    machine.grant_task_response(&mut stack, &role);
    stack
}

#[test]
fn templates() {
    snapshots::check("services/stepfunctions", App::new().with(defaults()).with(everything()));
}
