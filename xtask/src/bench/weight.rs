//! What a phone downloads before a page is alive, compressed with brotli.

use std::fs;

use anyhow::Result;

use crate::build::{self, Manifest};
use crate::paths::Repo;

/// Bytes of WASM and JavaScript of the first page: any page of the catalogue.
const PROGRAM: usize = 300_000;
/// Bytes of the style sheet.
const STYLE: usize = 20_000;

/// Prints the weights; whether all budgets are kept.
pub fn measure(repo: &Repo) -> Result<bool> {
    let manifest = Manifest::read(repo)?;
    let weigh = |paths: &[&String]| -> Result<usize> {
        paths.iter().try_fold(0, |sum, path| {
            let bytes = fs::read(repo.site().join(path.trim_start_matches('/')))?;
            Ok(sum + build::brotli(&bytes)?.len())
        })
    };
    let first = weigh(&[&manifest.wasm, &manifest.script, &manifest.loader])?;
    let style = weigh(&[&manifest.style])?;
    println!("    {}", verdict("WASM and JavaScript of the first page", first, PROGRAM));
    for (module, files) in &manifest.modules {
        let more = weigh(&files.iter().collect::<Vec<_>>())?;
        println!("    {module}, when somebody goes there: {:.1} KB more at most", more as f64 / 1000.0);
    }
    println!("    {}", verdict("style sheet", style, STYLE));
    Ok(first <= PROGRAM && style <= STYLE)
}

fn verdict(name: &str, weight: usize, budget: usize) -> String {
    let word = if weight <= budget { "within" } else { "OVER" };
    format!("{name}: {:.1} KB with brotli, {word} the budget of {} KB", weight as f64 / 1000.0, budget / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_kept_up_to_its_last_byte() {
        assert_eq!(verdict("css", 20_000, 20_000), "css: 20.0 KB with brotli, within the budget of 20 KB");
        assert_eq!(verdict("css", 20_001, 20_000), "css: 20.0 KB with brotli, OVER the budget of 20 KB");
    }
}
