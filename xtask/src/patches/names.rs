//! Names of our own, where CloudFormation's would collide in Rust.

use std::collections::BTreeSet;

/// What is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A definition, or the type made for a property (by the name it would have had).
    Type,
    /// The setter of a property: `Owner.Property`.
    Property,
    /// The method of an attribute.
    Attribute,
}

struct Rename {
    resource: &'static str,
    what: What,
    from: &'static str,
    to: &'static str,
    #[expect(dead_code, reason = "read by people")]
    reason: &'static str,
}

const RENAMES: &[Rename] = &[
    Rename {
        resource: "AWS::AmplifyUIBuilder::Component",
        what: What::Property,
        from: "MutationActionSetStateParameter.Set",
        to: "set_value",
        reason: "every type has a `set`, which takes a path",
    },
    Rename {
        resource: "AWS::EKS::Cluster",
        what: What::Attribute,
        from: "CertificateAuthority.Data",
        to: "certificate_authority_nested_data",
        reason: "the older attribute `CertificateAuthorityData` gives the same and is the one AWS documents",
    },
    Rename {
        resource: "AWS::RDS::Deployment",
        what: What::Attribute,
        from: "Target",
        to: "deployment_target",
        reason: "every handle has a `target`, which is the node of the construct tree",
    },
];

/// The renames, and which of them have served.
#[derive(Default)]
pub(crate) struct Renames {
    used: BTreeSet<usize>,
}

impl Renames {
    pub(crate) fn type_name(&mut self, resource: &str, name: &str) -> Option<String> {
        self.find(resource, What::Type, name)
    }

    pub(crate) fn property(&mut self, resource: &str, owner: &str, name: &str) -> Option<String> {
        self.find(resource, What::Property, &format!("{owner}.{name}"))
    }

    pub(crate) fn attribute(&mut self, resource: &str, name: &str) -> Option<String> {
        self.find(resource, What::Attribute, name)
    }

    fn find(&mut self, resource: &str, what: What, from: &str) -> Option<String> {
        let is_wanted = |rename: &Rename| rename.resource == resource && rename.what == what && rename.from == from;
        let index = RENAMES.iter().position(is_wanted)?;
        self.used.insert(index);
        Some(RENAMES[index].to.to_owned())
    }

    /// The renames that renamed nothing.
    pub(crate) fn unused(&self) -> Vec<String> {
        let unused = RENAMES.iter().enumerate().filter(|(index, _)| !self.used.contains(index));
        let problem = |rename: &Rename| {
            let Rename { resource, from, .. } = rename;
            format!("{resource}: nothing is called `{from}`; take its entry out of xtask/src/patches/names.rs")
        };
        unused.map(|(_, rename)| problem(rename)).collect()
    }
}
