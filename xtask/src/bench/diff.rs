//! Comparing templates, beside the CDK's diff on the same pairs; and a whole round with the ready-made systems.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::measure::{cost, machine, median};
use super::table::{Goal, Row, Table};
use crate::conformance::diffs::{self, Programs};
use crate::conformance::{REQUIREMENTS, corpus, emitted};
use crate::environment;
use crate::files::{output, root, scratch};

/// How many of the pairs whole processes compare.
const PAIRS: usize = 15;

/// How often all pairs are compared within one process. The first third warms up.
const ROUNDS: usize = 9;

/// How often the systems are made, checked and compared.
const RUNS: usize = 7;

/// How many times faster than the CDK's diff ours should be, as a process and without what starting takes.
const FASTER: (f64, f64) = (50.0, 5.0);

/// How many milliseconds `synth`, `check` and `diff` of all systems should take together.
const SYSTEMS: f64 = 50.0;

/// Measures and prints the table.
pub(super) fn run() -> Result<()> {
    let bin = environment::python(&root().join("target").join("conformance"), REQUIREMENTS)?;
    let corpus = corpus().context("name a folder of real templates with CFN_CORPUS")?;
    let programs = diffs::prepare(&bin, &corpus)?;
    println!("{}", machine());
    let (processes, pairs) = (processes(&programs)?, within(&programs)?);
    let row = |name, figures: [f64; 2], faster: f64| Row {
        name,
        digits: 3,
        goal: Goal::Below((figures[1] / faster * 1000.0).round() / 1000.0),
        figures: figures.into(),
    };
    let rows =
        vec![row("a process, wall ms", processes, FASTER.0), row("a pair without start-up, ms", pairs, FASTER.1)];
    print!("{}", Table { columns: vec!["cfn-stacks", "CDK in Node"], rows });
    println!("times faster: {:.0} as a process, {:.1} a pair", processes[1] / processes[0], pairs[1] / pairs[0]);
    systems(&programs.ours)
}

/// The medians of whole processes, by turns, each with one pair.
fn processes(programs: &Programs) -> Result<[f64; 2]> {
    let folder = scratch("bench-diff")?;
    let edited = programs.pairs.join("edited");
    let mut names: Vec<_> =
        fs::read_dir(edited.join("old"))?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
    names.sort();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for name in names.iter().step_by(names.len().div_ceil(PAIRS)) {
        let mut sides = Vec::new();
        for side in ["old", "new"] {
            let place = folder.join(name).join(side);
            fs::create_dir_all(&place)?;
            fs::copy(edited.join(side).join(name), place.join(name))?;
            sides.push(text(&place));
        }
        ours.push(wall(&folder, &programs.ours, &["diff", "--json", &sides[0], &sides[1]])?);
        let (script, modules) = (text(&programs.script), text(&programs.modules));
        theirs.push(wall(&folder, &programs.bin.join("node"), &[&script, &modules, &sides[0], &sides[1]])?);
    }
    Ok([median(ours), median(theirs)])
}

/// The medians of a pair, once each program runs and has read all of them.
fn within(programs: &Programs) -> Result<[f64; 2]> {
    let [old, new] = ["old", "new"].map(|side| text(programs.pairs.join("edited").join(side)));
    let rounds = ROUNDS.to_string();
    let example = emitted::built("cfn-diff", &["--example", "rounds"], "rounds")?;
    let ours = output(&root(), &text(&example), &[&old, &new, &rounds])?;
    let theirs = programs.theirs(&[&old, &new, "--rounds", &rounds])?;
    let pairs = fs::read_dir(&old)?.count();
    let figure = |printed: &[u8]| {
        let times: Vec<f64> = serde_json::from_slice(printed).context("the times of the rounds")?;
        #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
        Ok::<_, anyhow::Error>(median(times.into_iter().skip(ROUNDS / 3)) / pairs as f64)
    };
    Ok([figure(&ours)?, figure(&theirs)?])
}

/// Prints how long it takes to make every ready-made system, to check it, and to compare it with what it was: as a command
/// each, and at once, as `diff` does that is told of the system.
fn systems(program: &Path) -> Result<()> {
    let folder = scratch("bench-systems")?;
    let listed = String::from_utf8(output(&folder, &text(program), &["schema"])?)?;
    let systems: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    ensure!(!systems.is_empty(), "`cfn-stacks schema` lists no system");
    let mut totals = Vec::new();
    for run in 0..=RUNS {
        let mut total = [0.0; 4];
        for system in &systems {
            let place = folder.join(system);
            let config = text(place.join(format!("{system}.yaml")));
            if run == 0 {
                fs::create_dir_all(&place)?;
                output(&place, &text(program), &["init", "--config", "--system", system])?;
                output(&place, &text(program), &["synth", "--config", &config, "--out", "old"])?;
            }
            let steps: [&[&str]; 4] = [
                &["synth", "--config", &config, "--out", "new"],
                &["check", "--config", &config],
                &["diff", "old", "new"],
                &["diff", "--config", &config, "old"],
            ];
            for (total, step) in total.iter_mut().zip(steps) {
                *total += wall(&place, program, step)?;
            }
        }
        // The first run warms up.
        if run > 0 {
            totals.push(total);
        }
    }
    let [synth, check, diff, at_once] = [0, 1, 2, 3].map(|step| median(totals.iter().map(|total| total[step])));
    println!("{} systems: synth {synth:.1} ms, check {check:.1} ms, diff {diff:.1} ms", systems.len());
    let verdict = if at_once < SYSTEMS { "met" } else { "missed" };
    println!("at once {at_once:.1} ms, goal below {SYSTEMS}: {verdict}");
    Ok(())
}

/// Milliseconds of a process.
fn wall(folder: &Path, program: &Path, arguments: &[&str]) -> Result<f64> {
    Ok(cost(folder, &text(program), arguments)?.wall * 1000.0)
}

fn text(path: impl AsRef<Path>) -> String {
    PathBuf::from(path.as_ref()).display().to_string()
}
