//! CodeDeploy applications, deployment groups and deployment configurations.
