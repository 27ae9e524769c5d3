//! What REST and HTTP APIs have in common: routes to functions, who may call them, how often, and logs.

use cfn_model::{Diagnostic, Prop, sub};

use super::lambda::{ImportedFunction, Invocable};
use crate::Stack;

/// A method of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of HTTP")]
pub enum HttpMethod {
    /// Every method that has no route of its own.
    Any,
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
}

impl HttpMethod {
    /// The name as API Gateway knows it.
    pub fn name(self) -> &'static str {
        match self {
            HttpMethod::Any => "ANY",
            HttpMethod::Delete => "DELETE",
            HttpMethod::Get => "GET",
            HttpMethod::Head => "HEAD",
            HttpMethod::Options => "OPTIONS",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Post => "POST",
            HttpMethod::Put => "PUT",
        }
    }

    /// The name, or a wildcard for every method.
    fn in_arn(self) -> &'static str {
        match self {
            HttpMethod::Any => "*",
            other => other.name(),
        }
    }
}

/// Who may call an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ApiAuth {
    /// Those who are granted it, with requests that they sign.
    #[default]
    Iam,
    /// Everyone. The functions themselves have to tell friend from foe, for instance by the signature of a webhook.
    Public,
}

/// How many requests an API takes; others are answered with 429.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throttling {
    /// How many in a second, over some time.
    pub rate: f64,
    /// How many at once.
    pub burst: u32,
}

impl Default for Throttling {
    /// 50 in a second and 100 at once: plenty for webhooks, and little of what the account has.
    fn default() -> Self {
        Throttling { rate: 50.0, burst: 100 }
    }
}

impl Throttling {
    pub(super) fn check(self, stack: &mut Stack, property: &str) {
        if !self.rate.is_finite() || self.rate < 0.0 {
            stack.report(
                Diagnostic::error("api-throttling", format!("the rate is {}, a number from 0 is needed", self.rate))
                    .property(property)
                    .help("give a number of requests in a second"),
            );
        }
    }
}

/// A route of an API: requests with that method and path go to the function.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The method.
    pub method: HttpMethod,
    /// The path, which begins with a slash. `{name}` stands for any step, and `{name+}` for all that are left.
    pub path: String,
    /// The function.
    pub function: ImportedFunction,
}

impl Route {
    /// Requests with that method and path go to the function, or to the alias of one.
    pub fn new(method: HttpMethod, path: impl Into<String>, function: &impl Invocable) -> Self {
        Route { method, path: path.into(), function: ImportedFunction::from_arn(function.invoke_arn()) }
    }

    /// All requests go to the function.
    pub fn all(function: &impl Invocable) -> [Route; 2] {
        ["/", "/{proxy+}"].map(|path| Route::new(HttpMethod::Any, path, function))
    }

    /// The steps of the path.
    pub(super) fn steps(&self) -> Vec<&str> {
        self.path.split('/').filter(|step| !step.is_empty()).collect()
    }

    /// The ARN of the requests that the route takes, of one stage of an API.
    pub(super) fn source_arn(&self, api: Prop<String>, stage: &str) -> Prop<String> {
        let steps: Vec<&str> =
            self.steps().iter().map(|step| if step.starts_with('{') { "*" } else { *step }).collect();
        let requests = format!("{stage}/{}/{}", self.method.in_arn(), steps.join("/"));
        sub!("arn:{partition}:execute-api:{region}:{account}:{}/{}", api, requests)
    }
}

/// Reports routes that no API takes.
pub(super) fn check_routes(stack: &mut Stack, routes: &[Route]) {
    for (index, route) in routes.iter().enumerate() {
        let Route { method, path, .. } = route;
        let steps = route.steps();
        let canonical = format!("/{}", steps.join("/"));
        let greedy = steps.iter().rev().skip(1).any(|step| step.ends_with("+}"));
        let problem = if canonical != *path || greedy || !steps.iter().all(|step| is_step(step)) {
            let help =
                "begin it with a slash, write `{name}` for any step, and `{name+}` at the end for all that are left";
            Some((format!("`{path}` is no path of a route"), help))
        } else if routes[..index].iter().any(|other| other.method == *method && other.path == *path) {
            Some((format!("two routes are `{} {path}`", method.name()), "leave one of them out"))
        } else {
            None
        };
        if let Some((message, help)) = problem {
            stack.report(Diagnostic::error("api-route", message).property("PathPart").help(help));
        }
    }
}

fn is_step(step: &str) -> bool {
    let name = step.strip_prefix('{').and_then(|step| step.strip_suffix('}'));
    let name = name.map(|name| name.strip_suffix('+').unwrap_or(name));
    let allowed = |character: char| character.is_ascii_alphanumeric() || "._-:$~".contains(character);
    let name = name.unwrap_or(step);
    !name.is_empty() && name.chars().all(allowed)
}
