//! Deleting accounts: what goes, what stays, what stands in the way, and who is faster.

use crate::consents::say_all;
use crate::orders_place::{input, place_raw, with};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::hooks::report;
use crate::{saved_searches, wishlists};
use api::accounts::confirm::{Proof, confirm};
use api::accounts::{AccountError, deletion, entity as account};
use api::failure::Failure;
use api::graphql::Visitor;
use api::mail::{self, Occasion};
use api::orders::entity as order;
use api::shipments::entity::tracking;
use sea_orm::{ActiveValue, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use shared::address::Address;
use shared::id::VariantId;
use shared::payments::PaymentMethod;
use std::sync::Arc;
use std::time::Duration;

pub async fn delete(test: &TestApp, visitor: &Visitor, password: &str) -> Value {
    let query = "mutation($password: String!) { accountDelete(input: {password: $password}) {
        deleted userErrors { code message } } }";
    test.data(visitor, query, json!({"password": password})).await["accountDelete"].clone()
}

async fn obstacles(test: &TestApp, visitor: &Visitor) -> Value {
    let query = "{ me { deletionObstacles { orders { number } shops { slug } } } }";
    test.data(visitor, query, json!({})).await["me"]["deletionObstacles"].clone()
}

/// A delivered order of somebody, with all that can be known of them.
async fn delivered(test: &TestApp, seller: &Visitor, buyer: &Visitor, variant: VariantId) -> order::Model {
    let placed = test.order_by(buyer, &[(variant, 1)], PaymentMethod::CashOnDelivery).await;
    let address = Address {
        name: "Ada Moss".into(),
        line1: "3 Kirkgate".into(),
        line2: Some("Flat 2".into()),
        city: "Leeds".into(),
        region: Some("Yorkshire".into()),
        postal_code: Some("LS2 7DR".into()),
        country_code: "GB".into(),
        phone: Some("0113 496 0000".into()),
    };
    let row = order::ActiveModel {
        id: ActiveValue::Unchanged(placed.order.id),
        shipping_address: ActiveValue::Set(Some(address)),
        ..Default::default()
    };
    order::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
    let number = format!("DC{}", placed.order.number);
    test.ship(seller, json!({"orderPartId": placed.part(0), "trackingNumber": number})).await;
    for (at, state) in ["accepted", "in_transit", "out_for_delivery", "delivered"].into_iter().enumerate() {
        test.app.clock.advance_ms(60_000);
        let mut event = report(&format!("{number}-{at}"), &number, state, test.app.clock.now());
        event["location"] = json!("Leeds, Kirkgate");
        event["message"] = json!("handed to A. Moss");
        test.report(&[event]).await;
    }
    order::Entity::find_by_id(placed.order.id).one(test.app.db.read()).await.expect("read").expect("there")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_tells_who_they_were_goes_and_their_orders_stay_as_figures() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (bowl, variant) = test.product(clay, "tea-bowl", 1800, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let before = delivered(&test, &potter, &ada, variant).await;
    let others = delivered(&test, &potter, &ben, variant).await;
    say_all(&test, &ada, true).await;
    wishlists::add(&test, &ada, bowl).await;
    saved_searches::create(&test, &ada, json!({"search": "bowl"})).await;
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } } }";
    test.data(&ada, add, json!({"lines": [{"variantId": variant.to_string(), "quantity": 1}]})).await;
    test.mails().await;
    assert_eq!(delete(&test, &ada, PASSWORD).await, json!({"deleted": true, "userErrors": []}));

    let read = test.app.db.read();
    let id = ada.actor.account_id().expect("registered");
    assert!(account::Entity::find_by_id(id).one(read).await.expect("read").is_none());
    assert_eq!(test.data(&ada, "{ me { id } }", json!({})).await["me"], Value::Null);
    for (table, left) in [
        ("sessions", account::session::Entity::find().count(read).await),
        ("carts", api::carts::entity::Entity::find().count(read).await),
        ("wishlists", api::wishlists::entity::Entity::find().count(read).await),
        ("saved_searches", api::saved_searches::entity::Entity::find().count(read).await),
        ("consents", api::consents::entity::Entity::find().count(read).await),
        ("signals", api::recommendations::entity::Entity::find().count(read).await),
    ] {
        let expected = if table == "sessions" { 2 } else { 0 };
        assert_eq!(left.expect("counted"), expected, "{table}: Ben's and the potter's sessions alone are left");
    }
    let after = order::Entity::find_by_id(before.id).one(read).await.expect("read").expect("it stays");
    let address = after.shipping_address.clone().expect("a country");
    assert_eq!((address.country_code.as_str(), address.name.as_str(), address.line1.as_str()), ("GB", "", ""));
    assert_eq!(
        (address.city, address.line2, address.region, address.postal_code, address.phone),
        (String::new(), None, None, None, None)
    );
    assert_eq!((after.account_id, after.email.as_str(), after.access_token_hash.len()), (None, "", 0));
    assert_eq!((after.total, after.state, &after.number), (before.total, before.state, &before.number));
    let untouched = order::Entity::find_by_id(others.id).one(read).await.expect("read").expect("there");
    assert_eq!(untouched, others, "nobody else's");
    let reports = tracking::Entity::find().all(read).await.expect("read");
    assert_eq!(reports.iter().filter(|report| report.location.is_some() || report.message.is_some()).count(), 4);
    let events = api::events::after(read, 0, Some(before.id.0), 100).await.expect("read");
    assert!(events.len() >= 6 && events.iter().all(|event| event.account_id.is_none()));
    assert!(!events.iter().any(|event| event.payload.to_string().contains("Kirkgate")));
    assert!(events.iter().all(|event| api::orders::events::read(event).is_some()), "its timeline still reads");

    // What the shop sees of it is what it needs for its books.
    let query = "query($id: ID!) { order(id: $id) { total { amount } lines { title } email } }";
    let seen = test.data(&potter, query, json!({"id": before.id.to_string()})).await;
    assert_eq!((&seen["order"]["lines"][0]["title"], &seen["order"]["email"]), (&json!("tea bowl"), &json!("")));
    let mails = mail::kept(&test.app, 100).await.expect("read");
    assert!(mails.iter().all(|mail| mail.recipient != "ada@example.com"));
    let goodbye = test.mail_to("ada@example.com").await;
    assert_eq!((goodbye.message.occasion(), goodbye.account_id), (Occasion::AccountDeleted, None));
    let topics: Vec<String> =
        api::events::after(read, 0, Some(id.0), 100).await.expect("read").into_iter().map(|e| e.topic).collect();
    assert_eq!(topics.last().map(String::as_str), Some("account.deleted"));

    assert_eq!(delete(&test, &ada, PASSWORD).await["deleted"], true, "again is no mistake");
    let anew = test.register("ada").await;
    assert_ne!(anew.actor.account_id(), Some(id));
    assert_eq!(
        test.data(&anew, "{ me { orders { nodes { id } } } }", json!({})).await["me"]["orders"]["nodes"],
        json!([])
    );
}

#[tokio::test]
async fn it_takes_the_password() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let refused = delete(&test, &ada, "not the password").await;
    assert_eq!((&refused["deleted"], &refused["userErrors"][0]["code"]), (&json!(false), &json!("PASSWORD_WRONG")));
    for _ in 0..9 {
        delete(&test, &ada, "not the password").await;
    }
    assert_eq!(delete(&test, &ada, PASSWORD).await["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    assert!(test.data(&ada, "{ me { id } }", json!({})).await["me"].is_object());
}

#[tokio::test]
async fn an_order_under_way_needs_its_buyer() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, variant) = test.product(clay, "tea-bowl", 1800, 10).await;
    let ada = test.register("ada").await;
    let unpaid = test.order_by(&ada, &[(variant, 1)], PaymentMethod::BankTransfer).await;
    let sent = test.order_by(&ada, &[(variant, 1)], PaymentMethod::CashOnDelivery).await;
    let found = obstacles(&test, &ada).await;
    assert_eq!((found["orders"].as_array().map(Vec::len), &found["shops"]), (Some(2), &json!([])));
    let refused = delete(&test, &ada, PASSWORD).await;
    assert_eq!(refused["userErrors"][0]["code"], "ORDERS_OPEN");
    assert!(refused["userErrors"][0]["message"].as_str().is_some_and(|text| text.starts_with("2 of your orders")));
    let cancel =
        "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"k\"}) { userErrors { code } } }";
    for order in [unpaid, sent] {
        assert_eq!(delete(&test, &ada, PASSWORD).await["deleted"], false);
        test.data(&ada, cancel, json!({"id": order.id()})).await;
    }
    assert_eq!(obstacles(&test, &ada).await, json!({"orders": [], "shops": []}));
    assert_eq!(delete(&test, &ada, PASSWORD).await["deleted"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_of_a_shops_staff_stays_whoever_is_faster() {
    let test = Arc::new(TestApp::new().await);
    let clay = test.shop("clay").await;
    let (mai, lan) = (test.seller("mai", &[clay]).await, test.seller("lan", &[clay]).await);
    let tries = [mai, lan].map(|visitor| {
        let test = Arc::clone(&test);
        tokio::spawn(async move { (delete(&test, &visitor, PASSWORD).await, visitor) })
    });
    let mut answers = Vec::new();
    for task in tries {
        answers.push(task.await.expect("no panic"));
    }
    let stayed: Vec<_> = answers.iter().filter(|(answer, _)| answer["deleted"] == false).collect();
    assert_eq!(stayed.len(), 1, "{answers:#?}");
    assert_eq!(stayed[0].0["userErrors"][0]["code"], "LAST_OF_SHOP");
    assert_eq!(obstacles(&test, &stayed[0].1).await["shops"], json!([{"slug": "clay"}]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_order_that_is_placed_meanwhile_comes_first_or_not_at_all() {
    let test = Arc::new(TestApp::new().await);
    let clay = test.shop("clay").await;
    let (_, variant) = test.product(clay, "tea-bowl", 1800, 1000).await;
    let (mut first, mut none) = (0, 0);
    for round in 0..16_u64 {
        let visitor = test.register(&format!("ada{round}")).await;
        // The account's own cart, or a guest's that it names: the one is deleted with the account, the other is not.
        let owner = if round % 2 == 0 { visitor.clone() } else { test.guest() };
        let made = crate::carts::add(&test, &owner, None, variant, 1).await;
        let cart = made["cart"]["id"].as_str().expect("a cart").to_owned();
        let shopper = visitor.actor.shopper().expect("signed in");
        let confirmed =
            confirm::<AccountError>(&test.app, &shopper, Proof::Password(PASSWORD)).await.expect("it is her");
        let input = with(input(&cart, &format!("k{round}")), &json!({"email": "ada@example.com"}));
        let wait = |steps: u64| tokio::time::sleep(Duration::from_micros(500 * steps));
        let (one, other, buyer) = (Arc::clone(&test), Arc::clone(&test), visitor.clone());
        let placing = tokio::spawn(async move {
            wait(round % 5).await;
            place_raw(&one, &buyer, input).await
        });
        let deleting = tokio::spawn(async move {
            wait(round % 3).await;
            deletion::delete(&other.app, &confirmed).await
        });
        let (placed, deleted) = (placing.await.expect("no panic"), deleting.await.expect("no panic"));
        assert!(placed.get("errors").is_none(), "{placed:#}");
        let payload = &placed["data"]["orderPlace"];
        if payload["order"].is_object() {
            first += 1;
            assert!(matches!(deleted, Err(Failure::Refused(AccountError::OrdersOpen(1)))), "{deleted:?}");
        } else {
            none += 1;
            assert!(deleted.is_ok(), "{placed:#} {deleted:?}");
            assert_eq!(payload["userErrors"][0]["code"], "CART_NOT_FOUND", "{placed:#}");
        }
    }
    assert_eq!(first + none, 16);
    let orders = order::Entity::find().all(test.app.db.read()).await.expect("read");
    assert_eq!(orders.len(), first);
    assert!(orders.iter().all(|order| order.account_id.is_some() && !order.email.is_empty()));
}

#[tokio::test]
async fn a_letter_that_was_on_its_way_finds_nobody() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, variant) = test.product(clay, "tea-bowl", 1800, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let ada = test.register("ada").await;
    let order = delivered(&test, &potter, &ada, variant).await;
    assert_eq!(delete(&test, &ada, PASSWORD).await["deleted"], true);
    // Its events were not read before the account went.
    let mails = test.mails().await;
    assert!(mails.iter().all(|mail| mail.recipient != order.email && !mail.recipient.is_empty()), "{mails:#?}");
}
