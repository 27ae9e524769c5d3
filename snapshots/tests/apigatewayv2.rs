//! HTTP APIs by default, and with everything set.

use cfn_constructs::services::apigatewayv2::{ApiAuth, HttpApi, HttpApiProps, HttpMethod, Route, Throttling};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, ImportedFunction, Invocable, Runtime};
use cfn_constructs::services::{Days, LogGroupProps, Role, RoleProps};
use cfn_constructs::{App, Stack};

fn function(stack: &mut Stack) -> Function {
    let code = Code::inline("exports.handler = async () => ({ statusCode: 202 });\n");
    Function::new(stack, "Webhook", FunctionProps::new(Runtime::Nodejs24, "index.handler", code))
}

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let function = function(&mut stack);
    let api = HttpApi::new(&mut stack, "Api", HttpApiProps::proxy(&function));
    stack.output("Url", api.url());
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let function = function(&mut stack);
    let routes =
        [Route::new(HttpMethod::Get, "/", &function), Route::new(HttpMethod::Post, "/hooks/{namespace}", &function)];
    let props = HttpApiProps {
        fallback: Some(ImportedFunction::from_arn(function.invoke_arn())),
        auth: ApiAuth::Public,
        name: Some("webhooks".into()),
        description: Some("What source servers call.".into()),
        throttling: Throttling { rate: 10.0, burst: 20 },
        access_logs: Some(LogGroupProps { retention: Days(365), ..LogGroupProps::default() }),
        ..HttpApiProps::new(routes)
    };
    let api = HttpApi::new(&mut stack, "Api", props);
    let role = Role::new(&mut stack, "Caller", RoleProps::for_service("lambda.amazonaws.com"));
    api.grant_invoke(&mut stack, &role, HttpMethod::Post, "/hooks/*");
    stack.output("Url", api.url());
    stack
}

#[test]
fn templates() {
    snapshots::check("services/apigatewayv2", App::new().with(defaults()).with(everything()));
}
