//! What a diff consists of.

use cfn_model::Value;

use crate::iam::IamChange;

/// The difference of two templates.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TemplateDiff {
    /// The resources that are different, in the order of the new template; those that go come last.
    pub resources: Vec<ResourceChange>,
    /// What policies allow more or less.
    pub iam: Vec<IamChange>,
    /// The parameters that are different.
    pub parameters: Vec<EntryChange>,
    /// The outputs that are different.
    pub outputs: Vec<EntryChange>,
    /// What else is different: the description, mappings, conditions and so on.
    pub others: Vec<EntryChange>,
}

/// What becomes of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It stays, and is different.
    Changed,
    /// It stays as it is, under another logical id. CloudFormation takes that for one that goes and one that comes,
    /// unless the stack is refactored.
    Moved,
}

/// What AWS does about a change, from the least to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Nothing that the service sees.
    None,
    /// The resource is changed as it is.
    InPlace,
    /// The resource is changed as it is, and may not answer meanwhile.
    Interruption,
    /// The resource is replaced in some cases.
    MayReplace,
    /// A new resource is made, and the old one is deleted.
    Replace,
    /// Data is deleted with the resource.
    Loss,
}

/// A resource that is different.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceChange {
    /// Its logical id; the new one where it moved.
    pub id: String,
    /// The logical id that it had before, where it moved.
    pub moved_from: Option<String>,
    /// Its type; the new one where that changes.
    pub type_name: String,
    /// What becomes of it.
    pub change: Change,
    /// What AWS does about it.
    pub impact: Impact,
    /// Why, where that is not plain from the properties.
    pub reason: Option<String>,
    /// What is different in it, by path: `Properties` without their prefix, what stands beside them as it is called.
    pub properties: Vec<PropertyChange>,
}

/// A property that is different.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyChange {
    /// Its path, such as `Environment.Variables.0.Value`.
    pub path: String,
    /// Its value before, where there was one.
    pub before: Option<Value>,
    /// Its value after, where there is one.
    pub after: Option<Value>,
    /// What AWS does about it.
    pub impact: Impact,
    /// The resource whose replacement gives the property another value, where its text stays the same.
    pub because_of: Option<String>,
}

/// An entry of another section that is different.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryChange {
    /// Its path: the name of a parameter or output; with its section before it elsewhere.
    pub id: String,
    /// What becomes of it.
    pub change: Change,
    /// What it was, where it was there.
    pub before: Option<Value>,
    /// What it is, where it is there.
    pub after: Option<Value>,
    /// What to know about it, such as an export that other stacks may import.
    pub note: Option<String>,
    /// Of an export that goes or changes: those of the stacks compared with it that import it, before or after.
    pub imported_by: Vec<String>,
}

impl Change {
    /// The word for it: `added`.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
            Change::Moved => "moved",
        }
    }
}

impl Impact {
    /// The word for it: `in-place`.
    pub fn as_str(self) -> &'static str {
        match self {
            Impact::None => "none",
            Impact::InPlace => "in-place",
            Impact::Interruption => "interruption",
            Impact::MayReplace => "may-replace",
            Impact::Replace => "replace",
            Impact::Loss => "loss",
        }
    }
}

impl TemplateDiff {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        *self == TemplateDiff::default()
    }

    /// The gravest of what AWS does.
    pub fn impact(&self) -> Impact {
        self.resources.iter().map(|resource| resource.impact).max().unwrap_or(Impact::None)
    }

    /// Whether a policy allows more than before.
    pub fn broadens(&self) -> bool {
        self.iam.iter().any(|change| !change.wider.is_empty())
    }
}
