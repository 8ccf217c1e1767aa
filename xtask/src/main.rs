//! The project's chores: `cargo run -p xtask -- --help`.
#![allow(clippy::print_stdout, reason = "a command line tool prints")]

mod layers;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's chores.
#[derive(Parser)]
#[command(name = "xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check that crates depend only on the layers below their own.
    Layers,
}

/// The workspace root, wherever the chore is started from.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() -> Result<()> {
    match Arguments::parse().chore {
        Chore::Layers => {
            let crates = layers::check(&root())?;
            println!("{crates} crates keep to their layers");
        }
    }
    Ok(())
}
