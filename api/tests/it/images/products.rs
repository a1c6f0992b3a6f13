//! A shop's staff choose the pictures of their products.

use super::hostile;
use crate::support::TestApp;
use api::catalog::entity::{image, product};
use api::graphql::Visitor;
use api::images::entity::stored;
use api::{events, images};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::id::ProductId;

const FIELDS: &str = "product { image { alt width } images { id alt width height state sourceSet placeholderColor
    sources { url width } } } userErrors { code field }";

async fn upload(test: &TestApp, visitor: &Visitor, width: u32) -> String {
    let shopper = visitor.actor.shopper().expect("signed in");
    let kept = images::receive(&test.app, &shopper, hostile::jpeg(width, 300).into()).await.expect("kept");
    kept.id.to_string()
}

async fn change(test: &TestApp, visitor: &Visitor, mutation: &str, input: Value) -> Value {
    let kind = format!("P{}Input", &mutation[1..]);
    let query = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {FIELDS} }} }}");
    test.data(visitor, &query, json!({"input": input})).await[mutation].clone()
}

fn refused(payload: &Value) -> (&str, Option<&str>) {
    assert_eq!(payload["product"], Value::Null);
    let error = &payload["userErrors"][0];
    (error["code"].as_str().expect("a code"), error["field"][0].as_str())
}

fn list(payload: &Value) -> Vec<(String, i64)> {
    let images = payload["product"]["images"].as_array().unwrap_or_else(|| panic!("pictures: {payload:#}"));
    let show =
        |image: &Value| (image["alt"].as_str().unwrap_or_default().to_owned(), image["width"].as_i64().unwrap_or(0));
    images.iter().map(show).collect()
}

async fn scene(test: &TestApp) -> (Visitor, ProductId) {
    let shop = test.shop("otter").await;
    let (product, _) = test.product(shop, "walnut-bowl", 4_200, 5).await;
    (test.seller("seller", &[shop]).await, product)
}

#[tokio::test]
async fn pictures_are_added_ordered_and_taken_off() {
    let test = TestApp::new().await;
    let (seller, product) = scene(&test).await;
    let (first, second) = (upload(&test, &seller, 700).await, upload(&test, &seller, 500).await);
    let alt = json!([{"language": "EN", "text": " From above "}, {"language": "VI", "text": "Nhìn từ trên"}]);
    let images = json!([{"imageId": first, "alt": alt}, {"imageId": second}]);
    let added =
        change(&test, &seller, "productImagesAdd", json!({"productId": product.to_string(), "images": images})).await;
    let shown = |alt: &str, width: i64| (alt.to_owned(), width);
    let drawing = shown("walnut-bowl", 800);
    assert_eq!(list(&added), [drawing.clone(), shown("From above", 700), shown("walnut bowl", 500)]);
    let of_first = &added["product"]["images"][1];
    assert_eq!(of_first["id"], json!(first), "an upload's id is its picture's id");
    let folder = of_first["sources"][0]["url"].as_str().expect("an address").trim_end_matches("/320.webp").to_owned();
    assert_eq!(
        of_first["sourceSet"],
        json!(format!("{folder}/320.webp 320w, {folder}/640.webp 640w, {folder}/700.webp 700w"))
    );
    assert_eq!(added["product"]["images"][0]["sources"], json!([]), "a drawing is sharp at any width");
    let ids: Vec<Value> =
        added["product"]["images"].as_array().expect("pictures").iter().map(|image| image["id"].clone()).collect();

    let order = json!({"productId": product.to_string(), "imageIds": [ids[2], ids[1], ids[0]]});
    let ordered = change(&test, &seller, "productImagesReorder", order).await;
    assert_eq!(list(&ordered), [shown("walnut bowl", 500), shown("From above", 700), drawing]);
    assert_eq!(ordered["product"]["image"], json!({"alt": "walnut bowl", "width": 500}));

    let gone = json!({"productId": product.to_string(), "imageIds": [ids[2], ids[0]]});
    let left = change(&test, &seller, "productImagesRemove", gone).await;
    assert_eq!(list(&left), [shown("From above", 700)]);
    assert_eq!(left["product"]["image"], json!({"alt": "From above", "width": 700}));

    let told = events::after(test.app.db.write(), 0, Some(product.0), 50).await.expect("read");
    let told: Vec<_> = told.iter().map(|event| event.topic.as_str()).collect();
    assert_eq!(told, ["product.created", "product.updated", "product.updated", "product.updated"]);

    // What was shown once stays: an order may remember it.
    test.app.clock.advance_ms(3 * 24 * 3_600_000);
    images::drop_orphans(&test.app).await.expect("cleaned");
    let kept = stored::Entity::find().all(test.app.db.write()).await.expect("read");
    assert_eq!(kept.len(), 2);
    for image in kept {
        assert!(test.app.storage.get(&image.path()).await.expect("it answers").is_some());
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let test = TestApp::new().await;
    let (seller, product) = scene(&test).await;
    let stranger = test.register("stranger").await;
    let (mine, theirs) = (upload(&test, &seller, 320).await, upload(&test, &stranger, 400).await);
    let add = |images: Value| json!({"productId": product.to_string(), "images": images});
    let ids = |ids: Value| json!({"productId": product.to_string(), "imageIds": ids});
    let no_image = ("IMAGE_NOT_FOUND", Some("images"));
    // The first of the two is not used up by the second's refusal.
    let both = add(json!([{"imageId": mine}, {"imageId": theirs}]));
    assert_eq!(refused(&change(&test, &seller, "productImagesAdd", both).await), no_image);
    assert_eq!(
        refused(&change(&test, &seller, "productImagesAdd", add(json!([{"imageId": "img_x"}]))).await),
        no_image
    );
    let long = json!([{"imageId": mine, "alt": [{"language": "EN", "text": "x".repeat(301)}]}]);
    let refusal = change(&test, &seller, "productImagesAdd", add(long)).await;
    assert_eq!(refused(&refusal), ("ALT_TOO_LONG", Some("images")));
    let many: Vec<Value> = (0..20).map(|_| json!({"imageId": mine})).collect();
    let refusal = change(&test, &seller, "productImagesAdd", add(json!(many))).await;
    assert_eq!(refused(&refusal), ("TOO_MANY_IMAGES", Some("images")));
    for visitor in [&test.guest(), &stranger] {
        let refusal = change(&test, visitor, "productImagesAdd", add(json!([{"imageId": theirs}]))).await;
        assert_eq!(refused(&refusal), ("NOT_FOUND", None));
        assert_eq!(refused(&change(&test, visitor, "productImagesRemove", ids(json!([]))).await), ("NOT_FOUND", None));
    }
    let refusal = change(&test, &seller, "productImagesReorder", ids(json!([]))).await;
    assert_eq!(refused(&refusal), ("ORDER_INVALID", Some("imageIds")));
    let refusal = change(&test, &seller, "productImagesRemove", ids(json!([mine]))).await;
    assert_eq!(refused(&refusal), ("IMAGE_NOT_FOUND", Some("imageIds")));
    let added = change(&test, &seller, "productImagesAdd", add(json!([{"imageId": mine}]))).await;
    assert_eq!(list(&added).len(), 2);
    let again = change(&test, &seller, "productImagesAdd", add(json!([{"imageId": mine}]))).await;
    assert_eq!(refused(&again), no_image, "an upload is used once");
}

#[tokio::test]
async fn a_card_remembers_its_picture_in_all_its_widths() {
    let test = TestApp::new().await;
    let (seller, product) = scene(&test).await;
    let drawing = image::Entity::find().one(test.app.db.write()).await.expect("read").expect("a drawing");
    let image = upload(&test, &seller, 640).await;
    let add = json!({"productId": product.to_string(), "images": [{"imageId": image}]});
    change(&test, &seller, "productImagesAdd", add).await;
    let gone = json!({"productId": product.to_string(), "imageIds": [drawing.id.to_string()]});
    change(&test, &seller, "productImagesRemove", gone).await;
    let row = product::Entity::find_by_id(product).one(test.app.db.write()).await.expect("read").expect("there");
    let card = row.image.expect("a picture");
    assert_eq!(card.widths.expect("widths").0, [320, 640]);
    let query = "{ products { nodes { image { url sourceSet placeholderColor } } } }";
    api::search::catch_up(&test.app).await.expect("indexed");
    let shown = test.data(&test.guest(), query, json!({})).await["products"]["nodes"][0]["image"].clone();
    assert!(shown["sourceSet"].as_str().expect("sources").ends_with("/640.webp 640w"), "{shown}");
    assert_eq!(shown["placeholderColor"], json!(card.color.expect("a colour")));
}
