//! Buying an order's things again.

use crate::carts::add;
use crate::support::TestApp;
use api::catalog::entity::{ProductStatus, product, variant};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const AGAIN: &str = "mutation($input: OrderBuyAgainInput!) { orderBuyAgain(input: $input) {
    cart { id lines { quantity variant { title } } } shortfalls { line { title } code availableQuantity }
    userErrors { code } } }";

async fn again(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, AGAIN, json!({"input": input})).await["orderBuyAgain"].clone()
}

fn held(payload: &Value) -> Vec<(String, i64)> {
    let lines = payload["cart"]["lines"].as_array().expect("lines").iter();
    let mut held: Vec<_> = lines
        .map(|line| {
            (
                line["variant"]["title"].as_str().expect("a title").to_owned(),
                line["quantity"].as_i64().expect("a number"),
            )
        })
        .collect();
    held.sort();
    held
}

#[tokio::test]
async fn what_is_still_sold_comes_into_the_cart_once_and_the_rest_is_named() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 90).await;
    let (_, cup) = test.product(shop, "cup", 900, 9).await;
    let (_, jug) = test.product(shop, "jug", 3000, 9).await;
    let (lamp_product, lamp) = test.product(shop, "lamp", 3000, 9).await;
    let ada = test.register("ada").await;
    let order = test.order(&ada, &[(bowl, 2), (cup, 5), (jug, 1), (lamp, 1)]).await.id();
    for (id, on_hand) in [(cup, 8), (jug, 1)] {
        // Of the cups three are left, of the jugs none: the order itself holds five and one.
        let row = variant::ActiveModel { id: Set(id), on_hand: Set(on_hand), ..Default::default() };
        variant::Entity::update(row).exec(test.app.db.write()).await.expect("stocked");
    }
    let row =
        product::ActiveModel { id: Set(lamp_product), status: Set(ProductStatus::Archived), ..Default::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("archived");
    add(&test, &ada, None, bowl, 3).await;

    for _ in 0..2 {
        let payload = again(&test, &ada, json!({"orderId": order})).await;
        assert_eq!(payload["userErrors"], json!([]));
        assert_eq!(held(&payload), [("bowl".to_owned(), 3), ("cup".to_owned(), 3)], "the larger quantity stays");
        assert_eq!(
            payload["shortfalls"],
            json!([
                {"line": {"title": "cup"}, "code": "FEWER_IN_STOCK", "availableQuantity": 3},
                {"line": {"title": "jug"}, "code": "SOLD_OUT", "availableQuantity": null},
                {"line": {"title": "lamp"}, "code": "NO_LONGER_SOLD", "availableQuantity": null},
            ])
        );
    }
}

#[tokio::test]
async fn an_order_is_bought_again_by_whoever_may_see_all_of_it() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 90).await;
    let guest = test.guest();
    let placed = test.order(&guest, &[(bowl, 2)]).await;
    let input = json!({"orderId": placed.id(), "accessToken": placed.token});
    assert_eq!(held(&again(&test, &guest, input.clone()).await), [("bowl".to_owned(), 2)]);
    assert!(matches!(guest.effects.take().as_slice(), [Effect::SetCart(_)]), "the browser remembers the new cart");
    let (ben, seller) = (test.register("ben").await, test.seller("seller", &[shop]).await);
    for stranger in [&ben, &seller, &guest] {
        let payload = again(&test, stranger, json!({"orderId": placed.id()})).await;
        assert_eq!((&payload["cart"], &payload["userErrors"][0]["code"]), (&Value::Null, &json!("NOT_FOUND")));
    }
    let mut elsewhere = input;
    elsewhere["cartId"] = json!("cart_01h455vb4pex5vsknk084sn02q");
    assert_eq!(again(&test, &guest, elsewhere).await["userErrors"][0]["code"], "NOT_FOUND");
}
