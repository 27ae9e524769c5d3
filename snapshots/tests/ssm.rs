//! Parameters by default, and with everything set.

use cfn_constructs::services::ssm::{ImportedParameter, Parameter, ParameterProps, grant_read_path};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};

#[test]
fn templates() {
    let mut stack = Stack::new("Parameters");
    let url = Parameter::new(&mut stack, "Url", ParameterProps::string("https://example.com"));
    let props = ParameterProps {
        name: Some("/ci/environments".into()),
        description: Some("Where a release goes, in this order.".into()),
        allowed_pattern: Some("^[a-z,]+$".into()),
        advanced: true,
        ..ParameterProps::list(["dev", "test", "prod"])
    };
    let environments = Parameter::new(&mut stack, "Environments", props);
    let latest = ImportedParameter::named("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64");
    Parameter::new(&mut stack, "Image", ParameterProps::image_id(latest.value()));

    let role = Role::new(&mut stack, "Reader", RoleProps::for_service("lambda.amazonaws.com"));
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    url.grant_read(&mut stack, &role);
    environments.grant_write(&mut stack, &role);
    ImportedParameter::secure("/ci/token").encrypted_with(key).grant_read(&mut stack, &role);
    grant_read_path(&mut stack, &role, "/ci");
    snapshots::check("services/ssm", App::new().with(stack));
}
