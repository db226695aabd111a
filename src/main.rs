//! The `courant` program.

fn main() {}
