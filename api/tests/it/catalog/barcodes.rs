//! Barcodes of variants, and the same article at other shops.

use crate::support::TestApp;
use api::catalog::entity::{ProductStatus, product, variant};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::Gtin;
use shared::id::{ProductId, VariantId};

const ELSEWHERE: &str = "query($slug: String!) { product(slug: $slug) { variants { barcode \
    atOtherShops { barcode availableQuantity price { amount } product { slug shop { slug } } } } } }";

async fn label(test: &TestApp, id: VariantId, barcode: &str) {
    let barcode: Gtin = barcode.parse().expect("a GTIN");
    let row = variant::ActiveModel { id: Set(id), barcode: Set(Some(barcode)), ..variant::ActiveModel::default() };
    variant::Entity::update(row).exec(test.app.db.write()).await.expect("labelled");
}

async fn elsewhere(test: &TestApp, slug: &str) -> Vec<Value> {
    let data = test.data(&test.guest(), ELSEWHERE, json!({"slug": slug})).await;
    data["product"]["variants"][0]["atOtherShops"].as_array().expect("a list").clone()
}

fn slugs(offers: &[Value]) -> Vec<&str> {
    offers.iter().map(|offer| offer["product"]["slug"].as_str().expect("a slug")).collect()
}

async fn withdraw(test: &TestApp, id: ProductId) {
    let row =
        product::ActiveModel { id: Set(id), status: Set(ProductStatus::Draft), ..product::ActiveModel::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("withdrawn");
}

/// One radio at four shops, sold out at one of them; the first has it on two pages.
async fn market() -> TestApp {
    let test = TestApp::new().await;
    for (shop, slug, price, stock) in [
        ("otter", "radio", 5_000, 1),
        ("lam", "radio-lam", 7_000, 2),
        ("heron", "radio-heron", 6_000, 1),
        ("loom", "gone", 100, 0),
    ] {
        let shop = test.shop(shop).await;
        let (_, variant) = test.product(shop, slug, price, stock).await;
        label(&test, variant, "4006381333931").await;
        if slug == "radio" {
            let (_, spare) = test.product(shop, "radio-spare", 4_000, 1).await;
            label(&test, spare, "4006381333931").await;
            test.product(shop, "unlabelled", 4_000, 1).await;
        }
    }
    test
}

#[tokio::test]
async fn the_same_article_is_found_at_other_shops() {
    let test = market().await;
    let offers = elsewhere(&test, "radio").await;
    assert_eq!(slugs(&offers), ["radio-heron", "radio-lam", "gone"], "what can be bought first, then the cheapest");
    assert_eq!(
        offers[0],
        json!({"barcode": "04006381333931", "availableQuantity": 1, "price": {"amount": "60.00"},
            "product": {"slug": "radio-heron", "shop": {"slug": "heron"}}})
    );
    assert_eq!(slugs(&elsewhere(&test, "unlabelled").await), Vec::<&str>::new());
    assert_eq!(slugs(&elsewhere(&test, "radio-lam").await), ["radio-spare", "radio", "radio-heron", "gone"]);
}

#[tokio::test]
async fn what_is_not_for_sale_is_not_offered() {
    let test = TestApp::new().await;
    let (otter, lam) = (test.shop("otter").await, test.shop("lam").await);
    let (_, mine) = test.product(otter, "radio", 5_000, 1).await;
    let (id, theirs) = test.product(lam, "radio-lam", 5_000, 1).await;
    for variant in [mine, theirs] {
        label(&test, variant, "036000291452").await;
    }
    assert_eq!(slugs(&elsewhere(&test, "radio").await), ["radio-lam"]);
    withdraw(&test, id).await;
    assert_eq!(slugs(&elsewhere(&test, "radio").await), Vec::<&str>::new());
}

#[tokio::test]
async fn a_number_that_a_shop_gave_itself_means_nothing_elsewhere() {
    let test = TestApp::new().await;
    for (shop, slug) in [("otter", "loaf"), ("lam", "cheese")] {
        let shop = test.shop(shop).await;
        let (_, variant) = test.product(shop, slug, 500, 1).await;
        label(&test, variant, "2000000000008").await;
    }
    assert_eq!(slugs(&elsewhere(&test, "loaf").await), Vec::<&str>::new());
}

#[tokio::test]
async fn one_variant_and_twenty_cost_the_same_statements() {
    let test = market().await;
    let shop = test.shop("large").await;
    let names: Vec<String> = (0..20).map(|number| format!("size-{number}")).collect();
    let sizes: Vec<(&str, i64, i32)> = names.iter().map(|name| (name.as_str(), 500, 1)).collect();
    let (_, variants) = test.product_with(shop, "wardrobe", &sizes).await;
    for variant in variants {
        label(&test, variant, "4006381333931").await;
    }
    let read = async |slug: &str| drop(test.data(&test.guest(), ELSEWHERE, json!({"slug": slug})).await);
    let one = test.statements(async || read("radio-heron").await).await;
    let twenty = test.statements(async || read("wardrobe").await).await;
    assert_eq!(one, twenty);
}

#[tokio::test]
async fn a_seller_writes_a_barcode_in_any_of_its_lengths() {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    let seller = test.seller("seller", &[shop]).await;
    let create = async |barcode: &str| {
        let query = "mutation($input: ProductCreateInput!) { productCreate(input: $input) {
            product { variants { barcode } } userErrors { code field } } }";
        let input = json!({"shopId": shop.to_string(), "title": [{"language": "EN", "text": "Radio"}],
            "variants": [{"price": "9.00", "stock": 3, "barcode": barcode}]});
        test.data(&seller, query, json!({"input": input})).await["productCreate"].clone()
    };
    assert_eq!(create("0360-0029-1452").await["product"]["variants"], json!([{"barcode": "00036000291452"}]));
    assert_eq!(create(" ").await["product"]["variants"], json!([{"barcode": null}]));
    for wrong in ["036000291453", "12345"] {
        let refused = json!([{"code": "BARCODE_INVALID", "field": ["variants"]}]);
        assert_eq!(create(wrong).await["userErrors"], refused, "{wrong}");
    }
}
