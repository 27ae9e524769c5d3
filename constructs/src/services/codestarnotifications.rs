//! Notification rules of the developer tools.
