//! Costs and rate limits.

use super::schema;
use super::server;
use crate::support::TestApp;
use api::config::Settings;
use serde_json::json;

#[tokio::test]
async fn the_cost_is_told_and_bounded() {
    let (_test, server) = server().await;
    let ask = async |first: i64| {
        let query = "query($first: Int) { items(first: $first) { nodes { id } } }";
        server.post(&json!({"query": query, "variables": {"first": first}}), &[]).await.json()["extensions"]["cost"]
            .clone()
    };
    assert_eq!(ask(24).await, json!({"requested": 25, "maximum": 10_000}));
    assert_eq!(ask(3).await, json!({"requested": 4, "maximum": 10_000}));
    let lists = (0..20).map(|index| format!("a{index}: items(first: 100) {{ nodes {{ id }} }} ")).collect::<String>();
    let reply = server.post(&json!({ "query": format!("{{ {lists} }}") }), &[]).await;
    assert_eq!(reply.json()["extensions"]["cost"]["requested"], 2020);
}

#[tokio::test]
async fn an_operation_over_the_maximum_does_not_run() {
    let test = TestApp::new().await;
    let nested = "{ account: me { id } }";
    let answer = test.run(&test.guest(), nested, json!({})).await;
    assert_eq!(answer["extensions"]["cost"]["maximum"], 10_000);
    let ids: Vec<String> = (0..20_000).map(|id| id.to_string()).collect();
    let answer = test.run(&test.guest(), "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": ids})).await;
    // Until the schema has `nodes`, it is refused as unknown; either way nothing runs.
    assert!(answer["data"].is_null(), "{answer}");
}

#[tokio::test]
async fn points_run_out_and_come_back() {
    let test = TestApp::with_settings(Settings { rate_limit: Some(60), ..Settings::default() }).await;
    let server = test.serve_schema(schema::schema(&test.app)).await;
    let ask = async |first: i64| {
        server.post(&json!({"query": format!("{{ items(first: {first}) {{ nodes {{ id }} }} }}")}), &[]).await
    };
    let reply = ask(39).await;
    assert_eq!(reply.status, 200);
    assert_eq!((reply.header("ratelimit-limit"), reply.header("ratelimit-remaining")), ("60", "20"));
    assert_eq!(reply.header("ratelimit-reset"), "40");
    let reply = ask(39).await;
    assert_eq!((reply.status, reply.code()), (429, "RATE_LIMITED".into()));
    let wait: u64 = reply.header("retry-after").parse().expect("seconds");
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(ask(1).await.status, 200, "smaller things still fit");
}

#[tokio::test]
async fn nothing_is_limited_when_the_limit_is_off() {
    let test = TestApp::with_settings(Settings { rate_limit: Some(0), ..Settings::default() }).await;
    let server = test.serve_schema(schema::schema(&test.app)).await;
    let reply = server.post(&json!({"query": "{ hello }"}), &[]).await;
    assert_eq!(reply.status, 200);
    assert!(!reply.headers.contains_key("ratelimit-limit"));
}
