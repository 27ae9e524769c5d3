//! Step Functions state machines.
