//! Pictures of CloudFormation: a [`Pipeline`] as stages and actions, the resources of a stack or the stacks of an
//! app as a [`Diagram`].
//!
//! Each is read from templates and drawn as an SVG that stands alone and follows the reader's light or dark scheme,
//! as Mermaid or DOT for other tools, or as text for a terminal. Nothing is run or fetched for it, and the same input
//! gives the same bytes.
//!
//! ```
//! use cfn_graph::{Diagram, Format};
//! use cfn_model::Template;
//!
//! let text = "Resources: {Topic: {Type: AWS::SNS::Topic}, Mail: {Type: AWS::SNS::Subscription, \
//!             Properties: {TopicArn: !Ref Topic, Protocol: email}}}";
//! let template = Template::parse(text, "").expect("a template").template;
//! let diagram = Diagram::resources("Alarms", &template);
//! assert_eq!(diagram.draw(Format::Mermaid), "\
//! flowchart LR
//!     n0[\"Topic<br>SNS Topic\"]
//!     n1[\"Mail<br>SNS Subscription\"]
//!     n1 --> n0
//! ");
//! ```

mod diagram;
mod label;
mod outline;
mod pipeline;
mod svg;
mod terminal;

pub use diagram::{Diagram, StackNode};
pub use label::label;
pub use pipeline::{Action, Pipeline, Stage};

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// An image that stands alone, in the reader's light or dark scheme.
    Svg,
    /// A flowchart of Mermaid, which GitHub and GitLab draw in Markdown. See <https://mermaid.js.org/>.
    Mermaid,
    /// A graph in the language of Graphviz. See <https://graphviz.org/doc/info/lang.html>.
    Dot,
    /// What boxes there are, in which groups, and the arrows between them, for programs that draw or ask by themselves.
    Json,
    /// Boxes and lines for a terminal, with colours or without.
    Text {
        /// Whether colours tell kinds of actions and resources apart. Nothing is told by colour alone.
        colours: bool,
    },
}
