//! Saved searches on the storefront, by plain forms.

use super::{list, wait};
use crate::support::TestApp;
use crate::support::server::{Reply, TestServer};

async fn send(server: &TestServer, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    server.send("POST", path, &[&form, headers].concat(), body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_is_saved_opened_and_deleted_without_script() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    test.product(clay, "blue-bowl", 1800, 9).await;
    let token = test.token("ada").await;
    let ada = test.with_token(&token).await;
    let server = test.serve().await;
    let bearer = format!("Bearer {token}");
    let signed_in = [("authorization", bearer.as_str())];

    let page = server.get("/search?q=bowl", &[]).await.body;
    assert!(page.contains("save-search") && page.contains("value=\"?q=bowl\""), "{page}");
    assert!(!server.get("/search", &[]).await.body.contains("save-search"), "everything is nothing to save");
    let guest = send(&server, "/vi/account/searches", "change=save&search=%3Fq%3Dbowl", &[]).await;
    let back = "/vi/sign-in?return=%2Fvi%2Fsearch%3Fq%3Dbowl";
    assert_eq!((guest.status, guest.header("location")), (303, back));
    let guest = server.get("/account/searches", &[]).await;
    assert_eq!((guest.status, guest.header("location")), (303, "/sign-in?return=%2Faccount%2Fsearches"));

    let body = "change=save&search=%3Fq%3Dblue%2520bowl%26shop%3Dclay%26price%3D-20&letters=1";
    let saved = send(&server, "/account/searches", body, &signed_in).await;
    assert_eq!((saved.status, saved.header("location")), (303, "/account/searches?saved=saved"));
    let page = server.get("/account/searches?saved=saved", &signed_in).await.body;
    assert!(page.contains("“blue bowl”") && page.contains("up to £20.00") && page.contains("letters are on"), "{page}");
    assert!(page.contains("/search?q=blue%20bowl&amp;shop=clay&amp;price=-20"), "{page}");

    wait(&test);
    test.product(clay, "big-blue-bowl", 1900, 9).await;
    let id = list(&test, &ada).await[0]["id"].as_str().expect("an id").to_owned();
    let opened = send(&server, "/account/searches", &format!("change=open&id={id}"), &signed_in).await;
    let newest = "/search?q=blue%20bowl&shop=clay&price=-20&sort=newest";
    assert_eq!((opened.status, opened.header("location")), (303, newest));
    assert_eq!(list(&test, &ada).await[0]["newCount"], 0);
    let off = send(&server, "/account/searches", &format!("change=letters-off&id={id}"), &signed_in).await;
    assert_eq!(off.header("location"), "/account/searches?saved=off");
    let gone = send(&server, "/account/searches", &format!("change=delete&id={id}"), &signed_in).await;
    assert_eq!(gone.header("location"), "/account/searches?saved=deleted");
    let again = send(&server, "/account/searches", &format!("change=delete&id={id}"), &signed_in).await;
    assert_eq!(again.header("location"), "/account/searches?problem=again");
    assert!(list(&test, &ada).await.is_empty());
    server.end().await;
}
