//! What somebody sees of what is known of their taste, and what they take out of it.

use super::kinds::{Shelf, reason, slugs};
use super::{allow, dismiss, restore, suggested, view};
use crate::consents;
use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};

async fn taste(test: &TestApp, visitor: &Visitor) -> Value {
    let query = "{ taste { personalisation signals { kind product { slug } } hidden { product { slug } reason } } }";
    test.data(visitor, query, json!({})).await["taste"].clone()
}

async fn forget(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    let query = "mutation($input: TasteForgetInput!) { tasteForget(input: $input) {
        taste { signals { kind product { slug } } hidden { reason } } userErrors { code field } } }";
    test.data(visitor, query, json!({"input": input})).await["tasteForget"].clone()
}

#[tokio::test]
async fn what_is_known_can_be_seen_and_taken_out() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    assert_eq!(taste(&shelf.test, &ada).await, json!({"personalisation": false, "signals": [], "hidden": []}));
    allow(&shelf.test, &ada).await;
    for slug in ["walnut-bowl", "steel-pan", "walnut-bowl"] {
        shelf.test.app.clock.advance_ms(3_600_000);
        assert_eq!(view(&shelf.test, &ada, shelf.id(slug)).await, 1);
    }
    shelf.test.app.clock.advance_ms(1_000);
    shelf.buy(&ada, &["linen-towel"]).await;
    let known = taste(&shelf.test, &ada).await;
    assert_eq!(known["personalisation"], true);
    assert_eq!(
        known["signals"],
        json!([{"kind": "BOUGHT", "product": {"slug": "linen-towel"}},
            {"kind": "VIEWED", "product": {"slug": "walnut-bowl"}},
            {"kind": "VIEWED", "product": {"slug": "steel-pan"}}]),
        "each product and kind once, the newest first"
    );
    let left = forget(&shelf.test, &ada, json!({"productId": shelf.id("walnut-bowl")})).await;
    let seen: Vec<&Value> =
        left["taste"]["signals"].as_array().expect("signals").iter().map(|row| &row["product"]["slug"]).collect();
    assert_eq!(seen, ["linen-towel", "steel-pan"]);
    let list = suggested(&shelf.test, &ada, "FOR_YOU", json!({})).await;
    assert_ne!(reason(&list, "walnut-plate")["code"], "YOU_VIEWED");

    dismiss(&shelf.test, &ada, shelf.id("steel-pot"), "OWNED").await;
    let left = forget(&shelf.test, &ada, json!({"productId": shelf.id("steel-pot")})).await;
    assert_eq!(left["taste"]["hidden"], json!([{"reason": "OWNED"}]), "what is hidden stays hidden");
    let left = forget(&shelf.test, &ada, json!({})).await;
    assert_eq!(left["taste"]["hidden"], json!([]));
    assert_eq!(
        left["taste"]["signals"],
        json!([{"kind": "BOUGHT", "product": {"slug": "linen-towel"}}]),
        "an order is an order"
    );
    let damaged = forget(&shelf.test, &ada, json!({"productId": "prod_x"})).await;
    assert_eq!(damaged["userErrors"], json!([{"code": "PRODUCT_NOT_FOUND", "field": ["productId"]}]));
}

#[tokio::test]
async fn what_is_hidden_stays_away_from_every_list_until_it_is_let_back() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    let pan = shelf.id("steel-pan");
    let refused = dismiss(&shelf.test, &ada, pan, "NOT_INTERESTED").await;
    assert_eq!(refused["userErrors"], json!([{"code": "PERSONALISATION_OFF", "field": null}]));
    allow(&shelf.test, &ada).await;
    let unknown = dismiss(&shelf.test, &ada, shelf.test.app.ids.next(), "OWNED").await;
    assert_eq!(unknown["userErrors"], json!([{"code": "PRODUCT_NOT_FOUND", "field": ["productId"]}]));
    let hidden = dismiss(&shelf.test, &ada, pan, "NOT_INTERESTED").await;
    assert_eq!(hidden["taste"]["hidden"], json!([{"product": {"slug": "steel-pan"}, "reason": "NOT_INTERESTED"}]));
    for kind in ["FOR_YOU", "TRENDING", "NEW_FOR_YOU"] {
        assert!(!slugs(&shelf.ask(&ada, kind).await).contains(&"steel-pan"), "{kind}");
    }
    assert!(!slugs(&shelf.about(&ada, "SIMILAR", "steel-pot").await).contains(&"steel-pan"));
    let others = shelf.test.register("ben").await;
    assert!(slugs(&shelf.ask(&others, "TRENDING").await).contains(&"steel-pan"), "only from hers");
    assert_eq!(restore(&shelf.test, &ada, pan).await["taste"]["hidden"], json!([]));
    assert!(slugs(&shelf.ask(&ada, "FOR_YOU").await).contains(&"steel-pan"));
}

#[tokio::test]
async fn a_guests_browser_has_a_taste_of_its_own() {
    let shelf = Shelf::new().await;
    let guest = shelf.test.guest();
    allow(&shelf.test, &guest).await;
    let guest = consents::remembering(&shelf.test, &guest);
    assert_eq!(view(&shelf.test, &guest, shelf.id("walnut-bowl")).await, 1);
    assert_eq!(taste(&shelf.test, &guest).await["signals"][0]["kind"], "VIEWED");
    let list = shelf.ask(&guest, "FOR_YOU").await;
    assert_eq!(reason(&list[..2], "walnut-plate")["code"], "YOU_VIEWED");
    assert_eq!(taste(&shelf.test, &shelf.test.guest()).await["signals"], json!([]), "another browser has another one");
}

#[tokio::test]
async fn so_many_signals_at_once_and_no_more() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    let signal = json!({"kind": "SEARCH_CLICK", "productId": shelf.id("steel-pan")});
    let unknown = json!({"kind": "VIEW", "productId": "prod_x"});
    let query =
        "mutation($input: SignalsRecordInput!) { signalsRecord(input: $input) { recorded userErrors { code } } }";
    let input = json!({"input": {"signals": [signal, unknown]}});
    let recorded = shelf.test.data(&ada, query, input).await["signalsRecord"].clone();
    assert_eq!(recorded, json!({"recorded": 1, "userErrors": []}), "what there is not is left out");
    let input = json!({"input": {"signals": vec![signal; 21]}});
    let answer = shelf.test.run(&ada, query, input).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}
