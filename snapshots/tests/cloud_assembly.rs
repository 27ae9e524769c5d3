//! The app that the CDK's command line deploys: an example, whose templates are held here.

#[expect(dead_code, reason = "a test has a main function of its own")]
#[path = "../../examples/cloud_assembly.rs"]
mod cloud_assembly;

#[test]
fn two_accounts() {
    snapshots::check("cloud_assembly", cloud_assembly::app());
}
