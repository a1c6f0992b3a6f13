//! Reading orders.

use crate::support::TestApp;
use crate::support::orders::Placed;
use api::graphql::Visitor;
use serde_json::{Value, json};

const AMOUNTS: &str = "query($id: ID!, $token: String) { order(id: $id, accessToken: $token) {
    number accessToken subtotal { amount } deliveryTotal { amount } total { amount } payment { amount { amount } state }
    parts { shop { slug } lines { title } } lines { title } } }";

async fn read(test: &TestApp, visitor: &Visitor, placed: &Placed, token: Option<&str>) -> Value {
    test.data(visitor, AMOUNTS, json!({"id": placed.id(), "token": token})).await["order"].clone()
}

#[tokio::test]
async fn an_order_is_seen_by_those_it_concerns() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 10).await;
    let buyer = test.register("buyer").await;
    let placed = test.order(&buyer, &[(bowl, 2), (scarf, 1)]).await;

    let whole = json!({
        "number": placed.order.number, "accessToken": null,
        "subtotal": {"amount": "76.00"}, "deliveryTotal": {"amount": "7.80"}, "total": {"amount": "83.80"},
        "payment": {"amount": {"amount": "83.80"}, "state": "PENDING"},
        "parts": [{"shop": {"slug": "clay"}, "lines": [{"title": "tea bowl"}]},
                  {"shop": {"slug": "wool"}, "lines": [{"title": "scarf"}]}],
        "lines": [{"title": "tea bowl"}, {"title": "scarf"}],
    });
    assert_eq!(read(&test, &buyer, &placed, None).await, whole);
    assert_eq!(read(&test, &test.guest(), &placed, Some(&placed.token)).await, whole);
    assert_eq!(read(&test, &test.admin("root").await, &placed, None).await, whole);

    let part = json!({
        "number": placed.order.number, "accessToken": null,
        "subtotal": {"amount": "40.00"}, "deliveryTotal": {"amount": "3.90"}, "total": {"amount": "43.90"},
        "payment": {"amount": {"amount": "43.90"}, "state": "PENDING"},
        "parts": [{"shop": {"slug": "wool"}, "lines": [{"title": "scarf"}]}],
        "lines": [{"title": "scarf"}],
    });
    assert_eq!(read(&test, &test.seller("weaver", &[wool]).await, &placed, None).await, part);

    let other = test.shop("other").await;
    for (visitor, token) in [
        (test.guest(), None),
        (test.guest(), Some("")),
        (test.guest(), Some("00")),
        (test.register("nosy").await, None),
        (test.seller("rival", &[other]).await, None),
    ] {
        assert_eq!(read(&test, &visitor, &placed, token).await, Value::Null);
    }
}

#[tokio::test]
async fn node_finds_an_order_and_its_pieces_for_those_it_concerns() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 10).await;
    let buyer = test.register("buyer").await;
    let placed = test.order(&buyer, &[(bowl, 2), (scarf, 1)]).await;
    let potter = test.seller("potter", &[clay]).await;
    let shipped = test.ship(&potter, json!({"orderPartId": placed.part(0)})).await;
    let shipment = shipped["shipment"]["id"].as_str().expect("shipped").to_owned();

    let ids = [placed.id(), placed.part(0), placed.line(0), shipment, placed.part(1), placed.line(1)];
    let kinds = |visitor: Visitor| {
        let (test, ids) = (&test, &ids);
        async move {
            let data = test
                .data(&visitor, "query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", json!({"ids": ids}))
                .await;
            let kinds = data["nodes"].as_array().expect("nodes").clone();
            kinds.iter().map(|node| node["__typename"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>().join(" ")
        }
    };
    assert_eq!(kinds(buyer).await, "Order OrderPart OrderLine Shipment OrderPart OrderLine");
    assert_eq!(kinds(potter).await, "Order OrderPart OrderLine Shipment - -");
    assert_eq!(kinds(test.guest()).await, "- - - - - -");
}

const LIST: &str = "query($first: Int, $after: String, $last: Int, $before: String) { me {
    orders(first: $first, after: $after, last: $last, before: $before) {
        totalCount totalCountIsExact nodes { number } edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";

async fn page(test: &TestApp, visitor: &Visitor, variables: Value) -> (Vec<String>, Value) {
    let connection = test.data(visitor, LIST, variables).await["me"]["orders"].clone();
    assert_eq!((&connection["totalCount"], &connection["totalCountIsExact"]), (&json!(5), &json!(true)));
    let nodes = connection["nodes"].as_array().expect("nodes");
    let numbers = nodes.iter().map(|node| node["number"].as_str().expect("a number").to_owned()).collect();
    (numbers, connection["pageInfo"].clone())
}

#[tokio::test]
async fn an_account_pages_through_its_own_orders() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 100).await;
    let buyer = test.register("buyer").await;
    let mut numbers = Vec::new();
    for index in 0..5 {
        // Two of one moment: the id decides between them.
        test.app.clock.advance_ms(if index == 2 { 0 } else { 1000 });
        numbers.push(test.order(&buyer, &[(bowl, 1)]).await.order);
    }
    test.order(&test.register("other").await, &[(bowl, 1)]).await;
    numbers.sort_by_key(|order| (order.placed_at, order.id));
    let expected: Vec<String> = numbers.into_iter().rev().map(|order| order.number).collect();

    let (first, info) = page(&test, &buyer, json!({"first": 2})).await;
    assert_eq!((first.as_slice(), &info["hasNextPage"]), (&expected[..2], &json!(true)));
    let (second, info) = page(&test, &buyer, json!({"first": 2, "after": info["endCursor"]})).await;
    assert_eq!((second.as_slice(), &info["hasNextPage"]), (&expected[2..4], &json!(true)));
    let (third, end) = page(&test, &buyer, json!({"first": 2, "after": info["endCursor"]})).await;
    assert_eq!((third.as_slice(), &end["hasNextPage"]), (&expected[4..], &json!(false)));
    let (back, info) = page(&test, &buyer, json!({"last": 3, "before": end["startCursor"]})).await;
    assert_eq!((back.as_slice(), &info["hasPreviousPage"]), (&expected[1..4], &json!(true)));
}

#[tokio::test]
async fn a_shop_lists_what_it_delivers_to_its_staff_alone() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 100).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 10).await;
    let buyer = test.register("buyer").await;
    let both = test.order(&buyer, &[(bowl, 1), (scarf, 1)]).await;
    test.order(&buyer, &[(scarf, 1)]).await;
    let potter = test.seller("potter", &[clay]).await;
    let query = "query($state: OrderPartState) { shop(slug: \"clay\") { orders(first: 10, state: $state) {
        totalCount nodes { state subtotal { amount } order { number total { amount } parts { shop { slug } } } } } } }";
    let data = test.data(&potter, query, json!({})).await;
    assert_eq!(
        data["shop"]["orders"],
        json!({"totalCount": 1, "nodes": [{"state": "CONFIRMED", "subtotal": {"amount": "18.00"},
            "order": {"number": both.order.number, "total": {"amount": "21.90"}, "parts": [{"shop": {"slug": "clay"}}]}}]})
    );
    let data = test.data(&potter, query, json!({"state": "SHIPPED"})).await;
    assert_eq!(data["shop"]["orders"], json!({"totalCount": 0, "nodes": []}));
    for visitor in [buyer, test.guest(), test.seller("weaver", &[wool]).await] {
        assert_eq!(test.data(&visitor, query, json!({})).await["shop"]["orders"], Value::Null);
    }
}

const EVERYTHING: &str = "query($first: Int) { me { orders(first: $first) { nodes {
    number total { amount } payment { state }
    parts { shop { name } lines { title image { url } product { slug } variant { title } }
        shipments { state lines { quantity orderLine { title } } events { status } } }
    lines { title } events(first: 5) { nodes { kind shop { name } } } } } } }";

#[tokio::test]
async fn twenty_orders_cost_as_many_statements_as_one() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 100).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 100).await;
    let buyer = test.register("buyer").await;
    let seller = test.seller("seller", &[clay, wool]).await;
    for _ in 0..20 {
        let placed = test.order(&buyer, &[(bowl, 1), (scarf, 1)]).await;
        for part in 0..2 {
            let shipped = test.ship(&seller, json!({"orderPartId": placed.part(part)})).await;
            assert_eq!(shipped["userErrors"], json!([]));
        }
    }
    let mut costs = Vec::new();
    for first in [1, 20] {
        let read = async || {
            let data = test.data(&buyer, EVERYTHING, json!({"first": first})).await;
            assert_eq!(data["me"]["orders"]["nodes"].as_array().expect("nodes").len(), first);
            assert_eq!(data["me"]["orders"]["nodes"][0]["events"]["nodes"].as_array().expect("events").len(), 4);
        };
        costs.push(test.statements(read).await);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0] <= 16, "{costs:?}");
}
