//! `fmt`: templates in their canonical layout, with their comments.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use cfn_model::emit::{Intrinsics, Options};
use cfn_model::format;
use lexopt::prelude::*;

use super::arguments::{choose, usage};
use super::input::Input;
use super::{Failure, folder, print};

const HELP: &str = "\
Usage: cfn-stacks fmt [--check] [--short|--long] FILE...

Lays templates out anew, in place. Comments stay beside what they are about. `-` reads standard
input and prints the result. Where one of the files has a problem, none is changed.

Options:
      --check  change nothing; name the files that would change, and end with 1 where there are some
      --short  functions in YAML as tags, `!Ref X` [default]
      --long   functions in YAML as keys, `Ref: X`
  -h, --help   print this
";

pub(super) fn run(arguments: Vec<OsString>, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(request) = Request::parse(arguments).map_err(Failure::Usage)? else { return print(HELP, out) };
    let mut formatted = Vec::new();
    let (mut shown, mut problems) = (Vec::new(), 0);
    for file in &request.files {
        let input = Input::read(file)?;
        match format::template(&input.text, &input.name, request.options) {
            Ok(text) => formatted.push((file, input, text)),
            Err(found) => {
                problems += found.len();
                shown.push(input.with_excerpts(&found));
            }
        }
    }
    if problems > 0 {
        return Err(Failure::Input(shown.join("\n\n"), problems));
    }
    let mut changed = Vec::new();
    for (file, input, text) in formatted {
        let is_standard_input = file == "-";
        if request.check && text != input.text {
            changed.push(input.name);
        } else if is_standard_input && !request.check {
            print(&text, out)?;
        } else if text != input.text {
            folder::replace(Path::new(file), &text).map_err(Failure::Io)?;
        }
    }
    if changed.is_empty() { Ok(()) } else { Err(Failure::Unformatted(changed)) }
}

#[derive(Debug)]
struct Request {
    files: Vec<OsString>,
    options: Options,
    check: bool,
}

impl Request {
    /// What the arguments ask for; `None` where that is help.
    fn parse(arguments: Vec<OsString>) -> Result<Option<Self>, String> {
        let (mut files, mut intrinsics, mut check) = (Vec::new(), None, false);
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Long("check") => check = true,
                Long("short") => choose(&mut intrinsics, Intrinsics::Short)?,
                Long("long") => choose(&mut intrinsics, Intrinsics::Long)?,
                Short('h') | Long("help") => return Ok(None),
                Value(word) => files.push(word),
                other => return Err(usage(other.unexpected())),
            }
        }
        if files.is_empty() {
            return Err("fmt has to know the templates; name files, or `-` for standard input".into());
        }
        Ok(Some(Request { files, options: Options { intrinsics: intrinsics.unwrap_or_default() }, check }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
        let done = run(arguments, &mut std::io::sink());
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
