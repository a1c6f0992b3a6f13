//! What reviews cost: bringing them in, searching in them, and pages of products that have few or very many.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::load::{self, Request, Scenario};
use super::server::Server;
use super::{products, throughput};
use crate::paths::Repo;
use crate::postgres::{Cluster, Purpose};
use crate::step::{note, step};
use crate::{process, tools};

/// Products in the catalogue.
const PRODUCTS: usize = 400;
/// Reviews of the first product.
const MANY: usize = 5_000;
/// Reviews of each other product.
const FEW: usize = 10;
/// Milliseconds that 99 of 100 searches inside reviews may take.
const SEARCH: f64 = 20.0;

const LIST: &str = "query($slug: String!, $search: String) { product(slug: $slug) { rating { score average count histogram } \
    reviews(first: 10, filter: { search: $search }) { nodes { id stars title body authorName writtenAt helpfulCount } \
    pageInfo { hasNextPage endCursor } } } }";

const OPENINGS: [&str; 8] = [
    "It came well packed and a day early",
    "I use it every morning",
    "The glaze is deeper than in the picture",
    "A present for my sister",
    "The second one that I bought here",
    "Heavier than I thought",
    "The handle sits well in the hand",
    "I was afraid that it would be too small",
];
const ENDINGS: [&str; 9] = [
    "and I would buy it again.",
    "but the lid does not close quite tightly.",
    "and the colour fits the kitchen.",
    "though it took a fortnight to arrive.",
    "and the seller answered within the hour.",
    "and my guests ask where it is from.",
    "but one corner was chipped.",
    "and it survived the dishwasher.",
    "so I gave the other one away.",
];
/// Words that somebody might look for in reviews: common, rare, two words, the beginning of one, and one that nobody wrote.
const SEARCHES: [&str; 6] = ["glaze", "chipped corner", "dishwash", "sister", "seller answered", "submarine"];

/// Measures on SQLite and on PostgreSQL; whether searching keeps its budget.
pub fn measure(repo: &Repo, seconds: u32, connections: &[u32]) -> Result<bool> {
    tools::ensure(&[&tools::WRK, &tools::POSTGRES])?;
    let scratch = env::temp_dir().join(format!("vouch-reviews-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let sqlite = format!("sqlite://{}", scratch.join("vouch.db").display());
    let plan = Plan { repo, seconds, connections, scratch: &scratch };
    let done = step("Reading reviews on SQLite", || plan.measure_on(&sqlite)).and_then(|kept| {
        let cluster = Cluster::start(Purpose::Bench)?;
        let postgres = format!("{}postgres", cluster.url());
        Ok(step("Reading reviews on PostgreSQL", || plan.measure_on(&postgres))? && kept)
    });
    let _ = fs::remove_dir_all(&scratch);
    done
}

struct Plan<'a> {
    repo: &'a Repo,
    seconds: u32,
    connections: &'a [u32],
    scratch: &'a Path,
}

impl Plan<'_> {
    fn measure_on(&self, database_url: &str) -> Result<bool> {
        let data = self.scratch.join(if database_url.starts_with("sqlite") { "sqlite-data" } else { "postgres-data" });
        let file = |name: &str, text: String| -> Result<String> {
            let path = self.scratch.join(name);
            fs::write(&path, text)?;
            Ok(path.display().to_string())
        };
        self.vouch(database_url, &data, &["migrate"])?;
        self.vouch(database_url, &data, &["import", "products", &file("products.csv", products::csv(PRODUCTS))?])?;
        let reviews = file("reviews.csv", csv())?;
        for turn in ["first", "again"] {
            let cost = self.vouch(database_url, &data, &["import", "reviews", &reviews])?;
            note(&format!("{} reviews {turn}: {cost}", MANY + FEW * (PRODUCTS - 1)));
        }
        // A merchant's own file, where it is at hand.
        let real = env::var_os("VOUCH_DATA").map_or_else(
            || self.repo.root.join("../shared/data/clothing"),
            |folder| Path::new(&folder).join("../clothing"),
        );
        if real.join("reviews.csv").is_file() {
            let path = |name: &str| real.join(name).display().to_string();
            self.vouch(database_url, &data, &["import", "products", &path("products.csv")])?;
            let cost = self.vouch(database_url, &data, &["import", "reviews", &path("reviews.csv")])?;
            note(&format!("a merchant's file of reviews: {cost}"));
        } else {
            note("no merchant's file of reviews is at hand: skipped");
        }
        self.vouch(database_url, &data, &["search", "rebuild"])?;
        let server = Server::start(self.repo, database_url, &data, &[])?;
        throughput::header();
        let mut kept = true;
        for scenario in scenarios() {
            throughput::check(&scenario, server.port)?;
            for connections in self.connections {
                let measured = load::run(&scenario, server.port, *connections, self.seconds, self.scratch)?;
                throughput::row(scenario.name, *connections, &measured);
                // Past one connection a core, waiting in line is what is measured.
                if scenario.name.starts_with("search") && *connections == 1 {
                    kept &= measured.p99 / 1000.0 < SEARCH;
                }
            }
        }
        Ok(kept)
    }

    fn vouch(&self, database_url: &str, data: &Path, arguments: &[&str]) -> Result<Cost> {
        let mut vouch = process::clean(self.repo.vouch(true), self.scratch);
        vouch
            .args(arguments)
            .args(["--database-url", database_url])
            .arg("--data-dir")
            .arg(data)
            .env("RUST_LOG", "warn");
        let begin = Instant::now();
        let mut child = vouch.stdin(Stdio::null()).spawn().context("the release server cannot be started")?;
        let mut peak = 0;
        loop {
            // Read until it ends: what it used at most, its process tells only while it lives.
            peak = load::peak_of(child.id()).unwrap_or(peak);
            if let Some(status) = child.try_wait()? {
                if !status.success() {
                    bail!("`vouch {}` failed ({status})", arguments.join(" "));
                }
                return Ok(Cost { took: begin.elapsed(), peak });
            }
            sleep(Duration::from_millis(5));
        }
    }
}

struct Cost {
    took: Duration,
    /// Bytes.
    peak: u64,
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s, {:.0} MB at most", self.took.as_secs_f64(), self.peak as f64 / 1e6)
    }
}

fn scenarios() -> Vec<Scenario> {
    let list = |number: usize, search: Option<&str>| Request::Graphql {
        query: LIST,
        variables: json!({ "slug": products::handle(number), "search": search }),
    };
    let pages = |numbers: std::ops::Range<usize>| {
        numbers.map(|number| Request::Get(format!("/p/{}", products::handle(number)))).collect()
    };
    vec![
        Scenario { name: "list, 10 reviews", requests: (1..50).map(|number| list(number, None)).collect() },
        Scenario { name: "list, 5,000 reviews", requests: vec![list(0, None)] },
        Scenario {
            name: "search in 5,000 reviews",
            requests: SEARCHES.iter().map(|words| list(0, Some(words))).collect(),
        },
        Scenario { name: "SSR product page, 10 reviews", requests: pages(1..50) },
        Scenario { name: "SSR product page, 5,000 reviews", requests: pages(0..1) },
    ]
}

/// The reviews in Judge.me's format: the first product has very many.
fn csv() -> String {
    let mut file =
        String::from("title,body,rating,review_date,reviewer_name,reviewer_email,product_handle,reply,picture_urls\n");
    for number in 0..PRODUCTS {
        for turn in 0..if number == 0 { MANY } else { FEW } {
            let at = number * FEW + turn;
            // Writing to a string cannot fail.
            let _ = writeln!(
                file,
                "{},{} {} Bought as number {at}.,{},2025-{:02}-{:02} 10:{:02}:00 UTC,Reader {at},reader{at}@bench.example,{},,",
                ["Lovely", "As described", "", "Not for me"][at % 4],
                OPENINGS[at % OPENINGS.len()],
                ENDINGS[at / OPENINGS.len() % ENDINGS.len()],
                1 + (at * 7 + 3) % 5,
                1 + at % 12,
                1 + at % 28,
                at % 60,
                products::handle(number),
            );
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_row_for_each_review() {
        let file = csv();
        assert_eq!(file.lines().count(), 1 + MANY + FEW * (PRODUCTS - 1));
        assert!(file.lines().all(|line| line.split(',').count() == 9), "a comma too many");
        let of_first = file.lines().filter(|line| line.contains(&format!(",{},", products::handle(0)))).count();
        assert_eq!(of_first, MANY);
    }
}
