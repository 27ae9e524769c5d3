//! CodePipeline: stages, actions and artifacts as data.
