//! Room on the disk: looked at before anything long begins. A build or a database that finds the disk full in its
//! middle fails far from the cause.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::paths::Repo;
use crate::process;

/// What a command writes when it begins in a fresh clone, in GB (10⁹ bytes), as measured and rounded up.
#[derive(Clone, Copy)]
pub enum Work {
    /// Building the storefront and the server.
    Build,
    /// The same, and every test.
    Test,
}

impl Work {
    const fn at_first(self) -> u64 {
        match self {
            Self::Build => 8,
            Self::Test => 11,
        }
    }

    /// What is written anew where everything was built before.
    const fn again(self) -> u64 {
        match self {
            Self::Build => 2,
            Self::Test => 4,
        }
    }
}

/// Refuses to begin `work` where the disk is too full for it.
pub fn require(repo: &Repo, work: Work) -> Result<()> {
    let built = fs::read_dir(repo.target.join("debug/deps")).is_ok_and(|files| files.count() > 1_000);
    let needed = if built { work.again() } else { work.at_first() };
    // The target folder may be on another disk, and may not exist yet.
    let place = repo.target.ancestors().find(|folder| folder.is_dir()).unwrap_or(&repo.root);
    let Some(free) = free(place) else { return Ok(()) };
    let free = free / 1_000_000_000;
    if free < needed {
        bail!(
            "the disk has {free} GB free, and this needs {needed} GB. Make room (`cargo clean` takes away what is built in \
             {}), or name a folder on another disk with CARGO_TARGET_DIR",
            repo.target.display()
        );
    }
    Ok(())
}

/// How many bytes are free where `folder` is; `None` where there is no `df` to ask.
pub fn free(folder: &Path) -> Option<u64> {
    let said = process::read(process::clean("df", folder).arg("-Pk").arg(folder)).ok()?;
    parse(&said).ok()
}

/// Reads the fourth column of POSIX's `df -Pk`, in KiB.
fn parse(said: &str) -> Result<u64> {
    let line = said.lines().nth(1).context("df prints a line for the folder")?;
    let available = line.split_whitespace().nth(3).context("df prints what is available")?;
    Ok(available.parse::<u64>()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn df_is_read() {
        let said = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 1000 400 550 41% /\n";
        assert_eq!(parse(said).unwrap(), 550 * 1024);
        assert!(parse("").is_err());
    }
}
