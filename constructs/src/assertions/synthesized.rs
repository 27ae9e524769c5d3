//! [`Synthesized`]: what came of an app, for tests.

use cfn_model::{Diagnostic, Severity};
use wildmatch::WildMatch;

use super::TemplateAssertions;
use crate::{App, Assembly};

/// Synthesises a stack or an app, whether it has problems or not.
pub fn synth(app: impl Into<App>) -> Synthesized {
    match app.into().synth() {
        Ok(mut assembly) => {
            Synthesized { diagnostics: std::mem::take(&mut assembly.diagnostics), assembly: Some(assembly) }
        }
        Err(diagnostics) => Synthesized { diagnostics, assembly: None },
    }
}

/// What came of an app: templates where it has no error, and what is told of it.
#[derive(Debug)]
pub struct Synthesized {
    assembly: Option<Assembly>,
    diagnostics: Vec<Diagnostic>,
}

impl Synthesized {
    /// All that was made.
    ///
    /// # Panics
    ///
    /// The app has errors, which are shown.
    #[track_caller]
    pub fn assembly(&self) -> &Assembly {
        match &self.assembly {
            Some(assembly) => assembly,
            None => panic!("the app has errors\n\n{}", self.shown()),
        }
    }

    /// The template of the stack with that name.
    ///
    /// # Panics
    ///
    /// The app has errors or no such stack.
    #[track_caller]
    pub fn template(&self, stack: &str) -> TemplateAssertions<'_> {
        let stacks = &self.assembly().stacks;
        match stacks.iter().find(|artifact| artifact.name == stack) {
            Some(artifact) => TemplateAssertions::new(&artifact.template),
            None => {
                let names: Vec<&str> = stacks.iter().map(|artifact| artifact.name.as_str()).collect();
                panic!("there is no stack `{stack}`; the stacks are {}", names.join(", "))
            }
        }
    }

    /// The template of the only stack.
    ///
    /// # Panics
    ///
    /// The app has errors, no stack or several.
    #[track_caller]
    pub fn only_template(&self) -> TemplateAssertions<'_> {
        match self.assembly().stacks.as_slice() {
            [only] => TemplateAssertions::new(&only.template),
            stacks => panic!("there are {} stacks; name one with `template`", stacks.len()),
        }
    }

    /// Errors, warnings and what is worth knowing, the gravest first.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What the diagnostics say, in their order.
    pub fn messages(&self) -> Vec<&str> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect()
    }

    /// Something is told with that code, of a construct whose path is like `construct`, in which `*` stands for any text.
    ///
    /// # Panics
    ///
    /// Nothing is.
    #[track_caller]
    pub fn has_diagnostic(&self, severity: Severity, code: &str, construct: &str) -> &Diagnostic {
        let path = WildMatch::new(construct);
        let found = self.diagnostics.iter().find(|diagnostic| {
            diagnostic.severity == severity
                && diagnostic.code == code
                && path.matches(diagnostic.construct.as_deref().unwrap_or_default())
        });
        match found {
            Some(diagnostic) => diagnostic,
            None => panic!("no {severity} `{code}` is told of `{construct}`, but\n\n{}", self.shown()),
        }
    }

    /// Nothing is told with that code.
    ///
    /// # Panics
    ///
    /// Something is.
    #[track_caller]
    pub fn has_no_diagnostic(&self, code: &str) {
        let found: Vec<String> =
            self.diagnostics.iter().filter(|diagnostic| diagnostic.code == code).map(ToString::to_string).collect();
        assert!(found.is_empty(), "`{code}` is told\n\n{}", found.join("\n\n"));
    }

    /// Nothing is told at all.
    ///
    /// # Panics
    ///
    /// Something is.
    #[track_caller]
    pub fn has_no_diagnostics(&self) {
        assert!(self.diagnostics.is_empty(), "the app is told\n\n{}", self.shown());
    }

    fn shown(&self) -> String {
        match self.diagnostics.as_slice() {
            [] => "nothing".into(),
            all => all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"),
        }
    }
}
