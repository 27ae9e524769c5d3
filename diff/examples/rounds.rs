//! How many milliseconds each of some rounds over pairs of templates takes, as a JSON list, without reading them.
//!
//! Usage: rounds OLD NEW COUNT, where OLD and NEW are folders with files of the same names.
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cfn_model::Template;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [old, new, count] = arguments.as_slice() else { return Err("name OLD, NEW and COUNT".into()) };
    let mut pairs = Vec::new();
    for entry in fs::read_dir(old)? {
        let name = entry?.file_name();
        pairs.push((read(&Path::new(old).join(&name))?, read(&Path::new(new).join(&name))?));
    }
    let round = || {
        let start = Instant::now();
        pairs.iter().for_each(|(old, new)| drop(black_box(cfn_diff::diff(old, new))));
        start.elapsed().as_secs_f64() * 1000.0
    };
    let rounds: Vec<String> = (0..count.parse()?).map(|_| round().to_string()).collect();
    println!("[{}]", rounds.join(","));
    Ok(())
}

fn read(path: &Path) -> Result<Template, Box<dyn Error>> {
    let name = path.display().to_string();
    let parsed = Template::parse(&fs::read_to_string(path)?, name.clone());
    parsed.map(|parsed| parsed.template).map_err(|problems| format!("{name}: {} problems", problems.len()).into())
}
