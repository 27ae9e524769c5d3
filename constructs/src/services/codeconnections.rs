//! Connections to source servers outside of AWS.
