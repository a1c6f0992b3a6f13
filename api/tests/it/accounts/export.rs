//! Everything that is kept about an account, and nothing about anybody else.

use crate::consents::say;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::server::Reply;
use crate::{saved_searches, wishlists};
use api::graphql::Visitor;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::payments::PaymentMethod;
use std::collections::BTreeSet;

async fn create(test: &TestApp, visitor: &Visitor, password: &str) -> Value {
    let query = "mutation($password: String!) { accountExportCreate(input: {password: $password}) {
        path expiresAt userErrors { code field } } }";
    test.data(visitor, query, json!({"password": password})).await["accountExportCreate"].clone()
}

fn path(created: &Value) -> &str {
    created["path"].as_str().unwrap_or_else(|| panic!("{created:#}"))
}

/// An account with something of everything; another one beside it.
async fn full(test: &TestApp) -> Visitor {
    let clay = test.shop("clay").await;
    let (bowl, variant) = test.product(clay, "tea-bowl", 1800, 500).await;
    let ada = test.seller("ada", &[clay]).await;
    let address = json!({"name": "Ada Moss", "line1": "3 Kirkgate", "city": "Leeds", "postalCode": "LS2 7DR", "countryCode": "GB"});
    let save = "mutation($input: AddressSaveInput!) { addressSave(input: $input) { savedAddress { id } } }";
    test.data(&ada, save, json!({"input": {"address": address}})).await;
    say(test, &ada, &[("PERSONALISATION", true)], json!({})).await;
    wishlists::add(test, &ada, bowl).await;
    test.app.clock.advance_ms(1_000);
    let filter = json!({"shops": ["clay"], "maxPrice": "20.00"});
    saved_searches::create(test, &ada, json!({"search": "tea bowl", "filter": filter, "letters": true})).await;
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } } }";
    test.data(&ada, add, json!({"lines": [{"variantId": variant.to_string(), "quantity": 2}]})).await;
    let placed = test.order_by(&ada, &[(variant, 3)], PaymentMethod::CashOnDelivery).await;
    test.ship(&ada, json!({"orderPartId": placed.part(0), "trackingNumber": "DC0001"})).await;
    let eve = test.register("eve-the-other").await;
    test.order_by(&eve, &[(variant, 1)], PaymentMethod::BankTransfer).await;
    test.order_by(&test.guest(), &[(variant, 1)], PaymentMethod::BankTransfer).await;
    test.mails().await;
    ada
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_holds_it_all_and_nothing_of_others() {
    let test = TestApp::new().await;
    let ada = full(&test).await;
    let server = test.serve().await;
    let reply = server.get(path(&create(&test, &ada, PASSWORD).await), &[]).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json; charset=utf-8"));
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"vouch-account-2026-03-02.json\"");
    assert_eq!((reply.header("cache-control"), reply.header("x-content-type-options")), ("no-store", "nosniff"));
    let document = reply.json();
    let keys: BTreeSet<&str> = document.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "account",
        "addresses",
        "carts",
        "consents",
        "experiments",
        "exportedAt",
        "exportedFrom",
        "format",
        "formatVersion",
        "history",
        "mails",
        "orders",
        "passkeys",
        "reviewDecisions",
        "reviewFlags",
        "reviewVotes",
        "reviews",
        "reviewsSuspendedUntil",
        "savedSearches",
        "sessions",
        "shops",
        "signals",
        "uploads",
        "wishlists",
    ];
    assert_eq!(keys, BTreeSet::from(expected));
    assert_eq!((&document["format"], &document["formatVersion"]), (&json!("vouch.account"), &json!(1)));
    assert_eq!(document["account"]["email"], "ada@example.com");
    assert_eq!(document["account"]["hasPassword"], true);
    assert_eq!(document["shops"][0]["slug"], "clay");
    assert_eq!(document["addresses"][0]["address"]["line1"], "3 Kirkgate");
    assert_eq!(document["carts"][0]["lines"][0]["priceSeen"], json!({"amount": "18.00", "currency": "GBP"}));
    assert_eq!(document["wishlists"][0]["items"][0]["product"], "tea-bowl");
    let search = &document["savedSearches"][0];
    assert_eq!(
        (&search["search"], &search["shops"], &search["letters"]),
        (&json!("tea bowl"), &json!(["clay"]), &json!(true))
    );
    assert_eq!(search["maxPrice"], json!({"amount": "20.00", "currency": "GBP"}));
    assert_eq!(document["signals"][0]["kind"], "wishlist");
    assert_eq!(document["signals"][0]["product"], "tea-bowl");
    assert_eq!(document["consents"][0]["granted"], true);
    assert!(document["consents"][0]["text"].as_str().is_some_and(|text| text.starts_with("What you look at")));
    let orders = document["orders"].as_array().expect("orders");
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0]["parts"][0]["lines"][0]["total"]["amount"], "54.00");
    assert_eq!(orders[0]["parts"][0]["shipments"][0]["trackingNumber"], "DC0001");
    assert_eq!(orders[0]["payment"]["method"], "cash_on_delivery");
    assert!(document["mails"].as_array().is_some_and(|mails| !mails.is_empty()));
    assert_eq!(document["history"][0]["topic"], "account.registered");
    for secret in ["argon2", "token", "hash", "eve-the-other"] {
        assert!(!reply.body.contains(secret), "{secret} in {}", reply.body);
    }
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_takes_the_password_and_the_way_to_it_works_once_for_a_while() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let server = test.serve().await;
    let wrong = create(&test, &ada, "not the password").await;
    assert_eq!(wrong["userErrors"], json!([{"code": "PASSWORD_WRONG", "field": ["password"]}]));
    assert_eq!((&wrong["path"], &wrong["expiresAt"]), (&Value::Null, &Value::Null));
    let created = create(&test, &ada, PASSWORD).await;
    let gone = |reply: Reply| assert_eq!((reply.status, reply.header("cache-control")), (410, "no-store"), "{reply:?}");
    assert_eq!(server.get(path(&created), &[]).await.status, 200);
    gone(server.get(path(&created), &[]).await);
    gone(server.get("/account/export/nonsense", &[]).await);
    let late = create(&test, &ada, PASSWORD).await;
    test.app.clock.advance_ms(600_000);
    gone(server.get(path(&late), &[]).await);
    for _ in 0..3 {
        assert_eq!(create(&test, &ada, PASSWORD).await["userErrors"], json!([]));
    }
    assert_eq!(create(&test, &ada, PASSWORD).await["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_orders_come_in_batches() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, variant) = test.product(clay, "tea-bowl", 1800, 500).await;
    let ada = test.register("ada").await;
    for _ in 0..120 {
        test.order_by(&ada, &[(variant, 1)], PaymentMethod::CashOnDelivery).await;
    }
    let server = test.serve().await;
    let document = server.get(path(&create(&test, &ada, PASSWORD).await), &[]).await.json();
    let orders = document["orders"].as_array().expect("orders");
    let numbers: BTreeSet<&str> = orders.iter().filter_map(|order| order["number"].as_str()).collect();
    assert_eq!((orders.len(), numbers.len()), (120, 120));
    server.end().await;
}

/// Tables that hold an account's id, in a database as the migrations leave it. Whoever adds one decides here what an
/// export says of it and what a deletion does with it.
#[tokio::test]
async fn every_table_that_names_accounts_is_known() {
    let test = TestApp::new().await;
    let sql = match test.app.db.backend() {
        sea_orm::DbBackend::Postgres => {
            "SELECT DISTINCT table_name AS name FROM information_schema.columns \
             WHERE column_name IN ('account_id', 'default_of') AND table_schema = current_schema()"
        }
        _ => {
            "SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name IN ('account_id', 'default_of')"
        }
    };
    let statement = sea_orm::Statement::from_string(test.app.db.backend(), sql);
    let rows = test.app.db.read().query_all_raw(statement).await.expect("read");
    let tables: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").expect("a name")).collect();
    let known = [
        "account_tokens",
        "addresses",
        "carts",
        "consents",
        "events",
        "experiment_exposures",
        "image_uploads",
        "mails",
        "moderation_actions",
        "moderation_flags",
        "orders",
        "passkey_ceremonies",
        "passkeys",
        "review_ring_members",
        "review_suspensions",
        "review_votes",
        "reviews",
        "saved_searches",
        "sessions",
        "shop_members",
        "signals",
        "wishlists",
    ];
    assert_eq!(tables, known.map(str::to_owned).into());
}
