//! Images that do not fit their environment, are unknown, or have had their time.

use cfn_model::{Severity, nearest};

use super::curated::{CURRENT, ENVIRONMENTS, OLDER, RETIRED as RETIRED_IMAGES, without_patch};
use super::{choice, parts, projects, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

const PAGE: &str = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html";

pub(super) static UNFIT: Check = Check {
    code: "image-environment",
    severity: Severity::Error,
    title: "an image of CodeBuild in an environment that it does not run in",
    docs: "Each image that CodeBuild provides is made for certain environments: those with `aarch64` in their names for \
           ARM, those with `lambda` for Lambda, Windows images for their version of Windows.",
    source: PAGE,
    cfn_lint: &[],
    run: Some(run),
};

pub(super) static UNKNOWN: Check = Check {
    code: "unknown-build-image",
    severity: Severity::Warning,
    title: "an image of CodeBuild that is not among those it provides",
    docs: "Names that begin with `aws/codebuild/` are those of the images that CodeBuild provides. A build with \
           another of them does not start, unless AWS has added it since.",
    source: PAGE,
    cfn_lint: &[],
    run: None,
};

pub(super) static RETIRED: Check = Check {
    code: "retired-build-image",
    severity: Severity::Warning,
    title: "an image of CodeBuild that is no longer updated",
    docs: "AWS no longer updates or caches the image: its builds start slowly, and what is in it gets no fixes.",
    source: PAGE,
    cfn_lint: &[],
    run: None,
};

pub(super) static CREDENTIALS: Check = Check {
    code: "image-credentials",
    severity: Severity::Error,
    title: "an image that is pulled with the wrong credentials",
    docs: "The images that CodeBuild provides are pulled with its own credentials, `CODEBUILD`. Those of a private \
           registry, with a `RegistryCredential`, are pulled with `SERVICE_ROLE`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
    cfn_lint: &[],
    run: None,
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for (case, environment) in parts(context, &project, &["Environment"]) {
            let (Some(image), Some(entry)) = (text(&environment, "Image"), environment.get("Image")) else { continue };
            let path = || case.path_to(entry.value);
            let credentials = environment.get("ImagePullCredentialsType");
            let by_role = choice(&environment, "ImagePullCredentialsType").as_deref() == Some("SERVICE_ROLE");
            if image.starts_with("aws/codebuild/") {
                findings.extend(
                    unknown_or_retired(&image)
                        .map(|(check, message, help)| Finding::new(check, &path(), message).help(help)),
                );
                if let Some(credentials) = credentials.filter(|_| by_role) {
                    let message = format!("`{image}` is pulled with `SERVICE_ROLE`");
                    let path = case.path_to(credentials.value);
                    findings
                        .push(Finding::new(&CREDENTIALS, &path, message).help("leave it out, or write `CODEBUILD`"));
                }
            }
            if let Some(registry) = environment.get("RegistryCredential").filter(|_| !by_role && !environment.open) {
                let known = credentials.is_none() || choice(&environment, "ImagePullCredentialsType").is_some();
                if known {
                    let message = "a `RegistryCredential` is used only with `ImagePullCredentialsType: SERVICE_ROLE`";
                    let path = case.path_to(registry.value);
                    findings.push(Finding::new(&CREDENTIALS, &path, message).help("set it to `SERVICE_ROLE`"));
                }
            }
            let allowed = ENVIRONMENTS.iter().find(|(prefix, _)| image.starts_with(prefix)).map(|(_, kinds)| *kinds);
            let (Some(allowed), Some(kind)) = (allowed, choice(&environment, "Type")) else { continue };
            // With a fleet the environment is the fleet's.
            if !allowed.contains(&kind.as_str()) && !environment.contains("Fleet") && !environment.open {
                let message = format!("`{image}` does not run in an environment of type `{kind}`");
                let help = format!("set `Type` to {}, or take another image", list(allowed.iter().copied()));
                findings.push(Finding::new(&UNFIT, &path(), message).help(help));
            }
        }
    }
}

type Problem = (&'static Check, String, String);

fn unknown_or_retired(image: &str) -> Option<Problem> {
    let name = without_patch(image);
    if CURRENT.contains(&name) || OLDER.contains(&name) {
        return None;
    }
    let retired =
        RETIRED_IMAGES.iter().find(|(prefix, _)| name == *prefix || ends_in_family(prefix) && name.starts_with(prefix));
    if let Some((_, other)) = retired {
        return Some((&RETIRED, format!("`{image}` is no longer updated"), format!("take `{other}`")));
    }
    // There are many images for Lambda, and new ones with each language; of machine images AWS says little.
    if name.contains("-lambda-standard:") || name.starts_with("aws/codebuild/ami/") || image.contains('@') {
        return None;
    }
    let help = match nearest(name, CURRENT.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take one of those that the page lists".to_owned(),
    };
    Some((&UNKNOWN, format!("`{image}` is not among the images that CodeBuild provides"), help))
}

/// Whether what a name begins with stands for a whole family of images.
fn ends_in_family(prefix: &str) -> bool {
    prefix.ends_with([':', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_with_and_without_their_patch_level() {
        for (image, expected) in [
            ("aws/codebuild/standard:7.0", None),
            ("aws/codebuild/standard:7.0-24.10.29", None),
            ("aws/codebuild/windows-base:2019-3.0-24.10.01", None),
            ("aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.13", None),
            ("aws/codebuild/standard:4.0", Some("retired-build-image")),
            ("aws/codebuild/python:3.7.1", Some("retired-build-image")),
            ("aws/codebuild/standard:70", Some("unknown-build-image")),
            ("aws/codebuild/amazonlinux-x86-standard:5.0", Some("unknown-build-image")),
        ] {
            assert_eq!(unknown_or_retired(image).map(|(check, ..)| check.code), expected, "{image}");
        }
    }
}
