//! `list`: the names of the stacks.

use cfn_model::{Map, Value, emit};

use super::Failure;
use super::command::{Call, Command, DENY, JSON, NO_WORDS, STACK};

pub(super) static COMMAND: Command = Command {
    name: "list",
    about: "print the names of the stacks, in the order of their deployment",
    words: NO_WORDS,
    options: &[STACK, DENY, JSON],
    details: "",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let assembly = call.assembly()?;
    let stacks = call.selected(&assembly)?;
    let text = if call.options.has("json") {
        let stacks = stacks.iter().map(|stack| {
            let environment = &stack.environment;
            let dependencies: Vec<Value> = stack.dependencies.iter().map(Value::from).collect();
            Value::from(Map::from([
                ("name", Value::from(&stack.name)),
                ("account", environment.account.clone().into()),
                ("region", environment.region.clone().into()),
                ("dependencies", Value::List(dependencies)),
            ]))
        });
        emit::to_json(&Value::List(stacks.collect()))
    } else {
        stacks.iter().map(|stack| format!("{}\n", stack.name)).collect()
    };
    call.print(&text)
}
