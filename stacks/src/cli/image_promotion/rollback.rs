//! `rollback`: an image, put back on the version before.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use cfn_model::{Map, Value, emit};

use super::super::Failure;
use super::super::aws::json;
use super::super::command::{Call, Command, JSON, NO_WORDS, Opt, STACK};
use super::{Promotion, text};

pub(in crate::cli) static COMMAND: Command = Command {
    name: "rollback",
    about: "put an image of the last environment back on the version before",
    words: NO_WORDS,
    options: &[
        Opt::text("repository", "NAME", "the repository; without it, one is chosen from a list").short('r'),
        Opt::flag("yes", "do it without asking").short('y'),
        STACK,
        JSON,
    ],
    details: "\
The deployed function of the stack does it, which is called through the AWS CLI with your credentials. While an execution
of the pipeline runs, nothing is done.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let promotion = Promotion::of(&mut call)?;
    let image = match call.options.text("repository") {
        Some(repository) => promotion.image(repository)?,
        None => choose(&mut call, &promotion)?,
    };
    let repository = format!("{}{image}", promotion.prefix);
    if !call.options.has("yes") && !confirmed(&mut call, &repository)? {
        return Err(Failure::Refused("nothing was rolled back".into()));
    }
    let answer = invoke(&promotion, image)?;
    if let Some(error) = answer.at("error").and_then(Value::as_str) {
        return Err(Failure::Refused(format!("nothing was rolled back: {error}")));
    }
    let (from, to) = (text(&answer, "from")?, text(&answer, "to")?);
    let told = if call.options.has("json") {
        let keys = [("repository", repository), ("from", from), ("to", to)];
        emit::to_json(&keys.into_iter().collect::<Map>().into())
    } else {
        format!("Rollback from v{from} to v{to}\nRollback completed\n")
    };
    call.print(&told)
}

/// Lets the person choose a repository by its number.
fn choose<'a>(call: &mut Call<'_>, promotion: &'a Promotion) -> Result<&'a str, Failure> {
    let mut list = String::from("Choose the repository to roll back, by its number:\n");
    for (index, repository) in promotion.repositories().iter().enumerate() {
        list.push_str(&format!("{}) {repository}\n", index + 1));
    }
    loop {
        let answer = ask(call, &format!("{list}#? "), "--repository")?;
        let chosen = answer.parse().ok().and_then(|number: usize| promotion.images.get(number.checked_sub(1)?));
        if let Some(image) = chosen {
            return Ok(image);
        }
        list = format!("`{answer}` is no number from 1 to {}\n", promotion.images.len());
    }
}

fn confirmed(call: &mut Call<'_>, repository: &str) -> Result<bool, Failure> {
    let answer = ask(call, &format!("Confirm rollback in {repository}? (y/n): "), "--yes")?;
    Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
}

/// The line that answers a question. `option` is what says it beforehand.
fn ask(call: &mut Call<'_>, question: &str, option: &str) -> Result<String, Failure> {
    // Questions are for people, also where the output goes to a program.
    let _ = write!(call.err, "{question}").and_then(|()| call.err.flush());
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    match read {
        Ok(length) if length > 0 => Ok(answer.trim().to_owned()),
        _ => Err(Failure::Usage(format!("there is nobody to answer; say it with {option}"))),
    }
}

/// Calls the function, and gives what it answers.
fn invoke(promotion: &Promotion, image: &str) -> Result<Value, Failure> {
    let function = promotion.function_name()?;
    let unwritable = |error: io::Error| Failure::Io(format!("a temporary file cannot be written: {error}"));
    let folder = tempfile::tempdir().map_err(unwritable)?;
    let (event, answer) = (folder.path().join("event.json"), folder.path().join("answer.json"));
    let payload = Map::from([("name", Value::from(image)), ("request", request().into())]);
    std::fs::write(&event, emit::to_json(&payload.into())).map_err(unwritable)?;
    // Both generations of the AWS CLI take bytes from a file as they are.
    let (event, answer) = (format!("fileb://{}", event.display()), answer.display().to_string());
    let called = promotion.aws(&["lambda", "invoke", "--function-name", &function, "--payload", &event, &answer])?;
    let said = std::fs::read_to_string(&answer).unwrap_or_default();
    if called.at("FunctionError").is_some() {
        return Err(Failure::Io(format!("the function failed: {}", said.trim())));
    }
    json(&said).ok_or_else(|| Failure::Io("the function answered with something that is no JSON".into()))
}

/// An id that no other call has.
fn request() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("{now:x}-{:x}", std::process::id())
}
