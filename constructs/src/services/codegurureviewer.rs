//! The association of a repository with CodeGuru Reviewer.
