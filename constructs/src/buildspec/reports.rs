//! [`Report`]: test results and coverage that CodeBuild shows.

use cfn_model::Map;

use crate::spec::{Fields, Writer};

/// The raw results that go to one report group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Files and patterns, relative to the source or to `base_directory`. Required.
    pub files: Vec<String>,
    /// The format of the files. Default: [`ReportFormat::JunitXml`].
    pub file_format: Option<ReportFormat>,
    /// The directory below which files are looked for. Default: the source.
    pub base_directory: Option<String>,
    /// Whether all files are put in one directory. Default: no.
    pub discard_paths: Option<bool>,
}

impl Report {
    pub(super) const KEYS: &[&str] = &["files", "file-format", "base-directory", "discard-paths"];

    /// A report of `files`.
    pub fn new(files: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Report { files: files.into_iter().map(Into::into).collect(), ..Report::default() }
    }

    /// Sets the format of the files.
    #[must_use]
    pub fn file_format(mut self, format: ReportFormat) -> Self {
        self.file_format = Some(format);
        self
    }

    /// Sets the directory below which files are looked for.
    #[must_use]
    pub fn base_directory(mut self, directory: impl Into<String>) -> Self {
        self.base_directory = Some(directory.into());
        self
    }

    /// Sets whether all files are put in one directory.
    #[must_use]
    pub fn discard_paths(mut self, discard: bool) -> Self {
        self.discard_paths = Some(discard);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        Report {
            files: fields.texts("files"),
            file_format: fields.one_of_any_case("file-format", ReportFormat::ALL, |format| format.name()),
            base_directory: fields.text("base-directory"),
            discard_paths: fields.flag("discard-paths"),
        }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .texts("files", &self.files)
            .value("file-format", self.file_format.map(ReportFormat::name))
            .text("base-directory", &self.base_directory)
            .yes_no("discard-paths", self.discard_paths)
            .finish()
    }
}

macro_rules! formats {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal,)*) => {
        /// A format of test results or of coverage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ReportFormat {
            $($(#[doc = $doc])* $variant,)*
        }

        impl ReportFormat {
            /// Every format.
            pub const ALL: &[ReportFormat] = &[$(ReportFormat::$variant,)*];

            /// The name in a buildspec. CodeBuild reads it in any case.
            pub fn name(self) -> &'static str {
                match self { $(ReportFormat::$variant => $name,)* }
            }
        }
    };
}

formats! {
    /// Test results of Cucumber, as JSON.
    CucumberJson "CUCUMBERJSON",
    /// Test results as JUnit writes them. The default.
    JunitXml "JUNITXML",
    /// Test results of NUnit 2.
    NunitXml "NUNITXML",
    /// Test results of NUnit 3.
    Nunit3Xml "NUNIT3XML",
    /// Test results of TestNG.
    TestngXml "TESTNGXML",
    /// Test results of Visual Studio.
    VisualStudioTrx "VISUALSTUDIOTRX",
    /// Coverage of Clover.
    CloverXml "CLOVERXML",
    /// Coverage of Cobertura.
    CoberturaXml "COBERTURAXML",
    /// Coverage of JaCoCo.
    JacocoXml "JACOCOXML",
    /// Coverage of SimpleCov, as its own JSON (not that of simplecov-json).
    Simplecov "SIMPLECOV",
}
