//! A guest's cart moves into the account's when they sign in.

use super::{add, cart_with, read};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::graphql::Visitor;
use api::graphql::context::Effect;
use serde_json::{Value, json};

async fn sign_in(test: &TestApp, visitor: &Visitor) {
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }";
    let input = json!({"email": "ada@example.com", "password": PASSWORD});
    let data = test.data(visitor, query, json!({"input": input})).await;
    assert_eq!(data["sessionCreate"]["userErrors"], json!([]));
}

fn with_cart(test: &TestApp, id: &str) -> Visitor {
    Visitor { cart_id: Some(id.parse().expect("a cart's id")), ..test.guest() }
}

fn quantities(cart: &Value) -> Vec<(&str, i64)> {
    let lines = cart["lines"].as_array().expect("lines");
    let mut found: Vec<_> = lines
        .iter()
        .map(|line| (line["variant"]["title"].as_str().expect("a title"), line["quantity"].as_i64().expect("a number")))
        .collect();
    found.sort_unstable();
    found
}

#[tokio::test]
async fn lines_move_and_the_larger_quantity_stays() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let (_, cup) = test.product(shop, "cup", 900, 9).await;
    let (_, jug) = test.product(shop, "jug", 3000, 9).await;
    let ada = test.register("ada").await;
    add(&test, &ada, None, bowl, 3).await;
    add(&test, &ada, None, cup, 1).await;
    let guest_cart = cart_with(&test, bowl, 2).await;
    for (variant, quantity) in [(cup, 4), (jug, 1)] {
        add(&test, &test.guest(), Some(&guest_cart), variant, quantity).await;
    }
    let visitor = with_cart(&test, &guest_cart);
    sign_in(&test, &visitor).await;
    assert!(visitor.effects.take().contains(&Effect::ClearCart));
    assert_eq!(quantities(&read(&test, &ada, None).await), [("bowl", 3), ("cup", 4), ("jug", 1)]);
    assert_eq!(read(&test, &test.guest(), Some(&guest_cart)).await, Value::Null);
    sign_in(&test, &visitor).await;
    assert_eq!(quantities(&read(&test, &ada, None).await), [("bowl", 3), ("cup", 4), ("jug", 1)]);
}

#[tokio::test]
async fn registering_keeps_the_cart() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let visitor = with_cart(&test, &cart_with(&test, bowl, 2).await);
    let query = "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { accessToken } }";
    let input = json!({"email": "ada@example.com", "password": PASSWORD, "displayName": "Ada"});
    let data = test.data(&visitor, query, json!({"input": input})).await;
    let ada = test.with_token(data["accountRegister"]["accessToken"].as_str().expect("a token")).await;
    assert_eq!(quantities(&read(&test, &ada, None).await), [("bowl", 2)]);
}

#[tokio::test]
async fn somebody_elses_cart_is_not_taken() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let bens = add(&test, &ben, None, bowl, 2).await["cart"]["id"].as_str().expect("an id").to_owned();
    sign_in(&test, &with_cart(&test, &bens)).await;
    assert_eq!(read(&test, &ada, None).await, Value::Null);
    assert_eq!(quantities(&read(&test, &ben, None).await), [("bowl", 2)]);
}
