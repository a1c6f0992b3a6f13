//! Sending a picture, and what is left of those that nobody uses.

use super::hostile;
use crate::support::TestApp;
use crate::support::server::TestServer;
use api::config::Settings;
use api::images;
use api::images::entity::{stored, upload};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

/// Sends bytes as an app does: status and body.
pub async fn send(server: &TestServer, token: &str, bytes: &[u8]) -> (u16, Value) {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/octet-stream")];
    let reply = server.send_bytes("POST", "/media/uploads", &headers, bytes).await;
    (reply.status, serde_json::from_str(&reply.body).expect("JSON"))
}

async fn counts(test: &TestApp) -> (u64, u64) {
    let conn = test.app.db.write();
    let uploads = upload::Entity::find().count(conn).await.expect("counted");
    (uploads, stored::Entity::find().count(conn).await.expect("counted"))
}

#[tokio::test]
async fn a_picture_is_sent_kept_and_served_for_ever() {
    let test = TestApp::new().await;
    let (server, token) = (test.serve().await, test.token("ada").await);
    let (status, answer) = send(&server, &token, &hostile::jpeg_with_exif(1000, 800)).await;
    assert_eq!(status, 201, "{answer}");
    let image = &answer["image"];
    assert!(image["id"].as_str().expect("an id").starts_with("img_"), "{image}");
    assert_eq!((&image["width"], &image["height"]), (&json!(800), &json!(1000)));
    assert!(image["placeholderColor"].as_str().expect("a colour").starts_with('#'));
    let sources = image["sources"].as_array().expect("sources");
    let widths: Vec<_> = sources.iter().map(|source| source["width"].as_i64().expect("a width")).collect();
    assert_eq!(widths, [320, 640, 800]);
    for source in sources {
        let path = source["url"].as_str().expect("an address");
        let shown = server.get_bytes(path, &[]).await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.headers["content-type"], "image/webp");
        assert_eq!(shown.headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(shown.headers["x-content-type-options"], "nosniff");
        let tag = shown.headers["etag"].to_str().expect("a tag");
        assert_eq!(server.get_bytes(path, &[("if-none-match", tag)]).await.status, 304);
    }
    for nowhere in
        ["/media/images/0123456789abcdef0123456789abcdef/320.webp", "/media/images/..%2f..%2fvouch.db/320.webp"]
    {
        assert_eq!(server.get(nowhere, &[]).await.status, 404, "{nowhere}");
    }
    server.end().await;
}

#[tokio::test]
async fn only_who_is_signed_in_sends_pictures_and_no_other_site_makes_them() {
    let test = TestApp::new().await;
    let (server, token) = (test.serve().await, test.token("ada").await);
    let picture = hostile::jpeg(60, 40);
    let try_with = async |headers: &[(&str, &str)]| {
        let reply = server.send_bytes("POST", "/media/uploads", headers, &picture).await;
        let body: Value = serde_json::from_str(&reply.body).unwrap_or(json!(reply.body));
        (reply.status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
    };
    let cookie = format!("vouch_session={token}");
    let own = format!("http://{}", server.addr);
    let refused = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(try_with(&[]).await, refused(401, "UNAUTHENTICATED"));
    assert_eq!(try_with(&[("authorization", "Bearer wrong")]).await, refused(401, "UNAUTHENTICATED"));
    assert_eq!(try_with(&[("cookie", &cookie)]).await, refused(403, "FORBIDDEN"));
    assert_eq!(try_with(&[("cookie", &cookie), ("origin", "https://evil.example")]).await, refused(403, "FORBIDDEN"));
    assert_eq!(try_with(&[("cookie", &cookie), ("origin", &own)]).await.0, 201);
    assert_eq!(try_with(&[("cookie", &cookie), ("vouch-csrf", "1")]).await.0, 201);
    server.end().await;
}

#[tokio::test]
async fn what_is_no_picture_is_refused_with_a_code_and_a_sentence() {
    let test = TestApp::new().await;
    let (server, token) = (test.serve().await, test.token("ada").await);
    let cases: [(&[u8], u16, &str); 4] = [
        (b"", 400, "EMPTY"),
        (b"a text", 415, "NOT_A_PICTURE"),
        (b"<svg onload=\"alert(1)\"/>", 415, "UNSUPPORTED_FORMAT"),
        (&hostile::jpeg(60, 40)[..500], 422, "DAMAGED"),
    ];
    for (bytes, status, code) in cases {
        let (got, answer) = send(&server, &token, bytes).await;
        assert_eq!((got, &answer["error"]["code"]), (status, &json!(code)));
        assert!(answer["error"]["message"].as_str().expect("a sentence").contains(':'));
    }
    // Announced too large: nobody reads it to the end.
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-length", "10000001")];
    let reply = server.send_bytes("POST", "/media/uploads", &headers, b"x").await;
    assert_eq!(reply.status, 413);
    assert!(reply.body.contains("TOO_MANY_BYTES"), "{}", reply.body);
    assert_eq!(counts(&test).await, (0, 0), "nothing of it was kept");
    server.end().await;
}

#[tokio::test]
async fn an_account_sends_only_so_many_a_minute() {
    let test = TestApp::with_settings(Settings { rate_limit: Some(4_100), ..Settings::default() }).await;
    let (server, token) = (test.serve().await, test.token("ada").await);
    let picture = hostile::jpeg(60, 40);
    assert_eq!(send(&server, &token, &picture).await.0, 201);
    assert_eq!(send(&server, &token, &picture).await.0, 201);
    let (status, answer) = send(&server, &token, &picture).await;
    assert_eq!((status, &answer["error"]["code"]), (429, &json!("RATE_LIMITED")));
    server.end().await;
}

#[tokio::test]
async fn what_nobody_uses_is_taken_away_after_a_day_with_its_files() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await.actor.shopper().expect("signed in");
    let receive = async |bytes: Vec<u8>| images::receive(&test.app, &ada, bytes.into()).await.expect("kept");
    let first = receive(hostile::jpeg(400, 300)).await;
    test.app.clock.advance_ms(20 * 3_600_000);
    let same = receive(hostile::jpeg(400, 300)).await;
    assert_ne!(first.id, same.id);
    assert_eq!(first.image.name, same.image.name, "the same picture is stored once");
    assert_eq!(counts(&test).await, (2, 1));
    let there = async || test.app.storage.get(&first.image.path()).await.expect("it answers").is_some();
    test.app.clock.advance_ms(5 * 3_600_000);
    assert_eq!(images::drop_orphans(&test.app).await.expect("cleaned"), 1);
    assert_eq!(counts(&test).await, (1, 1));
    assert!(there().await, "the second upload still waits");
    test.app.clock.advance_ms(20 * 3_600_000);
    assert_eq!(images::drop_orphans(&test.app).await.expect("cleaned"), 1);
    assert_eq!(counts(&test).await, (0, 0));
    assert!(!there().await);
    assert_eq!(images::drop_orphans(&test.app).await.expect("cleaned"), 0);
}
