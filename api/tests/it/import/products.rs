//! Files of products.

use super::{PRODUCT_HEADER, counts, csv, file, packed, products, rows};
use crate::support::TestApp;
use api::import::{OnError, import_products};
use serde_json::{Value, json};

const BOWL: &[&str] = &[
    "tea-bowl,Tea bowl,\"<p>Thrown <script>x()</script>by\nhand</p>\",Lam Hong,Home > Tableware,,\"tea, bowl\",true,\
     Glaze,Celadon,LH-1,\"1,204\",\"1,018.50\",\"1,200.00\",https://a.example/2.jpg,2,Side,active",
    "tea-bowl,,,,,,,,,Ink,LH-2,-3,15,,https://a.example/1.jpg,1,Front,",
    "tea-bowl,,,,,,,,,,,,,,https://a.example/3.jpg,3,,",
    "vase,Vase,,Lam Hong,,Vases,,false,Title,Default Title,LH-3,0,40.00,30.00,,,,active",
];

const PAGE: &str = "query($slug: String!) { product(slug: $slug) { title description available tags category { slug \
    parent { slug } } shop { name deliveryOptions { kind } } priceRange { min { amount } max { amount } } \
    compareAtPriceRange { max { amount } } image { url alt state } images { alt } options { name values { key name } } \
    variants { sku title availableQuantity price { amount } } } }";

async fn page(test: &TestApp, slug: &str) -> Value {
    test.data(&test.guest(), PAGE, json!({"slug": slug})).await["product"].clone()
}

#[tokio::test]
async fn several_rows_make_one_product() {
    let test = TestApp::new().await;
    // As a spreadsheet saves it: a byte-order mark, lines that end in CR LF, a column that nobody knows.
    let rows: Vec<String> = BOWL.iter().map(|row| format!("{row},?")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = csv(&format!("{PRODUCT_HEADER},Colour of box"), &rows).replace('\n', "\r\n");
    let report = products(&test, &file(format!("\u{feff}{text}")), OnError::RejectAll).await;
    assert_eq!((counts(&report), report.problems), ((2, 0, 0, 0), vec![]));
    assert_eq!(
        page(&test, "tea-bowl").await,
        json!({
            "title": "Tea bowl", "description": "<p>Thrown by\nhand</p>", "available": true, "tags": ["tea", "bowl"],
            "category": {"slug": "tableware", "parent": {"slug": "home"}},
            "shop": {"name": "Lam Hong", "deliveryOptions": [{"kind": "STANDARD"}]},
            "priceRange": {"min": {"amount": "15.00"}, "max": {"amount": "1018.50"}},
            "compareAtPriceRange": {"max": {"amount": "1200.00"}},
            "image": {"url": null, "alt": "Front", "state": "RECORDED"},
            "images": [{"alt": "Front"}, {"alt": "Side"}, {"alt": ""}],
            "options": [{"name": "Glaze", "values": [
                {"key": "celadon", "name": "Celadon"}, {"key": "ink", "name": "Ink"}]}],
            "variants": [
                {"sku": "LH-1", "title": "Celadon", "availableQuantity": 1204, "price": {"amount": "1018.50"}},
                {"sku": "LH-2", "title": "Ink", "availableQuantity": 0, "price": {"amount": "15.00"}}]
        })
    );
    // Not published: a draft.
    assert_eq!(page(&test, "vase").await, Value::Null);
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_a_changed_row_changes_its_product() {
    let test = TestApp::new().await;
    let text = csv(PRODUCT_HEADER, BOWL);
    let first = products(&test, &packed(&text), OnError::RejectAll).await;
    assert_eq!(counts(&first), (2, 0, 0, 0));
    let tables = ["shops", "categories", "products", "product_variants", "product_images", "events"];
    let before = rows(&test, &tables).await;
    test.app.clock.advance_ms(60_000);
    let again = products(&test, &file(&text), OnError::RejectAll).await;
    assert_eq!(counts(&again), (0, 0, 2, 0));
    assert_eq!(rows(&test, &tables).await, before);
    // The two variants change their SKUs with each other, one picture goes.
    let changed = text.replace("LH-1", "LH-X").replace("LH-2", "LH-1").replace("LH-X", "LH-2");
    let changed = changed.replace("tea-bowl,,,,,,,,,,,,,,https://a.example/3.jpg,3,,\n", "");
    let third = products(&test, &file(&changed), OnError::RejectAll).await;
    assert_eq!(counts(&third), (0, 1, 1, 0));
    let bowl = page(&test, "tea-bowl").await;
    assert_eq!(
        (&bowl["variants"][0]["sku"], &bowl["images"]),
        (&json!("LH-2"), &json!([{"alt": "Front"}, {"alt": "Side"}]))
    );
    assert_eq!(rows(&test, &tables[..4]).await, before[..4]);
}

#[tokio::test]
async fn barcodes_come_along_and_wrong_ones_are_left_out() {
    let test = TestApp::new().await;
    let text = csv(
        "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price,Variant Barcode",
        &[
            "tea-bowl,Tea bowl,Lam Hong,Glaze,Celadon,15.00,'4006381333931",
            "tea-bowl,,,,Ink,15.00,4006381333932",
            "tea-bowl,,,,Ash,15.00,",
            "vase,Vase,Lam Hong,Title,Default Title,40.00,ask us",
        ],
    );
    let report = products(&test, &file(&text), OnError::RejectAll).await;
    let said: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(counts(&report), (2, 0, 0, 0), "the rows are written all the same");
    assert_eq!(
        said,
        [
            "line 3, Variant Barcode: `4006381333932` is left out: the check digit is wrong: with these digits before it, it is 1",
            "line 5, Variant Barcode: `ask us` is left out: a barcode has 8, 12, 13 or 14 digits"
        ]
    );
    assert!(report.problems.is_empty() && report.to_string().contains("is left out"), "{report}");
    let query = "{ product(slug: \"tea-bowl\") { variants { barcode } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let expected = json!([{"barcode": "04006381333931"}, {"barcode": null}, {"barcode": null}]);
    assert_eq!(data["product"]["variants"], expected);
    let mended = products(&test, &file(text.replace("3932", "3931")), OnError::RejectAll).await;
    assert_eq!((counts(&mended), mended.warnings.len()), ((0, 1, 1, 0), 1));
    let data = test.data(&test.guest(), query, json!({})).await;
    assert_eq!(data["product"]["variants"][1]["barcode"], "04006381333931");
}

#[tokio::test]
async fn the_search_index_follows() {
    let test = TestApp::new().await;
    api::search::catch_up(&test.app).await.expect("the index is built");
    products(&test, &file(csv(PRODUCT_HEADER, BOWL)), OnError::RejectAll).await;
    api::search::catch_up(&test.app).await.expect("the index follows");
    let query = "{ products(search: \"tea bwol\") { nodes { slug } } }";
    let found = test.data(&test.guest(), query, json!({})).await;
    assert_eq!(found["products"]["nodes"], json!([{"slug": "tea-bowl"}]));
}

#[tokio::test]
async fn a_slug_that_is_taken_gets_a_number() {
    let test = TestApp::new().await;
    let shop = test.shop("other").await;
    test.product(shop, "tea-bowl", 100, 1).await;
    products(&test, &file(csv(PRODUCT_HEADER, BOWL)), OnError::RejectAll).await;
    assert_eq!(page(&test, "tea-bowl-2").await["title"], json!("Tea bowl"));
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_with_a_sentence() {
    let test = TestApp::new().await;
    let no_price = file("Handle,Title,Vendor\nbowl,Bowl,Lam Hong\n");
    let error = import_products(&test.app, &no_price.path, OnError::RejectRows).await.expect_err("no prices");
    assert_eq!(
        error.to_string(),
        "this is no file of products: it lacks the column Variant Price. Export products from Shopify as CSV"
    );
    let empty = import_products(&test.app, &file("").path, OnError::RejectAll).await.expect_err("empty");
    assert_eq!(empty.to_string(), "the file is empty: it needs a header with the names of its columns");
}

#[tokio::test]
async fn what_the_staff_sent_stays_when_the_file_comes_again() {
    let test = TestApp::new().await;
    products(&test, &file(csv(PRODUCT_HEADER, BOWL)), OnError::RejectAll).await;
    let found = "{ product(slug: \"tea-bowl\") { id shop { id } } }";
    let product = test.data(&test.guest(), found, json!({})).await["product"].clone();
    let shop = product["shop"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a shop");
    let seller = test.seller("seller", &[shop]).await;
    let shopper = seller.actor.shopper().expect("signed in");
    let photo = crate::images::hostile::jpeg(400, 300).into();
    let sent = api::images::receive(&test.app, &shopper, photo).await.expect("kept").id.to_string();
    let add = "mutation($input: ProductImagesAddInput!) { productImagesAdd(input: $input) { userErrors { code } } }";
    let input = json!({"input": {"productId": product["id"], "images": [{"imageId": sent}]}});
    test.data(&seller, add, input).await;
    let changed: Vec<String> = BOWL.iter().map(|row| row.replace("Tea bowl", "Bowl for tea")).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    let again = products(&test, &file(csv(PRODUCT_HEADER, &changed)), OnError::RejectAll).await;
    assert_eq!(counts(&again), (0, 1, 1, 0));
    let page = page(&test, "tea-bowl").await;
    assert_eq!(page["images"], json!([{"alt": "Front"}, {"alt": "Side"}, {"alt": ""}, {"alt": "Tea bowl"}]));
    // The one that is here stands for the product, until the others are fetched.
    assert_eq!(page["image"]["state"], json!("READY"));
}
