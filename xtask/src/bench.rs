//! `cargo xtask bench`: what a page weighs and how it feels, held against budgets, and how fast the server answers.
//!
//! One file a measurement; each returns whether it kept what it promises.

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::build;
use crate::paths::Repo;
use crate::step::step;

mod images;
mod lighthouse;
mod load;
mod orders;
mod products;
mod recommendations;
mod relevance;
mod reviews;
mod server;
mod throughput;
mod weight;

/// Measure Vouch: the weight of the first page and of a listing against their budgets, throughput and latency of a release
/// build on SQLite and PostgreSQL, Lighthouse's marks, and what hostile pictures, many reviews and recommendations cost,
/// and how well searches find what is meant.
#[derive(clap::Args)]
pub struct Args {
    /// Measure one thing alone.
    #[arg(long)]
    pub only: Option<Part>,
    /// Products in the catalogue.
    #[arg(long, default_value_t = 10_000)]
    pub products: usize,
    /// Seconds a figure of throughput.
    #[arg(long, default_value_t = 5)]
    pub seconds: u32,
    /// Measure what was built last, without building anew.
    #[arg(long)]
    pub as_built: bool,
    /// Connections at once.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64])]
    pub connections: Vec<u32>,
}

/// Something that is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The weight of the first page and of a listing.
    Weight,
    /// Throughput and latency.
    Load,
    /// Lighthouse's marks for home, listing, product and order.
    Lighthouse,
    /// What hostile and large pictures cost: time and memory.
    Images,
    /// How well searches find what shoppers mean, in three languages.
    Relevance,
    /// What reviews cost: importing, searching, and pages with many.
    Reviews,
    /// What recommendations cost: learning at several sizes, how good they are on a merchant's orders, and serving.
    Recommendations,
}

/// Measures, prints, and fails past a budget.
pub fn run(args: &Args) -> Result<()> {
    let repo = Repo::find()?;
    let wanted = |part: Part| args.only.is_none_or(|only| only == part);
    let mut kept = true;
    if wanted(Part::Weight) {
        if !args.as_built {
            build::site(&repo, build::Reload::Never)?;
            build::server(&repo, false)?;
        }
        kept &= step("Weighing the first page", || weight::measure(&repo))?;
    }
    if wanted(Part::Load) {
        if !args.as_built {
            throughput::build(&repo)?;
        }
        let plan =
            throughput::Plan { products: args.products, seconds: args.seconds, connections: args.connections.clone() };
        throughput::measure(&repo, &plan)?;
    }
    if wanted(Part::Lighthouse) {
        if !args.as_built && args.only.is_some() {
            throughput::build(&repo)?;
        }
        kept &= step("Asking Lighthouse", || lighthouse::measure(&repo))?;
    }
    if wanted(Part::Images) {
        if !args.as_built && args.only.is_some() {
            throughput::build(&repo)?;
        }
        kept &= step("Opening hostile pictures", || images::measure(&repo))?;
    }
    if wanted(Part::Relevance) {
        if !args.as_built && args.only.is_some() {
            build::site(&repo, build::Reload::Never)?;
            build::server(&repo, false)?;
        }
        kept &= step("Searching as shoppers do", || relevance::measure(&repo))?;
    }
    if wanted(Part::Reviews) {
        if !args.as_built && args.only.is_some() {
            throughput::build(&repo)?;
        }
        kept &= reviews::measure(&repo, args.seconds, &args.connections)?;
    }
    if wanted(Part::Recommendations) {
        if !args.as_built && args.only.is_some() {
            throughput::build(&repo)?;
        }
        kept &= recommendations::measure(&repo, args.seconds, &args.connections)?;
    }
    if !kept {
        bail!("a budget is exceeded");
    }
    Ok(())
}
