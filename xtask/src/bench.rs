//! `cargo xtask bench`: what a page weighs, held against its budget.
//!
//! One file a measurement; each returns whether it kept what it promises.

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::build;
use crate::paths::Repo;
use crate::step::step;

mod weight;

/// Measure Vouch: the weight of the first page against its budgets.
#[derive(clap::Args)]
pub struct Args {
    /// Measure one thing alone.
    #[arg(long)]
    pub only: Option<Part>,
}

/// Something that is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The weight of the first page.
    Weight,
}

/// Measures, prints, and fails past a budget.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    let wanted = |part: Part| args.only.is_none_or(|only| only == part);
    let mut kept = true;
    if wanted(Part::Weight) {
        build::site(&repo, build::Reload::Never)?;
        kept &= step("Weighing the first page", || weight::measure(&repo))?;
    }
    if !kept {
        bail!("a budget is exceeded");
    }
    Ok(())
}
