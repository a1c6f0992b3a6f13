//! Many at once: stock is never sold twice, a key never counts twice.

use super::{input, place};
use crate::carts::{add, cart_with};
use crate::support::TestApp;
use api::orders::entity;
use futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::sync::Arc;

async fn all_at_once(test: &Arc<TestApp>, inputs: Vec<Value>) -> Vec<Value> {
    let tasks = inputs.into_iter().map(|input| {
        let test = Arc::clone(test);
        tokio::spawn(async move { place(&test, &test.guest(), input).await })
    });
    join_all(tasks).await.into_iter().map(|task| task.expect("no panic")).collect()
}

async fn orders(test: &TestApp) -> u64 {
    entity::Entity::find().count(test.app.db.read()).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_buyers_of_fifty_pieces() {
    let test = Arc::new(TestApp::new().await);
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 50).await;
    let mut inputs = Vec::new();
    for number in 0..200 {
        inputs.push(input(&cart_with(&test, bowl, 1).await, &format!("k{number}")));
    }
    let answers = all_at_once(&test, inputs).await;
    let placed = answers.iter().filter(|answer| answer["order"].is_object()).count();
    let refused = answers.iter().filter(|answer| {
        let errors = answer["userErrors"].as_array().expect("a list");
        errors.len() == 1 && errors[0]["code"] == "NOT_ENOUGH_STOCK" && errors[0]["availableQuantity"] == 0
    });
    assert_eq!((placed, refused.count()), (50, 150));
    assert_eq!(test.stock(bowl).await, (50, 50));
    assert_eq!(orders(&test).await, 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_sent_twenty_times_makes_one_order() {
    let test = Arc::new(TestApp::new().await);
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 50).await;
    let cart = cart_with(&test, bowl, 1).await;
    let answers = all_at_once(&test, vec![input(&cart, "k1"); 20]).await;
    assert!(answers[0]["order"]["accessToken"].is_string());
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!((orders(&test).await, test.stock(bowl).await), (1, (50, 1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_cart_is_ordered_once_whatever_the_keys() {
    let test = Arc::new(TestApp::new().await);
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 50).await;
    let cart = cart_with(&test, bowl, 1).await;
    let answers = all_at_once(&test, (0..20).map(|number| input(&cart, &format!("k{number}"))).collect()).await;
    let empty = answers.iter().filter(|answer| answer["userErrors"][0]["code"] == "CART_EMPTY").count();
    assert_eq!((orders(&test).await, empty), (1, 19));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn carts_with_the_same_things_in_any_order_do_not_wait_in_a_circle() {
    let test = Arc::new(TestApp::new().await);
    let shop = test.shop("lam-hong").await;
    let mut variants = Vec::new();
    for name in ["bowl", "cup", "jug", "tray"] {
        variants.push(test.product(shop, name, 1800, 40).await.1);
    }
    let mut inputs = Vec::new();
    for number in 0..40 {
        variants.rotate_left(1);
        let cart = cart_with(&test, variants[0], 1).await;
        for variant in &variants[1..] {
            assert_eq!(add(&test, &test.guest(), Some(&cart), *variant, 1).await["userErrors"], json!([]));
        }
        inputs.push(input(&cart, &format!("k{number}")));
    }
    let answers = all_at_once(&test, inputs).await;
    assert!(answers.iter().all(|answer| answer["order"].is_object()), "{answers:#?}");
    for variant in variants {
        assert_eq!(test.stock(variant).await, (40, 40));
    }
}
