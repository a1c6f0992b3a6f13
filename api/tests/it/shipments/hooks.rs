//! Carriers report on shipments.

use crate::support::TestApp;
use crate::support::hooks::report;
use crate::support::orders::Placed;
use api::carriers;
use api::config::DEMO_CARRIER;
use api::graphql::Visitor;
use serde_json::{Value, json};

const PATH: &str = "/hooks/carriers/demo-courier";

async fn shipped(test: &TestApp, seller: &Visitor, placed: &Placed, part: usize, number: &str) {
    let answer = test.ship(seller, json!({"orderPartId": placed.part(part), "trackingNumber": number})).await;
    assert_eq!(answer["userErrors"], json!([]));
}

async fn order(test: &TestApp, placed: &Placed) -> Value {
    let query = "query($id: ID!, $token: String) { order(id: $id, accessToken: $token) { state payment { state paidAt }
        parts { state shipments { state deliveredAt events { status } } }
        events(first: 100) { nodes { kind shipmentState orderState location reason } } } }";
    let variables = json!({"id": placed.id(), "token": placed.token});
    test.data(&test.guest(), query, variables).await["order"].clone()
}

fn results(results: &[Value]) -> Vec<String> {
    results
        .iter()
        .map(|result| format!("{} {}", result["status"], result["result"].as_str().expect("a word")))
        .collect()
}

#[tokio::test]
async fn a_parcel_arrives_and_the_order_follows() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order(&test.guest(), &[(bowl, 2)]).await;
    shipped(&test, &test.seller("potter", &[clay]).await, &placed, 0, "DC0001").await;
    let mut events = Vec::new();
    for (index, status) in ["accepted", "exception", "out_for_delivery", "delivered"].into_iter().enumerate() {
        test.app.clock.advance_ms(60_000);
        let mut event = report(&format!("e{index}"), "dc0001", status, test.app.clock.now());
        event["location"] = json!(format!("stop {index}"));
        if status == "exception" {
            event["reason"] = json!("weather");
        }
        events.push(event);
    }
    let done = test.report(&events).await;
    assert_eq!(results(&done), ["200 applied"; 4]);
    let order = order(&test, &placed).await;
    assert_eq!((&order["state"], &order["payment"]["state"]), (&json!("DELIVERED"), &json!("PAID")));
    assert_eq!(order["payment"]["paidAt"], json!("2026-03-02T09:04:00.000Z"));
    let told: Vec<_> = order["events"]["nodes"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| {
            ["kind", "shipmentState", "orderState", "location", "reason"]
                .map(|field| event[field].as_str().unwrap_or("-"))
                .join(" ")
        })
        .collect();
    assert_eq!(
        told,
        [
            "PLACED - PLACED - -",
            "CONFIRMED - CONFIRMED - -",
            "SHIPMENT_CREATED LABEL_CREATED SHIPPED - -",
            "TRACKING_UPDATED ACCEPTED SHIPPED stop 0 -",
            "TRACKING_UPDATED EXCEPTION SHIPPED stop 1 WEATHER",
            "TRACKING_UPDATED OUT_FOR_DELIVERY SHIPPED stop 2 -",
            "DELIVERED DELIVERED DELIVERED stop 3 -",
            "PAID - DELIVERED - -",
        ]
    );
}

#[tokio::test]
async fn reports_in_any_order_and_more_than_once_end_alike() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 1000).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 1000).await;
    let seller = test.seller("seller", &[clay, wool]).await;
    test.app.clock.advance_ms(3_600_000);
    for round in 0..8 {
        let placed = test.order(&test.guest(), &[(bowl, 1), (scarf, 1)]).await;
        let mut events = Vec::new();
        for part in 0..2 {
            let number = format!("DC-{round}-{part}");
            shipped(&test, &seller, &placed, part, &number).await;
            for (step, status) in (1..).zip(["accepted", "in_transit", "in_transit", "out_for_delivery", "delivered"]) {
                let at = test.app.clock.now().plus_ms(step * 1000);
                events.push(report(&format!("{number}-{step}"), &number, status, at));
            }
        }
        // Everything twice, shuffled, in three posts.
        events.extend(events.clone());
        for index in (1..events.len()).rev() {
            events.swap(index, usize::try_from(test.app.ids.below(index as u64 + 1)).expect("small"));
        }
        let mut words = Vec::new();
        for chunk in events.chunks(7) {
            words.extend(results(&test.report(chunk).await));
        }
        assert_eq!(words.iter().filter(|word| *word == "200 duplicate").count(), 10);
        let order = order(&test, &placed).await;
        assert_eq!((&order["state"], &order["payment"]["state"]), (&json!("DELIVERED"), &json!("PAID")));
        for part in order["parts"].as_array().expect("parts") {
            assert_eq!(part["shipments"][0]["state"], "DELIVERED");
            let kept: Vec<_> = part["shipments"][0]["events"].as_array().expect("events").clone();
            let kept: Vec<_> = kept.iter().map(|event| event["status"].as_str().expect("a status")).collect();
            assert_eq!(kept, ["ACCEPTED", "IN_TRANSIT", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]);
        }
        let events = order["events"]["nodes"].as_array().expect("events").clone();
        assert_eq!(events.iter().filter(|event| event["kind"] == "PAID").count(), 1);
        assert_eq!(events.iter().filter(|event| event["kind"] == "DELIVERED").count(), 2);
    }
    assert_eq!((test.stock(bowl).await, test.stock(scarf).await), ((992, 0), (992, 0)));
}

#[tokio::test]
async fn a_cancelled_label_gives_its_pieces_back() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let placed = test.order(&test.guest(), &[(bowl, 2)]).await;
    shipped(&test, &potter, &placed, 0, "DC0001").await;
    assert_eq!(test.stock(bowl).await, (8, 0));
    let now = test.app.clock.now();
    assert_eq!(results(&test.report(&[report("e1", "DC0001", "cancelled", now.plus_ms(1))]).await), ["200 applied"]);
    assert_eq!(test.stock(bowl).await, (10, 2));
    assert_eq!(order(&test, &placed).await["state"], "CONFIRMED");
    test.app.clock.advance_ms(1);
    shipped(&test, &potter, &placed, 0, "DC0002").await;
    let reports = [
        report("e2", "DC0002", "delivered", now.plus_ms(2)),
        report("e3", "DC0002", "returned", now.plus_ms(3)),
        report("e4", "DC0002", "in_transit", now.plus_ms(4)),
    ];
    assert_eq!(results(&test.report(&reports).await), ["200 applied", "200 applied", "200 kept"]);
    // What had been delivered came back: the parcel says so, the order stays as it was.
    let order = order(&test, &placed).await;
    assert_eq!(order["state"], "DELIVERED");
    assert_eq!(order["parts"][0]["shipments"][1]["state"], "RETURNED");
    assert_eq!(order["parts"][0]["shipments"][1]["deliveredAt"], Value::Null);
    assert_eq!(test.stock(bowl).await, (8, 0));
}

#[tokio::test]
async fn one_bad_event_does_not_hold_the_others_up() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order(&test.guest(), &[(bowl, 1)]).await;
    shipped(&test, &test.seller("potter", &[clay]).await, &placed, 0, "DC0001").await;
    let now = test.app.clock.now().plus_ms(1);
    let done = test
        .report(&[
            report("e1", "DC9999", "accepted", now),
            report("e2", "DC0001", "flying", now),
            json!(7),
            report("e3", "DC0001", "accepted", now),
            report("e4", "DC0001", "label_created", now.plus_ms(-1000)),
        ])
        .await;
    assert_eq!(
        results(&done),
        ["404 unknown_tracking_number", "422 invalid", "422 invalid", "200 applied", "200 kept"]
    );
    assert_eq!(done[1]["id"], "e2");
    assert_eq!(order(&test, &placed).await["parts"][0]["shipments"][0]["state"], "ACCEPTED");
}

#[tokio::test]
async fn believes_only_what_is_signed() {
    let test = TestApp::new().await;
    let secret = test.app.config.carriers[DEMO_CARRIER].clone();
    let now = test.app.clock.now().0 / 1000;
    let signed = |seconds: i64, body: &str| {
        [
            ("vouch-timestamp", seconds.to_string()),
            ("vouch-signature", carriers::sign(&secret, seconds, body.as_bytes())),
        ]
    };
    let empty = "{\"events\":[]}";
    let post = |path: &'static str, headers: Vec<(&'static str, String)>, body: Vec<u8>| {
        let test = &test;
        async move { test.post_hook(path, &headers, body).await }
    };
    assert_eq!(post(PATH, signed(now, empty).into(), empty.into()).await, (200, json!({"results": []})));
    let mut statuses = Vec::new();
    for (path, headers, body) in [
        ("/hooks/carriers/pigeon", signed(now, empty).to_vec(), empty.as_bytes().to_vec()),
        (PATH, Vec::new(), empty.as_bytes().to_vec()),
        (PATH, signed(now, "{}").to_vec(), empty.as_bytes().to_vec()),
        (PATH, signed(now - 301, empty).to_vec(), empty.as_bytes().to_vec()),
        (PATH, signed(now, "{").to_vec(), b"{".to_vec()),
        (PATH, signed(now, empty).to_vec(), vec![b' '; 64 * 1024 + 1]),
    ] {
        let (status, answer) = post(path, headers, body).await;
        assert!(answer["error"].is_string(), "{answer}");
        statuses.push(status);
    }
    assert_eq!(statuses, [404, 401, 401, 403, 400, 413]);
}
