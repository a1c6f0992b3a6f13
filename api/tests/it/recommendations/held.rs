//! What is held in memory between two requests, and that it never answers for what has changed since.

use super::kinds::{Shelf, reason, slugs};
use super::{allow, dismiss, learn, restore, view};
use api::catalog::entity::product;
use api::graphql::Visitor;
use api::orders::entity as order;
use api::shops::entity as shop;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use shared::orders::OrderState;
use shared::trust::StandingLevel;
use shared::{Locale, Translated};

const HOUR_MS: i64 = 3_600_000;

async fn shown(shelf: &Shelf, visitor: &Visitor) -> Vec<Value> {
    let query = "{ recommendations(kind: FOR_YOU, first: 4) {
        product { slug title rating { count } } reason { code text because { slug } } } }";
    let data = shelf.test.data(visitor, query, json!({})).await;
    data["recommendations"].as_array().expect("a list").clone()
}

/// Somebody who looked at a bowl an hour ago, on a market that has a model.
async fn settled() -> (Shelf, Visitor) {
    let shelf = Shelf::new().await;
    shelf.buyers("one", 6, &["walnut-bowl", "steel-pan", "linen-towel"]).await;
    learn(&shelf.test).await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    view(&shelf.test, &ada, shelf.id("walnut-bowl")).await;
    shelf.test.app.clock.advance_ms(HOUR_MS);
    (shelf, ada)
}

#[tokio::test]
async fn what_has_not_changed_costs_one_statement_for_the_shopper_and_the_products() {
    let (shelf, ada) = settled().await;
    let first = shown(&shelf, &ada).await;
    assert_eq!(shelf.test.statements(async || assert_eq!(shown(&shelf, &ada).await, first)).await, 1);
    let guest = shelf.test.guest();
    let first = shown(&shelf, &guest).await;
    assert_eq!(shelf.test.statements(async || assert_eq!(shown(&shelf, &guest).await, first)).await, 1);
}

#[tokio::test]
async fn a_product_that_changed_is_shown_as_it_is_now() {
    let (shelf, ada) = settled().await;
    let list = shown(&shelf, &ada).await;
    let first = slugs(&list)[0].to_owned();
    let id = shelf.id(&first);
    let set = async |row: product::ActiveModel| {
        let row = product::ActiveModel { id: Set(id), ..row };
        product::Entity::update(row).exec(shelf.test.app.db.write()).await.expect("set");
        shown(&shelf, &ada).await
    };
    let rated = set(product::ActiveModel { rating_count: Set(3), rating_sum: Set(15), ..Default::default() }).await;
    assert_eq!(rated[0]["product"]["rating"]["count"], 3);

    shelf.test.app.clock.advance_ms(HOUR_MS);
    let (title, updated_at) = (Set(Translated::one(Locale::En, "another")), Set(shelf.test.app.clock.now()));
    let renamed = set(product::ActiveModel { title, updated_at, ..Default::default() }).await;
    assert_eq!(renamed[0]["product"]["title"], "another");

    shelf.test.app.clock.advance_ms(HOUR_MS);
    shown(&shelf, &ada).await;
    let gone = set(product::ActiveModel { available: Set(false), ..Default::default() }).await;
    assert!(!slugs(&gone).contains(&first.as_str()), "{gone:?}");
    assert_eq!(gone.len(), 4, "the next has taken its place");
    let back = set(product::ActiveModel { available: Set(true), ..Default::default() }).await;
    assert_eq!(slugs(&back)[0], first);

    let below = shop::ActiveModel { id: Set(shelf.shop), standing: Set(StandingLevel::Below), ..Default::default() };
    shop::Entity::update(below).exec(shelf.test.app.db.write()).await.expect("set");
    assert_eq!(shown(&shelf, &ada).await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_is_named_as_the_cause_is_called_as_it_is_called_now() {
    let (shelf, ada) = settled().await;
    let list = shown(&shelf, &ada).await;
    assert_eq!(reason(&list, "walnut-plate")["text"], "Because you looked at walnut bowl");
    let row = product::ActiveModel {
        id: Set(shelf.id("walnut-bowl")),
        title: Set(Translated::one(Locale::En, "salad bowl")),
        updated_at: Set(shelf.test.app.clock.now()),
        ..Default::default()
    };
    product::Entity::update(row).exec(shelf.test.app.db.write()).await.expect("set");
    let list = shown(&shelf, &ada).await;
    assert_eq!(reason(&list, "walnut-plate")["text"], "Because you looked at salad bowl");
}

#[tokio::test]
async fn what_somebody_did_since_counts_at_once() {
    let (shelf, ada) = settled().await;
    let causes = |list: &[Value]| -> Vec<String> {
        let causes = list.iter().flat_map(|row| row["reason"]["because"].as_array().expect("a list"));
        causes.map(|cause| cause["slug"].as_str().expect("a slug").to_owned()).collect()
    };
    let before = shown(&shelf, &ada).await;
    assert!(causes(&before).iter().all(|cause| cause == "walnut-bowl"), "{before:?}");

    view(&shelf.test, &ada, shelf.id("steel-pot")).await;
    let viewed = shown(&shelf, &ada).await;
    assert!(causes(&viewed).contains(&"steel-pot".to_owned()), "{viewed:?}");

    shelf.test.app.clock.advance_ms(HOUR_MS);
    let first = slugs(&shown(&shelf, &ada).await)[0].to_owned();
    dismiss(&shelf.test, &ada, shelf.id(&first), "NOT_INTERESTED").await;
    assert!(!slugs(&shown(&shelf, &ada).await).contains(&first.as_str()));
    shelf.test.app.clock.advance_ms(HOUR_MS);
    shown(&shelf, &ada).await;
    restore(&shelf.test, &ada, shelf.id(&first)).await;
    assert_eq!(slugs(&shown(&shelf, &ada).await)[0], first);

    shelf.buy(&ada, &["linen-sheet"]).await;
    shelf.test.app.clock.advance_ms(HOUR_MS);
    let bought = |list: &[Value]| list.iter().any(|row| row["reason"]["code"] == "YOU_BOUGHT");
    assert!(bought(&shown(&shelf, &ada).await));
    order::Entity::update_many()
        .col_expr(order::Column::State, Expr::value(OrderState::Cancelled))
        .exec(shelf.test.app.db.write())
        .await
        .expect("cancelled");
    assert!(!bought(&shown(&shelf, &ada).await), "what was cancelled was not bought");

    crate::consents::say_all(&shelf.test, &ada, false).await;
    assert_eq!(causes(&shown(&shelf, &ada).await), Vec::<String>::new());
}
