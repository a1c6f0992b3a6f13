//! The transparency log: what is appended, how it is read, and that `verify-log` finds what was done to it.

mod prices;
mod tampering;

use crate::support::TestApp;
use api::import::{OnError, import_products};
use api::transparency::audit::{self, Audit};
use serde_json::{Value, json};

const HEADER: &str = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant \
    Price,Variant Compare At Price";

const LOG: &str = "query($first: Int, $after: String) { transparencyLog(first: $first, after: $after) { \
    nodes { sequence kind subject occurredAt payload previousHash hash } edges { cursor } \
    pageInfo { hasNextPage endCursor } } transparencyHead { size hash } }";

/// Imports products of one variant each: (handle, price, former price).
async fn import(test: &TestApp, products: &[(&str, &str, &str)]) {
    let row = |(handle, price, former): &(&str, &str, &str)| {
        format!("{handle},{handle},Lam Hong,Title,Default Title,SKU-{handle},5,{price},{former}\n")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("products.csv");
    let text: String = std::iter::once(format!("{HEADER}\n")).chain(products.iter().map(row)).collect();
    std::fs::write(&path, text).expect("written");
    let report = import_products(&test.app, &path, OnError::RejectAll).await.expect("the file can be read");
    assert!(report.written, "{report}");
}

async fn verified(test: &TestApp) -> Audit {
    audit::database(&test.app, None).await.expect("the database answers")
}

/// What is wrong with the log, in words.
async fn findings(test: &TestApp) -> Vec<String> {
    verified(test).await.findings.iter().map(ToString::to_string).collect()
}

async fn log(test: &TestApp, first: i32, after: &Value) -> Value {
    test.data(&test.guest(), LOG, json!({"first": first, "after": after})).await
}

#[tokio::test]
async fn every_price_becomes_an_entry_and_an_unchanged_one_does_not() {
    let test = TestApp::new().await;
    assert_eq!(log(&test, 10, &Value::Null).await["transparencyHead"], json!({"size": 0, "hash": "0".repeat(64)}));
    assert_eq!(findings(&test).await, [""; 0]);
    import(&test, &[("bowl", "20.00", ""), ("vase", "40.00", "")]).await;
    test.app.clock.advance_ms(1_000);
    // Another price, only another former price, and nothing that is a price.
    import(&test, &[("bowl", "18.00", "20.00"), ("vase", "40.00", "")]).await;
    import(&test, &[("bowl", "18.00", "21.00"), ("vase", "40.00", "")]).await;
    import(&test, &[("bowl", "18.00", "21.00"), ("vase", "40.00", "")]).await;
    let data = log(&test, 3, &Value::Null).await;
    let page = &data["transparencyLog"];
    let payloads = |page: &Value| -> Vec<String> {
        let nodes = page["nodes"].as_array().expect("entries");
        nodes.iter().map(|node| node["payload"].as_str().expect("a payload").to_owned()).collect()
    };
    assert_eq!(
        payloads(page),
        [
            r#"{"currency":"GBP","price":2000}"#,
            r#"{"currency":"GBP","price":4000}"#,
            r#"{"compareAt":2000,"currency":"GBP","price":1800}"#
        ]
    );
    let [one, two, third] = [0, 1, 2].map(|at| &page["nodes"][at]);
    assert_eq!((&one["sequence"], &one["kind"]), (&json!(1), &json!("PRICE_CHANGED")));
    assert_eq!((&one["previousHash"], &two["previousHash"]), (&json!("0".repeat(64)), &one["hash"]));
    assert_eq!((&third["subject"], &third["occurredAt"]), (&one["subject"], &json!("2026-03-02T09:00:01.000Z")));
    assert_eq!(page["pageInfo"]["hasNextPage"], json!(true));
    let rest = log(&test, 3, &page["pageInfo"]["endCursor"]).await;
    assert_eq!(payloads(&rest["transparencyLog"]), [r#"{"compareAt":2100,"currency":"GBP","price":1800}"#]);
    let last = &rest["transparencyLog"]["nodes"][0];
    assert_eq!(rest["transparencyHead"], json!({"size": 4, "hash": last["hash"]}));
    let audit = verified(&test).await;
    assert_eq!((audit.entries, audit.prices, audit.findings), (4, Some(2), vec![]));
}

#[tokio::test]
async fn a_transaction_that_is_undone_leaves_no_entry() {
    let test = TestApp::new().await;
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    let entry = api::transparency::Entry::review(api::transparency::Kind::ReviewHidden, "rev_1", 5, "Good");
    tx.record(entry.expect("an entry"));
    tx.rollback().await.expect("undone");
    assert_eq!(verified(&test).await.entries, 0);
}

#[tokio::test]
async fn a_review_leaves_its_digest_and_none_of_its_words() {
    use api::transparency::{Entry, Kind};
    let test = TestApp::new().await;
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    for kind in [Kind::ReviewPublished, Kind::ReviewEdited, Kind::ReviewHidden, Kind::ReviewRestored] {
        tx.record(Entry::review(kind, "rev_1", 4, "abc").expect("an entry"));
    }
    tx.commit().await.expect("committed");
    let data = log(&test, 10, &Value::Null).await;
    let kinds: Vec<_> = (0..4).map(|at| data["transparencyLog"]["nodes"][at]["kind"].clone()).collect();
    assert_eq!(json!(kinds), json!(["REVIEW_PUBLISHED", "REVIEW_EDITED", "REVIEW_HIDDEN", "REVIEW_RESTORED"]));
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let payload = format!("{{\"contentSha256\":\"{digest}\",\"stars\":4}}");
    assert_eq!(data["transparencyLog"]["nodes"][0]["payload"], json!(payload));
    assert_eq!(findings(&test).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn entries_written_at_once_have_no_gap_and_one_chain() {
    use api::transparency::{Entry, Kind};
    let test = TestApp::new().await;
    let writing = (0..20).map(|writer| {
        let app = test.app.clone();
        tokio::spawn(async move {
            for _ in 0..5 {
                let mut tx = app.db.begin(app.clock.now()).await.expect("a transaction");
                tx.record(Entry::review(Kind::ReviewPublished, format!("rev_{writer}"), 5, "Good").expect("an entry"));
                let event = api::events::NewEvent::new("test.written", uuid::Uuid::nil(), json!({}));
                tx.emit(event.expect("an event"));
                tx.commit().await.expect("committed");
            }
        })
    });
    for writer in futures::future::join_all(writing).await {
        writer.expect("no writer failed");
    }
    let audit = verified(&test).await;
    assert_eq!((audit.entries, audit.findings), (100, vec![]));
}

#[tokio::test]
async fn an_installation_that_had_prices_before_begins_its_log_with_them() {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    test.product(shop, "bowl", 2_000, 3).await;
    assert_eq!(findings(&test).await.len(), 1, "the shelf was filled past the log");
    test.app.migrate().await.expect("migrated");
    test.app.migrate().await.expect("migrated again");
    let audit = verified(&test).await;
    assert_eq!((audit.entries, audit.findings), (1, vec![]));
}

#[tokio::test]
async fn the_log_of_the_demonstration_is_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo").into();
    let settings = api::config::Settings { demo: Some(true), demo_dir: Some(folder), ..Default::default() };
    let test = TestApp::with_settings(settings).await;
    api::demo::load(&test.app).await.expect("loaded");
    let audit = verified(&test).await;
    assert_eq!(audit.findings, []);
    assert!(audit.entries > 80 && audit.prices.is_some_and(|prices| prices > 80), "{audit}");
}
