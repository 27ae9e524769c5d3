//! How long it takes from props to the text of templates, in memory.
//!
//! `cargo bench -p cfn-stacks`. The measure is what serde_json needs to write the same templates in
//! the same run: no way to a template can be faster than writing it.
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cfn_constructs::Assembly;
use cfn_model::{Diagnostic, Template};
use cfn_stacks::codebuild_ci::{CodeBuildCi, Flavor, FlavorBuild, SecretVariable, codebuild_ci};

/// How often each thing is measured.
const ROUNDS: usize = 50;

/// How long a round takes about, so that the clock's own error does not count.
const ROUND: Duration = Duration::from_millis(5);

fn main() {
    let props = props();
    let assembly = match synthesise(&props) {
        Ok(assembly) => assembly,
        Err(problems) => return problems.iter().for_each(|problem| println!("{problem}")),
    };
    let templates = || assembly.stacks.iter().map(|stack| &stack.template);
    let json: Vec<serde_json::Value> =
        templates().filter_map(|template| serde_json::from_str(&template.to_json()).ok()).collect();
    assert_eq!(json.len(), assembly.stacks.len(), "every template is JSON");

    let floor = median(|| json.iter().map(serde_json::to_string_pretty).collect::<Vec<_>>());
    let show = |name: &str, time: Duration| {
        println!("{name:<42} {:>8.1} µs  x{:.2}", time.as_secs_f64() * 1e6, time.as_secs_f64() / floor.as_secs_f64());
    };
    println!("{} templates and {} other files of {} flavors", json.len(), assembly.files.len(), props.flavors.len());
    show("serde_json pretty-prints the templates", floor);
    show("the templates as JSON", median(|| templates().map(Template::to_json).collect::<Vec<_>>()));
    show("the templates as YAML", median(|| templates().map(Template::to_yaml).collect::<Vec<_>>()));
    show("constructs, and the text of the buildspecs", median(|| codebuild_ci(&props)));
    show("the same, and synthesis", median(|| synthesise(&props).is_ok()));
}

fn synthesise(props: &CodeBuildCi) -> Result<Assembly, Vec<Diagnostic>> {
    codebuild_ci(props).synth()
}

/// What `examples/codebuild_ci.rs` sets up, without its files.
fn props() -> CodeBuildCi {
    let docker_hub = |name: &str, key: &str| SecretVariable::new(name, "Dockerhub", key);
    let build = FlavorBuild {
        pre_build: vec![r#"echo "$DOCKER_PASSWORD" | docker login --username "$DOCKER_USER" --password-stdin"#.into()],
        secrets: vec![docker_hub("DOCKER_USER", "User"), docker_hub("DOCKER_PASSWORD", "AccessToken")],
        ..FlavorBuild::new(["./build.sh"])
    };
    let flavors = ["alpine-r-4.4", "debian-python-3.12", "debian-python-3.12-cuda"].map(Flavor::new).into();
    CodeBuildCi::new("Containers", "https://github.com/acme/containers", flavors, build)
}

/// How long `work` takes: the median of the rounds.
fn median<T>(work: impl Fn() -> T) -> Duration {
    let repeated = |times: u32| {
        let start = Instant::now();
        (0..times).for_each(|_| drop(black_box(work())));
        start.elapsed()
    };
    // Doubled until a round is long enough, which also warms up.
    let times = (0..20).map(|power| 1 << power).find(|times| repeated(*times) >= ROUND).unwrap_or(1 << 20);
    let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| repeated(times) / times).collect();
    rounds.sort();
    rounds[ROUNDS / 2]
}
