//! Schedules and what they start.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::{Schedule, ScheduleProps, ScheduleTarget};
use cfn_constructs::{App, Stack};
use cfn_model::{Map, Prop, sub};

fn stack() -> Stack {
    let mut stack = Stack::new("Schedules");
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let project = Project::new(&mut stack, "Build", ProjectProps::new(Source::NoSource, buildspec));
    let function = ImportedFunction::from_arn(sub!("arn:{partition}:lambda:{region}:{account}:function:clean-up"));
    let machine = sub!("arn:{partition}:states:{region}:{account}:stateMachine:test");
    let variables = vec![("CHANNEL".to_owned(), "alpha".to_owned())];
    let input = Some(Map::from([("days", 30)]).into());
    for (id, target) in [
        ("Nightly", ScheduleTarget::Build(project)),
        ("Release", ScheduleTarget::Pipeline { name: Prop::new("release"), variables }),
        ("CleanUp", ScheduleTarget::function(&function)),
        ("Test", ScheduleTarget::StateMachine { arn: machine, input }),
    ] {
        let time_zone = Some("Europe/Berlin".to_owned());
        Schedule::new(&mut stack, id, ScheduleProps { expression: "cron(0 2 * * ? *)".into(), time_zone, target });
    }
    stack
}

#[test]
fn schedules_and_their_targets() {
    snapshots::check("services/schedule", App::new().with(stack()));
}
