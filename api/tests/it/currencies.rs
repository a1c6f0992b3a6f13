//! Amounts in the shopper's currency: by which table, for whom, and what is never touched by it.

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::config::Settings;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;
use shared::{Currency, Locale};
use std::path::Path;

const TABLE: &str =
    r#"{ "base": "EUR", "date": "2026-03-01", "rates": { "GBP": "0.9", "VND": "30000", "AMD": "450", "JPY": "180" } }"#;
const PRICE: &str = "{ product(slug: \"bowl\") { priceRange { min { amount currencyCode approximateText
    approximate { amount currencyCode rateDate stale } } } } }";

/// An app with a table of rates and a bowl of 27.00.
async fn with_rates(folder: &Path, table: &str) -> TestApp {
    std::fs::write(folder.join("rates.json"), table).expect("written");
    let rates = Some(folder.join("rates.json"));
    let test = TestApp::with_settings(Settings { demo: Some(true), rates, ..Settings::default() }).await;
    let shop = test.shop("lam-hong").await;
    test.product(shop, "bowl", 2700, 9).await;
    test
}

async fn price(test: &TestApp, currency: Option<Currency>, locale: Locale) -> Value {
    let visitor = Visitor { currency, locale, ..test.guest() };
    test.data(&visitor, PRICE, json!({})).await["product"]["priceRange"]["min"].clone()
}

#[tokio::test]
async fn an_amount_is_also_shown_in_the_visitors_currency() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let dong = price(&test, Some(Currency::Vnd), Locale::Vi).await;
    assert_eq!((&dong["amount"], &dong["currencyCode"]), (&json!("27.00"), &json!("GBP")), "what is charged");
    let about = json!({"amount": "900000", "currencyCode": "VND", "rateDate": "2026-03-01", "stale": false});
    assert_eq!(dong["approximate"], about);
    assert_eq!(dong["approximateText"], "≈\u{a0}900.000\u{a0}₫");
    let drams = price(&test, Some(Currency::Amd), Locale::Hy).await;
    assert_eq!(
        (&drams["approximate"]["amount"], &drams["approximateText"]),
        (&json!("13500"), &json!("≈\u{a0}13\u{a0}500\u{a0}֏"))
    );
    let euros = price(&test, Some(Currency::Eur), Locale::En).await;
    assert_eq!(
        (&euros["approximate"]["amount"], &euros["approximateText"]),
        (&json!("30.00"), &json!("≈\u{a0}€30.00"))
    );
    // None chosen, the market's own, and one without a rate.
    for currency in [None, Some(Currency::Gbp), Some(Currency::Chf)] {
        let plain = price(&test, currency, Locale::En).await;
        assert_eq!((&plain["approximate"], &plain["approximateText"]), (&Value::Null, &Value::Null), "{currency:?}");
    }
}

#[tokio::test]
async fn amounts_in_another_currency_cost_no_statement() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let mut costs = Vec::new();
    for currency in [None, Some(Currency::Vnd)] {
        test.app.shelf.forget();
        let before = test.app.db.statements_sent();
        price(&test, currency, Locale::En).await;
        costs.push(test.app.db.statements_sent() - before);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn the_file_is_read_anew_and_a_wrong_one_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let file = folder.path().join("rates.json");
    let amount = async || price(&test, Some(Currency::Vnd), Locale::En).await["approximate"]["amount"].clone();
    std::fs::write(&file, TABLE.replace("\"30000\"", "30000.5")).expect("written");
    assert!(!test.app.currencies.look(&test.app.config), "a number is no exact rate");
    assert_eq!(amount().await, "900000");
    std::fs::write(&file, TABLE.replace("30000", "31000.5")).expect("written");
    assert!(test.app.currencies.look(&test.app.config));
    assert!(!test.app.currencies.look(&test.app.config), "it is the same file still");
    assert_eq!(amount().await, "930015");
    std::fs::remove_file(&file).expect("removed");
    assert!(!test.app.currencies.look(&test.app.config));
    assert_eq!(amount().await, "930015");
}

#[tokio::test]
async fn old_rates_are_called_old() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let stale = async || price(&test, Some(Currency::Vnd), Locale::En).await["approximate"]["stale"].clone();
    // It is the morning after the table's day.
    test.app.clock.advance_ms(6 * DAY_MS);
    assert_eq!(stale().await, false);
    test.app.clock.advance_ms(DAY_MS);
    assert_eq!(stale().await, true);
    let list = test.data(&test.guest(), "{ currencies { stale } }", json!({})).await;
    assert_eq!(list["currencies"][0], json!({"stale": true}));
}

#[tokio::test]
async fn what_can_be_chosen_is_listed_with_the_markets_own_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let query = "{ currencies { code name rateDate chosen } }";
    let visitor = Visitor { currency: Some(Currency::Jpy), ..test.guest() };
    let listed = test.data(&visitor, query, json!({})).await["currencies"].clone();
    let codes: Vec<_> =
        listed.as_array().expect("a list").iter().map(|one| one["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["GBP", "AMD", "EUR", "JPY", "VND"]);
    let own = json!({"code": "GBP", "name": "Pound sterling", "rateDate": "2026-03-01", "chosen": false});
    assert_eq!((&listed[0], &listed[3]["chosen"]), (&own, &json!(true)));
    let nothing = TestApp::with_settings(Settings::default()).await;
    assert_eq!(nothing.data(&visitor, query, json!({})).await["currencies"], json!([]), "without a table");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_header_goes_before_the_account_and_the_account_before_the_cookie() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let server = test.serve().await;
    let ask = async |headers: &[(&str, &str)]| {
        let reply = server.post(&json!({"query": PRICE}), headers).await.json();
        reply["data"]["product"]["priceRange"]["min"]["approximate"]["currencyCode"].clone()
    };
    assert_eq!(ask(&[]).await, Value::Null);
    assert_eq!(ask(&[("cookie", "vouch_currency=VND")]).await, "VND");
    assert_eq!(ask(&[("cookie", "vouch_currency=VND"), ("vouch-currency", "JPY")]).await, "JPY");
    assert_eq!(ask(&[("cookie", "vouch_currency=VND"), ("vouch-currency", "GBP")]).await, Value::Null);
    assert_eq!(ask(&[("cookie", "vouch_currency=shells")]).await, Value::Null);

    test.register("ada").await;
    let sign_in = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let credentials = json!({"email": "ada@example.com", "password": PASSWORD});
    let token = test.data(&test.guest(), sign_in, json!({"input": credentials})).await;
    let bearer = format!("Bearer {}", token["sessionCreate"]["accessToken"].as_str().expect("a token"));
    let ada = [("authorization", bearer.as_str()), ("cookie", "vouch_currency=VND")];
    assert_eq!(ask(&ada).await, "VND", "she has chosen none");
    let choose = async |code: Value| {
        let query = "mutation($code: CurrencyCode) { accountUpdate(input: {currencyCode: $code}) {
            account { currencyCode displayName } userErrors { code } } }";
        let reply = server.post(&json!({"query": query, "variables": {"code": code}}), &ada).await.json();
        reply["data"]["accountUpdate"]["account"].clone()
    };
    assert_eq!(choose(json!("AMD")).await, json!({"currencyCode": "AMD", "displayName": "ada"}));
    assert_eq!(ask(&ada).await, "AMD", "at once, though her session was looked up a moment ago");
    assert_eq!(ask(&[ada[0], ada[1], ("vouch-currency", "EUR")]).await, "EUR");
    assert_eq!(choose(Value::Null).await["currencyCode"], Value::Null);
    assert_eq!(ask(&ada).await, "VND");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_for_anybody_is_another_one_in_another_currency() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let server = test.serve().await;
    let plain = server.get("/p/bowl", &[]).await;
    assert!(plain.body.contains("£27.00") && !plain.body.contains('≈'), "{}", plain.body);
    let dong =
        server.get("/p/bowl", &[("cookie", "vouch_currency=VND"), ("if-none-match", plain.header("etag"))]).await;
    assert_eq!(dong.status, 200, "the page without a currency is not this one");
    assert!(dong.body.contains("£27.00") && dong.body.contains("≈\u{a0}₫900,000"), "{}", dong.body);
    assert!(dong.body.contains("You pay in Pound sterling"), "{}", dong.body);
    assert_ne!(dong.header("etag"), plain.header("etag"));
    for reply in [&plain, &dong] {
        assert_eq!((reply.header("vary"), reply.header("cache-control")), ("Cookie", "public, no-cache"));
    }
    let again =
        server.get("/p/bowl", &[("cookie", "vouch_currency=VND"), ("if-none-match", dong.header("etag"))]).await;
    assert_eq!(again.status, 304);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_footers_form_sets_the_cookie_and_the_account() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = with_rates(folder.path(), TABLE).await;
    let server = test.serve().await;
    let origin = test.app.config.public_url.clone();
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let body = "currency=VND&return=%2Fp%2Fbowl";
    let reply = server.send("POST", "/preferences", &form, body).await;
    assert_eq!((reply.status, reply.header("location")), (303, "/p/bowl"));
    assert!(reply.header("set-cookie").starts_with("vouch_currency=VND; Path=/"), "{}", reply.header("set-cookie"));
    // The page has moved on since its footer was written.
    let from = format!("{origin}/vi/search?q=b%C3%A1t");
    let headers = [&form[..], &[("referer", from.as_str())]].concat();
    assert_eq!(server.send("POST", "/preferences", &headers, body).await.header("location"), "/vi/search?q=b%C3%A1t");
    let foreign = [&form[..], &[("referer", "https://evil.example/x")]].concat();
    assert_eq!(server.send("POST", "/preferences", &foreign, body).await.header("location"), "/p/bowl");
    let unknown = server.send("POST", "/preferences", &form, "currency=shells&return=/").await;
    assert_eq!((unknown.status, unknown.header("set-cookie")), (303, ""));
}
