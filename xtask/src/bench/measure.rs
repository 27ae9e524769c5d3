//! What running a program costs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What one run of a program and of all that it starts costs.
#[derive(Clone, Debug)]
pub(super) struct Cost {
    /// Seconds from its start to its end.
    pub(super) wall: f64,
    /// Seconds of CPU, in user and system mode together.
    pub(super) cpu: f64,
    /// The most memory that one of its processes held at once.
    pub(super) mebibytes: f64,
    /// What it printed.
    pub(super) output: String,
}

/// Runs a program in `folder` under GNU time.
///
/// Only a small parent shows what a small child takes: Linux counts what a process held before it
/// became another program, and that is a copy of its parent. Asking from here would give our own size.
pub(super) fn cost(folder: &Path, program: &str, arguments: &[&str]) -> Result<Cost> {
    run(folder, program, arguments, |code| code == 0)
}

/// As [`cost`], for a program that says by its exit code that it found something.
pub(super) fn cost_of_judge(folder: &Path, program: &str, arguments: &[&str]) -> Result<Cost> {
    // cfn-lint adds up what it found: 2 for errors, 4 for warnings, 8 for hints.
    run(folder, program, arguments, |code| (0..16).contains(&code))
}

fn run(folder: &Path, program: &str, arguments: &[&str], done: fn(i32) -> bool) -> Result<Cost> {
    let report = folder.join(".cost");
    let start = Instant::now();
    let output = Command::new("time")
        .args(["--quiet", "--format", "%U %S %M", "--output"])
        .arg(&report)
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .context("cannot run `time`; install GNU time (apt-get install time)")?;
    let wall = start.elapsed().as_secs_f64();
    if !output.status.code().is_some_and(done) {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{program} {}` failed: {}", arguments.join(" "), errors.trim_end());
    }
    let text = fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
    let Some((cpu, mebibytes)) = read_report(&text) else {
        bail!("`time` reported `{}`, not seconds and KiB; is it GNU time?", text.trim_end());
    };
    Ok(Cost { wall, cpu, mebibytes, output: String::from_utf8_lossy(&output.stdout).into_owned() })
}

/// CPU seconds and peak memory from what GNU time wrote: `0.10 0.05 2048`.
fn read_report(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let (user, system, kibibytes) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some((user + system, kibibytes / 1024.0))
}

/// How long a program runs whose output nobody reads.
pub(super) fn wall(folder: &Path, program: &Path) -> Result<Duration> {
    let start = Instant::now();
    let status = Command::new(program)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run `{}`", program.display()))?;
    let wall = start.elapsed();
    if !status.success() {
        bail!("`{}` failed", program.display());
    }
    Ok(wall)
}

/// The middle one of some figures, which a few disturbed ones do not move.
pub(super) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() {
        0 => f64::NAN,
        length if length % 2 == 0 => f64::midpoint(figures[middle - 1], figures[middle]),
        _ => figures[middle],
    }
}

/// The machine, the load on it, and the compiler: what a figure is worth nothing without.
pub(super) fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1)).unwrap_or("unknown CPU");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let rustc = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    format!("{model}, {cores} cores, load {load} at the start, {}", String::from_utf8_lossy(&rustc).trim_end())
}

#[cfg(test)]
mod tests {
    use super::{median, read_report};

    #[test]
    fn the_median_is_in_the_middle() {
        for (figures, expected) in [(vec![3.0, 1.0, 100.0], 3.0), (vec![4.0, 1.0, 2.0, 9.0], 3.0), (vec![7.0], 7.0)] {
            assert_eq!(median(figures.clone()), expected, "{figures:?}");
        }
    }

    #[test]
    fn a_report_has_three_numbers() {
        assert_eq!(read_report("0.25 0.5 2048\n"), Some((0.75, 2.0)));
        assert_eq!(read_report("0.25 0.5\n"), None);
        assert_eq!(read_report("usage: time"), None);
    }
}
