//! How long the largest release train takes from its description to the text of its templates, and how much memory: 12
//! namespaces of 60 extensions each, published in 20 regions. Beside it what only writing the templates takes, which is the
//! least that anything can take that makes them.
//!
//! `cargo bench -p cfn-stacks --features registry-release --bench release_train`
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use cfn_constructs::Assembly;
use cfn_model::Diagnostic;
use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource, registry_release,
};

/// How often each thing is measured.
const ROUNDS: usize = 15;

/// The argument of a process that makes the templates once and tells how much memory it had.
const ONCE: &str = "--once";

fn main() {
    let train = train();
    if std::env::args().any(|argument| argument == ONCE) {
        let made = synthesise(&train);
        return println!("{}", peak_memory().filter(|_| made.is_ok()).unwrap_or_default());
    }
    let assembly = match synthesise(&train) {
        Ok(assembly) => assembly,
        Err(problems) => return problems.iter().for_each(|problem| println!("{problem}")),
    };
    let write =
        |assembly: &Assembly| -> usize { assembly.stacks.iter().map(|stack| stack.template.to_yaml().len()).sum() };
    println!("{} templates of {} bytes", assembly.stacks.len(), write(&assembly));
    let show = |name: &str, time: Duration| println!("{name:<42} {:>8.1} ms", time.as_secs_f64() * 1e3);
    show("constructs", measure(|| registry_release(&train)).work);
    let whole = measure(|| synthesise(&train));
    show("constructs and synthesis", whole.work);
    show("letting go of what that gives", whole.drop);
    show("the templates as YAML", measure(|| write(&assembly)).work);
    if let Some(memory) = memory_of_a_process() {
        println!("{:<42} {memory:>8.1} MB", "memory of a process that makes them once");
    }
}

/// The most memory that a process of its own ever has which makes the templates once, in megabytes; where the system tells.
fn memory_of_a_process() -> Option<f64> {
    let output = Command::new(std::env::current_exe().ok()?).arg(ONCE).output().ok()?;
    let kibibytes: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    (kibibytes > 0.0).then_some(kibibytes * 1024.0 / 1e6)
}

/// The most memory that this process has had, in KiB.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
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

/// How long something takes: medians of the rounds.
struct Times {
    work: Duration,
    /// To drop what comes of it.
    drop: Duration,
}

fn measure<T>(work: impl Fn() -> T) -> Times {
    let (mut works, mut drops): (Vec<Duration>, Vec<Duration>) = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let made = black_box(work());
            let worked = start.elapsed();
            drop(made);
            (worked, start.elapsed() - worked)
        })
        .unzip();
    works.sort();
    drops.sort();
    Times { work: works[ROUNDS / 2], drop: drops[ROUNDS / 2] }
}
