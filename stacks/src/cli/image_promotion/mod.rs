//! Commands of apps that promote images.

pub(super) mod history;
pub(super) mod rollback;

use cfn_constructs::patterns::ImageRollback;
use cfn_model::Value;

use super::command::Call;
use super::{Failure, aws};

/// A promotion of the app, as it is found in the template.
struct Promotion {
    stack: String,
    region: Option<String>,
    /// The logical id of the function that rolls back.
    function: String,
    images: Vec<String>,
    prefix: String,
}

impl Promotion {
    /// The one promotion of the stacks that the call is about.
    fn of(call: &mut Call<'_>) -> Result<Self, Failure> {
        let assembly = call.assembly()?;
        let mut found = Vec::new();
        for stack in call.selected(&assembly)? {
            for (function, resource) in stack.template.resources() {
                let told = resource.attribute("Metadata").and_then(Value::as_map);
                let Some(told) = told.and_then(|metadata| metadata.get(ImageRollback::METADATA)) else { continue };
                let images = told.at("images").and_then(Value::as_list).unwrap_or_default();
                found.push(Promotion {
                    stack: stack.name.clone(),
                    region: stack.environment.region.clone(),
                    function: function.to_owned(),
                    images: images.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                    prefix: told.at("prefix").and_then(Value::as_str).unwrap_or_default().to_owned(),
                });
            }
        }
        match found.len() {
            1 => found.pop().ok_or_else(|| Failure::Io("the promotion has gone".into())),
            0 => Err(Failure::Usage("no stack here promotes images".into())),
            _ => {
                let names: Vec<&str> = found.iter().map(|promotion| promotion.stack.as_str()).collect();
                Err(Failure::Usage(format!("name a stack with --stack; these promote images: {}", names.join(", "))))
            }
        }
    }

    /// Calls the AWS CLI in the region of the stack.
    fn aws(&self, words: &[&str]) -> Result<Value, Failure> {
        let region = self.region.as_deref().map(|region| ["--region", region]);
        aws::call(&words.iter().copied().chain(region.into_iter().flatten()).collect::<Vec<_>>())
    }

    /// The name of the function, which only AWS knows.
    fn function_name(&self) -> Result<String, Failure> {
        let words = ["cloudformation", "describe-stack-resource", "--stack-name", &self.stack];
        let answer = self.aws(&[&words[..], &["--logical-resource-id", &self.function]].concat())?;
        text(&answer, "StackResourceDetail.PhysicalResourceId")
    }

    /// The image of the repository, which may be named with its prefix or without.
    fn image(&self, repository: &str) -> Result<&str, Failure> {
        let named = |image: &&String| *image == repository || format!("{}{image}", self.prefix) == repository;
        self.images.iter().find(named).map(String::as_str).ok_or_else(|| {
            Failure::Usage(format!(
                "there is no repository `{repository}`; the repositories are {}",
                self.repositories().join(", ")
            ))
        })
    }

    fn repositories(&self) -> Vec<String> {
        self.images.iter().map(|image| format!("{}{image}", self.prefix)).collect()
    }
}

/// The text at a path of an answer of AWS.
fn text(answer: &Value, path: &str) -> Result<String, Failure> {
    let found = answer.at(path).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| Failure::Io(format!("AWS answered without `{path}`")))
}
