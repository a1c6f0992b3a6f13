//! Sellers write their products.

use crate::support::TestApp;
use api::actor::{Actor, Role, SignedIn};
use api::events;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::id::ShopId;

const CREATE: &str = "mutation($input: ProductCreateInput!) { productCreate(input: $input) { product { id slug title \
    description status available priceRange { min { amount } } variants { sku availableQuantity selectedOptions { key } \
    } } userErrors { code field } } }";
const UPDATE: &str = "mutation($input: ProductUpdateInput!) { productUpdate(input: $input) { product { slug title \
    status category { slug } } userErrors { code field } } }";

/// Somebody on the staff of a new shop.
async fn seller(test: &TestApp, slug: &str) -> (ShopId, Visitor) {
    let shop = test.shop(slug).await;
    let visitor = test.register(slug).await;
    let account_id = visitor.actor.account_id().expect("signed in");
    test.staff(shop, account_id).await;
    let session_id = visitor.actor.session_id().expect("signed in");
    let actor =
        Actor::signed_in(SignedIn { account_id, session_id, role: Role::Shopper, shops: vec![shop], currency: None });
    (shop, Visitor { actor, ..visitor })
}

fn english(text: &str) -> Value {
    json!([{"language": "EN", "text": text}])
}

fn bowl(shop: ShopId) -> Value {
    json!({
        "shopId": shop.to_string(), "title": english(" Bát trà "), "status": "ACTIVE",
        "description": english("<p onclick=\"x()\">By hand</p><script>x()</script>"),
        "variants": [
            {"sku": "B-1", "optionKeys": ["small"], "price": "12.50", "stock": 3},
            {"sku": "B-2", "optionKeys": ["large"], "price": "18", "compareAtPrice": "20.00", "stock": 0}]
    })
}

async fn create(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, CREATE, json!({"input": input})).await["productCreate"].clone()
}

async fn update(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, UPDATE, json!({"input": input})).await["productUpdate"].clone()
}

/// The first refusal: its code and its field.
fn refused(payload: &Value) -> (&str, Option<&str>) {
    assert_eq!(payload["product"], Value::Null);
    let error = &payload["userErrors"][0];
    (error["code"].as_str().expect("a code"), error["field"][0].as_str())
}

#[tokio::test]
async fn a_seller_writes_renames_and_archives_a_product() {
    let test = TestApp::new().await;
    let (shop, visitor) = seller(&test, "lam-hong").await;
    let made = create(&test, &visitor, bowl(shop)).await["product"].clone();
    let id = made["id"].clone();
    assert_eq!(
        made,
        json!({
            "id": id, "slug": "bat-tra", "title": "Bát trà", "description": "<p>By hand</p>", "status": "ACTIVE",
            "available": true, "priceRange": {"min": {"amount": "12.50"}},
            "variants": [
                {"sku": "B-1", "availableQuantity": 3, "selectedOptions": [{"key": "small"}]},
                {"sku": "B-2", "availableQuantity": 0, "selectedOptions": [{"key": "large"}]}]
        })
    );
    test.category("tableware", None).await;
    let renamed = update(&test, &visitor, json!({"id": id, "slug": "tea-bowl", "category": "tableware"})).await;
    assert_eq!(
        renamed["product"],
        json!({"slug": "tea-bowl", "title": "Bát trà", "status": "ACTIVE", "category": {"slug": "tableware"}})
    );
    let by_old_slug = "{ product(slug: \"bat-tra\") { slug } }";
    assert_eq!(test.data(&test.guest(), by_old_slug, json!({})).await["product"], json!({"slug": "tea-bowl"}));
    // What is archived keeps its page, where nothing can be bought, and leaves every list.
    update(&test, &visitor, json!({"id": id, "status": "ARCHIVED"})).await;
    let page = "{ product(slug: \"bat-tra\") { slug status available variants { availableQuantity } }
        products { totalCount } shop(slug: \"lam-hong\") { productCount } }";
    let gone = json!({"product": {"slug": "tea-bowl", "status": "ARCHIVED", "available": false,
        "variants": [{"availableQuantity": 0}, {"availableQuantity": 0}]},
        "products": {"totalCount": 0}, "shop": {"productCount": 0}});
    assert_eq!(test.data(&test.guest(), page, json!({})).await, gone);
    // A draft is its shop's own business.
    let draft = json!({"id": id, "status": "DRAFT"});
    update(&test, &visitor, draft).await;
    assert_eq!(test.data(&test.guest(), by_old_slug, json!({})).await["product"], Value::Null);
    assert_eq!(test.data(&visitor, by_old_slug, json!({})).await["product"], json!({"slug": "tea-bowl"}));
    let told = events::after(test.app.db.write(), 0, None, 50).await.expect("read");
    let told: Vec<_> =
        told.iter().map(|event| event.topic.as_str()).filter(|topic| topic.starts_with("product.")).collect();
    assert_eq!(told, ["product.created", "product.updated", "product.archived", "product.updated"]);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_field() {
    let test = TestApp::new().await;
    let (shop, visitor) = seller(&test, "lam-hong").await;
    create(&test, &visitor, bowl(shop)).await;
    let with = |field: &str, value: Value| {
        let mut input = bowl(shop);
        input[field] = value;
        input
    };
    let variant = |change: Value| {
        let mut variant = json!({"sku": "N-1", "price": "1.00", "stock": 1});
        variant.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        json!([variant])
    };
    let cases = [
        (with("title", english("  ")), ("TITLE_REQUIRED", Some("title"))),
        (with("slug", json!("Not a slug")), ("SLUG_INVALID", Some("slug"))),
        (with("slug", json!("bat-tra")), ("SLUG_TAKEN", Some("slug"))),
        (with("category", json!("nowhere")), ("CATEGORY_NOT_FOUND", Some("category"))),
        (with("variants", json!([])), ("VARIANTS_INVALID", Some("variants"))),
        (with("variants", variant(json!({"price": "1.005"}))), ("PRICE_INVALID", Some("variants"))),
        (with("variants", variant(json!({"compareAtPrice": "1.00"}))), ("PRICE_INVALID", Some("variants"))),
        (with("variants", variant(json!({"stock": -1}))), ("STOCK_INVALID", Some("variants"))),
        (with("variants", variant(json!({"barcode": "4006381333932"}))), ("BARCODE_INVALID", Some("variants"))),
        (with("variants", variant(json!({"sku": "B-1"}))), ("SKU_TAKEN", Some("variants"))),
    ];
    for (input, expected) in cases {
        assert_eq!(refused(&create(&test, &visitor, input).await), expected);
    }
    let again = create(&test, &visitor, with("variants", variant(json!({})))).await;
    assert_eq!(again["product"]["slug"], json!("bat-tra-2"));
}

#[tokio::test]
async fn a_product_of_somebody_else_is_not_there() {
    let test = TestApp::new().await;
    let (shop, owner) = seller(&test, "lam-hong").await;
    let (_, other) = seller(&test, "otter-and-ash").await;
    let id = create(&test, &owner, bowl(shop)).await["product"]["id"].clone();
    for visitor in [test.guest(), other] {
        assert_eq!(refused(&create(&test, &visitor, bowl(shop)).await), ("NOT_FOUND", None));
        let rename = json!({"id": id, "title": english("Mine now")});
        assert_eq!(refused(&update(&test, &visitor, rename).await), ("NOT_FOUND", None));
    }
}
