//! What a phone downloads before the first page is alive, compressed with brotli.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::build;
use crate::paths::Repo;

/// A part of the page, the assets it consists of, and its budget in bytes.
const BUDGETS: [(&str, &[&str], usize); 2] =
    [("WASM and JavaScript", &["web.wasm", "web.js"], 300_000), ("style sheet", &["style.css"], 20_000)];

/// Prints the weights; whether all budgets are kept.
pub fn measure(repo: &Repo) -> Result<bool> {
    let site = repo.site();
    let manifest = fs::read_to_string(site.join(build::MANIFEST)).context("the site has no manifest")?;
    let paths: BTreeMap<String, String> = serde_json::from_str(&manifest).context("the manifest cannot be read")?;
    let mut kept = true;
    for (part, assets, budget) in BUDGETS {
        let mut weight = 0;
        for asset in assets {
            let path = paths.get(*asset).with_context(|| format!("the manifest does not name {asset}"))?;
            let bytes = fs::read(site.join(path.trim_start_matches('/')))?;
            weight += build::brotli(&bytes)?.len();
        }
        println!("    {}", verdict(part, weight, budget));
        kept &= weight <= budget;
    }
    Ok(kept)
}

fn verdict(part: &str, weight: usize, budget: usize) -> String {
    let word = if weight <= budget { "within" } else { "OVER" };
    format!("{part}: {:.1} KB with brotli, {word} the budget of {} KB", weight as f64 / 1000.0, budget / 1000)
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
