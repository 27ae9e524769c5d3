//! REST APIs: routes, deployments, who may call them, and what is refused.

use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::services::apigateway::{
    ApiAuth, ApiGatewayAccount, HttpMethod, RestApi, RestApiProps, Route, Throttling,
};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{Grantee, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

fn function(stack: &mut Stack) -> Function {
    let code = Code::inline("exports.handler = async () => ({ statusCode: 200 });");
    Function::new(stack, "F", FunctionProps::new(Runtime::Nodejs24, "index.handler", code))
}

/// The template of a stack with a function and an API.
fn template(api: impl FnOnce(&mut Stack, Function)) -> Value {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    api(&mut stack, function);
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

/// The ids of the resources of a type.
fn ids<'a>(template: &'a Value, kind: &str) -> Vec<&'a str> {
    let resources = template.at("Resources").and_then(Value::as_map).expect("there are resources");
    let of_kind = resources.iter().filter(|(_, resource)| resource.at("Type").and_then(Value::as_str) == Some(kind));
    of_kind.map(|(id, _)| id).collect()
}

/// The messages for an API whose props are changed by `change`.
fn problems(change: impl FnOnce(&mut RestApiProps, &Function)) -> Vec<String> {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    let mut props = RestApiProps::proxy(&function);
    change(&mut props, &function);
    RestApi::new(&mut stack, "A", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_proxy_takes_every_request_at_any_path() {
    let template = template(|stack, function| {
        RestApi::new(stack, "A", RestApiProps::proxy(&function));
    });
    assert_eq!(ids(&template, "AWS::ApiGateway::Resource"), ["ARoutesProxy"]);
    assert_eq!(ids(&template, "AWS::ApiGateway::Method"), ["ARoutesANY", "ARoutesProxyANY"]);
    check(&template, "ARoutesProxy.Properties.PathPart", json!("{proxy+}"));
    check(&template, "ARoutesProxy.Properties.ParentId", json!({"Fn::GetAtt": ["A", "RootResourceId"]}));
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations";
    check(
        &template,
        "ARoutesProxyANY.Properties",
        json!({
            "HttpMethod": "ANY",
            "ResourceId": {"Ref": "ARoutesProxy"},
            "RestApiId": {"Ref": "A"},
            "AuthorizationType": "AWS_IAM",
            "Integration": {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": {"Fn::Sub": uri}}
        }),
    );
}

#[test]
fn the_function_is_invoked_for_the_routes_of_the_api() {
    let template = template(|stack, function| {
        let hook = Route::new(HttpMethod::Post, "/hooks/{id}", &function);
        RestApi::new(stack, "A", RestApiProps::new([hook]));
    });
    assert_eq!(ids(&template, "AWS::Lambda::Permission"), ["ARoutesHooksIdPOSTInvoke"]);
    let source = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/prod/POST/hooks/*";
    check(
        &template,
        "ARoutesHooksIdPOSTInvoke.Properties",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Fn::GetAtt": ["F", "Arn"]},
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": {"Fn::Sub": source}
        }),
    );
}

#[test]
fn an_api_is_open_only_by_name() {
    let template = template(|stack, function| {
        let public = RestApiProps { auth: ApiAuth::Public, ..RestApiProps::proxy(&function) };
        RestApi::new(stack, "A", public);
    });
    check(&template, "ARoutesANY.Properties.AuthorizationType", json!("NONE"));
}

/// The logical id of the deployment of an API whose props are changed by `change`.
fn deployment(change: impl FnOnce(&mut RestApiProps)) -> String {
    let template = template(|stack, function| {
        let mut props = RestApiProps::proxy(&function);
        change(&mut props);
        RestApi::new(stack, "A", props);
    });
    let ids = ids(&template, "AWS::ApiGateway::Deployment");
    let [id] = ids.as_slice() else { panic!("there are several: {ids:?}") };
    check(&template, "AStage.Properties.DeploymentId", json!({"Ref": id}));
    (*id).to_owned()
}

#[test]
fn a_changed_api_is_deployed_anew_and_nothing_else_is() {
    let before = deployment(|_| {});
    assert_eq!(before.len(), "ADeployment".len() + 8);
    assert_eq!(deployment(|props| props.throttling.burst = 7), before);
    assert_eq!(deployment(|props| props.description = Some("Webhooks.".into())), before);
    assert_ne!(deployment(|props| props.auth = ApiAuth::Public), before);
    assert_ne!(deployment(|props| props.routes.truncate(1)), before);
    assert_ne!(deployment(|props| props.binary_media_types = vec!["*/*".into()]), before);
}

#[test]
fn a_changed_policy_is_deployed_too() {
    let with = |account: &str| {
        let template = template(|stack, function| {
            let api = RestApi::new(stack, "A", RestApiProps::proxy(&function));
            let caller = Statement::allow(["execute-api:Invoke"]).to([Principal::account(account)]);
            api.add_to_policy(stack, caller);
        });
        check(&template, "A.Properties.Policy.Statement.0.Resource", json!("execute-api:/*"));
        ids(&template, "AWS::ApiGateway::Deployment")[0].to_owned()
    };
    assert_ne!(with("111122223333"), with("444455556666"));
}

#[test]
fn a_grant_is_for_requests_of_a_kind() {
    let template = template(|stack, function| {
        let role = Role::new(stack, "R", RoleProps::for_service("lambda.amazonaws.com"));
        let api = RestApi::new(stack, "A", RestApiProps::proxy(&function));
        api.grant_invoke(stack, &role, HttpMethod::Post, "/hooks/*");
        api.grant_invoke(stack, &role, HttpMethod::Post, "/hooks/*");
        assert_eq!(role.role(), role);
    });
    let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/${AStage}/POST/hooks/*";
    check(
        &template,
        "RPolicy.Properties.PolicyDocument.Statement",
        json!([{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": {"Fn::Sub": arn}}]),
    );
}

#[test]
fn the_stage_waits_for_the_role_that_logs() {
    let template = template(|stack, function| {
        let account = ApiGatewayAccount::new(stack, "Account");
        let props = RestApiProps { account: Some(account), ..RestApiProps::proxy(&function) };
        let api = RestApi::new(stack, "A", props);
        stack.output("Url", api.url());
    });
    check(&template, "AStage.DependsOn", json!(["Account"]));
    check(
        &template,
        "AStage.Properties.AccessLogSetting.DestinationArn",
        json!({"Fn::GetAtt": ["AAccessLogs", "Arn"]}),
    );
    let format = template.at("Resources.AStage.Properties.AccessLogSetting.Format").and_then(Value::as_str);
    let line: serde_json::Value = serde_json::from_str(format.expect("there is a format")).expect("it is JSON");
    assert_eq!(line["status"], "$context.status");
    let url = "https://${A}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${AStage}";
    assert_eq!(template.at("Outputs.Url.Value"), Some(&Value::from(json!({"Fn::Sub": url}))));
}

#[test]
fn an_account_has_one_role_for_logs() {
    let mut stack = Stack::new("S");
    ApiGatewayAccount::new(&mut stack, "One");
    ApiGatewayAccount::new(&mut stack, "Two");
    let problems = App::new().with(stack).synth().expect_err("there are two");
    assert_eq!(problems[0].message, "an account has only one set of settings of API Gateway in a region");
}

#[test]
fn bad_routes_are_named() {
    assert_eq!(problems(|props, _| props.routes.clear()), ["the API has no routes, and cannot be deployed"]);
    let route = |path: &str, function: &Function| Route::new(HttpMethod::Get, path, function);
    for path in ["hooks", "/hooks/", "/a//b", "/{all+}/x", "/{}", "/a b"] {
        assert_eq!(
            problems(|props, function| props.routes = vec![route(path, function)])[0],
            format!("`{path}` is no path of a route")
        );
    }
    assert_eq!(
        problems(|props, function| props.routes = vec![route("/a", function), route("/a", function)])[0],
        "two routes are `GET /a`"
    );
    assert_eq!(problems(|props, _| props.stage_name = "a b".into())[0], "`a b` is no name for a stage");
    let throttling = Throttling { rate: -1.0, ..Throttling::default() };
    assert_eq!(problems(|props, _| props.throttling = throttling)[0], "the rate is -1, a number from 0 is needed");
}
