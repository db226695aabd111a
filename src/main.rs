//! The `courant` program.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use courant::cli::{self, Cli, Exit};

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli::run(&cli).unwrap_or_else(|error| Exit::of(&error)).into(),
        Err(error) => cli::explain(&error).into(),
    }
}
