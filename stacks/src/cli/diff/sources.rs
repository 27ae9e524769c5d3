//! Where templates come from: files, folders, standard input, revisions of git.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use cfn_constructs::Assembly;
use cfn_model::Template;

use super::super::Failure;
use super::super::input::Input;

/// One side of a comparison.
#[derive(Clone, Debug)]
pub(super) enum Side {
    /// A file, a folder, or `-` for standard input.
    Path(OsString),
    /// A file or folder of a revision.
    Git { revision: String, path: String },
}

/// Templates by name.
pub(in crate::cli) type Named = BTreeMap<String, Rc<Template>>;

/// The templates of one side.
pub(super) struct Templates {
    pub(super) templates: Named,
    /// Whether one file was named.
    pub(super) single: bool,
}

impl Side {
    /// What a word means. A path that is there is a path, whatever it looks like.
    pub(super) fn of(word: &OsStr) -> Self {
        let text = word.to_string_lossy();
        match text.split_once(':') {
            Some((revision, path)) if !revision.is_empty() && !Path::new(word).exists() => {
                Side::Git { revision: revision.to_owned(), path: path.to_owned() }
            }
            _ => Side::Path(word.to_owned()),
        }
    }

    /// The same path at a revision.
    pub(super) fn at(&self, revision: &str) -> Result<Self, Failure> {
        match self {
            Side::Path(path) if path != "-" => {
                Ok(Side::Git { revision: revision.to_owned(), path: path.to_string_lossy().into_owned() })
            }
            _ => Err(Failure::Usage("--git takes a path of the repository".into())),
        }
    }

    pub(super) fn read(&self, reader: &mut Reader) -> Result<Templates, Failure> {
        match self {
            Side::Path(path) if path != "-" && Path::new(path).is_dir() => folder(Path::new(path), reader),
            Side::Path(path) => {
                let input = Input::read(path)?;
                let templates = [(name_of(&input.name), reader.parse(input)?)].into();
                Ok(Templates { templates, single: true })
            }
            Side::Git { revision, path } => revision_of(revision, path, reader),
        }
    }
}

/// Reads each text once: most templates are on both sides as they were.
#[derive(Default)]
pub(super) struct Reader(BTreeMap<String, Rc<Template>>);

impl Reader {
    /// Takes note of templates that need not be read: writing one as YAML, as `synth` does, is less work.
    pub(super) fn knows(&mut self, templates: &Templates) {
        let written = templates.templates.values().map(|template| (template.to_yaml(), Rc::clone(template)));
        self.0.extend(written);
    }

    fn parse(&mut self, input: Input) -> Result<Rc<Template>, Failure> {
        if let Some(known) = self.0.get(&input.text) {
            return Ok(Rc::clone(known));
        }
        let template = Rc::new(parse(&input)?);
        self.0.insert(input.text, Rc::clone(&template));
        Ok(template)
    }
}

impl Templates {
    /// What an app makes.
    pub(super) fn of(assembly: Assembly) -> Self {
        let stacks = assembly.stacks.into_iter().map(|stack| (stack.artifact_id, Rc::new(stack.template)));
        Templates { templates: stacks.collect(), single: false }
    }

    /// Gives the one template the name that the other side's has.
    pub(super) fn names_as(&mut self, other: &Templates) {
        if let (Some(name), Some((_, template))) = (other.templates.keys().next(), self.templates.pop_first()) {
            self.templates.insert(name.clone(), template);
        }
    }
}

/// The templates of a folder, but for those that are there for other tools.
fn folder(folder: &Path, reader: &mut Reader) -> Result<Templates, Failure> {
    let unreadable = |error: std::io::Error| Failure::Io(format!("`{}` cannot be read: {error}", folder.display()));
    let mut templates = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && is_template(&path.to_string_lossy()) {
            let input = Input::read(path.as_os_str())?;
            templates.insert(name_of(&input.name), reader.parse(input)?);
        }
    }
    Ok(Templates { templates, single: false })
}

/// Whether a file of a folder is a template by its name. Assets are uploaded, and named by what is in them.
fn is_template(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.strip_suffix(".snap").unwrap_or(name);
    let ending = [".template.yaml", ".template.yml", ".template.json", ".template"];
    !name.starts_with("asset.") && ending.iter().any(|ending| name.ends_with(ending))
}

/// What a template is called: the name of its file without what says that it is one.
fn name_of(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = name.strip_suffix(".snap").unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.strip_suffix(".template").unwrap_or(stem).to_owned()
}

/// The template of a text. Snapshots of insta have a head above it.
fn parse(input: &Input) -> Result<Template, Failure> {
    let text = if input.name.ends_with(".snap") {
        input
            .text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .map_or(&*input.text, |(_, body)| body)
    } else {
        &input.text
    };
    let read = Template::parse(text, input.name.clone());
    let parsed = read.map_err(|problems| Failure::Input(input.with_excerpts(&problems), problems.len()))?;
    Ok(parsed.template)
}

/// The templates at a path of a revision: a file, or a folder.
fn revision_of(revision: &str, path: &str, reader: &mut Reader) -> Result<Templates, Failure> {
    let listed = git(&["ls-tree", "-r", "--name-only", "--full-name", revision, "--", path])?;
    let files: Vec<&str> = listed.lines().collect();
    if files.is_empty() {
        return Err(Failure::Io(format!("there is no `{path}` in the revision `{revision}`")));
    }
    let single = files.len() == 1 && Path::new(path).file_name() == Path::new(files[0]).file_name();
    let mut templates = BTreeMap::new();
    for file in files.into_iter().filter(|file| single || is_template(file)) {
        let text = git(&["show", &format!("{revision}:{file}")])?;
        let input = Input { name: file.to_owned(), text };
        templates.insert(name_of(file), reader.parse(input)?);
    }
    Ok(Templates { templates, single })
}

/// What `git` prints.
fn git(words: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").args(words).output();
    let output = output.map_err(|error| Failure::Io(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Io(format!("`git {}` failed: {}", words[0], said.trim())));
    }
    String::from_utf8(output.stdout).map_err(|_| Failure::Io("the revision holds a file that is not UTF-8 text".into()))
}
