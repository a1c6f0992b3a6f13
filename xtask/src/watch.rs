//! `cargo xtask watch`: the shop, rebuilt on save.

use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{RecursiveMode, Watcher};

use crate::paths::Repo;
use crate::step::note;
use crate::{build, process, serve};

/// How long the files must rest before a build starts: editors save in several strokes.
const REST: Duration = Duration::from_millis(300);

/// Serve the shop, and rebuild and restart it whenever a source file is saved.
///
/// An open page reloads by itself once the new server answers.
#[derive(clap::Args)]
pub struct Args {
    /// The port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://var/vouch.db]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// What a saved file touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Touched {
    site: bool,
    server: bool,
}

impl Touched {
    const EVERYTHING: Self = Self { site: true, server: true };

    /// What depends on `path`, which is relative to the repository's root.
    fn by(path: &Path) -> Self {
        let mut parts = path.iter().filter_map(|part| part.to_str());
        let crate_folder = parts.next().unwrap_or_default();
        match (crate_folder, parts.next()) {
            // The server renders the same pages, but sheets and static files are the browser's alone.
            ("web", Some("style" | "public")) => Self { site: true, server: false },
            ("web" | "shared" | "Cargo.lock" | "Cargo.toml" | "schema.graphql", _) => Self::EVERYTHING,
            ("api" | "migrations" | "demo", _) => Self { site: false, server: true },
            _ => Self::default(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { site: self.site || other.site, server: self.server || other.server }
    }

    fn anything(self) -> bool {
        self.site || self.server
    }
}

/// Builds and serves, again and again, until Ctrl-C.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    serve::require_free(args.port)?;
    let database = args.database_url.clone().unwrap_or_else(|| serve::default_database(&repo));
    let (sender, saved) = channel();
    let mut watcher = notify::recommended_watcher(sender).context("files cannot be watched")?;
    for folder in ["api", "web", "shared", "migrations", "demo"] {
        watcher.watch(&repo.root.join(folder), RecursiveMode::Recursive)?;
    }
    watcher.watch(&repo.root, RecursiveMode::NonRecursive)?;

    let mut server = None;
    let mut touched = Touched::EVERYTHING;
    for build in 1.. {
        match build_touched(&repo, touched) {
            Ok(()) => {
                stop(server.take())?;
                build::announce(&repo, build)?;
                let mut vouch = serve::demonstration(&repo, false, args.port, &database);
                server = Some(vouch.spawn().context("the server cannot be started")?);
                note(&format!("http://127.0.0.1:{} is the newest; waiting for files to be saved", args.port));
            }
            // The last good server goes on while the error is mended.
            Err(error) => eprintln!("\nerror: {error:#}"),
        }
        touched = next_touched(&repo, &saved)?;
    }
    Ok(())
}

fn build_touched(repo: &Repo, touched: Touched) -> Result<()> {
    if touched.site {
        build::site(repo, build::Reload::OnBuild)?;
    }
    if touched.server {
        build::server(repo, false)?;
    }
    Ok(())
}

/// Waits for a saved file that matters, then until the files rest.
fn next_touched(repo: &Repo, saved: &Receiver<notify::Result<notify::Event>>) -> Result<Touched> {
    let mut touched = Touched::default();
    loop {
        let event = if touched.anything() {
            match saved.recv_timeout(REST) {
                Err(RecvTimeoutError::Timeout) => return Ok(touched),
                event => event?,
            }
        } else {
            saved.recv()?
        };
        let event = event.context("files cannot be watched any longer")?;
        if event.kind.is_access() {
            continue;
        }
        for path in event.paths.iter().filter_map(|path| path.strip_prefix(&repo.root).ok()) {
            touched = touched.and(Touched::by(path));
        }
    }
}

/// Asks the server to finish and waits until it has.
fn stop(server: Option<Child>) -> Result<()> {
    let Some(mut server) = server else { return Ok(()) };
    if !process::succeeds(Command::new("kill").args(["-TERM", &server.id().to_string()])) {
        server.kill().ok();
    }
    server.wait()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_rebuilds_what_depends_on_it() {
        let site = Touched { site: true, server: false };
        let server = Touched { site: false, server: true };
        for (path, touched) in [
            ("web/src/pages/home.rs", Touched::EVERYTHING),
            ("web/style/20-base.css", site),
            ("web/public/mark.svg", site),
            ("shared/src/money.rs", Touched::EVERYTHING),
            ("api/src/orders/mod.rs", server),
            ("README.md", Touched::default()),
            ("var/vouch.db", Touched::default()),
        ] {
            assert_eq!(Touched::by(Path::new(path)), touched, "{path}");
        }
    }
}
