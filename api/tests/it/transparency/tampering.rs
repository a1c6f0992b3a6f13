//! A flipped byte, a removed entry and a reordered pair are found and located, in the table and in the file.

use super::{findings, import, verified};
use crate::support::TestApp;
use api::transparency::audit;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

/// A log of six prices.
async fn six() -> TestApp {
    let test = TestApp::new().await;
    import(&test, &["a", "b", "c", "d", "e", "f"].map(|handle| (handle, "10.00", ""))).await;
    assert_eq!(findings(&test).await, [""; 0]);
    test
}

/// Does to the table what no use case does.
async fn execute(test: &TestApp, sql: &str) {
    let backend: DbBackend = test.app.db.backend();
    test.app.db.write().execute_raw(Statement::from_string(backend, sql)).await.expect("done");
}

#[tokio::test]
async fn a_flipped_byte_in_the_table() {
    let test = six().await;
    execute(&test, "UPDATE transparency_entries SET payload = REPLACE(payload, '1000', '1001') WHERE sequence = 3")
        .await;
    let found = findings(&test).await;
    assert_eq!(found[0], "entry 3 was altered: its content does not give its hash");
    // And the price that is shown is no longer the one in the log.
    assert!(found.len() == 2 && found[1].ends_with("is shown at 1000 minor units, and the log says 1001"), "{found:?}");
}

#[tokio::test]
async fn a_kind_that_nobody_knows_is_found_and_stops_nothing() {
    let test = six().await;
    execute(&test, "UPDATE transparency_entries SET kind = 'price_forged' WHERE sequence = 2").await;
    assert_eq!(findings(&test).await[0], "entry 2 was altered: its content does not give its hash");
}

#[tokio::test]
async fn a_removed_entry_in_the_table() {
    let test = six().await;
    execute(&test, "DELETE FROM transparency_entries WHERE sequence = 4").await;
    assert_eq!(findings(&test).await[0], "entry 4 is missing");
    let test = six().await;
    execute(&test, "DELETE FROM transparency_entries WHERE sequence = 6").await;
    assert_eq!(findings(&test).await[0], "the log's head says 6 entries, and there are 5");
}

#[tokio::test]
async fn a_removed_end_with_its_head_is_known_by_a_head_that_was_noted() {
    let test = six().await;
    let noted = verified(&test).await.head;
    let fifth = "(SELECT hash FROM transparency_entries WHERE sequence = 5)";
    execute(&test, &format!("UPDATE transparency_heads SET size = 5, hash = {fifth}")).await;
    execute(&test, "DELETE FROM transparency_entries WHERE sequence = 6").await;
    let audit = audit::database(&test.app, Some(noted)).await.expect("the database answers");
    let found = audit.findings.iter().map(ToString::to_string).next();
    assert_eq!(found.as_deref(), Some("up to entry 5 the log is not what it was when its head was noted"));
}

#[tokio::test]
async fn a_reordered_pair_in_the_table() {
    let test = six().await;
    for (from, to) in [(2, 100), (3, 2), (100, 3)] {
        let sql = format!("UPDATE transparency_entries SET sequence = {to} WHERE sequence = {from}");
        execute(&test, &sql).await;
    }
    let found = findings(&test).await;
    let places = [
        "at the place of entry 2 stands what was written as entry 3",
        "at the place of entry 3 stands what was written as entry 2",
    ];
    assert_eq!(found, places);
}

#[tokio::test]
async fn a_price_changed_past_the_log_is_found() {
    let test = six().await;
    execute(&test, "UPDATE product_variants SET price = 900 WHERE sku = 'SKU-b'").await;
    let found = findings(&test).await;
    assert!(found.len() == 1 && found[0].ends_with("is shown at 900 minor units, and the log says 1000"), "{found:?}");
}

/// What is wrong with a file, in words.
fn of_file(lines: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.jsonl");
    std::fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).expect("written");
    let audit = audit::file(&path, None).expect("the file can be read");
    audit.findings.iter().map(ToString::to_string).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_is_fetched_proved_and_its_faults_are_located() {
    let test = six().await;
    let server = test.serve().await;
    let fetched = server.get("/transparency/log.jsonl", &[]).await;
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.headers["content-type"].to_str().ok(), Some("application/jsonl; charset=utf-8"));
    let good: Vec<&str> = fetched.body.lines().collect();
    assert_eq!((good.len(), of_file(&good)), (7, vec![]));
    // One byte.
    let flipped = good[2].replace("\"occurredAt\":1", "\"occurredAt\":2");
    let mut lines = good.clone();
    lines[2] = &flipped;
    assert_eq!(of_file(&lines), ["entry 3 was altered: its content does not give its hash"]);
    lines[2] = "{";
    assert_eq!(of_file(&lines), ["line 3 is no entry", "entry 3 is missing"]);
    // One entry.
    let mut lines = good.clone();
    lines.remove(3);
    assert_eq!(of_file(&lines), ["entry 4 is missing"]);
    let mut lines = good.clone();
    lines.remove(5);
    assert_eq!(of_file(&lines), ["the log's head says 6 entries, and there are 5"]);
    assert_eq!(of_file(&good[..6]), ["the file does not say where the log ended: entries may be missing at its end"]);
    // Two that changed places.
    let mut lines = good.clone();
    lines.swap(1, 2);
    assert_eq!(of_file(&lines), ["entry 2 stands out of its order"]);
    // The rest of it, and nothing when nothing is new.
    let rest = server.get("/transparency/log.jsonl?from=5", &[]).await;
    assert_eq!(rest.body.lines().collect::<Vec<_>>(), good[4..]);
    let tag = fetched.headers["etag"].to_str().expect("a tag");
    assert_eq!(server.get("/transparency/log.jsonl", &[("if-none-match", tag)]).await.status, 304);
    assert_eq!(server.get("/transparency/log.jsonl?from=0", &[]).await.status, 400);
    import(&test, &[("g", "10.00", "")]).await;
    assert_eq!(server.get("/transparency/log.jsonl", &[("if-none-match", tag)]).await.status, 200);
}
