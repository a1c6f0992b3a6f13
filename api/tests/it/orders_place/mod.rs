//! Placing orders: what is written, what is refused, and that a key counts once.

mod again;
mod cancel;
mod crash;
mod expire;
mod race;

use crate::carts::{add, cart_with, change, fill, set_price};
use crate::support::TestApp;
use api::config::Settings;
use api::graphql::Visitor;
use api::graphql::context::Effect;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::id::{OrderId, VariantId};

const ORDER: &str = "fragment O on Order { id number accessToken email state placedAt isDemo
    subtotal { amount } deliveryTotal { amount } total { amount } shippingAddress { name postalCode countryCode }
    lines { title variantTitle sku quantity unitPrice { amount } total { amount } variant { id } image { alt } }
    parts { shop { slug } state subtotal { amount } total { amount } delivery { kind name price { amount } earliest } }
    payment { method state amount { amount } reference dueAt instructions { iban reference } } }";

/// What a guest sends to order a cart.
pub fn input(cart: &str, key: &str) -> Value {
    json!({
        "cartId": cart, "email": "Ada@example.com", "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": key,
        "shippingAddress": {"name": "Ada Moss", "line1": "3 Kirkgate", "city": "Leeds", "postalCode": "ls2 7dr", "countryCode": "gb"},
    })
}

/// `input` with other fields.
pub fn with(mut input: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().expect("an object") {
        input[name] = value.clone();
    }
    input
}

/// Runs `orderPlace` and returns the whole answer.
pub async fn place_raw(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    let query = format!(
        "mutation($input: OrderPlaceInput!) {{ orderPlace(input: $input) {{
            order {{ ...O }} userErrors {{ code field lineId availableQuantity }} }} }} {ORDER}"
    );
    test.run(visitor, &query, json!({"input": input})).await
}

/// Runs `orderPlace` and returns its payload.
pub async fn place(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    let answer = place_raw(test, visitor, input).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["orderPlace"].clone()
}

/// Places an order that must succeed, of a guest's new cart; returns it.
pub async fn order_of(test: &TestApp, variant: VariantId, quantity: i32, fields: Value) -> Value {
    let cart = cart_with(test, variant, quantity).await;
    let placed = place(test, &test.guest(), with(input(&cart, &cart), &fields)).await;
    assert_eq!(placed["userErrors"], json!([]));
    placed["order"].clone()
}

/// The topics of everything that happened to an order.
pub async fn topics(test: &TestApp, order: &Value) -> Vec<String> {
    let id: OrderId = order["id"].as_str().expect("an id").parse().expect("an order's id");
    let events = api::events::after(test.app.db.read(), 0, Some(id.0), 100).await.expect("read");
    events.into_iter().map(|event| event.topic).collect()
}

/// An order as `visitor` sees it.
pub async fn read(test: &TestApp, visitor: &Visitor, order: &Value, token: Option<&Value>) -> Value {
    let query = format!("query($id: ID!, $token: String) {{ order(id: $id, accessToken: $token) {{ ...O }} }} {ORDER}");
    test.data(visitor, &query, json!({"id": order["id"], "token": token})).await["order"].clone()
}

fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().expect("a list");
    errors.iter().map(|error| error["code"].as_str().expect("a code")).collect()
}

#[tokio::test]
async fn places_an_order_over_two_shops() {
    let test = TestApp::new().await;
    let (one, two) = (test.shop("lam-hong").await, test.shop("kirkgate").await);
    let (_, sizes) = test.product_with(one, "tea-bowl", &[("small", 1800, 9), ("large", 2400, 9)]).await;
    let (_, radio) = test.product(two, "radio", 9500, 1).await;
    let cart = fill(&test, &[(sizes[1], 2), (radio, 1)]).await["id"].as_str().expect("an id").to_owned();
    let placed = place(&test, &test.guest(), input(&cart, "k1")).await;
    assert_eq!(placed["userErrors"], json!([]));
    let order = &placed["order"];
    let amounts = ["subtotal", "deliveryTotal", "total"].map(|name| order[name]["amount"].as_str().expect("money"));
    assert_eq!(amounts, ["143.00", "0.00", "143.00"]);
    assert_eq!((&order["state"], &order["email"]), (&json!("CONFIRMED"), &json!("ada@example.com")));
    assert_eq!(order["shippingAddress"], json!({"name": "Ada Moss", "postalCode": "LS2 7DR", "countryCode": "GB"}));
    let bowl = &order["lines"][0];
    assert_eq!(
        (&bowl["title"], &bowl["variantTitle"], &bowl["sku"]),
        (&json!("tea bowl"), &json!("large"), &json!("tea-bowl-large"))
    );
    assert_eq!(
        (&bowl["quantity"], &bowl["unitPrice"]["amount"], &bowl["total"]["amount"]),
        (&json!(2), &json!("24.00"), &json!("48.00"))
    );
    assert_eq!(bowl["variant"]["id"], json!(sizes[1]));
    let part = &order["parts"][0];
    assert_eq!(
        (&part["shop"]["slug"], &part["state"], &part["total"]["amount"]),
        (&json!("lam-hong"), &json!("CONFIRMED"), &json!("48.00"))
    );
    assert_eq!(part["delivery"]["name"], "Standard");
    assert_eq!(part["delivery"]["earliest"], "2026-03-05T00:00:00.000Z");
    assert_eq!(
        (&order["payment"]["method"], &order["payment"]["state"]),
        (&json!("CASH_ON_DELIVERY"), &json!("PENDING"))
    );
    assert_eq!(order["payment"]["amount"]["amount"], "143.00");
    assert_eq!(
        (test.stock(sizes[0]).await, test.stock(sizes[1]).await, test.stock(radio).await),
        ((9, 0), (9, 2), (1, 1))
    );
    assert_eq!(topics(&test, order).await, ["order.placed", "order.confirmed"]);
    let cart =
        test.data(&test.guest(), "query($id: ID) { cart(id: $id) { totalQuantity } }", json!({"id": cart})).await;
    assert_eq!(cart["cart"]["totalQuantity"], 0);
    let token = order["accessToken"].clone();
    assert_eq!(read(&test, &test.guest(), order, Some(&token)).await["number"], order["number"]);
    assert_eq!(read(&test, &test.guest(), order, None).await, Value::Null);
}

#[tokio::test]
async fn a_key_counts_once_and_gives_the_same_token_again() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let cart = cart_with(&test, bowl, 2).await;
    let first = place(&test, &test.guest(), input(&cart, "k1")).await;
    let again = test.guest();
    let second = place(&test, &again, input(&cart, "k1")).await;
    assert_eq!(first, second);
    assert!(first["order"]["accessToken"].as_str().is_some_and(|token| token.len() == 64));
    assert_eq!(again.effects.take(), [Effect::Replayed]);
    assert_eq!(test.stock(bowl).await, (9, 2));
    let other = with(input(&cart, "k1"), &json!({"email": "eve@example.com"}));
    let conflict = place_raw(&test, &test.guest(), other).await;
    assert_eq!(conflict["errors"][0]["extensions"]["code"], "CONFLICT");
    let malformed = place_raw(&test, &test.guest(), input(&cart, "")).await;
    assert_eq!(malformed["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(codes(&place(&test, &test.guest(), input(&cart, "k2")).await), ["CART_EMPTY"]);
    // The database knows neither the token nor the key.
    let row = api::idempotency::entity::Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
    let stored = format!("{row:?}");
    assert!(!stored.contains(first["order"]["accessToken"].as_str().expect("a token")) && !stored.contains("\"k1\""));
}

#[tokio::test]
async fn a_refused_order_changes_nothing_and_its_key_is_free() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let (_, cup) = test.product(shop, "cup", 900, 3).await;
    let filled = fill(&test, &[(bowl, 2), (cup, 3)]).await;
    let (cart, lines) = (filled["id"].as_str().expect("an id"), &filled["lines"]);
    order_of(&test, cup, 2, json!({})).await;
    let refused = place(&test, &test.guest(), input(cart, "k1")).await;
    let error = &refused["userErrors"][0];
    assert_eq!(
        (codes(&refused), &error["lineId"], &error["availableQuantity"]),
        (vec!["NOT_ENOUGH_STOCK"], &lines[1]["id"], &json!(1))
    );
    assert_eq!((test.stock(bowl).await, test.stock(cup).await), ((9, 0), (3, 2)));
    change(&test, &test.guest(), "cartWarningsAcknowledge", json!({"cartId": cart})).await;
    let placed = place(&test, &test.guest(), input(cart, "k1")).await;
    assert_eq!((codes(&placed), &placed["order"]["subtotal"]["amount"]), (vec![], &json!("45.00")));
}

#[tokio::test]
async fn a_price_that_rose_is_refused_and_one_that_fell_is_not() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let cart = cart_with(&test, bowl, 1).await;
    set_price(&test, bowl, 1900).await;
    assert_eq!(codes(&place(&test, &test.guest(), input(&cart, "k1")).await), ["PRICE_CHANGED"]);
    change(&test, &test.guest(), "cartWarningsAcknowledge", json!({"cartId": cart})).await;
    set_price(&test, bowl, 1500).await;
    let placed = place(&test, &test.guest(), input(&cart, "k1")).await;
    assert_eq!((codes(&placed), &placed["order"]["subtotal"]["amount"]), (vec![], &json!("15.00")));
}

#[tokio::test]
async fn names_everything_that_is_wrong() {
    let test = TestApp::with_settings(Settings::default()).await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let cart = cart_with(&test, bowl, 1).await;
    let try_with = async |fields: Value| {
        let refused = place(&test, &test.guest(), with(input(&cart, "k1"), &fields)).await;
        (codes(&refused).join(" "), refused["userErrors"][0]["field"].clone())
    };
    assert_eq!(try_with(json!({"email": null})).await, ("EMAIL_REQUIRED".into(), json!(["email"])));
    let address = json!({"name": "", "line1": "3 Kirkgate", "city": " ", "countryCode": "GB"});
    assert_eq!(
        try_with(json!({"email": "ada", "shippingAddress": address})).await,
        ("EMAIL_INVALID ADDRESS_INVALID ADDRESS_INVALID ADDRESS_INVALID".into(), json!(["email"]))
    );
    assert_eq!(try_with(json!({"cartId": "rubbish"})).await, ("CART_NOT_FOUND".into(), json!(["cartId"])));
    let bank = try_with(json!({"paymentMethod": "BANK_TRANSFER"})).await;
    assert_eq!(bank, ("PAYMENT_METHOD_NOT_AVAILABLE".into(), json!(["paymentMethod"])), "no bank is configured");
    let option: shared::id::DeliveryOptionId = test.app.ids.next();
    assert_eq!(
        try_with(json!({"deliveryOptionIds": [option]})).await,
        ("DELIVERY_OPTION_NOT_FOUND".into(), json!(["deliveryOptionIds", "0"]))
    );
    assert_eq!(try_with(json!({})).await.0, "", "and nothing of it was kept");
}

#[tokio::test]
async fn an_accounts_order_is_its_own() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let cart = add(&test, &ada, None, bowl, 1).await["cart"]["id"].clone();
    let stolen = place(&test, &ben, with(input("", "k1"), &json!({"cartId": cart}))).await;
    assert_eq!(codes(&stolen), ["CART_NOT_FOUND"]);
    let own = with(input("", "k1"), &json!({"cartId": null, "email": null}));
    let placed = place(&test, &ada, own).await;
    assert_eq!((codes(&placed), &placed["order"]["email"]), (vec![], &json!("ada@example.com")));
    assert_eq!(read(&test, &ada, &placed["order"], None).await["id"], placed["order"]["id"]);
    assert_eq!(read(&test, &ben, &placed["order"], None).await, Value::Null);
}

#[tokio::test]
async fn costs_the_same_number_of_statements_for_1_and_20_lines() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let names: Vec<String> = (0..20).map(|number| format!("s{number}")).collect();
    let sizes: Vec<_> = names.iter().map(|name| (name.as_str(), 100, 9)).collect();
    let (_, variants) = test.product_with(shop, "tile", &sizes).await;
    let mut costs = Vec::new();
    for count in [1, 20] {
        let lines: Vec<_> = variants[..count].iter().map(|id| json!({"variantId": id, "quantity": 1})).collect();
        let made = change(&test, &test.guest(), "cartLinesAdd", json!({"lines": lines})).await;
        let query = "mutation($input: OrderPlaceInput!) { orderPlace(input: $input) { order { number } } }";
        let cart = made["cart"]["id"].as_str().expect("an id");
        let before = test.app.db.statements_sent();
        test.data(&test.guest(), query, json!({"input": input(cart, cart)})).await;
        costs.push(test.app.db.statements_sent() - before);
    }
    // Several rows of one statement are locked first on PostgreSQL.
    assert!(costs[1] - costs[0] <= 1, "{costs:?}");
    assert!(costs[1] <= 18, "{costs:?}");
}
