//! Who is asking.

use super::{schema, server};
use crate::support::TestApp;
use api::config::Settings;
use serde_json::{Value, json};

fn hello() -> Value {
    json!({"query": "{ hello }"})
}

#[tokio::test]
async fn a_session_is_told_by_bearer_or_cookie() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let register = r#"mutation { accountRegister(input: {email: "ann@example.org", password: "a long enough password", displayName: "Ann"})
        { account { id } accessToken userErrors { message } } }"#;
    let reply = server.post(&json!({ "query": register }), &[]).await.json();
    let payload = &reply["data"]["accountRegister"];
    let (id, token) = (&payload["account"]["id"], payload["accessToken"].as_str().unwrap_or_else(|| panic!("{reply}")));
    let me = json!({"query": "{ me { id } }"});
    let bearer = server.post(&me, &[("authorization", &format!("Bearer {token}"))]).await;
    assert_eq!(&bearer.json()["data"]["me"]["id"], id);
    let cookie = server.post(&me, &[("cookie", &format!("a=b; vouch_session={token}"))]).await;
    assert_eq!(&cookie.json()["data"]["me"]["id"], id);
    assert_eq!(server.post(&me, &[]).await.json()["data"]["me"], Value::Null);
}

#[tokio::test]
async fn a_bad_bearer_token_is_401_and_a_bad_cookie_a_guest() {
    let (_test, server) = server().await;
    for token in ["Bearer nonsense", "Bearer ", "bearer"] {
        let reply = server.post(&hello(), &[("authorization", token)]).await;
        assert_eq!((reply.status, reply.code()), (401, "UNAUTHENTICATED".into()), "{token}");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
    }
    let reply = server.post(&hello(), &[("cookie", "vouch_session=nonsense")]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("set-cookie"), "vouch_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

#[tokio::test]
async fn effects_become_headers() {
    let (_test, server) = server().await;
    let reply = server.post(&json!({"query": "mutation { add(n: 1) }"}), &[]).await;
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("vouch_cart=cart_") && cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(reply.header("idempotent-replayed"), "true");
    let secure =
        TestApp::with_settings(Settings { public_url: Some("https://vouch.example".into()), ..Settings::default() })
            .await;
    let server = secure.serve_schema(schema::schema(&secure.app)).await;
    let reply = server.post(&json!({"query": "mutation { add(n: 1) }"}), &[]).await;
    assert!(reply.header("set-cookie").ends_with("; Secure"), "{reply:?}");
}

#[tokio::test]
async fn other_sites_cannot_act_with_the_visitors_cookies() {
    let (_test, server) = server().await;
    let cookie = ("cookie", "vouch_cart=x");
    let ours = format!("http://{}", server.addr);
    let status = async |headers: &[(&str, &str)]| server.post(&hello(), headers).await.status;
    assert_eq!(status(&[cookie]).await, 200, "a form cannot send JSON");
    assert_eq!(status(&[cookie, ("origin", &ours)]).await, 200);
    assert_eq!(status(&[cookie, ("origin", "https://evil.example")]).await, 403);
    assert_eq!(status(&[cookie, ("origin", "null"), ("vouch-csrf", "1")]).await, 403);
    assert_eq!(status(&[("origin", "https://partner.example")]).await, 200, "without cookies it acts for nobody");
    let form = [cookie, ("content-type", "text/plain")];
    let reply = server.send("POST", "/graphql", &form, &hello().to_string()).await;
    assert_eq!((reply.status, reply.code()), (403, "FORBIDDEN".into()));
    let form = [cookie, ("content-type", "text/plain"), ("vouch-csrf", "1")];
    assert_eq!(server.send("POST", "/graphql", &form, &hello().to_string()).await.status, 415);
}

#[tokio::test]
async fn the_language_is_the_headers_the_cookies_or_the_browsers() {
    let (_test, server) = server().await;
    let locale = async |headers: &[(&str, &str)]| {
        server.post(&json!({"query": "{ locale }"}), headers).await.json()["data"]["locale"].clone()
    };
    let browser = ("accept-language", "fr, hy;q=0.8");
    assert_eq!(locale(&[]).await, "en");
    assert_eq!(locale(&[browser]).await, "hy");
    assert_eq!(locale(&[browser, ("cookie", "vouch_locale=vi")]).await, "vi");
    assert_eq!(locale(&[browser, ("cookie", "vouch_locale=vi"), ("vouch-locale", "en")]).await, "en");
}

#[tokio::test]
async fn a_requests_id_is_taken_when_it_is_sane() {
    let (_test, server) = server().await;
    let id =
        async |given: &str| server.post(&hello(), &[("x-request-id", given)]).await.header("x-request-id").to_owned();
    assert_eq!(id("proxy-12345.a_b").await, "proxy-12345.a_b");
    for bad in ["short", "with space in it", &"x".repeat(65), "quote\"quote\""] {
        let made = id(bad).await;
        assert!(made != bad && made.len() == 32, "{made}");
    }
}

#[tokio::test]
async fn the_address_is_the_connections_or_the_proxys_word() {
    let address = async |behind_proxy: bool| {
        let test = TestApp::with_settings(Settings { behind_proxy: Some(behind_proxy), ..Settings::default() }).await;
        let server = test.serve_schema(schema::schema(&test.app)).await;
        let headers = [("x-forwarded-for", "198.51.100.1, 203.0.113.7")];
        server.post(&json!({"query": "{ address }"}), &headers).await.json()["data"]["address"].clone()
    };
    assert_eq!(address(false).await, "127.0.0.1");
    assert_eq!(address(true).await, "203.0.113.7");
}
