//! What a search means: forms, synonyms, marks, what is eased, what else may have been meant, taste, and why.

use crate::recommendations::{allow, view};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::id::ProductId;

const SEARCH: &str = "query($search: String, $filter: ProductFilter, $first: Int, $after: String) {
    products(search: $search, filter: $filter, first: $first, after: $after) {
        nodes { slug } totalCount correctedSearch searchRelaxed suggestedSearch personalised
        pageInfo { endCursor hasNextPage } } }";

async fn market(slugs: &[&str]) -> (TestApp, Vec<ProductId>) {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    let mut products = Vec::new();
    for slug in slugs {
        products.push(test.product(shop, slug, 2_000, 3).await.0);
    }
    api::search::catch_up(&test.app).await.expect("the index follows");
    (test, products)
}

async fn find(test: &TestApp, text: &str) -> Value {
    test.data(&test.guest(), SEARCH, json!({ "search": text })).await["products"].clone()
}

fn slugs(connection: &Value) -> Vec<&str> {
    let mut slugs: Vec<&str> = connection["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| node["slug"].as_str().expect("a slug"))
        .collect();
    slugs.sort_unstable();
    slugs
}

#[tokio::test]
async fn forms_and_synonyms_are_found() {
    let (test, _) = market(&["wool-throw", "silver-earrings", "oak-clock"]).await;
    for (typed, found) in [("throws", "wool-throw"), ("earring", "silver-earrings"), ("blankets", "wool-throw")] {
        let answer = find(&test, typed).await;
        assert_eq!(slugs(&answer), [found], "{typed}");
        assert_eq!((&answer["correctedSearch"], &answer["searchRelaxed"]), (&Value::Null, &json!(false)), "{typed}");
    }
}

#[tokio::test]
async fn a_slip_in_a_word_that_only_a_synonym_knows_is_mended() {
    let (test, _) = market(&["wool-throw", "oak-clock"]).await;
    let answer = find(&test, "blanekt").await;
    assert_eq!((slugs(&answer), &answer["correctedSearch"]), (vec!["wool-throw"], &json!("blanket")));
}

#[tokio::test]
async fn fillers_are_no_conditions() {
    let (test, _) = market(&["oak-clock", "kitchen-spoon"]).await;
    let answer = find(&test, "a clock for the wall").await;
    assert_eq!((slugs(&answer), &answer["searchRelaxed"]), (vec!["oak-clock"], &json!(true)), "no wall, but a clock");
    let answer = find(&test, "a clock of oak").await;
    assert_eq!((slugs(&answer), &answer["searchRelaxed"]), (vec!["oak-clock"], &json!(false)));
}

#[tokio::test]
async fn what_is_eased_says_so_on_every_page_and_whatever_narrows_it() {
    let (test, _) = market(&["green-oak-clock", "green-oak-bowl", "oak-spoon", "green-spoon"]).await;
    let ask = async |variables: Value| test.data(&test.guest(), SEARCH, variables).await["products"].clone();
    let one = ask(json!({ "search": "green oak lamp", "first": 1 })).await;
    assert_eq!((&one["totalCount"], &one["searchRelaxed"]), (&json!(2), &json!(true)), "two of three words");
    let after = &one["pageInfo"]["endCursor"];
    let two = ask(json!({ "search": "green oak lamp", "first": 1, "after": after })).await;
    assert_eq!((&two["totalCount"], slugs(&two).len()), (&json!(2), 1));
    assert_ne!(slugs(&one), slugs(&two));
    let narrowed = ask(json!({ "search": "green oak lamp", "filter": { "minPrice": "90" } })).await;
    assert_eq!((&narrowed["totalCount"], &narrowed["searchRelaxed"]), (&json!(0), &json!(true)));
}

#[tokio::test]
async fn another_search_is_offered_where_little_is_found() {
    let (test, _) = market(&["candle", "handle-a", "handle-b", "handle-c", "handle-d", "xylophone"]).await;
    let answer = find(&test, "candle").await;
    assert_eq!((slugs(&answer), &answer["suggestedSearch"]), (vec!["candle"], &json!("handle")));
    assert_eq!(find(&test, "handle").await["suggestedSearch"], Value::Null, "enough is found");
    let badly_misspelt = find(&test, "hamdke").await;
    assert_eq!((&badly_misspelt["totalCount"], &badly_misspelt["suggestedSearch"]), (&json!(0), &json!("handle")));
    assert_eq!(find(&test, "qqzzxx").await["suggestedSearch"], Value::Null);
}

#[tokio::test]
async fn taste_moves_the_first_page_a_little_only_where_it_is_allowed() {
    let test = TestApp::new().await;
    let (otter, lam) = (test.shop("otter").await, test.shop("lam").await);
    // Equals are sorted by age, the newest first.
    test.product(lam, "oak-bowl-lam", 2_000, 3).await;
    for letter in ["a", "b", "c", "d"] {
        test.app.clock.advance_ms(1_000);
        test.product(otter, &format!("oak-bowl-{letter}"), 2_000, 3).await;
    }
    test.app.clock.advance_ms(1_000);
    test.product(lam, "oak-bowl-z", 2_000, 3).await;
    api::search::catch_up(&test.app).await.expect("the index follows");
    let buyer = test.register("taste").await;
    let order = async || {
        let found = test.data(&buyer, SEARCH, json!({ "search": "oak bowl" })).await["products"].clone();
        let nodes: Vec<String> =
            found["nodes"].as_array().expect("nodes").iter().map(|node| node["slug"].to_string()).collect();
        (nodes, found["personalised"] == json!(true))
    };
    let (plain, personalised) = order().await;
    assert!(!personalised, "nothing is known yet");
    allow(&test, &buyer).await;
    let liked = test.data(&buyer, "{ product(slug: \"oak-bowl-a\") { id } }", json!({})).await["product"]["id"].clone();
    view(&test, &buyer, liked.as_str().and_then(|id| id.parse().ok()).expect("an id")).await;
    let (moved, personalised) = order().await;
    assert!(personalised, "the page says so");
    let places = |order: &[String]| -> Vec<String> {
        order.iter().map(|slug| slug.trim_matches('"').replace("oak-bowl-", "")).collect()
    };
    assert_eq!(places(&plain), ["z", "d", "c", "b", "a", "lam"]);
    // Otter's rise by one place; the last row stays, where the next page begins.
    assert_eq!(places(&moved), ["d", "z", "c", "b", "a", "lam"]);
}

#[tokio::test]
async fn moderators_see_what_a_place_is_made_of() {
    let (test, products) = market(&["wool-throw", "wool-scarf"]).await;
    let admin = test.admin("why").await;
    let query = "query($id: ID!, $search: String!) { searchExplanation(productId: $id, search: $search) {
        matches textScore standingWeight score personalPlaces reasons { typed found field kind counts score } } }";
    let explained = test.data(&admin, query, json!({ "id": products[0], "search": "woollen blankets" })).await;
    let explained = &explained["searchExplanation"];
    assert_eq!((&explained["matches"], &explained["standingWeight"]), (&json!(true), &json!(1.0)));
    let counting: Vec<(&str, &str, &str)> = explained["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter(|reason| reason["counts"] == json!(true))
        .map(|reason| {
            let text = |name: &str| reason[name].as_str().expect("a text");
            (text("typed"), text("found"), text("kind"))
        })
        .collect();
    assert_eq!(counting, [("woollen", "wool", "SYNONYM"), ("blankets", "throw", "SYNONYM")]);
    let sum: f64 = explained["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter(|reason| reason["counts"] == json!(true))
        .map(|reason| reason["score"].as_f64().expect("a number"))
        .sum();
    let score = explained["textScore"].as_f64().expect("a number");
    assert!((sum - score).abs() < 1e-3, "the reasons that count add up: {sum} and {score}");
    let other = test.data(&admin, query, json!({ "id": products[1], "search": "blanket" })).await;
    assert_eq!(other["searchExplanation"]["matches"], json!(false));
}
