//! `docs/checks.md`: every check with its examples.

use std::fs;

use anyhow::{Context, Result};
use cfn_checks::{Check, Group, Options, check, groups};
use cfn_model::Template;

use super::Page;
use crate::files;

const WRITTEN: &str = "<!-- Written by `cargo xtask docs` from the checks themselves. -->";

const HEAD: &str = "\
<!-- Written by `cargo xtask docs` from the checks themselves. -->

# Checks

Synthesis runs all of these on every template, and `cfn-stacks check` on templates that no program made.
Errors stop synthesis, warnings do with `--deny warnings`; hints never do.

`cfn-stacks check --explain CODE` prints what is said here.

## Suppressing a finding

In a program, with the reason, for a construct and what is below it:

```rust,ignore
stack.suppress(\"wildcard-resource\", \"The audit reads every bucket of the account.\");
stack.suppress_at(\"Build/Role\", \"wildcard-resource\", \"…\");
stack.resource(topic).suppress(\"unknown-property\", \"AWS has it since yesterday.\");
```

In a template, in the `Metadata` of the resource or of the template:

```yaml
Metadata:
  cfn-checks:
    suppress:
      - code: wildcard-resource
        path: Properties.PolicyDocument # may be left out
        reason: The audit reads every bucket of the account.
```

A suppression without a reason is an error, and one of something that is not found is a warning.

## All checks

";

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut index = String::from(HEAD);
    let mut pages = Vec::new();
    for group in groups() {
        let Group { name, title, .. } = group;
        index.push_str(&format!("### {title}\n\n| code | severity | finds | cfn-lint |\n| --- | --- | --- | --- |\n"));
        let mut page = format!("{WRITTEN}\n\n# {title}\n\nAll checks are listed in [checks.md](../checks.md).\n");
        for check in group.checks() {
            let Check { code, severity, title, cfn_lint, .. } = check;
            let rules = cfn_lint.join(", ");
            index.push_str(&format!("| [`{code}`](checks/{name}.md#{code}) | {severity} | {title} | {rules} |\n"));
            page.push_str(&section(check).with_context(|| check.code)?);
        }
        index.push('\n');
        pages.push((format!("docs/checks/{name}.md"), page));
    }
    pages.push(("docs/checks.md".to_owned(), index.trim_end().to_owned() + "\n"));
    Ok(pages)
}

fn section(check: &Check) -> Result<String> {
    let Check { code, severity, title, docs, source, .. } = check;
    let mut section = format!("\n## {code}\n\n{severity}: {title}\n\n{docs}\n");
    if !source.is_empty() {
        section.push_str(&format!("\nSee <{source}>.\n"));
    }
    let folder = files::root().join("checks/fixtures").join(code);
    let bad = fs::read_to_string(folder.join("bad.yaml")).context("bad.yaml")?;
    let good = fs::read_to_string(folder.join("good.yaml")).context("good.yaml")?;
    section.push_str(&format!(
        "\n```yaml\n{bad}```\n\n```text\n{}```\n\nRight is:\n\n```yaml\n{good}```\n",
        found(code, &bad)?
    ));
    Ok(section)
}

/// What is said about the wrong example.
fn found(code: &str, text: &str) -> Result<String> {
    let read = Template::parse(text, "").map_err(|problems| anyhow::anyhow!("bad.yaml: {problems:?}"))?;
    let mut options = Options::default();
    // The source directory of the examples.
    options.files = Some(vec!["buildspec.yml".to_owned()]);
    let findings = check(&read.template, &options);
    let finding = findings.iter().find(|finding| finding.check.code == code).context("bad.yaml has no such finding")?;
    let help = finding.help.as_ref().map(|help| format!("  help: {help}\n")).unwrap_or_default();
    Ok(format!("{}[{code}]: {}\n  at {}\n{help}", finding.severity, finding.message, finding.path()))
}
