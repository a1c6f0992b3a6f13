//! A guest's list moves into the account's when they sign in.

use super::{add, change, guest_with, read, remembering, titles};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::graphql::Visitor;
use api::graphql::context::Effect;
use serde_json::{Value, json};

async fn sign_in(test: &TestApp, visitor: &Visitor) {
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }";
    let input = json!({"email": "ada@example.com", "password": PASSWORD});
    let data = test.data(visitor, query, json!({"input": input})).await;
    assert_eq!(data["sessionCreate"]["userErrors"], json!([]));
}

#[tokio::test]
async fn things_move_and_what_the_account_remembers_stays() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (cup, _) = test.product(shop, "cup", 900, 9).await;
    let ada = test.register("ada").await;
    add(&test, &ada, bowl).await;
    super::set(&test, bowl, 1500, true).await;
    test.app.clock.advance_ms(1000);
    let guest = guest_with(&test, bowl).await;
    add(&test, &guest, cup).await;
    sign_in(&test, &guest).await;
    assert!(guest.effects.take().contains(&Effect::ClearWishlist));
    let list = read(&test, &ada).await;
    assert_eq!(titles(&list), ["cup", "bowl"]);
    assert_eq!(list["items"][1]["priceWhenAdded"]["amount"], "18.00");
    assert_eq!(read(&test, &guest).await, Value::Null, "the guest's list is gone");
    sign_in(&test, &guest).await;
    assert_eq!(read(&test, &ada).await["itemCount"], 2);
}

#[tokio::test]
async fn registering_keeps_the_list_and_its_link() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let guest = guest_with(&test, bowl).await;
    let shared = change(&test, &guest, "wishlistShare", json!({"shared": true, "name": "For the kitchen"})).await;
    let token = shared["wishlist"]["shareToken"].as_str().expect("a token").to_owned();
    let query = "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { accessToken } }";
    let input = json!({"email": "ada@example.com", "password": PASSWORD, "displayName": "Ada"});
    let data = test.data(&guest, query, json!({"input": input})).await;
    let ada = test.with_token(data["accountRegister"]["accessToken"].as_str().expect("a token")).await;
    let list = read(&test, &ada).await;
    assert_eq!((titles(&list), &list["name"]), (vec!["bowl"], &json!("For the kitchen")));
    assert_eq!(list["shareToken"], json!(token), "those who have the link still see it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sign_ins_at_once_move_it_once_and_a_full_list_takes_no_more() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let ada = test.register("ada").await;
    for number in 0..99 {
        let (id, _) = test.product(shop, &format!("bowl-{number}"), 1800, 9).await;
        add(&test, &ada, id).await;
    }
    let guest = test.guest();
    let (old, _) = test.product(shop, "old-cup", 900, 9).await;
    let (new, _) = test.product(shop, "new-cup", 900, 9).await;
    add(&test, &guest, old).await;
    let guest = remembering(&test, &guest);
    test.app.clock.advance_ms(1000);
    add(&test, &guest, new).await;
    futures::future::join(sign_in(&test, &guest), sign_in(&test, &guest)).await;
    let list = read(&test, &ada).await;
    assert_eq!((&list["itemCount"], titles(&list)[0]), (&json!(100), "new cup"), "the newest have the room");
}
