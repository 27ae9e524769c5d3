//! `fmt`: templates in their canonical layout, with their comments.

use std::path::Path;

use cfn_model::emit::{self, Options};
use cfn_model::{Map, Value, format};

use super::command::{Call, Command, JSON, Opt};
use super::convert::{LONG, SHORT, intrinsics};
use super::input::Input;
use super::{Failure, folder};

pub(super) static COMMAND: Command = Command {
    name: "fmt",
    about: "lay templates out anew, in place, with their comments",
    words: ("FILE...", usize::MAX),
    options: &[
        Opt::flag("check", "change nothing; name the files that would change, and end with 1 where there are some"),
        SHORT,
        LONG,
        JSON,
    ],
    details: "\
Comments stay beside what they are about. `-` reads standard input and prints the result. Where one of the files has a
problem, none is changed. With --json, what is `changed` would be, where --check is given.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    if call.options.words().is_empty() {
        let message = "fmt has to know the templates; name files, or `-` for standard input";
        return Err(Failure::Usage(message.into()));
    }
    let (check, options) = (call.options.has("check"), Options { intrinsics: intrinsics(&call)? });
    let mut formatted = Vec::new();
    let (mut shown, mut problems) = (Vec::new(), 0);
    for file in call.options.words() {
        let input = Input::read(file)?;
        match format::template(&input.text, &input.name, options) {
            Ok(text) => formatted.push((file.clone(), input, text)),
            Err(found) => {
                problems += found.len();
                shown.push(input.with_excerpts(&found));
            }
        }
    }
    if problems > 0 {
        return Err(Failure::Input(shown.join("\n\n"), problems));
    }
    let as_json = call.options.has("json");
    if as_json && !check && formatted.iter().any(|(file, ..)| file == "-") {
        let message = "standard input is printed as it is laid out, with no room for JSON; leave one of the two out";
        return Err(Failure::Usage(message.into()));
    }
    let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
    for (file, input, text) in formatted {
        if file == "-" && !check {
            call.print(&text)?;
        } else if text == input.text {
            unchanged.push(input.name);
        } else {
            if !check {
                folder::replace(Path::new(&file), &text).map_err(Failure::Io)?;
            }
            changed.push(input.name);
        }
    }
    if as_json {
        let names = |names: &[String]| Value::List(names.iter().map(Value::from).collect());
        let files = Map::from([("changed", names(&changed)), ("unchanged", names(&unchanged))]);
        call.print(&emit::to_json(&files.into()))?;
    }
    if check && !changed.is_empty() { Err(Failure::Unformatted(changed)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;

    use super::*;
    use crate::cli::tool::tests::run_tool;

    const LOOSE: &str = "Resources:\n    # the bucket\n    B: {Type: 'AWS::S3::Bucket'}   # private\n";
    const TIDY: &str = "Resources:\n  # the bucket\n  B:\n    Type: AWS::S3::Bucket # private\n";

    /// Runs `fmt` on files with these texts, and returns what became of them.
    fn fmt(texts: &[&str], options: &[&str]) -> (Result<(), Failure>, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let files: Vec<_> = (0..texts.len()).map(|index| folder.path().join(format!("{index}.yaml"))).collect();
        for (file, text) in files.iter().zip(texts) {
            fs::write(file, text).expect("the folder can be written");
        }
        let mut arguments: Vec<OsString> = options.iter().map(OsString::from).collect();
        arguments.extend(files.iter().map(OsString::from));
        let (done, _) = run_tool("fmt", arguments);
        (done, files.iter().map(|file| fs::read_to_string(file).expect("the file is there")).collect())
    }

    #[test]
    fn files_are_rewritten_with_their_comments() {
        let (done, files) = fmt(&[LOOSE, TIDY], &[]);
        done.expect("the templates are good");
        assert_eq!(files, [TIDY, TIDY]);
    }

    #[test]
    fn check_changes_nothing_and_names_the_files() {
        let (done, files) = fmt(&[LOOSE, TIDY], &["--check"]);
        let message = done.expect_err("one file would change").to_string();
        assert!(message.contains("0.yaml") && !message.contains("1.yaml"), "{message}");
        assert_eq!(files, [LOOSE, TIDY]);
        fmt(&[TIDY], &["--check"]).0.expect("nothing would change");
    }

    #[test]
    fn one_bad_file_keeps_all_as_they_were() {
        let (done, files) = fmt(&[LOOSE, "A: [\n"], &[]);
        assert!(matches!(done, Err(Failure::Input(_, 1))), "{done:?}");
        assert_eq!(files, [LOOSE, "A: [\n"]);
    }
}
