//! Throughput and latency of the operations that shops live on, at a catalogue of 10,000 products.

use std::env;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::load::{self, Measured, Request, Scenario};
use super::server::Server;
use super::{orders, products};
use crate::paths::Repo;
use crate::postgres::{Cluster, Purpose};
use crate::step::{note, step};
use crate::{build, process, tools};

const LISTING: &str = "{ products(first: 20) { nodes { id slug title priceRange { min { amount currencyCode } max { amount currencyCode } } \
    image { url width height alt } shop { slug name } rating { average count } available } pageInfo { hasNextPage endCursor } } }";
const DETAIL: &str = "query($slug: String!) { product(slug: $slug) { id slug title description shop { slug name city } category { slug name } \
    priceRange { min { amount currencyCode } max { amount currencyCode } } images { url width height alt } rating { average count histogram } \
    options { name values { key name } } variants { id sku title price { amount currencyCode } compareAtPrice { amount } availableQuantity } } }";
const SEARCH: &str = "query($search: String!) { products(first: 20, search: $search) { totalCount nodes { id slug title \
    priceRange { min { amount currencyCode } } image { url alt } shop { slug name } rating { average count } } \
    facets { categories { category { slug name } count } shops { shop { slug name } count } prices { min { amount } max { amount } count } \
    available { available count } } } }";

/// What is measured, and how long.
pub struct Plan {
    /// Products in the catalogue.
    pub products: usize,
    /// Seconds a figure.
    pub seconds: u32,
    /// Connections at once.
    pub connections: Vec<u32>,
}

/// Builds what is measured.
pub fn build(repo: &Repo) -> Result<()> {
    build::site(repo, build::Reload::Never)?;
    build::server(repo, true)
}

/// Measures on SQLite and on PostgreSQL and prints the tables.
pub fn measure(repo: &Repo, plan: &Plan) -> Result<()> {
    tools::ensure(&[&tools::WRK, &tools::POSTGRES])?;
    let scratch = env::temp_dir().join(format!("vouch-bench-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let file = scratch.join("products.csv");
    fs::write(&file, products::csv(plan.products))?;
    let done = measure_both(repo, plan, &scratch, &file);
    let _ = fs::remove_dir_all(&scratch);
    done
}

fn measure_both(repo: &Repo, plan: &Plan, scratch: &Path, file: &Path) -> Result<()> {
    let sqlite = format!("sqlite://{}", scratch.join("vouch.db").display());
    step("Measuring on SQLite", || measure_on(repo, plan, scratch, file, &sqlite))?;
    let cluster = Cluster::start(Purpose::Bench)?;
    let postgres = format!("{}postgres", cluster.url());
    step("Measuring on PostgreSQL", || measure_on(repo, plan, scratch, file, &postgres))
}

fn measure_on(repo: &Repo, plan: &Plan, scratch: &Path, file: &Path, database_url: &str) -> Result<()> {
    let data = scratch.join(if database_url.starts_with("sqlite") { "sqlite-data" } else { "postgres-data" });
    let vouch = |arguments: &[&str]| {
        let mut vouch = process::clean(repo.vouch(true), scratch);
        vouch
            .args(arguments)
            .args(["--database-url", database_url])
            .arg("--data-dir")
            .arg(&data)
            .env("RUST_LOG", "warn");
        process::run(&mut vouch)
    };
    vouch(&["migrate"])?;
    vouch(&["import", "products", &file.display().to_string()])?;
    vouch(&["search", "rebuild"])?;
    let server = Server::start(repo, database_url, &data, &[])?;
    note(&format!("start to first answer: {} ms", server.first_answer.as_millis()));
    sleep(Duration::from_secs(3));
    note(&format!("idle memory: {:.0} MB", server.memory()? as f64 / 1e6));
    header();
    for scenario in scenarios(plan.products) {
        check(&scenario, server.port)?;
        for connections in &plan.connections {
            let measured = load::run(&scenario, server.port, *connections, plan.seconds, scratch)?;
            row(scenario.name, *connections, &measured);
        }
    }
    for connections in &plan.connections {
        let measured = orders::run(server.port, *connections as usize, plan.seconds)?;
        row("orderPlace, two lines", *connections, &measured);
    }
    note(&format!("memory after the load: {:.0} MB", server.memory()? as f64 / 1e6));
    drop(server);
    ceiling(repo, plan, scratch, database_url, &data)
}

/// The listing answered from memory by the same server: what the database costs.
fn ceiling(repo: &Repo, plan: &Plan, scratch: &Path, database_url: &str, data: &Path) -> Result<()> {
    let server = Server::start(repo, database_url, data, &["--listings-kept-ms", "600000"])?;
    let scenario = Scenario { name: "ceiling: listing from memory", requests: vec![graphql(LISTING, json!({}))] };
    check(&scenario, server.port)?;
    for connections in &plan.connections {
        row(scenario.name, *connections, &load::run(&scenario, server.port, *connections, plan.seconds, scratch)?);
    }
    Ok(())
}

fn scenarios(count: usize) -> Vec<Scenario> {
    let handles: Vec<String> = (0..200).map(|turn| products::handle(turn * 47 % count)).collect();
    let pages = |prefix: &str| handles.iter().map(|handle| Request::Get(format!("{prefix}{handle}"))).collect();
    vec![
        Scenario { name: "ceiling: { __typename }", requests: vec![graphql("{ __typename }", json!({}))] },
        Scenario { name: "listing of 20 products", requests: vec![graphql(LISTING, json!({}))] },
        Scenario {
            name: "product detail",
            requests: handles.iter().map(|handle| graphql(DETAIL, json!({ "slug": handle }))).collect(),
        },
        Scenario {
            name: "search with facets",
            requests: products::SEARCHES.iter().map(|text| graphql(SEARCH, json!({ "search": text }))).collect(),
        },
        Scenario {
            name: "SSR listing page",
            requests: vec![Request::Get("/c/tableware".to_owned()), Request::Get("/c/lanterns".to_owned())],
        },
        Scenario { name: "SSR product page", requests: pages("/p/") },
    ]
}

fn graphql(query: &'static str, variables: serde_json::Value) -> Request {
    Request::Graphql { query, variables }
}

/// Every request of a scenario must be answered well once, before its speed means anything.
pub fn check(scenario: &Scenario, port: u16) -> Result<()> {
    let (agent, url) = (orders::agent(), format!("http://127.0.0.1:{port}/graphql"));
    for request in &scenario.requests {
        match request {
            Request::Get(path) => {
                agent.get(format!("http://127.0.0.1:{port}{path}")).call().with_context(|| format!("GET {path}"))?;
            }
            Request::Graphql { query, variables } => {
                well_answered(scenario, &orders::ask(&agent, &url, query, variables)?)?;
            }
            Request::Signed { token, query } => {
                let bearer = format!("Bearer {token}");
                let answer = orders::ask_with(&agent, &url, &[("Authorization", &bearer)], query, &json!({}))?;
                well_answered(scenario, &answer)?;
            }
        }
    }
    Ok(())
}

/// Whether an answer is whole, and says something: an empty list is soon sent.
fn well_answered(scenario: &Scenario, answer: &serde_json::Value) -> Result<()> {
    let nothing = |value: &serde_json::Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let whole = answer["data"].as_object().is_some_and(|data| !data.values().any(nothing));
    if answer.get("errors").is_some() || !whole {
        bail!("{} is not answered: {answer}", scenario.name);
    }
    Ok(())
}

/// Prints the head of a table of figures.
pub fn header() {
    println!("    | what | connections | requests/s | p50 ms | p95 ms | p99 ms |");
    println!("    |---|---:|---:|---:|---:|---:|");
}

/// Prints a row of it.
pub fn row(name: &str, connections: u32, measured: &Measured) {
    let ms = |us: f64| us / 1000.0;
    println!(
        "    | {name} | {connections} | {:.0} | {:.2} | {:.2} | {:.2} |",
        measured.per_second,
        ms(measured.p50),
        ms(measured.p95),
        ms(measured.p99)
    );
}
