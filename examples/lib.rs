//! Small runnable programs, one idea each: `cargo run --example NAME`.
