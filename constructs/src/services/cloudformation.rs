//! CloudFormation stack sets.
