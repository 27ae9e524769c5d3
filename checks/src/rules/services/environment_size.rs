//! Environment variables that are too much for a function.

use cfn_model::Severity;

use super::related::select;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "environment-size",
    severity: Severity::Error,
    title: "more environment variables than fit into a function",
    docs: "Names and values of a function's environment variables together have at most 4,096 bytes. What only the \
           deployment knows is not counted.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    cfn_lint: &["E3697"],
    run: Some(run),
};

const LIMIT: usize = 4_096;

fn run(context: &Context<'_>, findings: &mut Findings) {
    let functions = context.of_type("AWS::Lambda::Function").chain(context.of_type("AWS::Serverless::Function"));
    for case in functions.flat_map(|function| select(context, function, &["Environment", "Variables"])) {
        let Some(map) = case.map() else { continue };
        let size: usize = map.iter().map(|(name, value)| name.len() + value.as_str().map_or(0, str::len)).sum();
        if size > LIMIT {
            let message = format!("the variables have {size} bytes, at most {LIMIT} fit");
            let help = "put large values into Parameter Store or Secrets Manager and read them in the function";
            findings.push(Finding::new(&X, &case.path(), message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;

    #[test]
    fn only_what_is_known_is_counted() {
        let check = |value: &str, expected: &[&str]| {
            let yaml = format!(
                "Resources: {{F: {{Type: AWS::Lambda::Function, Properties: {{Environment: {{Variables: {{A: {value}}}}}}}}}}}"
            );
            crate::testing::check(&X, &yaml, expected);
        };
        check(&"x".repeat(4_095), &[]);
        check(&"x".repeat(4_096), &["Resources.F.Properties.Environment.Variables"]);
        check(&format!("!Sub {}", "x".repeat(4_096)), &[]);
    }
}
