//! Cancelling orders and confirming payments: who may, when, and what becomes of stock.

use super::{codes, order_of, read, topics};
use crate::carts::{add, cart_with};
use crate::support::TestApp;
use api::accounts::entity;
use api::actor::Role;
use api::graphql::Visitor;
use api::graphql::context::Effect;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use shared::id::ShopId;

async fn settle(test: &TestApp, visitor: &Visitor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{
            order {{ state cancelledAt payment {{ state paidAt }} }} userErrors {{ code }} }} }}"
    );
    test.data(visitor, &query, json!({"input": input})).await[name].clone()
}

async fn cancel(test: &TestApp, visitor: &Visitor, order: &Value, token: Option<&Value>, key: &str) -> Value {
    let input = json!({"orderId": order["id"], "accessToken": token, "idempotencyKey": key});
    settle(test, visitor, "orderCancel", input).await
}

async fn confirm(test: &TestApp, visitor: &Visitor, order: &Value, key: &str) -> Value {
    settle(test, visitor, "paymentConfirm", json!({"orderId": order["id"], "idempotencyKey": key})).await
}

/// Somebody on the staff of these shops.
async fn seller(test: &TestApp, name: &str, shops: &[ShopId]) -> Visitor {
    let visitor = test.register(name).await;
    for shop in shops {
        test.staff(*shop, visitor.actor.account_id().expect("signed in")).await;
    }
    test.sign_in(name).await
}

#[tokio::test]
async fn a_guest_cancels_with_the_token_and_stock_comes_back() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let order = order_of(&test, bowl, 2, json!({})).await;
    let token = order["accessToken"].clone();
    let guest = test.guest();
    let wrong = json!("0".repeat(64));
    for (visitor, token) in [(&guest, None), (&guest, Some(&wrong)), (&test.register("eve").await, None)] {
        assert_eq!(codes(&cancel(&test, visitor, &order, token, "k1").await), ["NOT_FOUND"]);
    }
    let staff = seller(&test, "sam", &[shop]).await;
    assert_eq!(
        codes(&cancel(&test, &staff, &order, None, "k1").await),
        ["NOT_FOUND"],
        "shops do not cancel for buyers"
    );
    assert_eq!(test.stock(bowl).await, (9, 2));
    let cancelled = cancel(&test, &guest, &order, Some(&token), "k1").await;
    assert_eq!(
        (&cancelled["order"]["state"], &cancelled["order"]["payment"]["state"]),
        (&json!("CANCELLED"), &json!("VOIDED"))
    );
    assert_eq!(cancelled["order"]["cancelledAt"], "2026-03-02T09:00:00.000Z");
    assert_eq!(test.stock(bowl).await, (9, 0));
    assert_eq!(topics(&test, &order).await, ["order.placed", "order.confirmed", "order.cancelled"]);
    assert_eq!(guest.effects.take(), []);
    assert_eq!(cancel(&test, &guest, &order, Some(&token), "k1").await, cancelled);
    assert_eq!(guest.effects.take(), [Effect::Replayed]);
    assert_eq!(codes(&cancel(&test, &guest, &order, Some(&token), "k2").await), ["NOT_ALLOWED_IN_THIS_STATE"]);
    assert_eq!(test.stock(bowl).await, (9, 0));
}

#[tokio::test]
async fn a_sold_out_product_is_for_sale_again_after_a_cancellation() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (product, bowl) = test.product(shop, "bowl", 1800, 1).await;
    let available = async || {
        let query = "query($id: ID) { product(id: $id) { available } }";
        test.data(&test.guest(), query, json!({"id": product})).await["product"]["available"].clone()
    };
    let order = order_of(&test, bowl, 1, json!({})).await;
    assert_eq!(available().await, false);
    cancel(&test, &test.guest(), &order, Some(&order["accessToken"]), "k1").await;
    assert_eq!(available().await, true);
}

#[tokio::test]
async fn only_who_sells_everything_in_it_confirms_a_payment() {
    let test = TestApp::new().await;
    let (one, two) = (test.shop("lam-hong").await, test.shop("kirkgate").await);
    let (_, bowl) = test.product(one, "bowl", 1800, 9).await;
    let (_, radio) = test.product(two, "radio", 9500, 9).await;
    let buyer = test.register("ada").await;
    let cart = cart_with(&test, bowl, 1).await;
    add(&test, &test.guest(), Some(&cart), radio, 1).await;
    let input = super::with(super::input(&cart, "k1"), &json!({"paymentMethod": "BANK_TRANSFER"}));
    let order = super::place(&test, &buyer, input).await["order"].clone();
    assert_eq!(order["state"], "PLACED");
    let reference = order["number"].as_str().expect("a number").replace('-', "");
    assert_eq!(
        (&order["payment"]["reference"], &order["payment"]["dueAt"]),
        (&json!(reference), &json!("2026-03-05T09:00:00.000Z"))
    );
    assert_eq!(order["payment"]["instructions"], json!({"iban": "GB33BUKB20201555555555", "reference": reference}));
    let half = seller(&test, "sam", &[one]).await;
    for visitor in [&test.guest(), &buyer, &half] {
        assert_eq!(codes(&confirm(&test, visitor, &order, "k1").await), ["NOT_FOUND"]);
    }
    assert_eq!(read(&test, &buyer, &order, None).await["state"], "PLACED");
    let both = seller(&test, "kim", &[one, two]).await;
    let paid = confirm(&test, &both, &order, "k1").await;
    assert_eq!((&paid["order"]["state"], &paid["order"]["payment"]["state"]), (&json!("CONFIRMED"), &json!("PAID")));
    assert_eq!(confirm(&test, &both, &order, "k1").await, paid);
    assert_eq!(codes(&confirm(&test, &both, &order, "k2").await), ["ALREADY_PAID"]);
    assert_eq!(codes(&cancel(&test, &buyer, &order, None, "k3").await), ["ALREADY_PAID"]);
    assert_eq!(topics(&test, &order).await, ["order.placed", "order.paid", "order.confirmed"]);
}

#[tokio::test]
async fn an_administrator_may_do_both() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let root = test.register("root").await;
    let id = root.actor.account_id().expect("signed in");
    let row = entity::ActiveModel { id: Set(id), role: Set(Role::Admin), ..Default::default() };
    entity::Entity::update(row).exec(test.app.db.write()).await.expect("promoted");
    let admin = test.sign_in("root").await;
    let bank = order_of(&test, bowl, 1, json!({"paymentMethod": "BANK_TRANSFER"})).await;
    assert_eq!(confirm(&test, &admin, &bank, "k1").await["order"]["state"], "CONFIRMED");
    let cash = order_of(&test, bowl, 1, json!({})).await;
    assert_eq!(cancel(&test, &admin, &cash, None, "k1").await["order"]["state"], "CANCELLED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelled_and_paid_at_once_only_one_happens() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 90).await;
    let staff = seller(&test, "sam", &[shop]).await;
    let guest = test.guest();
    for _ in 0..10 {
        let order = order_of(&test, bowl, 1, json!({"paymentMethod": "BANK_TRANSFER"})).await;
        let before = test.stock(bowl).await.1;
        let token = order["accessToken"].clone();
        let (cancelled, paid) =
            futures::join!(cancel(&test, &guest, &order, Some(&token), "k1"), confirm(&test, &staff, &order, "k2"));
        let happened = (cancelled["order"].is_object(), paid["order"].is_object());
        assert!(happened.0 != happened.1, "{cancelled:#} {paid:#}");
        assert_eq!(test.stock(bowl).await.1, before - i32::from(happened.0));
    }
}
