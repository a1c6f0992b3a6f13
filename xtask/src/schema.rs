//! `cargo xtask schema`: the exported contract of the API.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::paths::Repo;
use crate::{build, process};

/// Write schema.graphql from the server's schema.
///
/// The file is the contract between the server, the storefront and partner apps, so it is kept in git.
#[derive(clap::Args)]
pub struct Args {
    /// Only compare: fail when the file is not what the server exports.
    #[arg(long)]
    check: bool,
}

/// Writes or checks the file.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    build::server(&repo, false)?;
    let exported = process::read(process::clean(repo.vouch(false), &repo.root).arg("schema"))?;
    let file = repo.root.join("schema.graphql");
    if !args.check {
        return fs::write(&file, exported).context("schema.graphql cannot be written");
    }
    let kept = fs::read_to_string(&file).context("schema.graphql cannot be read")?;
    match first_difference(&kept, &exported) {
        None => Ok(()),
        Some(difference) => {
            bail!("schema.graphql is not what the server exports: {difference}. Mend: cargo xtask schema")
        }
    }
}

/// Tells the first line in which `kept` and `exported` differ.
fn first_difference(kept: &str, exported: &str) -> Option<String> {
    if kept == exported {
        return None;
    }
    let (mut kept, mut exported) = (kept.lines(), exported.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (kept.next(), exported.next()) {
            (None, None) => return Some("the line ends differ".into()),
            (old, new) if old != new => {
                let show = |line: Option<&str>| line.map_or("nothing".into(), |line| format!("`{}`", line.trim()));
                return Some(format!("line {number} is {} and should be {}", show(old), show(new)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_told() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\n  b\n", "a\nc\n").unwrap(), "line 2 is `b` and should be `c`");
        assert_eq!(first_difference("a\n", "a\nc\n").unwrap(), "line 2 is nothing and should be `c`");
        assert_eq!(first_difference("a\r\n", "a\n").unwrap(), "the line ends differ");
    }
}
