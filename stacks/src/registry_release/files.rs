//! What belongs into the repositories: the buildspecs, by account and language, and the scripts that they run.

use cfn_constructs::buildspec::{Buildspec, Commands, Env, Phase, Shell};

use super::{Language, RegistryRelease};

/// The scripts, by the names under which they call each other.
const SCRIPTS: [(&str, &str); 6] = [
    ("build.sh", include_str!("scripts/build.sh")),
    ("contract_test.sh", include_str!("scripts/contract_test.sh")),
    ("integration_test.sh", include_str!("scripts/integration_test.sh")),
    ("publish.sh", include_str!("scripts/publish.sh")),
    ("register.sh", include_str!("scripts/register.sh")),
    ("stacks.sh", include_str!("scripts/stacks.sh")),
];

/// The accounts, each of which does something else with an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    Ci,
    Beta,
    Prod,
}

impl Account {
    const ALL: [Account; 3] = [Account::Ci, Account::Beta, Account::Prod];

    fn name(self) -> &'static str {
        match self {
            Account::Ci => "ci",
            Account::Beta => "beta",
            Account::Prod => "prod",
        }
    }

    /// What its builds do.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Account::Ci => "Runs the contract tests of",
            Account::Beta => "Runs the integration tests of",
            Account::Prod => "Publishes",
        }
    }

    /// The scripts that its builds run, in their order.
    fn scripts(self) -> &'static [&'static str] {
        match self {
            Account::Ci => &["build.sh", "contract_test.sh"],
            Account::Beta => &["build.sh", "register.sh", "integration_test.sh"],
            Account::Prod => &["build.sh", "register.sh", "publish.sh"],
        }
    }
}

/// Where the repository has the buildspec.
pub(super) fn buildspec_path(train: &RegistryRelease, account: Account, language: Option<Language>) -> String {
    format!("{}/{}-buildspec-{}.yaml", train.release_folder, account.name(), language.map_or("module", Language::name))
}

/// Every file, by its path in the repository.
pub(super) fn files(train: &RegistryRelease) -> Vec<(String, String)> {
    let mut languages: Vec<Option<Language>> = train
        .namespaces
        .iter()
        .flat_map(|namespace| namespace.extensions.iter().map(|extension| extension.language))
        .collect();
    languages.sort_unstable();
    languages.dedup();
    let scripts = SCRIPTS.map(|(name, text)| (script_path(train, name), text.to_owned()));
    let buildspecs = Account::ALL.into_iter().flat_map(|account| {
        let file = move |language: &Option<Language>| {
            (buildspec_path(train, account, *language), buildspec(train, account, *language).to_yaml())
        };
        languages.iter().map(file).collect::<Vec<_>>()
    });
    scripts.into_iter().chain(buildspecs).collect()
}

fn script_path(train: &RegistryRelease, name: &str) -> String {
    format!("{}/scripts/{name}", train.release_folder)
}

fn buildspec(train: &RegistryRelease, account: Account, language: Option<Language>) -> Buildspec {
    let language = language.map_or("none", Language::name);
    let commands = account.scripts().iter().map(|script| format!("bash {}", script_path(train, script)));
    Buildspec::new()
        .env(Env::new().shell(Shell::Bash).variable("LANGUAGE", language))
        .phase(Phase::Build, Commands::new(commands))
}
