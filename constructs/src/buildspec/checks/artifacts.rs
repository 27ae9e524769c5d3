//! Checks of artifacts and of the cache.

use cfn_model::Severity;

use super::Check;
use crate::buildspec::{Artifacts, Buildspec, identifier};

/// How many secondary artifacts a project can have.
const MAX_SECONDARY: usize = 12;

/// How many fallback keys a cache can have.
const MAX_FALLBACKS: usize = 5;

/// The artifacts, each with its path.
fn all(spec: &Buildspec) -> Vec<(String, &Artifacts)> {
    let Some(main) = &spec.artifacts else { return Vec::new() };
    let mut all = vec![("artifacts".to_owned(), main)];
    all.extend(secondary(spec).map(|(path, _, artifacts)| (path, artifacts)));
    all
}

/// The secondary artifacts, each with its path and identifier.
fn secondary(spec: &Buildspec) -> impl Iterator<Item = (String, &String, &Artifacts)> {
    let entries = spec.artifacts.iter().flat_map(|main| &main.secondary);
    entries.map(|(name, artifacts)| (format!("artifacts.secondary-artifacts.{name}"), name, artifacts))
}

pub(super) static NO_FILES: Check<Buildspec> = Check {
    code: "buildspec-artifacts-without-files",
    severity: Severity::Error,
    summary: "Artifacts do not say which files they are.",
    run: |spec, findings| {
        for (path, _) in all(spec).into_iter().filter(|(_, artifacts)| artifacts.files.is_empty()) {
            let help = "add files; they are required even where only secondary artifacts are wanted";
            findings.add(path, "the artifacts have no files", help);
        }
    },
};

pub(super) static TOO_MANY: Check<Buildspec> = Check {
    code: "buildspec-too-many-artifacts",
    severity: Severity::Error,
    summary: "There are more than twelve secondary artifacts.",
    run: |spec, findings| {
        let count = secondary(spec).count();
        if count > MAX_SECONDARY {
            let message = format!("{count} secondary artifacts are more than the {MAX_SECONDARY} of a project");
            findings.add("artifacts.secondary-artifacts", message, "put several into one");
        }
    },
};

pub(super) static IDENTIFIER: Check<Buildspec> = Check {
    code: "buildspec-artifact-identifier",
    severity: Severity::Error,
    summary: "A secondary artifact has an identifier that no project can have.",
    run: |spec, findings| {
        for (path, name, _) in secondary(spec).filter(|(_, name, _)| !identifier::is_valid(name)) {
            let message = format!("`{name}` cannot name an artifact");
            findings.add(path, message, "write letters, digits and underscores, fewer than 128 of them");
        }
    },
};

pub(super) static NESTED: Check<Buildspec> = Check {
    code: "buildspec-nested-artifacts",
    severity: Severity::Error,
    summary: "A secondary artifact has secondary artifacts.",
    run: |spec, findings| {
        for (path, _, _) in secondary(spec).filter(|(_, _, artifacts)| !artifacts.secondary.is_empty()) {
            let message = "a secondary artifact has secondary artifacts of its own";
            findings.add(format!("{path}.secondary-artifacts"), message, "put them beside it");
        }
    },
};

pub(super) static FALLBACK_WITHOUT_KEY: Check<Buildspec> = Check {
    code: "buildspec-fallback-without-key",
    severity: Severity::Warning,
    summary: "A cache has fallback keys and no key, so that they are ignored.",
    run: |spec, findings| {
        if let Some(cache) = &spec.cache
            && cache.key.is_none()
            && !cache.fallback_keys.is_empty()
        {
            let message = "fallback keys are ignored where there is no key";
            findings.add("cache.fallback-keys", message, "add a key, or take them out");
        }
    },
};

pub(super) static TOO_MANY_FALLBACKS: Check<Buildspec> = Check {
    code: "buildspec-too-many-fallbacks",
    severity: Severity::Error,
    summary: "A cache has more than five fallback keys.",
    run: |spec, findings| {
        let count = spec.cache.as_ref().map_or(0, |cache| cache.fallback_keys.len());
        if count > MAX_FALLBACKS {
            let message = format!("{count} fallback keys are more than the {MAX_FALLBACKS} that CodeBuild takes");
            findings.add("cache.fallback-keys", message, "take some out");
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::Cache;

    fn spec(artifacts: Artifacts) -> Buildspec {
        Buildspec::new().artifacts(artifacts)
    }

    fn files() -> Artifacts {
        Artifacts::new(["**/*"])
    }

    #[test]
    fn artifacts_have_files() {
        expect(&NO_FILES, spec(files().secondary("a", files())), &[]);
        expect(
            &NO_FILES,
            spec(Artifacts::default().secondary("a", Artifacts::default())),
            &["artifacts: the artifacts have no files", "artifacts.secondary-artifacts.a: the artifacts have no files"],
        );
    }

    #[test]
    fn a_project_has_twelve_secondary_artifacts() {
        let many =
            |count: usize| spec((0..count).fold(files(), |all, index| all.secondary(format!("a{index}"), files())));
        expect(&TOO_MANY, many(12), &[]);
        let found = "artifacts.secondary-artifacts: 13 secondary artifacts are more than the 12 of a project";
        expect(&TOO_MANY, many(13), &[found]);
    }

    #[test]
    fn identifiers_are_valid() {
        expect(
            &IDENTIFIER,
            spec(files().secondary("a_1", files()).secondary("a-1", files())),
            &["artifacts.secondary-artifacts.a-1: `a-1` cannot name an artifact"],
        );
    }

    #[test]
    fn secondary_artifacts_have_none_of_their_own() {
        expect(
            &NESTED,
            spec(files().secondary("a", files().secondary("b", files()))),
            &["artifacts.secondary-artifacts.a.secondary-artifacts: \
               a secondary artifact has secondary artifacts of its own"],
        );
    }

    #[test]
    fn fallback_keys_need_a_key() {
        let cache = |cache| Buildspec::new().cache(cache);
        expect(&FALLBACK_WITHOUT_KEY, cache(Cache::new(["x"]).key("k").fallback_keys(["f"])), &[]);
        expect(
            &FALLBACK_WITHOUT_KEY,
            cache(Cache::new(["x"]).fallback_keys(["f"])),
            &["cache.fallback-keys: fallback keys are ignored where there is no key"],
        );
    }

    #[test]
    fn a_cache_has_five_fallback_keys() {
        let cache = |count: usize| Buildspec::new().cache(Cache::default().fallback_keys(vec!["k"; count]));
        expect(&TOO_MANY_FALLBACKS, cache(5), &[]);
        let found = "cache.fallback-keys: 6 fallback keys are more than the 5 that CodeBuild takes";
        expect(&TOO_MANY_FALLBACKS, cache(6), &[found]);
    }
}
