//! [`Package`]: what a function runs.

use std::path::Path;

use cfn_model::lambda::function;
use cfn_model::{Diagnostic, IntoProp, Prop, lambda, sub};

use super::Runtime;
use crate::Stack;
use crate::assets::Asset;

/// CloudFormation takes code as text of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html>.
const INLINE_BYTES: usize = 4_194_304;

/// Lambda takes code of up to this many bytes, unpacked.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const UNPACKED_BYTES: usize = 262_144_000;

/// What a function runs: code for a runtime of Lambda's, or an image that brings its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Package {
    /// Code in a zip file, or as text.
    Zip {
        /// The language of the code.
        runtime: Runtime,
        /// The function that is called, such as `index.handler`: the file, and the name in it.
        handler: String,
        /// The code.
        code: Code,
    },
    /// A container image.
    Image(Image),
}

/// Where the code of a function is.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// In the template, as text. CloudFormation puts it into a file `index.py` or `index.js`, the
    /// latter a CommonJS module. Only for Python and Node.js, and at most 4 MiB.
    Inline(String),
    /// In files that are uploaded before the stack is deployed.
    Asset(Asset),
    /// In an object that is in S3 already.
    Object {
        /// The bucket's name; it is in the function's region.
        bucket: Prop<String>,
        /// The object's key.
        key: Prop<String>,
        /// The object's version, for a bucket that keeps several. Without one, only another key deploys new code.
        version: Option<Prop<String>>,
    },
}

impl Code {
    /// Code in the template, as text.
    pub fn inline(text: impl Into<String>) -> Self {
        Code::Inline(text.into())
    }

    /// Files that the program holds itself, by path and contents, see [`Asset::files`].
    pub fn files<P: Into<String>, C: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        Code::Asset(Asset::files(files))
    }

    /// All files below a folder, as they are, see [`Asset::folder`].
    pub fn folder(path: impl AsRef<Path>) -> Self {
        Code::Asset(Asset::folder(path))
    }

    /// One file: a zip file or jar, or the only file that there is, see [`Asset::file`].
    pub fn file(path: impl AsRef<Path>) -> Self {
        Code::Asset(Asset::file(path))
    }

    /// An object that is in S3 already, by bucket and key.
    pub fn object(bucket: impl IntoProp<String>, key: impl IntoProp<String>) -> Self {
        Code::Object { bucket: bucket.into_prop(), key: key.into_prop(), version: None }
    }

    /// A version of an object that is in S3 already, by bucket, key and version.
    pub fn object_version(
        bucket: impl IntoProp<String>,
        key: impl IntoProp<String>,
        version: impl IntoProp<String>,
    ) -> Self {
        let version = Some(version.into_prop());
        Code::Object { bucket: bucket.into_prop(), key: key.into_prop(), version }
    }

    fn to_property(&self, stack: &mut Stack) -> function::Code {
        match self {
            Code::Inline(text) => function::Code::new().zip_file(text),
            Code::Asset(asset) => {
                let object = stack.add_asset(asset);
                function::Code::new().s3_bucket(object.bucket).s3_key(object.key)
            }
            Code::Object { bucket, key, version } => {
                let code = function::Code::new().s3_bucket(bucket.clone()).s3_key(key.clone());
                match version {
                    Some(version) => code.s3_object_version(version.clone()),
                    None => code,
                }
            }
        }
    }
}

impl From<Asset> for Code {
    fn from(asset: Asset) -> Self {
        Code::Asset(asset)
    }
}

/// A container image for a function.
///
/// The repository's policy has to let Lambda pull; in the function's own account Lambda sees to it.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The repository's URI, without a tag. It is in the function's region.
    pub repository_uri: Prop<String>,
    /// Which image of the repository.
    pub version: ImageVersion,
    /// What the entry point gets. By default what the image says.
    pub command: Vec<String>,
    /// What is started. By default what the image says.
    pub entry_point: Vec<String>,
    /// Where it is started. By default where the image says.
    pub working_directory: Option<String>,
}

/// Which image of a repository.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageVersion {
    /// The image with that digest, and no other: `sha256:` and 64 hexadecimal digits.
    Digest(Prop<String>),
    /// The image that has the tag when the function is deployed.
    Tag(Prop<String>),
}

impl Image {
    /// The image with that digest (`sha256:…`) of a repository, by its URI.
    pub fn digest(repository_uri: impl IntoProp<String>, digest: impl IntoProp<String>) -> Self {
        Image::new(repository_uri, ImageVersion::Digest(digest.into_prop()))
    }

    /// The image with that tag of a repository, by its URI.
    pub fn tag(repository_uri: impl IntoProp<String>, tag: impl IntoProp<String>) -> Self {
        Image::new(repository_uri, ImageVersion::Tag(tag.into_prop()))
    }

    fn new(repository_uri: impl IntoProp<String>, version: ImageVersion) -> Self {
        Image {
            repository_uri: repository_uri.into_prop(),
            version,
            command: Vec::new(),
            entry_point: Vec::new(),
            working_directory: None,
        }
    }

    fn uri(&self) -> Prop<String> {
        match &self.version {
            ImageVersion::Digest(digest) => sub!("{}@{}", self.repository_uri.clone(), digest.clone()),
            ImageVersion::Tag(tag) => sub!("{}:{}", self.repository_uri.clone(), tag.clone()),
        }
    }

    fn config(&self) -> Option<function::ImageConfig> {
        if self.command.is_empty() && self.entry_point.is_empty() && self.working_directory.is_none() {
            return None;
        }
        let mut config = function::ImageConfig::new();
        if !self.command.is_empty() {
            config = config.command(self.command.clone());
        }
        if !self.entry_point.is_empty() {
            config = config.entry_point(self.entry_point.clone());
        }
        if let Some(folder) = &self.working_directory {
            config = config.working_directory(folder);
        }
        Some(config)
    }

    fn check(&self, stack: &mut Stack) {
        let ImageVersion::Digest(digest) = &self.version else { return };
        let Some(digest) = digest.value().as_str() else { return };
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        if hex.len() != 64 || !hex.chars().all(|digit| matches!(digit, '0'..='9' | 'a'..='f')) {
            stack.report(
                Diagnostic::error("lambda-code", format!("`{digest}` is no digest of an image"))
                    .property("Code.ImageUri")
                    .help("write `sha256:` and 64 hexadecimal digits, or name a tag"),
            );
        }
    }
}

impl Package {
    /// The function's resource with its package.
    pub(super) fn to_resource(&self, stack: &mut Stack, role: Prop<String>) -> lambda::Function {
        match self {
            Package::Zip { runtime, handler, code } => {
                let function = lambda::Function::new(code.to_property(stack), role).handler(handler);
                // The model's own enum knows runtimes of any age, but not those of tomorrow.
                function.runtime(Prop::from_value(runtime.name()))
            }
            Package::Image(image) => {
                let code = function::Code::new().image_uri(image.uri());
                let function = lambda::Function::new(code, role).package_type(function::PackageType::Image);
                match image.config() {
                    Some(config) => function.image_config(config),
                    None => function,
                }
            }
        }
    }

    /// `layered` says that layers add files which nobody knows here.
    pub(super) fn check(&self, stack: &mut Stack, layered: bool) {
        match self {
            Package::Zip { runtime, handler, code } => {
                check_handler(stack, handler);
                match code {
                    Code::Inline(text) => check_inline(stack, runtime, handler, text),
                    Code::Asset(asset) => check_asset(stack, runtime, handler, asset, layered),
                    Code::Object { .. } => {}
                }
            }
            Package::Image(image) => {
                image.check(stack);
                if layered {
                    stack.report(
                        Diagnostic::error("lambda-layers", "a function from an image has no layers")
                            .property("Layers")
                            .help("put what the layers hold into the image"),
                    );
                }
            }
        }
    }
}

fn check_handler(stack: &mut Stack, handler: &str) {
    if handler.is_empty() || handler.chars().count() > 128 || handler.contains(char::is_whitespace) {
        stack.report(
            Diagnostic::error("lambda-handler", format!("`{handler}` is no handler"))
                .property("Handler")
                .help("write the file and the function in it, such as `index.handler`: 1 to 128 characters, no spaces"),
        );
    }
}

fn check_inline(stack: &mut Stack, runtime: &Runtime, handler: &str, text: &str) {
    if !runtime.takes_text() {
        let message = format!("code of `{}` cannot be part of the template", runtime.name());
        stack.report(
            Diagnostic::error("lambda-code", message)
                .property("Runtime")
                .help("use `Code::files` or `Code::folder`; only Python and Node.js can"),
        );
    }
    let problem = |message: String| Diagnostic::error("lambda-code", message).property("Code.ZipFile");
    if text.len() > INLINE_BYTES {
        let message = format!("the code has {} bytes, {INLINE_BYTES} are allowed in a template", text.len());
        stack.report(problem(message).help("use `Code::files` or `Code::folder`"));
    }
    if text.trim().is_empty() {
        stack.report(problem("the code is empty".into()).help("give the text of the program"));
    }
    if !handler.starts_with("index.") {
        let problem = Diagnostic::error("lambda-handler", format!("the handler `{handler}` is in no file"));
        stack.report(
            problem
                .property("Handler")
                .help("begin it with `index.`: that is where CloudFormation puts code in a template"),
        );
    }
}

fn check_asset(stack: &mut Stack, runtime: &Runtime, handler: &str, asset: &Asset, layered: bool) {
    if let Some(bytes) = asset.unpacked_size().filter(|bytes| *bytes > UNPACKED_BYTES) {
        stack.report(
            Diagnostic::error("lambda-code", format!("the code has {bytes} bytes, {UNPACKED_BYTES} are allowed"))
                .property("Code")
                .help("leave out what the function does not need, or make it an image"),
        );
    }
    let files = runtime.handler_files(handler);
    // Only where all files are known can one be missing.
    let missing = !files.is_empty() && files.iter().all(|file| asset.has_file(file) == Some(false));
    if missing && !layered && asset.problems().is_empty() {
        stack.report(
            Diagnostic::error("lambda-handler", format!("the code has no file `{}` for the handler", files[0]))
                .property("Handler")
                .help(format!("add the file, or mend the handler `{handler}`: the path from the code's root, a dot, and the function")),
        );
    }
}
