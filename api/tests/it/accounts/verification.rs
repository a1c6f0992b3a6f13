//! Verifying addresses.

use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

const VERIFY: &str = "mutation($input: EmailVerificationCompleteInput!) { emailVerificationComplete(input: $input) {
    verified account { email emailVerified } userErrors { code field } } }";
const REQUEST: &str = "mutation { emailVerificationRequest(input: {}) { requested userErrors { code retryAfter } } }";
const PAGE: &str = "/verify-email";

async fn verify(test: &TestApp, visitor: &Visitor, token: &str) -> Value {
    test.data(visitor, VERIFY, json!({"input": {"token": token}})).await["emailVerificationComplete"].clone()
}

async fn is_verified(test: &TestApp, visitor: &Visitor) -> bool {
    test.data(visitor, "{ me { emailVerified } }", json!({})).await["me"]["emailVerified"] == true
}

#[tokio::test]
async fn an_address_is_verified_by_the_link_that_was_mailed_to_it() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    assert!(!is_verified(&test, &ada).await);
    let token = test.token_to("ada@example.com", PAGE).await;
    let done = verify(&test, &ada, &token).await;
    assert_eq!(
        done,
        json!({"verified": true, "account": {"email": "ada@example.com", "emailVerified": true}, "userErrors": []})
    );
    assert!(is_verified(&test, &ada).await);
    let again = verify(&test, &ada, &token).await;
    assert_eq!(again["userErrors"], json!([{"code": "TOKEN_INVALID", "field": ["token"]}]));
}

#[tokio::test]
async fn whoever_reads_the_mail_elsewhere_verifies_without_seeing_the_account() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let token = test.token_to("ada@example.com", PAGE).await;
    let done = verify(&test, &test.guest(), &token).await;
    assert_eq!((&done["verified"], &done["account"]), (&json!(true), &Value::Null));
    assert!(is_verified(&test, &ada).await);
}

#[tokio::test]
async fn a_link_works_for_three_days_and_no_other_token_does() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let token = test.token_to("ada@example.com", PAGE).await;
    let wish = "mutation { passwordResetRequest(input: {email: \"ada@example.com\"}) { requested } }";
    let heard = test.data(&test.guest(), wish, json!({})).await;
    assert_eq!(heard["passwordResetRequest"]["requested"], true);
    let other = test.token_to("ada@example.com", "/reset-password").await;
    for wrong in ["", " ", &"0".repeat(64), &"x".repeat(10_000), &other] {
        assert_eq!(verify(&test, &ada, wrong).await["userErrors"][0]["code"], "TOKEN_INVALID", "{wrong}");
    }
    test.app.clock.advance_ms(3 * DAY_MS);
    assert_eq!(verify(&test, &ada, &token).await["userErrors"][0]["code"], "TOKEN_INVALID");
    assert!(!is_verified(&test, &ada).await);
}

#[tokio::test]
async fn a_link_is_good_once_however_many_bring_it() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let token = test.token_to("ada@example.com", PAGE).await;
    let guest = test.guest();
    let tries = (0..4).map(|_| verify(&test, &guest, &token));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer["verified"] == true).count(), 1);
}

#[tokio::test]
async fn the_mail_is_sent_again_but_not_at_once() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let first = test.token_to("ada@example.com", PAGE).await;
    let refused = test.data(&ada, REQUEST, json!({})).await["emailVerificationRequest"].clone();
    assert_eq!(refused, json!({"requested": false, "userErrors": [{"code": "TOO_MANY_ATTEMPTS", "retryAfter": 300}]}));
    test.app.clock.advance_ms(5 * 60_000);
    let heard = test.data(&ada, REQUEST, json!({})).await["emailVerificationRequest"].clone();
    assert_eq!(heard, json!({"requested": true, "userErrors": []}));
    let second = test.token_to("ada@example.com", PAGE).await;
    assert_ne!(first, second);
    // Both links were mailed to the owner; one is enough, and then none is left.
    assert_eq!(verify(&test, &ada, &first).await["verified"], true);
    assert_eq!(verify(&test, &ada, &second).await["verified"], false);
    let done = test.data(&ada, REQUEST, json!({})).await["emailVerificationRequest"].clone();
    assert_eq!(done["userErrors"][0]["code"], "ALREADY_VERIFIED");
}
