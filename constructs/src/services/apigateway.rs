//! API Gateway REST APIs, as far as webhooks need them.
//!
//! See <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html>.

use cfn_model::apigateway::method::{Integration, IntegrationType};
use cfn_model::apigateway::rest_api::{EndpointConfiguration, EndpointConfigurationTypes};
use cfn_model::apigateway::stage::{AccessLogSetting, MethodSetting};
use cfn_model::{Diagnostic, Handle, Prop, apigateway, sub};

use super::api::check_routes;
pub use super::api::{ApiAuth, HttpMethod, Route, Throttling};
use super::lambda::Invocable;
use super::{Grantee, LogGroup, LogGroupProps, Role, RoleProps};
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// API Gateway takes resource policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>.
const POLICY_BYTES: usize = 8_192;

/// One line of the access log: JSON, for CloudWatch Logs Insights to query.
///
/// See <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>.
const LOG_FORMAT: &str = concat!(
    r#"{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId","#,
    r#""ip":"$context.identity.sourceIp","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","#,
    r#""resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","#,
    r#""responseLength":"$context.responseLength","integrationError":"$context.integration.error"}"#
);

/// The role with which API Gateway logs, for all REST APIs of an account and region.
///
/// There is one, so that this goes into a stack of its own, or into that of the only API, and a second
/// one in an app is an error. It is kept when the stack is deleted, for the APIs of others.
///
/// See <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiGatewayAccount {
    /// The account's settings.
    pub handle: Handle<apigateway::Account>,
    /// The role.
    pub role: Role,
}

impl ApiGatewayAccount {
    /// Sets the account's role for logs.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>) -> Self {
        stack.construct(id, |stack| {
            stack.claim("set of settings of API Gateway");
            let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("apigateway.amazonaws.com")]);
            // API Gateway refuses a role that allows less than this policy of AWS does.
            let policy = sub!("arn:{partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs");
            let props = RoleProps { managed_policies: vec![policy], ..RoleProps::trusting(trust) };
            let role = Role::new(stack, "Role", props.description("Writes the logs of the account's REST APIs."));
            let handle = stack.add(MAIN, apigateway::Account::new().cloud_watch_role_arn(role.arn()));
            stack.resource(role.handle).removal_policy(RemovalPolicy::Retain);
            stack.resource(handle).removal_policy(RemovalPolicy::Retain);
            ApiGatewayAccount { handle, role }
        })
    }
}

/// A REST API with one stage: reached over TLS, throttled, and logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestApi {
    /// The API itself.
    pub handle: Handle<apigateway::RestApi>,
    /// What the stage shows of the API.
    pub deployment: Handle<apigateway::Deployment>,
    /// The stage.
    pub stage: Handle<apigateway::Stage>,
    /// Where requests are logged, where they are.
    pub log_group: Option<LogGroup>,
}

/// What a [`RestApi`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RestApiProps {
    /// Its routes.
    pub routes: Vec<Route>,
    /// Who may call it. By default those who are granted it.
    pub auth: ApiAuth,
    /// Its name, which need not be unique. By default the stack's and the construct's id.
    pub name: Option<String>,
    /// What it is for. None by default.
    pub description: Option<String>,
    /// The name of its stage, which is part of its address: letters, digits, hyphens and underscores.
    /// `prod` by default.
    pub stage_name: String,
    /// How many requests it takes. 50 in a second and 100 at once by default.
    pub throttling: Throttling,
    /// Where requests are logged: a group with 30 days of retention by default. `None` for nowhere.
    pub access_logs: Option<LogGroupProps>,
    /// The account's settings, where they are made in the same stack: the stage comes after them. By
    /// default they are expected to be there, see [`ApiGatewayAccount`].
    pub account: Option<ApiGatewayAccount>,
    /// Media types whose bodies reach functions byte by byte, in base64, such as `*/*`. None by default.
    pub binary_media_types: Vec<String>,
    /// Whether X-Ray traces it. Off by default.
    pub tracing: bool,
}

impl RestApiProps {
    /// An API with these routes, everything else by default.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        RestApiProps {
            routes: routes.into_iter().collect(),
            auth: ApiAuth::default(),
            name: None,
            description: None,
            stage_name: "prod".into(),
            throttling: Throttling::default(),
            access_logs: Some(LogGroupProps::default()),
            account: None,
            binary_media_types: Vec::new(),
            tracing: false,
        }
    }

    /// An API whose requests all go to the function, everything else by default.
    pub fn proxy(function: &impl Invocable) -> Self {
        RestApiProps::new(Route::all(function))
    }
}

/// The API while its routes are added.
struct Routes<'a> {
    api: Handle<apigateway::RestApi>,
    stage_name: &'a str,
    authorization: &'static str,
    methods: Vec<Handle<apigateway::Method>>,
    resources: Vec<Handle<apigateway::Resource>>,
}

impl RestApi {
    /// Adds an API with its routes and its stage, and lets it invoke the functions.
    ///
    /// The logical id of the deployment ends with a fingerprint of the API and its routes, so that a
    /// change of them is deployed, and nothing else is.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: RestApiProps) -> Self {
        let id = id.into();
        stack.construct(id.clone(), |stack| {
            check(stack, &props);
            let regional = EndpointConfiguration::new().types([EndpointConfigurationTypes::Regional]);
            let name = props.name.as_ref().map_or_else(|| sub!("{stack}-{}", &id), Prop::new);
            let mut api = apigateway::RestApi::new().name(name).endpoint_configuration(regional);
            if let Some(description) = &props.description {
                api = api.description(description);
            }
            if !props.binary_media_types.is_empty() {
                api = api.binary_media_types(props.binary_media_types.clone());
            }
            let handle = stack.add(MAIN, api);
            stack.grow_policy(handle, "Policy", POLICY_BYTES);

            let mut routes = Routes {
                api: handle,
                stage_name: &props.stage_name,
                authorization: match props.auth {
                    ApiAuth::Iam => "AWS_IAM",
                    ApiAuth::Public => "NONE",
                },
                methods: Vec::new(),
                resources: Vec::new(),
            };
            let by_steps: Vec<(Vec<&str>, &Route)> = props.routes.iter().map(|route| (route.steps(), route)).collect();
            stack.scope("Routes", |stack| routes.add(stack, handle.root_resource_id(), &by_steps));
            let deployment = routes.deploy(stack);

            let log_group = props.access_logs.clone().map(|logs| LogGroup::new(stack, "AccessLogs", logs));
            let stage = stage(stack, handle, deployment, log_group, &props);
            let stage = stack.add("Stage", stage);
            if let Some(account) = props.account.filter(|_| log_group.is_some()) {
                stack.resource(stage).depends_on(account.handle);
            }
            RestApi { handle, deployment, stage, log_group }
        })
    }

    /// The API's id.
    pub fn id(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The address of the stage, without a slash at its end.
    pub fn url(self) -> Prop<String> {
        sub!("https://{}.execute-api.{region}.{url_suffix}/{}", self.id(), self.stage.reference())
    }

    /// Adds a statement to the API's own policy, for callers of other accounts and to deny callers. It
    /// speaks of all requests to this API.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.handle, statement.on(["execute-api:/*"]));
    }

    /// Lets `grantee` call the API with that method and path, in which `*` stands for anything.
    pub fn grant_invoke(self, stack: &mut Stack, grantee: &impl Grantee, method: HttpMethod, path: &str) {
        let method = if method == HttpMethod::Any { "*" } else { method.name() };
        let request = sub!("{}/{}/{}", self.stage.reference(), method, path.trim_start_matches('/'));
        let arn = sub!("arn:{partition}:execute-api:{region}:{account}:{}/{}", self.id(), request);
        grantee.allow(stack, Statement::allow(["execute-api:Invoke"]).on([arn]));
    }
}

impl Routes<'_> {
    /// Adds the routes below a resource: those whose path ends there as methods, the others step by step.
    fn add(&mut self, stack: &mut Stack, resource: Prop<String>, routes: &[(Vec<&str>, &Route)]) {
        let mut steps: Vec<&str> = Vec::new();
        for (path, route) in routes {
            match path.first() {
                None => self.method(stack, resource.clone(), route),
                Some(step) if !steps.contains(step) => steps.push(step),
                Some(_) => {}
            }
        }
        for step in steps {
            let below: Vec<(Vec<&str>, &Route)> = routes
                .iter()
                .filter(|(path, _)| path.first() == Some(&step))
                .map(|(path, route)| (path[1..].to_vec(), *route))
                .collect();
            stack.scope(step, |stack| {
                let child = apigateway::Resource::new(resource.clone(), step, self.api.reference());
                let child = stack.add(MAIN, child);
                self.resources.push(child);
                self.add(stack, child.reference(), &below);
            });
        }
    }

    fn method(&mut self, stack: &mut Stack, resource: Prop<String>, route: &Route) {
        stack.scope(route.method.name(), |stack| {
            let uri = sub!(
                "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{}/invocations",
                route.function.invoke_arn()
            );
            let integration = Integration::new(IntegrationType::AwsProxy).integration_http_method("POST").uri(uri);
            let method = apigateway::Method::new(route.method.name(), resource, self.api.reference())
                .authorization_type(self.authorization)
                .integration(integration);
            self.methods.push(stack.add(MAIN, method));
            let source = route.source_arn(self.api.reference(), self.stage_name);
            route.function.allow_service(stack, "Invoke", "apigateway.amazonaws.com", source);
        });
    }

    fn deploy(&self, stack: &mut Stack) -> Handle<apigateway::Deployment> {
        let deployment = stack.add("Deployment", apigateway::Deployment::new(self.api.reference()));
        stack.show(deployment, self.api, &["Description", "Name"]);
        for resource in &self.resources {
            stack.show(deployment, *resource, &[]);
        }
        for method in &self.methods {
            stack.show(deployment, *method, &[]);
            stack.resource(deployment).depends_on(*method);
        }
        deployment
    }
}

fn stage(
    stack: &mut Stack,
    api: Handle<apigateway::RestApi>,
    deployment: Handle<apigateway::Deployment>,
    log_group: Option<LogGroup>,
    props: &RestApiProps,
) -> apigateway::Stage {
    props.throttling.check(stack, "MethodSettings");
    let throttling = MethodSetting::new()
        .http_method("*")
        .resource_path("/*")
        .throttling_rate_limit(props.throttling.rate)
        .throttling_burst_limit(i64::from(props.throttling.burst));
    let mut stage = apigateway::Stage::new(api.reference())
        .stage_name(&props.stage_name)
        .deployment_id(deployment.reference())
        .method_settings([throttling]);
    if let Some(group) = log_group {
        let logs = AccessLogSetting::new().destination_arn(group.handle.arn()).format(LOG_FORMAT);
        stage = stage.access_log_setting(logs);
    }
    if props.tracing {
        stage = stage.tracing_enabled(true);
    }
    stage
}

fn check(stack: &mut Stack, props: &RestApiProps) {
    check_routes(stack, &props.routes);
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("rest-api", message).property(property).help(help));
    };
    if props.routes.is_empty() {
        report("Body", "the API has no routes, and cannot be deployed".into(), "add a route, or leave the API out");
    }
    let name = &props.stage_name;
    let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character));
    if !sound || !(1..=128).contains(&name.len()) {
        let help = "use letters, digits, hyphens and underscores, 1 to 128";
        report("StageName", format!("`{name}` is no name for a stage"), help);
    }
}
