//! `schema`: what a config file may say, for editors and validators.

use cfn_model::{Map, Value, emit};

use super::Failure;
use super::command::{Call, Command, JSON};
use super::config::{SYSTEMS, System};

pub(super) static COMMAND: Command = Command {
    name: "schema",
    about: "print the JSON Schema of the config files of a ready-made system, or what systems there are",
    words: ("[SYSTEM]", 1),
    options: &[JSON],
    details: "\
Editors complete and check a config file whose first line names its schema:
  # yaml-language-server: $schema=./codebuild-ci.schema.json",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let Some(name) = call.options.words().first().map(|word| word.to_string_lossy().into_owned()) else {
        let text = if call.options.has("json") { json() } else { list() };
        return call.print(&text);
    };
    let system = System::named(&name).ok_or_else(|| Failure::Usage(System::unknown(&name)))?;
    call.print(&format!("{:#}\n", system.schema()))
}

fn list() -> String {
    let width = SYSTEMS.iter().map(|system| system.name.len()).max().unwrap_or_default();
    SYSTEMS.iter().map(|system| format!("{:width$}  {}\n", system.name, system.about)).collect()
}

fn json() -> String {
    let system = |system: &System| Value::from(Map::from([("name", system.name), ("about", system.about)]));
    emit::to_json(&Value::List(SYSTEMS.iter().map(system).collect()))
}
