//! Lambda: functions, their versions and aliases, and what invokes them.

mod code;
mod environment;
mod event_source;
mod function;
mod invoke;
mod runtime;
mod settings;
mod url;
mod version;

pub use code::{Code, Image, ImageVersion, Package};
pub use event_source::{EventSource, EventSourceMapping, QueueSource, StartingPosition, StreamSource};
pub use function::{Function, FunctionProps};
pub use invoke::{ImportedFunction, Invocable};
pub use runtime::Runtime;
pub use settings::{Architecture, DeadLetter, LogFormat, LogLevel, Vpc};
pub use url::{Cors, FunctionUrl, FunctionUrlProps, UrlAuth};
pub use version::{Alias, AliasProps, Version, VersionProps};
