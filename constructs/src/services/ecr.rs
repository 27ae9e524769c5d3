//! ECR repositories and registries.
