//! Files of past orders.

use super::{ORDER_HEADER, PRODUCT_HEADER, counts, csv, file, orders, products, rows};
use crate::support::TestApp;
use api::accounts::entity as account;
use api::import::OnError;
use api::orders::entity::{self as order, line, part};
use api::orders::events;
use api::payments::entity as payment;
use sea_orm::{EntityTrait, QueryOrder};
use shared::orders::OrderState;
use shared::payments::PaymentState;

const HISTORY: &[&str] = &[
    "#1001,Ada@B.example,paid,2011-11-22T15:55:00Z,fulfilled,2011-11-23 10:00:00 +0100,GBP,\"1,012.00\",3.50,\
     \"1,015.50\",2011-11-22T15:52:00Z,2,Tea bowl,500.00,LH-1,Lam Hong",
    "#1001,Ada@B.example,,,,,,,,,2011-11-22T15:52:00Z,3,Spoon,4.00,NOBODY-KNOWS,Otter & Ash",
    "#1002,bo@b.example,voided,,,,,,,,2011-11-23T15:52:00Z,1,Tea bowl,500.00,LH-1,Lam Hong",
    "#1003,ada@b.example,pending,,partial,,GBP,,,,2011-11-24T15:52:00Z,1,Tea bowl,500.00,LH-1,Lam Hong",
];

async fn imported() -> TestApp {
    let test = TestApp::new().await;
    import_history(&test).await;
    test
}

/// Imports three past orders of two buyers.
pub(crate) async fn import_history(test: &TestApp) {
    let catalogue = csv(PRODUCT_HEADER, &["bowl,Tea bowl,,Lam Hong,,,,,Title,Default Title,LH-1,7,500,,,,,active"]);
    products(test, &file(catalogue), OnError::RejectAll).await;
    let report = orders(test, &file(csv(ORDER_HEADER, HISTORY)), OnError::RejectAll).await;
    assert_eq!((counts(&report), report.problems), ((3, 0, 0, 0), vec![]));
}

#[tokio::test]
async fn history_keeps_its_times_states_and_amounts() {
    let test = imported().await;
    let conn = test.app.db.write();
    let found = order::Entity::find().order_by_asc(order::Column::PlacedAt).all(conn).await.expect("read");
    let states: Vec<_> = found.iter().map(|row| (row.number.as_str(), row.state, row.total)).collect();
    assert_eq!(
        states,
        [
            ("1001", OrderState::Delivered, 101_550),
            ("1002", OrderState::Cancelled, 50_000),
            ("1003", OrderState::Placed, 50_000)
        ]
    );
    assert_eq!(found[0].placed_at.to_string(), "2011-11-22T15:52:00.000Z");
    assert_eq!((found[0].email.as_str(), found[0].account_id), ("ada@b.example", found[2].account_id));
    let parts = part::Entity::find().order_by_asc(part::Column::PlacedAt).order_by_asc(part::Column::Position);
    let parts = parts.all(conn).await.expect("read");
    assert_eq!(parts.iter().map(|row| row.total).collect::<Vec<_>>(), [100_350, 1_200, 50_000, 50_000]);
    let lines = line::Entity::find().order_by_asc(line::Column::Title).all(conn).await.expect("read");
    let linked: Vec<_> = lines.iter().map(|row| (row.title.as_str(), row.variant_id.is_some())).collect();
    assert_eq!(linked, [("Spoon", false), ("Tea bowl", true), ("Tea bowl", true), ("Tea bowl", true)]);
    let payments = payment::Entity::find().order_by_asc(payment::Column::CreatedAt).all(conn).await.expect("read");
    let paid: Vec<_> = payments.iter().map(|row| (row.state, row.paid_at.map(|at| at.to_string()))).collect();
    assert_eq!(
        paid,
        [
            (PaymentState::Paid, Some("2011-11-22T15:55:00.000Z".to_owned())),
            (PaymentState::Voided, None),
            (PaymentState::Pending, None)
        ]
    );
    assert_eq!(rows(&test, &["accounts", "shipments", "shipment_lines"]).await, [2, 2, 2]);
    let accounts = account::Entity::find().all(conn).await.expect("read");
    assert!(accounts.iter().all(|row| row.password_hash.is_none()));
    // The past moves no stock.
    let stock = api::catalog::entity::variant::Entity::find().one(conn).await.expect("read").expect("the bowl");
    assert_eq!((stock.on_hand, stock.reserved), (7, 0));
}

#[tokio::test]
async fn history_tells_its_events_with_their_times() {
    let test = imported().await;
    let conn = test.app.db.write();
    let first =
        order::Entity::find().order_by_asc(order::Column::PlacedAt).one(conn).await.expect("read").expect("one");
    let told = api::events::after(conn, 0, Some(first.id.0), 20).await.expect("read");
    let told: Vec<_> = told
        .iter()
        .map(|event| {
            let fact = events::read(event).expect("a fact");
            format!("{} {} {}", event.topic, fact.order_state, event.occurred_at)
        })
        .collect();
    assert_eq!(
        told,
        [
            "order.placed placed 2011-11-22T15:52:00.000Z",
            "order.paid confirmed 2011-11-22T15:55:00.000Z",
            "shipment.created shipped 2011-11-23T09:00:00.000Z",
            "shipment.delivered delivered 2011-11-23T09:00:00.000Z",
            "shipment.created shipped 2011-11-23T09:00:00.000Z",
            "shipment.delivered delivered 2011-11-23T09:00:00.000Z",
        ]
    );
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_a_changed_row_changes_its_order() {
    let test = imported().await;
    let tables = ["orders", "order_parts", "order_lines", "payments", "shipments", "accounts", "events"];
    let before = rows(&test, &tables).await;
    let again = orders(&test, &file(csv(ORDER_HEADER, HISTORY)), OnError::RejectAll).await;
    assert_eq!((counts(&again), rows(&test, &tables).await), ((0, 0, 3, 0), before.clone()));
    let paid = csv(ORDER_HEADER, HISTORY).replace("pending,,partial", "paid,,fulfilled");
    let changed = orders(&test, &file(paid), OnError::RejectAll).await;
    assert_eq!(counts(&changed), (0, 1, 2, 0));
    let after = rows(&test, &tables).await;
    assert_eq!((after[0], after[2], after[4]), (before[0], before[2], before[4] + 1));
}
