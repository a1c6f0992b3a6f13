//! What a phone downloads before a page is alive, compressed with brotli.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::server::Server;
use crate::build::Manifest;
use crate::paths::Repo;

/// Bytes of WASM and JavaScript of the first page: any page of the catalogue.
const PROGRAM: usize = 300_000;
/// Bytes of the style sheet.
const STYLE: usize = 20_000;

/// Bytes of the document of a listing of 24 products, as it is sent.
const LISTING: usize = 25_000;
/// The listing: everything, the newest first, in each language; letters beyond ASCII weigh more.
const LISTINGS: [(&str, &str); 3] = [
    ("English", "/search?sort=newest"),
    ("Vietnamese", "/vi/search?sort=newest"),
    ("Armenian", "/hy/search?sort=newest"),
];

/// Prints the weights; whether all budgets are kept.
pub fn measure(repo: &Repo) -> Result<bool> {
    let manifest = Manifest::read(repo)?;
    let weigh = |paths: &[&String]| -> Result<usize> {
        paths.iter().try_fold(0, |sum, path| Ok(sum + sent(&repo.site().join(path.trim_start_matches('/')))?))
    };
    let first = weigh(&[&manifest.wasm, &manifest.script, &manifest.loader])?;
    let style = weigh(&[&manifest.style])?;
    println!("    {}", verdict("WASM and JavaScript of the first page", first, PROGRAM));
    for (module, files) in &manifest.modules {
        let more = weigh(&files.iter().collect::<Vec<_>>())?;
        println!("    {module}, when somebody goes there: {:.1} KB more at most", more as f64 / 1000.0);
    }
    println!("    {}", verdict("style sheet", style, STYLE));
    Ok(listings(repo)? && first <= PROGRAM && style <= STYLE)
}

/// The bytes of a built file as it is sent: those of its compressed sister, which is there where it saves anything.
fn sent(file: &Path) -> Result<usize> {
    let plain = fs::metadata(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    Ok(fs::metadata(name).unwrap_or(plain).len() as usize)
}

/// Asks a server with the demo catalogue for its listing. Nothing is timed, so the debug build will do, which the
/// browser tests need anyway.
fn listings(repo: &Repo) -> Result<bool> {
    let scratch = env::temp_dir().join(format!("vouch-weight-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let weighed = weigh_listings(repo, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    weighed
}

fn weigh_listings(repo: &Repo, scratch: &Path) -> Result<bool> {
    let database = format!("sqlite://{}", scratch.join("vouch.db").display());
    let demo = repo.root.join("demo").display().to_string();
    let server = Server::start_as(repo, false, &database, &scratch.join("data"), &["--demo", "--demo-dir", &demo])?;
    // No feature of the client that undoes the compression: what comes is what is weighed.
    let agent = ureq::Agent::new_with_defaults();
    let mut kept = true;
    for (language, path) in LISTINGS {
        let mut answer = agent
            .get(format!("http://127.0.0.1:{}{path}", server.port))
            .header("accept-encoding", "br")
            .call()
            .context("the listing cannot be read")?;
        ensure!(
            answer.headers().get("content-encoding").is_some_and(|coding| coding == "br"),
            "{path} is not compressed"
        );
        let weight = answer.body_mut().read_to_vec()?.len();
        println!("    {}", verdict(&format!("HTML of a listing of 24 products, {language}"), weight, LISTING));
        kept &= weight <= LISTING;
    }
    Ok(kept)
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
