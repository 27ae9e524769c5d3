//! `convert`: a template in another notation.

use cfn_model::emit::{self, Intrinsics, Options};
use cfn_model::template::Template;

use super::Failure;
use super::command::{Call, Command, Opt};
use super::input::Input;
use super::synth::Format;

pub(super) static COMMAND: Command = Command {
    name: "convert",
    about: "print a template in YAML or JSON",
    words: ("FILE", 1),
    options: &[Opt::one("to", "FORMAT", Format::NAMES, "yaml or json"), SHORT, LONG],
    details: "FILE is a template in either notation, or `-` for standard input. JSON knows no short form of functions.",
    run,
};

/// Functions as tags.
pub(super) const SHORT: Opt = Opt::flag("short", "functions in YAML as tags, `!Ref X` [default]");

/// Functions as keys.
pub(super) const LONG: Opt = Opt::flag("long", "functions in YAML as keys, `Ref: X`");

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let format = call.options.text("to").map(Format::named);
    let format = format.ok_or_else(|| usage("convert has to know the notation; add --to yaml or --to json"))?;
    let intrinsics = intrinsics(&call)?;
    if format == Format::Json && call.options.has("short") {
        return Err(usage("JSON has no short form of functions; leave --short out"));
    }
    let file = call.options.words().first();
    let file = file.ok_or_else(|| usage("convert has to know the template; name a file, or `-` for standard input"))?;
    let input = Input::read(file)?;
    let read = Template::parse(&input.text, input.name.clone());
    let parsed = read.map_err(|problems| Failure::Input(input.with_excerpts(&problems), problems.len()))?;
    let text = match format {
        Format::Yaml => emit::to_yaml_with(&parsed.template.into_value(), Options { intrinsics }),
        Format::Json => parsed.template.to_json(),
    };
    call.print(&text)
}

/// How functions are written, from [`SHORT`] and [`LONG`].
pub(super) fn intrinsics(call: &Call<'_>) -> Result<Intrinsics, Failure> {
    match (call.options.has("short"), call.options.has("long")) {
        (true, true) => Err(usage("--short and --long exclude each other")),
        (_, true) => Ok(Intrinsics::Long),
        _ => Ok(Intrinsics::Short),
    }
}

fn usage(message: &str) -> Failure {
    Failure::Usage(message.into())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::tool::tests::run_tool;

    /// What is printed for a file with that text.
    fn convert(text: &str, options: &[&str]) -> Result<String, Failure> {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("template");
        std::fs::write(&file, text).expect("the folder can be written");
        let mut arguments: Vec<OsString> = options.iter().map(OsString::from).collect();
        arguments.push(file.into());
        let (done, printed) = run_tool("convert", arguments);
        done.map(|()| printed)
    }

    const TEMPLATE: &str = "Resources:\n  B: {Type: 'AWS::S3::Bucket', DependsOn: !Ref A}\n";

    #[test]
    fn functions_are_written_as_asked_for() {
        for (options, expected) in [
            (&["--to", "yaml"][..], "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    DependsOn: !Ref A\n"),
            (
                &["--to", "yaml", "--long"],
                "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    DependsOn:\n      Ref: A\n",
            ),
            (
                &["--to", "json"],
                "{\n  \"Resources\": {\n    \"B\": {\n      \"Type\": \"AWS::S3::Bucket\",\n      \"DependsOn\": {\n        \"Ref\": \"A\"\n      }\n    }\n  }\n}\n",
            ),
        ] {
            assert_eq!(convert(TEMPLATE, options).expect("the template is good"), expected);
        }
    }

    #[test]
    fn requests_that_make_no_sense_are_explained() {
        for (options, expected) in [
            (&[][..], "convert has to know the notation; add --to yaml or --to json"),
            (&["--to", "toml"], "--to does not take `toml`; it takes `yaml` or `json`"),
            (&["--to", "yaml", "--short", "--long"], "--short and --long exclude each other"),
            (&["--to", "json", "--short"], "JSON has no short form of functions; leave --short out"),
        ] {
            let failure = convert(TEMPLATE, options).expect_err("this makes no sense");
            assert_eq!(failure.to_string(), expected);
            assert!(matches!(failure, Failure::Usage(_)));
        }
    }

    #[test]
    fn problems_show_the_line() {
        let failure = convert("Resources:\n  A: 1\n  A: 2\n", &["--to", "json"]).expect_err("a key is there twice");
        let Failure::Input(shown, 1) = failure else { panic!("{failure:?}") };
        assert!(shown.contains("3 |   A: 2"), "{shown}");
    }
}
