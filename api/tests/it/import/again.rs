//! Orders that are imported again: found by name and source, changed in place, and left alone once they moved on here.

use super::{ORDER_HEADER, PRODUCT_HEADER, counts, csv, file, orders, orders_of, products, rows};
use crate::support::TestApp;
use api::events::entity as event;
use api::graphql::Visitor;
use api::import::OnError;
use api::orders::entity::{self as order, line};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use shared::id::{OrderLineId, OrderPartId, ShopId, VariantId};
use shared::orders::OrderState;

/// One paid order of one article of a shop, not shipped.
fn bowls(vendor: &str, quantity: u32, payment: &str) -> String {
    let row =
        format!("#1001,ada@b.example,{payment},,,,GBP,,,,2025-11-24T15:52:00Z,{quantity},Tea bowl,5.00,LH-1,{vendor}");
    csv(ORDER_HEADER, &[&row])
}

async fn imports(test: &TestApp, content: &str) -> (u64, u64, u64, u64) {
    let report = orders(test, &file(content), OnError::RejectAll).await;
    assert_eq!(report.problems, vec![]);
    counts(&report)
}

async fn all(test: &TestApp) -> Vec<order::Model> {
    let query = order::Entity::find().order_by_asc(order::Column::Number);
    query.all(test.app.db.write()).await.expect("read")
}

async fn lines(test: &TestApp) -> Vec<(String, i32, OrderLineId, OrderPartId)> {
    let query = line::Entity::find().order_by_asc(line::Column::Position);
    let rows = query.all(test.app.db.write()).await.expect("read");
    rows.into_iter().map(|row| (row.title, row.quantity, row.id, row.part_id)).collect()
}

#[tokio::test]
async fn two_merchants_may_have_an_order_of_the_same_name() {
    let test = TestApp::new().await;
    for vendor in ["Lam Hong", "Otter & Ash", "Heron"] {
        assert_eq!(imports(&test, &bowls(vendor, 1, "paid")).await, (1, 0, 0, 0));
    }
    for vendor in ["Lam Hong", "Otter & Ash", "Heron"] {
        assert_eq!(imports(&test, &bowls(vendor, 1, "paid")).await, (0, 0, 1, 0), "each is found again");
    }
    let found: Vec<_> = all(&test).await.into_iter().map(|row| (row.number, row.external_source)).collect();
    let expected = [("1001", "Lam Hong"), ("1001-2", "Otter & Ash"), ("1001-3", "Heron")];
    assert_eq!(found, expected.map(|(number, source)| (number.to_owned(), Some(source.to_owned()))));
}

#[tokio::test]
async fn a_named_source_tells_the_orders_of_one_vendor_apart() {
    let test = TestApp::new().await;
    let file = file(bowls("Lam Hong", 1, "paid"));
    for source in ["first market", "second market", "first market"] {
        orders_of(&test, &file, source).await;
    }
    let sources: Vec<_> = all(&test).await.into_iter().filter_map(|row| row.external_source).collect();
    assert_eq!(sources, ["first market", "second market"]);
    for wrong in ["", "  ", "a\nb"] {
        assert!(wrong.parse::<api::import::SourceName>().is_err());
    }
}

#[tokio::test]
async fn a_changed_order_keeps_what_is_the_same_in_it_and_tells_what_happened() {
    let test = TestApp::new().await;
    let row = |payment: &str, fulfilment: &str, quantity: u32, title: &str, price: &str, sku: &str, vendor: &str| {
        format!(
            "#7,ada@b.example,{payment},,{fulfilment},,GBP,,,,2025-11-24T15:52:00Z,{quantity},{title},{price},{sku},{vendor}"
        )
    };
    let before = [
        row("pending", "", 2, "Tea bowl", "5.00", "LH-1", "Lam Hong"),
        row("", "", 1, "Tea bowl", "3.00", "LH-1", "Lam Hong"),
        row("", "", 1, "Jug", "9.00", "LH-2", "Lam Hong"),
        row("", "", 1, "Spoon", "4.00", "", "Otter & Ash"),
    ];
    let content = |rows: &[String]| csv(ORDER_HEADER, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(imports(&test, &content(&before)).await, (1, 0, 0, 0));
    let (first, old) = (all(&test).await, lines(&test).await);
    let told = events(&test).await.len();
    // The second bowl and the spoon are gone, the jug has another name and comes first, a plate is new; paid and sent.
    let after = [
        row("paid", "fulfilled", 1, "Blue jug", "9.00", "LH-2", "Lam Hong"),
        row("", "", 1, "Plate", "7.00", "LH-3", "Lam Hong"),
        row("", "", 2, "Tea bowl", "5.00", "LH-1", "Lam Hong"),
    ];
    test.app.clock.advance_ms(1000);
    assert_eq!(imports(&test, &content(&after)).await, (0, 1, 0, 0));
    let new = lines(&test).await;
    let jug = new.iter().find(|line| line.0 == "Blue jug").expect("the jug");
    let bowl = new.iter().find(|line| line.0 == "Tea bowl").expect("the bowl");
    assert_eq!((jug.2, bowl.2), (old[2].2, old[0].2), "lines are the same, and of the two bowls the right one stayed");
    assert!(new.iter().all(|line| line.3 == old[0].3), "so is the shop's part");
    assert_eq!(new.len(), 3);
    let now = all(&test).await;
    assert_eq!((now.len(), now[0].id, &now[0].number), (1, first[0].id, &first[0].number));
    assert_eq!((now[0].state, now[0].total), (OrderState::Delivered, 2600));
    let news: Vec<_> = events(&test).await.split_off(told);
    let topics: Vec<_> = news.iter().map(|event| event.topic.as_str()).collect();
    assert_eq!(topics, ["order.paid", "shipment.created", "shipment.delivered", "orders.imported"]);
    assert_eq!(news[3].payload, json!({"orderIds": [now[0].id.to_string()]}));
    // The same facts once more: nothing new is told but that the order was written.
    let renamed = content(&after).replace("Blue jug", "Grey jug");
    assert_eq!(imports(&test, &renamed).await, (0, 1, 0, 0));
    assert_eq!(events(&test).await.len(), told + 5);
    assert_eq!(rows(&test, &["orders", "order_parts", "order_lines", "payments", "shipments"]).await, [1, 1, 3, 1, 1]);
    assert_eq!(imports(&test, &renamed).await, (0, 0, 1, 0));
}

async fn events(test: &TestApp) -> Vec<event::Model> {
    let query = event::Entity::find().filter(event::Column::Topic.ne("shop.created"));
    query.order_by_asc(event::Column::Seq).all(test.app.db.write()).await.expect("read")
}

/// An open imported order of four bowls, of which the shop has seven, and the shop's staff.
async fn open_order() -> (TestApp, VariantId, ShopId, Visitor, Value) {
    let test = TestApp::new().await;
    let catalogue = csv(PRODUCT_HEADER, &["bowl,Tea bowl,,Lam Hong,,,,,Title,Default Title,LH-1,7,500,,,,,active"]);
    products(&test, &file(catalogue), OnError::RejectAll).await;
    assert_eq!(imports(&test, &bowls("Lam Hong", 4, "paid")).await, (1, 0, 0, 0));
    let variants = api::catalog::entity::variant::Entity::find();
    let variant = variants.one(test.app.db.write()).await.expect("read").expect("the bowl");
    let seller = test.seller("lam", &[variant.shop_id]).await;
    let id = all(&test).await[0].id.to_string();
    let query = "query($id: ID!) { order(id: $id) { id externalReference parts { id } } }";
    let order = test.data(&seller, query, json!({"id": id})).await["order"].clone();
    assert_eq!(order["externalReference"], "#1001");
    (test, variant.id, variant.shop_id, seller, order)
}

#[tokio::test]
async fn shipping_an_open_imported_order_moves_no_stock() {
    let (test, bowl, _, seller, order) = open_order().await;
    assert_eq!(test.stock(bowl).await, (7, 0), "what the file counts is what can still be sold");
    // All seven are sold here meanwhile: neither order takes the other's.
    let placed = test.order(&test.guest(), &[(bowl, 7)]).await;
    let shipped = test.ship(&seller, json!({"orderPartId": order["parts"][0]["id"]})).await;
    assert_eq!(shipped["userErrors"], json!([]));
    assert_eq!(test.stock(bowl).await, (7, 7));
    // The label is cancelled before the carrier came, and the parcel is sent in another one.
    let number = shipped["shipment"]["trackingNumber"].as_str().expect("a number");
    let told = test.report(&[crate::support::hooks::report("c1", number, "cancelled", test.app.clock.now())]).await;
    assert_eq!(told[0]["result"], "applied", "{told:?}");
    assert_eq!(test.stock(bowl).await, (7, 7));
    test.ship(&seller, json!({"orderPartId": placed.part(0)})).await;
    assert_eq!(test.stock(bowl).await, (0, 0));
}

#[tokio::test]
async fn cancelling_an_open_imported_order_invents_no_stock() {
    let test = TestApp::new().await;
    let catalogue = csv(PRODUCT_HEADER, &["bowl,Tea bowl,,Lam Hong,,,,,Title,Default Title,LH-1,7,500,,,,,active"]);
    products(&test, &file(catalogue), OnError::RejectAll).await;
    imports(&test, &bowls("Lam Hong", 4, "pending")).await;
    let (order, admin) = (all(&test).await.remove(0), test.admin("admin").await);
    let query = "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"a key of mine\"}) {
        order { state } userErrors { code } } }";
    let answer = test.data(&admin, query, json!({"id": order.id.to_string()})).await["orderCancel"].clone();
    assert_eq!(answer, json!({"order": {"state": "CANCELLED"}, "userErrors": []}));
    let variant = api::catalog::entity::variant::Entity::find().one(test.app.db.write()).await.expect("read");
    let variant = variant.expect("the bowl");
    assert_eq!((variant.on_hand, variant.reserved), (7, 0));
    // What was done here stays, whatever the file says later.
    let report = orders(&test, &file(bowls("Lam Hong", 5, "paid")), OnError::RejectAll).await;
    assert_eq!((counts(&report), report.kept), ((0, 0, 0, 0), 1));
    assert!(
        report.to_string().contains("0 unchanged, 1 kept as shipped, paid or cancelled here, 0 rejected"),
        "{report}"
    );
    assert_eq!(all(&test).await[0].state, OrderState::Cancelled);
}

#[tokio::test]
async fn an_order_that_was_shipped_here_is_not_rewritten() {
    let (test, _, _, seller, order) = open_order().await;
    test.ship(&seller, json!({"orderPartId": order["parts"][0]["id"]})).await;
    let before = (all(&test).await, lines(&test).await, rows(&test, &["shipments", "shipment_lines", "events"]).await);
    let report = orders(&test, &file(bowls("Lam Hong", 5, "paid")), OnError::RejectAll).await;
    assert_eq!((counts(&report), report.kept), ((0, 0, 0, 0), 1));
    let after = (all(&test).await, lines(&test).await, rows(&test, &["shipments", "shipment_lines", "events"]).await);
    assert_eq!(after, before);
}
