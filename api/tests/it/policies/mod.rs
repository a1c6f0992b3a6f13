//! Policies of shops: written by staff, read by everybody, found by their words.

use crate::support::TestApp;
use api::events;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::Locale;
use shared::id::ShopId;

const UPDATE: &str = "mutation($input: ShopPoliciesUpdateInput!) { shopPoliciesUpdate(input: $input) {
    policies { returnDays returnPostage warrantyMonths sections { kind body } } userErrors { code field } } }";
const READ: &str = "query($slug: String!) { shop(slug: $slug) { policies {
    returnDays returnPostage warrantyMonths sections { kind body plain: body(format: PLAIN) } } } }";
const SEARCH: &str = "query($search: String) { shopPolicies(search: $search) { kind excerpt shop { slug } } }";

fn text(english: &str, vietnamese: &str) -> Value {
    json!([{"language": "EN", "text": english}, {"language": "VI", "text": vietnamese}])
}

async fn update(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, UPDATE, json!({"input": input})).await["shopPoliciesUpdate"].clone()
}

/// What a search finds, by name: shops that began in the same instant have no order.
async fn found(test: &TestApp, visitor: &Visitor, search: &str) -> Vec<String> {
    let data = test.data(visitor, SEARCH, json!({"search": search})).await;
    let hits = data["shopPolicies"].as_array().expect("a list").clone();
    let name = |hit: &Value| format!("{} {}", hit["shop"]["slug"].as_str().expect("a slug"), hit["kind"]);
    let mut names: Vec<String> = hits.iter().map(name).collect();
    names.sort();
    names
}

async fn with_shop(test: &TestApp, slug: &str) -> (ShopId, Visitor) {
    let shop = test.shop(slug).await;
    let seller = test.seller(&format!("owner-of-{slug}"), &[shop]).await;
    (shop, seller)
}

#[tokio::test]
async fn staff_write_them_and_everybody_reads_them_in_their_language() {
    let test = TestApp::new().await;
    let (shop, seller) = with_shop(&test, "lam-hong").await;
    let read = async |visitor: &Visitor| {
        let data = test.data(visitor, READ, json!({"slug": "lam-hong"})).await;
        data["shop"]["policies"].clone()
    };
    assert_eq!(read(&test.guest()).await, Value::Null, "a shop that says nothing has no policies");

    let input = json!({
        "shopId": shop.to_string(), "returnDays": 30, "returnPostage": "BUYER", "warrantyMonths": 12,
        "sections": [
            {"kind": "RETURNS", "text": text("**30 days**, <b>unused</b>. [x](javascript:x)", "**30 ngày**, chưa dùng")},
            {"kind": "CONTACT", "text": text("## Hanoi\n\n- by post", " ")}]
    });
    let written = update(&test, &seller, input).await;
    assert_eq!(written["userErrors"], json!([]));
    let english = read(&test.guest()).await;
    assert_eq!(
        english,
        json!({"returnDays": 30, "returnPostage": "BUYER", "warrantyMonths": 12, "sections": [
            {"kind": "RETURNS", "plain": "30 days, <b>unused</b>. x",
             "body": "<p><strong>30 days</strong>, &lt;b&gt;unused&lt;/b&gt;. <a rel=\"nofollow noopener ugc\">x</a></p>\n"},
            {"kind": "CONTACT", "plain": "Hanoi\nby post", "body": "<h3>Hanoi</h3>\n<ul>\n<li>by post</li>\n</ul>\n"}]})
    );
    let vietnamese = read(&Visitor::guest(Locale::Vi)).await;
    assert_eq!(vietnamese["sections"][0]["plain"], "30 ngày, chưa dùng");
    assert_eq!(vietnamese["sections"][1]["plain"], "Hanoi\nby post", "what is not translated is shown as it is");

    // What is left out stays; null and no text take away.
    let input =
        json!({"shopId": shop.to_string(), "warrantyMonths": null, "sections": [{"kind": "CONTACT", "text": []}]});
    let changed = update(&test, &seller, input).await["policies"].clone();
    assert_eq!((&changed["returnDays"], &changed["warrantyMonths"]), (&json!(30), &Value::Null));
    assert_eq!(changed["sections"].as_array().map(Vec::len), Some(1));
    let told = events::after(test.app.db.write(), 0, Some(shop.0), 50).await.expect("read");
    let told: Vec<_> = told.iter().map(|event| event.topic.as_str()).collect();
    assert_eq!(told, ["shop.policies_updated", "shop.policies_updated"]);
}

#[tokio::test]
async fn what_cannot_be_promised_is_refused_with_its_field() {
    let test = TestApp::new().await;
    let (shop, seller) = with_shop(&test, "lam-hong").await;
    let long = "x".repeat(api::policies::edit::LONGEST + 1);
    let cases = [
        (json!({"returnDays": -1, "returnPostage": "SHOP"}), ("RETURN_DAYS_INVALID", "returnDays")),
        (json!({"returnDays": 14}), ("RETURN_POSTAGE_REQUIRED", "returnPostage")),
        (json!({"warrantyMonths": 601}), ("WARRANTY_MONTHS_INVALID", "warrantyMonths")),
        (json!({"sections": [{"kind": "RETURNS", "text": text(&long, "x")}]}), ("TEXT_TOO_LONG", "sections")),
    ];
    for (mut input, (code, field)) in cases {
        input["shopId"] = json!(shop.to_string());
        let refused = update(&test, &seller, input).await;
        assert_eq!(refused, json!({"policies": null, "userErrors": [{"code": code, "field": [field]}]}));
    }
    let (other, _) = with_shop(&test, "otter").await;
    let refused = update(&test, &seller, json!({"shopId": other.to_string(), "returnDays": 0})).await;
    assert_eq!(refused["userErrors"], json!([{"code": "NOT_FOUND", "field": null}]));
}

#[tokio::test]
async fn they_are_found_by_their_words_in_the_readers_language() {
    let test = TestApp::new().await;
    let ((one, seller), (two, other)) = (with_shop(&test, "lam-hong").await, with_shop(&test, "otter").await);
    let long = format!("Packed in rice straw. {}", "word ".repeat(80));
    let first = json!({"shopId": one.to_string(), "sections": [
        {"kind": "RETURNS", "text": text("Thirty days, unused", "Đổi trả trong ba mươi ngày")},
        {"kind": "DELIVERY", "text": text(&long, "Chèn rơm")}]});
    update(&test, &seller, first).await;
    let second = json!({"shopId": two.to_string(), "sections": [
        {"kind": "RETURNS", "text": text("Fourteen days, 100% unused", "Mười bốn ngày")}]});
    update(&test, &other, second).await;
    let (english, vietnamese) = (test.guest(), Visitor::guest(Locale::Vi));
    assert_eq!(found(&test, &english, "UNUSED").await, ["lam-hong \"RETURNS\"", "otter \"RETURNS\""]);
    assert_eq!(found(&test, &english, "rice stra").await, ["lam-hong \"DELIVERY\""]);
    assert_eq!(found(&test, &english, "otter days").await, ["otter \"RETURNS\""], "the shop's name counts");
    assert_eq!(found(&test, &vietnamese, "doi tra").await, ["lam-hong \"RETURNS\""]);
    for nothing in ["", " %_ ", "xylophone", "used"] {
        assert!(found(&test, &english, nothing).await.is_empty(), "{nothing:?}");
    }
    let data = test.data(&english, SEARCH, json!({"search": "straw"})).await;
    let excerpt = data["shopPolicies"][0]["excerpt"].as_str().expect("a text");
    assert!(excerpt.starts_with("Packed in rice straw. word") && excerpt.ends_with("word…"), "{excerpt}");
    assert!(excerpt.chars().count() <= 181, "{excerpt}");
    // What was taken away is found no more.
    update(&test, &seller, json!({"shopId": one.to_string(), "sections": [{"kind": "DELIVERY", "text": []}]})).await;
    assert!(found(&test, &english, "straw").await.is_empty());
}

#[tokio::test]
async fn twenty_shops_cost_as_many_statements_as_one() {
    let test = TestApp::new().await;
    let mut shops = Vec::new();
    for number in 0..20 {
        shops.push(test.shop(&format!("shop-{number}")).await);
    }
    let seller = test.seller("owner", &shops).await;
    for shop in &shops {
        update(&test, &seller, json!({"shopId": shop.to_string(), "warrantyMonths": 6})).await;
    }
    let query = "query($first: Int) { shops(first: $first) { nodes {
        policies { warrantyMonths } delivery { countryCode options { name } } } } }";
    let mut costs = Vec::new();
    for first in [1, 20] {
        let before = test.app.db.statements_sent();
        let data = test.data(&test.guest(), query, json!({"first": first})).await;
        assert_eq!(data["shops"]["nodes"].as_array().map(Vec::len), Some(first));
        costs.push(test.app.db.statements_sent() - before);
    }
    assert_eq!(costs[0], costs[1], "shops, policies and options");
}
