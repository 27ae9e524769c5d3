//! How fast templates are read and written, beside what others need for the same.
//!
//! `cargo bench -p cfn-model` with real templates in the folder that `CFN_CORPUS` names.
//! Each figure is the fastest of several rounds over all of them, in megabytes of text a second.
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cfn_model::parse::{self, Limits};
use cfn_model::{Value, emit};

const ROUNDS: usize = 15;

fn main() {
    let Some(folder) = std::env::var_os("CFN_CORPUS") else {
        println!("nothing measured: set CFN_CORPUS to a folder of templates");
        return;
    };
    let mut texts = Vec::new();
    collect(Path::new(&folder), &mut texts);
    let (json, yaml): (Vec<String>, Vec<String>) = texts.into_iter().partition(|text| text.trim_start().starts_with('{'));

    let events = |text: &String| granit_parser::Parser::new_from_str(text).filter(Result::is_ok).count();
    let read = |text: &String| parse::template(text, "", &Limits::default()).is_ok();
    let values = |texts: &[String]| -> Vec<Value> { texts.iter().filter_map(|text| value(text)).collect() };

    report("read YAML", bytes(&yaml), &yaml, read);
    report("  the parser's bare events", bytes(&yaml), &yaml, events);
    report("read JSON", bytes(&json), &json, read);
    report("  serde_json", bytes(&json), &json, |text| serde_json::from_str::<serde_json::Value>(text).is_ok());
    report("  the YAML parser's bare events", bytes(&json), &json, events);

    let values: Vec<Value> = values(&yaml).into_iter().chain(values(&json)).collect();
    let out: usize = values.iter().map(|value| emit::to_yaml(value).len()).sum();
    report("write YAML", out, &values, |value| emit::to_yaml(value).len());
    let out: usize = values.iter().map(|value| emit::to_json(value).len()).sum();
    report("write JSON", out, &values, |value| emit::to_json(value).len());
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).map_or(0, |text| text.len());
    let others: Vec<serde_json::Value> = values.iter().filter_map(|value| serde_json::to_value(value).ok()).collect();
    let out: usize = others.iter().map(pretty).sum();
    report("  serde_json, pretty", out, &others, pretty);
}

fn value(text: &str) -> Option<Value> {
    parse::template(text, "", &Limits::default()).ok().map(|document| document.value)
}

fn bytes(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

/// Prints how many megabytes a second `work` does, where all inputs are `bytes` together.
fn report<T, U>(name: &str, bytes: usize, inputs: &[T], work: impl Fn(&T) -> U) {
    let round = || {
        let start = Instant::now();
        for input in inputs {
            black_box(work(black_box(input)));
        }
        start.elapsed().as_secs_f64()
    };
    let fastest = (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let megabytes = bytes as f64 / 1e6;
    println!("{name:<32} {:>7.1} MB/s  ({megabytes:.2} MB in {} texts)", megabytes / fastest, inputs.len());
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|kind| kind == "json" || kind == "yaml" || kind == "yml") {
            texts.extend(std::fs::read_to_string(path));
        }
    }
}
