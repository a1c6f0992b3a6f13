//! Shops make shipments.

use crate::support::TestApp;
use serde_json::{Value, json};
use shared::payments::PaymentMethod;

fn codes(answer: &Value) -> Vec<String> {
    let errors = answer["userErrors"].as_array().expect("userErrors");
    errors.iter().map(|error| error["code"].as_str().expect("a code").to_owned()).collect()
}

async fn state(test: &TestApp, id: &str) -> Value {
    let query = "query($id: ID!) { order(id: $id) { state parts { state } lines { shippedQuantity } } }";
    test.data(&test.admin(&format!("root{}", test.app.ids.below(1_000_000))).await, query, json!({"id": id})).await["order"]
        .clone()
}

#[tokio::test]
async fn ships_some_and_then_the_rest() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let (_, jug) = test.product(clay, "jug", 3000, 5).await;
    let potter = test.seller("potter", &[clay]).await;
    let placed = test.order(&test.guest(), &[(bowl, 3), (jug, 1)]).await;
    assert_eq!((test.stock(bowl).await, test.stock(jug).await), ((10, 3), (5, 1)));

    let lines = json!([{"orderLineId": placed.line(0), "quantity": 1}, {"orderLineId": placed.line(0), "quantity": 1}]);
    let first =
        test.ship(&potter, json!({"orderPartId": placed.part(0), "lines": lines, "trackingNumber": "dc 0001 a"})).await;
    assert_eq!(first["userErrors"], json!([]));
    assert_eq!(
        (&first["shipment"]["state"], &first["shipment"]["trackingNumber"], &first["shipment"]["lines"]),
        (
            &json!("LABEL_CREATED"),
            &json!("DC0001A"),
            &json!([{"quantity": 2, "orderLine": {"id": placed.line(0), "shippedQuantity": 2}}])
        )
    );
    assert_eq!(test.stock(bowl).await, (8, 1));
    assert_eq!(
        state(&test, &placed.id()).await,
        json!({"state": "PARTIALLY_SHIPPED", "parts": [{"state": "PARTIALLY_SHIPPED"}],
               "lines": [{"shippedQuantity": 2}, {"shippedQuantity": 0}]})
    );

    let too_many = json!([{"orderLineId": placed.line(0), "quantity": 2}]);
    let refused = test.ship(&potter, json!({"orderPartId": placed.part(0), "lines": too_many})).await;
    assert_eq!(codes(&refused), ["QUANTITY_INVALID"]);

    let rest = test.ship(&potter, json!({"orderPartId": placed.part(0)})).await;
    assert_eq!(rest["shipment"]["lines"].as_array().map(Vec::len), Some(2));
    assert_eq!((test.stock(bowl).await, test.stock(jug).await), ((7, 0), (4, 0)));
    let after = state(&test, &placed.id()).await;
    assert_eq!(
        (&after["state"], &after["lines"]),
        (&json!("SHIPPED"), &json!([{"shippedQuantity": 3}, {"shippedQuantity": 1}]))
    );
    let nothing = test.ship(&potter, json!({"orderPartId": placed.part(0)})).await;
    assert_eq!(codes(&nothing), ["NOTHING_TO_SHIP"]);
}

#[tokio::test]
async fn says_why_it_ships_nothing() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let placed = test.order(&test.guest(), &[(bowl, 1), (scarf, 1)]).await;
    let part = placed.part(0);
    let foreign = json!([{"orderLineId": placed.line(1), "quantity": 1}]);
    let none = json!([{"orderLineId": placed.line(0), "quantity": 0}]);
    for (input, code) in [
        (json!({"orderPartId": part, "carrier": "pigeon"}), "CARRIER_UNKNOWN"),
        (json!({"orderPartId": part, "trackingNumber": "abc"}), "TRACKING_NUMBER_INVALID"),
        (json!({"orderPartId": part, "lines": foreign}), "NOT_FOUND"),
        (json!({"orderPartId": part, "lines": none}), "QUANTITY_INVALID"),
        (json!({"orderPartId": part, "lines": []}), "NOTHING_TO_SHIP"),
        (json!({"orderPartId": placed.part(1)}), "NOT_FOUND"),
        (json!({"orderPartId": "part_"}), "NOT_FOUND"),
    ] {
        assert_eq!(codes(&test.ship(&potter, input.clone()).await), [code], "{input}");
    }
    let buyer = test.register("buyer").await;
    for visitor in [test.guest(), buyer] {
        assert_eq!(codes(&test.ship(&visitor, json!({"orderPartId": part})).await), ["NOT_FOUND"]);
    }
    let unpaid = test.order_by(&test.guest(), &[(bowl, 1)], PaymentMethod::BankTransfer).await;
    let refused = test.ship(&potter, json!({"orderPartId": unpaid.part(0)})).await;
    assert_eq!(codes(&refused), ["NOT_ALLOWED_IN_THIS_STATE"]);

    let good = test.ship(&potter, json!({"orderPartId": part, "trackingNumber": "DC-TAKEN"})).await;
    assert_eq!(good["userErrors"], json!([]));
    let second = test.order(&test.guest(), &[(bowl, 1)]).await;
    let taken = test.ship(&potter, json!({"orderPartId": second.part(0), "trackingNumber": "dc-taken"})).await;
    assert_eq!(codes(&taken), ["TRACKING_NUMBER_TAKEN"]);
    // What was refused left no trace.
    assert_eq!(test.stock(bowl).await, (9, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_sent_twenty_times_at_once_ships_once() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 100).await;
    let potter = test.seller("potter", &[clay]).await;
    let placed = test.order(&test.guest(), &[(bowl, 50)]).await;
    let lines = json!([{"orderLineId": placed.line(0), "quantity": 2}]);
    let input =
        json!({"orderPartId": placed.part(0), "lines": lines, "trackingNumber": "DC7777", "idempotencyKey": "k"});
    let answers = futures::future::join_all((0..20).map(|_| test.ship(&potter, input.clone()))).await;
    let first = &answers[0]["shipment"]["id"];
    assert!(first.is_string());
    assert!(answers.iter().all(|answer| answer["shipment"]["id"] == *first));
    assert_eq!(test.stock(bowl).await, (98, 48));

    let other = json!({"orderPartId": placed.part(0), "trackingNumber": "DC7778", "carrier": "demo-courier", "idempotencyKey": "k"});
    let query = "mutation($input: ShipmentCreateInput!) { shipmentCreate(input: $input) { shipment { id } } }";
    let answer = test.run(&potter, query, json!({"input": other})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "CONFLICT");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_pieces_are_shipped_once() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let placed = test.order(&test.guest(), &[(bowl, 5)]).await;
    let lines = json!([{"orderLineId": placed.line(0), "quantity": 1}]);
    let input = json!({"orderPartId": placed.part(0), "lines": lines});
    let answers = futures::future::join_all((0..12).map(|_| test.ship(&potter, input.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer["shipment"].is_object()).count(), 5);
    assert_eq!(test.stock(bowl).await, (5, 0));
    assert_eq!(state(&test, &placed.id()).await["state"], "SHIPPED");
}
