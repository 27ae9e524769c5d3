//! [`CreationPolicy`] and [`UpdatePolicy`]: how CloudFormation creates and updates some resources.

use super::part;
use crate::{IntoProp, List, Map, Value};

part! {
    /// What CloudFormation waits for before it takes a resource for created.
    ///
    /// For Auto Scaling groups, EC2 instances, wait conditions and AppStream fleets.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html>.
    #[derive(Default)]
    CreationPolicy
}

impl CreationPolicy {
    /// A policy that says nothing yet.
    pub fn new() -> Self {
        CreationPolicy::default()
    }

    /// Waits for `count` signals of success, for as long as `timeout` says (`PT15M`, 12 hours at most).
    /// CloudFormation waits for one signal and five minutes where nothing is said.
    pub fn resource_signal(self, count: impl IntoProp<i64>, timeout: impl IntoProp<String>) -> Self {
        let signal =
            Map::from([("Count", count.into_prop().into_value()), ("Timeout", timeout.into_prop().into_value())]);
        self.put("ResourceSignal", signal)
    }

    /// How many in a hundred instances of an Auto Scaling group must signal success; all, where
    /// nothing is said.
    pub fn min_successful_instances_percent(self, percent: impl IntoProp<i64>) -> Self {
        let policy = Map::from([("MinSuccessfulInstancesPercent", percent.into_prop().into_value())]);
        self.put("AutoScalingCreationPolicy", policy)
    }

    /// Whether an AppStream fleet is started.
    pub fn start_fleet(self, start: impl IntoProp<bool>) -> Self {
        self.put("StartFleet", start.into_prop())
    }
}

part! {
    /// How CloudFormation updates a resource.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>.
    #[derive(Default)]
    UpdatePolicy
}

impl UpdatePolicy {
    /// A policy that says nothing yet.
    pub fn new() -> Self {
        UpdatePolicy::default()
    }

    /// Replaces the instances of an Auto Scaling group in batches.
    pub fn rolling_update(self, update: RollingUpdate) -> Self {
        self.put("AutoScalingRollingUpdate", update.0)
    }

    /// Replaces the instances of an Auto Scaling group by an instance refresh, with a strategy, such as
    /// `Rolling`, and preferences as of the Auto Scaling service.
    pub fn instance_refresh(self, strategy: impl Into<String>, preferences: impl Into<Map>) -> Self {
        let refresh =
            Map::from([("Strategy", Value::String(strategy.into())), ("Preferences", Value::Map(preferences.into()))]);
        self.put("AutoScalingInstanceRefresh", refresh)
    }

    /// Replaces an Auto Scaling group by a new one, and keeps the old one until that succeeds.
    pub fn replacing_update(self, will_replace: impl IntoProp<bool>) -> Self {
        let update = Map::from([("WillReplace", will_replace.into_prop().into_value())]);
        self.put("AutoScalingReplacingUpdate", update)
    }

    /// Leaves the sizes of an Auto Scaling group as scheduled actions have set them, unless the
    /// template changes them.
    pub fn ignore_unmodified_group_size_properties(self, ignore: impl IntoProp<bool>) -> Self {
        let action = Map::from([("IgnoreUnmodifiedGroupSizeProperties", ignore.into_prop().into_value())]);
        self.put("AutoScalingScheduledAction", action)
    }

    /// Has CodeDeploy shift the traffic of a Lambda alias to its new version.
    pub fn code_deploy_lambda_alias_update(self, update: LambdaAliasUpdate) -> Self {
        self.put("CodeDeployLambdaAliasUpdate", update.0)
    }

    /// Upgrades an OpenSearch or Elasticsearch domain in place rather than replacing it.
    pub fn enable_version_upgrade(self, enable: impl IntoProp<bool>) -> Self {
        self.put("EnableVersionUpgrade", enable.into_prop())
    }

    /// Adds and removes shards of an ElastiCache replication group without replacing it.
    pub fn use_online_resharding(self, online: impl IntoProp<bool>) -> Self {
        self.put("UseOnlineResharding", online.into_prop())
    }

    /// Whether an AppStream fleet is stopped before the update, which most changes need.
    pub fn stop_fleet_before_update(self, stop: impl IntoProp<bool>) -> Self {
        self.put("StopBeforeUpdate", Map::from([("Type", stop.into_prop().into_value())]))
    }

    /// Whether an AppStream fleet is started after the update.
    pub fn start_fleet_after_update(self, start: impl IntoProp<bool>) -> Self {
        self.put("StartAfterUpdate", Map::from([("Type", start.into_prop().into_value())]))
    }
}

part! {
    /// A rolling update of an Auto Scaling group.
    #[derive(Default)]
    RollingUpdate
}

impl RollingUpdate {
    /// One instance at a time, without a minimum in service.
    pub fn new() -> Self {
        RollingUpdate::default()
    }

    /// How many instances are replaced at once, 100 at most; one, where nothing is said.
    pub fn max_batch_size(self, instances: impl IntoProp<i64>) -> Self {
        self.put("MaxBatchSize", instances.into_prop())
    }

    /// How many in a hundred instances stay in service, of the group's desired size.
    pub fn min_active_instances_percent(self, percent: impl IntoProp<i64>) -> Self {
        self.put("MinActiveInstancesPercent", percent.into_prop())
    }

    /// How many instances stay in service: less than the greatest size of the group.
    pub fn min_instances_in_service(self, instances: impl IntoProp<i64>) -> Self {
        self.put("MinInstancesInService", instances.into_prop())
    }

    /// How many in a hundred instances must signal success; all, where nothing is said.
    pub fn min_successful_instances_percent(self, percent: impl IntoProp<i64>) -> Self {
        self.put("MinSuccessfulInstancesPercent", percent.into_prop())
    }

    /// How long to wait after a batch, or for its signals (`PT5M`, an hour at most).
    pub fn pause_time(self, duration: impl IntoProp<String>) -> Self {
        self.put("PauseTime", duration.into_prop())
    }

    /// The processes of Auto Scaling that rest meanwhile, such as `AlarmNotification`.
    pub fn suspend_processes(self, processes: impl IntoProp<List<String>>) -> Self {
        self.put("SuspendProcesses", processes.into_prop())
    }

    /// Whether each batch must signal success before the next begins.
    pub fn wait_on_resource_signals(self, wait: impl IntoProp<bool>) -> Self {
        self.put("WaitOnResourceSignals", wait.into_prop())
    }
}

part! {
    /// A deployment of a Lambda alias through CodeDeploy.
    LambdaAliasUpdate
}

impl LambdaAliasUpdate {
    /// A deployment with that application and deployment group of CodeDeploy.
    pub fn new(application: impl IntoProp<String>, deployment_group: impl IntoProp<String>) -> Self {
        LambdaAliasUpdate::with("ApplicationName", application.into_prop())
            .put("DeploymentGroupName", deployment_group.into_prop())
    }

    /// The Lambda function that runs before traffic shifts.
    pub fn before_allow_traffic_hook(self, function: impl IntoProp<String>) -> Self {
        self.put("BeforeAllowTrafficHook", function.into_prop())
    }

    /// The Lambda function that runs after traffic has shifted.
    pub fn after_allow_traffic_hook(self, function: impl IntoProp<String>) -> Self {
        self.put("AfterAllowTrafficHook", function.into_prop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_say_what_was_asked_for() {
        let creation = CreationPolicy::new().resource_signal(2, "PT5M").min_successful_instances_percent(50);
        assert_eq!(
            serde_json::to_string(&creation).unwrap(),
            r#"{"ResourceSignal":{"Count":2,"Timeout":"PT5M"},"AutoScalingCreationPolicy":{"MinSuccessfulInstancesPercent":50}}"#
        );
        let rolling = RollingUpdate::new().max_batch_size(2).suspend_processes(["AZRebalance"]);
        let update = UpdatePolicy::new().rolling_update(rolling).enable_version_upgrade(true);
        assert_eq!(
            serde_json::to_string(&update).unwrap(),
            r#"{"AutoScalingRollingUpdate":{"MaxBatchSize":2,"SuspendProcesses":["AZRebalance"]},"EnableVersionUpgrade":true}"#
        );
        let alias = LambdaAliasUpdate::new("app", "group").after_allow_traffic_hook("check");
        assert_eq!(
            serde_json::to_string(&UpdatePolicy::new().code_deploy_lambda_alias_update(alias)).unwrap(),
            r#"{"CodeDeployLambdaAliasUpdate":{"ApplicationName":"app","DeploymentGroupName":"group","AfterAllowTrafficHook":"check"}}"#
        );
    }
}
