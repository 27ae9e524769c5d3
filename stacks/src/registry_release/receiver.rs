//! The webhook that all namespaces share: an API, and a function that starts clone builds.

use cfn_constructs::Stack;
use cfn_constructs::iam::Statement;
use cfn_constructs::services::apigateway::{ApiAuth, ApiGatewayAccount, RestApi, RestApiProps};
use cfn_constructs::services::dynamodb::{Attribute, Table, TableProps};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{Grantee, Secret};
use cfn_model::{Map, Value, emit, sub};

use super::{Caller, Names, RegistryRelease, Stage, TrainSource, stack as stack_of};

/// The function's code.
const WEBHOOK: &str = include_str!("function/webhook.py");

/// The stack of an account's webhook, where pushes come by webhook.
pub(super) fn stack(train: &RegistryRelease, stage: Stage, caller: Caller) -> Option<Stack> {
    let TrainSource::Webhook { secret, .. } = &train.source else { return None };
    let name = format!("{}{}Webhook", train.name, stage.title());
    let what = "Starts the clone build of the repository that GitHub tells of.".to_owned();
    let mut stack = stack_of(train, name, stage.account(train), what, caller);
    let stack_ref = &mut stack;

    // What was delivered once is told apart from what somebody sends again.
    let table = TableProps { time_to_live: Some("expires".into()), ..TableProps::new(Attribute::string("id")) };
    let deliveries = Table::new(stack_ref, "Deliveries", table);
    let secret = Secret::new(secret);
    let props = FunctionProps::new(Runtime::Python3_13, "index.handler", Code::inline(code(train, stage)))
        .variable("SECRET_ARN", secret.id())
        .variable("DELIVERIES_TABLE", deliveries.name());
    let description = Some("Checks the signature of a push and starts its clone build.".to_owned());
    let function = Function::new(stack_ref, "Receiver", FunctionProps { description, ..props });
    secret.grant_read(stack_ref, &function);
    let write = Statement::allow(["dynamodb:DeleteItem", "dynamodb:PutItem"]).on([deliveries.arn()]);
    function.allow(stack_ref, write);
    let projects = train.namespaces.iter().map(|namespace| {
        let project = Names::of(train, namespace).clone_project(stage);
        sub!("arn:{partition}:codebuild:{region}:{account}:project/{}", project)
    });
    function.allow(stack_ref, Statement::allow(["codebuild:StartBuild"]).on(projects));

    // One account may be the CI and the beta account, as in a developer's sandbox.
    let first = stage == Stage::Ci || train.accounts.ci != train.accounts.beta;
    let account = (train.api_gateway_settings && first).then(|| ApiGatewayAccount::new(stack_ref, "ApiGateway"));
    // The function itself tells GitHub from others, by the signature.
    let api = RestApiProps { auth: ApiAuth::Public, account, tracing: true, ..RestApiProps::proxy(&function) };
    let api = RestApi::new(stack_ref, "Webhook", api);
    stack.output("Url", api.url());
    Some(stack)
}

/// The function's code, which ends with what it starts.
fn code(train: &RegistryRelease, stage: Stage) -> String {
    let route = |namespace: &super::Namespace| {
        Value::from(Map::from([
            ("repository", Value::from(namespace.repository.as_str())),
            ("branch", stage.branch(namespace).into()),
            ("project", Names::of(train, namespace).clone_project(stage).into()),
            ("namespace", namespace.name.as_str().into()),
        ]))
    };
    // A list of objects that hold text is written alike in JSON and in Python.
    let routes = emit::to_json(&Value::List(train.namespaces.iter().map(route).collect()));
    format!("{WEBHOOK}\n\nROUTES += {routes}")
}
