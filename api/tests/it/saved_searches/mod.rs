//! Saved searches: kept once, at most twenty, whose they are, and what of them is new.

mod letters;
mod pages;

use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};

const SEARCH: &str = "fragment S on SavedSearch { id search category { slug } shops { slug } minPrice { amount }
    maxPrice { amount } available sort language address letters newCount seenAt }";

/// Saves a search; returns the payload.
pub async fn create(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    change(test, visitor, "savedSearchCreate", input).await
}

/// Runs one of the mutations that answer with the search; returns its payload.
pub async fn change(test: &TestApp, visitor: &Visitor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{
            savedSearch {{ ...S }} userErrors {{ code field }} }} }} {SEARCH}"
    );
    test.data(visitor, &query, json!({"input": input})).await[name].clone()
}

async fn delete(test: &TestApp, visitor: &Visitor, id: &Value) -> Value {
    let query = "mutation($id: ID!) { savedSearchDelete(input: {id: $id}) { deleted userErrors { code field } } }";
    test.data(visitor, query, json!({"id": id})).await["savedSearchDelete"].clone()
}

async fn list(test: &TestApp, visitor: &Visitor) -> Vec<Value> {
    let data = test.data(visitor, &format!("{{ me {{ savedSearches {{ ...S }} }} }} {SEARCH}"), json!({})).await;
    data["me"]["savedSearches"].as_array().expect("searches").clone()
}

/// How much is new of each search, the search that was saved last first.
async fn news(test: &TestApp, visitor: &Visitor) -> Vec<i64> {
    api::search::catch_up(&test.app).await.expect("the index follows");
    list(test, visitor).await.iter().map(|search| search["newCount"].as_i64().expect("a count")).collect()
}

fn wait(test: &TestApp) {
    test.app.clock.advance_ms(60_000);
}

#[tokio::test]
async fn the_same_search_is_kept_once() {
    let test = TestApp::new().await;
    test.shop("clay").await;
    test.shop("kiln").await;
    test.category("ceramics", None).await;
    let ada = test.register("ada").await;
    let filter = json!({"category": "ceramics", "shops": ["kiln", "clay"], "minPrice": "5.00", "maxPrice": "20.50", "available": true});
    let first = create(&test, &ada, json!({"search": " Tea  bowl", "filter": filter, "letters": true})).await;
    assert_eq!(first["userErrors"], json!([]));
    let saved = &first["savedSearch"];
    assert_eq!(
        (&saved["search"], &saved["language"], &saved["sort"]),
        (&json!("Tea bowl"), &json!("EN"), &Value::Null)
    );
    assert_eq!((&saved["minPrice"]["amount"], &saved["category"]["slug"]), (&json!("5.00"), &json!("ceramics")));
    wait(&test);

    let other = json!({"category": "ceramics", "shops": ["clay", "kiln"], "minPrice": "5", "maxPrice": "20.5", "available": true});
    let again = create(&test, &ada, json!({"search": "tea bowl", "filter": other, "sort": "PRICE_ASC"})).await;
    assert_eq!(again["savedSearch"]["id"], saved["id"], "it finds the same");
    assert_eq!((&again["savedSearch"]["sort"], &again["savedSearch"]["letters"]), (&json!("PRICE_ASC"), &json!(true)));
    let address = again["savedSearch"]["address"].as_str().expect("an address");
    assert!(address.starts_with("?q=Tea%20bowl&category=ceramics&shop="), "{address}");
    assert!(address.ends_with("&price=5-20.50&available=1&sort=price"), "{address}");

    let wider = create(&test, &ada, json!({"search": "tea bowl", "sort": "RELEVANCE"})).await;
    assert_ne!(wider["savedSearch"]["id"], saved["id"]);
    assert_eq!(wider["savedSearch"]["address"], "?q=tea%20bowl", "the page's own order needs no word");
    let all = list(&test, &ada).await;
    assert_eq!((all.len(), &all[0]["id"]), (2, &wider["savedSearch"]["id"]), "the newest stands first");
}

#[tokio::test]
async fn what_finds_everything_or_names_nothing_is_refused() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    for (input, code, field) in [
        (json!({}), "SEARCH_EMPTY", "search"),
        (json!({"search": " \t", "filter": {}}), "SEARCH_EMPTY", "search"),
        (json!({"search": "bowl", "filter": {"category": "nowhere"}}), "FILTER_UNKNOWN", "filter"),
        (json!({"search": "bowl", "filter": {"shops": ["nobody"]}}), "FILTER_UNKNOWN", "filter"),
    ] {
        let payload = create(&test, &ada, input).await;
        assert_eq!(payload, json!({"savedSearch": null, "userErrors": [{"code": code, "field": [field]}]}));
    }
    assert!(list(&test, &ada).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_race_for_the_last_place_keeps_no_more_than_twenty() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    for number in 0..18 {
        let payload = create(&test, &ada, json!({"search": format!("bowl {number}")})).await;
        assert_eq!(payload["userErrors"], json!([]));
    }
    let wishes = (18..24).map(|number| json!({"search": format!("bowl {number}")}));
    let last = futures::future::join_all(wishes.map(|input| create(&test, &ada, input))).await;
    let refused = last.iter().filter(|payload| payload["userErrors"][0]["code"] == "TOO_MANY_SAVED_SEARCHES").count();
    assert_eq!((refused, list(&test, &ada).await.len()), (4, 20));
    let same = create(&test, &ada, json!({"search": "bowl 0"})).await;
    assert_eq!(same["userErrors"], json!([]), "what is kept may be saved again");
    assert_eq!(delete(&test, &ada, &same["savedSearch"]["id"]).await, json!({"deleted": true, "userErrors": []}));
    assert_eq!(create(&test, &ada, json!({"search": "jug"})).await["userErrors"], json!([]));
}

#[tokio::test]
async fn a_search_is_its_owners() {
    let test = TestApp::new().await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let id = create(&test, &ada, json!({"search": "bowl"})).await["savedSearch"]["id"].clone();
    for (name, input) in
        [("savedSearchUpdate", json!({"id": id, "letters": true})), ("savedSearchSeen", json!({"id": id}))]
    {
        let payload = change(&test, &ben, name, input).await;
        let refused = json!([{"code": "SAVED_SEARCH_NOT_FOUND", "field": ["id"]}]);
        assert_eq!(payload, json!({"savedSearch": null, "userErrors": refused}), "{name}");
    }
    assert_eq!(delete(&test, &ben, &id).await["userErrors"][0]["code"], "SAVED_SEARCH_NOT_FOUND");
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(test.data(&ben, node, json!({"id": id})).await["node"], Value::Null);
    assert_eq!(test.data(&ada, node, json!({"id": id})).await["node"]["id"], id);
    let create = "mutation { savedSearchCreate(input: {search: \"bowl\"}) { userErrors { code } } }";
    let guest = test.run(&test.guest(), create, json!({})).await;
    assert_eq!(guest["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let mine = list(&test, &ada).await;
    assert_eq!((mine.len(), &mine[0]["letters"]), (1, &json!(false)));
    let on = change(&test, &ada, "savedSearchUpdate", json!({"id": id, "letters": true})).await;
    assert_eq!(on["savedSearch"]["letters"], true);
    assert!(list(&test, &ben).await.is_empty());
}

#[tokio::test]
async fn what_is_new_since_the_last_look_is_counted_as_the_page_lists_it() {
    let test = TestApp::new().await;
    let (clay, kiln) = (test.shop("clay").await, test.shop("kiln").await);
    test.product(clay, "blue-bowl", 1800, 9).await;
    let ada = test.register("ada").await;
    let filter = json!({"shops": ["clay"], "maxPrice": "20.00"});
    create(&test, &ada, json!({"search": "bowl"})).await;
    wait(&test);
    create(&test, &ada, json!({"filter": filter})).await;
    wait(&test);
    create(&test, &ada, json!({"search": "bowl lantern"})).await;
    assert_eq!(news(&test, &ada).await, [0, 0, 0], "what was there is not new");
    wait(&test);
    test.product(clay, "green-bowl", 1900, 9).await;
    test.product(kiln, "grey-bowl", 900, 9).await;
    test.product(clay, "dear-jug", 9000, 9).await;
    assert_eq!(news(&test, &ada).await, [0, 1, 2], "what has only some of the words is no news");

    let bowls = list(&test, &ada).await[2]["id"].clone();
    wait(&test);
    let seen = change(&test, &ada, "savedSearchSeen", json!({"id": bowls})).await;
    assert_eq!(seen["savedSearch"]["newCount"], 0);
    assert_eq!(news(&test, &ada).await, [0, 1, 0], "the others are seen by themselves");
}

#[tokio::test]
async fn a_draft_is_new_when_it_is_published_and_only_once() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let potter = test.seller("potter", &[clay]).await;
    let make =
        "mutation($input: ProductCreateInput!) { productCreate(input: $input) { product { id } userErrors { code } } }";
    let input = json!({"shopId": clay.to_string(), "title": [{"language": "EN", "text": "Ash bowl"}],
        "variants": [{"price": "9.00", "stock": 3}], "status": "DRAFT"});
    let id = test.data(&potter, make, json!({"input": input})).await["productCreate"]["product"]["id"].clone();
    wait(&test);
    let ada = test.register("ada").await;
    create(&test, &ada, json!({"search": "bowl"})).await;
    wait(&test);
    let set = async |status: &str| {
        let query = "mutation($input: ProductUpdateInput!) { productUpdate(input: $input) { userErrors { code } } }";
        test.data(&potter, query, json!({"input": {"id": id, "status": status}})).await;
    };
    assert_eq!(news(&test, &ada).await, [0]);
    set("ACTIVE").await;
    assert_eq!(news(&test, &ada).await, [1]);
    wait(&test);
    let search = list(&test, &ada).await[0]["id"].clone();
    change(&test, &ada, "savedSearchSeen", json!({"id": search})).await;
    wait(&test);
    set("DRAFT").await;
    set("ACTIVE").await;
    assert_eq!(news(&test, &ada).await, [0], "nobody is at the front again by taking something back");
}
