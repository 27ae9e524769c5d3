//! What has to hold for the props of a pipeline of images.

use std::collections::BTreeSet;

use cfn_model::Diagnostic;

use super::ImagePromotionPipelineProps;
use crate::{Environment, Stack};

pub(super) fn check(stack: &mut Stack, props: &ImagePromotionPipelineProps) {
    let mut report = |property: String, message: String, help: &str| {
        stack.report(Diagnostic::error("image-promotion", message).property(property).help(help));
    };
    let name = &props.name;
    if name.is_empty() || name.len() > 32 || !name.chars().all(is_of_names) {
        let message = format!("`{name}` is no name that names of roles can begin with");
        report("name".into(), message, "use letters, digits and hyphens, at most 32");
    }
    if props.environments.len() < 2 {
        let message = format!("{} environments are given, at least 2 are needed", props.environments.len());
        report("environments".into(), message, "name the environment that images are pushed to, and one they go to");
    }
    if props.images.is_empty() {
        report("images".into(), "no images are given".into(), "give the names of the images, such as `shop`");
    }
    let mut names = BTreeSet::new();
    let mut repositories = BTreeSet::new();
    for (index, environment) in props.environments.iter().enumerate() {
        let (name, place) = (&environment.name, format!("environments.{index}"));
        if name.is_empty() || name.len() > 20 || !name.chars().all(is_of_names) {
            let message = format!("`{name}` is no name for an environment");
            report(format!("{place}.name"), message, "use letters, digits and hyphens, at most 20");
        }
        if !names.insert(name.to_lowercase()) {
            report(format!("{place}.name"), format!("two environments are named `{name}`"), "rename one of them");
        }
        if let Some(account) = &environment.account
            && !Environment::is_account(account)
        {
            let message = format!("`{account}` is no id of an account");
            report(format!("{place}.account"), message, "write its 12 digits");
        }
        for image in &props.images {
            if !repositories.insert((&environment.account, environment.repository(image))) {
                let message = format!("the repository `{}` is there twice", environment.repository(image));
                report(format!("{place}.prefix"), message, "give each environment another prefix, and each image once");
            }
        }
    }
    for (index, image) in props.images.iter().enumerate().filter(|(_, image)| !is_image(image)) {
        let message = format!("`{image}` is no name for an image");
        let help = "use lower-case letters and digits, with `.`, `_`, `-` or `/` between them";
        report(format!("images.{index}"), message, help);
    }
    let minutes = props.approval_timeout.0;
    if !(5..=86_400).contains(&minutes) {
        let message = format!("an approval is waited for {minutes} minutes, 5 to 86,400 are allowed");
        report("approval_timeout".into(), message, "give a number of minutes from 5 to 86,400, which are 60 days");
    }
}

fn is_of_names(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-'
}

/// Whether the name can be the end of a repository's.
fn is_image(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.split(['.', '_', '-', '/']).all(word)
}
