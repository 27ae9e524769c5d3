//! [`Retry`] and [`Catch`]: what becomes of errors.

use cfn_model::{IntoProp, Json, Map, Value};

use crate::services::Seconds;

/// Names of errors that Step Functions itself gives.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>.
pub mod errors {
    /// Any error that a state can handle. It stands alone, and last.
    pub const ALL: &str = "States.ALL";
    /// A task took longer than its timeout, or sent no heartbeat in time.
    pub const TIMEOUT: &str = "States.Timeout";
    /// Any error of a task but a timeout. It stands alone or beside others.
    pub const TASK_FAILED: &str = "States.TaskFailed";
    /// The role may not do what a task asks for.
    pub const PERMISSIONS: &str = "States.Permissions";
    /// Too many items of a map failed.
    pub const EXCEED_TOLERATED_FAILURE_THRESHOLD: &str = "States.ExceedToleratedFailureThreshold";
}

/// When a state is tried again.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry(Map);

impl Retry {
    /// After these errors: 3 times, the first time after 1 second, and each time after twice as long.
    pub fn on<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        let errors: Vec<String> = errors.into_iter().map(Into::into).collect();
        Retry(Map::from([("ErrorEquals", Value::from(errors))]))
    }

    /// After errors that Lambda itself is the cause of: 6 times, the first time after 2 seconds.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html>.
    pub fn of_lambda() -> Self {
        Retry::on([
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
        ])
        .interval(Seconds(2))
        .max_attempts(6)
        .full_jitter()
    }

    fn with(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(field, value);
        self
    }

    /// How long the first wait is.
    #[must_use]
    pub fn interval(self, Seconds(seconds): Seconds) -> Self {
        self.with("IntervalSeconds", seconds)
    }

    /// How often the state is tried again; 0 for never.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        self.with("MaxAttempts", attempts)
    }

    /// How many times longer each wait is than the one before, at least 1.
    #[must_use]
    pub fn backoff_rate(self, rate: f64) -> Self {
        self.with("BackoffRate", rate)
    }

    /// How long a wait may become.
    #[must_use]
    pub fn max_delay(self, Seconds(seconds): Seconds) -> Self {
        self.with("MaxDelaySeconds", seconds)
    }

    /// Waits anything from nothing to the whole time, so that many executions do not come back at once.
    #[must_use]
    pub fn full_jitter(self) -> Self {
        self.with("JitterStrategy", "FULL")
    }

    pub(super) fn into_value(self) -> Value {
        self.0.into()
    }
}

/// Where a state goes on after errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Catch(Map);

impl Catch {
    /// After these errors, with the state of that name.
    pub fn on<E: Into<String>>(errors: impl IntoIterator<Item = E>, next: impl Into<String>) -> Self {
        let errors: Vec<String> = errors.into_iter().map(Into::into).collect();
        Catch(Map::from([("ErrorEquals", Value::from(errors)), ("Next", Value::from(next.into()))]))
    }

    /// After any error, with the state of that name.
    pub fn all(next: impl Into<String>) -> Self {
        Catch::on([errors::ALL], next)
    }

    /// Where in the input the error is put. By default it takes the input's place. JSONPath only.
    #[must_use]
    pub fn result_path(mut self, path: impl Into<String>) -> Self {
        self.0.insert("ResultPath", path.into());
        self
    }

    /// What is given on. By default the error. JSONata only.
    #[must_use]
    pub fn output(mut self, output: impl IntoProp<Json>) -> Self {
        self.0.insert("Output", output.into_prop());
        self
    }

    /// Sets variables for the states that come after.
    #[must_use]
    pub fn assign(mut self, variables: impl IntoProp<Json>) -> Self {
        self.0.insert("Assign", variables.into_prop());
        self
    }

    pub(super) fn into_value(self) -> Value {
        self.0.into()
    }
}
