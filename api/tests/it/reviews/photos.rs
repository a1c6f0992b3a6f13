//! Photographs of reviews.

use super::{change, codes, delivered, id, stall};
use crate::images::hostile;
use crate::support::TestApp;
use api::graphql::Visitor;
use api::images;
use serde_json::{Value, json};

async fn upload(test: &TestApp, visitor: &Visitor, width: u32) -> String {
    let shopper = visitor.actor.shopper().expect("signed in");
    let kept = images::receive(&test.app, &shopper, hostile::jpeg(width, 300).into()).await.expect("kept");
    kept.id.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn are_uploads_of_the_authors_own_and_change_with_the_review() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let placed = delivered(&test, &stall, &ada).await;
    let (first, second, third) =
        (upload(&test, &ada, 400).await, upload(&test, &ada, 500).await, upload(&test, &ada, 600).await);
    let strange = upload(&test, &ben, 700).await;
    let input = |photos: Value| json!({"orderLineId": placed.line(0), "stars": 5, "body": "See for yourself.", "photoIds": photos});
    let refused = change(&test, &ada, "reviewCreate", input(json!([first, strange]))).await;
    assert_eq!(codes(&refused), ["PHOTO_NOT_FOUND"]);
    let made = change(&test, &ada, "reviewCreate", input(json!([first, second]))).await;
    assert_eq!(made["userErrors"], json!([]), "what was refused used nothing up");
    assert_eq!(made["review"]["photos"].as_array().map(Vec::len), Some(2));
    let url = made["review"]["photos"][0]["url"].as_str().expect("an address");
    assert!(url.starts_with("/media/images/") && url.ends_with("/400.webp"), "{url}");

    let id = id(&made);
    let changed = change(&test, &ada, "reviewUpdate", json!({"id": id, "photoIds": [third, first, third]})).await;
    let photos = &changed["review"]["photos"];
    assert_eq!((photos.as_array().map(Vec::len), &photos[1]["url"]), (Some(2), &json!(url)));
    assert_eq!(changed["review"]["revisions"], json!([]), "its words are the same");
    let again = change(&test, &ada, "reviewUpdate", json!({"id": id, "photoIds": [second]})).await;
    assert_eq!(codes(&again), ["PHOTO_NOT_FOUND"], "an upload is used once");
    let with = "{ product(slug: \"tea-bowl\") { reviews(filter: {withPhotos: true}) { totalCount } } }";
    let count = async || test.data(&ben, with, json!({})).await["product"]["reviews"]["totalCount"].clone();
    assert_eq!(count().await, json!(1));
    change(&test, &ada, "reviewUpdate", json!({"id": id, "photoIds": []})).await;
    assert_eq!(count().await, json!(0));
}
