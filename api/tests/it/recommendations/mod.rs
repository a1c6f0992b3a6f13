//! Recommendations: what is recorded and learned, what is suggested and why, and what never is.

mod eligible;
mod experiment;
mod held;
mod kinds;
mod pages;
mod privacy;
mod signals;
mod taste;
mod training;

use crate::support::TestApp;
use api::graphql::Visitor;
use api::recommendations;
use serde_json::{Value, json};
use shared::id::ProductId;

/// Lets what a visitor looks at be used.
pub async fn allow(test: &TestApp, visitor: &Visitor) {
    crate::consents::say_all(test, visitor, true).await;
}

/// Suggestions of a kind. `about` may name a `product`, a `cart`, and how many are wanted (`first`, else 12).
pub async fn suggested(test: &TestApp, visitor: &Visitor, kind: &str, about: Value) -> Vec<Value> {
    let query = "query($kind: RecommendationKind!, $product: ID, $cart: ID, $first: Int! = 12) {
        recommendations(kind: $kind, productId: $product, cartId: $cart, first: $first) {
            score product { slug } reason { code text because { slug } } } }";
    let mut variables = json!({"kind": kind});
    variables.as_object_mut().expect("an object").extend(about.as_object().expect("an object").clone());
    let data = test.data(visitor, query, variables).await;
    data["recommendations"].as_array().expect("a list").clone()
}

/// Looks at a product for ten seconds; returns how many signals were kept.
pub async fn view(test: &TestApp, visitor: &Visitor, product: ProductId) -> Value {
    let query =
        "mutation($id: ID!) { signalsRecord(input: {signals: [{kind: VIEW, productId: $id, dwellSeconds: 10}]}) {
        recorded userErrors { code } } }";
    let data = test.data(visitor, query, json!({"id": product})).await;
    assert_eq!(data["signalsRecord"]["userErrors"], json!([]));
    data["signalsRecord"]["recorded"].clone()
}

/// Hides a product; returns the payload.
pub async fn dismiss(test: &TestApp, visitor: &Visitor, product: ProductId, reason: &str) -> Value {
    let query = "mutation($id: ID!, $reason: RecommendationHiding!) {
        recommendationDismiss(input: {productId: $id, reason: $reason}) {
            taste { hidden { product { slug } reason } } userErrors { code field } } }";
    let data = test.data(visitor, query, json!({"id": product, "reason": reason})).await;
    data["recommendationDismiss"].clone()
}

/// Lets a product be suggested again.
pub async fn restore(test: &TestApp, visitor: &Visitor, product: ProductId) -> Value {
    let query = "mutation($id: ID!) { recommendationRestore(input: {productId: $id}) {
        taste { hidden { product { slug } } } userErrors { code } } }";
    test.data(visitor, query, json!({"id": product})).await["recommendationRestore"].clone()
}

/// Learns from what there is, and serves it.
pub async fn learn(test: &TestApp) {
    recommendations::training::train(&test.app, Box::new(|_| {})).await.expect("learned");
    recommendations::refresh(&test.app).await.expect("loaded");
}
