//! What is not known and not told: nothing without consent, and nobody's history in another's suggestions.

use super::kinds::{Shelf, slugs};
use super::{allow, learn, suggested, view};
use crate::consents;
use api::recommendations::entity::Entity;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

async fn rows(shelf: &Shelf) -> u64 {
    Entity::find().count(shelf.test.app.db.read()).await.expect("counted")
}

#[tokio::test]
async fn without_consent_nothing_is_recorded_and_suggestions_know_nobody() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    let silent = shelf.test.guest();
    let refusing = shelf.test.guest();
    consents::say_all(&shelf.test, &refusing, false).await;
    let refusing = consents::remembering(&shelf.test, &refusing);
    let stranger = shelf.ask(&shelf.test.guest(), "FOR_YOU").await;
    shelf.buy(&ada, &["steel-pan"]).await;
    for visitor in [&ada, &silent, &refusing] {
        assert_eq!(view(&shelf.test, visitor, shelf.id("walnut-bowl")).await, 0);
        let list = shelf.ask(visitor, "FOR_YOU").await;
        assert_eq!(list, stranger, "everybody sees the same");
        for kind in ["BECAUSE_YOU_VIEWED", "BUY_AGAIN"] {
            assert_eq!(shelf.ask(visitor, kind).await, Vec::<Value>::new());
        }
    }
    let variant = shelf.variant("walnut-bowl").to_string();
    let add =
        "mutation($id: ID!) { cartLinesAdd(input: {lines: [{variantId: $id, quantity: 1}]}) { userErrors { code } } }";
    shelf.test.data(&ada, add, json!({"id": variant})).await;
    let keep = "mutation($id: ID!) { wishlistItemAdd(input: {productId: $id}) { userErrors { code } } }";
    shelf.test.data(&ada, keep, json!({"id": shelf.id("steel-pot")})).await;
    assert_eq!(rows(&shelf).await, 0);
}

#[tokio::test]
async fn taking_consent_back_makes_suggestions_forget() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    let stranger = shelf.ask(&shelf.test.guest(), "FOR_YOU").await;
    allow(&shelf.test, &ada).await;
    view(&shelf.test, &ada, shelf.id("walnut-bowl")).await;
    assert_ne!(shelf.ask(&ada, "FOR_YOU").await, stranger);
    consents::say_all(&shelf.test, &ada, false).await;
    assert_eq!(shelf.ask(&ada, "FOR_YOU").await, stranger);
    assert_eq!(rows(&shelf).await, 0);
}

#[tokio::test]
async fn four_buyers_make_no_pair_and_five_do() {
    let shelf = Shelf::new().await;
    // Others, without whom everybody would have bought both: that would say nothing of a pair.
    shelf.buyers("other", 3, &["steel-pan"]).await;
    shelf.buyers("pair", 4, &["walnut-bowl", "linen-towel"]).await;
    // One of them bought it again and again: that makes them no more people.
    let eager = shelf.test.sign_in("pair-0").await;
    for _ in 0..3 {
        shelf.buy(&eager, &["walnut-bowl", "linen-towel"]).await;
    }
    learn(&shelf.test).await;
    let guest = shelf.test.guest();
    assert_eq!(shelf.about(&guest, "BOUGHT_TOGETHER", "walnut-bowl").await, Vec::<Value>::new());
    for kind in ["SIMILAR", "FOR_YOU"] {
        let list = shelf.about(&guest, kind, "linen-apron").await;
        assert!(list.iter().all(|row| row["reason"]["code"] != "BOUGHT_TOGETHER"), "{kind}");
    }
    let ben = shelf.test.register("ben").await;
    allow(&shelf.test, &ben).await;
    shelf.buy(&ben, &["walnut-bowl"]).await;
    let list = suggested(&shelf.test, &ben, "FOR_YOU", json!({})).await;
    let told = list.iter().find(|row| row["product"]["slug"] == "linen-towel").expect("it is for sale");
    assert_ne!(told["reason"]["code"], "YOU_BOUGHT", "four people's orders are not told to a fifth");

    shelf.buyers("fifth", 1, &["walnut-bowl", "linen-towel"]).await;
    learn(&shelf.test).await;
    let together = shelf.about(&guest, "BOUGHT_TOGETHER", "walnut-bowl").await;
    assert_eq!(slugs(&together), ["linen-towel"]);
}
