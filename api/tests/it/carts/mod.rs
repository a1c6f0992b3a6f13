//! Carts: filling them, what they cost, what they warn of, and whose they are.

mod merge;

use crate::support::TestApp;
use api::catalog::entity::{ProductStatus, product, variant};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use api::jobs::{CleanUp, Job};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use shared::id::{CartId, ProductId, VariantId};
use shared::timestamp::DAY_MS;

const CART: &str = "fragment C on Cart { id totalQuantity subtotal { amount } deliveryTotal { amount } total { amount }
    lines { id quantity unitPrice { amount } total { amount } availableQuantity variant { id title } }
    parts { shop { slug } subtotal { amount } total { amount } lines { id }
      deliveryOptions { option { id kind } price { amount } amountToFree { amount } earliest latest selected }
      selectedDelivery { option { id } } }
    warnings { code lineId priceBefore { amount } availableQuantity } paymentMethods { method } }";

/// Runs one of the mutations on carts; returns its payload.
pub async fn change(test: &TestApp, visitor: &Visitor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{
            cart {{ ...C }} userErrors {{ code field availableQuantity }} }} }} {CART}"
    );
    test.data(visitor, &query, json!({"input": input})).await[name].clone()
}

/// Adds pieces of a variant to the visitor's own cart, or to the one named; returns the payload.
pub async fn add(test: &TestApp, visitor: &Visitor, cart: Option<&str>, variant: VariantId, quantity: i32) -> Value {
    let lines = json!([{"variantId": variant, "quantity": quantity}]);
    change(test, visitor, "cartLinesAdd", json!({"cartId": cart, "lines": lines})).await
}

/// A guest's new cart with pieces of several variants, in this order.
pub async fn fill(test: &TestApp, wanted: &[(VariantId, i32)]) -> Value {
    let line = |(variant, quantity): &(VariantId, i32)| json!({"variantId": variant, "quantity": quantity});
    let lines: Vec<_> = wanted.iter().map(line).collect();
    let made = change(test, &test.guest(), "cartLinesAdd", json!({"lines": lines})).await;
    assert_eq!(made["userErrors"], json!([]));
    made["cart"].clone()
}

/// A guest's new cart with pieces of one variant; returns its id.
pub async fn cart_with(test: &TestApp, variant: VariantId, quantity: i32) -> String {
    let made = add(test, &test.guest(), None, variant, quantity).await;
    made["cart"]["id"].as_str().unwrap_or_else(|| panic!("{made:#}")).to_owned()
}

/// A cart as `visitor` sees it.
pub async fn read(test: &TestApp, visitor: &Visitor, id: Option<&str>) -> Value {
    let query = format!("query($id: ID) {{ cart(id: $id) {{ ...C }} }} {CART}");
    test.data(visitor, &query, json!({"id": id})).await["cart"].clone()
}

fn refusal(payload: &Value) -> (&str, Option<i64>) {
    let error = &payload["userErrors"][0];
    (error["code"].as_str().unwrap_or("none"), error["availableQuantity"].as_i64())
}

/// Gives a variant another price, in pence.
pub async fn set_price(test: &TestApp, id: VariantId, price: i64) {
    let row = variant::ActiveModel { id: Set(id), price: Set(price), ..Default::default() };
    variant::Entity::update(row).exec(test.app.db.write()).await.expect("priced");
}

async fn set_stock(test: &TestApp, id: VariantId, on_hand: i32) {
    let row = variant::ActiveModel { id: Set(id), on_hand: Set(on_hand), ..Default::default() };
    variant::Entity::update(row).exec(test.app.db.write()).await.expect("stocked");
}

async fn archive(test: &TestApp, id: ProductId) {
    let row = product::ActiveModel { id: Set(id), status: Set(ProductStatus::Archived), ..Default::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("archived");
}

#[tokio::test]
async fn a_guest_fills_a_cart_from_two_shops() {
    let test = TestApp::new().await;
    let (one, two) = (test.shop("lam-hong").await, test.shop("kirkgate").await);
    let (_, bowl) = test.product(one, "bowl", 1800, 14).await;
    let (_, radio) = test.product(two, "radio", 9500, 1).await;
    let guest = test.guest();
    let made = add(&test, &guest, None, bowl, 2).await;
    assert_eq!(made["userErrors"], json!([]));
    let id = made["cart"]["id"].as_str().expect("an id").to_owned();
    let cart_id: CartId = id.parse().expect("a cart's id");
    assert_eq!(guest.effects.take(), [Effect::SetCart(cart_id)]);
    let returning = Visitor { cart_id: Some(cart_id), ..test.guest() };
    test.app.clock.advance_ms(1);
    let cart = add(&test, &returning, None, radio, 1).await["cart"].clone();
    assert_eq!(returning.effects.take(), []);
    assert_eq!(cart["id"], id.as_str());
    let totals = ["subtotal", "deliveryTotal", "total"].map(|name| cart[name]["amount"].as_str().expect("money"));
    assert_eq!(totals, ["131.00", "3.90", "134.90"]);
    assert_eq!(cart["totalQuantity"], 3);
    let part = &cart["parts"][0];
    assert_eq!((&part["shop"]["slug"], &part["subtotal"]["amount"]), (&json!("lam-hong"), &json!("36.00")));
    let option = &part["deliveryOptions"][0];
    assert_eq!((&option["price"]["amount"], &option["amountToFree"]["amount"]), (&json!("3.90"), &json!("9.00")));
    assert_eq!(
        (&option["earliest"], &option["latest"]),
        (&json!("2026-03-05T00:00:00.000Z"), &json!("2026-03-09T23:59:59.000Z"))
    );
    assert_eq!(cart["parts"][1]["deliveryOptions"][0]["price"]["amount"], "0.00");
    assert_eq!(cart["paymentMethods"], json!([{"method": "CASH_ON_DELIVERY"}, {"method": "BANK_TRANSFER"}]));
    assert_eq!(read(&test, &test.guest(), Some(&id)).await["total"]["amount"], "134.90");
    assert_eq!(read(&test, &test.guest(), None).await, Value::Null);
}

#[tokio::test]
async fn the_same_thing_twice_is_one_line() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 5).await;
    let lines = json!([{"variantId": bowl, "quantity": 1}, {"variantId": bowl, "quantity": 2}]);
    let cart = change(&test, &test.guest(), "cartLinesAdd", json!({"lines": lines})).await["cart"].clone();
    let id = cart["id"].as_str().expect("an id");
    assert_eq!((cart["lines"].as_array().map(Vec::len), &cart["lines"][0]["quantity"]), (Some(1), &json!(3)));
    let more = add(&test, &test.guest(), Some(id), bowl, 2).await;
    assert_eq!(more["cart"]["lines"][0]["quantity"], 5);
    let too_many = add(&test, &test.guest(), Some(id), bowl, 1).await;
    assert_eq!(refusal(&too_many), ("NOT_ENOUGH_STOCK", Some(5)));
    assert_eq!(too_many["userErrors"][0]["field"], json!(["lines", "0", "quantity"]));
    assert_eq!(too_many["cart"]["lines"][0]["quantity"], 5, "the cart is shown as it was");
}

#[tokio::test]
async fn refuses_what_cannot_be_bought() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (product, bowl) = test.product(shop, "bowl", 1800, 5000).await;
    let guest = test.guest();
    for quantity in [0, -1, 1000] {
        assert_eq!(refusal(&add(&test, &guest, None, bowl, quantity).await), ("QUANTITY_INVALID", None));
    }
    let id = cart_with(&test, bowl, 999).await;
    assert_eq!(refusal(&add(&test, &guest, Some(&id), bowl, 1).await), ("QUANTITY_INVALID", None));
    let unknown: VariantId = test.app.ids.next();
    assert_eq!(refusal(&add(&test, &guest, None, unknown, 1).await), ("VARIANT_NOT_FOUND", None));
    archive(&test, product).await;
    assert_eq!(refusal(&add(&test, &guest, None, bowl, 1).await), ("VARIANT_NOT_FOUND", None));
    let none: CartId = test.app.ids.next();
    assert_eq!(refusal(&add(&test, &guest, Some(&none.to_string()), bowl, 1).await), ("CART_NOT_FOUND", None));
    assert_eq!(refusal(&add(&test, &guest, Some("rubbish"), bowl, 1).await), ("CART_NOT_FOUND", None));
}

#[tokio::test]
async fn holds_a_hundred_lines() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let names: Vec<String> = (0..101).map(|number| format!("s{number}")).collect();
    let sizes: Vec<_> = names.iter().map(|name| (name.as_str(), 100, 9)).collect();
    let (_, variants) = test.product_with(shop, "tile", &sizes).await;
    let line = |id: &VariantId| json!({"variantId": id, "quantity": 1});
    let hundred: Vec<_> = variants[..100].iter().map(line).collect();
    let made = change(&test, &test.guest(), "cartLinesAdd", json!({"lines": hundred})).await;
    assert_eq!(made["userErrors"], json!([]));
    let id = made["cart"]["id"].as_str();
    assert_eq!(refusal(&add(&test, &test.guest(), id, variants[100], 1).await), ("TOO_MANY_LINES", None));
    assert_eq!(add(&test, &test.guest(), id, variants[99], 1).await["cart"]["totalQuantity"], 101);
}

#[tokio::test]
async fn lines_change_and_leave() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 5).await;
    let (_, cup) = test.product(shop, "cup", 900, 5).await;
    let guest = test.guest();
    let cart = fill(&test, &[(bowl, 2), (cup, 1)]).await;
    let id = &cart["id"];
    let (first, second) = (cart["lines"][0]["id"].clone(), cart["lines"][1]["id"].clone());
    let update = async |line: &Value, quantity: i32| {
        let lines = json!([{"id": line, "quantity": quantity}]);
        change(&test, &guest, "cartLinesUpdate", json!({"cartId": id, "lines": lines})).await
    };
    assert_eq!(update(&first, 5).await["cart"]["subtotal"]["amount"], "99.00");
    assert_eq!(refusal(&update(&first, 6).await), ("NOT_ENOUGH_STOCK", Some(5)));
    assert_eq!(refusal(&update(&first, -1).await), ("QUANTITY_INVALID", None));
    set_stock(&test, bowl, 1).await;
    assert_eq!(update(&first, 4).await["cart"]["lines"][0]["quantity"], 4, "lowering is always allowed");
    assert_eq!(update(&second, 0).await["cart"]["lines"].as_array().map(Vec::len), Some(1));
    assert_eq!(refusal(&update(&second, 1).await), ("LINE_NOT_FOUND", None));
    let removal = json!({"cartId": id, "lineIds": [first]});
    let empty = change(&test, &guest, "cartLinesRemove", removal.clone()).await;
    assert_eq!((&empty["cart"]["lines"], &empty["cart"]["total"]["amount"]), (&json!([]), &json!("0.00")));
    let again = change(&test, &guest, "cartLinesRemove", removal).await;
    assert_eq!(
        (refusal(&again), &again["userErrors"][0]["field"]),
        (("LINE_NOT_FOUND", None), &json!(["lineIds", "0"]))
    );
}

#[tokio::test]
async fn chooses_a_delivery() {
    use api::shops::entity::delivery_option;
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 5).await;
    let conn = test.app.db.write();
    let standard = delivery_option::Entity::find().one(conn).await.expect("read").expect("an option");
    let express = delivery_option::ActiveModel {
        id: Set(test.app.ids.next()),
        shop_id: Set(shop),
        key: Set("express".into()),
        kind: Set(shared::DeliveryKind::Express),
        price: Set(850),
        name: Set(standard.name),
        currency: Set(standard.currency),
        free_over: Set(None),
        min_days: Set(1),
        max_days: Set(2),
        position: Set(1),
        active: Set(true),
        countries: Set(None),
    };
    let express = delivery_option::Entity::insert(express).exec_with_returning(conn).await.expect("an option").id;
    let id = cart_with(&test, bowl, 1).await;
    assert_eq!(read(&test, &test.guest(), Some(&id)).await["deliveryTotal"]["amount"], "3.90");
    let choose = async |option: Value| {
        let input = json!({"cartId": id, "deliveryOptionIds": [option]});
        change(&test, &test.guest(), "cartDeliveryUpdate", input).await
    };
    let chosen = choose(json!(express)).await["cart"].clone();
    assert_eq!((&chosen["deliveryTotal"]["amount"], &chosen["total"]["amount"]), (&json!("8.50"), &json!("26.50")));
    assert_eq!(chosen["parts"][0]["selectedDelivery"]["option"]["id"], json!(express));
    let other: shared::id::DeliveryOptionId = test.app.ids.next();
    assert_eq!(refusal(&choose(json!(other)).await), ("DELIVERY_OPTION_NOT_FOUND", None));
}

#[tokio::test]
async fn warns_of_what_changed_until_it_is_accepted() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let mut ids = Vec::new();
    for name in ["dearer", "fewer", "sold-out", "gone"] {
        ids.push(test.product(shop, name, 1000, 5).await);
    }
    let lines: Vec<_> = ids.iter().map(|(_, variant)| (*variant, 3)).collect();
    let made = fill(&test, &lines).await;
    assert_eq!(made["warnings"], json!([]));
    set_price(&test, ids[0].1, 1100).await;
    set_stock(&test, ids[1].1, 2).await;
    set_stock(&test, ids[2].1, 0).await;
    archive(&test, ids[3].0).await;
    let cart = read(&test, &test.guest(), made["id"].as_str()).await;
    let line = |position: usize| &made["lines"][position]["id"];
    assert_eq!(
        cart["warnings"],
        json!([
            {"code": "PRICE_CHANGED", "lineId": line(0), "priceBefore": {"amount": "10.00"}, "availableQuantity": null},
            {"code": "FEWER_IN_STOCK", "lineId": line(1), "priceBefore": null, "availableQuantity": 2},
            {"code": "SOLD_OUT", "lineId": line(2), "priceBefore": null, "availableQuantity": 0},
            {"code": "NO_LONGER_SOLD", "lineId": line(3), "priceBefore": null, "availableQuantity": 0},
        ])
    );
    let input = json!({"cartId": made["id"]});
    let accepted = change(&test, &test.guest(), "cartWarningsAcknowledge", input).await["cart"].clone();
    let quantities: Vec<_> =
        accepted["lines"].as_array().expect("lines").iter().map(|line| &line["quantity"]).collect();
    assert_eq!((&accepted["warnings"], quantities), (&json!([]), vec![&json!(3), &json!(2)]));
    assert_eq!(accepted["subtotal"]["amount"], "53.00");
}

#[tokio::test]
async fn an_accounts_cart_is_its_owners_alone() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 5).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let cart = add(&test, &ada, None, bowl, 1).await["cart"].clone();
    assert_eq!(ada.effects.take(), [], "an account's cart needs no cookie");
    let id = cart["id"].as_str();
    assert_eq!(read(&test, &ada, None).await["id"], cart["id"]);
    for other in [&ben, &test.guest()] {
        assert_eq!(read(&test, other, id).await, Value::Null);
        assert_eq!(refusal(&add(&test, other, id, bowl, 1).await), ("CART_NOT_FOUND", None));
        let removal = json!({"cartId": id, "lineIds": [cart["lines"][0]["id"]]});
        assert_eq!(refusal(&change(&test, other, "cartLinesRemove", removal).await), ("CART_NOT_FOUND", None));
    }
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let account = ada.actor.account_id();
    let ids = json!({"ids": [cart["id"], cart["lines"][0]["id"], account]});
    let seen = test.data(&ada, nodes, ids.clone()).await;
    assert_eq!(seen["nodes"], json!([{"id": cart["id"]}, {"id": cart["lines"][0]["id"]}, {"id": account}]));
    assert_eq!(test.data(&ben, nodes, ids).await["nodes"], json!([null, null, null]));
    let stolen = Visitor { cart_id: Some(id.expect("an id").parse().expect("a cart")), ..test.guest() };
    assert_eq!(read(&test, &stolen, None).await, Value::Null);
}

#[tokio::test]
async fn costs_the_same_number_of_statements_for_1_and_20_lines() {
    let test = TestApp::new().await;
    let mut variants = Vec::new();
    for number in 0..20 {
        let shop = test.shop(&format!("shop-{number}")).await;
        variants.push(test.product(shop, &format!("bowl-{number}"), 1800, 5).await.1);
    }
    let one = cart_with(&test, variants[0], 1).await;
    let lines: Vec<_> = variants.iter().map(|id| json!({"variantId": id, "quantity": 1})).collect();
    let twenty = change(&test, &test.guest(), "cartLinesAdd", json!({"lines": lines})).await["cart"]["id"].clone();
    let mut costs = Vec::new();
    for id in [one.as_str(), twenty.as_str().expect("an id")] {
        test.app.shelf.forget();
        let before = test.app.db.statements_sent();
        read(&test, &test.guest(), Some(id)).await;
        costs.push(test.app.db.statements_sent() - before);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0] <= 7, "{costs:?}");
}

#[tokio::test]
async fn carts_that_nobody_touches_are_dropped() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 5).await;
    let id = cart_with(&test, bowl, 1).await;
    test.app.clock.advance_ms(60 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned up");
    assert_eq!(read(&test, &test.guest(), Some(&id)).await["id"], id.as_str());
    test.app.clock.advance_ms(1);
    CleanUp.run(&test.app).await.expect("cleaned up");
    assert_eq!(read(&test, &test.guest(), Some(&id)).await, Value::Null);
}
