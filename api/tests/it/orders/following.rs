//! Following an order live.

use crate::support::TestApp;
use crate::support::orders::Placed;
use api::events::{self, NewEvent};
use api::graphql::Visitor;
use api::orders::events::{OrderEventKind, OrderFact, ShipmentFact};
use async_graphql::Response;
use futures::stream::{BoxStream, StreamExt as _};
use serde_json::{Value, json};
use shared::id::ShopId;
use shared::orders::OrderState;
use shared::shipments::ShipmentState;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio_util::sync::{CancellationToken, DropGuard};

pub(super) const FOLLOW: &str = "subscription($id: ID!, $token: String, $after: String) {
    orderEvents(orderId: $id, accessToken: $token, after: $after) { cursor kind location shop { slug } } }";

type Events = BoxStream<'static, Response>;

fn follow(test: &TestApp, visitor: &Visitor, placed: &Placed, after: Option<&str>) -> Events {
    test.subscribe(visitor, FOLLOW, json!({"id": placed.id(), "token": placed.token, "after": after}))
}

/// The next event; a test that waits longer than any machine needs has missed one.
async fn next(events: &mut Events) -> Value {
    let response = tokio::time::timeout(Duration::from_secs(60), events.next()).await.expect("an event in time");
    let answer = serde_json::to_value(response.expect("the stream goes on")).expect("JSON");
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["orderEvents"].clone()
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Appends events that are told apart by their location.
pub(super) async fn write(test: &TestApp, placed: &Placed, shop_id: ShopId, numbers: impl Iterator<Item = usize>) {
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    for number in numbers {
        let fact = OrderFact {
            kind: OrderEventKind::TrackingUpdated,
            order_state: OrderState::Shipped,
            shipment: Some(ShipmentFact {
                id: test.app.ids.next(),
                shop_id,
                state: ShipmentState::InTransit,
                carrier: "demo-courier".to_owned(),
                tracking_number: "DC1".to_owned(),
                location: Some(number.to_string()),
                reason: None,
            }),
        };
        let event = NewEvent::new(OrderEventKind::TrackingUpdated.topic(), placed.order.id.0, fact).expect("JSON");
        tx.emit(NewEvent { shop_id: Some(shop_id), ..event });
    }
    tx.commit().await.expect("committed");
}

/// A test with an order of one shop, and nobody who hands out live events yet.
pub(super) async fn set_up_silent() -> (TestApp, ShopId, Placed) {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order(&test.guest(), &[(bowl, 1)]).await;
    (test, clay, placed)
}

/// Hands out live events until the guard is dropped.
fn dispatch(test: &TestApp) -> DropGuard {
    let stop = CancellationToken::new();
    tokio::spawn(events::dispatch(test.app.db.clone(), stop.clone()));
    stop.drop_guard()
}

/// Twenty different numbers below `events`: after which of them the connection is lost.
pub(super) fn twenty_of(test: &TestApp, events: usize) -> BTreeSet<usize> {
    let mut drops = BTreeSet::new();
    while drops.len() < 20 {
        drops.insert(usize::try_from(test.app.ids.below(events as u64)).expect("small"));
    }
    drops
}

async fn set_up() -> (TestApp, ShopId, Placed, DropGuard) {
    let (test, clay, placed) = set_up_silent().await;
    let running = dispatch(&test);
    (test, clay, placed, running)
}

#[tokio::test]
async fn what_was_written_before_the_live_feed_began_is_not_missed() {
    let (test, clay, placed) = set_up_silent().await;
    let mut events = follow(&test, &test.guest(), &placed, None);
    assert_eq!(next(&mut events).await["kind"], "PLACED");
    assert_eq!(next(&mut events).await["kind"], "CONFIRMED");
    let silence = tokio::time::timeout(Duration::from_millis(50), events.next()).await;
    assert!(silence.is_err(), "the subscriber has read everything and waits");
    write(&test, &placed, clay, 0..3).await;
    let _running = dispatch(&test);
    for number in 0..3 {
        assert_eq!(next(&mut events).await["location"], number.to_string());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscriber_dropped_twenty_times_gets_each_of_a_thousand_events_once_and_in_order() {
    const EVENTS: usize = 1000;
    let (test, clay, placed, _running) = set_up().await;
    let drops = twenty_of(&test, EVENTS);
    let read = async {
        let mut events = follow(&test, &test.guest(), &placed, None);
        assert_eq!(next(&mut events).await["kind"], "PLACED");
        let mut cursor = text(&next(&mut events).await["cursor"]);
        for number in 0..EVENTS {
            let event = next(&mut events).await;
            assert_eq!(event["location"], number.to_string(), "exactly once and in order");
            cursor = text(&event["cursor"]);
            if drops.contains(&number) {
                drop(events);
                tokio::time::sleep(Duration::from_millis(test.app.ids.below(20))).await;
                events = follow(&test, &test.guest(), &placed, Some(&cursor));
            }
        }
        (events, cursor)
    };
    let write_all = async {
        for number in 0..EVENTS {
            write(&test, &placed, clay, std::iter::once(number)).await;
        }
    };
    let ((mut events, cursor), ()) = tokio::join!(read, write_all);
    let more = tokio::time::timeout(Duration::from_millis(200), events.next()).await;
    assert!(more.is_err(), "nothing comes twice");
    // The cursors of the list are those of the subscription.
    let query = "query($id: ID!, $token: String) { order(id: $id, accessToken: $token) {
        events(first: 100) { nodes { cursor } pageInfo { hasNextPage endCursor } } } }";
    let data = test.data(&test.guest(), query, json!({"id": placed.id(), "token": placed.token})).await;
    let page = &data["order"]["events"];
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let mut again = follow(&test, &test.guest(), &placed, page["pageInfo"]["endCursor"].as_str());
    assert_eq!(next(&mut again).await["location"], "98");
    assert!(cursor.len() < 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_misses_nothing() {
    // More than the live feed holds, so that the reader has to go back to the database.
    const EVENTS: usize = 3000;
    let (test, clay, placed, _running) = set_up().await;
    let mut events = follow(&test, &test.guest(), &placed, None);
    assert_eq!(next(&mut events).await["kind"], "PLACED");
    for start in (0..EVENTS).step_by(100) {
        write(&test, &placed, clay, start..start + 100).await;
    }
    // The dispatcher has overtaken the reader when somebody who came later is done.
    let mut fast = follow(&test, &test.guest(), &placed, None);
    for _ in 0..EVENTS + 2 {
        next(&mut fast).await;
    }
    assert_eq!(next(&mut events).await["kind"], "CONFIRMED");
    for number in 0..EVENTS {
        assert_eq!(next(&mut events).await["location"], number.to_string());
    }
    write(&test, &placed, clay, EVENTS..=EVENTS).await;
    assert_eq!(next(&mut events).await["location"], EVENTS.to_string());
    assert_eq!(next(&mut fast).await["location"], EVENTS.to_string());
}

#[tokio::test]
async fn is_for_those_who_may_see_the_order() {
    let (test, _, placed, _running) = set_up().await;
    let code = |variables: Value| {
        let mut events = test.subscribe(&test.guest(), FOLLOW, variables);
        async move {
            let answer = serde_json::to_value(events.next().await.expect("an answer")).expect("JSON");
            assert!(events.next().await.is_none());
            text(&answer["errors"][0]["extensions"]["code"])
        }
    };
    assert_eq!(code(json!({"id": placed.id()})).await, "NOT_FOUND");
    assert_eq!(code(json!({"id": placed.id(), "token": "0"})).await, "NOT_FOUND");
    assert_eq!(code(json!({"id": "ord_", "token": placed.token})).await, "NOT_FOUND");
    for cursor in ["", "xyz", "7b7d", "2231"] {
        assert_eq!(
            code(json!({"id": placed.id(), "token": placed.token, "after": cursor})).await,
            "BAD_USER_INPUT",
            "{cursor}"
        );
    }
}

#[tokio::test]
async fn staff_hear_of_their_own_shop() {
    let (test, clay, placed, _running) = set_up().await;
    let wool = test.shop("wool").await;
    let potter = test.seller("potter", &[clay]).await;
    write(&test, &placed, wool, 0..1).await;
    write(&test, &placed, clay, 1..2).await;
    let mut events = test.subscribe(&potter, FOLLOW, json!({"id": placed.id()}));
    assert_eq!(next(&mut events).await["kind"], "PLACED");
    assert_eq!(next(&mut events).await["kind"], "CONFIRMED");
    let event = next(&mut events).await;
    assert_eq!((&event["location"], &event["shop"]["slug"]), (&json!("1"), &json!("clay")));
    let query =
        "query($id: ID!) { order(id: $id) { events(first: 3) { nodes { location } pageInfo { hasNextPage } } } }";
    let data = test.data(&potter, query, json!({"id": placed.id()})).await;
    let page = &data["order"]["events"];
    assert_eq!((&page["nodes"][2]["location"], &page["pageInfo"]["hasNextPage"]), (&json!("1"), &json!(false)));
}
