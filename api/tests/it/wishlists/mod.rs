//! Wishlists: keeping and letting go, what is remembered, whose they are, and who sees them by a link.

mod merge;
mod notices;
mod sharing;

use crate::support::TestApp;
use api::catalog::entity::{ProductStatus, product};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use api::jobs::{CleanUp, Job};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use shared::id::{ProductId, WishlistId};
use shared::timestamp::DAY_MS;

const LIST: &str = "fragment L on Wishlist { id name shareToken itemCount items { title productId addedAt
    product { slug inWishlist available } priceWhenAdded { amount } availableWhenAdded
    priceDrop { amount currencyCode } backInStock } }";

/// Runs one of the mutations on wishlists; returns its payload.
pub async fn change(test: &TestApp, visitor: &Visitor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{
            wishlist {{ ...L }} userErrors {{ code field }} }} }} {LIST}"
    );
    test.data(visitor, &query, json!({"input": input})).await[name].clone()
}

pub async fn add(test: &TestApp, visitor: &Visitor, id: ProductId) -> Value {
    change(test, visitor, "wishlistItemAdd", json!({"productId": id})).await
}

pub async fn remove(test: &TestApp, visitor: &Visitor, id: ProductId) -> Value {
    change(test, visitor, "wishlistItemRemove", json!({"productId": id})).await
}

pub async fn read(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, &format!("{{ wishlist {{ ...L }} }} {LIST}"), json!({})).await["wishlist"].clone()
}

/// A guest whose browser remembers a list with this product.
pub async fn guest_with(test: &TestApp, id: ProductId) -> Visitor {
    let guest = test.guest();
    add(test, &guest, id).await;
    remembering(test, &guest)
}

/// The guest, as the next request of the same browser finds them.
pub fn remembering(test: &TestApp, guest: &Visitor) -> Visitor {
    let list = guest.effects.take().into_iter().find_map(|effect| match effect {
        Effect::SetWishlist(id) => Some(id),
        _ => None,
    });
    Visitor { wishlist_id: Some(list.expect("a list to remember")), ..test.guest() }
}

pub fn titles(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("items").iter().map(|item| item["title"].as_str().expect("a title")).collect()
}

/// Gives a product another price and availability, as an import or an order leaves them.
pub async fn set(test: &TestApp, id: ProductId, price: i64, available: bool) {
    let row =
        product::ActiveModel { id: Set(id), price_min: Set(price), available: Set(available), ..Default::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("set");
}

async fn archive(test: &TestApp, id: ProductId) {
    let row = product::ActiveModel { id: Set(id), status: Set(ProductStatus::Archived), ..Default::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("archived");
}

#[tokio::test]
async fn a_guest_keeps_things_and_lets_them_go_as_often_as_they_like() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (cup, _) = test.product(shop, "cup", 900, 0).await;
    let guest = guest_with(&test, bowl).await;
    test.app.clock.advance_ms(1000);
    let payload = add(&test, &guest, cup).await;
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(titles(&payload["wishlist"]), ["cup", "bowl"], "the newest stands first");
    assert_eq!(guest.effects.take(), [], "the browser knows its list already");
    let first = read(&test, &guest).await;
    assert_eq!(first["items"][1]["priceWhenAdded"]["amount"], "18.00");
    assert_eq!(first["items"][0]["availableWhenAdded"], false);
    assert_eq!(first["items"][0]["product"]["inWishlist"], true);

    test.app.clock.advance_ms(DAY_MS);
    set(&test, bowl, 1500, true).await;
    add(&test, &guest, bowl).await;
    let again = read(&test, &guest).await;
    assert_eq!(again["items"][1]["addedAt"], first["items"][1]["addedAt"], "it stays as it was added first");
    assert_eq!(again["items"][1]["priceWhenAdded"]["amount"], "18.00");

    for _ in 0..2 {
        let payload = remove(&test, &guest, bowl).await;
        assert_eq!((titles(&payload["wishlist"]), &payload["userErrors"]), (vec!["cup"], &json!([])));
    }
    let slugs = "{ productsBySlugs(slugs: [\"cup\", \"bowl\", \"No slug\", \"none\"]) { slug inWishlist } }";
    let found = test.data(&guest, slugs, json!({})).await["productsBySlugs"].clone();
    let expected = json!([{"slug": "cup", "inWishlist": true}, {"slug": "bowl", "inWishlist": false}, null, null]);
    assert_eq!(found, expected);
    assert_eq!(read(&test, &test.guest()).await, Value::Null, "another browser has another list");
}

#[tokio::test]
async fn what_got_cheaper_came_back_or_went_is_told() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let ada = test.register("ada").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (cup, _) = test.product(shop, "cup", 900, 0).await;
    let (jug, _) = test.product(shop, "jug", 700, 2).await;
    for id in [bowl, cup, jug] {
        add(&test, &ada, id).await;
        test.app.clock.advance_ms(1000);
    }
    set(&test, bowl, 1650, true).await;
    set(&test, cup, 950, true).await;
    set(&test, jug, 600, false).await;
    archive(&test, jug).await;
    let list = read(&test, &ada).await;
    let told: Vec<_> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["title"].clone(), item["priceDrop"].clone(), item["backInStock"].clone()))
        .collect();
    let drop = json!({"amount": "1.50", "currencyCode": "GBP"});
    assert_eq!(told[2], (json!("bowl"), drop, json!(false)));
    assert_eq!(told[1], (json!("cup"), Value::Null, json!(true)));
    assert_eq!(told[0], (json!("jug"), Value::Null, json!(false)), "what is not sold any more is not cheaper");
    assert_eq!(list["items"][0]["product"], Value::Null);
    assert_eq!(add(&test, &ada, jug).await["userErrors"][0]["code"], "PRODUCT_NOT_FOUND");
    assert_eq!(titles(&remove(&test, &ada, jug).await["wishlist"]), ["cup", "bowl"], "it can still be taken off");
}

#[tokio::test]
async fn a_list_is_its_owners() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let id = add(&test, &ada, bowl).await["wishlist"]["id"].as_str().expect("an id").to_owned();
    for stranger in [&ben, &test.guest()] {
        for (name, mut input) in [
            ("wishlistItemAdd", json!({"productId": bowl})),
            ("wishlistItemRemove", json!({"productId": bowl})),
            ("wishlistShare", json!({"shared": true})),
        ] {
            input["wishlistId"] = json!(id);
            let payload = change(&test, stranger, name, input).await;
            assert_eq!(
                (&payload["wishlist"], &payload["userErrors"][0]["code"]),
                (&Value::Null, &json!("WISHLIST_NOT_FOUND"))
            );
        }
        let seen = test
            .data(stranger, "query($id: ID!) { wishlist(id: $id) { id } node(id: $id) { id } }", json!({"id": id}))
            .await;
        assert_eq!((&seen["wishlist"], &seen["node"]), (&Value::Null, &Value::Null));
    }
    assert_eq!(titles(&read(&test, &ada).await), ["bowl"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_race_for_the_first_and_the_last_place_has_one_list_and_no_more_than_it_holds() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let ada = test.register("ada").await;
    let mut ids = Vec::new();
    for number in 0..104 {
        ids.push(test.product(shop, &format!("bowl-{number}"), 1800, 9).await.0);
    }
    // Eight at once begin the list, each twice.
    let first: Vec<_> = ids[..4].iter().chain(&ids[..4]).map(|id| add(&test, &ada, *id)).collect();
    let lists: std::collections::BTreeSet<String> = futures::future::join_all(first)
        .await
        .iter()
        .map(|payload| payload["wishlist"]["id"].as_str().unwrap_or_else(|| panic!("{payload:#}")).to_owned())
        .collect();
    assert_eq!(lists.len(), 1);
    assert_eq!(read(&test, &ada).await["itemCount"], 4);
    for id in &ids[4..98] {
        add(&test, &ada, *id).await;
    }
    // Six at once want two places.
    let last = futures::future::join_all(ids[98..].iter().map(|id| add(&test, &ada, *id))).await;
    let refused = last.iter().filter(|payload| payload["userErrors"][0]["code"] == "TOO_MANY_ITEMS").count();
    assert_eq!(refused, 4);
    assert_eq!(read(&test, &ada).await["itemCount"], 100);
    assert_eq!(add(&test, &ada, ids[0]).await["userErrors"], json!([]), "what is on it may be kept again");
}

#[tokio::test]
async fn a_page_costs_the_same_statements_whatever_is_on_the_list() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let ada = test.register("ada").await;
    let list = format!(
        "{{ wishlist {{ ...L items {{ image {{ url }} product {{ shop {{ name }} priceRange {{ min {{ amount }} }} }} }} }} }} {LIST}"
    );
    // Asked apart: in one request the cards of one are spared where the other has read them before, or not, as it happens.
    let pages = [list.as_str(), "{ products(first: 20) { nodes { inWishlist } } }"];
    let mut counts = Vec::new();
    for number in 0..20 {
        let (id, _) = test.product(shop, &format!("bowl-{number}"), 1800, 9).await;
        add(&test, &ada, id).await;
        if number == 0 || number == 19 {
            for page in pages {
                test.data(&ada, page, json!({})).await;
                let before = test.app.db.statements_sent();
                test.data(&ada, page, json!({})).await;
                counts.push(test.app.db.statements_sent() - before);
            }
        }
    }
    assert_eq!(counts[..2], counts[2..]);
    let before = test.app.db.statements_sent();
    test.data(&test.guest(), "{ products(first: 20) { nodes { slug inWishlist } } }", json!({})).await;
    assert_eq!(test.app.db.statements_sent() - before, 1, "nobody's list is not looked up");
}

#[tokio::test]
async fn guests_lists_that_nobody_touches_go_and_accounts_lists_stay() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, _) = test.product(shop, "bowl", 1800, 9).await;
    let (guest, ada) = (guest_with(&test, bowl).await, test.register("ada").await);
    add(&test, &ada, bowl).await;
    test.app.clock.advance_ms(179 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(titles(&read(&test, &guest).await), ["bowl"]);
    test.app.clock.advance_ms(2 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(read(&test, &guest).await, Value::Null);
    let kept = api::wishlists::find(&test.app, &ada.actor, api::wishlists::Which::default()).await.expect("read");
    assert!(kept.is_some());
    let other = Visitor { wishlist_id: Some(test.app.ids.next::<WishlistId>()), ..test.guest() };
    assert_eq!(titles(&add(&test, &other, bowl).await["wishlist"]), ["bowl"], "a forgotten list is begun anew");
    assert!(matches!(other.effects.take().as_slice(), [Effect::SetWishlist(_)]));
}
