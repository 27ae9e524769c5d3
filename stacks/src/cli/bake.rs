//! `bake`: puts the ids of machine images, and the place of a release, into templates that exist.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use cfn_model::parse::Places;
use cfn_model::template::{Mapping, Parsed, Section, Template};
use cfn_model::{Diagnostic, Map, Severity, Value, emit};

use super::check::files::diagnostic;
use super::command::{Call, Command, JSON, Opt};
use super::input::Input;
use super::{Failure, folder};
use crate::ami_release::read_images;

pub(super) static COMMAND: Command = Command {
    name: "bake",
    about: "put the ids of machine images, and the place of a release, into templates that exist",
    words: ("FILE...", usize::MAX),
    options: &[
        Opt::path("images", "FILE", "the manifest of Packer, or the file that a pipeline names in $IMAGES"),
        Opt::text("map", "NAME", "the mapping that holds the ids [default: Images]"),
        Opt::text(
            "region",
            "REGION",
            "a region that the templates are for; may be repeated [default: all that an image is in]",
        ),
        Opt::text("release-url", "URL", "the place of the release: nested templates are in `templates/` below it"),
        Opt::path("out", "DIR", "the folder to write to").short('o'),
        JSON,
    ],
    details: "\
A template finds an image with `!FindInMap [Images, !Ref AWS::Region, Server]`: names are in PascalCase. What the mapping
holds before is replaced. Templates that have no such mapping and ask for none get none.
A nested stack whose TemplateURL is a path, such as `./network.yaml`, is given the URL of that template in the release.
Where an image, a region or a nested template is missing, nothing is written.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let (images, url) = (call.options.path("images"), call.options.text("release-url"));
    if call.options.words().is_empty() {
        return Err(usage("bake has to know the templates; name files"));
    }
    if images.is_none() && url.is_none() {
        return Err(usage(
            "bake has to know what to put into the templates; add --images FILE, --release-url URL or both",
        ));
    }
    let out = call.options.path("out").ok_or_else(|| usage("bake has to know where to write to; add --out DIR"))?;
    let regions: Vec<String> = call.options.texts("region").map(str::to_owned).collect();
    let mapping = images.as_deref().map(|file| mapping(file, &regions)).transpose()?;
    let name = call.options.text("map").unwrap_or("Images");

    let names = names(call.options.words(), &out)?;
    let mut all = Vec::new();
    let (mut shown, mut count) = (Vec::new(), 0);
    for file in call.options.words() {
        let input = Input::read(file)?;
        let baked = bake(&input, mapping.as_ref().map(|mapping| (name, mapping)), url, &names);
        match baked {
            Ok(template) => all.push((file_name(file), template)),
            Err(problems) => {
                count += problems.len();
                shown.push(input.with_excerpts(&problems));
            }
        }
    }
    if count > 0 {
        return Err(Failure::Input(shown.join("\n\n"), count));
    }
    let mut written = Vec::new();
    for (name, template) in &all {
        let place = out.join(name);
        let is_json = place.extension().is_some_and(|extension| extension == "json");
        let text = if is_json { template.to_json() } else { template.to_yaml() };
        folder::write_file(&place, text.as_bytes()).map_err(Failure::Io)?;
        written.push(place.display().to_string());
    }
    if call.options.has("json") {
        let files = Value::List(written.iter().map(Value::from).collect());
        return call.print(&emit::to_json(&Map::from([("files", files)]).into()));
    }
    call.print(&written.iter().map(|place| format!("{place}\n")).collect::<String>())
}

/// The ids that the file names, as a mapping.
fn mapping(file: &Path, regions: &[String]) -> Result<Mapping, Failure> {
    let input = Input::read(file.as_os_str())?;
    let told = |problems: Vec<Diagnostic>| Failure::Input(input.with_excerpts(&problems), problems.len());
    read_images(file).and_then(|images| images.to_mapping(regions)).map_err(told)
}

/// The names of the files, under which they are written to a folder.
fn names(files: &[OsString], out: &Path) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut names = BTreeSet::new();
    for file in files {
        let name = file_name(file);
        if file == "-" {
            return Err(usage("what is baked is called as its file, and standard input is none; name files"));
        }
        // What is written has neither the comments nor the mapping of the file that it is made from.
        let same = |file: &Path| file.canonicalize().ok();
        if same(&out.join(&name)).is_some_and(|place| same(Path::new(file)) == Some(place)) {
            return Err(usage(&format!("`{}` would be written over; name another folder with --out", name.display())));
        }
        if !names.insert(name.clone()) {
            return Err(usage(&format!(
                "two templates are called `{}`; they are written to one folder",
                name.display()
            )));
        }
    }
    Ok(names)
}

fn file_name(file: &OsStr) -> PathBuf {
    Path::new(file).file_name().map_or_else(|| file.into(), PathBuf::from)
}

/// The template of the file, baked, or all that is wrong with it.
fn bake(
    input: &Input,
    mapping: Option<(&str, &Mapping)>,
    url: Option<&str>,
    names: &BTreeSet<PathBuf>,
) -> Result<Template, Vec<Diagnostic>> {
    let Parsed { mut template, places, .. } = Template::parse(&input.text, input.name.clone())?;
    let mut problems = Vec::new();
    if let Some(url) = url {
        nest(&mut template, &places, url, names, &mut problems);
    }
    if let Some((name, mapping)) = mapping
        && asks_for(&template, name)
    {
        template.section_mut(Section::Mappings).insert(name.to_owned(), mapping.clone());
        // What the template asks the mapping for that is not in it.
        let findings = cfn_checks::check(&template, &cfn_checks::Options::default());
        let missing = findings
            .into_iter()
            .filter(|finding| finding.check.code == "undefined-mapping" && finding.severity == Severity::Error);
        problems.extend(missing.map(|finding| diagnostic(finding, &places)));
    }
    if problems.is_empty() { Ok(template) } else { Err(problems) }
}

/// Whether the template has the mapping, or looks something up in it.
fn asks_for(template: &Template, name: &str) -> bool {
    let mut asks = template.section(Section::Mappings).is_some_and(|mappings| mappings.contains_key(name));
    for (_, section) in template.as_map().iter() {
        section.walk(&mut |node| {
            if let Value::Intrinsic(call) = node
                && call.function == cfn_model::Function::FindInMap
            {
                let first = call.argument.as_list().and_then(<[Value]>::first);
                asks |= first.and_then(Value::as_str) == Some(name);
            }
        });
    }
    asks
}

/// Gives nested stacks whose template is named by its path the URL that it has in the release.
fn nest(
    template: &mut Template,
    places: &Places,
    url: &str,
    names: &BTreeSet<PathBuf>,
    problems: &mut Vec<Diagnostic>,
) {
    for (id, resource) in template.section_mut(Section::Resources).iter_mut() {
        if resource.at("Type").and_then(Value::as_str) != Some("AWS::CloudFormation::Stack") {
            continue;
        }
        let Some(Value::Map(properties)) = resource.as_map_mut().and_then(|resource| resource.get_mut("Properties"))
        else {
            continue;
        };
        let Some(Value::String(path)) = properties.get("TemplateURL") else { continue };
        if path.contains("://") {
            continue;
        }
        let name = file_name(OsStr::new(&path));
        if names.contains(&name) {
            let released = format!("{}/templates/{}", url.trim_end_matches('/'), name.display());
            properties.insert("TemplateURL", released);
            continue;
        }
        let known: Vec<String> = names.iter().map(|name| name.display().to_string()).collect();
        let message = format!("the nested template `{path}` is not among those that are baked");
        let location = places.location(&format!("Resources.{id}.Properties.TemplateURL"));
        let help = format!("name its file too; there are `{}`", known.join("`, `"));
        problems.push(Diagnostic::error("nested-template", message).help(help).at(location));
    }
}

fn usage(message: &str) -> Failure {
    Failure::Usage(message.into())
}
