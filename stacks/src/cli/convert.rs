//! `convert`: a template in another notation.

use std::ffi::OsString;
use std::io::Write;

use cfn_model::emit::{self, Intrinsics, Options};
use cfn_model::template::Template;
use lexopt::prelude::*;

use super::arguments::{Format, choose, format, usage};
use super::input::Input;
use super::{Failure, print};

const HELP: &str = "\
Usage: cfn-stacks convert --to yaml|json [--short|--long] FILE

Prints a template in YAML or JSON. `-` reads standard input.

Options:
      --to FORMAT  yaml or json
      --short      functions in YAML as tags, `!Ref X` [default]
      --long       functions in YAML as keys, `Ref: X`; JSON knows no other form
  -h, --help       print this
";

pub(super) fn run(arguments: Vec<OsString>, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(request) = Request::parse(arguments).map_err(Failure::Usage)? else { return print(HELP, out) };
    let input = Input::read(&request.file)?;
    let read = Template::parse(&input.text, input.name.clone());
    let parsed = read.map_err(|problems| Failure::Input(input.with_excerpts(&problems), problems.len()))?;
    let text = match request.format {
        Format::Yaml => emit::to_yaml_with(&parsed.template.into_value(), Options { intrinsics: request.intrinsics }),
        Format::Json => parsed.template.to_json(),
    };
    print(&text, out)
}

#[derive(Debug)]
struct Request {
    file: OsString,
    format: Format,
    intrinsics: Intrinsics,
}

impl Request {
    /// What the arguments ask for; `None` where that is help.
    fn parse(arguments: Vec<OsString>) -> Result<Option<Self>, String> {
        let (mut file, mut to, mut intrinsics) = (None, None, None);
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Long("to") => to = Some(format(&parser.value().map_err(usage)?)?),
                Long("short") => choose(&mut intrinsics, Intrinsics::Short)?,
                Long("long") => choose(&mut intrinsics, Intrinsics::Long)?,
                Short('h') | Long("help") => return Ok(None),
                Value(word) if file.is_none() => file = Some(word),
                other => return Err(usage(other.unexpected())),
            }
        }
        let format = to.ok_or("convert has to know the notation; add --to yaml or --to json")?;
        if format == Format::Json && intrinsics == Some(Intrinsics::Short) {
            return Err("JSON has no short form of functions; leave --short out".into());
        }
        let file = file.ok_or("convert has to know the template; name a file, or `-` for standard input")?;
        Ok(Some(Request { file, format, intrinsics: intrinsics.unwrap_or_default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed for a file with that text.
    fn convert(text: &str, options: &[&str]) -> Result<String, Failure> {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("template");
        std::fs::write(&file, text).expect("the folder can be written");
        let mut arguments: Vec<OsString> = options.iter().map(OsString::from).collect();
        arguments.push(file.into());
        let mut out = Vec::new();
        run(arguments, &mut out)?;
        Ok(String::from_utf8(out).expect("it is text"))
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
            (&["--to", "toml"], "`toml` is no format; the formats are yaml and json"),
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
