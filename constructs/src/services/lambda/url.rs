//! [`FunctionUrl`]: a function's own HTTPS endpoint.

use cfn_model::lambda::permission::FunctionUrlAuthType;
use cfn_model::lambda::url::{AuthType, Cors as CorsProperty, InvokeMode};
use cfn_model::{Diagnostic, Handle, Prop, lambda};

use super::Function;
use super::invoke::permit;
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::services::{Grantee, Seconds};
use crate::stack::MAIN;

/// An HTTPS endpoint of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionUrl {
    /// The endpoint itself.
    pub handle: Handle<lambda::Url>,
    /// The function.
    pub function: Function,
}

/// Who may call a [`FunctionUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum UrlAuth {
    /// Those who are granted it, with requests that they sign.
    #[default]
    Iam,
    /// Everyone. The function itself has to tell friend from foe, for instance by the signature of a webhook.
    Public,
}

/// Which web pages of other origins may call a [`FunctionUrl`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cors {
    /// The origins, such as `https://www.example.com`.
    pub allow_origins: Vec<String>,
    /// The methods, such as `GET`.
    pub allow_methods: Vec<String>,
    /// The headers that a request may have. None by default.
    pub allow_headers: Vec<String>,
    /// Whether cookies and the like come along. Off by default.
    pub allow_credentials: bool,
    /// How long a browser keeps the answer, up to a day. By default it does not.
    pub max_age: Option<Seconds>,
}

impl Cors {
    /// Pages of these origins may call with these methods.
    pub fn new<O: Into<String>, M: Into<String>>(
        origins: impl IntoIterator<Item = O>,
        methods: impl IntoIterator<Item = M>,
    ) -> Self {
        Cors {
            allow_origins: origins.into_iter().map(Into::into).collect(),
            allow_methods: methods.into_iter().map(Into::into).collect(),
            allow_headers: Vec::new(),
            allow_credentials: false,
            max_age: None,
        }
    }
}

/// What a [`FunctionUrl`] is made of.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FunctionUrlProps {
    /// Who may call it. By default those who are granted it.
    pub auth: UrlAuth,
    /// Whether the answer is sent while the function makes it. By default it is sent when it is whole.
    pub streaming: bool,
    /// Which web pages of other origins may call it. None by default.
    pub cors: Option<Cors>,
}

impl FunctionUrl {
    /// Adds an endpoint to the function.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, function: Function, props: FunctionUrlProps) -> Self {
        stack.construct(id, |stack| {
            let auth_type = match props.auth {
                UrlAuth::Iam => AuthType::AwsIam,
                UrlAuth::Public => AuthType::None,
            };
            let mut url = lambda::Url::new(auth_type, function.arn());
            if props.streaming {
                url = url.invoke_mode(InvokeMode::ResponseStream);
            }
            if let Some(cors) = &props.cors {
                url = url.cors(cors.to_property(stack));
            }
            let url = FunctionUrl { handle: stack.add(MAIN, url), function };
            if props.auth == UrlAuth::Public {
                url.allow_everyone(stack);
            }
            url
        })
    }

    /// The address, with `https://` and a slash at its end.
    pub fn url(self) -> Prop<String> {
        self.handle.function_url()
    }

    /// Lets `grantee` call the endpoint, and nothing of the function besides.
    ///
    /// Two actions are needed. See <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>.
    pub fn grant_invoke(self, stack: &mut Stack, grantee: &impl Grantee) {
        let call = Statement::allow(["lambda:InvokeFunctionUrl"]).on([self.function.arn()]);
        grantee.allow(stack, call.when(Operator::StringEquals, "lambda:FunctionUrlAuthType", ["AWS_IAM"]));
        let invoke = Statement::allow(["lambda:InvokeFunction"]).on([self.function.arn()]);
        grantee.allow(stack, invoke.when(Operator::Bool, "lambda:InvokedViaFunctionUrl", ["true"]));
    }

    /// Both actions for everyone, and only through the endpoint.
    fn allow_everyone(self, stack: &mut Stack) {
        let permission = |action| lambda::Permission::new(action, self.function.arn(), "*");
        let call = permission("lambda:InvokeFunctionUrl").function_url_auth_type(FunctionUrlAuthType::None);
        permit(stack, "Call", call);
        permit(stack, "Invoke", permission("lambda:InvokeFunction").invoked_via_function_url(true));
    }
}

impl Cors {
    fn to_property(&self, stack: &mut Stack) -> CorsProperty {
        let mut cors = CorsProperty::new()
            .allow_origins(self.allow_origins.clone())
            .allow_methods(self.allow_methods.clone())
            .allow_credentials(self.allow_credentials);
        if !self.allow_headers.is_empty() {
            cors = cors.allow_headers(self.allow_headers.clone());
        }
        if let Some(age) = self.max_age {
            cors = cors.max_age(age.within(0..=86_400, stack, "Cors.MaxAge"));
        }
        let known = ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"];
        for method in self.allow_methods.iter().filter(|method| !known.contains(&method.as_str())) {
            stack.report(
                Diagnostic::error("lambda-cors", format!("`{method}` is no method that a function's URL knows"))
                    .property("Cors.AllowMethods")
                    .help(format!("use some of {}", known.join(", "))),
            );
        }
        if self.allow_credentials && self.allow_origins.iter().any(|origin| origin == "*") {
            stack.report(
                Diagnostic::error("lambda-cors", "credentials are allowed for pages of any origin")
                    .property("Cors.AllowOrigins")
                    .help("name the origins, or leave out the credentials"),
            );
        }
        cors
    }
}
