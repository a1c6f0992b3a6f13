//! How many pages an address may ask for.

use crate::support::TestApp;
use crate::support::server::{Reply, TestServer};
use api::config::Settings;
use serde_json::json;

/// A server behind a proxy, so that a test can come from several addresses.
async fn server(pages: u32) -> (TestApp, TestServer) {
    let settings = Settings { page_rate_limit: Some(pages), behind_proxy: Some(true), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    let server = test.serve().await;
    (test, server)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_asks_for_too_many_pages_is_told_to_wait_in_its_language() {
    let (_test, server) = server(6).await;
    let from = |address: &'static str| [("x-forwarded-for", address)];
    for _ in 0..6 {
        let reply = server.get("/nowhere", &from("192.0.2.1")).await;
        assert_eq!(reply.status, 404, "{}", reply.body);
    }
    for (path, lang, title) in [
        ("/", "en", "One moment, please"),
        ("/vi", "vi", "Xin chờ một chút"),
        ("/hy/cart", "hy", "Մի պահ, խնդրում ենք"),
    ] {
        let reply = server.get(path, &from("192.0.2.1")).await;
        assert_eq!((reply.status, reply.header("content-type")), (429, "text/html; charset=utf-8"));
        let wait: u64 = reply.header("retry-after").parse().expect("seconds");
        assert!((1..=10).contains(&wait), "{wait}");
        assert!(reply.body.starts_with("<!DOCTYPE html>"), "{}", reply.body);
        assert!(reply.body.contains(&format!("<html lang=\"{lang}\"")), "{}", reply.body);
        assert!(reply.body.contains(&format!("<h1>{title}</h1>")), "{}", reply.body);
        assert!(!reply.body.contains("<script"), "it starts nothing that would ask for more");
        assert_eq!(reply.header("cache-control"), "no-store");
        assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
    }
    assert_eq!(server.get("/nowhere", &from("192.0.2.2")).await.status, 404, "somebody else may");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_forms_count_and_what_is_no_page_does_not() {
    let (_test, server) = server(2).await;
    let from = [("x-forwarded-for", "2001:db8:1:2::1")];
    let form = [
        ("x-forwarded-for", "2001:db8:1:2::ffff"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(server.send("POST", "/sign-out", &form, "").await.status);
    }
    assert_eq!(statuses[2], 429, "{statuses:?}");
    assert!(!statuses[..2].contains(&429), "{statuses:?}");
    let refused = server.send("POST", "/sign-out", &form, "").await;
    assert!(!refused.body.contains("href=\"\""), "what was posted is not asked for again");
    assert_eq!(server.get("/", &from).await.status, 429, "a household shares its network");
    for _ in 0..5 {
        assert_eq!(server.get("/healthz", &from).await.status, 200);
        assert_eq!(server.post(&json!({"query": "{ __typename }"}), &from).await.status, 200);
        assert_eq!(server.get("/media/demo/none.svg", &from).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_the_site_are_not_counted() {
    let site = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(site.path().join("pkg")).expect("made");
    std::fs::write(site.path().join("pkg/style.1234.css"), "a{}").expect("written");
    std::fs::write(site.path().join("robots.txt"), "User-agent: *\n").expect("written");
    let assets = json!({"style": "/pkg/style.1234.css", "script": "", "loader": "", "wasm": "", "modules": {}});
    std::fs::write(site.path().join("assets.json"), assets.to_string()).expect("written");
    let settings = Settings { page_rate_limit: Some(1), site: Some(site.path().to_owned()), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    let server = test.serve().await;
    assert_eq!(server.get("/nowhere", &[]).await.status, 404);
    for _ in 0..3 {
        assert_eq!(server.get("/pkg/style.1234.css", &[]).await.status, 200);
        assert_eq!(server.get("/robots.txt", &[]).await.status, 200);
    }
    let refused = server.get("/nowhere", &[]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.body.contains("href=\"/pkg/style.1234.css\""), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_nobody_downloads_a_page_once() {
    let test = TestApp::new().await;
    test.product(test.shop("otter").await, "walnut-bowl", 4_200, 5).await;
    let server = test.serve().await;
    for path in ["/", "/p/walnut-bowl", "/vi/shops/otter", "/help/returns"] {
        let page = server.get(path, &[]).await;
        let tag = page.header("etag").to_owned();
        assert!(page.status == 200 && tag.starts_with("W/\""), "{path}: {} {tag}", page.status);
        assert_eq!(page.header("cache-control"), "public, no-cache");
        assert!(page.header("vary").to_ascii_lowercase().contains("cookie"), "{:?}", page.headers);
        let again = server.get(path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag.as_str()), "{path}");
        assert_eq!(again.header("content-security-policy"), "", "the kept page keeps its policy");
        let dark = server.get(path, &[("if-none-match", &tag), ("cookie", "vouch_theme=dark")]).await;
        assert_eq!(dark.status, 200, "{path} is another page in another light");
    }
    for cookie in ["vouch_session=none", "vouch_cart=cart_01h455vb4pex5vsknk084sn02q"] {
        let page = server.get("/p/walnut-bowl", &[("cookie", cookie)]).await;
        assert_eq!((page.status, page.header("etag"), page.header("cache-control")), (200, "", "private, no-cache"));
    }
    let unknown = server.get("/p/none", &[("if-none-match", "*")]).await;
    assert_eq!((unknown.status, unknown.header("etag")), (404, ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_pages_at_once_than_connections_all_come() {
    let test = TestApp::with_settings(Settings { database_pool: Some(2), ..Settings::default() }).await;
    test.product(test.shop("otter").await, "walnut-bowl", 4_200, 5).await;
    let server = test.serve().await;
    for path in ["/p/walnut-bowl", "/shops/otter", "/"] {
        let pages = futures::future::join_all((0..24).map(|_| server.get(path, &[])));
        // Pages that wait for each other would wait until the pool gives up, for half a minute.
        let pages = tokio::time::timeout(std::time::Duration::from_secs(25), pages).await;
        let pages = pages.unwrap_or_else(|_| panic!("{path}: pages wait for each other"));
        let whole = |page: &&Reply| page.status == 200 && page.body.contains("application/ld+json");
        assert_eq!(pages.iter().filter(whole).count(), 24, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_worker_and_its_pages_are_there() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let worker = server.get("/sw.js", &[]).await;
    assert_eq!((worker.status, worker.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert_eq!(worker.header("cache-control"), "no-cache");
    for (path, title) in [
        ("/offline", "You are offline"),
        ("/vi/offline", "Bạn đang ngoại tuyến"),
        ("/hy/offline", "Դուք կապից դուրս եք"),
    ] {
        let page = server.get(path, &[]).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<h1>{title}</h1>")) && !page.body.contains("<script"), "{}", page.body);
        assert!(worker.body.contains(&format!("\"{path}\"")), "{path} is held from the start");
    }
}
