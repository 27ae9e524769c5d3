//! One of a closed set of values is a value of its type, not a string.

use cfn_model::ecr::Repository;

fn main() {
    let _ = Repository::new().image_tag_mutability("SOMETIMES");
}
