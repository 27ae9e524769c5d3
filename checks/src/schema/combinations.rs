//! Schemas made of others: all of them, one of them, if one then another.

use super::evaluate::{Validator, Verdict};
use super::report;
use crate::data::Node;
use crate::finding::{Finding, Findings};

impl Validator<'_, '_> {
    /// Applies the parts of a schema with `apply`, which knows the value.
    pub(super) fn combinations(&mut self, schema: Node, mut apply: impl FnMut(&mut Self, Node)) {
        for part in schema.get("allOf").into_iter().flat_map(Node::items) {
            apply(self, part);
        }
        if let Some(condition) = schema.get("if") {
            let branch = match self.verdict(|validator| apply(validator, condition)).0 {
                Verdict::Valid => schema.get("then"),
                Verdict::Invalid => schema.get("else"),
                Verdict::Unknown => {
                    self.unknown = true;
                    None
                }
            };
            if let Some(branch) = branch {
                apply(self, branch);
            }
        }
        // What is refused by name alone is told at the name, where objects are looked at.
        if let Some(refused) = schema.get("not").filter(|refused| excluded(*refused).is_none()) {
            match self.verdict(|validator| apply(validator, refused)).0 {
                Verdict::Valid => {
                    let values =
                        refused.get("enum").map(|values| report::list(values.items().filter_map(Node::as_text)));
                    let help = values.map(|values| format!("give something other than {values}"));
                    self.report(&report::REFUSED_FORM, "this is not allowed here".to_owned(), help);
                }
                Verdict::Unknown => self.unknown = true,
                Verdict::Invalid => {}
            }
        }
        for (keyword, exactly_one) in [("anyOf", false), ("oneOf", true)] {
            let Some(forms) = schema.get(keyword) else { continue };
            let verdicts: Vec<(Verdict, Findings)> =
                forms.items().map(|form| self.verdict(|validator| apply(validator, form))).collect();
            self.alternatives(forms, verdicts, exactly_one);
        }
    }

    fn alternatives(&mut self, forms: Node, verdicts: Vec<(Verdict, Findings)>, exactly_one: bool) {
        let count = |wanted: Verdict| verdicts.iter().filter(|(verdict, _)| *verdict == wanted).count();
        let (valid, unknown) = (count(Verdict::Valid), count(Verdict::Unknown));
        if valid > 1 && exactly_one {
            let message = format!("more than one of the forms fits, {}", named(forms));
            self.report(&report::SEVERAL_FORMS, message, Some("keep one of them".to_owned()));
        } else if valid == 0 && unknown > 0 {
            self.unknown = true;
        } else if valid == 0 {
            let check = if exactly_one { &report::NO_FORM } else { &report::NO_FORM_OF_ANY };
            let message = format!("none of the allowed forms fits, {}", named(forms));
            let nearest = self.nearest(verdicts);
            let first = nearest.as_ref().and_then(Findings::first_message);
            let help = first.map(|message| format!("the nearest does not fit because {message}"));
            self.report(check, message, help);
            // What is wrong inside the form that was meant is told where it is.
            let inside = |finding: &Finding| finding.steps.len() > self.path.len();
            let inside: Vec<Finding> = nearest.into_iter().flat_map(Findings::into_iter).filter(inside).collect();
            self.findings.extend(inside);
        }
    }

    /// What is wrong with the form that was meant, where one is nearer than all others: a form whose kind the value
    /// names, or else the one of which the least is wrong.
    fn nearest(&self, verdicts: Vec<(Verdict, Findings)>) -> Option<Findings> {
        let names_another = |finding: &Finding| {
            finding.check.code == report::NOT_ALLOWED.code && finding.steps.len() == self.path.len() + 1
        };
        let distance =
            |findings: &Findings| (findings.iter().filter(|finding| names_another(finding)).count(), findings.len());
        let least = verdicts.iter().map(|(_, findings)| distance(findings)).min()?;
        let mut nearest =
            verdicts.into_iter().map(|(_, findings)| findings).filter(|findings| distance(findings) == least);
        nearest.next().filter(|_| nearest.next().is_none())
    }
}

/// The property that a refused schema asks for, where it asks for that and no more.
pub(super) fn excluded(refused: Node) -> Option<&'static str> {
    let mut names = refused.get("required").filter(|_| refused.len() == 1)?.strings();
    names.next().filter(|_| names.next().is_none())
}

/// What the forms ask for, as far as that is a list of properties or values.
fn named(forms: Node) -> String {
    let parts: Vec<String> = forms
        .items()
        .filter_map(|form| {
            let names: Vec<String> = form.get("required")?.strings().map(|name| format!("`{name}`")).collect();
            Some(names.join(" and "))
        })
        .collect();
    if parts.len() == forms.len() {
        format!("which have {}", parts.join(", or "))
    } else {
        format!("of which there are {}", forms.len())
    }
}
