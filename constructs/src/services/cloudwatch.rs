//! CloudWatch alarms.
