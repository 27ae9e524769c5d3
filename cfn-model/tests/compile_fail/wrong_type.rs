//! The number of minutes is a number.

use cfn_model::lambda::Function;

fn timeout(function: Function) -> Function {
    function.timeout("five minutes")
}

fn main() {}
