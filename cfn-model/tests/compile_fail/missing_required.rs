//! A source credential needs its authentication type, server type and token.

use cfn_model::codebuild::SourceCredential;
use cfn_model::codebuild::source_credential::{AuthType, ServerType};

fn main() {
    SourceCredential::new(AuthType::PersonalAccessToken, ServerType::Github);
}
