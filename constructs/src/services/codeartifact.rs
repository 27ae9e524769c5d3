//! CodeArtifact domains and repositories.
