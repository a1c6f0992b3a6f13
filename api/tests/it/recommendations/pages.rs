//! Suggestions on the storefront's pages: what a look there leaves behind, whose pages are whose, and the plain forms.

use super::kinds::Shelf;
use crate::support::server::{Reply, TestServer};

async fn send(server: &TestServer, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    server.send("POST", path, &[&form, headers].concat(), body).await
}

fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// A guest's browser that has said whether suggestions may be made for it.
async fn said(server: &TestServer, answer: &str) -> String {
    let body =
        format!("form=choices&wording={}&personalisation={answer}&wishlistLetters=no", api::consents::wording::CURRENT);
    cookie(&send(server, "/privacy-choices", &body, &[]).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_remembered_for_those_alone_who_allow_it() {
    let shelf = Shelf::new().await;
    let server = shelf.test.serve().await;
    let (yes, no) = (said(&server, "yes").await, said(&server, "no").await);
    let known = async |cookie: &str| server.get("/account/taste", &[("cookie", cookie)]).await.body;
    for browser in [&yes, &no] {
        let page = server.get("/p/walnut-bowl", &[("cookie", browser)]).await;
        assert_eq!(page.status, 200);
        let ahead = [("cookie", browser.as_str()), ("sec-purpose", "prefetch")];
        assert_eq!(server.get("/p/steel-pan", &ahead).await.status, 200);
        assert_eq!(server.send("HEAD", "/p/steel-pan", &[("cookie", browser)], "").await.status, 200);
    }
    assert!(known(&yes).await.contains("/p/walnut-bowl"));
    assert!(!known(&yes).await.contains("/p/steel-pan"), "what is fetched ahead was not looked at");
    assert!(!known(&no).await.contains("/p/walnut-bowl"));

    // Pages of who allows it are theirs; all others are for anybody.
    let caching = async |path: &str, cookie: &str| {
        let page = server.get(path, &[("cookie", cookie)]).await;
        (page.header("cache-control").to_owned(), page.body.contains("/taste.js"), page.header("etag").is_empty())
    };
    assert_eq!(caching("/", &yes).await, ("private, no-cache".to_owned(), true, true));
    assert_eq!(caching("/", &no).await, ("public, no-cache".to_owned(), false, false));
    assert_eq!(caching("/account/taste", &no).await, ("private, no-cache".to_owned(), false, true));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_forms_hide_restore_and_forget() {
    let shelf = Shelf::new().await;
    let server = shelf.test.serve().await;
    let browser = said(&server, "yes").await;
    let (id, came) = (shelf.id("walnut-bowl"), format!("http://{}/vi?x=1", server.addr));
    let from = [("cookie", browser.as_str()), ("referer", came.as_str())];
    server.get("/p/walnut-plate", &from).await;

    let hidden = send(&server, "/vi/recommendations/hidden", &format!("product={id}&reason=owned"), &from).await;
    assert_eq!((hidden.status, hidden.header("location")), (303, "/vi?x=1#rails"));
    let page = server.get("/account/taste", &from).await.body;
    assert!(page.contains("You own it") && page.contains("/p/walnut-bowl") && page.contains("/p/walnut-plate"));
    let back = send(&server, "/account/taste", &format!("product={id}&change=restore"), &from).await;
    assert_eq!((back.status, back.header("location")), (303, "/account/taste?saved=restored"));
    let nothing = send(&server, "/account/taste", "product=&change=forget", &from).await;
    assert_eq!(nothing.header("location"), "/account/taste?problem=again");
    let all = send(&server, "/account/taste", "change=forget-all", &from).await;
    assert_eq!(all.header("location"), "/account/taste?saved=all");
    let page = server.get("/account/taste", &from).await.body;
    assert!(!page.contains("You own it") && !page.contains("/p/walnut-plate"));

    // The switch leads back to where it stands.
    let taste = format!("http://{}/account/taste?saved=all", server.addr);
    let from = [("cookie", browser.as_str()), ("referer", taste.as_str())];
    let off = format!("form=choices&wording={}&personalisation=no", api::consents::wording::CURRENT);
    let off = send(&server, "/privacy-choices", &off, &from).await;
    assert_eq!(off.header("location"), "/account/taste?saved=choices");
    let refused = send(&server, "/recommendations/hidden", &format!("product={id}&reason=owned"), &from).await;
    assert_eq!(refused.header("location"), "/account/taste?problem=off");
    server.end().await;
}
