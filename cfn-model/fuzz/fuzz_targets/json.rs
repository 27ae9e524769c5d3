//! Any text as JSON.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Only what begins with a bracket is read as JSON.
    checks::check(text);
    checks::check(&format!("[{text}]"));
});
