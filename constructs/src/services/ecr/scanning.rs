//! [`ScanningConfiguration`]: how a registry scans images.

use cfn_model::ecr::registry_scanning_configuration::{
    FilterType, RepositoryFilter, ScanFrequency, ScanType, ScanningRule,
};
use cfn_model::{Diagnostic, Handle, ecr};

use super::check_count;
use crate::Stack;
use crate::stack::MAIN;

/// How many patterns a rule may have.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html>.
const MOST_PATTERNS: usize = 100;

/// How the registry of an account and region scans images. There is one, so it goes into a stack of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanningConfiguration {
    /// The configuration itself.
    pub handle: Handle<ecr::RegistryScanningConfiguration>,
}

/// How images are scanned. Repositories are named by patterns, in which `*` stands for anything.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanning {
    /// By ECR, for packages of operating systems.
    Basic {
        /// The repositories whose images are scanned when they are pushed. Others are when somebody asks.
        on_push: Vec<String>,
    },
    /// By Amazon Inspector, for packages of programming languages too. It is paid for.
    Enhanced {
        /// The repositories whose images are scanned when they are pushed and whenever something new is known.
        continuous: Vec<String>,
        /// The repositories whose images are scanned when they are pushed.
        on_push: Vec<String>,
    },
}

impl Scanning {
    /// Basic scans of all images when they are pushed.
    pub fn basic() -> Self {
        Scanning::Basic { on_push: vec!["*".into()] }
    }

    /// Enhanced scans of all images, again and again.
    pub fn enhanced() -> Self {
        Scanning::Enhanced { continuous: vec!["*".into()], on_push: Vec::new() }
    }
}

impl ScanningConfiguration {
    /// Adds the configuration. A second one in the same account and region is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, scanning: Scanning) -> Self {
        stack.construct(id, |stack| {
            stack.claim("scanning configuration of ECR");
            let (kind, rules) = match scanning {
                Scanning::Basic { on_push } => (ScanType::Basic, vec![(ScanFrequency::ScanOnPush, on_push)]),
                Scanning::Enhanced { continuous, on_push } => (
                    ScanType::Enhanced,
                    vec![(ScanFrequency::ContinuousScan, continuous), (ScanFrequency::ScanOnPush, on_push)],
                ),
            };
            let rules: Vec<ScanningRule> = rules
                .into_iter()
                .filter(|(_, patterns)| !patterns.is_empty())
                .map(|(frequency, patterns)| {
                    check_count(stack, "Rules", "patterns of repositories", patterns.len(), MOST_PATTERNS);
                    check_wildcards(stack, &patterns);
                    let filter = |pattern| RepositoryFilter::new(pattern, FilterType::Wildcard);
                    let filters: Vec<RepositoryFilter> = patterns.into_iter().map(filter).collect();
                    ScanningRule::new(filters, frequency)
                })
                .collect();
            ScanningConfiguration { handle: stack.add(MAIN, ecr::RegistryScanningConfiguration::new(rules, kind)) }
        })
    }
}

fn check_wildcards(stack: &mut Stack, patterns: &[String]) {
    for pattern in patterns.iter().filter(|pattern| pattern.matches('*').count() > 4) {
        stack.report(
            Diagnostic::error("ecr-pattern", format!("`{pattern}` has more than four wildcards"))
                .property("Rules")
                .help("write a pattern with fewer `*`"),
        );
    }
}
