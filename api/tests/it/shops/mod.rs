//! Where shops deliver to.

use crate::carts::{cart_with, read};
use crate::orders_place::{input, place, with};
use crate::support::TestApp;
use api::graphql::Visitor;
use api::shops::entity::delivery_option::{self, Countries};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use shared::id::{DeliveryOptionId, ShopId};
use shared::{CountryCode, Currency, DeliveryKind, Locale, Translated};

fn country(code: &str) -> CountryCode {
    CountryCode::try_from(code).expect("a country")
}

/// A shop in the United Kingdom that sends to the United Kingdom and Ireland (3.90) and to Vietnam (9.00), and lets
/// people collect.
async fn shop(test: &TestApp) -> ShopId {
    let id = test.shop("otter").await;
    let served = Countries(vec![country("GB"), country("IE")]);
    delivery_option::Entity::update_many()
        .col_expr(delivery_option::Column::Countries, Expr::value(served))
        .filter(delivery_option::Column::ShopId.eq(id))
        .exec(test.app.db.write())
        .await
        .expect("narrowed");
    option(test, id, "abroad", DeliveryKind::Standard, 900, Some(Countries(vec![country("VN")]))).await;
    option(test, id, "pickup", DeliveryKind::Pickup, 0, None).await;
    id
}

async fn option(
    test: &TestApp,
    shop_id: ShopId,
    key: &str,
    kind: DeliveryKind,
    price: i64,
    countries: Option<Countries>,
) -> DeliveryOptionId {
    let row = delivery_option::Model {
        id: test.app.ids.next(),
        shop_id,
        key: key.to_owned(),
        kind,
        name: Translated::one(Locale::En, key),
        price,
        currency: Currency::Gbp,
        free_over: None,
        min_days: 6,
        max_days: 9,
        position: 1,
        active: true,
        countries,
    };
    let id = row.id;
    delivery_option::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("an option");
    id
}

const DELIVERY: &str = "query($to: String) { shop(slug: \"otter\") { delivery(countryCode: $to) {
    countryCode options { name } promise { from { amount } latest } } } }";

async fn delivery(test: &TestApp, visitor: &Visitor, to: Option<&str>) -> Value {
    test.data(visitor, DELIVERY, json!({"to": to})).await["shop"]["delivery"].clone()
}

fn names(delivery: &Value) -> Vec<&str> {
    let options = delivery["options"].as_array().expect("a list");
    options.iter().map(|option| option["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn a_shop_says_how_it_delivers_to_a_country() {
    let test = TestApp::new().await;
    shop(&test).await;
    let guest = test.guest();
    let home = delivery(&test, &guest, Some("gb")).await;
    assert_eq!((names(&home), &home["promise"]["from"]["amount"]), (vec!["Standard", "pickup"], &json!("3.90")));
    let abroad = delivery(&test, &guest, Some("VN")).await;
    assert_eq!((names(&abroad), &abroad["promise"]["from"]["amount"]), (vec!["abroad"], &json!("9.00")));
    let nowhere = delivery(&test, &guest, Some("JP")).await;
    assert_eq!(nowhere, json!({"countryCode": "JP", "options": [], "promise": null}));
    let wrong = test.run(&guest, DELIVERY, json!({"to": "Vietnam"})).await;
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_visitor_has_a_country_by_choice_by_address_or_by_language() {
    let test = TestApp::new().await;
    shop(&test).await;
    let code = async |visitor: &Visitor| delivery(&test, visitor, None).await["countryCode"].clone();
    assert_eq!(code(&test.guest()).await, "GB");
    assert_eq!(code(&Visitor::guest(Locale::Hy)).await, "AM");
    let ada = test.register("ada").await;
    assert_eq!(code(&ada).await, "GB");
    let save = "mutation($input: AddressSaveInput!) { addressSave(input: $input) { userErrors { code } } }";
    let address =
        json!({"name": "Ada", "line1": "1 Long Biên", "city": "Hà Nội", "countryCode": "VN", "postalCode": "100000"});
    test.data(&ada, save, json!({"input": {"address": address}})).await;
    assert_eq!(code(&ada).await, "VN");
    assert_eq!(code(&Visitor { destination: Some(country("JP")), ..ada }).await, "JP");
}

#[tokio::test]
async fn a_cart_is_priced_for_the_visitors_country() {
    let test = TestApp::new().await;
    let shop = shop(&test).await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 50).await;
    let cart = cart_with(&test, bowl, 1).await;
    let total = async |to: &str| {
        let visitor = Visitor { destination: Some(country(to)), ..test.guest() };
        let query = "query($id: ID!) { cart(id: $id) { destinationCountryCode deliveryTotal { amount }
            parts { selectedDelivery { option { name } } deliveryOptions { servesDestination } } } }";
        test.data(&visitor, query, json!({"id": cart})).await["cart"].clone()
    };
    let home = total("GB").await;
    assert_eq!((&home["deliveryTotal"]["amount"], &home["destinationCountryCode"]), (&json!("3.90"), &json!("GB")));
    let part = &total("VN").await["parts"][0];
    assert_eq!(part["selectedDelivery"]["option"]["name"], "abroad");
    let serve = part["deliveryOptions"].as_array().expect("a list").iter();
    assert_eq!(serve.map(|option| option["servesDestination"] == json!(true)).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(total("JP").await["parts"][0]["selectedDelivery"], Value::Null);
    assert_eq!(read(&test, &test.guest(), Some(&cart)).await["deliveryTotal"]["amount"], "3.90");
}

#[tokio::test]
async fn an_order_to_a_country_that_is_not_served_is_refused() {
    let test = TestApp::new().await;
    let shop = shop(&test).await;
    let pickup = delivery_option::Entity::find().filter(delivery_option::Column::Key.eq("pickup"));
    let pickup = pickup.one(test.app.db.write()).await.expect("read").expect("an option").id;
    let standard = delivery_option::Entity::find().filter(delivery_option::Column::Key.eq("standard"));
    let standard = standard.one(test.app.db.write()).await.expect("read").expect("an option").id;
    let (_, bowl) = test.product(shop, "bowl", 1800, 50).await;
    let order = async |to: &str, options: &[DeliveryOptionId]| {
        let cart = cart_with(&test, bowl, 1).await;
        let mut address = input(&cart, &cart)["shippingAddress"].clone();
        let (region, postal_code) = if to == "JP" { ("Tokyo", "100-0001") } else { ("Hà Nội", "100000") };
        (address["countryCode"], address["region"]) = (json!(to), json!(region));
        address["postalCode"] = json!(postal_code);
        let fields = json!({"shippingAddress": address, "deliveryOptionIds": options});
        place(&test, &test.guest(), with(input(&cart, &cart), &fields)).await
    };
    let refused = |payload: &Value| {
        assert_eq!(payload["order"], Value::Null);
        (payload["userErrors"][0]["code"].clone(), payload["userErrors"][0]["field"].clone())
    };
    let code = json!("COUNTRY_NOT_SERVED");
    assert_eq!(refused(&order("JP", &[]).await), (code.clone(), json!(["shippingAddress", "countryCode"])));
    assert_eq!(refused(&order("VN", &[standard]).await), (code, json!(["deliveryOptionIds", "0"])));
    assert_eq!(test.stock(bowl).await, (50, 0), "nothing is set aside");
    // Where nothing was asked for, the cheapest that goes there is taken; whoever says so may collect it.
    assert_eq!(order("VN", &[]).await["order"]["deliveryTotal"]["amount"], "9.00");
    assert_eq!(order("JP", &[pickup]).await["order"]["deliveryTotal"]["amount"], "0.00");
}
