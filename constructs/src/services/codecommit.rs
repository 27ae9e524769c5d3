//! CodeCommit repositories.
