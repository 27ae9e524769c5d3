//! Text has as many arguments as places, and knows only the names of pseudo parameters.

use cfn_model::sub;

fn main() {
    let _ = sub!("arn:{partition}:s3:::{}/{}", "bucket");
    let _ = sub!("{reigon}");
}
