//! What the pipeline works with.

use cfn_constructs::Stack;
use cfn_constructs::buildspec::{Artifacts, Batch, Buildspec, Commands, Env, Phase};
use cfn_constructs::services::cloudwatch::{Alarm, AlarmProps, Metric};
use cfn_constructs::services::codebuild::{BatchConfig, Project, ProjectProps, Source};
use cfn_constructs::services::codeconnections::{Connection, Provider};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::sns::{SubscriptionProps, Topic, TopicProps};
use cfn_constructs::services::stepfunctions::{Definition, Pattern, Retry, StateMachine, StateMachineProps, Task};
use cfn_constructs::services::{Bucket, BucketProps, Minutes, codecommit, ecr};

/// What the pipeline works with.
pub(crate) struct Tools {
    /// The way to the code at GitHub.
    pub(crate) connection: Connection,
    /// The settings of all stages, which operators change.
    pub(crate) settings: codecommit::Repository,
    /// Where the catalogue of articles is put each night.
    pub(crate) catalogue: Bucket,
    /// The images of the shop.
    pub(crate) images: ecr::Repository,
    /// Compiles the shop.
    pub(crate) compile: Project,
    /// Runs its tests, on four machines at once.
    pub(crate) test: Project,
    /// Tries a running shop out.
    pub(crate) smoke: Project,
    /// Says whether a release may go on.
    pub(crate) gate: Function,
    /// Longer tests of a running shop.
    pub(crate) journey: StateMachine,
    /// Whether customers fail to order.
    pub(crate) failed_orders: Alarm,
    /// Where the public pages are.
    pub(crate) pages: Bucket,
    /// Who decides about releases.
    pub(crate) deciders: Topic,
}

impl Tools {
    pub(crate) fn new(stack: &mut Stack) -> Self {
        let settings = codecommit::RepositoryProps::new("shop-settings");
        let compile = Buildspec::new()
            .env(Env::new().export("VERSION"))
            .phase(Phase::Build, Commands::new(["VERSION=$(./version.sh)", "make all"]))
            .artifacts(Artifacts::new(["**/*"]).base_directory("out"));
        let test = Buildspec::new().batch(Batch::fanout(4)).phase(
            Phase::Build,
            Commands::new(["codebuild-tests-run --test-command 'make test' --files-search ./tests.sh"]),
        );
        let smoke = Buildspec::new().phase(Phase::Build, Commands::new(["./smoke.sh"]));
        Tools {
            connection: Connection::new(stack, "GitHub", "acme", Provider::GitHub),
            settings: codecommit::Repository::new(stack, "Settings", settings),
            catalogue: Bucket::new(stack, "Catalogue", BucketProps::default()),
            images: ecr::Repository::new(stack, "Images", ecr::RepositoryProps::default()),
            compile: Project::new(stack, "Compile", ProjectProps::new(Source::CodePipeline, compile)),
            test: Project::new(
                stack,
                "Test",
                ProjectProps { batch: Some(BatchConfig::default()), ..ProjectProps::new(Source::CodePipeline, test) },
            ),
            smoke: Project::new(
                stack,
                "Smoke",
                ProjectProps { timeout: Minutes(15), ..ProjectProps::new(Source::CodePipeline, smoke) },
            ),
            journey: journey(stack),
            gate: gate(stack),
            failed_orders: Alarm::new(stack, "FailedOrders", AlarmProps::new(Metric::new("Shop", "FailedOrders"))),
            pages: Bucket::new(stack, "Pages", BucketProps::default()),
            deciders: deciders(stack),
        }
    }
}

/// A function of the pipeline. As an action, it gets leave to tell how it went.
fn gate(stack: &mut Stack) -> Function {
    let code = Code::inline(include_str!("gate.js"));
    Function::new(stack, "Gate", FunctionProps::new(Runtime::Nodejs24, "index.handler", code))
}

/// A customer's way through the shop, again where the network fails.
fn journey(stack: &mut Stack) -> StateMachine {
    let code = Code::inline(include_str!("shopper.js"));
    let shopper = Function::new(stack, "Shopper", FunctionProps::new(Runtime::Nodejs24, "index.handler", code));
    let order = Task::invoke(&shopper, Pattern::RequestResponse).retry(Retry::of_lambda());
    let definition = Definition::jsonata().state("Order", order);
    StateMachine::new(stack, "Journey", StateMachineProps::new(definition))
}

fn deciders(stack: &mut Stack) -> Topic {
    let props = TopicProps { display_name: Some("Releases of the shop".into()), ..TopicProps::default() };
    let topic = Topic::new(stack, "Deciders", props);
    topic.subscribe(stack, "Leads", SubscriptionProps::email("shop-leads@example.com"));
    topic
}
