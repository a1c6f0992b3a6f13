//! How well searches find what shoppers mean: the demonstration's graded searches, asked of a server as the storefront
//! asks them.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::server::Server;
use crate::paths::Repo;

/// What the mean must reach.
const BUDGET: f64 = 0.85;
/// Results that count.
const DEPTH: usize = 10;
/// Searches that are shown, the worst.
const SHOWN: usize = 10;
const SEARCH: &str =
    "query($search: String!, $first: Int!) { products(search: $search, first: $first) { nodes { slug } } }";
const COUNT: &str = "{ products(first: 1) { totalCount facets { shops { count } } } }";

#[derive(Deserialize)]
struct Set {
    searches: Vec<Search>,
}

#[derive(Deserialize)]
struct Search {
    locale: String,
    text: String,
    grades: HashMap<String, u32>,
}

/// When nothing has come for so long, everything is there.
const AT_REST: Duration = Duration::from_secs(2);

/// Prints NDCG@10 over all searches, for each language, and the worst; whether the mean keeps its budget.
pub fn measure(repo: &Repo) -> Result<bool> {
    let scratch = env::temp_dir().join(format!("vouch-relevance-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let measured = measure_in(repo, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    measured
}

fn measure_in(repo: &Repo, scratch: &Path) -> Result<bool> {
    let set: Set = serde_json::from_str(&fs::read_to_string(repo.root.join("demo/search-relevance.json"))?)?;
    let database = format!("sqlite://{}", scratch.join("vouch.db").display());
    let demo = repo.root.join("demo").display().to_string();
    // Nothing is timed, so the debug build will do, which the browser tests need anyway.
    let server = Server::start_as(repo, false, &database, &scratch.join("data"), &["--demo", "--demo-dir", &demo])?;
    let client =
        Client { agent: ureq::Agent::new_with_defaults(), url: format!("http://127.0.0.1:{}/graphql", server.port) };
    client.wait_for_the_index()?;
    let mut marks: Vec<(f64, &Search, Vec<String>)> = Vec::with_capacity(set.searches.len());
    for search in &set.searches {
        let found = client.find(search)?;
        marks.push((ndcg(&found, &search.grades), search, found));
    }
    marks.sort_by(|one, other| one.0.total_cmp(&other.0));
    let of = |locale: Option<&str>| {
        let wanted = marks.iter().filter(|(_, search, _)| locale.is_none_or(|locale| search.locale == locale));
        mean(wanted.map(|(mark, ..)| *mark))
    };
    let all = of(None);
    let word = if all >= BUDGET { "within" } else { "UNDER" };
    println!("    NDCG@10 of {} searches: {all:.3}, {word} the budget of {BUDGET}", marks.len());
    for locale in ["en", "vi", "hy"] {
        println!("    {locale}: {:.3}", of(Some(locale)));
    }
    for (mark, search, found) in marks.iter().take(SHOWN).filter(|(mark, ..)| *mark < 1.0) {
        println!("    {mark:.3} {} “{}”: {}", search.locale, search.text, found.join(", "));
    }
    Ok(all >= BUDGET)
}

struct Client {
    agent: ureq::Agent,
    url: String,
}

impl Client {
    fn ask(&self, locale: &str, query: &str, variables: &Value) -> Result<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request =
            self.agent.post(&self.url).header("content-type", "application/json").header("accept-language", locale);
        let text = request.send(&body)?.body_mut().read_to_string()?;
        let answer: Value = serde_json::from_str(&text)?;
        if answer.get("errors").is_some() {
            bail!("a search is not answered: {answer}");
        }
        Ok(answer)
    }

    fn find(&self, search: &Search) -> Result<Vec<String>> {
        let answer = self.ask(&search.locale, SEARCH, &json!({ "search": search.text, "first": DEPTH }))?;
        let nodes = answer["data"]["products"]["nodes"].as_array().context("no products")?;
        Ok(nodes.iter().filter_map(|node| Some(node["slug"].as_str()?.to_owned())).collect())
    }

    /// The catalogue is filled while the server answers already, and the index follows it a moment behind: both are at rest when
    /// the index holds all products and these have not become more for a while.
    fn wait_for_the_index(&self) -> Result<()> {
        let (begin, mut resting) = (Instant::now(), (0, Instant::now()));
        while begin.elapsed() < Duration::from_secs(60) {
            let answer = self.ask("en", COUNT, &json!({}))?;
            let products = &answer["data"]["products"];
            let shops = products["facets"]["shops"].as_array().context("no facets")?;
            let indexed: i64 = shops.iter().filter_map(|shop| shop["count"].as_i64()).sum();
            let whole = indexed > 0 && products["totalCount"].as_i64() == Some(indexed);
            if !whole || indexed != resting.0 {
                resting = (indexed, Instant::now());
            } else if resting.1.elapsed() >= AT_REST {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the search index is not built")
    }
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), with gains of 2^grade − 1.
fn ndcg(found: &[String], grades: &HashMap<String, u32>) -> f64 {
    let gained = |grades: &[u32]| -> f64 {
        let ranked = grades.iter().take(DEPTH).enumerate();
        ranked.map(|(place, grade)| (f64::from(*grade).exp2() - 1.0) / (place as f64 + 2.0).log2()).sum()
    };
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let got: Vec<u32> = found.iter().map(|slug| grades.get(slug).copied().unwrap_or(0)).collect();
    gained(&got) / gained(&best)
}

fn mean(marks: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = marks.fold((0.0, 0_u32), |(sum, count), mark| (sum + mark, count + 1));
    sum / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ideal_order_has_one_and_what_is_worse_less() {
        let grades = HashMap::from([("cup".to_owned(), 3), ("mug".to_owned(), 1)]);
        let of = |found: &[&str]| ndcg(&found.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>(), &grades);
        assert!((of(&["cup", "mug"]) - 1.0).abs() < 1e-12);
        assert!(of(&["mug", "cup"]) < 0.75);
        assert!(of(&["vase"]).abs() < 1e-12);
    }
}
