//! Flags: who may, how often, and what becomes of them.

use super::{actions, case_of, cases, decide, flag, moderator};
use crate::reviews::{change, reviewed, stall};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_flags_a_review_once_and_never_its_own() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, review) = reviewed(&test, &stall, "ada", 1).await;
    let (ben, cem) = (test.register("ben").await, test.register("cem").await);
    let rowan = moderator(&test, "rowan").await;
    assert_eq!(flag(&test, &ben, &review, "OFFENSIVE").await, [""; 0]);
    assert_eq!(flag(&test, &ben, &review, "SPAM").await, ["FLAGGED_ALREADY"]);
    assert_eq!(flag(&test, &ada, &review, "SPAM").await, ["OWN_REVIEW"]);
    assert_eq!(flag(&test, &ben, "rev_01h2e8kqvbfwea724h75qc655w", "SPAM").await, ["REVIEW_NOT_FOUND"]);
    let first = case_of(&test, &rowan, &review).await;
    assert_eq!((&first["origin"], &first["priority"], &first["version"]), (&json!("FLAG"), &json!(30), &json!(1)));
    test.app.clock.advance_ms(1_000);
    assert_eq!(flag(&test, &cem, &review, "ILLEGAL").await, [""; 0]);
    let both = case_of(&test, &rowan, &review).await;
    assert_eq!((&both["id"], &both["version"]), (&first["id"], &json!(2)), "one case a review");
    // 99 · (1 − 0.7 · 0.5)
    assert_eq!(both["priority"], 64);
    let said: Vec<_> =
        both["flags"].as_array().expect("flags").iter().map(|flag| (&flag["by"], &flag["category"])).collect();
    assert_eq!(said, [(&json!("ben"), &json!("OFFENSIVE")), (&json!("cem"), &json!("ILLEGAL"))]);
    assert_eq!(actions(&both), ["FLAGGED", "FLAGGED"]);
    assert_eq!(both["evidence"]["ring"], Value::Null);
    // What nobody sees is not flagged.
    change(&test, &rowan, "reviewHide", json!({"id": review, "reason": "x"})).await;
    let dora = test.register("dora").await;
    assert_eq!(flag(&test, &dora, &review, "SPAM").await, ["REVIEW_NOT_FOUND"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_flags_are_enough_for_a_day() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ben = test.register("ben").await;
    let ada = test.register("ada").await;
    for number in 0..21 {
        let placed = crate::reviews::delivered(&test, &stall, &ada).await;
        let made = crate::reviews::review(&test, &ada, &placed, 3).await;
        let refused = flag(&test, &ben, &crate::reviews::id(&made), "OTHER").await;
        let expected: &[&str] = if number < 20 { &[] } else { &["TOO_MANY_FLAGS"] };
        assert_eq!(refused, expected, "{number}");
    }
    test.app.clock.advance_ms(DAY_MS + 1);
    let (_, other) = reviewed(&test, &stall, "cem", 3).await;
    let ben = test.sign_in("ben").await;
    assert_eq!(flag(&test, &ben, &other, "OTHER").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_that_is_not_upheld_leaves_the_review_and_tells_nobody() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, review) = reviewed(&test, &stall, "ada", 1).await;
    let (ben, rowan) = (test.register("ben").await, moderator(&test, "rowan").await);
    flag(&test, &ben, &review, "FAKE").await;
    let case = case_of(&test, &rowan, &review).await;
    let decided = decide(&test, &rowan, &case, "UPHOLD", None).await;
    assert_eq!(decided["userErrors"], json!([]));
    assert_eq!((&decided["case"]["state"], actions(&decided["case"])), (&json!("DECIDED"), vec!["FLAGGED", "UPHELD"]));
    let told = super::told(&test, &ada, &review).await;
    assert_eq!((&told["status"], &told["statement"]), (&json!("PUBLISHED"), &Value::Null));
    assert!(cases(&test, &rowan, "OPEN").await.is_empty());
    let mails = test.mails().await;
    assert!(mails.iter().all(|mail| mail.message.occasion() != api::mail::Occasion::ReviewModerated), "{mails:?}");
    // Somebody else may open it anew.
    let cem = test.register("cem").await;
    assert_eq!(flag(&test, &cem, &review, "FAKE").await, [""; 0]);
    assert_ne!(case_of(&test, &rowan, &review).await["id"], case["id"]);
}
