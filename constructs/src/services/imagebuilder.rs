//! EC2 Image Builder pipelines.
