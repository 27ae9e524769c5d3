//! Pseudo parameters: what CloudFormation knows about the deployment itself.
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>.

use crate::{Expr, Function, Intrinsic, List, Prop, Value};

fn pseudo<T>(name: &str) -> Prop<T> {
    Prop::from_value(Intrinsic::new(Function::Ref, name))
}

/// `AWS::AccountId`: the 12 digits of the account the stack is in.
pub fn account_id() -> Prop<String> {
    pseudo("AWS::AccountId")
}

/// `AWS::NotificationARNs`: the topics that the stack's events go to.
pub fn notification_arns() -> Prop<List<String>> {
    pseudo("AWS::NotificationARNs")
}

/// `AWS::NoValue`: stands for a property that is not there; for one branch of `Fn::If`.
pub fn no_value() -> Expr {
    Expr(Value::from(Intrinsic::new(Function::Ref, "AWS::NoValue")))
}

/// `AWS::Partition`: `aws`, `aws-cn`, `aws-us-gov` and so on.
pub fn partition() -> Prop<String> {
    pseudo("AWS::Partition")
}

/// `AWS::Region`: the region the stack is in.
pub fn region() -> Prop<String> {
    pseudo("AWS::Region")
}

/// `AWS::StackId`: the stack's ARN.
pub fn stack_id() -> Prop<String> {
    pseudo("AWS::StackId")
}

/// `AWS::StackName`: the stack's name.
pub fn stack_name() -> Prop<String> {
    pseudo("AWS::StackName")
}

/// `AWS::URLSuffix`: the domain of the partition, `amazonaws.com` or `amazonaws.com.cn`.
pub fn url_suffix() -> Prop<String> {
    pseudo("AWS::URLSuffix")
}
