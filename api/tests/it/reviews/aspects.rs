//! In which respects buyers judge a product: what may be chosen, what is shown of it, and what is counted.

use super::{Stall, change, codes, delivered, id, moderator, read, stall};
use crate::support::TestApp;
use api::graphql::Visitor;
use api::reviews::entity::Entity;
use api::reviews::{self, ledger, tally};
use api::transparency::audit;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::id::{ProductId, ReviewId};
use shared::reviews::ReviewAspect;

/// A stall whose product is of a category that asks as the one above it does: about fit and quality.
async fn asking(test: &TestApp) -> Stall {
    let stall = stall(test).await;
    let worn = test.category("worn", None).await;
    test.ask_about(worn, &[ReviewAspect::Fit, ReviewAspect::Quality]).await;
    let rings = test.category("rings", Some(worn)).await;
    let product: ProductId = stall.product.parse().expect("an id");
    test.file_under(product, rings).await;
    stall
}

fn choices(chosen: &[(&str, &str)]) -> Value {
    chosen.iter().map(|(aspect, value)| json!({"aspect": aspect, "value": value})).collect()
}

/// Reviews a new order of a buyer's own.
async fn judge(test: &TestApp, stall: &Stall, buyer: &Visitor, chosen: &[(&str, &str)]) -> Value {
    let placed = delivered(test, stall, buyer).await;
    let input = json!({"orderLineId": placed.line(0), "stars": 4, "body": "A good bowl.", "aspects": choices(chosen)});
    change(test, buyer, "reviewCreate", input).await
}

/// How buyers judge the product: aspect, low, middle, high.
async fn summary(test: &TestApp) -> Vec<(String, [i64; 3])> {
    let query = "{ product(slug: \"tea-bowl\") { rating { aspects { aspect low middle high } } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let rows = data["product"]["rating"]["aspects"].as_array().expect("a list");
    let row = |row: &Value| {
        let aspect = row["aspect"].as_str().expect("an aspect").to_owned();
        (aspect, ["low", "middle", "high"].map(|value| row[value].as_i64().expect("a number")))
    };
    rows.iter().map(row).collect()
}

fn counted(fit: [i64; 3], quality: [i64; 3]) -> Vec<(String, [i64; 3])> {
    vec![("FIT".to_owned(), fit), ("QUALITY".to_owned(), quality)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_category_asks_is_chosen_shown_and_counted() {
    let test = TestApp::new().await;
    let stall = asking(&test).await;
    let query = "{ product(slug: \"tea-bowl\") { reviewAspects category { reviewAspects } shop { rating { aspects { low } } } } }";
    let asked = test.data(&test.guest(), query, json!({})).await["product"].clone();
    assert_eq!(asked["reviewAspects"], json!(["FIT", "QUALITY"]));
    assert_eq!(asked["category"], json!({"reviewAspects": ["FIT", "QUALITY"]}));
    assert_eq!(asked["shop"]["rating"]["aspects"], json!([]));
    assert_eq!(summary(&test).await, counted([0; 3], [0; 3]));

    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let made = judge(&test, &stall, &ada, &[("QUALITY", "HIGH"), ("FIT", "MIDDLE")]).await;
    assert_eq!(made["userErrors"], json!([]));
    assert_eq!(made["review"]["aspects"], choices(&[("FIT", "MIDDLE"), ("QUALITY", "HIGH")]));
    judge(&test, &stall, &ben, &[("FIT", "MIDDLE")]).await;
    assert_eq!(summary(&test).await, counted([0, 2, 0], [0, 0, 1]));

    let other = test.category("pantry", None).await;
    test.ask_about(other, &[ReviewAspect::Taste]).await;
    test.file_under(stall.product.parse().expect("an id"), other).await;
    let then: Vec<String> = summary(&test).await.into_iter().map(|(aspect, _)| aspect).collect();
    assert_eq!(then, ["TASTE", "FIT", "QUALITY"], "what was answered stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_asked_is_refused_with_what_is() {
    let test = TestApp::new().await;
    let stall = asking(&test).await;
    let ada = test.register("ada").await;
    let placed = delivered(&test, &stall, &ada).await;
    let query = "mutation($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id }
        userErrors { code field message } } }";
    for chosen in [&[("TASTE", "HIGH")][..], &[("FIT", "LOW"), ("FIT", "LOW")], &[("FIT", "LOW"), ("TASTE", "LOW")]] {
        let input = json!({"orderLineId": placed.line(0), "stars": 4, "body": "Good.", "aspects": choices(chosen)});
        let refused = test.data(&ada, query, json!({"input": input})).await["reviewCreate"].clone();
        let error = &refused["userErrors"][0];
        assert_eq!((&error["code"], &error["field"]), (&json!("ASPECT_INVALID"), &json!(["aspects"])));
        assert!(error["message"].as_str().is_some_and(|text| text.ends_with(": FIT, QUALITY")), "{error}");
        assert_eq!(refused["review"], Value::Null);
    }
    let made = json!({"orderLineId": placed.line(0), "stars": 4, "body": "Good.", "aspects": []});
    let made = id(&change(&test, &ada, "reviewCreate", made).await);
    let taste = json!({"id": made, "aspects": choices(&[("TASTE", "LOW")])});
    assert_eq!(codes(&change(&test, &ada, "reviewUpdate", taste).await), ["ASPECT_INVALID"]);

    let service = json!({"orderPartId": placed.part(0), "stars": 5, "body": "Quick."});
    let service = id(&change(&test, &ada, "shopReviewCreate", service).await);
    let fit = json!({"id": service, "aspects": choices(&[("FIT", "LOW")])});
    assert_eq!(codes(&change(&test, &ada, "reviewUpdate", fit).await), ["ASPECT_INVALID"]);
    let nothing = change(&test, &ada, "reviewUpdate", json!({"id": service, "aspects": []})).await;
    assert_eq!((&nothing["userErrors"], &nothing["review"]["revisions"]), (&json!([]), &json!([])));
    assert_eq!(summary(&test).await, counted([0; 3], [0; 3]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_category_quality_and_description_are_asked_about() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    assert_eq!(codes(&judge(&test, &stall, &ada, &[("FIT", "LOW")]).await), ["ASPECT_INVALID"]);
    let made = judge(&test, &stall, &ada, &[("QUALITY", "LOW"), ("AS_DESCRIBED", "HIGH")]).await;
    assert_eq!(made["review"]["aspects"], choices(&[("QUALITY", "LOW"), ("AS_DESCRIBED", "HIGH")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_keeps_what_was_chosen_before() {
    let test = TestApp::new().await;
    let stall = asking(&test).await;
    let ada = test.register("ada").await;
    let made = id(&judge(&test, &stall, &ada, &[("FIT", "LOW")]).await);
    let update = async |changes: Value| change(&test, &ada, "reviewUpdate", changes).await["review"].clone();
    let chosen = choices(&[("FIT", "HIGH"), ("QUALITY", "MIDDLE")]);
    let changed = update(json!({"id": made, "aspects": chosen})).await;
    assert_eq!((&changed["aspects"], &changed["status"]), (&chosen, &json!("PUBLISHED")));
    let before = &changed["revisions"][0];
    assert_eq!((&before["aspects"], &before["stars"]), (&choices(&[("FIT", "LOW")]), &json!(4)));
    assert_eq!(summary(&test).await, counted([0, 0, 1], [0, 1, 0]));

    let same = update(json!({"id": made, "aspects": chosen})).await;
    assert_eq!(same["revisions"].as_array().map(Vec::len), Some(1), "nothing was changed");
    let worded = update(json!({"id": made, "body": "It has cracked."})).await;
    assert_eq!((&worded["aspects"], &worded["revisions"][0]["aspects"]), (&chosen, &chosen));
    let cleared = update(json!({"id": made, "aspects": []})).await;
    assert_eq!((&cleared["aspects"], &cleared["revisions"][0]["aspects"]), (&json!([]), &chosen));
    assert_eq!(summary(&test).await, counted([0; 3], [0; 3]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_count_leaves_the_counts() {
    let test = TestApp::new().await;
    let stall = asking(&test).await;
    let (ada, moderator) = (test.register("ada").await, moderator(&test).await);
    let placed = delivered(&test, &stall, &ada).await;
    let input = json!({"orderLineId": placed.line(0), "stars": 2, "body": "A tight bowl.",
        "aspects": choices(&[("FIT", "LOW")])});
    let hers = id(&change(&test, &ada, "reviewCreate", input).await);
    let ben = test.register("ben").await;
    let his = id(&judge(&test, &stall, &ben, &[("FIT", "HIGH")]).await);
    assert_eq!(summary(&test).await, counted([1, 0, 1], [0; 3]));

    change(&test, &moderator, "reviewHide", json!({"id": his, "reason": "x"})).await;
    assert_eq!(summary(&test).await, counted([1, 0, 0], [0; 3]));
    change(&test, &moderator, "reviewRestore", json!({"id": his})).await;
    assert_eq!(summary(&test).await, counted([1, 0, 1], [0; 3]));

    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    reviews::refund(&mut tx, &[placed.lines[0].id]).await.expect("noted");
    tx.commit().await.expect("committed");
    assert_eq!(summary(&test).await, counted([0, 0, 1], [0; 3]));
    assert_eq!(read(&test, &test.guest(), &hers).await["aspects"], choices(&[("FIT", "LOW")]), "it is still said");

    let delete = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted } }";
    test.data(&ben, delete, json!({"id": his})).await;
    assert_eq!(summary(&test).await, counted([0; 3], [0; 3]));
    let product: ProductId = stall.product.parse().expect("an id");
    let stored = tally::stored(&test.app, product.0).await.expect("read");
    assert_eq!(stored, tally::recompute(&test.app, product.0).await.expect("counted"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_proves_them_and_reviews_without_any_are_logged_as_ever() {
    let test = TestApp::new().await;
    let stall = asking(&test).await;
    let ada = test.register("ada").await;
    let made = id(&judge(&test, &stall, &ada, &[("QUALITY", "HIGH"), ("FIT", "MIDDLE")]).await);
    let content = async || {
        let id: ReviewId = made.parse().expect("an id");
        let row = Entity::find_by_id(id).one(test.app.db.read()).await.expect("read").expect("there");
        ledger::content(&row)
    };
    assert_eq!(content().await, r#"["","A good bowl.",[],[["fit","middle"],["quality","high"]]]"#);
    change(&test, &ada, "reviewUpdate", json!({"id": made, "aspects": []})).await;
    assert_eq!(content().await, r#"["","A good bowl.",[]]"#);
    let query = "{ transparencyLog(first: 100) { nodes { kind subject } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let nodes = data["transparencyLog"]["nodes"].as_array().expect("entries");
    let kinds: Vec<&Value> =
        nodes.iter().filter(|node| node["subject"] == json!(made)).map(|node| &node["kind"]).collect();
    assert_eq!(kinds, ["REVIEW_PUBLISHED", "REVIEW_EDITED"]);
    let audit = audit::database(&test.app, None).await.expect("the database answers");
    let wrong: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(!wrong.iter().any(|finding| finding.contains(&made)), "{wrong:?}");
}
