//! What recommendations cost: learning at several sizes of the market, and serving to shoppers who are known.
//!
//! The orders are made up and the same in every run: shoppers who mostly buy within a few groups of products, and sometimes what is
//! popular. They say what time and memory it takes, and nothing of quality: for that a merchant's own orders are evaluated, where
//! they are at hand.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::load::{self, Request, Scenario};
use super::server::Server;
use super::{orders, products, throughput};
use crate::paths::Repo;
use crate::postgres::{Cluster, Purpose};
use crate::step::{note, step};
use crate::{process, tools};

/// Products at which learning is measured.
const SIZES: [usize; 4] = [1_000, 5_000, 10_000, 50_000];
/// Products of the market in which suggestions are served.
const SERVED: usize = 10_000;
/// Shoppers of a market, at least; four for every ten products.
const SHOPPERS: usize = 4_000;
/// Orders of each.
const ORDERS_EACH: usize = 5;
/// Lines of each order.
const LINES: usize = 4;
/// Shoppers who are signed in and ask.
const ASKING: usize = 200;
/// What each of them has looked at.
const LOOKS: usize = 15;
/// Milliseconds in which 99 of 100 answers come, at [`BUSY`] connections.
const BUDGET: f64 = 10.0;
const BUSY: u32 = 16;
/// Products that are bought by the same people.
const GROUP: usize = 20;

const FOR_YOU: &str = "{ recommendations(kind: FOR_YOU, first: 12) { score product { id slug title priceRange { min { amount currencyCode } } \
    image { url width height alt } shop { slug name } rating { average count } } reason { code text because { slug title } } } }";
const REGISTER: &str =
    "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { accessToken userErrors { code } } }";
const ALLOW: &str = "mutation($version: Int!) { consentsUpdate(input: {wordingVersion: $version, \
    choices: [{purpose: PERSONALISATION, granted: true}]}) { userErrors { code } } }";
const LOOK: &str = "mutation($signals: [SignalInput!]!) { signalsRecord(input: {signals: $signals}) { recorded userErrors { code } } }";
const PRODUCT: &str = "query($slug: String!) { product(slug: $slug) { id } }";

/// Measures, and says whether serving keeps its budget.
pub fn measure(repo: &Repo, seconds: u32, connections: &[u32]) -> Result<bool> {
    tools::ensure(&[&tools::WRK, &tools::POSTGRES])?;
    let scratch = env::temp_dir().join(format!("vouch-recommendations-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let plan = Plan { repo, seconds, connections, scratch: &scratch };
    let done = plan.measure();
    let _ = fs::remove_dir_all(&scratch);
    done
}

struct Plan<'a> {
    repo: &'a Repo,
    seconds: u32,
    connections: &'a [u32],
    scratch: &'a Path,
}

/// A database with what belongs to it.
struct Place {
    database_url: String,
    data: PathBuf,
}

impl Plan<'_> {
    fn measure(&self) -> Result<bool> {
        for size in SIZES {
            step(&format!("Learning from {size} products"), || self.learn(size))?;
        }
        step("Evaluating a merchant's orders", || self.evaluate())?;
        let sqlite = self.sqlite("served");
        let kept = step("Serving on SQLite", || self.serve(&sqlite))?;
        let cluster = Cluster::start(Purpose::Bench)?;
        let postgres = Place {
            database_url: format!("{}postgres", cluster.url()),
            data: self.scratch.join("served-postgres-data"),
        };
        Ok(step("Serving on PostgreSQL", || self.serve(&postgres))? && kept)
    }

    fn sqlite(&self, name: &str) -> Place {
        let database = self.scratch.join(format!("{name}.db"));
        Place {
            database_url: format!("sqlite://{}", database.display()),
            data: self.scratch.join(format!("{name}-data")),
        }
    }

    fn learn(&self, size: usize) -> Result<()> {
        let place = self.sqlite(&format!("learned-{size}"));
        self.import(&place, "products", &products::csv(size))?;
        let shoppers = shoppers_of(size);
        self.import(&place, "orders", &csv(size, shoppers))?;
        note(&format!("{size} products, {shoppers} shoppers, {} lines", shoppers * ORDERS_EACH * LINES));
        self.show(&place, &["recommendations", "train"])
    }

    fn evaluate(&self) -> Result<()> {
        let real = env::var_os("VOUCH_DATA")
            .map_or_else(|| self.repo.root.join("../shared/data/retail"), |folder| Path::new(&folder).to_path_buf());
        if !real.join("orders.csv.gz").is_file() {
            note("no merchant's file of orders is at hand: skipped");
            return Ok(());
        }
        let place = self.sqlite("retail");
        for (what, file) in [("products", "products.csv"), ("orders", "orders.csv.gz")] {
            process::quietly(self.vouch(&place).args(["import", what]).arg(real.join(file)))?;
        }
        self.show(&place, &["recommendations", "eval"])?;
        self.show(&place, &["recommendations", "train"])
    }

    /// Serves to accounts that have a past: they register before the orders are imported, which finds them by their addresses.
    fn serve(&self, place: &Place) -> Result<bool> {
        self.import(place, "products", &products::csv(SERVED))?;
        let tokens = {
            let server = Server::start(self.repo, &place.database_url, &place.data, &["--behind-proxy=true"])?;
            register(server.port)?
        };
        self.import(place, "orders", &csv(SERVED, SHOPPERS))?;
        process::quietly(self.vouch(place).args(["recommendations", "train"]))?;
        let server = Server::start(self.repo, &place.database_url, &place.data, &[])?;
        look_around(server.port, &tokens)?;
        // The model is loaded, and what may be suggested is read, before it is measured.
        let requests = tokens.iter().map(|token| Request::Signed { token: token.clone(), query: FOR_YOU });
        let signed = Scenario { name: "FOR_YOU, signed in", requests: requests.collect() };
        let guest = Scenario {
            name: "FOR_YOU, nobody known",
            requests: vec![Request::Graphql { query: FOR_YOU, variables: json!({}) }],
        };
        throughput::header();
        let mut kept = true;
        for scenario in [&signed, &guest] {
            throughput::check(scenario, server.port)?;
            for connections in self.connections {
                let measured = load::run(scenario, server.port, *connections, self.seconds, self.scratch)?;
                throughput::row(scenario.name, *connections, &measured);
                kept &= *connections != BUSY || measured.p99 / 1000.0 < BUDGET;
            }
        }
        note(&format!("memory after the load: {:.0} MB", server.memory()? as f64 / 1e6));
        Ok(kept)
    }

    fn vouch(&self, place: &Place) -> Command {
        let mut vouch = process::clean(self.repo.vouch(true), self.scratch);
        vouch.args(["--database-url", &place.database_url]).arg("--data-dir").arg(&place.data).env("RUST_LOG", "warn");
        vouch
    }

    fn import(&self, place: &Place, what: &str, text: &str) -> Result<()> {
        let file = self.scratch.join("import.csv");
        fs::write(&file, text)?;
        process::quietly(self.vouch(place).args(["import", what]).arg(&file))
    }

    /// Runs a command, shows what it printed, and what it cost.
    fn show(&self, place: &Place, arguments: &[&str]) -> Result<()> {
        let mut vouch = self.vouch(place);
        let begin = Instant::now();
        let child = vouch.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.context("the release server cannot be started")?;
        let mut peak = 0;
        // What it used at most its process tells only while it lives; what it prints fits into the pipe.
        while child.try_wait()?.is_none() {
            peak = load::peak_of(child.id()).unwrap_or(peak);
            sleep(Duration::from_millis(5));
        }
        let took = begin.elapsed();
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("`vouch {}` failed ({})", arguments.join(" "), output.status);
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            println!("    {line}");
        }
        note(&format!(
            "vouch {}: {:.1} s, {:.0} MB at most",
            arguments.join(" "),
            took.as_secs_f64(),
            peak as f64 / 1e6
        ));
        Ok(())
    }
}

const fn shoppers_of(products: usize) -> usize {
    let share = products * 4 / 10;
    if share > SHOPPERS { share } else { SHOPPERS }
}

fn email(shopper: usize) -> String {
    format!("shopper{shopper}@bench.example")
}

/// Registers those who will ask, as from many networks; returns their tokens.
fn register(port: u16) -> Result<Vec<String>> {
    let (agent, url) = (orders::agent(), format!("http://127.0.0.1:{port}/graphql"));
    let consents = orders::ask(&agent, &url, "{ consents { wordingVersion } }", &json!({}))?;
    let version = consents["data"]["consents"][0]["wordingVersion"].clone();
    let one = |shopper: usize| -> Result<String> {
        let input = json!({ "email": email(shopper), "password": "a kettle of tin on the hob", "displayName": "Ada" });
        let from = format!("10.0.{}.{}", shopper / 200, shopper % 200 + 1);
        let answer =
            orders::ask_with(&agent, &url, &[("X-Forwarded-For", &from)], REGISTER, &json!({ "input": input }))?;
        let token = answer["data"]["accountRegister"]["accessToken"].as_str();
        let token = token.with_context(|| format!("nobody was registered: {answer}"))?.to_owned();
        ask_as(&agent, &url, &token, ALLOW, &json!({ "version": version }))?;
        Ok(token)
    };
    (0..ASKING).map(one).collect()
}

/// Lets everybody look at some products, each at others.
fn look_around(port: u16, tokens: &[String]) -> Result<()> {
    let (agent, url) = (orders::agent(), format!("http://127.0.0.1:{port}/graphql"));
    let product = |number: usize| -> Result<Value> {
        let slug = json!({ "slug": products::handle(number) });
        Ok(orders::ask(&agent, &url, PRODUCT, &slug)?["data"]["product"]["id"].clone())
    };
    let shown: Vec<Value> = (0..ASKING).map(|turn| product(turn * 47 % SERVED)).collect::<Result<_>>()?;
    for (shopper, token) in tokens.iter().enumerate() {
        let look = |turn: usize| json!({ "kind": "VIEW", "productId": shown[(shopper + turn * 7) % shown.len()], "dwellSeconds": 5 + turn });
        let signals: Vec<Value> = (0..LOOKS).map(look).collect();
        let answer = ask_as(&agent, &url, token, LOOK, &json!({ "signals": signals }))?;
        if answer["data"]["signalsRecord"]["recorded"] != json!(LOOKS) {
            bail!("what was looked at was not recorded: {answer}");
        }
    }
    Ok(())
}

fn ask_as(agent: &ureq::Agent, url: &str, token: &str, query: &str, variables: &Value) -> Result<Value> {
    orders::ask_with(agent, url, &[("Authorization", &format!("Bearer {token}"))], query, variables)
}

/// Orders in Shopify's format: each shopper mostly buys in three groups of products, else what is popular.
fn csv(products: usize, shoppers: usize) -> String {
    let mut file = String::from(
        "Name,Email,Financial Status,Fulfillment Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
         Lineitem sku,Vendor\n",
    );
    let groups = (products / GROUP).max(1);
    for shopper in 0..shoppers {
        for turn in 0..ORDERS_EACH {
            let mut dice = Dice(((shopper * ORDERS_EACH + turn) as u64) << 8);
            let day = dice.below(360);
            for line in 0..LINES {
                let product = if dice.below(10) < 8 {
                    let favourite = Dice((shopper * 3 + dice.below(3)) as u64).below(groups);
                    favourite * GROUP + dice.below(GROUP)
                } else {
                    // The smaller of three is small: some products are bought by many.
                    (0..3).map(|_| dice.below(products)).min().unwrap_or(0)
                };
                let price = 300 + product * 37 % 24_000;
                // Writing to a string cannot fail.
                let _ = writeln!(
                    file,
                    "#B{},{},{},{},GBP,2025-{:02}-{:02} 10:{:02}:00 UTC,1,Product {product},{}.{:02},B-{product},Bench shop {}",
                    shopper * ORDERS_EACH + turn,
                    email(shopper),
                    if line == 0 { "paid" } else { "" },
                    if line == 0 { "fulfilled" } else { "" },
                    day / 30 + 1,
                    day % 30 % 28 + 1,
                    turn,
                    price / 100,
                    price % 100,
                    product * 7 % 40,
                );
            }
        }
    }
    file
}

/// Numbers that look thrown and are the same in every run (Steele, Lea and Flood's `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_row_for_each_line_and_known_products() {
        let file = csv(1_000, 50);
        assert_eq!(file.lines().count(), 1 + 50 * ORDERS_EACH * LINES);
        assert!(file.lines().all(|line| line.split(',').count() == 11));
        let skus = file.lines().skip(1).filter_map(|line| line.split(',').nth(9)?.strip_prefix("B-")?.parse().ok());
        assert!(skus.clone().count() == 50 * ORDERS_EACH * LINES && skus.max() < Some(1_000_usize));
        assert_eq!(file, csv(1_000, 50), "the same in every run");
    }
}
