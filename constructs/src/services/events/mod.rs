//! EventBridge: rules that start something when an event happens.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::services::events::sources::ImageAction;
//! use cfn_constructs::services::events::{EventTarget, InputValue, PipelineInput, RevisionType, Rule, RuleProps};
//!
//! let mut stack = Stack::new("Promotion");
//! let digest = PipelineInput::default()
//!     .variable("IMAGE_TAG", InputValue::event("$.detail.image-tag"))
//!     .source_revision("Image", RevisionType::ImageDigest, InputValue::event("$.detail.image-digest"));
//! Rule::new(
//!     &mut stack,
//!     "OnPush",
//!     RuleProps::on(ImageAction::pushes(["dev/api"], ["latest"]))
//!         .target(EventTarget::pipeline("promotion").input(digest)),
//! );
//! ```

mod bus;
mod check;
mod filter;
mod input;
mod pattern;
mod rule;
mod run_input;
pub mod sources;
mod target;
mod template;

pub use bus::{EventBus, EventBusPolicy, EventBusPolicyProps, EventBusProps};
pub use filter::{Comparison, Filter};
pub use input::{InputTemplate, InputValue, TargetInput};
pub use pattern::EventPattern;
pub use rule::{Rule, RuleProps, RuleTrigger};
pub use run_input::{BuildInput, PipelineInput, RevisionType, SourceRevision};
pub use target::{EventTarget, RetryPolicy};
