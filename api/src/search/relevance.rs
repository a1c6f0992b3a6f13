//! How well the demonstration's products are found: graded searches in three languages, `demo/search-relevance.json`.

use super::{Document, Mark, Request, Search, Sort};
use crate::catalog::ProductFilter;
use serde_json::Value;
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Locale, Timestamp};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use uuid::Uuid;

/// What the mean must reach, over all and in each language.
const ALL: f64 = 0.85;
const EACH: f64 = 0.80;
/// Results that count.
const DEPTH: usize = 10;

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn texts(value: &Value) -> Vec<String> {
    let own = |text: &Value| text.as_str().map(str::to_owned);
    match value {
        Value::Object(languages) => languages.values().filter_map(own).collect(),
        Value::Array(list) => list.iter().filter_map(own).collect(),
        other => own(other).into_iter().collect(),
    }
}

/// The names of each category and of those above it.
fn categories() -> HashMap<String, Vec<String>> {
    let mut names = HashMap::new();
    for top in json(&demo().join("categories.json")).as_array().expect("categories") {
        let own = texts(&top["name"]);
        for child in top["children"].as_array().into_iter().flatten() {
            let all = texts(&child["name"]).into_iter().chain(own.clone()).collect();
            names.insert(child["slug"].as_str().expect("a slug").to_owned(), all);
        }
        names.insert(top["slug"].as_str().expect("a slug").to_owned(), own);
    }
    names
}

struct Shelf {
    search: Search,
    slugs: HashMap<ProductId, String>,
    _folder: TempDir,
}

impl Shelf {
    fn of_demo() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let search = Search::open(folder.path()).expect("an index");
        let categories = categories();
        let mut files: Vec<PathBuf> = std::fs::read_dir(demo().join("shops"))
            .expect("shops")
            .map(|entry| entry.expect("a shop").path())
            .collect();
        files.sort();
        let (mut documents, mut slugs) = (Vec::new(), HashMap::new());
        for file in files {
            let shop = json(&file);
            for product in shop["products"].as_array().expect("products") {
                let document = document(documents.len() as u128 + 1, &shop, product, &categories);
                slugs.insert(document.id, product["slug"].as_str().expect("a slug").to_owned());
                documents.push(document);
            }
        }
        search.apply(&[], &documents, Mark { seq: 1, origin: Uuid::nil() }).expect("written");
        Self { search, slugs, _folder: folder }
    }

    fn ask(&self, text: &str, locale: Locale) -> Vec<&str> {
        let filter = ProductFilter::default();
        let request = Request {
            text,
            locale,
            filter: &filter,
            sort: Sort::Relevance,
            limit: DEPTH,
            cursor: None,
            backwards: false,
            ladder: None,
            completing: false,
        };
        let found = self.search.search(&request).expect("the index can be read").found;
        found.places.iter().map(|place| self.slugs[&place.product()].as_str()).collect()
    }
}

fn document(number: u128, shop: &Value, product: &Value, categories: &HashMap<String, Vec<String>>) -> Document {
    let id = Uuid::from_u128(number << 64 | number);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let choices = list(&product["options"]).into_iter().flat_map(|option| list(&option["values"]));
    let choices = choices.flat_map(|choice| texts(&choice["name"]));
    Document {
        id: ProductId(id),
        shop: ShopId(id),
        categories: vec![CategoryId(id)],
        titles: texts(&product["title"]),
        bodies: texts(&product["description"]).into_iter().chain(choices).collect(),
        shop_names: texts(&shop["name"]),
        category_names: categories[product["category"].as_str().expect("a category")].clone(),
        tags: texts(&product["tags"]),
        skus: list(&product["variants"]).iter().flat_map(|variant| texts(&variant["sku"])).collect(),
        price: 1_000,
        available: true,
        listed_at: Timestamp(1_000_000 + i64::try_from(number).expect("small")),
        below: false,
    }
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), with gains of 2^grade − 1.
fn ndcg(found: &[&str], grades: &HashMap<String, u32>) -> f64 {
    let gain = |grade: u32| f64::from(2_u32.pow(grade) - 1);
    let sum = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        grades.take(DEPTH).enumerate().map(|(place, grade)| gain(grade) / (place as f64 + 2.0).log2()).sum()
    };
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let got = sum(&mut found.iter().map(|slug| grades.get(*slug).copied().unwrap_or(0)));
    got / sum(&mut best.into_iter())
}

#[test]
fn the_demonstration_is_found_as_shoppers_mean_it() {
    let shelf = Shelf::of_demo();
    let file = json(&demo().join("search-relevance.json"));
    let mut by_locale: HashMap<Locale, Vec<f64>> = HashMap::new();
    let mut report = String::new();
    for search in file["searches"].as_array().expect("searches") {
        let locale: Locale = search["locale"].as_str().and_then(|name| name.parse().ok()).expect("a language");
        let text = search["text"].as_str().expect("a text");
        let grades: HashMap<String, u32> = serde_json::from_value(search["grades"].clone()).expect("grades");
        let found = shelf.ask(text, locale);
        let mark = ndcg(&found, &grades);
        by_locale.entry(locale).or_default().push(mark);
        if mark < 0.95 {
            let shown: Vec<String> =
                found.iter().map(|slug| format!("{slug}:{}", grades.get(*slug).copied().unwrap_or(0))).collect();
            let missed: Vec<&String> = grades.keys().filter(|slug| !found.contains(&slug.as_str())).collect();
            writeln!(report, "{mark:.3} {text}\n    {}\n    missed {missed:?}", shown.join(" ")).expect("a string");
        }
    }
    let mean = |marks: &[f64]| marks.iter().sum::<f64>() / marks.len() as f64;
    let all: Vec<f64> = by_locale.values().flatten().copied().collect();
    println!("{report}NDCG@10 {:.3} over {} searches", mean(&all), all.len());
    for (locale, marks) in &by_locale {
        println!("  {locale:?} {:.3}", mean(marks));
        assert!(mean(marks) >= EACH, "{locale:?} fell to {:.3}", mean(marks));
    }
    assert!(mean(&all) >= ALL, "the mean fell to {:.3}", mean(&all));
}
