//! Searching the catalogue through the API.

use crate::support::TestApp;
use expect_test::expect;
use serde_json::{Value, json};

const SEARCH: &str = "query($search: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String) {
    products(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
        nodes { slug } totalCount correctedSearch pageInfo { hasNextPage endCursor }
        facets { categories { category { slug } count } shops { shop { slug } count }
            prices { min { amount } max { amount } count } available { available count } } } }";

async fn market() -> TestApp {
    let test = TestApp::new().await;
    let (otter, lam) = (test.shop("otter").await, test.shop("lam").await);
    test.product(otter, "walnut-bowl", 4_200, 3).await;
    test.product(otter, "ash-spoon", 900, 0).await;
    test.product(lam, "celadon-bowl", 1_800, 5).await;
    test.product(lam, "fish-plate", 2_600, 5).await;
    api::search::catch_up(&test.app).await.expect("the index follows");
    test
}

fn slugs(connection: &Value) -> Vec<&str> {
    let nodes = connection["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["slug"].as_str().expect("a slug")).collect()
}

#[tokio::test]
async fn finds_mends_and_counts() {
    let test = market().await;
    let data = test.data(&test.guest(), SEARCH, json!({ "search": "bolw" })).await;
    expect![[r#"
        {
          "correctedSearch": "bowl",
          "facets": {
            "available": [
              {
                "available": true,
                "count": 2
              }
            ],
            "categories": [],
            "prices": [
              {
                "count": 1,
                "max": {
                  "amount": "25.00"
                },
                "min": {
                  "amount": "10.00"
                }
              },
              {
                "count": 1,
                "max": {
                  "amount": "50.00"
                },
                "min": {
                  "amount": "25.00"
                }
              }
            ],
            "shops": [
              {
                "count": 1,
                "shop": {
                  "slug": "otter"
                }
              },
              {
                "count": 1,
                "shop": {
                  "slug": "lam"
                }
              }
            ]
          },
          "totalCount": 2
        }"#]]
    .assert_eq(&without_pages(&data["products"]));
}

/// The stable part of a connection: ids of shops decide the order of equal counts, so they are sorted here.
fn without_pages(connection: &Value) -> String {
    let mut shops = connection["facets"]["shops"].as_array().expect("shops").clone();
    shops.sort_by_key(|facet| std::cmp::Reverse(facet["shop"]["slug"].to_string()));
    let mut facets = connection["facets"].clone();
    facets["shops"] = Value::Array(shops);
    let shown = json!({
        "totalCount": connection["totalCount"],
        "correctedSearch": connection["correctedSearch"],
        "facets": facets,
    });
    serde_json::to_string_pretty(&shown).expect("JSON")
}

#[tokio::test]
async fn pages_through_a_search() {
    let test = market().await;
    let first = json!({ "search": "bowl", "first": 1, "sort": "PRICE_DESC" });
    let one = &test.data(&test.guest(), SEARCH, first).await["products"];
    assert_eq!((slugs(one), &one["pageInfo"]["hasNextPage"]), (vec!["walnut-bowl"], &json!(true)));
    let next = json!({ "search": "bowl", "first": 1, "sort": "PRICE_DESC", "after": one["pageInfo"]["endCursor"] });
    let two = &test.data(&test.guest(), SEARCH, next).await["products"];
    assert_eq!((slugs(two), &two["pageInfo"]["hasNextPage"]), (vec!["celadon-bowl"], &json!(false)));
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let test = market().await;
    let listing = test.data(&test.guest(), SEARCH, json!({ "first": 1 })).await;
    let cursor = &listing["products"]["pageInfo"]["endCursor"];
    let answer = test.run(&test.guest(), SEARCH, json!({ "search": "bowl", "after": cursor })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
}

#[tokio::test]
async fn facets_of_a_plain_listing_come_from_the_index_too() {
    let test = market().await;
    let filter = json!({ "filter": { "shops": ["otter"], "available": true } });
    let listing = &test.data(&test.guest(), SEARCH, filter).await["products"];
    assert_eq!(slugs(listing), ["walnut-bowl"]);
    assert_eq!(
        listing["facets"]["available"],
        json!([{ "available": true, "count": 1 }, { "available": false, "count": 1 }])
    );
    let shops = listing["facets"]["shops"].as_array().expect("shops");
    assert_eq!(shops.iter().map(|shop| shop["count"].as_i64().expect("a count")).sum::<i64>(), 3);
}

#[tokio::test]
async fn a_rebuild_finds_what_was_written_past_the_events() {
    let test = market().await;
    let shop = test.shop("late").await;
    test.product(shop, "silk-lantern", 2_500, 1).await;
    api::search::rebuild(&test.app).await.expect("rebuilt");
    let found = test.data(&test.guest(), SEARCH, json!({ "search": "lantern" })).await;
    assert_eq!(slugs(&found["products"]), ["silk-lantern"]);
}

#[tokio::test]
async fn an_index_of_another_database_is_built_anew() {
    let (test, other) = (market().await, TestApp::new().await);
    let shop = other.shop("other").await;
    other.product(shop, "silk-lantern", 2_500, 1).await;
    let mut events = other.app.db.begin(other.app.clock.now()).await.expect("a transaction");
    for _ in 0..100 {
        events.emit(api::events::NewEvent::new("test.happened", other.app.ids.next(), json!({})).expect("JSON"));
    }
    events.commit().await.expect("committed");
    // The same index folder, another database with more events behind it.
    let moved = api::app::App::from(api::app::Parts { search: test.app.search.clone(), ..(*other.app).clone() });
    api::search::catch_up(&moved).await.expect("the index follows");
    let found = test.data(&test.guest(), SEARCH, json!({ "search": "lantern" })).await;
    assert_eq!(found["products"]["totalCount"], 1, "the index now holds the other database's lantern");
}

#[tokio::test]
async fn suggests_while_somebody_types() {
    let test = market().await;
    let query = "query($text: String!) { searchSuggestions(text: $text, first: 3) {
        products { slug } shops { slug } categories { slug } phrases popular } }";
    let found = &test.data(&test.guest(), query, json!({ "text": "bo" })).await["searchSuggestions"];
    let mut products: Vec<String> =
        found["products"].as_array().expect("products").iter().map(|product| product["slug"].to_string()).collect();
    products.sort();
    assert_eq!(products, ["\"celadon-bowl\"", "\"walnut-bowl\""]);
    assert_eq!((&found["phrases"], &found["popular"]), (&json!(["bowl"]), &json!([])));
    let of_shop = &test.data(&test.guest(), query, json!({ "text": "ott" })).await["searchSuggestions"];
    assert_eq!(of_shop["shops"], json!([{ "slug": "otter" }]));
    // "made" stands in every description, and nothing is called by it.
    let of_descriptions = &test.data(&test.guest(), query, json!({ "text": "ma" })).await["searchSuggestions"];
    assert_eq!(of_descriptions["products"].as_array().map(Vec::len), Some(3));
    assert_eq!(of_descriptions["phrases"], json!([]));
    let nothing = test.data(&test.guest(), query, json!({ "text": "  " })).await;
    assert_eq!(nothing["searchSuggestions"]["products"], json!([]));
}

#[tokio::test]
async fn a_search_costs_the_same_statements_for_few_and_for_many_products() {
    let test = market().await;
    let shop = test.shop("large").await;
    for number in 0..20 {
        test.product(shop, &format!("cup-{number}"), 500, 1).await;
    }
    api::search::rebuild(&test.app).await.expect("rebuilt");
    let mut costs = Vec::new();
    for (text, expected) in [("walnut", 1), ("cup", 20)] {
        // What is held in memory for a moment must not decide.
        test.app.shelf.forget();
        let before = test.app.db.statements_sent();
        let found = test.data(&test.guest(), SEARCH, json!({ "search": text, "first": 50 })).await;
        assert_eq!(slugs(&found["products"]).len(), expected, "{text}");
        costs.push(test.app.db.statements_sent() - before);
    }
    assert_eq!(costs[0], costs[1]);
}
