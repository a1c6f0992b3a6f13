//! What falls in price or comes back is told once, as an event of the account.

use super::{add, guest_with, set};
use crate::support::TestApp;
use api::events;
use api::jobs::{Job, WishlistNews};
use api::wishlists::{self, BACK_IN_STOCK, PRICE_DROPPED};
use serde_json::json;
use shared::id::ProductId;

/// Reads everything there is from the beginning: that must be borne as often as a process dies before its note.
async fn read_all(test: &TestApp) {
    let all = events::after(test.app.db.read(), 0, None, 1000).await.expect("events");
    wishlists::tell_of(&test.app, &all).await.expect("told");
}

async fn told(test: &TestApp) -> Vec<(String, serde_json::Value)> {
    let all = events::after(test.app.db.read(), 0, None, 1000).await.expect("events");
    let ours = all.into_iter().filter(|event| event.topic.starts_with("wishlist."));
    ours.map(|event| {
        assert!(event.account_id.is_some());
        (event.topic, event.payload)
    })
    .collect()
}

async fn change(test: &TestApp, id: ProductId, price: i64, available: bool) {
    set(test, id, price, available).await;
    read_all(test).await;
    read_all(test).await;
}

#[tokio::test]
async fn a_fall_in_price_and_a_return_are_told_once_each() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let ada = test.register("ada").await;
    add(&test, &ada, bowl).await;
    guest_with(&test, bowl).await;
    change(&test, bowl, 1800, true).await;
    assert_eq!(told(&test).await, [], "nothing changed");

    change(&test, bowl, 1500, true).await;
    let dropped = json!({"productId": bowl, "before": "18.00", "now": "15.00", "currency": "GBP"});
    assert_eq!(told(&test).await, [(PRICE_DROPPED.to_owned(), dropped.clone())], "a guest cannot be told");
    change(&test, bowl, 1700, true).await;
    change(&test, bowl, 1500, true).await;
    assert_eq!(told(&test).await.len(), 1, "up and down again is no news");

    change(&test, bowl, 1500, false).await;
    assert_eq!(told(&test).await.len(), 1, "selling out is told by nothing");
    change(&test, bowl, 1500, true).await;
    change(&test, bowl, 1400, true).await;
    let topics: Vec<_> = told(&test).await.into_iter().map(|(topic, _)| topic).collect();
    assert_eq!(topics, [PRICE_DROPPED, BACK_IN_STOCK, PRICE_DROPPED]);
}

#[tokio::test]
async fn the_job_reads_on_from_where_it_was() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let ada = test.register("ada").await;
    add(&test, &ada, bowl).await;
    set(&test, bowl, 1500, true).await;
    assert_eq!(WishlistNews.run(&test.app).await.expect("told"), 1);
    set(&test, bowl, 1200, true).await;
    assert_eq!(WishlistNews.run(&test.app).await.expect("nothing new"), 0, "no event tells of the product yet");
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    tx.emit(events::NewEvent::new("catalog.imported", bowl.0, json!({"productIds": [bowl]})).expect("an event"));
    tx.commit().await.expect("committed");
    assert_eq!(WishlistNews.run(&test.app).await.expect("told"), 1);
}
