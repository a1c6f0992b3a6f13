//! Documents that would cost a naive server its life are refused before anything walks them.

use super::server;
use serde_json::{Value, json};

async fn refusal(text: String) -> (u16, String, String) {
    let (_test, server) = server().await;
    let reply = server.post(&json!({ "query": text }), &[("accept", "application/graphql-response+json")]).await;
    let message = reply.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned();
    (reply.status, reply.code(), message)
}

fn many(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[tokio::test]
async fn fragments_that_double() {
    let fragments = many(30, |i| format!(" fragment f{i} on Query {{ ...f{0} ...f{0} }}", i + 1));
    let (status, code, message) = refusal(format!("{{ ...f0 }}{fragments} fragment f30 on Query {{ hello }}")).await;
    assert_eq!((status, code.as_str()), (400, "TOO_COSTLY"));
    assert_eq!(message, "too many fragments inside each other: at most 10");
}

#[tokio::test]
async fn fragments_that_multiply_tenfold() {
    let spreads = |i: usize| format!("...f{i} ").repeat(10);
    let fragments = many(8, |i| format!(" fragment f{i} on Query {{ {} }}", spreads(i + 1)));
    let (_, code, message) = refusal(format!("{{ ...f0 }}{fragments} fragment f8 on Query {{ hello }}")).await;
    assert_eq!((code.as_str(), message.as_str()), ("TOO_COSTLY", "too many fields: at most 1000"));
}

#[tokio::test]
async fn fragments_that_contain_themselves() {
    let (_, code, message) =
        refusal("{ ...a } fragment a on Query { hello ...b } fragment b on Query { ...a }".into()).await;
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "the fragment `a` contains itself"));
}

#[tokio::test]
async fn brackets_without_end() {
    for open in ["[", "{a:", "{a", "{...on Query"] {
        let (status, code, _) = refusal(format!("{{ hello(name: {}", open.repeat(20_000))).await;
        assert_eq!((status, code.as_str()), (400, "BAD_USER_INPUT"), "{open}");
    }
    let (status, _, _) = refusal(format!("{}hello{}", "{ ...on Query ".repeat(2_000), "}".repeat(2_000))).await;
    assert_eq!(status, 400);
    let (status, _, _) = refusal(format!("query($a: {}Int{}) {{ hello }}", "[".repeat(5_000), "]".repeat(5_000))).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn tokens_without_end() {
    let (status, code, _) = refusal(format!("{{ {} }}", "hello ".repeat(50_000))).await;
    assert_eq!((status, code.as_str()), (400, "BAD_USER_INPUT"));
}

#[tokio::test]
async fn questions_about_the_schema_that_go_round() {
    let nested = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    let (_, code, message) = refusal(nested.into()).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("TOO_COSTLY", "too many nested lists of the schema's parts: at most 2")
    );
}

#[tokio::test]
async fn variables_nested_without_end() {
    let (_test, server) = server().await;
    let body =
        format!("{{\"query\":\"{{ hello }}\",\"variables\":{{\"a\":{}{}}}}}", "[".repeat(50_000), "]".repeat(50_000));
    let reply = server.send("POST", "/graphql", &[("content-type", "application/json")], &body).await;
    assert_eq!(reply.status, 400);
    let body: Value = json!({"query": "{ hello }"});
    assert_eq!(server.post(&body, &[]).await.status, 200, "the server lives");
}
