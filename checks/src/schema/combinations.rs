//! Schemas made of others: all of them, one of them, if one then another.

use super::compiled::{Link, Schema};
use super::evaluate::{Validator, Verdict};
use super::report;
use crate::data::Node;
use crate::finding::{Finding, Findings};

/// The parts of a schema that is made of others.
#[derive(Default)]
pub(super) struct Combined {
    pub(super) all: Vec<Link>,
    pub(super) condition: Option<Link>,
    pub(super) then: Option<Link>,
    pub(super) otherwise: Option<Link>,
    pub(super) refused: Option<Link>,
    pub(super) any: Option<Vec<Link>>,
    pub(super) one: Option<Vec<Link>>,
}

impl Validator<'_, '_> {
    /// Applies the parts of a schema with `apply`, which knows the value.
    pub(super) fn combinations(&mut self, schema: &'static Schema, apply: &mut dyn FnMut(&mut Self, &'static Schema)) {
        let Some(combined) = &schema.combined else { return };
        for part in &combined.all {
            apply(self, part.schema());
        }
        if let Some(condition) = &combined.condition {
            let branch = match self.fits(|validator| apply(validator, condition.schema())) {
                Verdict::Valid => combined.then.as_ref(),
                Verdict::Invalid => combined.otherwise.as_ref(),
                Verdict::Unknown => {
                    self.unknown = true;
                    None
                }
            };
            if let Some(branch) = branch {
                apply(self, branch.schema());
            }
        }
        if let Some(refused) = &combined.refused {
            match self.fits(|validator| apply(validator, refused.schema())) {
                Verdict::Valid => {
                    let values =
                        refused.node.get("enum").map(|values| report::list(values.items().filter_map(Node::as_text)));
                    let help = values.map(|values| format!("give something other than {values}"));
                    self.report(&report::REFUSED_FORM, "this is not allowed here".to_owned(), help);
                }
                Verdict::Unknown => self.unknown = true,
                Verdict::Invalid => {}
            }
        }
        for (forms, exactly_one) in [(&combined.any, false), (&combined.one, true)] {
            let Some(forms) = forms else { continue };
            self.alternatives(forms, exactly_one, apply);
        }
    }

    fn alternatives(&mut self, forms: &[Link], exactly_one: bool, apply: &mut dyn FnMut(&mut Self, &'static Schema)) {
        let (mut valid, mut unknown) = (0, 0);
        for form in forms {
            match self.fits(|validator| apply(validator, form.schema())) {
                Verdict::Valid => valid += 1,
                Verdict::Unknown => unknown += 1,
                Verdict::Invalid => {}
            }
        }
        if valid > 1 && exactly_one {
            let message = format!("more than one of the forms fits, {}", named(forms));
            self.report(&report::SEVERAL_FORMS, message, Some("keep one of them".to_owned()));
        } else if valid == 0 && unknown > 0 {
            self.unknown = true;
        } else if valid == 0 && !self.is_enough() {
            let check = if exactly_one { &report::NO_FORM } else { &report::NO_FORM_OF_ANY };
            let message = format!("none of the allowed forms fits, {}", named(forms));
            let mut findings = |form: &Link| self.verdict(|validator| apply(validator, form.schema())).1;
            let findings = forms.iter().map(&mut findings).collect();
            let nearest = self.nearest(findings);
            let first = nearest.as_ref().and_then(Findings::first_message);
            let help = first.map(|message| format!("the nearest does not fit because {message}"));
            self.report(check, message, help);
            // What is wrong inside the form that was meant is told where it is.
            let inside = |finding: &Finding| finding.steps.len() > self.path.len();
            let inside: Vec<Finding> = nearest.into_iter().flat_map(Findings::into_iter).filter(inside).collect();
            inside.into_iter().for_each(|finding| self.push(finding));
        }
    }

    /// What is wrong with the form that was meant, where one is nearer than all others: a form whose kind the value
    /// names, or else the one of which the least is wrong.
    fn nearest(&self, forms: Vec<Findings>) -> Option<Findings> {
        let names_another = |finding: &Finding| {
            finding.check.code == report::NOT_ALLOWED.code && finding.steps.len() == self.path.len() + 1
        };
        let distance =
            |findings: &Findings| (findings.iter().filter(|finding| names_another(finding)).count(), findings.len());
        let least = forms.iter().map(distance).min()?;
        let mut nearest = forms.into_iter().filter(|findings| distance(findings) == least);
        nearest.next().filter(|_| nearest.next().is_none())
    }
}

/// The property that a refused schema asks for, where it asks for that and no more.
pub(super) fn excluded(refused: Node) -> Option<&'static str> {
    let mut names = refused.get("required").filter(|_| refused.len() == 1)?.strings();
    names.next().filter(|_| names.next().is_none())
}

/// What the forms ask for, as far as that is a list of properties or values.
fn named(forms: &[Link]) -> String {
    let parts: Vec<String> = forms
        .iter()
        .filter_map(|form| {
            let names: Vec<String> = form.node.get("required")?.strings().map(|name| format!("`{name}`")).collect();
            Some(names.join(" and "))
        })
        .collect();
    if parts.len() == forms.len() {
        format!("which have {}", parts.join(", or "))
    } else {
        format!("of which there are {}", forms.len())
    }
}
