//! [`Runtime`]: the language that a function is written in.

/// The language of a function, and its version: those that Lambda supported in November 2026, on Amazon Linux 2023.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// .NET 10.
    Dotnet10,
    /// Java 8 on Amazon Linux 2023.
    Java8Al2023,
    /// Java 11 on Amazon Linux 2023.
    Java11Al2023,
    /// Java 17 on Amazon Linux 2023.
    Java17Al2023,
    /// Java 21.
    Java21,
    /// Java 25.
    Java25,
    /// Node.js 22.
    Nodejs22,
    /// Node.js 24.
    Nodejs24,
    /// Amazon Linux 2023 without a language, for programs such as those of Rust and Go.
    ProvidedAl2023,
    /// Python 3.11.
    Python3_11,
    /// Python 3.12.
    Python3_12,
    /// Python 3.13.
    Python3_13,
    /// Python 3.14.
    Python3_14,
    /// Ruby 3.3.
    Ruby3_3,
    /// Ruby 3.4.
    Ruby3_4,
    /// Ruby 4.0.
    Ruby4_0,
    /// Any other, by the name that Lambda knows it by. Synthesis reports one that is over, or about to be.
    Other(String),
}

impl Runtime {
    /// A runtime by the name that Lambda knows it by, such as `python3.15`.
    pub fn other(name: impl Into<String>) -> Self {
        Runtime::Other(name.into())
    }

    /// The name that Lambda knows it by.
    pub fn name(&self) -> &str {
        match self {
            Runtime::Dotnet10 => "dotnet10",
            Runtime::Java8Al2023 => "java8.al2023",
            Runtime::Java11Al2023 => "java11.al2023",
            Runtime::Java17Al2023 => "java17.al2023",
            Runtime::Java21 => "java21",
            Runtime::Java25 => "java25",
            Runtime::Nodejs22 => "nodejs22.x",
            Runtime::Nodejs24 => "nodejs24.x",
            Runtime::ProvidedAl2023 => "provided.al2023",
            Runtime::Python3_11 => "python3.11",
            Runtime::Python3_12 => "python3.12",
            Runtime::Python3_13 => "python3.13",
            Runtime::Python3_14 => "python3.14",
            Runtime::Ruby3_3 => "ruby3.3",
            Runtime::Ruby3_4 => "ruby3.4",
            Runtime::Ruby4_0 => "ruby4.0",
            Runtime::Other(name) => name,
        }
    }

    /// Whether CloudFormation takes code of it as text.
    pub(super) fn takes_text(&self) -> bool {
        self.name().starts_with("nodejs") || self.name().starts_with("python")
    }

    /// The files of which one has to hold the handler, where its name tells.
    pub(super) fn handler_files(&self, handler: &str) -> Vec<String> {
        let name = self.name();
        // `folder/file.function`: what follows the last dot is the function.
        let module = handler.rsplit_once('.').map_or(handler, |(module, _)| module);
        let with = |extensions: &[&str]| extensions.iter().map(|extension| format!("{module}.{extension}")).collect();
        if name.starts_with("python") {
            let module = module.replace('.', "/");
            vec![format!("{module}.py"), format!("{module}/__init__.py")]
        } else if name.starts_with("nodejs") {
            with(&["js", "mjs", "cjs"])
        } else if name.starts_with("ruby") {
            with(&["rb"])
        } else if name.starts_with("provided") {
            vec!["bootstrap".into()]
        } else {
            Vec::new()
        }
    }
}
