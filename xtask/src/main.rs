//! `cargo xtask`: everything that is done to Vouch from the outside: set up, build, run, test, measure.
//!
//! One file or folder per command. Each asks [`tools`] for what it needs, so that a fresh machine with nothing but
//! Rust is enough, and shows each long piece of work as a [`step`].

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod build;
mod disk;
mod lint;
mod paths;
mod postgres;
mod process;
mod schema;
mod scratch;
mod serve;
mod step;
mod test;
mod tidy;
mod tools;
mod up;
mod watch;

/// Set up, build, run, test and measure Vouch.
///
/// Two commands are enough to start: `cargo xtask up` opens the shop with its demonstration catalogue, and
/// `cargo xtask test` runs every test. Both install what they need, or name the command that does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Up(up::Args),
    Build(build::Args),
    Watch(watch::Args),
    Test(test::Args),
    Lint(lint::Args),
    Schema(schema::Args),
    Bench(bench::Args),
    #[command(hide = true)]
    Announce(serve::Announcement),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Up(args) => up::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Test(args) => return test::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Announce(announcement) => serve::announce(&announcement),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
