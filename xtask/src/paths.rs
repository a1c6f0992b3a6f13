//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and the folders that commands write to.
pub struct Repo {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder; everything xtask makes lies under it too.
    pub target: PathBuf,
}

impl Repo {
    /// Finds the repository that this xtask belongs to.
    ///
    /// Cargo tells the manifest's folder at run time. The folder known at compile time would be wrong after the
    /// repository has moved.
    pub fn find() -> Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(manifest) => PathBuf::from(manifest),
            None => env::current_dir().context("the current folder cannot be read")?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .context("not inside the repository of Vouch")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// The finished storefront: hashed assets, their manifest and the static files.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The server's binary.
    pub fn vouch(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target.join(profile).join(format!("vouch{}", env::consts::EXE_SUFFIX))
    }

    /// `path` as people say it: relative to the repository where it lies inside.
    pub fn show<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
