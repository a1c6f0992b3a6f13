//! Letters about a wishlist go to those alone who asked for them.

use super::{say, say_all};
use crate::support::TestApp;
use crate::support::mail::link_in;
use crate::wishlists::{add, set};
use api::mail::Occasion;
use api::{events, wishlists};
use serde_json::json;
use shared::timestamp::DAY_MS;

async fn letters(test: &TestApp, to: &str) -> Vec<String> {
    let all = events::after(test.app.db.read(), 0, None, 1000).await.expect("events");
    wishlists::tell_of(&test.app, &all).await.expect("told");
    let mails = test.mails().await.into_iter();
    let mine = mails.filter(|mail| mail.recipient == to && mail.message.occasion() == Occasion::WishlistNews);
    mine.map(|mail| mail.text.expect("a text")).collect()
}

#[tokio::test]
async fn what_got_cheaper_is_written_once_a_day_to_who_allows_it() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (cup, _) = test.product(shop, "cup", 900, 9).await;
    let (ada, ben, cleo) = (test.register("ada").await, test.register("ben").await, test.register("cleo").await);
    for visitor in [&ada, &ben, &cleo] {
        add(&test, visitor, bowl).await;
        add(&test, visitor, cup).await;
    }
    say_all(&test, &ada, true).await;
    say_all(&test, &cleo, false).await;
    set(&test, bowl, 1500, true).await;
    let first = letters(&test, "ada@example.com").await;
    assert_eq!(first.len(), 1);
    assert!(first[0].contains("bowl: £15.00 instead of £18.00") && !first[0].contains("cup:"), "{}", first[0]);
    assert!(link_in(&first[0], "/account/privacy").is_some() && link_in(&first[0], "/wishlist").is_some());
    for silent in ["ben@example.com", "cleo@example.com"] {
        assert!(letters(&test, silent).await.is_empty(), "{silent} has not asked for it");
    }
    set(&test, cup, 800, true).await;
    assert_eq!(letters(&test, "ada@example.com").await.len(), 1, "one a day");
    test.app.clock.advance_ms(DAY_MS);
    set(&test, cup, 700, true).await;
    let second = letters(&test, "ada@example.com").await;
    assert!(second.len() == 2 && second.iter().any(|text| text.contains("cup: £7.00 instead of £9.00")), "{second:?}");
    say(&test, &ada, &[("WISHLIST_LETTERS", false)], json!({})).await;
    test.app.clock.advance_ms(DAY_MS);
    set(&test, cup, 600, true).await;
    assert_eq!(letters(&test, "ada@example.com").await.len(), 2, "she has taken it back");
}
