//! What a phone downloads before the first page is alive, compressed with brotli.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::build;
use crate::paths::Repo;

/// A part of the page.
struct Part {
    name: &'static str,
    /// The assets that it consists of.
    assets: &'static [&'static str],
    /// Bytes that it should weigh at most.
    budget: usize,
    /// Bytes past which the check fails. More than the budget only while a debt is being paid off; it is lowered with
    /// every byte that is won and never raised.
    limit: usize,
}

/// The cart, the checkout and the pages of orders and accounts are to become lazy routes (docs/PLAN.md), which brings
/// the module below its budget; until then it must not grow.
const PARTS: [Part; 2] = [
    Part { name: "WASM and JavaScript", assets: &["web.wasm", "web.js"], budget: 300_000, limit: 405_000 },
    Part { name: "style sheet", assets: &["style.css"], budget: 20_000, limit: 20_000 },
];

/// Prints the weights; whether all limits are kept.
pub fn measure(repo: &Repo) -> Result<bool> {
    let site = repo.site();
    let manifest = fs::read_to_string(site.join(build::MANIFEST)).context("the site has no manifest")?;
    let paths: BTreeMap<String, String> = serde_json::from_str(&manifest).context("the manifest cannot be read")?;
    let mut kept = true;
    for part in &PARTS {
        let mut weight = 0;
        for asset in part.assets {
            let path = paths.get(*asset).with_context(|| format!("the manifest does not name {asset}"))?;
            let bytes = fs::read(site.join(path.trim_start_matches('/')))?;
            weight += build::brotli(&bytes)?.len();
        }
        println!("    {}", verdict(part, weight));
        kept &= weight <= part.limit;
    }
    Ok(kept)
}

fn verdict(part: &Part, weight: usize) -> String {
    let word = if weight <= part.budget { "within" } else { "OVER" };
    let limit = if part.limit > part.budget { format!("; fails past {} KB", part.limit / 1000) } else { String::new() };
    let (name, budget) = (part.name, part.budget / 1000);
    format!("{name}: {:.1} KB with brotli, {word} the budget of {budget} KB{limit}", weight as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_kept_up_to_its_last_byte_and_a_debt_is_told() {
        let kept = Part { name: "css", assets: &[], budget: 20_000, limit: 20_000 };
        assert_eq!(verdict(&kept, 20_000), "css: 20.0 KB with brotli, within the budget of 20 KB");
        assert_eq!(verdict(&kept, 20_001), "css: 20.0 KB with brotli, OVER the budget of 20 KB");
        let debt = Part { limit: 30_000, ..kept };
        assert_eq!(verdict(&debt, 25_000), "css: 25.0 KB with brotli, OVER the budget of 20 KB; fails past 30 KB");
    }
}
