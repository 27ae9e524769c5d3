//! How fast templates are read and written, beside what others need for the same.
//!
//! `cargo bench -p cfn-model` with real templates in the folder that `CFN_CORPUS` names.
//! Each figure is in megabytes of text a second, from the fastest of several rounds for each template.
//! All take turns, so that what else the machine does falls on all of them alike.
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cfn_model::parse::{self, Limits};
use cfn_model::{Value, emit};

const ROUNDS: usize = 25;

struct Work<'a> {
    name: &'static str,
    /// The bytes of text that are read or written.
    bytes: usize,
    run: Box<dyn Fn(usize) + 'a>,
    /// The least seconds that each input took.
    fastest: Vec<f64>,
}

fn work<'a, T, U>(name: &'static str, bytes: usize, inputs: &'a [T], run: impl Fn(&T) -> U + 'a) -> Work<'a> {
    let run = move |index: usize| _ = black_box(run(black_box(&inputs[index])));
    Work { name, bytes, run: Box::new(run), fastest: vec![f64::INFINITY; inputs.len()] }
}

fn main() {
    let Some(folder) = std::env::var_os("CFN_CORPUS") else {
        println!("nothing measured: set CFN_CORPUS to a folder of templates");
        return;
    };
    let mut texts = Vec::new();
    collect(Path::new(&folder), &mut texts);
    let (json, yaml): (Vec<String>, Vec<String>) =
        texts.iter().cloned().partition(|text| text.trim_start().starts_with('{'));
    let values: Vec<Value> = texts.iter().filter_map(|text| read(text)).collect();
    let others: Vec<serde_json::Value> = values.iter().filter_map(|value| serde_json::to_value(value).ok()).collect();

    let events = |text: &String| granit_parser::Parser::new_from_str(text).filter(Result::is_ok).count();
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let size = |texts: &[String]| texts.iter().map(String::len).sum();
    let sizes = |write: fn(&Value) -> String| values.iter().map(|value| write(value).len()).sum();

    let mut works = [
        work("read YAML", size(&yaml), &yaml, |text| read(text)),
        work("  bare events of the parser", size(&yaml), &yaml, events),
        work("read JSON", size(&json), &json, |text| read(text)),
        work("  serde_json", size(&json), &json, |text| serde_json::from_str::<serde_json::Value>(text).ok()),
        work("  bare events of the YAML parser", size(&json), &json, events),
        work("write YAML", sizes(emit::to_yaml), &values, emit::to_yaml),
        work("write JSON", sizes(emit::to_json), &values, emit::to_json),
        work("  serde_json, pretty", others.iter().map(|value| pretty(value).len()).sum(), &others, pretty),
    ];
    for _ in 0..ROUNDS {
        for work in &mut works {
            for (index, fastest) in work.fastest.iter_mut().enumerate() {
                // Twice, because what is written has just been made, and what is read has just been loaded.
                for _ in 0..2 {
                    let start = Instant::now();
                    (work.run)(index);
                    *fastest = fastest.min(start.elapsed().as_secs_f64());
                }
            }
        }
    }
    for Work { name, bytes, fastest, .. } in works {
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let megabytes = bytes as f64 / 1e6;
        let seconds: f64 = fastest.iter().sum();
        println!("{name:<34} {:>7.1} MB/s  {:>6.2} ms for {megabytes:.2} MB", megabytes / seconds, seconds * 1e3);
    }
}

fn read(text: &str) -> Option<Value> {
    parse::template(text, "", &Limits::default()).ok().map(|document| document.value)
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
