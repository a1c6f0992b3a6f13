//! GraphQL over HTTP.

use super::server;
use crate::support::server::Reply;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");
const JSON: (&str, &str) = ("accept", "application/json");

fn query(text: &str) -> Value {
    json!({ "query": text })
}

#[tokio::test]
async fn answers_in_the_media_type_that_is_accepted() {
    let (_test, server) = server().await;
    let ask = async |accept: &str| server.post(&query("{ hello }"), &[("accept", accept)]).await;
    for (accept, kind) in [
        ("application/json", "application/json; charset=utf-8"),
        ("application/graphql-response+json", "application/graphql-response+json; charset=utf-8"),
        ("application/graphql-response+json;q=0.1, application/json;q=0.2", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let reply = ask(accept).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, kind), "{accept}");
        assert_eq!(reply.json()["data"], json!({"hello": "hello world"}));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    let reply = ask("text/html").await;
    assert_eq!((reply.status, reply.code()), (406, "BAD_USER_INPUT".into()));
}

#[tokio::test]
async fn request_errors_have_a_status_that_fits_the_media_type() {
    let (_test, server) = server().await;
    for bad in ["{", "{ nothing }", "query($n: Int!) { items(first: $n) { nodes { id } } }", "{ hello(name: 1) }"] {
        let (modern, plain) = (server.post(&query(bad), &[GRAPHQL]).await, server.post(&query(bad), &[JSON]).await);
        assert_eq!((modern.status, plain.status), (400, 200), "{bad}");
        for reply in [modern, plain] {
            assert!(reply.json().get("data").is_none(), "nothing was executed: {bad}");
            assert_eq!(reply.code(), "BAD_USER_INPUT");
            assert_eq!(reply.json()["errors"][0]["extensions"]["requestId"], reply.header("x-request-id"));
        }
    }
    let reply = server.post(&query("{ broken hello }"), &[GRAPHQL]).await;
    assert_eq!((reply.status, reply.code()), (200, "INTERNAL".into()), "part of it ran");
    assert_eq!(reply.json()["data"], json!({"broken": null, "hello": "hello world"}));
    assert!(!reply.body.contains("1234"), "causes stay in the log");
}

#[tokio::test]
async fn malformed_requests_are_told_so_in_json() {
    let (_test, server) = server().await;
    let json_type = ("content-type", "application/json");
    let status = async |reply: Reply| {
        assert_eq!(reply.header("content-type"), "application/json; charset=utf-8");
        assert_eq!(reply.code(), "BAD_USER_INPUT");
        (reply.status, reply.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned())
    };
    for (body, message) in [
        ("", "the body is empty: send a JSON object with the field query"),
        ("{", "the body is not JSON"),
        ("7", "send a JSON object with the field query"),
        ("[{\"query\": \"{ hello }\"}]", "send one operation a request; batches are not taken"),
        ("{}", "the query is missing"),
        ("{\"query\": 7}", "query must be a string"),
        ("{\"query\": \"{ hello }\", \"variables\": []}", "variables must be an object"),
        ("{\"query\": \"{ hello }\", \"operationName\": 7}", "operationName must be a string"),
        ("{\"query\": \"{ hello }\", \"extensions\": \"x\"}", "extensions must be an object"),
    ] {
        let reply = server.send("POST", "/graphql", &[json_type], body).await;
        assert_eq!(status(reply).await, (400, message.to_owned()), "{body}");
    }
    let reply = server.send_bytes("POST", "/graphql", &[json_type], b"{\"query\": \"\xff\"}").await;
    assert_eq!(status(reply).await.0, 400);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1"] {
        let reply = server.send("POST", "/graphql", &[("content-type", kind)], "{\"query\": \"{ hello }\"}").await;
        assert_eq!(status(reply).await.0, 415, "{kind}");
    }
    assert_eq!(server.send("POST", "/graphql", &[], "{\"query\": \"{ hello }\"}").await.status, 415);
    let large = "x".repeat(1024 * 1024);
    assert_eq!(server.post(&query(&large), &[]).await.status, 413);
    let reply = server.send("PUT", "/graphql", &[json_type], "{}").await;
    assert_eq!((reply.status, reply.header("allow")), (405, "GET, POST"));
}

#[tokio::test]
async fn get_reads_and_does_not_write() {
    let (_test, server) = server().await;
    let reply =
        server.get("/graphql?query=query%20A%7Bhello%7Dquery%20B%7Bhello(name:%22b%22)%7D&operationName=B", &[]).await;
    assert_eq!(reply.json()["data"], json!({"hello": "hello b"}));
    let path = "/graphql?query=query($n:String)%7Bhello(name:$n)%7D&variables=%7B%22n%22:%22%C3%A9%22%7D";
    assert_eq!(server.get(path, &[]).await.json()["data"], json!({"hello": "hello é"}));
    let reply = server.get("/graphql?query=mutation%7Badd(n:1)%7D", &[GRAPHQL]).await;
    assert_eq!((reply.status, reply.header("allow")), (405, "POST"));
    assert!(!reply.headers.contains_key("set-cookie"), "nothing ran");
    assert_eq!(server.get("/graphql?query=%7Bhello%7D&variables=7", &[]).await.status, 400);
    assert_eq!(server.get("/graphql", &[]).await.status, 400);
}

#[tokio::test]
async fn variables_are_coerced_before_anything_runs() {
    let (_test, server) = server().await;
    let repeat = "query($input: Name!) { repeat(input: $input) }";
    let ask = async |variables: Value| server.post(&json!({"query": repeat, "variables": variables}), &[GRAPHQL]).await;
    assert_eq!(ask(json!({"input": {"first": "ab", "times": 2}})).await.json()["data"]["repeat"], "abab");
    for wrong in
        [json!({}), json!({"input": null}), json!({"input": {"first": 1}}), json!({"input": {"first": "a", "x": 1}})]
    {
        let reply = ask(wrong.clone()).await;
        assert_eq!((reply.status, reply.code()), (400, "BAD_USER_INPUT".into()), "{wrong}");
    }
    let defaults =
        "query($name: String = \"d\", $no: Boolean = false) { hello(name: $name) also: hello @include(if: $no) }";
    assert_eq!(server.post(&query(defaults), &[]).await.json()["data"], json!({"hello": "hello d"}));
}

#[tokio::test]
async fn rules_that_the_executor_does_not_know_hold() {
    let (_test, server) = server().await;
    for invalid in [
        "{ __typename @nothing }",
        "{ hello hello(name: \"x\") }",
        "query($name: Int) { hello(name: $name) }",
        "query($a: Boolean) { hello @skip(if: $a) }",
        "{ hello } fragment unused on Query { hello }",
        "subscription { ticks(count: 1) { number } clock(ms: 1) }",
    ] {
        assert_eq!(server.post(&query(invalid), &[GRAPHQL]).await.status, 400, "{invalid}");
    }
    let reply = server
        .post(&query("{ __schema { queryType { name } } __type(name: \"Name\") { inputFields { name } } }"), &[])
        .await;
    let fields = json!({"inputFields": [{"name": "first"}, {"name": "times"}]});
    assert_eq!(reply.json()["data"], json!({"__schema": {"queryType": {"name": "Query"}}, "__type": fields}));
}

#[tokio::test]
async fn tells_at_most_twenty_errors() {
    let (_test, server) = server().await;
    let fields: String = (0..30).map(|index| format!("unknown{index} ")).collect();
    let reply = server.post(&query(&format!("{{ items {{ nodes {{ {fields} }} }} }}")), &[GRAPHQL]).await;
    assert_eq!(reply.json()["errors"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn a_panic_is_an_answer_too() {
    let (_test, server) = server().await;
    let reply = server.post(&query("{ panics }"), &[]).await;
    assert_eq!((reply.status, reply.code()), (500, "INTERNAL".into()));
    assert!(!reply.body.contains("1234"), "causes stay in the log");
}

#[tokio::test]
async fn persisted_queries_are_sent_once() {
    let (_test, server) = server().await;
    let text = "{ hello(name: \"again\") }";
    let hash = hex::encode(Sha256::digest(text));
    let extensions = json!({"persistedQuery": {"version": 1, "sha256Hash": hash}});
    let first = server.post(&json!({"extensions": extensions}), &[GRAPHQL]).await;
    assert_eq!(first.code(), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(first.json()["errors"][0]["message"], "PersistedQueryNotFound");
    let wrong = server.post(&json!({"query": "{ hello }", "extensions": extensions}), &[GRAPHQL]).await;
    assert_eq!(wrong.json()["errors"][0]["message"], "sha256Hash is not the hash of the query");
    server.post(&json!({"query": text, "extensions": extensions}), &[]).await;
    let later = server.post(&json!({"extensions": extensions}), &[]).await;
    assert_eq!(later.json()["data"], json!({"hello": "hello again"}));
    let path =
        format!("/graphql?extensions=%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22{hash}%22%7D%7D");
    assert_eq!(server.get(&path, &[]).await.json()["data"], json!({"hello": "hello again"}));
}

#[tokio::test]
async fn metrics_and_health_are_told() {
    let (_test, server) = server().await;
    server.post(&query("{ hello }"), &[]).await;
    assert_eq!((server.get("/healthz", &[]).await.status, server.get("/readyz", &[]).await.status), (200, 200));
    let metrics = server.get("/metrics", &[]).await;
    assert_eq!(metrics.status, 200);
    for line in [
        "http_requests_total{",
        "route=\"/graphql\"",
        "graphql_operations_total{kind=\"query\"",
        "sql_statements_total ",
    ] {
        assert!(metrics.body.contains(line), "{line} is missing in\n{}", metrics.body);
    }
}
