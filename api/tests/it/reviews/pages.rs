//! The reviews as the storefront's pages show them, and voting by its plain form.

use super::{Stall, change, deliver, id, review, reviewed, stall};
use crate::support::TestApp;
use crate::support::server::TestServer;
use serde_json::json;

/// Reviews, each edited, answered and found helpful, and one of the shop's service by each buyer.
async fn reviewed_by(test: &TestApp, stall: &Stall, names: std::ops::Range<usize>) {
    for number in names {
        let buyer = test.register(&format!("buyer{number}")).await;
        let placed = test.order(&buyer, &[(stall.variant, 1)]).await;
        deliver(test, &stall.seller, &placed).await;
        let written = id(&review(test, &buyer, &placed, 4).await);
        change(test, &buyer, "reviewUpdate", json!({"id": written, "body": "Warmer than I thought."})).await;
        change(test, &stall.seller, "reviewAnswer", json!({"id": written, "body": "Thank you."})).await;
        change(test, &stall.seller, "reviewAnswer", json!({"id": written, "body": "Thank you!"})).await;
        let input = json!({"orderPartId": placed.part(0), "stars": 5, "body": "Packed with care."});
        change(test, &buyer, "shopReviewCreate", input).await;
    }
}

async fn read(server: &TestServer, path: &str) -> String {
    let page = server.get(path, &[]).await;
    assert_eq!(page.status, 200, "{path}");
    page.body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cost_the_same_for_one_and_for_twenty() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let server = test.serve().await;
    let mut costs = Vec::new();
    for names in [0..1, 1..20] {
        let count = names.end;
        reviewed_by(&test, &stall, names).await;
        let mut cost = Vec::new();
        for path in ["/p/tea-bowl", "/shops/clay"] {
            // Queries of a page run side by side, and two that need the same at once may both ask: the fewest of some reads count.
            let mut fewest = u64::MAX;
            for _ in 0..4 {
                let before = test.app.db.statements_sent();
                let page = read(&server, path).await;
                fewest = fewest.min(test.app.db.statements_sent() - before);
                assert_eq!(page.matches("class=\"review\"").count(), count, "{path}");
            }
            cost.push(fewest);
        }
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn show_what_the_address_asks_for_and_are_kept_by_readers() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let server = test.serve().await;
    assert!(read(&server, "/p/tea-bowl").await.contains("Nobody has written a review yet."));
    let (_, low) = reviewed(&test, &stall, "ada", 1).await;
    let (_, high) = reviewed(&test, &stall, "ben", 5).await;
    let anchor = |id: &str| format!("id=\"{id}\"");
    for (query, shown) in [
        ("", [true, true]),
        ("?review-stars=5", [false, true]),
        ("?review-stars=1&review-sort=newest&review-from=verified&review-language=en", [true, false]),
        ("?review-words=bowl", [true, true]),
        ("?review-words=teapot", [false, false]),
        ("?review-from=imported", [false, false]),
        ("?review-photos=1", [false, false]),
        ("?review-stars=9&review-sort=odd", [true, true]),
    ] {
        let path = format!("/p/tea-bowl{query}");
        let page = server.get(&path, &[]).await;
        assert_eq!([&low, &high].map(|id| page.body.contains(&anchor(id))), shown, "{path}");
        let head = page.body.split("</head>").next().expect("a head");
        assert!(head.contains("canonical") && !head.contains("?review-"), "a canonical address has no choice: {path}");
        let tag = page.header("etag").to_owned();
        assert_eq!(server.get(&path, &[("if-none-match", &tag)]).await.status, 304, "{path}");
    }
    let page = read(&server, "/vi/p/tea-bowl").await;
    for part in ["\"@type\":\"AggregateRating\"", "\"@type\":\"Review\"", "3,00", "Đã xác minh mua hàng", "lang=\"en\""]
    {
        assert!(page.contains(part), "{part}");
    }
    let broken = read(&server, "/p/tea-bowl?review-after=x").await;
    assert!(broken.contains("The reviews could not be shown."), "a cursor that is none leaves the page as it is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_form_votes_and_comes_back_to_the_review() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (_, written) = reviewed(&test, &stall, "ada", 5).await;
    let token = test.token("voter").await;
    let server = test.serve().await;
    let cookie = format!("vouch_session={token}");
    let send = async |cookie: &str, vote: &str| {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("referer", "http://shop.example/vi/p/tea-bowl?review-sort=newest"),
            ("cookie", cookie),
        ];
        let reply = server.send("POST", "/vi/reviews/votes", &headers, &format!("review={written}&vote={vote}")).await;
        assert_eq!(reply.status, 303);
        reply.header("location").to_owned()
    };
    let back = format!("/vi/p/tea-bowl?review-sort=newest#{written}");
    for (vote, helpful) in [("up", 1), ("up", 1), ("down", 0), ("none", 0), ("up", 1)] {
        assert_eq!(send(&cookie, vote).await, back);
        assert_eq!(super::read(&test, &test.guest(), &written).await["helpfulCount"], helpful, "{vote}");
    }
    let page = server.get("/p/tea-bowl", &[("cookie", &cookie)]).await.body;
    assert!(page.contains("1 person found this helpful"));
    assert_eq!(
        send("vouch_theme=dark", "up").await,
        format!("/vi/sign-in?return=%2Fvi%2Fp%2Ftea-bowl%3Freview-sort%3Dnewest%23{written}")
    );
    assert_eq!(super::read(&test, &test.guest(), &written).await["helpfulCount"], 1);
}
