//! Address books: saving, changing, the default, and that nobody else sees or touches them.

use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SAVE: &str = "mutation($input: AddressSaveInput!) { addressSave(input: $input) {
    savedAddress { id isDefault address { name line1 city postalCode } } userErrors { code field } } }";

fn leeds(line1: &str) -> Value {
    json!({"name": " Ada Moss ", "line1": line1, "city": "Leeds", "postalCode": "ls2 7dr", "countryCode": "gb"})
}

async fn save(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, SAVE, json!({"input": input})).await["addressSave"].clone()
}

async fn saved(test: &TestApp, visitor: &Visitor, line1: &str) -> String {
    let payload = save(test, visitor, json!({"address": leeds(line1)})).await;
    payload["savedAddress"]["id"].as_str().unwrap_or_else(|| panic!("{payload:#}")).to_owned()
}

/// The book as (line1, whether it is the default).
async fn book(test: &TestApp, visitor: &Visitor) -> Vec<(String, bool)> {
    let query = "{ me { addresses { isDefault address { line1 } } } }";
    let data = test.data(visitor, query, json!({})).await;
    let entries = data["me"]["addresses"].as_array().expect("a list").clone();
    let entry = |entry: &Value| {
        (entry["address"]["line1"].as_str().expect("a text").to_owned(), entry["isDefault"] == json!(true))
    };
    entries.iter().map(entry).collect()
}

async fn run(test: &TestApp, visitor: &Visitor, name: &str, id: &str) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($input: {kind}Input!) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}");
    test.data(visitor, &query, json!({"input": {"id": id}})).await[name]["userErrors"].clone()
}

#[tokio::test]
async fn a_book_is_kept() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let home = saved(&test, &ada, "3 Kirkgate").await;
    test.app.clock.advance_ms(1000);
    let work = saved(&test, &ada, "1 Briggate").await;
    let entry = |line: &str, default| (line.to_owned(), default);
    assert_eq!(
        book(&test, &ada).await,
        [entry("3 Kirkgate", true), entry("1 Briggate", false)],
        "the first is the default"
    );
    assert_eq!(saved(&test, &ada, "3 Kirkgate").await, home, "the same address is there once");

    assert_eq!(run(&test, &ada, "addressMakeDefault", &work).await, json!([]));
    assert_eq!(book(&test, &ada).await, [entry("1 Briggate", true), entry("3 Kirkgate", false)]);
    let changed = save(&test, &ada, json!({"id": home, "address": leeds("5 Kirkgate"), "makeDefault": true})).await;
    let address = json!({"name": "Ada Moss", "line1": "5 Kirkgate", "city": "Leeds", "postalCode": "LS2 7DR"});
    assert_eq!(changed["savedAddress"], json!({"id": home, "isDefault": true, "address": address}));
    let twice = save(&test, &ada, json!({"id": home, "address": leeds("1 Briggate")})).await;
    assert_eq!(twice["userErrors"][0]["code"], "ADDRESS_ALREADY_THERE");
    let wrong =
        save(&test, &ada, json!({"address": {"name": "Ada", "line1": "", "city": "Leeds", "countryCode": "GB"}})).await;
    assert_eq!(
        wrong["userErrors"],
        json!([{"code": "ADDRESS_INVALID", "field": ["address", "line1"]}, {"code": "ADDRESS_INVALID", "field": ["address", "postalCode"]}])
    );
    assert_eq!(run(&test, &ada, "addressDelete", &home).await, json!([]));
    assert_eq!(book(&test, &ada).await, [entry("1 Briggate", true)], "another one takes its place");
    assert_eq!(run(&test, &ada, "addressDelete", &home).await[0]["code"], "ADDRESS_NOT_FOUND");
}

#[tokio::test]
async fn a_book_is_its_accounts() {
    let test = TestApp::new().await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    let home = saved(&test, &ada, "3 Kirkgate").await;
    for name in ["addressDelete", "addressMakeDefault"] {
        assert_eq!(run(&test, &ben, name, &home).await[0]["code"], "ADDRESS_NOT_FOUND");
    }
    let changed = save(&test, &ben, json!({"id": home, "address": leeds("9 Elsewhere")})).await;
    assert_eq!(changed["userErrors"][0]["code"], "ADDRESS_NOT_FOUND");
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(test.data(&ben, node, json!({"id": home})).await["node"], Value::Null);
    assert_eq!(test.data(&ada, node, json!({"id": home})).await["node"]["id"], json!(home));
    let guest = test.run(&test.guest(), SAVE, json!({"input": {"address": leeds("3 Kirkgate")}})).await;
    assert_eq!(guest["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(book(&test, &ada).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_once_there_is_one_default_one_of_each_and_never_too_many() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let same = futures::future::join_all((0..6).map(|_| saved(&test, &ada, "3 Kirkgate"))).await;
    assert_eq!(same.iter().collect::<BTreeSet<_>>().len(), 1);
    for number in 0..17 {
        saved(&test, &ada, &format!("{number} Briggate")).await;
    }
    let lines: Vec<String> = (0..5).map(|number| format!("{number} Headrow")).collect();
    let wanted = lines.iter().map(|line| save(&test, &ada, json!({"address": leeds(line), "makeDefault": true})));
    let payloads = futures::future::join_all(wanted).await;
    let refused = payloads.iter().filter(|payload| payload["userErrors"][0]["code"] == "TOO_MANY_ADDRESSES").count();
    let entries = book(&test, &ada).await;
    assert_eq!((refused, entries.len()), (3, 20));
    assert_eq!(entries.iter().filter(|(_, default)| *default).count(), 1);
}
