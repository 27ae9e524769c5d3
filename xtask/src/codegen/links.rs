//! The addresses of AWS's pages.

const TEMPLATE_REFERENCE: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference";
const SERVERLESS: &str = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide";

/// The page of a resource type.
pub(crate) fn resource(type_name: &str) -> String {
    let [vendor, service, name] = parts(type_name);
    if is_serverless(type_name) {
        return format!("<{SERVERLESS}/sam-resource-{name}.html>");
    }
    format!("<{TEMPLATE_REFERENCE}/{vendor}-resource-{service}-{name}.html>")
}

/// The page of a property type; the resource's where it has none of its own.
pub(crate) fn property_type(type_name: &str, definition: &str) -> String {
    if is_serverless(type_name) {
        return resource(type_name);
    }
    let [vendor, service, name] = parts(type_name);
    let definition = definition.to_ascii_lowercase();
    format!("<{TEMPLATE_REFERENCE}/{vendor}-properties-{service}-{name}-{definition}.html>")
}

/// The page that lists a service's resource types: `AWS_CodeBuild` for `AWS::CodeBuild`.
pub(crate) fn service(name: &str) -> String {
    format!("<{TEMPLATE_REFERENCE}/{}.html>", name.replace("::", "_"))
}

/// Types that the serverless transform replaces are described in a guide of their own.
fn is_serverless(type_name: &str) -> bool {
    type_name.starts_with("AWS::Serverless::")
}

fn parts(type_name: &str) -> [String; 3] {
    let mut parts = type_name.split("::").map(str::to_ascii_lowercase);
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_after_types() {
        let check = |link: String, end: &str| assert!(link.ends_with(&format!("/{end}.html>")), "{link}");
        check(resource("AWS::CodeBuild::Project"), "aws-resource-codebuild-project");
        check(property_type("AWS::CodeBuild::Project", "LogsConfig"), "aws-properties-codebuild-project-logsconfig");
        check(resource("Alexa::ASK::Skill"), "alexa-resource-ask-skill");
        check(property_type("AWS::Serverless::Api", "Auth"), "sam-resource-api");
        check(service("AWS::CodeBuild"), "AWS_CodeBuild");
    }
}
