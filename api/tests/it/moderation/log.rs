//! Reviews in the transparency log.

use super::{case_of, decide, flag, moderator};
use crate::reviews::{change, delivered, id, review, stall};
use crate::support::TestApp;
use api::graphql::Visitor;
use api::reviews::entity::{Column, Entity};
use api::transparency::audit;
use api::transparency::walk::Finding;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use shared::id::ReviewId;

async fn kinds(test: &TestApp, review: &str) -> Vec<String> {
    let query = "{ transparencyLog(first: 100) { nodes { kind subject payload } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let nodes = data["transparencyLog"]["nodes"].as_array().expect("entries");
    let own = nodes.iter().filter(|node| node["subject"] == json!(review));
    own.map(|node| node["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// What is wrong with the log, but for prices, which the bench writes past it.
async fn findings(test: &TestApp) -> Vec<String> {
    let audit = audit::database(&test.app, None).await.expect("the database answers");
    let wrong = audit.findings.iter().filter(|finding| !matches!(finding, Finding::PriceDiffers { .. }));
    wrong.map(ToString::to_string).collect()
}

async fn take_back(test: &TestApp, author: &Visitor, review: &str) {
    let query = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted } }";
    test.data(author, query, json!({"id": review})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_becomes_of_a_review_is_logged() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, ada) = (moderator(&test, "rowan").await, test.register("ada").await);
    let made = id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 3).await);
    change(&test, &ada, "reviewUpdate", json!({"id": made, "stars": 2})).await;
    change(&test, &ada, "reviewUpdate", json!({"id": made, "language": "HY"})).await;
    change(&test, &stall.seller, "reviewAnswer", json!({"id": made, "body": "Thank you."})).await;
    change(&test, &rowan, "reviewHide", json!({"id": made, "reason": "x"})).await;
    change(&test, &rowan, "reviewRestore", json!({"id": made})).await;
    take_back(&test, &ada, &made).await;
    let expected = ["REVIEW_PUBLISHED", "REVIEW_EDITED", "REVIEW_HIDDEN", "REVIEW_RESTORED", "REVIEW_WITHDRAWN"];
    assert_eq!(kinds(&test, &made).await, expected);
    assert_eq!(findings(&test).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_that_is_altered_or_hidden_in_silence_is_found() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 1).await));
    }
    let alter = async |review: &str, column: Column, value: Value| {
        let review: ReviewId = review.parse().expect("an id");
        let update = match value {
            Value::String(text) => Entity::update_many().col_expr(column, Expr::value(text)),
            other => Entity::update_many().col_expr(column, Expr::value(other.as_i64().expect("a number"))),
        };
        update.filter(Column::Id.eq(review)).exec(test.app.db.write()).await.expect("altered");
    };
    alter(&made[0], Column::Stars, json!(5)).await;
    alter(&made[1], Column::Body, json!("A splendid bowl.")).await;
    alter(&made[2], Column::Status, json!("hidden")).await;
    let found = findings(&test).await;
    assert_eq!(found.len(), 3, "{found:?}");
    for (review, words) in made.iter().zip(["other words or stars", "other words or stars", "is not shown"]) {
        assert!(found.iter().any(|finding| finding.contains(review) && finding.contains(words)), "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_any_sequence_the_log_says_what_is_shown() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, ada, ben) = (moderator(&test, "rowan").await, test.register("ada").await, test.register("ben").await);
    let mut runner = TestRunner::deterministic();
    for _ in 0..6 {
        let made = id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 3).await);
        let steps = prop::collection::vec(0..6_u8, 1..8).new_tree(&mut runner).expect("steps").current();
        flag(&test, &ben, &made, "FAKE").await;
        for step in steps {
            match step {
                0 => _ = change(&test, &ada, "reviewUpdate", json!({"id": made, "stars": 1, "body": "Worse."})).await,
                1 => _ = change(&test, &ada, "reviewUpdate", json!({"id": made, "stars": 5})).await,
                2 => _ = change(&test, &rowan, "reviewHide", json!({"id": made, "reason": "x"})).await,
                3 => _ = change(&test, &rowan, "reviewRestore", json!({"id": made})).await,
                4 => {
                    let open = super::cases(&test, &rowan, "OPEN").await;
                    if open.iter().any(|case| case["review"]["id"] == json!(made)) {
                        let case = case_of(&test, &rowan, &made).await;
                        decide(&test, &rowan, &case, "SUSPEND", Some("FAKE")).await;
                    }
                }
                _ => take_back(&test, &ada, &made).await,
            }
        }
        change(&test, &rowan, "reviewRestore", json!({"id": made})).await;
        assert_eq!(findings(&test).await, [""; 0]);
        // A suspension of the last round would stop the next one.
        test.app.clock.advance_ms(31 * shared::timestamp::DAY_MS);
    }
}
