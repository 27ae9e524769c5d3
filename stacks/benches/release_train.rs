//! How long the largest release train takes from its description to the text of its templates: 12 namespaces of
//! 60 extensions each, published in 20 regions.
//!
//! `cargo bench -p cfn-stacks --features registry-release --bench release_train`
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cfn_constructs::Assembly;
use cfn_model::Diagnostic;
use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource, registry_release,
};

/// How often each thing is measured.
const ROUNDS: usize = 15;

fn main() {
    let train = train();
    let assembly = match synthesise(&train) {
        Ok(assembly) => assembly,
        Err(problems) => return problems.iter().for_each(|problem| println!("{problem}")),
    };
    let write =
        |assembly: &Assembly| -> usize { assembly.stacks.iter().map(|stack| stack.template.to_yaml().len()).sum() };
    println!("{} templates of {} bytes", assembly.stacks.len(), write(&assembly));
    let show = |name: &str, time: Duration| println!("{name:<42} {:>8.1} ms", time.as_secs_f64() * 1e3);
    show("constructs", median(|| registry_release(&train)));
    show("constructs and synthesis", median(|| synthesise(&train).is_ok()));
    show("the templates as YAML", median(|| write(&assembly)));
}

fn synthesise(train: &RegistryRelease) -> Result<Assembly, Vec<Diagnostic>> {
    registry_release(train).synth()
}

fn train() -> RegistryRelease {
    let extension = |namespace: usize, number: usize| {
        let name = format!("Space{namespace}::Service::Thing{number}");
        let read = format!("arn:${{AWS::Partition}}:s3:::things-{namespace}-{number}-*");
        Extension::new(name, format!("resources/thing{number}"), Language::Python).allow(["s3:GetObject"], [read])
    };
    let namespaces = (0..12).map(|namespace| {
        let extensions = (0..60).map(|number| extension(namespace, number));
        Namespace::new(format!("Space{namespace}"), format!("acme/space{namespace}"), extensions)
    });
    RegistryRelease {
        regions: (1..=20).map(|number| format!("eu-central-{number}")).collect(),
        notify: vec!["releases@example.com".into()],
        ..RegistryRelease::new(
            "Registry",
            Accounts::new("111111111111", "222222222222", "333333333333"),
            "eu-central-1",
            TrainSource::webhook("registry/webhook"),
            namespaces,
        )
    }
}

/// How long `work` takes: the median of the rounds.
fn median<T>(work: impl Fn() -> T) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            drop(black_box(work()));
            start.elapsed()
        })
        .collect();
    rounds.sort();
    rounds[ROUNDS / 2]
}
