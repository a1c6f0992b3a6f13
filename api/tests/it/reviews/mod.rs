//! Reviews: who may write one, changing and taking back, votes, answers, moderators, figures, lists, and asking for them.

mod asking;
mod aspects;
mod changes;
mod eligibility;
mod figures;
mod forms;
mod import;
mod lists;
mod pages;
mod photos;
mod property;
mod race;

use crate::support::TestApp;
use crate::support::hooks::report;
use crate::support::orders::Placed;
use api::actor::{Actor, Role, SignedIn};
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::id::{ShopId, VariantId};

pub const REVIEW: &str = "fragment R on Review { id kind stars title body language verified imported refunded status
    statusReason authorName variantTitle writtenAt editedAt editableUntil helpfulCount unhelpfulCount viewerVote
    viewerCanVote viewerIsAuthor viewerCanEdit viewerCanAnswer product { slug } shop { slug } photos { url alt }
    aspects { aspect value } revisions { stars title body aspects { aspect value } replacedAt }
    answer { body answeredAt editedAt shop { slug } revisions { body } } }";

/// Somebody who sells one thing, and what they sell.
pub struct Stall {
    pub shop: ShopId,
    pub seller: Visitor,
    pub variant: VariantId,
    pub product: String,
}

/// A shop `clay` with a product `tea-bowl`.
pub async fn stall(test: &TestApp) -> Stall {
    let shop = test.shop("clay").await;
    let (product, variant) = test.product(shop, "tea-bowl", 1800, 10_000).await;
    let seller = test.seller("potter", &[shop]).await;
    Stall { shop, seller, variant, product: product.to_string() }
}

/// A new account that looks after what people write.
pub async fn moderator(test: &TestApp) -> Visitor {
    let visitor = test.register("moderator").await;
    let account_id = visitor.actor.account_id().expect("registered");
    let session_id = visitor.actor.session_id().expect("signed in");
    let signed_in = SignedIn { account_id, session_id, role: Role::Moderator, shops: Vec::new(), currency: None };
    Visitor { actor: Actor::signed_in(signed_in), ..visitor }
}

/// An order of one piece that has arrived.
pub async fn delivered(test: &TestApp, stall: &Stall, buyer: &Visitor) -> Placed {
    let placed = test.order(buyer, &[(stall.variant, 1)]).await;
    deliver(test, &stall.seller, &placed).await;
    placed
}

/// Brings the first part of an order to its buyer.
pub async fn deliver(test: &TestApp, seller: &Visitor, placed: &Placed) {
    let number = format!("DC{}", placed.order.number);
    let made = test.ship(seller, json!({"orderPartId": placed.part(0), "trackingNumber": number})).await;
    assert_eq!(made["userErrors"], json!([]));
    let events = ["accepted", "in_transit", "out_for_delivery", "delivered"].into_iter().zip(0..);
    let events: Vec<Value> = events
        .map(|(state, at)| report(&format!("{number}-{at}"), &number, state, test.app.clock.now().plus_ms(at)))
        .collect();
    test.report(&events).await;
}

/// Runs one of the mutations on reviews; returns its payload.
pub async fn change(test: &TestApp, visitor: &Visitor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ review {{ ...R }} userErrors {{ code field }} }} }}
        {REVIEW}"
    );
    test.data(visitor, &query, json!({"input": input})).await[name].clone()
}

/// Reviews the first line of an order.
pub async fn review(test: &TestApp, buyer: &Visitor, placed: &Placed, stars: i32) -> Value {
    let input = json!({"orderLineId": placed.line(0), "stars": stars, "title": "Good", "body": "A good bowl."});
    change(test, buyer, "reviewCreate", input).await
}

/// A review by a new buyer, of a new order that has arrived; its id.
pub async fn reviewed(test: &TestApp, stall: &Stall, name: &str, stars: i32) -> (Visitor, String) {
    let buyer = test.register(name).await;
    let placed = delivered(test, stall, &buyer).await;
    let made = review(test, &buyer, &placed, stars).await;
    assert_eq!(made["userErrors"], json!([]));
    (buyer, id(&made))
}

pub fn id(payload: &Value) -> String {
    payload["review"]["id"].as_str().unwrap_or_else(|| panic!("{payload:#}")).to_owned()
}

pub fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().expect("a list");
    errors.iter().map(|error| error["code"].as_str().expect("a code")).collect()
}

/// A review as a visitor sees it.
pub async fn read(test: &TestApp, visitor: &Visitor, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Review {{ ...R }} }} }} {REVIEW}");
    test.data(visitor, &query, json!({"id": id})).await["node"].clone()
}

/// The rating of the product.
pub async fn rating(test: &TestApp) -> Value {
    let query =
        "{ product(slug: \"tea-bowl\") { rating { average score count histogram withdrawnCount hiddenCount } } }";
    test.data(&test.guest(), query, json!({})).await["product"]["rating"].clone()
}
