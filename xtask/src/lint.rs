//! `cargo xtask lint`: what a reader should not have to look for.

use std::process::Command;

use anyhow::{Result, bail};

use crate::paths::Repo;
use crate::step::{note, step};
use crate::{process, tidy};

/// Check formatting, clippy, rustdoc, licences and the rules of the house. Warnings fail.
#[derive(clap::Args)]
pub struct Args {}

/// What is checked, how, and how to mend it.
type Check = (&'static str, fn(&Repo) -> Result<()>, &'static str);

/// Runs every check; all are run, whatever the first ones say.
pub fn run(_args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    let checks: [Check; 5] = [
        ("Checking the rules of the house", house, "each line above says what to change"),
        ("Checking the formatting", formatting, "cargo fmt --all"),
        ("Checking licences and bans", licences, "see deny.toml"),
        ("Checking with clippy", clippy, "cargo clippy --workspace --all-targets"),
        ("Checking the documentation", documentation, "cargo doc --workspace --no-deps"),
    ];
    let mut failed = Vec::new();
    for (what, check, mend) in checks {
        if let Err(error) = step(what, || check(&repo)) {
            eprintln!("error: {error:#}");
            failed.push(format!("    {what}: failed. Mend: {mend}"));
        }
    }
    if !failed.is_empty() {
        bail!("lint found something\n{}", failed.join("\n"));
    }
    Ok(())
}

fn house(repo: &Repo) -> Result<()> {
    let findings = tidy::findings(repo)?;
    for finding in &findings {
        note(finding);
    }
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    Ok(())
}

fn formatting(repo: &Repo) -> Result<()> {
    process::run(process::cargo(&repo.root).args(["fmt", "--all", "--check"]))
}

fn licences(repo: &Repo) -> Result<()> {
    if !process::succeeds(Command::new("cargo").args(["deny", "--version"])) {
        note("left out: cargo-deny is not installed. Install with: cargo install --locked cargo-deny");
        return Ok(());
    }
    // Advisories need a database from the network; what can be checked without one is checked.
    process::run(process::cargo(&repo.root).args(["deny", "--offline", "check", "licenses", "bans"]))
}

fn clippy(repo: &Repo) -> Result<()> {
    let mut cargo = process::cargo(&repo.root);
    process::run(cargo.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn documentation(repo: &Repo) -> Result<()> {
    let mut cargo = process::cargo(&repo.root);
    process::run(cargo.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))
}
