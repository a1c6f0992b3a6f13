//! Learning: from what, when, by one process at a time, and how a new model takes the place of the old one.

use super::kinds::{SLUGS, Shelf};
use super::{allow, dismiss, learn, view};
use crate::support::TestApp;
use api::recommendations::entity::{item, model, training as claim};
use api::recommendations::stored::TRAINED;
use api::recommendations::training::{self, Export, Learned, Training};
use api::recommendations::{Serving, follow, refresh};
use api::{consents, orders};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value;
use shared::Timestamp;
use shared::timestamp::DAY_MS;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn train(test: &TestApp) -> Training {
    training::train(&test.app, Box::new(|_| {})).await.expect("the database answers")
}

async fn learned(test: &TestApp) -> Learned {
    match train(test).await {
        Training::Learned(learned) => *learned,
        other => panic!("{other:?}"),
    }
}

fn serving(test: &TestApp) -> Arc<Serving> {
    test.app.recommendations.serving().expect("a model")
}

async fn models(test: &TestApp) -> u64 {
    model::Entity::find().count(test.app.db.read()).await.expect("counted")
}

#[tokio::test]
async fn what_is_stored_is_what_is_served() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    shelf.buyers("one", 6, &["walnut-bowl", "linen-towel"]).await;
    shelf.buyers("two", 4, &["steel-pan", "steel-lid"]).await;
    test.app.clock.advance_ms(30 * DAY_MS);
    for number in 0..5 {
        let again = test.sign_in(&format!("one-{number}")).await;
        shelf.buy(&again, &["linen-towel"]).await;
    }
    let told = learned(test).await;
    assert_eq!((told.orders, told.signals, told.summary.people, told.summary.items), (15, 0, 10, 4));
    assert!(test.app.recommendations.serving().is_none(), "it is served once it is loaded");
    assert!(refresh(&test.app).await.expect("loaded"));
    assert!(!refresh(&test.app).await.expect("read"), "it is the same one");
    let serving = serving(test);
    let item = |slug: &str| serving.index[&shelf.id(slug)];
    let pairs = |slug: &str| serving.pairs[item(slug) as usize].iter().map(|(item, _)| *item).collect::<Vec<_>>();
    assert_eq!(pairs("walnut-bowl"), [item("linen-towel")]);
    assert_eq!(pairs("steel-pan"), Vec::<u32>::new(), "four buyers are too few");
    let neighbours = |slug: &str| serving.trained.neighbours[item(slug) as usize].clone();
    assert!(neighbours("walnut-bowl").iter().any(|(other, _)| *other == item("linen-towel")));
    assert!(neighbours("steel-pan").iter().all(|(other, _)| *other != item("steel-lid")));
    assert_eq!(serving.rhythm_of(shelf.id("linen-towel")), Some(30.0));
    assert_eq!(serving.rhythm_of(shelf.id("walnut-bowl")), None);
    let wanted = &serving.demand_by_locale[&shared::Locale::En];
    assert!(wanted[item("walnut-bowl") as usize] > 0.0);
    assert!(wanted[item("steel-pan") as usize] == 0.0, "four buyers are too few here as well");
    assert_eq!(serving.trained.demand.len(), 4);
}

#[tokio::test]
async fn a_new_model_takes_the_place_of_the_old_one_as_a_whole() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    shelf.buyers("one", 6, &["walnut-bowl", "linen-towel"]).await;
    learn(test).await;
    let before = serving(test);
    // What a training that broke off has left.
    let broken = model::ActiveModel {
        id: Set(test.app.ids.next()),
        items: Set(1_000),
        people: Set(1),
        interactions: Set(1),
        parameters: Set(serde_json::json!({})),
        summary: Set(serde_json::json!({})),
        mark: Set(String::new()),
        started_at: Set(test.app.clock.now()),
        finished_at: Set(None),
    };
    model::Entity::insert(broken).exec_without_returning(test.app.db.write()).await.expect("written");
    assert!(!refresh(&test.app).await.expect("read"), "what is not finished is not served");
    test.app.clock.advance_ms(1_000);
    shelf.buyers("two", 6, &SLUGS).await;
    train(test).await;
    assert_eq!(serving(test).id, before.id, "requests go on with the model that they hold");
    assert!(refresh(&test.app).await.expect("loaded"));
    let after = serving(test);
    assert_eq!((after.products.len(), models(test).await), (SLUGS.len(), 1));
    assert_eq!(item::Entity::find().count(test.app.db.read()).await.expect("counted"), SLUGS.len() as u64);
    let events = api::events::after(test.app.db.read(), 0, None, 1_000).await.expect("read");
    assert_eq!(events.iter().filter(|event| event.topic == TRAINED).count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_serves_hears_of_a_new_model() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    let stop = CancellationToken::new();
    let dispatcher = tokio::spawn(api::events::dispatch(test.app.db.clone(), stop.clone()));
    let follower = tokio::spawn(follow(test.app.clone(), stop.clone()));
    let mut last = None;
    for name in ["one", "two"] {
        // A moment later: the model that was finished last is the one that is served.
        test.app.clock.advance_ms(1_000);
        shelf.buyers(name, 2, &["walnut-bowl"]).await;
        assert!(matches!(train(test).await, Training::Learned(_)));
        let waiting = async {
            while test.app.recommendations.serving().map(|serving| serving.id) == last {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("it is served");
        last = test.app.recommendations.serving().map(|serving| serving.id);
    }
    stop.cancel();
    follower.await.expect("ended");
    dispatcher.await.expect("ended").expect("it could start");
}

#[tokio::test]
async fn it_is_learned_when_it_is_due_and_by_one_at_a_time() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    assert!(matches!(train(test).await, Training::Nothing));
    let due = async || training::train_if_due(&test.app).await.expect("the database answers");
    assert_eq!(due().await, 0);
    shelf.buyers("one", 2, &["walnut-bowl"]).await;
    assert_eq!(due().await, 1, "there is no model, so nobody waits for six hours");
    shelf.buyers("two", 2, &["steel-pan"]).await;
    assert_eq!(due().await, 0, "the model is good enough");
    test.app.clock.advance_ms(DAY_MS / 4);
    let until = test.app.clock.now().plus_ms(60_000);
    let hold = claim::Entity::update_many().col_expr(claim::Column::ClaimedUntil, Expr::value(until));
    hold.exec(test.app.db.write()).await.expect("held");
    assert!(matches!(train(test).await, Training::Busy(held) if held == until));
    assert_eq!(due().await, 0, "another is at it");
    test.app.clock.advance_ms(60_000);
    assert_eq!(due().await, 2, "the other has died");
    test.app.clock.advance_ms(DAY_MS);
    assert_eq!(due().await, 0, "nothing has happened since");
    let free = claim::Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
    assert_eq!((free.claimed_by, free.claimed_until), (None, Timestamp(0)));
}

#[tokio::test]
async fn what_was_not_bought_after_all_and_whose_it_was_no_more() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    let ada = test.register("ada").await;
    let cancelled = test.order(&ada, &[(shelf.variant("walnut-bowl"), 1)]).await;
    let paid_back = test.order(&ada, &[(shelf.variant("steel-pan"), 1), (shelf.variant("steel-lid"), 1)]).await;
    let cancel =
        orders::entity::ActiveModel { state: Set(shared::orders::OrderState::Cancelled), ..Default::default() };
    let cancel = orders::entity::Entity::update_many().set(cancel);
    let cancel = cancel.filter(orders::entity::Column::Id.eq(cancelled.order.id));
    cancel.exec(test.app.db.write()).await.expect("cancelled");
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    api::reviews::refund(&mut tx, &[paid_back.lines[1].id]).await.expect("paid back");
    tx.commit().await.expect("committed");
    let told = learned(test).await;
    assert_eq!((told.orders, told.summary.people, told.summary.items), (1, 1, 1));

    // A guest's orders are one person's by the address, which may also be an account's; those of a deleted account are
    // everybody's own.
    for email in ["guest@example.com", "guest@example.com", "ada@example.com", "", ""] {
        let placed = test.order(&test.guest(), &[(shelf.variant("linen-towel"), 1)]).await;
        let row = orders::entity::ActiveModel { email: Set(email.to_owned()), ..Default::default() };
        let row = orders::entity::Entity::update_many().set(row);
        let row = row.filter(orders::entity::Column::Id.eq(placed.order.id));
        row.exec(test.app.db.write()).await.expect("set");
    }
    let told = learned(test).await;
    assert_eq!((told.orders, told.summary.people, told.summary.items), (6, 4, 2));
}

#[tokio::test]
async fn only_those_are_counted_who_read_that_they_are() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    shelf.buyers("one", 1, &["steel-pan"]).await;
    for name in ["new", "old", "gone"] {
        let visitor = test.register(name).await;
        allow(test, &visitor).await;
        view(test, &visitor, shelf.id("walnut-bowl")).await;
        dismiss(test, &visitor, shelf.id("linen-towel"), "OWNED").await;
        let account = visitor.actor.account_id().expect("registered");
        if name == "old" {
            let row = consents::entity::ActiveModel { wording: Set(1), ..Default::default() };
            let rows = consents::entity::Entity::update_many().set(row);
            let rows = rows.filter(consents::entity::Column::AccountId.eq(account));
            rows.exec(test.app.db.write()).await.expect("set");
        }
        if name == "gone" {
            crate::consents::say_all(test, &visitor, false).await;
        }
    }
    let guest = test.guest();
    allow(test, &guest).await;
    view(test, &crate::consents::remembering(test, &guest), shelf.id("walnut-bowl")).await;
    let told = learned(test).await;
    assert_eq!((told.orders, told.signals), (1, 2), "the new account's and the guest's looks");
}

async fn exported(test: &TestApp, include_purchased: bool) -> Vec<Value> {
    let (mut text, export) = (Vec::new(), Export { first: 20, include_purchased });
    let lines = training::export(&test.app, export, Box::new(|_| {}), &mut text).await.expect("written");
    let text = String::from_utf8(text).expect("text");
    let values: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(values.len() as u64, lines);
    values
}

#[tokio::test]
async fn the_export_has_a_line_for_everybody() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    assert_eq!(exported(test, false).await, Vec::<Value>::new());
    shelf.buyers("one", 5, &["walnut-bowl", "linen-towel"]).await;
    shelf.buyers("two", 5, &["steel-pan", "steel-lid"]).await;
    let ada = test.register("ada").await;
    allow(test, &ada).await;
    shelf.buy(&ada, &["walnut-bowl"]).await;
    dismiss(test, &ada, shelf.id("steel-lid"), "NOT_INTERESTED").await;
    shelf.buy(&test.guest(), &["steel-pan"]).await;
    test.register("nobody").await;
    let lines = exported(test, false).await;
    let line = |lines: &[Value], email: &str| {
        let line = lines.iter().find(|line| line["email"] == email);
        line.unwrap_or_else(|| panic!("{email}")).clone()
    };
    assert_eq!(lines.len(), 13, "twelve accounts and a guest");
    let ada = line(&lines, "ada@example.com");
    assert_eq!(ada["exclude_purchased"], true);
    let items: Vec<&str> = ada["items"].as_array().expect("items").iter().filter_map(Value::as_str).collect();
    assert_eq!((items[0], items.len()), ("linen-towel", 2), "neither what she has nor what she hides: {items:?}");
    let guest = line(&lines, "buyer@example.com");
    assert_eq!(guest["items"][0], "steel-lid");
    assert_eq!(line(&lines, "nobody@example.com")["items"].as_array().map(Vec::len), Some(4), "what is in demand");
    let again = line(&exported(test, true).await, "ada@example.com");
    assert_eq!(again["exclude_purchased"], false);
    let items = again["items"].as_array().expect("items");
    assert!(
        items.iter().any(|item| item == "walnut-bowl") && items.iter().all(|item| item != "steel-lid"),
        "{items:?}"
    );
}

#[tokio::test]
async fn the_evaluation_compares_and_stores_nothing() {
    let shelf = Shelf::new().await;
    let test = &shelf.test;
    let buyer = |number: usize| format!("buyer-{number}");
    for number in 0..6 {
        test.register(&buyer(number)).await;
    }
    for turn in 0..5 {
        for number in 0..6 {
            let visitor = test.sign_in(&buyer(number)).await;
            let pair = 2 * ((turn + number) % 4);
            shelf.buy(&visitor, &SLUGS[pair..pair + 2]).await;
        }
        test.app.clock.advance_ms(10 * DAY_MS);
    }
    let evaluation = training::evaluate(&test.app, 5, Box::new(|_| {})).await.expect("read").expect("orders");
    assert_eq!((evaluation.people, evaluation.rows.len(), models(test).await), (6, 4, 0));
    let table = training::table(&evaluation);
    for text in ["popularity", "recent popularity", "item-kNN", "ours", "Recall@10", "Recall@20", "NDCG@10", "coverage"]
    {
        assert!(table.contains(text), "{text}: {table}");
    }
    let document = training::document(&evaluation).expect("JSON");
    assert_eq!(document["rows"][3]["model"], "ours");
    assert!(document["rows"][3]["wholeLastOrder"]["ndcg10"].is_number());
}
