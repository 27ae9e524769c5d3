//! Notifications in Slack and Microsoft Teams.
