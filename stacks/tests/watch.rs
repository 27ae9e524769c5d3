//! `watch`, as a process that files are changed under.

#![cfg(feature = "tool")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long what has to come may take, and how long nothing more has to come.
const PATIENCE: Duration = Duration::from_secs(60);
const QUIET: Duration = Duration::from_millis(1500);

const CONFIG: &str = include_str!("cli/synth_config/input/ci.yaml");

/// A process that watches, and what it prints to either output.
struct Watch {
    process: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        // One pipe for both outputs, so that lines come in the order in which they are printed.
        let (reader, writer) = std::io::pipe().expect("there are pipes");
        let process = Command::new(env!("CARGO_BIN_EXE_cfn-stacks"))
            .arg("watch")
            .args(arguments)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .stdout(writer.try_clone().expect("a pipe has several ends"))
            .stderr(writer)
            .spawn()
            .expect("the program runs");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(reader).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Watch { process, lines }
    }

    /// What is printed until it watches again.
    fn round(&self) -> String {
        let mut text = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing more after {text}"));
            if line == "Watching for changes." {
                return text;
            }
            text.push_str(&format!("{line}\n"));
        }
    }

    fn says_nothing(&self) -> bool {
        self.lines.recv_timeout(QUIET).is_err()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("the file can be written");
}

#[test]
fn a_save_shows_what_it_changes_and_a_mistake_ends_nothing() {
    let folder = folder(&[("ci.yaml", CONFIG)]);
    let watch = Watch::start(folder.path(), &["--config", "ci.yaml"]);
    assert_eq!(watch.round(), "3 templates made.\n");

    write(folder.path(), "ci.yaml", &CONFIG.replace("Containers", "Boxes"));
    let told = watch.round();
    assert!(told.contains("\nBoxes\n") || told.starts_with("Boxes\n"), "{told}");
    assert!(told.contains("Resources: 16 added, 0 changed, 16 removed"), "{told}");

    write(folder.path(), "ci.yaml", "system: codebuild\n");
    let told = watch.round();
    assert!(told.contains("error: the templates were not made; they are as they were\n"), "{told}");
    assert!(folder.path().join("cfn.out/Boxes.template.yaml").exists());

    write(folder.path(), "ci.yaml", CONFIG);
    assert!(watch.round().contains("\nContainers\n"));
    assert!(watch.says_nothing());
}

#[cfg(unix)]
#[test]
fn saves_in_quick_succession_are_one_and_the_output_is_none() {
    let made = "mkdir -p out && cp t.yaml out/T.template.yaml && echo made";
    let template =
        |delay: u32| format!("Resources:\n  Q: {{Type: AWS::SQS::Queue, Properties: {{DelaySeconds: {delay}}}}}\n");
    let folder = folder(&[("t.yaml", &template(1))]);
    let watch = Watch::start(folder.path(), &["--out", "out", "--", "sh", "-c", made]);
    assert_eq!(watch.round(), "made\n1 template made.\n");
    for delay in 2..8 {
        write(folder.path(), "t.yaml", &template(delay));
        std::thread::sleep(Duration::from_millis(20));
    }
    let told = watch.round();
    assert!(told.contains("      DelaySeconds: 1 → 7\n"), "{told}");
    assert!(watch.says_nothing());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it() {
    let folder = folder(&[("ci.yaml", CONFIG)]);
    let mut watch = Watch::start(folder.path(), &["--config", "ci.yaml"]);
    watch.round();
    let id = watch.process.id().to_string();
    // Shells let what runs in the background ignore interrupts.
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill is there").success());
    let status = watch.process.wait().expect("it ends");
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(15));
    let left: Vec<_> = std::fs::read_dir(folder.path().join("cfn.out")).expect("it is there").flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with(".tmp")), "{left:?}");
}
