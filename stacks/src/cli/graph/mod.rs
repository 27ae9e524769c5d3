//! `graph`: pictures of pipelines, of stacks, and of the resources of stacks.

mod pictures;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use cfn_graph::Format;

use super::command::{Call, Command, Opt, STACK};
use super::folder::{self, File};
use super::options::alternatives;
use super::{Failure, words};
pub(super) use pictures::{Of, Picture, pictures};

pub(super) static COMMAND: Command = Command {
    name: "graph",
    about: "draw the pipelines, the stacks or the resources of the app, or of templates",
    words: ("[stacks|pipeline|resources] [PATH]...", usize::MAX),
    options: &[
        STACK,
        Opt::one(
            "format",
            "FORMAT",
            FORMATS,
            "svg, mermaid, dot, json or text [default: what the ending of --out says, and text without it]",
        ),
        Opt::flag("json", "the same as --format json"),
        Opt::path("out", "PATH", "write there instead of printing: a file, or a folder for several pictures")
            .short('o'),
    ],
    details: "\
Without a word, the pipelines are drawn; where there are none the stacks, and of a single stack the resources.
PATH is a template, a folder with all templates in it, or `-` for standard input. Without one, the app is drawn.
JSON that is printed is a list of pictures; a file has one of them.
An arrow points to what is needed first; a dashed one says that this is by name only.",
    run,
};

const FORMATS: &[&str] = &["svg", "mermaid", "dot", "json", "text"];

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let mut paths = call.options.words().to_vec();
    let of = paths.first().and_then(|word| Of::named(word.to_str()?));
    if of.is_some() {
        paths.remove(0);
    }
    if call.app.is_none() && !call.options.has("config") && paths.is_empty() {
        let message = "graph has to know what to draw; name templates or folders, or `-` for standard input";
        return Err(Failure::Usage(message.into()));
    }
    let subjects = super::subjects::subjects(&mut call, &paths)?;
    let title = call.program.name.clone();
    let pictures = pictures(&subjects, of, &title);
    if pictures.is_empty() {
        let what = of.unwrap_or(Of::Resources).name();
        return Err(Failure::Refused(format!(
            "there is nothing to draw: no {what} in {}",
            words(subjects.len(), "template")
        )));
    }
    let out = call.options.path("out");
    let format = match call.options.text("format") {
        _ if call.options.has("json") => Format::Json,
        Some(name) => named(name),
        None => out.as_deref().map_or(Format::Text { colours: super::colours() }, by_ending),
    };
    match out {
        Some(out) => write(&mut call, &out, format, &pictures),
        None => print(&mut call, format, &pictures),
    }
}

fn print(call: &mut Call<'_>, format: Format, pictures: &[Picture]) -> Result<(), Failure> {
    let format = match format {
        Format::Text { .. } => Format::Text { colours: super::colours() },
        Format::Json => {
            let drawn: Vec<String> =
                pictures.iter().map(|picture| picture.draw(format).trim_end().to_owned()).collect();
            return call.print(&format!("[{}]\n", drawn.join(",\n")));
        }
        _ if pictures.len() > 1 => {
            let names: Vec<&str> = pictures.iter().map(|picture| picture.name.as_str()).collect();
            return Err(Failure::Usage(format!(
                "{} do not go into one output: {}; choose with --stack, or name a folder with --out",
                words(pictures.len(), "picture"),
                alternatives(&names).replace(" or ", " and ")
            )));
        }
        other => other,
    };
    let drawn: Vec<String> = pictures.iter().map(|picture| picture.draw(format)).collect();
    call.print(&drawn.join("\n"))
}

/// Writes one picture to a file, or several to a folder.
fn write(call: &mut Call<'_>, out: &Path, format: Format, pictures: &[Picture]) -> Result<(), Failure> {
    let format = if let Format::Text { .. } = format { Format::Text { colours: false } } else { format };
    let is_folder = out.is_dir() || out.to_string_lossy().ends_with(std::path::is_separator);
    let one_file = pictures.len() == 1 && !is_folder;
    if one_file {
        folder::write_file(out, pictures[0].draw(format).as_bytes()).map_err(Failure::Io)?;
        return call.print(&format!("{}\n", out.display()));
    }
    let ending = ending(format);
    let file = |picture: &Picture| File {
        path: PathBuf::from(format!("{}.{ending}", picture.name)),
        contents: picture.draw(format).into_bytes(),
    };
    let files: Vec<File> = pictures.iter().map(file).collect();
    folder::write(out, &files, false).map_err(Failure::Io)?;
    let lines: String = files.iter().map(|file| format!("{}\n", out.join(&file.path).display())).collect();
    call.print(&lines)
}

fn named(name: &str) -> Format {
    match name {
        "mermaid" => Format::Mermaid,
        "dot" => Format::Dot,
        "json" => Format::Json,
        "text" => Format::Text { colours: false },
        _ => Format::Svg,
    }
}

/// The format that a file of that name has.
fn by_ending(path: &Path) -> Format {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("mmd" | "mermaid") => Format::Mermaid,
        Some("dot" | "gv") => Format::Dot,
        Some("json") => Format::Json,
        Some("txt") => Format::Text { colours: false },
        _ => Format::Svg,
    }
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Mermaid => "mmd",
        Format::Dot => "dot",
        Format::Json => "json",
        Format::Text { .. } => "txt",
        _ => "svg",
    }
}
