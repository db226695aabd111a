//! Courant, a news reader for the terminal.
//!
//! The crate is a library with a thin binary. ARCHITECTURE.md says which room does what and what it may know.

#![forbid(unsafe_code)]

pub mod action;
pub mod app;
pub mod article;
pub mod cli;
pub mod config;
pub mod fetch;
pub mod keys;
pub mod layout;
pub mod library;
pub mod loader;
pub mod refresh;
pub mod runtime;
pub mod sanitize;
pub mod term;
pub mod theme;
pub mod ui;

#[cfg(test)]
mod scenario;
#[cfg(test)]
#[path = "../tests/server.rs"]
mod server;
