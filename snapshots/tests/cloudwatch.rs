//! Alarms.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::Seconds;
use cfn_constructs::services::cloudwatch::{
    Alarm, AlarmAction, AlarmActions, AlarmComparison, AlarmProps, AlarmRule, CompositeAlarm, CompositeAlarmProps,
    Metric, MissingData, Statistic,
};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{Topic, TopicProps};
use cfn_constructs::{App, Stack};
use cfn_model::sub;

fn default() -> Stack {
    let mut stack = Stack::new("AlarmsDefault");
    Alarm::new(&mut stack, "Failures", AlarmProps::new(Metric::failed_executions("release")));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("AlarmsEverything");
    let topic = Topic::new(&mut stack, "Topic", TopicProps::default());
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let project = Project::new(&mut stack, "Build", ProjectProps::new(Source::NoSource, buildspec));
    let builds = AlarmProps { name: Some("failed-builds".into()), ..AlarmProps::new(Metric::failed_builds(project)) };
    let builds = Alarm::new(&mut stack, "Builds", builds);
    let slow = AlarmProps {
        threshold: 2500.5,
        comparison: AlarmComparison::Greater,
        evaluation_periods: 3,
        datapoints_to_alarm: Some(2),
        missing_data: MissingData::Missing,
        actions: AlarmActions {
            alarm: vec![AlarmAction::topic(&topic)],
            ok: Vec::new(),
            insufficient_data: vec![AlarmAction::function(&ImportedFunction::from_arn(sub!(
                "arn:{partition}:lambda:{region}:{account}:function:look"
            )))],
        },
        description: Some("The function takes its time.".into()),
        ..AlarmProps::new(
            Metric::new("AWS/Lambda", "Duration")
                .dimension("FunctionName", "promote")
                .statistic(Statistic::Percentile(99.9))
                .period(Seconds(60)),
        )
    };
    let slow = Alarm::new(&mut stack, "Slow", slow);
    let rule = AlarmRule::all([AlarmRule::alarm(builds), !AlarmRule::alarm(slow)]);
    let actions = AlarmActions::alarm_and_ok(AlarmAction::topic(&topic));
    let props = CompositeAlarmProps {
        actions,
        name: Some("release".into()),
        description: Some("Builds fail.".into()),
        ..CompositeAlarmProps::new(rule)
    };
    CompositeAlarm::new(&mut stack, "Release", props);
    stack
}

#[test]
fn alarms_and_what_they_may_do() {
    snapshots::check("services/cloudwatch", App::new().with(default()).with(everything()));
}
