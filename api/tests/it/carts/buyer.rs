//! What a checkout was told so far: kept as it was typed, for its owner's eyes alone, until there is an order.

use super::{add, cart_with};
use crate::orders_place::{input, place, with};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::graphql::Visitor;
use api::jobs::{CleanUp, Job};
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

const BUYER: &str =
    "buyer { email paymentMethod keepAddress shippingAddress { name line1 city postalCode countryCode } }";

/// Half of a checkout, with a postal code that no country has.
fn half() -> Value {
    json!({"email": "ada@", "paymentMethod": "BANK_TRANSFER", "keepAddress": true,
        "shippingAddress": {"name": "Ada Moss ", "postalCode": "??", "countryCode": "GB"}})
}

async fn keep(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    let query = format!(
        "mutation($input: CartBuyerUpdateInput!) {{ cartBuyerUpdate(input: $input) {{
            {BUYER} userErrors {{ code field }} }} }}"
    );
    test.data(visitor, &query, json!({"input": input})).await["cartBuyerUpdate"].clone()
}

async fn kept(test: &TestApp, visitor: &Visitor, cart: Option<&str>) -> Value {
    let query = format!("query($id: ID) {{ cart(id: $id) {{ updatedAt {BUYER} }} }}");
    test.data(visitor, &query, json!({"id": cart})).await["cart"].clone()
}

/// A guest whose browser remembers their cart with one thing in it.
async fn guest(test: &TestApp) -> (Visitor, String) {
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let cart = cart_with(test, bowl, 1).await;
    let visitor = Visitor { cart_id: Some(cart.parse().expect("a cart's id")), ..test.guest() };
    (visitor, cart)
}

#[tokio::test]
async fn what_was_typed_is_kept_as_it_is_and_replaced_as_a_whole() {
    let test = TestApp::new().await;
    let (visitor, _) = guest(&test).await;
    let before = kept(&test, &visitor, None).await;
    assert_eq!(before["buyer"], Value::Null);
    test.app.clock.advance_ms(1_000);
    assert_eq!(keep(&test, &visitor, half()).await["userErrors"], json!([]));
    let after = kept(&test, &visitor, None).await;
    let expected = json!({"email": "ada@", "paymentMethod": "BANK_TRANSFER", "keepAddress": true,
        "shippingAddress": {"name": "Ada Moss ", "line1": "", "city": "", "postalCode": "??", "countryCode": "GB"}});
    assert_eq!(after["buyer"], expected);
    assert_eq!(after["updatedAt"], before["updatedAt"], "the checkout's key hangs on it");
    assert_eq!(keep(&test, &visitor, json!({"email": "ada@example.com"})).await["userErrors"], json!([]));
    let replaced = kept(&test, &visitor, None).await["buyer"].clone();
    assert_eq!((&replaced["email"], &replaced["paymentMethod"]), (&json!("ada@example.com"), &Value::Null));
    assert_eq!(replaced["shippingAddress"]["name"], "");
}

#[tokio::test]
async fn to_know_a_carts_id_is_not_enough() {
    let test = TestApp::new().await;
    let (visitor, cart) = guest(&test).await;
    keep(&test, &visitor, half()).await;
    let (stranger, ben) = (test.guest(), test.register("ben").await);
    for other in [&stranger, &ben] {
        let seen = kept(&test, other, Some(&cart)).await;
        assert!(seen["updatedAt"].is_string(), "the cart itself is open to who knows its id");
        assert_eq!(seen["buyer"], Value::Null);
        let refused = keep(&test, other, with(half(), &json!({"cartId": cart}))).await;
        assert_eq!(refused["userErrors"], json!([{"code": "CART_NOT_FOUND", "field": ["cartId"]}]));
    }
    assert_eq!(kept(&test, &visitor, Some(&cart)).await["buyer"]["email"], "ada@");
}

#[tokio::test]
async fn an_account_goes_on_elsewhere_and_a_guest_takes_it_along_when_they_sign_in() {
    let test = TestApp::new().await;
    let (visitor, _) = guest(&test).await;
    keep(&test, &visitor, half()).await;
    test.register("ada").await;
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }";
    let credentials = json!({"email": "ada@example.com", "password": PASSWORD});
    test.data(&visitor, query, json!({"input": credentials})).await;
    let elsewhere = test.sign_in("ada").await;
    assert_eq!(kept(&test, &elsewhere, None).await["buyer"]["shippingAddress"]["name"], "Ada Moss ");
    assert_eq!(kept(&test, &test.register("ben").await, None).await, Value::Null);
}

#[tokio::test]
async fn an_order_forgets_it_and_nothing_comes_after() {
    let test = TestApp::new().await;
    let (visitor, cart) = guest(&test).await;
    keep(&test, &visitor, half()).await;
    let placed = place(&test, &visitor, input(&cart, "key")).await;
    assert_eq!(placed["userErrors"], json!([]));
    assert_eq!(kept(&test, &visitor, None).await["buyer"], Value::Null);
    // The page's last save, which was on its way when the order was placed.
    let late = keep(&test, &visitor, half()).await;
    assert_eq!(late["userErrors"][0]["code"], "CART_NOT_FOUND");
    assert_eq!(kept(&test, &visitor, None).await["buyer"], Value::Null);
}

#[tokio::test]
async fn a_refused_order_leaves_it_and_age_takes_it() {
    let test = TestApp::new().await;
    let (visitor, cart) = guest(&test).await;
    keep(&test, &visitor, half()).await;
    let refused = place(&test, &visitor, with(input(&cart, "key"), &json!({"email": "ada@"}))).await;
    assert_eq!(refused["userErrors"][0]["code"], "EMAIL_INVALID");
    test.app.clock.advance_ms(29 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned up");
    assert_eq!(kept(&test, &visitor, None).await["buyer"]["email"], "ada@");
    test.app.clock.advance_ms(2 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned up");
    let seen = kept(&test, &visitor, None).await;
    assert!(seen["updatedAt"].is_string(), "the cart itself stays longer");
    assert_eq!(seen["buyer"], Value::Null);
}

#[tokio::test]
async fn what_no_label_can_carry_is_refused() {
    let test = TestApp::new().await;
    let (visitor, _) = guest(&test).await;
    let refused = keep(&test, &visitor, json!({"shippingAddress": {"city": "x".repeat(255)}})).await;
    assert_eq!(refused["userErrors"], json!([{"code": "TOO_LONG", "field": ["shippingAddress", "city"]}]));
    assert_eq!(keep(&test, &visitor, json!({"email": "é".repeat(254)})).await["userErrors"], json!([]));
    let ada = test.register("ada").await;
    assert_eq!(keep(&test, &ada, half()).await["userErrors"][0]["code"], "CART_NOT_FOUND", "without a cart");
    let shop = test.shop("kirkgate").await;
    let (_, jug) = test.product(shop, "jug", 1800, 9).await;
    add(&test, &ada, None, jug, 1).await;
    assert_eq!(keep(&test, &ada, half()).await["userErrors"], json!([]));
}
