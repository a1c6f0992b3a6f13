//! The demonstration.

use crate::support::TestApp;
use api::config::Settings;
use api::demo::{self, Loaded};
use serde_json::json;

async fn demonstration() -> TestApp {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo").into();
    TestApp::with_settings(Settings { demo: Some(true), demo_dir: Some(folder), ..Settings::default() }).await
}

#[tokio::test]
async fn the_demo_catalogue_is_whole_and_is_loaded_once() {
    let test = demonstration().await;
    let first = demo::load_if_empty(&test.app).await.expect("loaded").expect("the database was empty");
    assert_eq!((first.shops, first.products, first.reviews), (10, 83, 125));
    assert_eq!(demo::load_if_empty(&test.app).await.expect("looked"), None);
    assert_eq!(demo::load(&test.app).await.expect("loaded again"), Loaded::default());
    let query = "{ products(first: 100) { nodes { slug description image { url state alt } shop { emblem { url } } \
        category { slug } variants { price { amount } } translations { language title description } } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let products = data["products"]["nodes"].as_array().expect("products");
    assert_eq!(products.len(), 83);
    for product in products {
        assert_eq!(product["image"]["state"], json!("READY"), "{product:#}");
        assert!(product["category"]["slug"].is_string() && product["shop"]["emblem"]["url"].is_string(), "{product:#}");
        let languages = product["translations"].as_array().expect("translations");
        let whole = |text: &serde_json::Value| text["title"].is_string() && text["description"].is_string();
        assert!(languages.len() == 3 && languages.iter().all(whole), "{product:#}");
    }
    let query = "{ product(slug: \"wild-thyme-tea\") { reviewAspects rating { aspects { aspect high } } } }";
    let tea = test.data(&test.guest(), query, json!({})).await["product"].clone();
    assert_eq!(tea["reviewAspects"], json!(["TASTE", "AS_DESCRIBED"]));
    assert!(tea["rating"]["aspects"][0]["high"].as_i64().is_some_and(|count| count > 0), "{tea:#}");
}

#[tokio::test]
async fn articles_of_the_demo_catalogue_are_sold_at_two_shops() {
    let test = demonstration().await;
    demo::load(&test.app).await.expect("loaded");
    let query = "query($slug: String!) { product(slug: $slug) { variants { sku atOtherShops { sku } } } }";
    for (slug, expected) in [
        ("sun-dried-apricots", json!([["AL-APR-250"], ["AL-APR-500"], []])),
        ("ashtarak-dried-apricots", json!([["AS-APR-250"], ["AS-APR-500"]])),
        ("eggshell-chopsticks", json!([["LH-ECS4"]])),
        ("paper-heron-wall-calendar", json!([["PH-CAL-01"]])),
        ("wild-thyme-tea", json!([[]])),
    ] {
        let data = test.data(&test.guest(), query, json!({"slug": slug})).await;
        let variants = data["product"]["variants"].as_array().expect("variants").iter();
        let skus = |variant: &serde_json::Value| {
            let offers = variant["atOtherShops"].as_array().expect("offers").iter();
            offers.map(|offer| offer["sku"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(json!(variants.map(skus).collect::<Vec<_>>()), expected, "{slug}");
    }
}

#[tokio::test]
async fn its_accounts_can_sign_in() {
    let test = demonstration().await;
    demo::load(&test.app).await.expect("loaded");
    let query = "{ site { demoAccounts { email password role } } }";
    let data = test.data(&test.guest(), query, json!({})).await;
    let accounts = data["site"]["demoAccounts"].as_array().expect("accounts");
    let of_role = |role: &str| accounts.iter().filter(|account| account["role"] == json!(role)).count();
    assert_eq!((of_role("shopper"), of_role("owner"), of_role("moderator"), of_role("admin")), (3, 10, 2, 1));
    let sign_in = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { account { email } } }";
    let mai = &accounts[0];
    let input = json!({"email": mai["email"], "password": mai["password"]});
    let signed_in = test.data(&test.guest(), sign_in, json!({"input": input})).await;
    assert_eq!(signed_in["sessionCreate"]["account"]["email"], json!("mai@demo.vouch.example"));
}
