//! API Gateway HTTP APIs: cheaper and simpler than REST APIs, without resource policies.
//!
//! See <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html>.

use cfn_model::apigatewayv2::api::ProtocolType;
use cfn_model::apigatewayv2::integration::IntegrationType;
use cfn_model::apigatewayv2::route::AuthorizationType;
use cfn_model::apigatewayv2::stage::{AccessLogSettings, RouteSettings};
use cfn_model::{Diagnostic, Handle, Prop, apigatewayv2, sub};

use super::api::check_routes;
pub use super::api::{ApiAuth, HttpMethod, Route, Throttling};
use super::lambda::{ImportedFunction, Invocable};
use super::{Grantee, LogGroup, LogGroupProps};
use crate::Stack;
use crate::iam::Statement;
use crate::stack::MAIN;

/// The stage that is no part of the address.
const STAGE: &str = "$default";

/// One line of the access log: JSON, for CloudWatch Logs Insights to query.
///
/// See <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>.
const LOG_FORMAT: &str = concat!(
    r#"{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","requestTime":"$context.requestTime","#,
    r#""httpMethod":"$context.httpMethod","routeKey":"$context.routeKey","status":"$context.status","#,
    r#""protocol":"$context.protocol","responseLength":"$context.responseLength","#,
    r#""integrationError":"$context.integrationErrorMessage"}"#
);

/// An HTTP API, deployed whenever it changes: reached over TLS, throttled, and logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpApi {
    /// The API itself.
    pub handle: Handle<apigatewayv2::Api>,
    /// Its only stage, which is no part of the address.
    pub stage: Handle<apigatewayv2::Stage>,
    /// Where requests are logged, where they are.
    pub log_group: Option<LogGroup>,
}

/// What an [`HttpApi`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpApiProps {
    /// Its routes.
    pub routes: Vec<Route>,
    /// The function that gets what no route takes. By default such requests are answered with 404.
    pub fallback: Option<ImportedFunction>,
    /// Who may call it. By default those who are granted it.
    pub auth: ApiAuth,
    /// Its name, which need not be unique. By default the stack's and the construct's id.
    pub name: Option<String>,
    /// What it is for. None by default.
    pub description: Option<String>,
    /// How many requests it takes. 50 in a second and 100 at once by default.
    pub throttling: Throttling,
    /// Where requests are logged: a group with 30 days of retention by default. `None` for nowhere.
    pub access_logs: Option<LogGroupProps>,
}

impl HttpApiProps {
    /// An API with these routes, everything else by default.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        HttpApiProps {
            routes: routes.into_iter().collect(),
            fallback: None,
            auth: ApiAuth::default(),
            name: None,
            description: None,
            throttling: Throttling::default(),
            access_logs: Some(LogGroupProps::default()),
        }
    }

    /// An API whose requests all go to the function, everything else by default.
    pub fn proxy(function: &impl Invocable) -> Self {
        let fallback = Some(ImportedFunction::from_arn(function.invoke_arn()));
        HttpApiProps { fallback, ..HttpApiProps::new([]) }
    }
}

impl HttpApi {
    /// Adds an API with its routes and its stage, and lets it invoke the functions. They get requests in
    /// the form of payload version 2.0.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: HttpApiProps) -> Self {
        let id = id.into();
        stack.construct(id.clone(), |stack| {
            check_routes(stack, &props.routes);
            props.throttling.check(stack, "DefaultRouteSettings");
            if props.routes.is_empty() && props.fallback.is_none() {
                stack.report(
                    Diagnostic::error("http-api", "the API has no routes, and answers nothing")
                        .property("RouteKey")
                        .help("add a route, or leave the API out"),
                );
            }
            let name = props.name.as_ref().map_or_else(|| sub!("{stack}-{}", &id), Prop::new);
            let mut api = apigatewayv2::Api::new().name(name).protocol_type(ProtocolType::Http);
            if let Some(description) = &props.description {
                api = api.description(description);
            }
            let handle = stack.add(MAIN, api);
            stack.scope("Routes", |stack| {
                for route in &props.routes {
                    let key = format!("{} {}", route.method.name(), route.path);
                    let source = route.source_arn(handle.reference(), "*");
                    add_route(stack, handle, props.auth, &key, &route.function, source);
                }
                if let Some(function) = &props.fallback {
                    let source =
                        sub!("arn:{partition}:execute-api:{region}:{account}:{}/*/$default", handle.reference());
                    add_route(stack, handle, props.auth, "$default", function, source);
                }
            });
            let log_group = props.access_logs.clone().map(|logs| LogGroup::new(stack, "AccessLogs", logs));
            let throttling = RouteSettings::new()
                .throttling_rate_limit(props.throttling.rate)
                .throttling_burst_limit(i64::from(props.throttling.burst));
            let mut stage = apigatewayv2::Stage::new(handle.reference(), STAGE)
                .auto_deploy(true)
                .default_route_settings(throttling);
            if let Some(group) = log_group {
                let logs = AccessLogSettings::new().destination_arn(group.handle.arn()).format(LOG_FORMAT);
                stage = stage.access_log_settings(logs);
            }
            let stage = stack.add("Stage", stage);
            HttpApi { handle, stage, log_group }
        })
    }

    /// The API's id.
    pub fn id(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The address, without a slash at its end.
    pub fn url(self) -> Prop<String> {
        self.handle.api_endpoint()
    }

    /// Lets `grantee` call the API with that method and path, in which `*` stands for anything.
    pub fn grant_invoke(self, stack: &mut Stack, grantee: &impl Grantee, method: HttpMethod, path: &str) {
        let method = if method == HttpMethod::Any { "*" } else { method.name() };
        let request = format!("{STAGE}/{method}/{}", path.trim_start_matches('/'));
        let arn = sub!("arn:{partition}:execute-api:{region}:{account}:{}/{}", self.id(), request);
        grantee.allow(stack, Statement::allow(["execute-api:Invoke"]).on([arn]));
    }
}

/// Adds a route with its integration. The API has just one stage, which the ARN of a request may leave open.
fn add_route(
    stack: &mut Stack,
    api: Handle<apigatewayv2::Api>,
    auth: ApiAuth,
    key: &str,
    function: &ImportedFunction,
    source: Prop<String>,
) {
    let authorization = match auth {
        ApiAuth::Iam => AuthorizationType::AwsIam,
        ApiAuth::Public => AuthorizationType::None,
    };
    // The id of a scope has no slashes.
    stack.scope(key.replace('/', " "), |stack| {
        let integration = apigatewayv2::Integration::new(api.reference(), IntegrationType::AwsProxy)
            .integration_uri(function.invoke_arn())
            .payload_format_version("2.0");
        let integration = stack.add("Integration", integration);
        let target = sub!("integrations/{}", integration.reference());
        let route = apigatewayv2::Route::new(api.reference(), key).authorization_type(authorization).target(target);
        stack.add(MAIN, route);
        function.allow_service(stack, "Invoke", "apigateway.amazonaws.com", source);
    });
}
