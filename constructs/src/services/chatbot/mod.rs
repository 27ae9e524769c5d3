//! Amazon Q Developer in chat applications, once AWS Chatbot: topics that speak in a chat channel.

mod options;
mod slack;
mod teams;

pub use options::{ChannelOptions, LoggingLevel};
pub use slack::{SlackChannel, SlackChannelProps};
pub use teams::{TeamsChannel, TeamsChannelProps};
