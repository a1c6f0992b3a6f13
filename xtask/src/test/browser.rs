//! The journeys of a shopper: Playwright drives Chromium against the server, which the tests start and restart.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;

use super::count::Count;
use crate::paths::Repo;
use crate::scratch::Scratch;
use crate::step::step;
use crate::{build, process, tools};

/// Where Playwright leaves its figures, inside `e2e`.
const REPORT: &str = "playwright-report/results.json";

/// Builds what the journeys need and runs them.
pub fn run(repo: &Repo, screenshots: bool, rest: &[String]) -> Result<Count> {
    build::site(repo, build::Reload::Never)?;
    build::server(repo, false)?;
    let e2e = repo.root.join("e2e");
    step("Installing the test runner", || install(&e2e))?;
    step("Checking the types of the browser tests", || {
        process::run(process::clean(e2e.join("node_modules/.bin/tsc"), &e2e).arg("--noEmit"))
    })?;

    let report = e2e.join(REPORT);
    let _ = fs::remove_file(&report);
    let scratch = Scratch::create()?;
    let mut playwright = process::clean(e2e.join("node_modules/.bin/playwright"), &e2e);
    playwright
        .arg("test")
        .args(rest)
        .env_remove("DATABASE_URL")
        .env("TMPDIR", scratch.path())
        .env("VOUCH_BIN", repo.vouch(false))
        .env("VOUCH_SITE", repo.site())
        .env("CHROMIUM", tools::headless().context("Chromium is missing")?);
    if screenshots {
        playwright.env("VOUCH_SCREENSHOTS", "1");
    }
    let passed = playwright.stdin(Stdio::null()).status().context("Playwright cannot be started")?.success();
    let text = fs::read_to_string(&report).context("Playwright left no report")?;
    let count = parse(&text).context("Playwright's report cannot be read")?;
    Ok(Count { broken: !passed, ..count })
}

/// Installs the packages of `package-lock.json` once, until it changes.
fn install(e2e: &Path) -> Result<()> {
    let lock = fs::read_to_string(e2e.join("package-lock.json")).context("e2e/package-lock.json is missing")?;
    let kept = e2e.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&kept).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // The browser comes from the system: Playwright must not download its own.
    process::run(tools::npm(e2e).arg("ci").env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(kept, lock)?;
    Ok(())
}

fn parse(report: &str) -> Option<Count> {
    let report: Value = serde_json::from_str(report).ok()?;
    let figure = |name: &str| report["stats"][name].as_u64();
    Some(Count {
        passed: figure("expected")? + figure("flaky")?,
        failed: figure("unexpected")?,
        skipped: figure("skipped")?,
        broken: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_playwright_are_read() {
        let report = r#"{"stats": {"expected": 7, "skipped": 1, "unexpected": 2, "flaky": 0, "duration": 3.2}}"#;
        assert_eq!(parse(report), Some(Count { passed: 7, failed: 2, skipped: 1, broken: false }));
        assert_eq!(parse("{}"), None);
    }
}
