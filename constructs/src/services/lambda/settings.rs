//! Where and how a function runs.

use cfn_model::lambda::function::{
    Architectures, DeadLetterConfig, LoggingConfig, LoggingConfigApplicationLogLevel, LoggingConfigLogFormat,
    LoggingConfigSystemLogLevel, VpcConfig,
};
use cfn_model::{Diagnostic, Prop, sub};

use crate::Stack;
use crate::iam::Statement;

/// The processor that a function is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Architecture {
    /// 64-bit Arm, which costs less for the same work.
    #[default]
    Arm64,
    /// 64-bit x86.
    X86_64,
}

impl Architecture {
    pub(super) fn to_property(self) -> Architectures {
        match self {
            Architecture::Arm64 => Architectures::Arm64,
            Architecture::X86_64 => Architectures::X86_64,
        }
    }
}

/// How grave an event has to be to be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of Lambda")]
pub enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

/// The form of a function's logs.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines of text, all of them.
    Text,
    /// A JSON object for each event, for CloudWatch Logs Insights to query.
    Json {
        /// What the function itself logs from this level on.
        application: LogLevel,
        /// What Lambda logs about it from this level on. Lambda knows [`LogLevel::Debug`],
        /// [`LogLevel::Info`] and [`LogLevel::Warn`].
        system: LogLevel,
    },
}

impl Default for LogFormat {
    fn default() -> Self {
        LogFormat::Json { application: LogLevel::Info, system: LogLevel::Info }
    }
}

impl LogFormat {
    pub(super) fn to_property(self, stack: &mut Stack) -> LoggingConfig {
        let LogFormat::Json { application, system } = self else {
            return LoggingConfig::new().log_format(LoggingConfigLogFormat::Text);
        };
        let application = match application {
            LogLevel::Trace => LoggingConfigApplicationLogLevel::Trace,
            LogLevel::Debug => LoggingConfigApplicationLogLevel::Debug,
            LogLevel::Info => LoggingConfigApplicationLogLevel::Info,
            LogLevel::Warn => LoggingConfigApplicationLogLevel::Warn,
            LogLevel::Error => LoggingConfigApplicationLogLevel::Error,
            LogLevel::Fatal => LoggingConfigApplicationLogLevel::Fatal,
        };
        let system = match system {
            LogLevel::Debug => LoggingConfigSystemLogLevel::Debug,
            LogLevel::Info => LoggingConfigSystemLogLevel::Info,
            LogLevel::Warn => LoggingConfigSystemLogLevel::Warn,
            other => {
                stack.report(
                    Diagnostic::error("lambda-logs", format!("Lambda itself does not log by the level {other:?}"))
                        .property("LoggingConfig.SystemLogLevel")
                        .help("use Debug, Info or Warn"),
                );
                LoggingConfigSystemLogLevel::Info
            }
        };
        LoggingConfig::new()
            .log_format(LoggingConfigLogFormat::Json)
            .application_log_level(application)
            .system_log_level(system)
    }
}

/// Where events go that an asynchronous invocation could not handle, by ARN.
///
/// A queue or topic that is encrypted with a key of the account's own needs a grant on the key besides.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>.
#[derive(Clone, Debug, PartialEq)]
pub enum DeadLetter {
    /// A queue of SQS.
    Queue(Prop<String>),
    /// A topic of SNS.
    Topic(Prop<String>),
}

impl DeadLetter {
    pub(super) fn to_property(&self) -> DeadLetterConfig {
        match self {
            DeadLetter::Queue(arn) | DeadLetter::Topic(arn) => DeadLetterConfig::new().target_arn(arn.clone()),
        }
    }

    pub(super) fn permission(&self) -> Statement {
        match self {
            DeadLetter::Queue(arn) => Statement::allow(["sqs:SendMessage"]).on([arn.clone()]),
            DeadLetter::Topic(arn) => Statement::allow(["sns:Publish"]).on([arn.clone()]),
        }
    }
}

/// The network of a function that reaches what is private in a VPC.
///
/// A function in a VPC reaches the internet only through a NAT gateway, and AWS's services only so or
/// through endpoints. See <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Vpc {
    /// The subnets, by id: 1 to 16, better in several availability zones.
    pub subnets: Vec<Prop<String>>,
    /// The security groups, by id: 1 to 5.
    pub security_groups: Vec<Prop<String>>,
}

impl Vpc {
    pub(super) fn to_property(&self, stack: &mut Stack) -> VpcConfig {
        let counts = [
            ("SubnetIds", "subnets", self.subnets.len(), 16),
            ("SecurityGroupIds", "security groups", self.security_groups.len(), 5),
        ];
        for (property, what, count, most) in counts {
            if !(1..=most).contains(&count) {
                stack.report(
                    Diagnostic::error(
                        "lambda-vpc",
                        format!("the function has {count} {what}, 1 to {most} are allowed"),
                    )
                    .property(format!("VpcConfig.{property}"))
                    .help("give the ids of those that the function uses"),
                );
            }
        }
        VpcConfig::new().subnet_ids(self.subnets.clone()).security_group_ids(self.security_groups.clone())
    }

    /// Lambda makes the network interfaces with the function's own role. The actions that describe know
    /// no resources, and Lambda asks for all kinds of resources of EC2 in the account for the others.
    pub(super) fn permissions() -> [Statement; 2] {
        let describe = Statement::allow(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]).on_all_resources();
        let manage = [
            "ec2:AssignPrivateIpAddresses",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:UnassignPrivateIpAddresses",
        ];
        [describe, Statement::allow(manage).on([sub!("arn:{partition}:ec2:{region}:{account}:*/*")])]
    }
}
