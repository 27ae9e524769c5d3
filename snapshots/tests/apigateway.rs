//! REST APIs by default, and with everything set.

use cfn_constructs::iam::{Operator, Principal, Statement};
use cfn_constructs::services::apigateway::{
    ApiAuth, ApiGatewayAccount, HttpMethod, RestApi, RestApiProps, Route, Throttling,
};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{Days, LogGroupProps, Role, RoleProps};
use cfn_constructs::{App, Stack};

fn function(stack: &mut Stack) -> Function {
    let code = Code::inline("exports.handler = async () => ({ statusCode: 202 });\n");
    Function::new(stack, "Webhook", FunctionProps::new(Runtime::Nodejs24, "index.handler", code))
}

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let function = function(&mut stack);
    let api = RestApi::new(&mut stack, "Api", RestApiProps::proxy(&function));
    stack.output("Url", api.url());
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let account = ApiGatewayAccount::new(&mut stack, "Account");
    let function = function(&mut stack);
    let routes = [
        Route::new(HttpMethod::Get, "/", &function),
        Route::new(HttpMethod::Post, "/hooks/{namespace}", &function),
        Route::new(HttpMethod::Any, "/files/{key+}", &function),
    ];
    let props = RestApiProps {
        auth: ApiAuth::Public,
        name: Some("webhooks".into()),
        description: Some("What source servers call.".into()),
        stage_name: "live".into(),
        throttling: Throttling { rate: 10.0, burst: 20 },
        access_logs: Some(LogGroupProps { retention: Days(365), ..LogGroupProps::default() }),
        account: Some(account),
        binary_media_types: vec!["*/*".into()],
        tracing: true,
        ..RestApiProps::new(routes)
    };
    let api = RestApi::new(&mut stack, "Api", props);
    let everyone = || Statement::allow(["execute-api:Invoke"]).to([Principal::anyone()]);
    api.add_to_policy(&mut stack, everyone().when(Operator::IpAddress, "aws:SourceIp", ["192.0.2.0/24"]));
    let role = Role::new(&mut stack, "Caller", RoleProps::for_service("lambda.amazonaws.com"));
    api.grant_invoke(&mut stack, &role, HttpMethod::Post, "/hooks/*");
    stack.output("Url", api.url());
    stack
}

#[test]
fn templates() {
    snapshots::check("services/apigateway", App::new().with(defaults()).with(everything()));
}
