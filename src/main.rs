//! The `courant` program.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use courant::cli::{self, Cli, Exit};

/// Reading articles is mostly making and dropping short strings.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli::run(&cli).unwrap_or_else(|error| Exit::of(&error)).into(),
        Err(error) => cli::explain(&error).into(),
    }
}
