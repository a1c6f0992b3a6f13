//! What many search for: who is counted, when it is offered to others, and how long it is kept.

use crate::consents::{self, remembering, say_all};
use crate::recommendations::allow;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::consents::entity as consent;
use api::graphql::Visitor;
use api::jobs::{CleanUp, CountSearches, Job};
use api::search::popular::entity::{Entity, Model, key};
use api::search::popular::{AT_LEAST, KEPT_DAYS};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use shared::Locale;
use shared::timestamp::DAY_MS;

async fn market() -> TestApp {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    for slug in ["walnut-bowl", "walnut-tray", "oak-clock", "steel-pan"] {
        test.product(shop, slug, 2_000, 3).await;
    }
    api::search::catch_up(&test.app).await.expect("the index follows");
    test
}

async fn search(test: &TestApp, visitor: &Visitor, text: &str) {
    let query =
        "query($search: String) { products(search: $search, first: 1) { nodes { slug } pageInfo { endCursor } } }";
    test.data(visitor, query, json!({ "search": text })).await;
}

async fn rows(test: &TestApp) -> Vec<Model> {
    let query = Entity::find().order_by_asc(api::search::popular::entity::Column::Query);
    query.all(test.app.db.read()).await.expect("read")
}

async fn queries(test: &TestApp) -> Vec<String> {
    rows(test).await.into_iter().map(|row| row.query).collect()
}

/// A guest whose browser was asked and allows it.
async fn willing(test: &TestApp) -> Visitor {
    let guest = test.guest();
    allow(test, &guest).await;
    remembering(test, &guest)
}

/// What the search box offers somebody whom nobody knows: (phrases, those of them that many search for).
async fn offered(test: &TestApp, locale: Locale, text: &str) -> (Value, Value) {
    CountSearches.run(&test.app).await.expect("counted");
    let query = "query($text: String!) { searchSuggestions(text: $text) { phrases popular } }";
    let found = test.data(&Visitor::guest(locale), query, json!({ "text": text })).await["searchSuggestions"].clone();
    (found["phrases"].clone(), found["popular"].clone())
}

#[tokio::test]
async fn four_visitors_do_not_suffice_and_five_do() {
    let test = market().await;
    for _ in 1..AT_LEAST {
        let guest = willing(&test).await;
        search(&test, &guest, "Walnut  bowl").await;
        search(&test, &guest, "walnut bowl").await;
    }
    assert_eq!(rows(&test).await.len(), 4, "each of them once a day");
    assert_eq!(offered(&test, Locale::En, "wal").await, (json!(["walnut"]), json!([])));
    search(&test, &willing(&test).await, "walnut bowl").await;
    let (phrases, popular) = offered(&test, Locale::En, "wal").await;
    assert_eq!((phrases, popular), (json!(["walnut bowl", "walnut"]), json!(["walnut bowl"])));
    assert_eq!(offered(&test, Locale::En, "walnut bowl").await.1, json!([]), "that is typed already");
    assert_eq!(offered(&test, Locale::Vi, "wal").await.1, json!([]), "of another language");
}

#[tokio::test]
async fn one_visitor_on_five_days_is_not_five_visitors() {
    let test = market().await;
    let guest = willing(&test).await;
    for _ in 0..AT_LEAST {
        search(&test, &guest, "walnut bowl").await;
        test.app.clock.advance_ms(DAY_MS);
    }
    assert_eq!(rows(&test).await.len(), 5);
    assert_eq!(offered(&test, Locale::En, "wal").await.1, json!([]));
    for _ in 0..AT_LEAST {
        search(&test, &willing(&test).await, "walnut bowl").await;
    }
    assert_eq!(offered(&test, Locale::En, "wal").await.1, json!(["walnut bowl"]), "five on one day");
}

#[tokio::test]
async fn what_no_longer_finds_anything_is_not_offered() {
    let test = market().await;
    for _ in 0..AT_LEAST {
        search(&test, &willing(&test).await, "walnut bowl").await;
    }
    let other = TestApp::new().await;
    let moved = api::app::App::from(api::app::Parts { search: other.app.search.clone(), ..(*test.app).clone() });
    CountSearches.run(&moved).await.expect("counted");
    let found = api::graphql::execute(
        &api::graphql::schema(&moved),
        test.guest(),
        async_graphql::Request::new("{ searchSuggestions(text: \"wal\") { popular } }"),
    )
    .await;
    assert_eq!(serde_json::to_value(&found).expect("JSON")["data"]["searchSuggestions"]["popular"], json!([]));
}

#[tokio::test]
async fn without_a_yes_that_names_searches_nothing_is_written() {
    let test = market().await;
    search(&test, &test.guest(), "walnut bowl").await;
    let ada = test.register("ada").await;
    search(&test, &ada, "walnut bowl").await;
    say_all(&test, &ada, false).await;
    search(&test, &ada, "walnut bowl").await;
    allow(&test, &ada).await;
    let old = consent::ActiveModel { wording: Set(1), ..Default::default() };
    consent::Entity::update_many().set(old).exec(test.app.db.write()).await.expect("said in older words");
    search(&test, &ada, "walnut bowl").await;
    assert_eq!(rows(&test).await, []);
    assert_eq!(key::Entity::find().all(test.app.db.read()).await.expect("read"), []);
}

#[tokio::test]
async fn only_what_is_found_as_it_was_typed_is_counted_and_only_once() {
    let test = market().await;
    let guest = willing(&test).await;
    // Addresses and numbers, nothing found, a slip, words of which one is nowhere, nothing at all.
    for text in [
        "ada@walnut.example",
        "walnut ada@example.com",
        "walnut 0912 345 678",
        "xylophone",
        "wallnut",
        "walnut mcallister",
        "",
        "wa",
    ] {
        search(&test, &guest, text).await;
    }
    assert_eq!(queries(&test).await, Vec::<String>::new());
    let pages =
        "query($after: String) { products(search: \"walnut\", first: 1, after: $after) { pageInfo { endCursor } } }";
    let first = test.data(&guest, pages, json!({})).await;
    assert_eq!(queries(&test).await, ["walnut"]);
    Entity::delete_many().exec(test.app.db.write()).await.expect("deleted");
    test.data(&guest, pages, json!({ "after": first["products"]["pageInfo"]["endCursor"] })).await;
    assert_eq!(queries(&test).await, Vec::<String>::new(), "the second page is the same search");
}

#[tokio::test]
async fn nobody_is_followed_from_one_day_to_the_next() {
    let test = market().await;
    let guest = willing(&test).await;
    search(&test, &guest, "walnut").await;
    test.app.clock.advance_ms(DAY_MS);
    search(&test, &guest, "walnut").await;
    let rows = rows(&test).await;
    assert!(rows.len() == 2 && rows[0].visitor_hash != rows[1].visitor_hash, "{rows:?}");
    CleanUp.run(&test.app).await.expect("cleaned");
    let keys = key::Entity::find().all(test.app.db.read()).await.expect("read");
    assert_eq!(keys.len(), 1, "yesterday's secret is gone");
}

#[tokio::test]
async fn taking_consent_back_deletes_todays_searches_and_nothing_of_others() {
    let test = market().await;
    let (guest, other, ada) = (willing(&test).await, willing(&test).await, test.register("ada").await);
    allow(&test, &ada).await;
    for visitor in [&guest, &other, &ada] {
        search(&test, visitor, "walnut").await;
    }
    consents::say(&test, &ada, &[("WISHLIST_LETTERS", false)], json!({})).await;
    assert_eq!(rows(&test).await.len(), 3, "that is about something else");
    consents::say(&test, &ada, &[("PERSONALISATION", false)], json!({})).await;
    assert_eq!(rows(&test).await.len(), 2);
    say_all(&test, &guest, false).await;
    assert_eq!(rows(&test).await.len(), 1);
}

#[tokio::test]
async fn whoever_signs_in_is_not_two_people() {
    let test = market().await;
    test.register("ada").await;
    let guest = willing(&test).await;
    search(&test, &guest, "walnut").await;
    let input = json!({ "email": "ada@example.com", "password": PASSWORD });
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let data = test.data(&guest, query, json!({ "input": input })).await;
    let ada = test.with_token(data["sessionCreate"]["accessToken"].as_str().expect("signed in")).await;
    search(&test, &ada, "walnut").await;
    assert_eq!(rows(&test).await.len(), 1);
}

#[tokio::test]
async fn old_searches_go() {
    let test = market().await;
    for _ in 0..AT_LEAST {
        search(&test, &willing(&test).await, "walnut bowl").await;
    }
    test.app.clock.advance_ms(i64::from(KEPT_DAYS - 1) * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(offered(&test, Locale::En, "wal").await.1, json!(["walnut bowl"]), "not a day before");
    test.app.clock.advance_ms(DAY_MS);
    assert_eq!(offered(&test, Locale::En, "wal").await.1, json!([]), "too old to count");
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(rows(&test).await, []);
}
