//! A list that its owner shows to whoever has its link.

use super::{add, change, guest_with, read};
use crate::support::TestApp;
use serde_json::{Value, json};

const SHARED: &str = "query($token: String!) { sharedWishlist(token: $token) { name products { title inWishlist } } }";

async fn open(test: &TestApp, token: &str) -> Value {
    test.data(&test.guest(), SHARED, json!({"token": token})).await["sharedWishlist"].clone()
}

#[tokio::test]
async fn a_link_shows_the_list_until_it_is_switched_off_and_never_again() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (draft, _) = test.product(shop, "jug", 1800, 9).await;
    let ada = test.register("ada").await;
    for id in [bowl, draft] {
        add(&test, &ada, id).await;
    }
    super::archive(&test, draft).await;
    assert_eq!(read(&test, &ada).await["shareToken"], Value::Null, "nothing is shared by itself");
    assert_eq!(open(&test, "").await, Value::Null);

    let share = |input: Value| change(&test, &ada, "wishlistShare", input);
    let on = share(json!({"shared": true, "name": "  For the\tkitchen "})).await["wishlist"].clone();
    let token = on["shareToken"].as_str().expect("a token").to_owned();
    assert_eq!((token.len(), &on["name"]), (64, &json!("For the kitchen")));
    let seen = json!({"name": "For the kitchen", "products": [{"title": "bowl", "inWishlist": false}]});
    assert_eq!(open(&test, &token).await, seen, "what is not for sale is not shown");
    let again = share(json!({"shared": true})).await;
    assert_eq!((&again["wishlist"]["shareToken"], &again["wishlist"]["name"]), (&json!(token), &on["name"]));

    let off = share(json!({"shared": false})).await;
    assert_eq!((&off["wishlist"]["shareToken"], &off["userErrors"]), (&Value::Null, &json!([])));
    assert_eq!(open(&test, &token).await, Value::Null);
    let anew = share(json!({"shared": true, "name": null})).await["wishlist"].clone();
    assert_ne!(anew["shareToken"], json!(token), "the old link stays closed");
    assert_eq!(open(&test, &token).await, Value::Null);
    assert_eq!(anew["name"], Value::Null);
    let wrong = share(json!({"shared": true, "name": "x".repeat(81)})).await;
    assert_eq!(wrong["userErrors"][0], json!({"code": "NAME_INVALID", "field": ["name"]}));
}

#[tokio::test]
async fn others_learn_nothing_of_the_owner_and_change_nothing() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let guest = guest_with(&test, bowl).await;
    let shared = change(&test, &guest, "wishlistShare", json!({"shared": true})).await["wishlist"].clone();
    let schema = apollo_compiler::Schema::parse(api::graphql::sdl(), "schema.graphql").expect("the SDL is well-formed");
    let fields: Vec<_> =
        schema.get_object("SharedWishlist").expect("the type").fields.keys().map(ToString::to_string).collect();
    assert_eq!(fields, ["name", "products"], "a guest's list may be changed by whoever knows its id");
    let token = shared["shareToken"].as_str().expect("a token");
    let by_token = test.data(&test.guest(), "query($id: ID!) { wishlist(id: $id) { id } }", json!({"id": token})).await;
    assert_eq!(by_token["wishlist"], Value::Null);
    let nobody = change(&test, &test.guest(), "wishlistShare", json!({"shared": true})).await;
    assert_eq!(nobody["userErrors"][0]["code"], "WISHLIST_NOT_FOUND");
}
