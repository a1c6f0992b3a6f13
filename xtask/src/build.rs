//! `cargo xtask build`: the server's binary and the site folder that it serves.

use anyhow::Result;
use clap::ValueEnum;

use crate::paths::Repo;
use crate::process;
use crate::step::{note, step};

mod bindgen;
mod compress;
mod css;
mod optimise;
mod site;
mod split;
mod wasm;

pub use site::{Manifest, announce};

/// Build the server and the storefront.
///
/// Makes target/debug/vouch (target/release/vouch with --release) and target/site, which the binary finds by itself.
/// What has not changed is not built again.
#[derive(clap::Args)]
pub struct Args {
    /// Optimise the server. The storefront is optimised always: what a shopper downloads is what we look at.
    #[arg(long)]
    pub release: bool,
    /// Build one of the two alone.
    #[arg(long)]
    pub only: Option<Part>,
}

/// The two halves of a build.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// target/site
    Site,
    /// the binary `vouch`
    Server,
}

/// Builds what `args` ask for.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    if args.only != Some(Part::Server) {
        site(&repo, Reload::Never)?;
    }
    if args.only != Some(Part::Site) {
        server(&repo, args.release)?;
    }
    Ok(())
}

/// Builds the binary `vouch`.
pub fn server(repo: &Repo, release: bool) -> Result<()> {
    step("Building the server", || {
        let mut cargo = process::cargo(&repo.root);
        cargo.args(["build", "--package", "api", "--bin", "vouch"]);
        if release {
            cargo.arg("--release");
        }
        process::run(&mut cargo)?;
        note(&format!("made {}", repo.show(&repo.vouch(release))));
        Ok(())
    })
}

/// Whether an open page should watch for newer builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// It stays as it is.
    Never,
    /// It reloads by itself: for `watch`.
    OnBuild,
}

/// Builds the site folder.
pub fn site(repo: &Repo, reload: Reload) -> Result<()> {
    let toolchain = step("Looking for a compiler for WebAssembly", || wasm::Toolchain::find(repo))?;
    let raw = step("Compiling the storefront to WebAssembly", || toolchain.compile(repo))?;
    step("Assembling the site", || site::assemble(repo, &raw, reload))
}
