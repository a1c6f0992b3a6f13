//! Subscriptions as server-sent events.

use super::server;
use crate::support::server::{SentEvent, Streaming};
use serde_json::{Value, json};

const TICKS: &str = "subscription { ticks(count: 5) { cursor number } }";

fn tick(event: &SentEvent) -> (Option<&str>, Value) {
    assert_eq!(event.name, "next");
    let data: Value = serde_json::from_str(event.data.as_deref().unwrap_or_default()).expect("JSON");
    (event.id.as_deref(), data["data"]["ticks"]["number"].clone())
}

async fn collect(mut stream: Streaming) -> Vec<SentEvent> {
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        events.push(event);
    }
    events
}

#[tokio::test]
async fn events_come_as_next_and_end_with_complete() {
    let (_test, server) = server().await;
    let body = json!({ "query": TICKS }).to_string();
    let stream = server.stream("POST", "/graphql", &[], &body).await;
    assert_eq!(stream.status, 200);
    assert_eq!(stream.headers["content-type"], "text/event-stream");
    assert_eq!(stream.headers["cache-control"], "no-cache");
    let events = collect(stream).await;
    assert_eq!(events.len(), 6);
    for (index, event) in events[..5].iter().enumerate() {
        assert_eq!(tick(event), (Some(format!("c{}", index + 1).as_str()), json!(index + 1)));
    }
    assert_eq!(events[5], SentEvent { name: "complete".into(), id: None, data: Some("\"\"".into()) });
}

#[tokio::test]
async fn the_last_events_id_resumes() {
    let (_test, server) = server().await;
    for query in [TICKS, "subscription($after: String) { ticks(count: 5, after: $after) { cursor number } }"] {
        let path = format!("/graphql?query={}", query.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D"));
        let events = collect(server.stream("GET", &path, &[("last-event-id", "c3")], "").await).await;
        assert_eq!(events.len(), 3, "{events:?}");
        assert_eq!((tick(&events[0]), tick(&events[1])), ((Some("c4"), json!(4)), (Some("c5"), json!(5))));
    }
    let body = json!({"query": "subscription { ticks(count: 2) { number } }"}).to_string();
    let events = collect(server.stream("POST", "/graphql", &[("last-event-id", "c1")], &body).await).await;
    assert_eq!(events.len(), 3, "without its cursor it cannot be resumed, and says so by having no ids");
    assert_eq!(tick(&events[0]), (None, json!(1)));
}

#[tokio::test]
async fn queries_and_errors_can_be_streamed_too() {
    let (_test, server) = server().await;
    let ask = async |query: &str| {
        let stream = server.stream("POST", "/graphql", &[], &json!({ "query": query }).to_string()).await;
        assert_eq!(stream.status, 200);
        let events = collect(stream).await;
        assert_eq!((events.len(), events[1].name.as_str()), (2, "complete"));
        serde_json::from_str::<Value>(events[0].data.as_deref().unwrap_or_default()).expect("JSON")
    };
    assert_eq!(ask("{ hello }").await["data"], json!({"hello": "hello world"}));
    assert_eq!(ask("subscription { nothing }").await["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_plain_client_is_told_how_to_follow() {
    let (_test, server) = server().await;
    let reply = server.post(&json!({ "query": TICKS }), &[("accept", "application/graphql-response+json")]).await;
    assert_eq!((reply.status, reply.code()), (400, "BAD_USER_INPUT".into()));
}

#[tokio::test]
async fn a_stopping_server_ends_streams_without_complete() {
    let (_test, server) = server().await;
    let body = json!({"query": "subscription { ticks(count: 1, hold: true) { cursor number } }"}).to_string();
    let mut stream = server.stream("POST", "/graphql", &[], &body).await;
    assert_eq!(tick(&stream.next().await.expect("an event")), (Some("c1"), json!(1)));
    server.end().await;
    assert_eq!(stream.next().await, None);
}
