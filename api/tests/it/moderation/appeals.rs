//! Appeals: the author says why, and somebody else decides.

use super::{actions, appeal, case_of, codes, decide, flag, letter, moderator, told};
use crate::accounts::deletion::delete as delete_account;
use crate::reviews::{change, reviewed, stall};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_appeal_is_decided_by_somebody_else() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, linh) = (moderator(&test, "rowan").await, moderator(&test, "linh").await);
    let (ada, review) = reviewed(&test, &stall, "ada", 2).await;
    assert_eq!(appeal(&test, &ada, &review, "Why?").await, ["NOTHING_TO_APPEAL"]);
    change(&test, &rowan, "reviewHide", json!({"id": review, "reason": "Not about the bowl."})).await;
    assert_eq!(told(&test, &ada, &review).await["statusReason"], "Not about the bowl.");
    assert_eq!(appeal(&test, &rowan, &review, "x").await, ["REVIEW_NOT_FOUND"]);
    assert_eq!(appeal(&test, &ada, &review, " ").await, ["TEXT_INVALID"]);
    assert_eq!(appeal(&test, &ada, &review, "It is about the bowl.").await, [""; 0]);
    assert_eq!(appeal(&test, &ada, &review, "Please.").await, ["APPEALED_ALREADY"]);
    let said = told(&test, &ada, &review).await;
    assert!(said["appealedAt"].is_string() && said["mayAppeal"] == json!(false), "{said:#}");
    let case = case_of(&test, &rowan, &review).await;
    assert_eq!((&case["origin"], &case["priority"]), (&json!("APPEAL"), &json!(100)));
    assert_eq!((&case["appeal"]["text"], &case["mine"]), (&json!("It is about the bowl."), &json!(true)));
    assert_eq!(codes(&decide(&test, &rowan, &case, "UPHOLD", Some("OFF_TOPIC")).await), ["CASE_YOURS"]);
    let by_hand = change(&test, &rowan, "reviewRestore", json!({"id": review})).await;
    assert_eq!(codes(&by_hand), ["NOT_ALLOWED_IN_THIS_STATE"]);
    assert_eq!(case_of(&test, &linh, &review).await["mine"], false);
    let restored = decide(&test, &linh, &case, "RESTORE", None).await;
    assert_eq!(codes(&restored), [""; 0]);
    assert_eq!(actions(&restored["case"]), ["APPEALED", "RESTORED"]);
    assert_eq!(told(&test, &ada, &review).await["status"], "PUBLISHED");
    let text = letter(&test, "ada@example.com", "Your review is shown: tea bowl").await;
    assert!(text.contains("I have looked at it."), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_left_standing_is_final_and_half_a_year_is_enough() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, linh) = (moderator(&test, "rowan").await, moderator(&test, "linh").await);
    let (ada, review) = reviewed(&test, &stall, "ada", 2).await;
    let ben = test.register("ben").await;
    flag(&test, &ben, &review, "SPAM").await;
    decide(&test, &rowan, &case_of(&test, &rowan, &review).await, "SUSPEND", Some("SPAM")).await;
    appeal(&test, &ada, &review, "No.").await;
    let case = case_of(&test, &linh, &review).await;
    assert_eq!(codes(&decide(&test, &linh, &case, "UPHOLD", Some("SPAM")).await), [""; 0]);
    let said = told(&test, &ada, &review).await;
    assert_eq!((&said["statement"]["decision"], &said["mayAppeal"]), (&json!("SUSPENDED"), &json!(false)));
    letter(&test, "ada@example.com", "The decision stands: tea bowl").await;
    assert_eq!(appeal(&test, &ada, &review, "But.").await, ["APPEALED_ALREADY"]);
    let (cem, other) = reviewed(&test, &stall, "cem", 2).await;
    change(&test, &rowan, "reviewHide", json!({"id": other, "reason": "x"})).await;
    test.app.clock.advance_ms(180 * DAY_MS + 1);
    let cem = api::graphql::Visitor { actor: test.sign_in("cem").await.actor, ..cem };
    assert_eq!(told(&test, &cem, &other).await["mayAppeal"], false);
    assert_eq!(appeal(&test, &cem, &other, "x").await, ["APPEAL_WINDOW_OVER"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_decides_about_their_own_review() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, linh) = (moderator(&test, "rowan").await, moderator(&test, "linh").await);
    let placed = crate::reviews::delivered(&test, &stall, &rowan).await;
    let own = crate::reviews::id(&crate::reviews::review(&test, &rowan, &placed, 5).await);
    flag(&test, &linh, &own, "FAKE").await;
    let case = case_of(&test, &rowan, &own).await;
    assert_eq!((&case["mine"], &case_of(&test, &linh, &own).await["mine"]), (&json!(true), &json!(false)));
    assert_eq!(codes(&decide(&test, &rowan, &case, "UPHOLD", None).await), ["CASE_YOURS"]);
    assert_eq!(codes(&decide(&test, &linh, &case, "UPHOLD", None).await), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_account_leaves_no_words_of_its_own() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let rowan = moderator(&test, "rowan").await;
    let (ada, review) = reviewed(&test, &stall, "ada", 2).await;
    let ben = test.register("ben").await;
    flag(&test, &ben, &review, "SPAM").await;
    change(&test, &rowan, "reviewHide", json!({"id": review, "reason": "x"})).await;
    appeal(&test, &ada, &review, "My own words.").await;
    assert_eq!(delete_account(&test, &ada, PASSWORD).await["deleted"], true);
    assert_eq!(delete_account(&test, &ben, PASSWORD).await["deleted"], true);
    let open = case_of(&test, &rowan, &review).await;
    assert_eq!(
        (&open["appeal"], &open["log"][0]["reason"], &open["log"][0]["by"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let done = &super::cases(&test, &rowan, "DECIDED").await[0];
    assert_eq!((&done["flags"], &done["log"][0]["reason"]), (&json!([]), &Value::Null));
}
