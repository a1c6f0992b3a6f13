//! Name and language of an account.

use crate::support::TestApp;
use serde_json::{Value, json};

const UPDATE: &str = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) {
    account { displayName locale } userErrors { code field } } }";

#[tokio::test]
async fn name_and_language_change_apart() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let update = async |input: Value| test.data(&ada, UPDATE, json!({"input": input})).await["accountUpdate"].clone();
    let named = update(json!({"displayName": " Ada  Moss "})).await;
    assert_eq!(named["account"], json!({"displayName": "Ada Moss", "locale": "EN"}));
    let speaking = update(json!({"locale": "HY"})).await;
    assert_eq!(speaking["account"], json!({"displayName": "Ada Moss", "locale": "HY"}));
    let refused = update(json!({"displayName": " ", "locale": "VI"})).await;
    assert_eq!(refused["userErrors"], json!([{"code": "DISPLAY_NAME_INVALID", "field": ["displayName"]}]));
    assert_eq!(update(json!({})).await["account"], json!({"displayName": "Ada Moss", "locale": "HY"}));
}

#[tokio::test]
async fn a_guest_has_no_account_to_care_for() {
    let test = TestApp::new().await;
    for query in [
        "mutation { accountUpdate(input: {}) { account { id } } }",
        "mutation { emailVerificationRequest(input: {}) { requested } }",
        "mutation { passwordUpdate(input: {currentPassword: \"a\", newPassword: \"b\"}) { changed } }",
    ] {
        let answer = test.run(&test.guest(), query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    }
}
