//! Systems Manager parameters.
