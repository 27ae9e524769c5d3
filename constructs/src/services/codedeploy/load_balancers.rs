//! [`LoadBalancers`]: what keeps traffic away from a server while it is deployed to.

use cfn_model::codedeploy::deployment_group::{ELBInfo, LoadBalancerInfo, TargetGroupInfo};
use cfn_model::{IntoProp, Prop};

use super::safety::check_count;
use crate::Stack;

/// How many of each kind a group may have.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LoadBalancerInfo.html>.
const MOST: usize = 10;

/// The load balancers that instances are taken out of before a deployment and put back into after it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LoadBalancers {
    /// Target groups of Application and Network Load Balancers, by name. At most 10.
    pub target_groups: Vec<Prop<String>>,
    /// Classic Load Balancers, by name. At most 10.
    pub classic: Vec<Prop<String>>,
}

impl LoadBalancers {
    /// Target groups of Application and Network Load Balancers, by name.
    pub fn target_groups<N: IntoProp<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let target_groups = names.into_iter().map(IntoProp::into_prop).collect();
        LoadBalancers { target_groups, classic: Vec::new() }
    }

    /// Classic Load Balancers, by name.
    pub fn classic<N: IntoProp<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let classic = names.into_iter().map(IntoProp::into_prop).collect();
        LoadBalancers { target_groups: Vec::new(), classic }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.target_groups.is_empty() && self.classic.is_empty()
    }

    pub(super) fn to_property(&self, stack: &mut Stack) -> LoadBalancerInfo {
        let mut info = LoadBalancerInfo::new();
        if !self.classic.is_empty() {
            let what = "Classic Load Balancers";
            check_count(stack, self.classic.len(), MOST, what, "LoadBalancerInfo.ElbInfoList");
            let classic: Vec<ELBInfo> = self.classic.iter().map(|name| ELBInfo::new().name(name.clone())).collect();
            info = info.elb_info_list(classic);
        }
        if !self.target_groups.is_empty() {
            let what = "target groups";
            check_count(stack, self.target_groups.len(), MOST, what, "LoadBalancerInfo.TargetGroupInfoList");
            let groups: Vec<TargetGroupInfo> =
                self.target_groups.iter().map(|name| TargetGroupInfo::new().name(name.clone())).collect();
            info = info.target_group_info_list(groups);
        }
        info
    }
}
