//! Findings of the checks that are right as they are.

use cfn_model::{Diagnostic, Map, Value};

use super::{ResourceOptions, Stack};
use crate::tree::NodeId;

/// A finding that is accepted below a construct, and whether synthesis met it.
#[derive(Debug)]
pub(crate) struct Suppression {
    pub(crate) scope: NodeId,
    pub(crate) code: String,
    pub(crate) reason: String,
    pub(crate) used: bool,
}

impl Stack {
    /// Accepts findings of that code in the current scope and below it, for the reason given.
    ///
    /// The reason goes into the metadata of the resources concerned, where a reviewer of the template
    /// sees it. Accepting what is not found is a warning, so that nothing hidden outlives its reason.
    pub fn suppress(&mut self, code: impl Into<String>, reason: impl Into<String>) {
        self.suppress_below(self.scope, code.into(), reason.into());
    }

    /// As [`Stack::suppress`], below the construct at that path: ids below the current scope, joined by slashes.
    pub fn suppress_at(&mut self, path: &str, code: impl Into<String>, reason: impl Into<String>) {
        let node = path.split('/').try_fold(self.scope, |node, id| self.tree.child(node, id));
        match node {
            Some(node) => self.suppress_below(node, code.into(), reason.into()),
            None => {
                self.report(Diagnostic::error("suppression-path", format!("there is no construct `{path}` here")).help(
                    "give the ids below the current scope, joined by slashes, of a construct that has been added",
                ))
            }
        }
    }

    fn suppress_below(&mut self, scope: NodeId, code: String, reason: String) {
        if reason.trim().is_empty() {
            return self.report_at(
                scope,
                Diagnostic::error("unexplained-suppression", format!("`{code}` is suppressed without a reason"))
                    .help("say why it is right here, for those who come later"),
            );
        }
        self.suppressions.push(Suppression { scope, code, reason, used: false });
    }
}

impl ResourceOptions<'_> {
    /// Accepts findings of that code in the resource, for the reason given. See [`Stack::suppress`].
    pub fn suppress(&mut self, code: impl Into<String>, reason: impl Into<String>) -> &mut Self {
        if let Some(node) = self.node {
            self.stack.suppress_below(node, code.into(), reason.into());
        }
        self
    }
}

/// An entry of the `suppress` list in a resource's metadata.
pub(crate) fn entry(code: &str, path: &str, reason: &str) -> Value {
    Map::from([("code", code), ("path", path), ("reason", reason)]).into()
}
