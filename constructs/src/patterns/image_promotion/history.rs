//! [`PromotionHistory`]: what was done with which image, and when.

use cfn_model::Map;

use crate::Stack;
use crate::pipeline::actions::StepFunctionsAction;
use crate::services::dynamodb::{Attribute, Table, TableProps};
use crate::services::stepfunctions::{Definition, Retry, StateMachine, StateMachineKind, StateMachineProps, Task};

/// A table with an entry for each start, promotion and rollback, by the `name` of the image and an `entry`.
///
/// Each has the `time`, the `action` (`started`, `promoted`, `rolled back`), the `digest` and, where versions are known,
/// the one `before` and the one `after`.
#[derive(Clone, Debug, PartialEq)]
pub struct PromotionHistory {
    /// The table, with recovery to any point in time.
    pub table: Table,
    /// What writes down that an execution has started.
    pub recorder: StateMachine,
}

impl PromotionHistory {
    pub(super) fn new(stack: &mut Stack) -> Self {
        let props =
            TableProps { sort_key: Some(Attribute::string("entry")), ..TableProps::new(Attribute::string("name")) };
        let table = Table::new(stack, "History", props);
        let text = |expression: &str| Map::from([("S", format!("{{% {expression} %}}"))]);
        let item = Map::from([
            ("name", text("$states.input.name")),
            ("entry", text("$states.input.execution & '#started'")),
            ("time", text("$fromMillis($millis(), '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z')")),
            ("execution", text("$states.input.execution")),
            ("action", Map::from([("S", "started")])),
            ("digest", text("$states.input.digest")),
        ]);
        let put = Task::put_item(&table, item).retry(Retry::on(["States.TaskFailed"]).max_attempts(5));
        let definition = Definition::jsonata().state("Write", put);
        let props = StateMachineProps { kind: StateMachineKind::Express, ..StateMachineProps::new(definition) };
        let recorder = StateMachine::new(stack, "Recorder", props);
        PromotionHistory { table, recorder }
    }

    /// The action that writes down that an execution has started.
    pub(super) fn action(&self) -> StepFunctionsAction {
        StepFunctionsAction::of("Record", self.recorder).input(Map::from([
            ("name", super::image_name()),
            ("digest", super::image_digest()),
            ("execution", crate::pipeline::execution_id()),
        ]))
    }
}
