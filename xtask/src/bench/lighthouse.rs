//! Lighthouse's marks for the pages that shoppers come in by, as a phone on a slow line sees them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::orders;
use super::server::Server;
use crate::paths::Repo;
use crate::step::note;
use crate::{process, tools};

/// The newest line that runs on Debian's Node.js.
const LIGHTHOUSE: &str = "12";
/// What each page should reach: performance, accessibility, best practices, SEO.
const AIMS: [(&str, u64); 4] = [("performance", 95), ("accessibility", 100), ("best-practices", 100), ("seo", 100)];

/// Looks at every page and prints its marks; whether all reach their aims.
///
/// Performance is measured on this machine while it does nothing else: a busy one takes marks away.
pub fn measure(repo: &Repo) -> Result<bool> {
    tools::ensure(&[&tools::NODE, &tools::CHROMIUM, &tools::FONTS])?;
    let program = install(repo)?;
    let scratch = env::temp_dir().join(format!("vouch-lighthouse-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let done = look(repo, &program, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    done
}

fn install(repo: &Repo) -> Result<PathBuf> {
    let folder = repo.target.join("tools").join(format!("lighthouse-{LIGHTHOUSE}"));
    let program = folder.join("node_modules/.bin/lighthouse");
    if !program.is_file() {
        note(&format!("installing lighthouse {LIGHTHOUSE} into {}", repo.show(&folder)));
        fs::create_dir_all(&folder)?;
        let mut npm = tools::npm(&folder);
        npm.args(["install", "--no-save", "--no-package-lock", "--prefix", "."]);
        process::run(npm.arg(format!("lighthouse@{LIGHTHOUSE}")))?;
    }
    Ok(program)
}

fn look(repo: &Repo, program: &Path, scratch: &Path) -> Result<bool> {
    let database = format!("sqlite://{}", scratch.join("vouch.db").display());
    let demo = repo.root.join("demo").display().to_string();
    let server = Server::start(repo, &database, &scratch.join("data"), &["--demo", "--demo-dir", &demo])?;
    println!("    | page | performance | accessibility | best practices | SEO | layout shift |");
    println!("    |---|---:|---:|---:|---:|---:|");
    let mut kept = true;
    for (name, path) in pages(server.port)? {
        let address = format!("http://127.0.0.1:{}{path}", server.port);
        let report = report(program, &address, name == "order", &scratch.join("report.json"))?;
        let mark = |category: &str| (report["categories"][category]["score"].as_f64().unwrap_or(0.0) * 100.0).round();
        let shift = report["audits"]["cumulative-layout-shift"]["numericValue"].as_f64().unwrap_or(1.0);
        let marks: Vec<f64> = AIMS.iter().map(|(category, _)| mark(category)).collect();
        println!("    | {name} | {} | {} | {} | {} | {shift:.3} |", marks[0], marks[1], marks[2], marks[3]);
        kept &= shift < 0.001 && AIMS.iter().zip(&marks).all(|((_, aim), mark)| *mark >= *aim as f64);
    }
    note(
        "the order's page asks search engines to stay away: that they may come in, and what they would show, is not judged of it",
    );
    Ok(kept)
}

/// The pages by name, with an order that is placed for it.
fn pages(port: u16) -> Result<Vec<(&'static str, String)>> {
    let agent = orders::agent();
    let url = format!("http://127.0.0.1:{port}/graphql");
    let query = "{ products(first: 1) { nodes { slug category { slug } variants { id } } } }";
    let answer = orders::ask(&agent, &url, query, &json!({}))?;
    let product = &answer["data"]["products"]["nodes"][0];
    let text = |value: &Value| value.as_str().map(str::to_owned).context("the demo catalogue cannot be read");
    let order = orders::place_one(&agent, &url, &text(&product["variants"][0]["id"])?)?;
    Ok(vec![
        ("home", "/".to_owned()),
        ("listing", format!("/c/{}", text(&product["category"]["slug"])?)),
        ("product", format!("/p/{}", text(&product["slug"])?)),
        ("order", order),
    ])
}

/// Lighthouse's report; of a page that is nobody else's business without the audits that want it in search engines.
fn report(program: &Path, address: &str, private: bool, file: &Path) -> Result<Value> {
    let mut lighthouse = Command::new(program);
    if let Some(chromium) = tools::chromium() {
        lighthouse.env("CHROME_PATH", chromium);
    }
    let categories = AIMS.map(|(category, _)| category).join(",");
    lighthouse
        .env_remove("LD_LIBRARY_PATH")
        .arg(address)
        .args(["--quiet", "--output=json", &format!("--only-categories={categories}")])
        .arg(format!("--output-path={}", file.display()))
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run");
    if private {
        lighthouse.arg("--skip-audits=is-crawlable,meta-description");
    }
    process::quietly(&mut lighthouse)?;
    Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
}
