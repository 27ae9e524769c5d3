//! EventBridge rules, patterns and targets.
