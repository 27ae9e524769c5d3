//! From an edited line to a template: the clean build, the edit loop, and the synthesis itself.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::measure::{self, Cost, machine, median};
use super::program::{Profile, Program};
use super::table::{Goal, Row, Table};
use crate::files::scratch;

/// How often each program is built from nothing.
const CLEAN_BUILDS: usize = 3;

/// How often a line is edited, after once to warm up.
const EDITS: usize = 9;

/// How often a finished program runs for its time.
const RUNS: usize = 20;

/// How often a finished program runs for its memory, which hardly varies.
const MEMORY_RUNS: usize = 5;

/// Measures and prints the table.
pub(super) fn run() -> Result<()> {
    let folder = scratch("bench")?;
    let programs = [
        Program::ours(&folder, "ours", Profile::Workspace)?,
        Program::ours(&folder, "ours, profile of Cargo", Profile::Default)?,
        Program::peer(&folder)?,
    ];
    println!("{}", machine());

    let clean = clean_builds(&programs)?;
    let edits = edit(&programs)?;
    let debug = synthesis(&programs, "debug")?;
    for program in &programs {
        note(program, "release build");
        program.cargo(&["build", "--release"])?;
    }
    let release = synthesis(&programs, "release")?;

    let row = |name, digits, goal, figures: Vec<f64>| Row { name, digits, goal, figures };
    let clean = |pick| medians(&clean, pick);
    let edit = |pick| medians(&edits, pick);
    print!(
        "{}",
        Table {
            columns: programs.iter().map(|program| program.name).collect(),
            rows: vec![
                row("clean debug build, CPU s", 1, Goal::AtMostPeer, clean(|cost| cost.cpu)),
                row("clean debug build, wall s", 1, Goal::None, clean(|cost| cost.wall)),
                row("edit to template, wall s", 3, Goal::AtMostPeer, edit(|cost| cost.wall)),
                row("edit to template, CPU s", 2, Goal::None, edit(|cost| cost.cpu)),
                row("synthesis, debug, ms", 2, Goal::Below(10.0), debug.milliseconds),
                row("synthesis, release, ms", 2, Goal::Below(10.0), release.milliseconds),
                row("peak memory, debug, MiB", 1, Goal::None, debug.mebibytes),
                row("peak memory, release, MiB", 1, Goal::None, release.mebibytes),
            ],
        }
    );
    println!("medians: {CLEAN_BUILDS} clean builds, {EDITS} edits, {RUNS} runs of the whole program for synthesis");
    println!("ours checks and writes the templates of four stacks and their buildspecs; the peer prints one template");
    let nothing = Path::new("true");
    let floor = (0..RUNS).map(|_| milliseconds(&folder, nothing)).collect::<Result<Vec<_>>>()?;
    println!("a program that does nothing: {:.2} ms, {:.1} MiB", median(floor), peak_memory(&folder, nothing)?);
    Ok(())
}

/// The median of one kind of figure, for each program.
fn medians(costs: &[Vec<Cost>], pick: fn(&Cost) -> f64) -> Vec<f64> {
    costs.iter().map(|costs| median(costs.iter().map(pick))).collect()
}

/// Builds each program from nothing and runs it, by turns, so that what else the machine does meets all alike.
fn clean_builds(programs: &[Program]) -> Result<Vec<Vec<Cost>>> {
    let mut costs = vec![Vec::new(); programs.len()];
    for round in 1..=CLEAN_BUILDS {
        for (program, costs) in programs.iter().zip(&mut costs) {
            note(program, &format!("clean build {round} of {CLEAN_BUILDS}"));
            program.clean()?;
            costs.push(program.cargo(&["run"])?);
        }
    }
    Ok(costs)
}

/// Edits a line of each program and runs it, by turns as well. The first edit is to warm up.
fn edit(programs: &[Program]) -> Result<Vec<Vec<Cost>>> {
    let mut costs = vec![Vec::new(); programs.len()];
    for round in 0..=EDITS {
        for (program, costs) in programs.iter().zip(&mut costs) {
            note(program, &format!("edit {round} of {EDITS}"));
            let name = program.edit(round)?;
            let cost = program.cargo(&["run"])?;
            if !cost.output.contains(&name) {
                bail!("the edit `{name}` of {} did not reach what it prints: {}", program.name, cost.output);
            }
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    Ok(costs)
}

/// What running the finished programs takes, one figure a program.
struct Synthesis {
    milliseconds: Vec<f64>,
    mebibytes: Vec<f64>,
}

fn synthesis(programs: &[Program], profile: &str) -> Result<Synthesis> {
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..RUNS {
        for (program, times) in programs.iter().zip(&mut times) {
            times.push(milliseconds(&program.folder, &program.binary(profile))?);
        }
    }
    let memory = |program: &Program| peak_memory(&program.folder, &program.binary(profile));
    Ok(Synthesis {
        milliseconds: times.into_iter().map(median).collect(),
        mebibytes: programs.iter().map(memory).collect::<Result<_>>()?,
    })
}

fn milliseconds(folder: &Path, program: &Path) -> Result<f64> {
    Ok(measure::wall(folder, program)?.as_secs_f64() * 1000.0)
}

fn peak_memory(folder: &Path, program: &Path) -> Result<f64> {
    let program = program.to_str().context("the benchmark's folder has a name that is not UTF-8")?;
    let run = |_| measure::cost(folder, program, &[]).map(|cost| cost.mebibytes);
    Ok(median((0..MEMORY_RUNS).map(run).collect::<Result<Vec<_>>>()?))
}

fn note(program: &Program, what: &str) {
    eprintln!("{}: {what}", program.name);
}
