//! Which stacks have an assembly of their own.
//!
//! The order between stacks cannot be told across assemblies. So an environment, which is an account and region, has a
//! nested assembly only where its stacks neither need those of another one nor are needed by them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cfn_constructs::Environment;

use super::{FOLDER, Written};

/// The stacks by assembly.
pub(super) struct Environments<'a> {
    /// Those of the main assembly.
    pub(super) main: Vec<&'a Written<'a>>,
    /// Those of each nested assembly, by its name.
    pub(super) nested: BTreeMap<String, Vec<&'a Written<'a>>>,
}

/// The environment of the first stack, and all that are linked to another one, share the main assembly.
pub(super) fn split<'a>(stacks: &'a [Written<'a>]) -> Environments<'a> {
    let home = stacks.first().map(|first| &first.stack.environment);
    let linked = linked(stacks);
    let mut split = Environments { main: Vec::new(), nested: BTreeMap::new() };
    for written in stacks {
        let environment = &written.stack.environment;
        match name(environment) {
            Some(name) if Some(environment) != home && !linked.contains(environment) => {
                split.nested.entry(name).or_default().push(written);
            }
            _ => split.main.push(written),
        }
    }
    split
}

/// The environments with a stack that needs one of another environment, or is needed by one.
fn linked<'a>(stacks: &'a [Written<'a>]) -> BTreeSet<&'a Environment> {
    let environments: BTreeMap<&str, &Environment> =
        stacks.iter().map(|written| (written.id(), &written.stack.environment)).collect();
    let links = stacks.iter().flat_map(|written| {
        let needed = written.stack.dependencies.iter().filter_map(|id| environments.get(id.as_str()).copied());
        needed.map(|needed| (&written.stack.environment, needed))
    });
    links.filter(|(from, to)| from != to).flat_map(|(from, to)| [from, to]).collect()
}

/// What a nested assembly is called. A dot is in no name of a stack, so that it is told apart from them.
fn name(environment: &Environment) -> Option<String> {
    match (&environment.account, &environment.region) {
        (Some(account), Some(region)) => Some(format!("{account}.{region}")),
        _ => None,
    }
}

/// The text with the account and region in their places, as far as they are known.
///
/// The CDK's command line would fill in those of whoever calls it.
pub(super) fn resolved(text: &str, environment: &Environment) -> String {
    let places = [("${AWS::AccountId}", &environment.account), ("${AWS::Region}", &environment.region)];
    let known = places.into_iter().filter_map(|(place, value)| Some((place, value.as_ref()?)));
    known.fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
}

/// The folder of a nested assembly.
pub(super) fn folder(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}
