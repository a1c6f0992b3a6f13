//! `cargo xtask test`: every test, with what it needs installed first, and a count that can be trusted at the end.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::paths::Repo;
use crate::postgres::{Cluster, Purpose};
use crate::scratch::Scratch;
use crate::{disk, process, step, tools};

mod browser;
mod count;

use count::Count;

/// Run the tests.
///
/// The API's tests run on SQLite and on PostgreSQL (a private cluster in a temporary folder), then those of the other
/// crates, then the journeys of a shopper in Chromium. The last line tells how many passed and failed.
#[derive(clap::Args)]
pub struct Args {
    /// Run one part alone.
    #[arg(long)]
    only: Option<Part>,
    /// Write the pictures of the pages under e2e/screenshots anew.
    #[arg(long)]
    screenshots: bool,
    /// What follows `--` goes to the test runner: a filter of cargo's tests or of Playwright's.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The API on SQLite and on PostgreSQL.
    Api,
    /// The other crates: shared, web, migrations, xtask.
    Web,
    /// The journeys in a browser.
    E2e,
}

/// Runs what `args` ask for; the exit code tells whether all passed.
pub fn run(args: &Args) -> ExitCode {
    let mut stages = Stages::default();
    let ready = || -> Result<Repo> {
        let repo = Repo::find()?;
        disk::require(&repo, disk::Work::Test)?;
        prepare(args)?;
        Ok(repo)
    };
    let repo = match ready() {
        Ok(repo) => repo,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let rest = &args.rest;
    match args.only {
        None => {
            // The workspace at once, so that every crate is compiled with one set of features and not with two.
            stages.run("crates, API on SQLite", || on_sqlite(&repo, &["--workspace", "--exclude", "xtask"], rest));
            stages.run("API on PostgreSQL", || on_postgres(&repo, rest));
            stages.run("xtask", || crates(&repo, &["--package", "xtask"], rest));
            stages.run("browser", || browser::run(&repo, args.screenshots, rest));
        }
        Some(Part::Api) => {
            stages.run("API on SQLite", || on_sqlite(&repo, &["--package", "api"], rest));
            stages.run("API on PostgreSQL", || on_postgres(&repo, rest));
        }
        Some(Part::Web) => {
            let packages = ["--package", "shared", "--package", "web", "--package", "migrations"];
            let features = ["--features", "shared/server,web/ssr"];
            stages.run("crates", || crates(&repo, &[&packages[..], &features[..]].concat(), rest));
            stages.run("xtask", || crates(&repo, &["--package", "xtask"], rest));
        }
        Some(Part::E2e) => stages.run("browser", || browser::run(&repo, args.screenshots, rest)),
    }
    stages.finish()
}

/// Installs what the chosen tests need, all at once and before anything slow.
fn prepare(args: &Args) -> Result<()> {
    let browser: &[&tools::Tool] = &[&tools::NODE, &tools::HEADLESS, &tools::FONTS];
    match args.only {
        None => tools::ensure(&[browser, &[&tools::POSTGRES, &tools::SMTP]].concat()),
        Some(Part::Api) => tools::ensure(&[&tools::POSTGRES, &tools::SMTP]),
        Some(Part::Web) => Ok(()),
        Some(Part::E2e) => tools::ensure(browser),
    }
}

fn on_sqlite(repo: &Repo, packages: &[&str], rest: &[String]) -> Result<Count> {
    let scratch = Scratch::create()?;
    let mut command = cargo_test(repo, packages, rest);
    count::cargo_test(command.env("VOUCH_TEST_DATABASE", "sqlite").env("TMPDIR", scratch.path()))
}

fn on_postgres(repo: &Repo, rest: &[String]) -> Result<Count> {
    let mut cluster = Cluster::start(Purpose::Tests)?;
    let mut command = cargo_test(repo, &["--package", "api", "--test", "it"], rest);
    command.env("VOUCH_TEST_DATABASE", "postgres").env("VOUCH_TEST_POSTGRES_URL", cluster.url());
    let count = count::cargo_test(&mut command)?;
    if let Some(log) = cluster.ended() {
        eprintln!("error: PostgreSQL ended while it was needed. The end of its log:\n{log}");
    }
    Ok(count)
}

fn crates(repo: &Repo, packages: &[&str], rest: &[String]) -> Result<Count> {
    count::cargo_test(&mut cargo_test(repo, packages, rest))
}

fn cargo_test(repo: &Repo, packages: &[&str], rest: &[String]) -> Command {
    let mut cargo = process::cargo(&repo.root);
    // A database of the machine must never be what tests write to.
    cargo.env_remove("DATABASE_URL").args(["test", "--no-fail-fast"]).args(packages).arg("--").args(rest);
    cargo
}

/// What ran so far.
#[derive(Default)]
struct Stages {
    lines: Vec<String>,
    broken: Vec<String>,
    total: Count,
}

impl Stages {
    /// Runs one stage. The others run whatever comes out of it: one failure should not hide the next.
    fn run(&mut self, name: &str, stage: impl FnOnce() -> Result<Count>) {
        println!("\n==> Testing: {name}");
        let begin = Instant::now();
        let mut count = match stage() {
            Ok(count) => count,
            Err(error) => {
                eprintln!("error: {error:#}");
                Count { broken: true, ..Count::default() }
            }
        };
        if count.is_empty() {
            eprintln!("error: {name}: no test ran");
            count.broken = true;
        }
        // A stage that did not get as far as its tests counts as one failure: never as nothing.
        if count.broken && count.failed == 0 {
            count.failed = 1;
        }
        if count.failed > 0 {
            self.broken.push(name.to_owned());
        }
        self.lines.push(format!("{name:<24} {count}   {}", step::show(begin.elapsed())));
        self.total.add(&count);
    }

    /// Prints the summary; its last line is the count.
    fn finish(&self) -> ExitCode {
        println!("\n==> Summary");
        for line in &self.lines {
            step::note(line);
        }
        for name in &self.broken {
            step::note(&format!("{name}: failed. {}", mend(name)));
        }
        println!("\n{}", self.total);
        if self.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn mend(stage: &str) -> &'static str {
    match stage {
        "browser" => {
            "Run one again: cargo xtask test --only e2e -- NAME. Pictures and logs of failures: e2e/test-results. \
             Step through: the same with `--trace on`, then cd e2e && npx playwright show-trace TRACE.zip"
        }
        "crates" | "xtask" => "Run one again: cargo xtask test --only web -- NAME",
        _ => "Run one again: cargo xtask test --only api -- NAME",
    }
}
