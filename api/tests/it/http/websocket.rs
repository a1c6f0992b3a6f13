//! Subscriptions over WebSocket: the rules of `graphql-transport-ws`.

use super::server;
use crate::support::TestApp;
use crate::support::socket::{Heard, Socket};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn subscriptions_queries_and_mutations_run() {
    let (_test, server) = server().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription { ticks(count: 2) { number } }").await;
    for number in [1, 2] {
        let payload = json!({"data": {"ticks": {"number": number}}});
        assert_eq!(socket.said().await, json!({"id": "1", "type": "next", "payload": payload}));
    }
    assert_eq!(socket.said().await, json!({"id": "1", "type": "complete"}));
    socket.subscribe("1", "mutation { add(n: 1) }").await;
    assert_eq!(socket.said().await["payload"]["data"], json!({"add": 2}));
    assert_eq!(socket.said().await["type"], "complete", "and its id may be used again");
    socket.subscribe("2", "{ unknown }").await;
    let error = socket.said().await;
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("2")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "BAD_USER_INPUT");
    socket.say(json!({"type": "ping", "payload": {"a": 1}})).await;
    assert_eq!(socket.said().await, json!({"type": "pong", "payload": {"a": 1}}));
}

#[tokio::test]
async fn a_completed_operation_says_no_more() {
    let (_test, server) = server().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("flood", "subscription { flood }").await;
    assert_eq!(socket.said().await["id"], "flood");
    socket.say(json!({"id": "flood", "type": "complete"})).await;
    socket.subscribe("after", "{ hello }").await;
    let mut heard = Vec::new();
    loop {
        let message = socket.said().await;
        heard.push(message["id"].as_str().unwrap_or_default().to_owned());
        if message["type"] == "complete" {
            break;
        }
    }
    assert_eq!(heard.last().map(String::as_str), Some("after"));
    assert_eq!(heard.iter().filter(|id| *id == "after").count(), 2);
}

#[tokio::test]
async fn broken_rules_close_the_socket_with_their_code() {
    let (_test, server) = server().await;
    let closed = async |socket: &mut Socket| match socket.hear().await {
        Heard::Closed(code, _) => code,
        other => panic!("{other:?}"),
    };
    let mut socket = Socket::open(&server).await;
    socket.subscribe("1", "{ hello }").await;
    assert_eq!(closed(&mut socket).await, 4401, "subscribing before the acknowledgement");
    let mut socket = Socket::ready(&server).await;
    socket.say(json!({"type": "connection_init"})).await;
    assert_eq!(closed(&mut socket).await, 4429, "initialising twice");
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("x", "subscription { ticks(count: 0, hold: true) { number } }").await;
    socket.subscribe("x", "subscription { ticks(count: 0, hold: true) { number } }").await;
    assert_eq!(socket.hear().await, Heard::Closed(4409, "Subscriber for x already exists".into()));
    for wrong in [
        "no json",
        "[]",
        "{\"type\": 7}",
        "{\"type\": \"unknown\"}",
        "{\"type\": \"connection_ack\"}",
        "{\"type\": \"subscribe\", \"payload\": {\"query\": \"{ hello }\"}}",
        "{\"type\": \"subscribe\", \"id\": \"\", \"payload\": {\"query\": \"{ hello }\"}}",
        "{\"type\": \"subscribe\", \"id\": \"1\"}",
        "{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {}}",
        "{\"type\": \"subscribe\", \"id\": \"1\", \"payload\": {\"query\": \"{ hello }\", \"variables\": \"x\"}}",
        "{\"type\": \"ping\", \"payload\": \"x\"}",
        "{\"type\": \"complete\"}",
    ] {
        let mut socket = Socket::ready(&server).await;
        socket.say_text(wrong).await;
        assert_eq!(closed(&mut socket).await, 4400, "{wrong}");
    }
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", &"x".repeat(300 * 1024)).await;
    assert!(matches!(socket.hear().await, Heard::Closed(1009, _) | Heard::Gone), "too large");
    let mut socket = Socket::open(&server).await;
    assert_eq!(socket.hear().await, Heard::Closed(4408, "Connection initialisation timeout".into()));
}

#[tokio::test]
async fn other_protocols_and_other_sites_are_refused() {
    let (_test, server) = server().await;
    let mut socket = Socket::open_without_protocol(&server).await;
    assert!(matches!(socket.hear().await, Heard::Closed(4406, _)));
    assert_eq!(Socket::try_open(&server, &[("origin", "https://evil.example")]).await.err(), Some(403));
    assert_eq!(Socket::try_open(&server, &[("authorization", "Bearer nonsense")]).await.err(), Some(401));
    let ours = format!("http://{}", server.addr);
    assert!(Socket::try_open(&server, &[("origin", &ours)]).await.is_ok());
}

#[tokio::test]
async fn the_first_message_may_say_who_asks() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let register = r#"mutation { accountRegister(input: {email: "ann@example.org", password: "a long enough password", displayName: "Ann"})
        { account { id } accessToken userErrors { message } } }"#;
    let reply = server.post(&json!({ "query": register }), &[]).await.json();
    let token =
        reply["data"]["accountRegister"]["accessToken"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
    let mut socket = Socket::open(&server).await;
    let authorization = format!("Bearer {token}");
    socket.say(json!({"type": "connection_init", "payload": {"authorization": authorization}})).await;
    assert_eq!(socket.said().await["type"], "connection_ack");
    socket.subscribe("1", "{ me { id } }").await;
    assert_eq!(socket.said().await["payload"]["data"]["me"]["id"], reply["data"]["accountRegister"]["account"]["id"]);
    let mut socket = Socket::open(&server).await;
    socket.say(json!({"type": "connection_init", "payload": {"authorization": "Bearer nonsense"}})).await;
    assert!(matches!(socket.hear().await, Heard::Closed(4403, _)));
}

#[tokio::test]
async fn the_same_limits_hold_as_over_http() {
    let (_test, server) = server().await;
    let mut socket = Socket::ready(&server).await;
    for index in 0..50 {
        socket.subscribe(&index.to_string(), "subscription { ticks(count: 0, hold: true) { number } }").await;
    }
    socket.subscribe("one more", "subscription { ticks(count: 0, hold: true) { number } }").await;
    let error = socket.said().await;
    assert_eq!((&error["id"], &error["payload"][0]["extensions"]["code"]), (&json!("one more"), &json!("TOO_COSTLY")));
    let fields = (0..21).map(|index| format!("a{index}: hello ")).collect::<String>();
    socket.say(json!({"id": "0", "type": "complete"})).await;
    socket.subscribe("bomb", &format!("{{ {fields} }}")).await;
    assert_eq!(socket.said().await["payload"][0]["extensions"]["code"], "TOO_COSTLY");
}

#[tokio::test]
async fn a_stopping_server_tells_to_reconnect() {
    let (_test, server) = server().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription { ticks(count: 0, hold: true) { number } }").await;
    let hear = tokio::spawn(async move { socket.hear().await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.end().await;
    assert_eq!(hear.await.expect("it heard"), Heard::Closed(1012, "restarting, reconnect".into()));
}

/// Slow by nature: the server waits ten seconds for the reader before it gives up.
#[tokio::test]
async fn a_reader_that_does_not_read_is_let_go() {
    let (_test, server) = server().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription { flood }").await;
    tokio::time::sleep(Duration::from_secs(13)).await;
    let mut messages = 0;
    loop {
        match socket.hear().await {
            Heard::Said(_) => messages += 1,
            Heard::Closed(code, reason) => {
                assert_eq!(code, 1013);
                assert!(reason.contains("resume after your last cursor"), "{reason}");
                break;
            }
            Heard::Gone => break,
        }
    }
    assert!((1..2_000).contains(&messages), "what was on the way came, and no more: {messages}");
}
