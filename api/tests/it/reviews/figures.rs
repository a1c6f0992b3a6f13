//! Scores, and what they cost.

use super::{rating, reviewed, stall};
use crate::support::TestApp;
use api::catalog::entity::product;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use shared::id::{CategoryId, ProductId};

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value - expected).abs() < 1e-6, "{value} is not {expected}");
}

/// Gives a product the sums of many reviews.
async fn rate(test: &TestApp, id: ProductId, count: i32, sum: i32) {
    let row =
        product::ActiveModel { id: Set(id), rating_count: Set(count), rating_sum: Set(sum), ..Default::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("rated");
    test.app.shelf.forget_priors();
}

async fn score(test: &TestApp, slug: &str) -> Value {
    let query = "query($slug: String) { product(slug: $slug) { rating { average score count } } }";
    test.data(&test.guest(), query, json!({"slug": slug})).await["product"]["rating"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_reviews_say_little() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    assert_eq!(rating(&test).await["score"], Value::Null);
    for (name, stars) in [("ada", 5), ("ben", 4), ("cem", 1)] {
        reviewed(&test, &stall, name, stars).await;
    }
    let rating = rating(&test).await;
    near(&rating["average"], 10.0 / 3.0);
    // The only reviews of the site are these: their mean is what they are drawn towards.
    near(&rating["score"], 10.0 / 3.0);
    assert_eq!((&rating["count"], &rating["histogram"]), (&json!(3), &json!([1, 0, 0, 1, 1])));
}

#[tokio::test]
async fn scores_are_drawn_towards_the_category_once_it_has_two_hundred_reviews() {
    let test = TestApp::new().await;
    let (shop, cups) = (test.shop("clay").await, test.category("cups", None).await);
    let filed = async |slug: &str, category: Option<CategoryId>| {
        let (id, _) = test.product(shop, slug, 100, 1).await;
        if let Some(category) = category {
            test.file_under(id, category).await;
        }
        id
    };
    let (cup, mug, chair) =
        (filed("cup", Some(cups)).await, filed("mug", Some(cups)).await, filed("chair", None).await);
    rate(&test, cup, 10, 49).await;
    rate(&test, mug, 189, 809).await;
    rate(&test, chair, 801, 2142).await;
    // 199 reviews in the category: the mean of the site, 3000 stars in 1000 reviews.
    near(&score(&test, "cup").await["score"], (49.0 + 20.0 * 3.0) / 30.0);
    // 200 with a mean of 4.3: the published figure.
    rate(&test, mug, 190, 811).await;
    near(&score(&test, "cup").await["score"], 4.5);
    near(&score(&test, "cup").await["average"], 4.9);
    near(&score(&test, "chair").await["score"], (2142.0 + 20.0 * (3002.0 / 1001.0)) / 821.0);
}

#[tokio::test]
async fn scores_and_histograms_of_a_listing_cost_no_statement_a_product() {
    let test = TestApp::new().await;
    let shop = test.shop("clay").await;
    for number in 0..20 {
        let (id, _) = test.product(shop, &format!("cup-{number}"), 100, 1).await;
        rate(&test, id, 3, 12).await;
    }
    let cost = async |fields: &str, first: i32| {
        let query = format!("{{ products(first: {first}) {{ nodes {{ slug rating {{ {fields} }} }} }} }}");
        let before = test.app.db.statements_sent();
        test.data(&test.guest(), &query, json!({})).await;
        test.app.db.statements_sent() - before
    };
    let plain = cost("average count", 20).await;
    cost("score", 1).await;
    assert_eq!(cost("average score count", 20).await, plain, "scores cost nothing more");
    assert_eq!((cost("histogram", 1).await, cost("histogram", 20).await), (plain + 1, plain + 1));
    // What is asked about stands in the tree, which is held.
    let aspects = async |first: i32| {
        test.app.shelf.forget();
        cost("aspects { aspect low }", first).await
    };
    assert_eq!(aspects(1).await, aspects(20).await, "one statement for all products");
}
