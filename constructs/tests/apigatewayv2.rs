//! HTTP APIs: routes, who may call them, and what is refused.

use cfn_constructs::services::apigatewayv2::{ApiAuth, HttpApi, HttpApiProps, HttpMethod, Route};
use cfn_constructs::services::lambda::{
    Alias, AliasProps, Code, Function, FunctionProps, Runtime, Version, VersionProps,
};
use cfn_constructs::services::{Role, RoleProps};
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

#[test]
fn a_route_leads_to_its_function() {
    let template = template(|stack, function| {
        let hook = Route::new(HttpMethod::Post, "/hooks/{id}", &function);
        HttpApi::new(stack, "A", HttpApiProps::new([hook]));
    });
    check(
        &template,
        "ARoutesPOSTHooksId.Properties",
        json!({
            "ApiId": {"Ref": "A"},
            "RouteKey": "POST /hooks/{id}",
            "AuthorizationType": "AWS_IAM",
            "Target": {"Fn::Sub": "integrations/${ARoutesPOSTHooksIdIntegration}"}
        }),
    );
    check(
        &template,
        "ARoutesPOSTHooksIdIntegration.Properties",
        json!({
            "ApiId": {"Ref": "A"},
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": {"Fn::GetAtt": ["F", "Arn"]},
            "PayloadFormatVersion": "2.0"
        }),
    );
    let source = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/*/POST/hooks/*";
    check(&template, "ARoutesPOSTHooksIdInvoke.Properties.SourceArn", json!({"Fn::Sub": source}));
}

#[test]
fn what_no_route_takes_may_have_a_function_or_an_alias() {
    let template = template(|stack, function| {
        let version = Version::new(stack, "V", function, VersionProps::default());
        let alias = Alias::new(stack, "Live", AliasProps::new("live", version));
        HttpApi::new(stack, "A", HttpApiProps { auth: ApiAuth::Public, ..HttpApiProps::proxy(&alias) });
    });
    check(&template, "ARoutesDefault.Properties.RouteKey", json!("$default"));
    check(&template, "ARoutesDefault.Properties.AuthorizationType", json!("NONE"));
    check(&template, "ARoutesDefaultIntegration.Properties.IntegrationUri", json!({"Ref": "Live"}));
    check(&template, "ARoutesDefaultInvoke.Properties.FunctionName", json!({"Ref": "Live"}));
    let source = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/*/$default";
    check(&template, "ARoutesDefaultInvoke.Properties.SourceArn", json!({"Fn::Sub": source}));
}

#[test]
fn the_stage_is_no_part_of_the_address() {
    let template = template(|stack, function| {
        let api = HttpApi::new(stack, "A", HttpApiProps::proxy(&function));
        stack.output("Url", api.url());
    });
    check(&template, "AStage.Properties.StageName", json!("$default"));
    check(&template, "AStage.Properties.AutoDeploy", json!(true));
    check(
        &template,
        "AStage.Properties.DefaultRouteSettings",
        json!({"ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100}),
    );
    let url = json!({"Fn::GetAtt": ["A", "ApiEndpoint"]});
    assert_eq!(template.at("Outputs.Url.Value"), Some(&Value::from(url)));
    let format = template.at("Resources.AStage.Properties.AccessLogSettings.Format").and_then(Value::as_str);
    let line: serde_json::Value = serde_json::from_str(format.expect("there is a format")).expect("it is JSON");
    assert_eq!(line["routeKey"], "$context.routeKey");
}

#[test]
fn a_grant_is_for_requests_of_a_kind() {
    let template = template(|stack, function| {
        let role = Role::new(stack, "R", RoleProps::for_service("lambda.amazonaws.com"));
        let api = HttpApi::new(stack, "A", HttpApiProps::proxy(&function));
        api.grant_invoke(stack, &role, HttpMethod::Any, "*");
    });
    let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/$default/*/*";
    check(
        &template,
        "RPolicy.Properties.PolicyDocument.Statement",
        json!([{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": {"Fn::Sub": arn}}]),
    );
}

#[test]
fn an_api_without_routes_is_refused() {
    let mut stack = Stack::new("S");
    HttpApi::new(&mut stack, "A", HttpApiProps::new([]));
    let problems = App::new().with(stack).synth().expect_err("there are no routes");
    assert_eq!(problems[0].message, "the API has no routes, and answers nothing");
}
