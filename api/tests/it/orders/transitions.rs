//! Orders change their state by the table, and tell of it.

use crate::support::TestApp;
use api::failure::Failure;
use api::orders::{self, Change, TransitionError};
use serde_json::{Value, json};
use shared::id::OrderId;
use shared::orders::OrderState;
use shared::payments::PaymentMethod;

async fn change(test: &TestApp, order: OrderId, change: Change) -> Result<OrderState, Failure<TransitionError>> {
    let mut tx = test.app.db.begin(test.app.clock.now()).await?;
    let locked = orders::transition(&mut tx, order, change).await?;
    tx.commit().await?;
    Ok(locked.order().state)
}

async fn told(test: &TestApp, order: OrderId) -> Vec<String> {
    let query =
        "query($id: ID!) { order(id: $id) { state parts { state } events(first: 100) { nodes { kind orderState } } } }";
    let order = test.data(&test.admin("root").await, query, json!({"id": order.to_string()})).await["order"].clone();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let events = order["events"]["nodes"].as_array().expect("events").clone();
    let mut told: Vec<_> =
        events.iter().map(|event| format!("{} {}", text(&event["kind"]), text(&event["orderState"]))).collect();
    told.push(format!("now {} {}", text(&order["state"]), text(&order["parts"][0]["state"])));
    told
}

#[tokio::test]
async fn money_confirms_an_order_that_waits_for_it() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order_by(&test.guest(), &[(bowl, 1)], PaymentMethod::BankTransfer).await;
    assert_eq!(change(&test, placed.order.id, Change::Paid).await.expect("paid"), OrderState::Confirmed);
    assert_eq!(
        told(&test, placed.order.id).await,
        ["PLACED PLACED", "PAID PLACED", "CONFIRMED CONFIRMED", "now CONFIRMED CONFIRMED"]
    );
}

#[tokio::test]
async fn a_cancelled_order_stays_cancelled() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order_by(&test.guest(), &[(bowl, 1)], PaymentMethod::BankTransfer).await;
    assert_eq!(change(&test, placed.order.id, Change::Expire).await.expect("expired"), OrderState::Cancelled);
    for again in [Change::Confirm, Change::Paid, Change::Cancel] {
        let refused = change(&test, placed.order.id, again).await;
        assert!(matches!(
            refused,
            Err(Failure::Refused(TransitionError::Forbidden { from: OrderState::Cancelled, .. }))
        ));
    }
    assert_eq!(
        told(&test, placed.order.id).await,
        ["PLACED PLACED", "PAYMENT_EXPIRED CANCELLED", "now CANCELLED CANCELLED"]
    );
    let unknown = change(&test, test.app.ids.next(), Change::Cancel).await;
    assert!(matches!(unknown, Err(Failure::NotFound)));
}

#[tokio::test]
async fn of_two_at_once_one_cancels() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order(&test.guest(), &[(bowl, 1)]).await;
    let tries = (0..10).map(|_| change(&test, placed.order.id, Change::Cancel));
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(told(&test, placed.order.id).await.len(), 4);
}
