//! The plain forms of reviews: writing with and without photographs, what is refused, changing, taking back, answering.

use super::{delivered, read, stall};
use crate::support::TestApp;
use crate::support::orders::Placed;
use crate::support::server::{Reply, TestServer};
use serde_json::json;

const BOUNDARY: &str = "leaf";

/// A part of a form: a field's name, a file's name, its bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn post(server: &TestServer, path: &str, cookie: &str, parts: &[Part<'_>]) -> Reply {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str()), ("sec-fetch-site", "same-origin"), ("cookie", cookie)];
    server.send_bytes("POST", path, &headers, &body).await
}

async fn send(server: &TestServer, path: &str, cookie: &str, body: &str) -> Reply {
    let kind = "application/x-www-form-urlencoded";
    let headers = [("content-type", kind), ("sec-fetch-site", "same-origin"), ("cookie", cookie)];
    server.send("POST", path, &headers, body).await
}

/// The form of a line of an order.
fn form_of(placed: &Placed) -> String {
    format!("/account/reviews/new?line={}", placed.line(0))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_is_written_changed_and_taken_back() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let token = test.token("ada").await;
    let placed = delivered(&test, &stall, &test.with_token(&token).await).await;
    let server = test.serve().await;
    let cookie = format!("vouch_session={token}");
    let page = server.get("/account/reviews", &[("cookie", &cookie)]).await.body;
    assert!(page.contains(&form_of(&placed)) && page.contains(&placed.part(0)), "{page}");

    let form = server.get(&form_of(&placed), &[("cookie", &cookie)]).await.body;
    assert_eq!((form.matches("aspect-quality").count(), form.matches("aspect-fit").count()), (4, 0), "{form}");
    let words: [Part<'_>; 7] = [
        ("stars", None, b"4"),
        ("aspect-quality", None, b"high"),
        ("aspect-as_described", None, b""),
        ("title", None, b"Warm"),
        ("body", None, b"Keeps tea warm."),
        ("language", None, b"en"),
        ("photos", Some(""), b""),
    ];
    let written = post(&server, &form_of(&placed), &cookie, &words).await;
    assert_eq!(written.status, 303, "{}", written.body);
    let place = written.header("location").to_owned();
    let id = place.strip_prefix("/account/reviews?saved=shown#").expect("published").to_owned();
    let review = read(&test, &test.guest(), &id).await;
    assert_eq!(
        (&review["stars"], &review["title"], &review["body"]),
        (&json!(4), &json!("Warm"), &json!("Keeps tea warm."))
    );
    assert_eq!(review["aspects"], json!([{"aspect": "QUALITY", "value": "HIGH"}]));
    let page = server.get("/p/tea-bowl", &[]).await.body;
    assert!(page.contains("Quality: excellent") && page.contains("excellent: 1 of 1"), "{page}");

    let edit = format!("/account/reviews/edit?review={id}");
    let shown = server.get(&edit, &[("cookie", &cookie)]).await.body;
    assert!(shown.contains("Keeps tea warm."), "{shown}");
    let words: [Part<'_>; 3] =
        [("stars", None, b"5"), ("body", None, b"Keeps tea warm for hours."), ("language", None, b"en")];
    assert_eq!(post(&server, &edit, &cookie, &words).await.status, 303);
    let review = read(&test, &test.guest(), &id).await;
    assert_eq!((&review["stars"], &review["aspects"][0]["value"]), (&json!(5), &json!("HIGH")));
    let words: [Part<'_>; 4] = [
        ("stars", None, b"5"),
        ("aspect-quality", None, b""),
        ("body", None, b"Keeps tea warm for hours."),
        ("language", None, b"en"),
    ];
    assert_eq!(post(&server, &edit, &cookie, &words).await.status, 303);
    assert_eq!(read(&test, &test.guest(), &id).await["aspects"], json!([]));

    let gone = send(&server, &format!("/account/reviews/{id}/remove"), &cookie, "").await;
    assert_eq!((gone.status, gone.header("location")), (303, "/account/reviews?saved=deleted"));
    assert!(read(&test, &test.guest(), &id).await.is_null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_comes_back_with_all_that_was_typed() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let token = test.token("ada").await;
    let placed = delivered(&test, &stall, &test.with_token(&token).await).await;
    let server = test.serve().await;
    let cookie = format!("vouch_session={token}");
    let words: [Part<'_>; 5] = [
        ("stars", None, b""),
        ("title", None, b"Half <full>"),
        ("body", None, b"Typed with care & patience."),
        ("language", None, b"vi"),
        ("photos", Some("note.txt"), b"no picture at all"),
    ];
    let refused = post(&server, &form_of(&placed), &cookie, &words).await;
    assert_eq!(refused.status, 422);
    for kept in ["Half &lt;full", "Typed with care &amp; patience.", "photos-error"] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    let judged: [Part<'_>; 2] = [("aspect-quality", None, b"low"), ("body", None, b"Judged.")];
    let judged = post(&server, &form_of(&placed), &cookie, &judged).await.body;
    let kept = judged.split("<input").find(|input| input.contains("aspect-quality") && input.contains("checked"));
    assert!(kept.is_some_and(|input| input.contains("value=\"low\"")), "{judged}");
    let starless = post(&server, &form_of(&placed), &cookie, &words[..4]).await;
    assert!(starless.status == 422 && starless.body.contains("stars-error"), "{}", starless.body);
    let stranger = post(&server, &form_of(&placed), "vouch_theme=dark", &words[..4]).await;
    assert_eq!(stranger.status, 422, "what was typed before a session ended is not lost");
    assert!(stranger.body.contains("Typed with care &amp; patience."), "{}", stranger.body);
    let other = test.token("ben").await;
    let foreign = server.get(&form_of(&placed), &[("cookie", &format!("vouch_session={other}"))]).await;
    assert_eq!(foreign.status, 404, "another's purchase is not there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_answers_by_a_form_and_nobody_else_does() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (_, id) = super::reviewed(&test, &stall, "ada", 2).await;
    let stranger = test.token("ben").await;
    let server = test.serve().await;
    let path = format!("/account/reviews/answer?review={id}");
    let cookie = format!("vouch_session={stranger}");
    assert_eq!(server.get(&path, &[("cookie", &cookie)]).await.status, 404);
    let refused = send(&server, &path, &cookie, "body=Not+mine").await;
    assert!(refused.status != 303, "{}", refused.status);
    assert!(read(&test, &test.guest(), &id).await["answer"].is_null());
    let guest = server.get(&path, &[]).await;
    assert_eq!(guest.status, 303);
    assert!(guest.header("location").starts_with("/sign-in?return="), "{}", guest.header("location"));
}
