//! `cargo xtask`: everything that is done to Vouch from the outside: set up, build, run, test, measure.
//!
//! One file or folder per command. Each asks [`tools`] for what it needs, so that a fresh machine with nothing but
//! Rust is enough, and shows each long piece of work as a [`step`].

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod build;
mod paths;
mod process;
mod step;
mod tools;

/// Set up, build, run, test and measure Vouch.
///
/// Two commands are enough to start: `cargo xtask up` opens the shop with its demonstration catalogue, and
/// `cargo xtask test` runs every test. Both install what they need, or name the command that does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Build(args) => build::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
