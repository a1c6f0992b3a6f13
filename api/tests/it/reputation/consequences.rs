//! What follows from how a shop stands: lower in lists, then suspended, then as before.

use super::Stall;
use crate::carts;
use crate::support::TestApp;
use api::accounts::entity as account;
use api::mail::Occasion;
use api::reputation::{self, Stored};
use api::shops::entity::{MemberRole, member};
use sea_orm::{ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use shared::id::ShopId;
use shared::{Locale, Timestamp};

/// Lists as they are by default, and by a search: the slugs in their order.
async fn lists(test: &TestApp) -> [Vec<String>; 3] {
    api::search::catch_up(&test.app).await.expect("the index follows");
    let query = "{ newest: products { nodes { slug } } found: products(search: \"bowl\") { nodes { slug } }
        cheapest: products(sort: PRICE_ASC) { nodes { slug } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    ["newest", "found", "cheapest"].map(|list| {
        let nodes = data[list]["nodes"].as_array().expect("nodes");
        nodes.iter().map(|node| node["slug"].as_str().expect("a slug").to_owned()).collect()
    })
}

async fn evaluate(test: &TestApp) -> Stored {
    reputation::evaluate_all(&test.app, test.app.clock.now()).await.expect("stored")
}

/// A stall with a newer bowl, and another shop whose bowl came between the two.
async fn two_stalls() -> Stall {
    let stall = Stall::new().await;
    let heron = stall.test.shop("heron").await;
    stall.test.app.clock.advance_ms(1_000);
    stall.test.product(heron, "bowl-of-heron", 3_000, 10).await;
    stall.test.app.clock.advance_ms(1_000);
    stall.test.product(stall.shop, "bowl-two", 2_500, 10).await;
    stall
}

/// Somebody to whom the stall belongs.
async fn owner(stall: &Stall, locale: Locale) {
    let test = &stall.test;
    let account_id = test.register("owner").await.actor.account_id().expect("registered");
    let row =
        member::Model { shop_id: stall.shop, account_id, role: MemberRole::Owner, created_at: test.app.clock.now() };
    member::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("a member");
    let row = account::ActiveModel { id: Set(account_id), locale: Set(locale), ..Default::default() };
    account::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

/// Below at two evaluations, 30 days apart.
async fn suspend(stall: &Stall) {
    stall.orders(8, false).await;
    stall.days(4);
    assert_eq!((evaluate(&stall.test).await.below, evaluate(&stall.test).await), (1, Stored::default()));
    stall.days(30);
    let second = evaluate(&stall.test).await;
    assert_eq!((second.below, second.suspended), (1, 1));
}

const PAGE: &str = "{ shop(slug: \"otter\") { standingLevel suspendedSince productCount products { nodes { slug } } }
    product(slug: \"bowl\") { status available deliveryPromise { earliest } variants { availableQuantity }
        shop { suspendedSince } } shops { nodes { slug } } }";

async fn page(test: &TestApp) -> Value {
    test.app.shelf.forget();
    test.data(&test.guest(), PAGE, json!({})).await
}

#[tokio::test]
async fn a_shop_below_the_standard_stands_lower_and_comes_back() {
    let stall = two_stalls().await;
    let test = &stall.test;
    let before = lists(test).await;
    assert_eq!(before[0], ["bowl-two", "bowl-of-heron", "bowl"]);
    assert_ne!(before[1][0], "bowl-of-heron");
    stall.orders(8, false).await;
    stall.days(4);
    evaluate(test).await;
    let below = lists(test).await;
    assert_eq!(below[0], ["bowl-of-heron", "bowl-two", "bowl"]);
    assert_eq!((below[1].len(), below[1][0].as_str()), (3, "bowl-of-heron"));
    assert_eq!(below[2], before[2], "an order by price stays one by price");
    // What it adds now stands where the rest of it stands.
    test.product(stall.shop, "bowl-three", 2_600, 10).await;
    assert_eq!(lists(test).await[0][0], "bowl-three");
    reputation::store_monthly(&test.app).await.expect("placed");
    assert_eq!(lists(test).await[0], ["bowl-of-heron", "bowl-three", "bowl-two", "bowl"]);
    // Enough that went well.
    stall.orders(72, true).await;
    stall.days(4);
    assert_eq!(evaluate(test).await.below, 0);
    assert_eq!(lists(test).await[0], ["bowl-three", "bowl-two", "bowl-of-heron", "bowl"]);
}

#[tokio::test]
async fn pages_of_a_list_fit_together_while_a_shop_is_below() {
    let stall = two_stalls().await;
    let test = &stall.test;
    stall.orders(8, false).await;
    stall.days(4);
    evaluate(test).await;
    let query = "query($after: String) { products(first: 1, after: $after) { nodes { slug } pageInfo { endCursor } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    for _ in 0..3 {
        let list = test.data(&test.guest(), query, json!({"after": after})).await["products"].clone();
        seen.push(list["nodes"][0]["slug"].clone());
        after = list["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, ["bowl-of-heron", "bowl-two", "bowl"]);
}

#[tokio::test]
async fn when_it_lasts_nothing_is_listed_or_bought_and_the_pages_say_so() {
    let stall = two_stalls().await;
    let test = &stall.test;
    let cart = carts::cart_with(test, stall.variant, 1).await;
    suspend(&stall).await;
    assert_eq!(lists(test).await, ["bowl-of-heron"; 3].map(|slug| vec![slug.to_owned()]));
    let now = test.app.clock.now().to_string();
    let seen = page(test).await;
    assert_eq!(
        seen["shop"],
        json!({"standingLevel": "BELOW", "suspendedSince": now, "productCount": 0, "products": {"nodes": []}})
    );
    assert_eq!(
        seen["product"],
        json!({"status": "ACTIVE", "available": false, "deliveryPromise": null,
            "variants": [{"availableQuantity": 0}], "shop": {"suspendedSince": now}})
    );
    assert_eq!(seen["shops"]["nodes"], json!([{"slug": "heron"}]));
    let guest = test.guest();
    let strangers = "{ shop(slug: \"otter\") { products(statuses: [ACTIVE, DRAFT]) { nodes { slug } } } }";
    let of = async |visitor| test.data(visitor, strangers, json!({})).await["shop"]["products"]["nodes"].clone();
    assert_eq!(of(&guest).await, json!([]));
    assert_eq!(of(&stall.seller).await, json!([{"slug": "bowl-two"}, {"slug": "bowl"}]), "its staff sees them");
    // Neither what lies in a cart already nor what is put there.
    let warned = carts::read(test, &guest, Some(&cart)).await;
    assert_eq!(
        (&warned["warnings"][0]["code"], warned["warnings"].as_array().map(Vec::len)),
        (&json!("NO_LONGER_SOLD"), Some(1))
    );
    let refused = carts::add(test, &guest, None, stall.variant, 1).await;
    assert_ne!(refused["userErrors"], json!([]));
    // An evaluation of the past is kept and changes nothing.
    let past = Timestamp(test.app.clock.now().0 - 1);
    assert_eq!(reputation::evaluate_all(&test.app, past).await.expect("stored").reinstated, 0);
    assert_ne!(page(test).await["shop"]["suspendedSince"], Value::Null);
    // It comes back by itself.
    stall.orders(72, true).await;
    stall.days(4);
    let better = evaluate(test).await;
    assert_eq!((better.below, better.reinstated), (0, 1));
    let seen = page(test).await;
    assert_eq!((&seen["shop"]["suspendedSince"], &seen["shop"]["productCount"]), (&Value::Null, &json!(2)));
    assert_eq!(seen["product"]["available"], json!(true));
    assert_eq!(lists(test).await[0], ["bowl-two", "bowl-of-heron", "bowl"]);
    assert_eq!(carts::read(test, &guest, Some(&cart)).await["warnings"], json!([]));
}

#[tokio::test]
async fn looking_often_suspends_no_sooner_and_a_better_month_between_begins_anew() {
    let stall = Stall::new().await;
    let test = &stall.test;
    stall.orders(8, false).await;
    stall.days(4);
    for _ in 0..27 {
        assert_eq!((evaluate(test).await.below, page(test).await["shop"]["suspendedSince"].clone()), (1, Value::Null));
        stall.days(1);
    }
    stall.orders(72, true).await;
    stall.days(4);
    assert_eq!(evaluate(test).await.below, 0);
    stall.orders(9, false).await;
    stall.days(20);
    let again = evaluate(test).await;
    assert_eq!((again.below, again.suspended), (1, 0));
    stall.days(28);
    assert_eq!(evaluate(test).await.suspended, 1);
}

#[tokio::test]
async fn its_owner_gets_the_reasons_in_writing() {
    let subjects = [
        (
            Locale::En,
            "otter: nothing is listed for now",
            "otter: everything is listed again",
            "8 of 8, which is 100.0%",
        ),
        (
            Locale::Vi,
            "otter: hiện chưa có gì được bày bán",
            "otter: mọi thứ đã được bày bán lại",
            "8 trên 8, tức 100,0%",
        ),
        (
            Locale::Hy,
            "otter. առայժմ ոչինչ չի ցուցադրվում",
            "otter. ամեն ինչ նորից ցուցադրվում է",
            "8-ից 8, այսինքն՝ 100,0%",
        ),
    ];
    for (locale, suspended, reinstated, fact) in subjects {
        let stall = Stall::new().await;
        let test = &stall.test;
        owner(&stall, locale).await;
        suspend(&stall).await;
        test.post().await;
        // After a year nothing is held against it any more.
        stall.days(365);
        assert_eq!(evaluate(test).await.reinstated, 1);
        let mails = test.mails().await;
        let of = |occasion: Occasion| {
            let mut found = mails.iter().filter(|mail| mail.message.occasion() == occasion);
            let mail = found.next().unwrap_or_else(|| panic!("no {occasion} in {locale}"));
            assert!(found.next().is_none(), "the staff is not written to");
            assert_eq!((mail.recipient.as_str(), mail.locale), ("owner@example.com", locale));
            let text = mail.text.as_deref().expect("a text");
            assert!(!text.contains('{') && text.contains("/shops/otter"), "{text}");
            (mail.subject.clone().expect("a subject"), text.to_owned())
        };
        let (subject, text) = of(Occasion::ShopSuspended);
        assert_eq!(subject, suspended);
        assert!(text.contains(fact) && text.contains("/help/contact"), "{text}");
        assert_eq!(of(Occasion::ShopReinstated).0, reinstated);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_evaluate_at_once_store_and_tell_once() {
    let stall = Stall::new().await;
    stall.orders(8, false).await;
    stall.days(4);
    let (app, at) = (&stall.test.app, stall.test.app.clock.now());
    let (one, other) = tokio::join!(reputation::evaluate_all(app, at), reputation::evaluate_all(app, at));
    assert_eq!(one.expect("stored").evaluated + other.expect("stored").evaluated, 1);
    let events = api::events::after(app.db.read(), 0, None, 1_000).await.expect("read");
    assert_eq!(events.iter().filter(|event| event.topic == "shop.standing_changed").count(), 1);
}

#[tokio::test]
async fn a_bad_product_is_not_recommended() {
    let test = TestApp::new().await;
    let shop: ShopId = test.shop("otter").await;
    let (id, _) = test.product(shop, "bowl", 2_000, 1).await;
    let query = "{ product(slug: \"bowl\") { rating { recommendable } } }";
    for (count, sum, shown) in [(0, 0, true), (19, 19, true), (20, 20, false), (400, 1_200, true)] {
        let row = api::catalog::entity::product::ActiveModel {
            id: Set(id),
            rating_count: Set(count),
            rating_sum: Set(sum),
            ..Default::default()
        };
        api::catalog::entity::product::Entity::update(row).exec(test.app.db.write()).await.expect("rated");
        test.app.shelf.forget_priors();
        let data = test.data(&test.guest(), query, json!({})).await;
        assert_eq!(data["product"]["rating"]["recommendable"], json!(shown), "{sum} stars of {count}");
    }
}
