//! The tests of the program from outside.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "where a step of a test cannot be done, the test fails"
)]

mod cli;
mod found;
mod layering;
mod pty;
mod server;
mod width;
