//! `cargo xtask up`: from a fresh clone to an open shop.

use std::process::Command;

use anyhow::Result;

use crate::paths::Repo;
use crate::serve::{self, Announcement};
use crate::step::note;
use crate::{build, disk, process};

/// Build everything and open the shop with its demonstration catalogue at http://127.0.0.1:8080.
///
/// Installs what the build needs, migrates the database, loads the demo catalogue into it when it is empty, and
/// serves until Ctrl-C. To start afresh, delete var/vouch.db.
#[derive(clap::Args)]
pub struct Args {
    /// Build the server with optimisations: slower to build, much faster to answer.
    #[arg(long)]
    release: bool,
    /// The port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://var/vouch.db]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// Builds, and becomes the server.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    serve::require_free(args.port)?;
    disk::require(&repo, disk::Work::Build)?;
    build::site(&repo, build::Reload::Never)?;
    build::server(&repo, args.release)?;

    let database = args.database_url.clone().unwrap_or_else(|| serve::default_database(&repo));
    let mut vouch = serve::demonstration(&repo, args.release, args.port, &database);
    // A relative path in the database's URL means the folder in which the command was typed.
    vouch.current_dir(std::env::current_dir()?);
    println!("==> Starting the server");
    note(&process::show(&vouch));
    Announcement::start(args.port)?;
    become_server(&mut vouch)
}

/// On Unix the server takes xtask's place, so that Ctrl-C and `kill` reach it and its status is the command's.
#[cfg(unix)]
fn become_server(vouch: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(vouch.exec()).context("the server cannot be started"))
}

#[cfg(not(unix))]
fn become_server(vouch: &mut Command) -> Result<()> {
    process::run(vouch)
}
