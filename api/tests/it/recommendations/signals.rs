//! What is recorded of what people do, for how long, and whose it becomes.

use super::kinds::Shelf;
use super::{allow, dismiss, view};
use crate::consents;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::graphql::Visitor;
use api::jobs::{CleanUp, Job};
use api::recommendations::entity::{Entity, Model, SignalKind};
use api::recommendations::signals::{self, HIDDEN_DAYS, KEPT_DAYS};
use api::recommendations::{Known, PastKind};
use api::reviews;
use api::reviews::entity as review;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};
use serde_json::{Value, json};
use shared::id::ProductId;
use shared::reviews::{ReviewKind, ReviewSource, ReviewStatus};
use shared::timestamp::DAY_MS;
use std::sync::Arc;

async fn rows(test: &TestApp) -> Vec<Model> {
    let query = Entity::find().order_by_asc(api::recommendations::entity::Column::At);
    query.all(test.app.db.read()).await.expect("read")
}

async fn kinds(test: &TestApp) -> Vec<SignalKind> {
    rows(test).await.iter().map(|row| row.kind).collect()
}

async fn known(test: &TestApp, visitor: &Visitor) -> Option<Arc<Known>> {
    signals::known(&test.app, &visitor.actor, visitor.consent.as_ref()).await.expect("read")
}

/// A guest whose browser was asked and allows it.
async fn willing_guest(test: &TestApp) -> Visitor {
    let guest = test.guest();
    allow(test, &guest).await;
    consents::remembering(test, &guest)
}

async fn record(test: &TestApp, visitor: &Visitor, signals: Value) -> Value {
    let query = "mutation($signals: [SignalInput!]!) { signalsRecord(input: {signals: $signals}) {
        recorded userErrors { code } } }";
    test.data(visitor, query, json!({"signals": signals})).await["signalsRecord"]["recorded"].clone()
}

#[tokio::test]
async fn looking_searching_carts_and_wishlists_are_recorded_in_their_order() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    allow(test, &ada).await;
    let [bowl, pan] = [shelf.id("walnut-bowl"), shelf.id("steel-pan")];
    let both =
        json!([{"kind": "SEARCH_CLICK", "productId": bowl}, {"kind": "VIEW", "productId": pan, "dwellSeconds": 20}]);
    assert_eq!(record(test, &ada, both).await, 2);
    test.app.clock.advance_ms(1_000);
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { userErrors { code } } }";
    test.data(&ada, add, json!({"lines": [{"variantId": shelf.variant("steel-pan"), "quantity": 1}]})).await;
    test.app.clock.advance_ms(1_000);
    crate::wishlists::add(test, &ada, bowl).await;
    let rows = rows(test).await;
    let told: Vec<_> = rows.iter().map(|row| (row.kind, row.product_id, row.dwell_ms)).collect();
    assert_eq!(
        told,
        [
            (SignalKind::SearchClick, bowl, 0),
            (SignalKind::View, pan, 20_000),
            (SignalKind::Cart, pan, 0),
            (SignalKind::Wishlist, bowl, 0)
        ]
    );
    let known = known(test, &ada).await.expect("allowed");
    let weights: Vec<_> = known.events.iter().map(|event| (event.kind, event.product, event.weight)).collect();
    let looked = 0.1 + 0.2 * (20.0 / 60.0);
    assert_eq!(
        weights,
        [
            (PastKind::Wished, bowl, 0.4),
            (PastKind::Carted, pan, 0.5),
            (PastKind::Viewed, pan, looked),
            (PastKind::Searched, bowl, 0.2)
        ]
    );
}

#[tokio::test]
async fn looking_again_within_half_an_hour_is_looking_once_for_longer() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    allow(test, &ada).await;
    let bowl = shelf.id("walnut-bowl");
    for _ in 0..3 {
        view(test, &ada, bowl).await;
        test.app.clock.advance_ms(20 * 60_000);
    }
    let once = rows(test).await;
    assert_eq!((once.len(), once[0].dwell_ms), (1, 30_000), "each look is within half an hour of the last");
    test.app.clock.advance_ms(11 * 60_000);
    let twice = json!([{"kind": "VIEW", "productId": bowl, "dwellSeconds": 4}, {"kind": "VIEW", "productId": bowl, "dwellSeconds": 5},
        {"kind": "VIEW", "productId": ProductId(uuid::Uuid::nil())}]);
    assert_eq!(record(test, &ada, twice).await, 1, "one product twice is one look, and an unknown one none");
    let rows = rows(test).await;
    assert_eq!(rows.iter().map(|row| row.dwell_ms).collect::<Vec<_>>(), [30_000, 9_000]);
}

#[tokio::test]
async fn taking_consent_back_deletes_what_was_recorded_and_nothing_of_others() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    let guest = willing_guest(test).await;
    allow(test, &ada).await;
    for visitor in [&ada, &guest] {
        view(test, visitor, shelf.id("walnut-bowl")).await;
        dismiss(test, visitor, shelf.id("steel-pan"), "OWNED").await;
    }
    assert_eq!(rows(test).await.len(), 4);
    consents::say(test, &ada, &[("WISHLIST_LETTERS", false)], json!({})).await;
    assert_eq!(rows(test).await.len(), 4, "that is about something else");
    consents::say(test, &ada, &[("PERSONALISATION", false)], json!({})).await;
    let left = rows(test).await;
    assert!(left.len() == 2 && left.iter().all(|row| row.account_id.is_none()), "{left:?}");
    assert_eq!(known(test, &ada).await, None);
    consents::say_all(test, &guest, false).await;
    assert_eq!(rows(test).await, []);
}

async fn sign_in(test: &TestApp, guest: &Visitor, name: &str) -> Visitor {
    let input = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let data = test.data(guest, query, json!({"input": input})).await;
    test.with_token(data["sessionCreate"]["accessToken"].as_str().expect("signed in")).await
}

#[tokio::test]
async fn a_guests_signals_go_over_to_an_account_that_allows_it() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    let [bowl, pan] = [shelf.id("walnut-bowl"), shelf.id("steel-pan")];
    test.register("new").await;
    let ada = test.register("ada").await;
    allow(test, &ada).await;
    dismiss(test, &ada, pan, "OWNED").await;
    for name in ["new", "ada"] {
        let guest = willing_guest(test).await;
        view(test, &guest, bowl).await;
        dismiss(test, &guest, pan, "NOT_INTERESTED").await;
        let account = sign_in(test, &guest, name).await;
        let known = known(test, &account).await.expect("allowed");
        assert_eq!(
            (known.events.len(), known.events[0].product, known.hidden.clone()),
            (1, bowl, [pan].into()),
            "{name}"
        );
        assert_eq!(
            self::known(test, &guest).await.map_or(0, |known| known.events.len()),
            0,
            "they are not two people's"
        );
    }
    let mut hidden: Vec<_> = rows(test).await.into_iter().filter(|row| row.hides).collect();
    hidden.retain(|row| row.account_id == ada.actor.account_id());
    assert_eq!((hidden.len(), hidden[0].kind), (1, SignalKind::Owned), "what she said herself stays");

    let guest = willing_guest(test).await;
    view(test, &guest, pan).await;
    let before = rows(test).await.len();
    consents::say_all(test, &ada, false).await;
    sign_in(test, &guest, "ada").await;
    let left = rows(test).await;
    assert!(left.len() < before && left.iter().all(|row| row.account_id != ada.actor.account_id()));
    assert!(left.iter().all(|row| row.visitor_hash.is_none()), "she said no, so nobody has them any more");
}

#[tokio::test]
async fn what_is_old_goes() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    let guest = willing_guest(test).await;
    allow(test, &ada).await;
    for visitor in [&ada, &guest] {
        view(test, visitor, shelf.id("walnut-bowl")).await;
        dismiss(test, visitor, shelf.id("steel-pan"), "NOT_INTERESTED").await;
    }
    test.app.clock.advance_ms(KEPT_DAYS * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(rows(test).await.len(), 4, "not a day before");
    test.app.clock.advance_ms(1);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(kinds(test).await, [SignalKind::NotInterested], "a guest's browser has forgotten who it is");
    test.app.clock.advance_ms((HIDDEN_DAYS - KEPT_DAYS) * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(rows(test).await, []);
}

/// Writes what an account says of a product, which is not what these tests are about.
async fn say(test: &TestApp, author: &Visitor, shelf: &Shelf, slug: &str, stars: i32) {
    let now = test.app.clock.now();
    let row = review::Model {
        id: test.app.ids.next(),
        kind: ReviewKind::Product,
        subject_id: shelf.id(slug).0,
        product_id: Some(shelf.id(slug)),
        shop_id: shelf.shop,
        variant_id: None,
        variant_title: None,
        order_id: None,
        order_line_id: None,
        order_part_id: None,
        account_id: author.actor.account_id(),
        author_name: None,
        source: ReviewSource::Verified,
        status: ReviewStatus::Published,
        stars,
        title: String::new(),
        body: String::new(),
        aspects: shared::reviews::Aspects::default(),
        locale: shared::Locale::En,
        photos: review::Photos::default(),
        photo_count: 0,
        counts: true,
        refunded_at: None,
        status_reason: None,
        helpful_up: 0,
        helpful_down: 0,
        rank: 0,
        answer_body: None,
        answered_at: None,
        answer_edited_at: None,
        external_reference: None,
        source_hash: None,
        written_at: now,
        published_at: Some(now),
        edited_at: None,
        version: 0,
    };
    review::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("written");
}

#[tokio::test]
async fn purchases_and_reviews_are_known_without_being_recorded() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    assert_eq!(known(test, &ada).await, None);
    allow(test, &ada).await;
    for slug in ["walnut-bowl", "steel-pan", "linen-towel", "steel-lid"] {
        shelf.buy(&ada, &[slug]).await;
        test.app.clock.advance_ms(1_000);
    }
    say(test, &ada, &shelf, "walnut-bowl", 5).await;
    test.app.clock.advance_ms(1_000);
    say(test, &ada, &shelf, "steel-pan", 1).await;
    // What was paid back, or cancelled, was not bought after all.
    let orders = test.order(&ada, &[(shelf.variant("linen-apron"), 1)]).await;
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    reviews::refund(&mut tx, &[orders.lines[0].id]).await.expect("paid back");
    tx.commit().await.expect("committed");
    let cancelled = test.order(&ada, &[(shelf.variant("linen-sheet"), 1)]).await;
    let query = "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"cancel-it\"}) { userErrors { code } } }";
    test.run(&ada, query, json!({"id": cancelled.id()})).await;
    let known = known(test, &ada).await.expect("allowed");
    let told: Vec<_> = known.events.iter().map(|event| (event.kind, event.product, event.weight)).collect();
    let id = |slug| shelf.id(slug);
    assert_eq!(
        told[..6],
        [
            (PastKind::Reviewed, id("steel-pan"), 0.0),
            (PastKind::Reviewed, id("walnut-bowl"), 0.5),
            (PastKind::Bought, id("steel-lid"), 1.0),
            (PastKind::Bought, id("linen-towel"), 1.0),
            (PastKind::Bought, id("steel-pan"), 0.0),
            (PastKind::Bought, id("walnut-bowl"), 1.0)
        ],
        "what she regrets speaks for nothing"
    );
    assert_eq!(rows(test).await, [], "nothing of it was copied");
}

#[tokio::test]
async fn what_is_known_costs_one_statement_however_much_it_is_and_is_not_believed_when_another_process_changes_it() {
    let shelf = Shelf::new().await;
    let (test, ada) = (&shelf.test, shelf.test.register("ada").await);
    let cost = async |visitor: &Visitor| test.statements(async || drop(known(test, visitor).await)).await;
    assert_eq!(cost(&ada).await, 1, "that it is not allowed");
    allow(test, &ada).await;
    view(test, &ada, shelf.id("walnut-bowl")).await;
    let few = cost(&ada).await;
    for slug in super::kinds::SLUGS {
        view(test, &ada, shelf.id(slug)).await;
        shelf.buy(&ada, &[slug, "steel-pan"][..if slug == "steel-pan" { 1 } else { 2 }]).await;
    }
    assert_eq!((few, cost(&ada).await), (1, 1));
    test.app.clock.advance_ms(60_000);
    assert_eq!(cost(&ada).await, 1);
    // What they looked at is forgotten, and nobody tells this process.
    let held = known(test, &ada).await.expect("allowed");
    Entity::delete_many().exec(test.app.db.write()).await.expect("deleted");
    let read = known(test, &ada).await.expect("allowed");
    assert!(read.events.len() < held.events.len(), "{read:?}");
    let guest = willing_guest(test).await;
    view(test, &guest, shelf.id("walnut-bowl")).await;
    assert_eq!(cost(&guest).await, 1);
    test.app.clock.advance_ms(60_000);
    assert_eq!((cost(&guest).await, cost(&test.guest()).await), (1, 0));
}
