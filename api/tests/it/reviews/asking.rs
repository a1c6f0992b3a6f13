//! Buyers are asked once, some days after their order has arrived.

use super::{delivered, review, stall};
use crate::support::TestApp;
use crate::support::mail::link_in;
use api::jobs::{Job as _, ReviewRequests};
use api::mail::{Occasion, entity::Model};
use serde_json::json;
use shared::timestamp::DAY_MS;

async fn letters(test: &TestApp) -> Vec<Model> {
    let mails = test.mails().await;
    mails.into_iter().filter(|mail| mail.message.occasion() == Occasion::ReviewRequested).collect()
}

async fn ask(test: &TestApp) -> u64 {
    ReviewRequests.run(&test.app).await.expect("asked")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_order_is_asked_about_once() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    let update = "mutation { accountUpdate(input: {locale: VI}) { account { locale } userErrors { code } } }";
    test.data(&ada, update, json!({})).await;
    let placed = delivered(&test, &stall, &ada).await;
    delivered(&test, &stall, &test.guest()).await;
    test.order(&ada, &[(stall.variant, 1)]).await;
    assert_eq!(ask(&test).await, 0, "it has only just arrived");
    test.app.clock.advance_ms(3 * DAY_MS - 60_000);
    assert_eq!(ask(&test).await, 0);
    test.app.clock.advance_ms(2 * 60_000);
    assert_eq!(ask(&test).await, 1);
    for _ in 0..3 {
        assert_eq!(ask(&test).await, 0);
        test.app.clock.advance_ms(DAY_MS);
    }
    let letters = letters(&test).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].recipient, "ada@example.com");
    let text = letters[0].text.as_deref().expect("a text");
    assert!(text.contains("Xin chào ada") && text.contains("tea bowl"), "{text}");
    assert!(link_in(text, &format!("/vi/account/reviews/new?line={}", placed.line(0))).is_some(), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_about_what_they_cannot_review() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    let placed = delivered(&test, &stall, &ada).await;
    review(&test, &ada, &placed, 5).await;
    delivered(&test, &stall, &stall.seller).await;
    let ben = test.register("ben").await;
    let late = delivered(&test, &stall, &ben).await;
    test.app.clock.advance_ms(4 * DAY_MS);
    assert_eq!(ask(&test).await, 1, "Ben alone");
    // He has written before the letter leaves.
    let ben = test.sign_in("ben").await;
    review(&test, &ben, &late, 4).await;
    assert_eq!(letters(&test).await.len(), 0);
    let cem = test.register("cem").await;
    delivered(&test, &stall, &cem).await;
    test.app.clock.advance_ms(15 * DAY_MS);
    assert_eq!(ask(&test).await, 0, "long past");
}
