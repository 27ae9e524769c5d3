//! The AppSpec file from the outside: what is read, what is written, what is said about bad text.

mod forms;
mod problems;
mod round_trip;
