//! Step Functions: state machines, and the Amazon States Language that they are written in.
//!
//! A [`Definition`] is made of states, typed ([`Task`], [`Choice`], [`Map`], …) or read from text.
//! [`StateMachine`] checks it either way: names, transitions, fields, and the forms of expressions.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html>.

mod check;
mod choice;
mod definition;
mod error;
mod execution;
mod flow;
mod integration;
mod machine;
mod state;
mod task;

pub use choice::{Choice, Condition, Operator};
pub use definition::{Definition, QueryLanguage};
pub use error::{Catch, Retry, errors};
pub use execution::{Executable, ImportedStateMachine};
pub use flow::{Map, MapItems, MapMode, Parallel};
pub use machine::{StateMachine, StateMachineKind, StateMachineLogs, StateMachineProps};
pub use state::{Fail, Pass, State, Succeed, Wait};
pub use task::{Pattern, Task};
