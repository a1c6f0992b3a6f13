//! Decisions: what each does, who is told, and that only one of two is made.

use super::{actions, case_of, cases, codes, decide, flag, letter, moderator, told};
use crate::reviews::{Stall, change, delivered, rating, review, reviewed, stall};
use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

/// A flagged review with its author and case.
async fn flagged(test: &TestApp, stall: &Stall, rowan: &Visitor, name: &str) -> (Visitor, String, Value) {
    let (author, review) = reviewed(test, stall, name, 1).await;
    let reader = test.register(&format!("reader-of-{name}")).await;
    assert_eq!(flag(test, &reader, &review, "FAKE").await, [""; 0]);
    let case = case_of(test, rowan, &review).await;
    (author, review, case)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hiding_and_showing_again_follow_the_figures_and_tell_the_author() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let rowan = moderator(&test, "rowan").await;
    let (ada, review, case) = flagged(&test, &stall, &rowan, "ada").await;
    assert_eq!(codes(&decide(&test, &rowan, &case, "HIDE", None).await), ["GROUND_MISSING"]);
    let hidden = decide(&test, &rowan, &case, "HIDE", Some("OFF_TOPIC")).await;
    assert_eq!((codes(&hidden), actions(&hidden["case"])), (vec![], vec!["FLAGGED", "HIDDEN"]));
    assert_eq!(rating(&test).await["hiddenCount"], 1);
    assert_eq!(told(&test, &test.guest(), &review).await, Value::Null);
    let said = told(&test, &ada, &review).await;
    let statement = &said["statement"];
    assert_eq!((&said["status"], &said["mayAppeal"]), (&json!("HIDDEN"), &json!(true)));
    assert_eq!(
        (&statement["decision"], &statement["ground"], &statement["text"], &statement["automated"]),
        (&json!("HIDDEN"), &json!("OFF_TOPIC"), &json!("I have looked at it."), &json!(false))
    );
    let text = letter(&test, "ada@example.com", "Your review is hidden: tea bowl").await;
    assert!(text.contains("I have looked at it.") && text.contains("Reviews are about what was bought"), "{text}");
    // A moderator thinks again without a case.
    let shown = change(&test, &rowan, "reviewRestore", json!({"id": review})).await;
    assert_eq!(shown["review"]["status"], "PUBLISHED");
    assert_eq!(rating(&test).await["histogram"], json!([1, 0, 0, 0, 0]));
    let said = told(&test, &ada, &review).await;
    assert_eq!((&said["statement"], &said["mayAppeal"]), (&Value::Null, &json!(false)));
    letter(&test, "ada@example.com", "Your review is shown: tea bowl").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_warning_leaves_the_review_and_a_suspension_stops_its_author() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let rowan = moderator(&test, "rowan").await;
    let (ada, warned, case) = flagged(&test, &stall, &rowan, "ada").await;
    assert_eq!(codes(&decide(&test, &rowan, &case, "RESTORE", None).await), ["DECISION_NOT_POSSIBLE"]);
    assert_eq!(codes(&decide(&test, &rowan, &case, "WARN", Some("OFFENSIVE")).await), [""; 0]);
    let said = told(&test, &ada, &warned).await;
    assert_eq!((&said["status"], &said["statement"]["decision"]), (&json!("PUBLISHED"), &json!("WARNED")));
    assert_eq!(told(&test, &test.guest(), &warned).await["statement"], Value::Null, "nobody else is told");
    let (ben, suspended, case) = flagged(&test, &stall, &rowan, "ben").await;
    assert_eq!(codes(&decide(&test, &rowan, &case, "SUSPEND", Some("FAKE")).await), [""; 0]);
    assert_eq!(told(&test, &ben, &suspended).await["statement"]["decision"], "SUSPENDED");
    let placed = delivered(&test, &stall, &ben).await;
    assert_eq!(codes(&review(&test, &ben, &placed, 5).await), ["SUSPENDED"]);
    let part = json!({"orderPartId": placed.part(0), "stars": 5, "body": "Quick."});
    assert_eq!(codes(&change(&test, &ben, "shopReviewCreate", part).await), ["SUSPENDED"]);
    test.app.clock.advance_ms(30 * DAY_MS + 60_000);
    let ben = test.sign_in("ben").await;
    assert_eq!(codes(&review(&test, &ben, &placed, 5).await), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_decide_at_once_one_does() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, linh) = (moderator(&test, "rowan").await, moderator(&test, "linh").await);
    for round in 0..5 {
        let (ada, review, case) = flagged(&test, &stall, &rowan, &format!("ada{round}")).await;
        let (one, two) = tokio::join!(
            decide(&test, &rowan, &case, "HIDE", Some("FAKE")),
            decide(&test, &linh, &case, if round % 2 == 0 { "WARN" } else { "HIDE" }, Some("FAKE"))
        );
        let mut refused: Vec<String> = codes(&one).into_iter().chain(codes(&two)).collect();
        assert_eq!(refused.len(), 1, "{one:#} {two:#}");
        let code = refused.remove(0);
        assert_eq!(code, "CASE_DECIDED");
        let hidden = codes(&one).is_empty() || round % 2 == 1;
        let said = told(&test, &ada, &review).await;
        assert_eq!(said["status"], if hidden { "HIDDEN" } else { "PUBLISHED" });
    }
    assert_eq!(cases(&test, &rowan, "DECIDED").await.len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_in_meanwhile_is_read_first() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let rowan = moderator(&test, "rowan").await;
    let (ada, review, case) = flagged(&test, &stall, &rowan, "ada").await;
    let cem = test.register("cem").await;
    flag(&test, &cem, &review, "ILLEGAL").await;
    assert_eq!(codes(&decide(&test, &rowan, &case, "UPHOLD", None).await), ["CASE_CHANGED"]);
    // Who takes a review back leaves nothing to decide.
    let query = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted } }";
    assert_eq!(test.data(&ada, query, json!({"id": review})).await["reviewDelete"]["deleted"], true);
    assert!(cases(&test, &rowan, "OPEN").await.is_empty());
    let done = cases(&test, &rowan, "DECIDED").await;
    assert_eq!((&done[0]["review"], actions(&done[0])), (&Value::Null, vec!["FLAGGED", "FLAGGED", "RELEASED"]));
    assert_eq!(codes(&decide(&test, &rowan, &done[0], "UPHOLD", None).await), ["CASE_DECIDED"]);
    let nowhere = json!({"id": "case_01h2e8kqvbfwea724h75qc655w", "version": 1});
    assert_eq!(codes(&decide(&test, &rowan, &nowhere, "UPHOLD", None).await), ["CASE_NOT_FOUND"]);
}
