//! What becomes of a review: changed, taken back, voted on, answered, hidden, shown, paid back, left without its author.

use super::{change, codes, delivered, id, moderator, rating, read, review, reviewed, stall};
use crate::accounts::deletion::delete as delete_account;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::events;
use api::graphql::Visitor;
use api::reviews;
use serde_json::{Value, json};
use shared::id::ReviewId;
use shared::timestamp::DAY_MS;

async fn topics(test: &TestApp, id: &str) -> Vec<String> {
    let id: ReviewId = id.parse().expect("an id");
    let events = events::after(test.app.db.read(), 0, Some(id.0), 100).await.expect("read");
    events.into_iter().map(|event| event.topic).collect()
}

async fn take_back(test: &TestApp, visitor: &Visitor, id: &str) -> Value {
    let query = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted userErrors { code } } }";
    test.data(visitor, query, json!({"id": id})).await["reviewDelete"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_is_changed_for_thirty_days_with_its_past_shown() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, id) = reviewed(&test, &stall, "ada", 5).await;
    test.app.clock.advance_ms(29 * DAY_MS);
    let ada = Visitor { actor: test.sign_in("ada").await.actor, ..ada };
    let changed = change(&test, &ada, "reviewUpdate", json!({"id": id, "stars": 2, "body": "It has cracked."})).await;
    let shown = &changed["review"];
    assert_eq!(
        (&shown["stars"], &shown["title"], &shown["body"]),
        (&json!(2), &json!("Good"), &json!("It has cracked."))
    );
    assert_eq!((&shown["revisions"][0]["stars"], &shown["revisions"][0]["body"]), (&json!(5), &json!("A good bowl.")));
    assert!(shown["editedAt"].is_string());
    assert_eq!(rating(&test).await["histogram"], json!([0, 1, 0, 0, 0]));
    let same = change(&test, &ada, "reviewUpdate", json!({"id": id, "stars": 2})).await;
    assert_eq!(same["review"]["revisions"].as_array().map(Vec::len), Some(1), "nothing was changed");
    let ben = test.register("ben").await;
    assert_eq!(codes(&change(&test, &ben, "reviewUpdate", json!({"id": id, "stars": 1})).await), ["REVIEW_NOT_FOUND"]);
    test.app.clock.advance_ms(DAY_MS + 10_000);
    assert_eq!(read(&test, &ada, &id).await["viewerCanEdit"], false);
    assert_eq!(codes(&change(&test, &ada, "reviewUpdate", json!({"id": id, "stars": 1})).await), ["EDIT_WINDOW_OVER"]);
    assert_eq!(topics(&test, &id).await, ["review.published", "review.edited"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_leaves_its_place() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    let placed = delivered(&test, &stall, &ada).await;
    let id = id(&review(&test, &ada, &placed, 4).await);
    let ben = test.register("ben").await;
    assert_eq!(
        take_back(&test, &ben, &id).await,
        json!({"deleted": false, "userErrors": [{"code": "REVIEW_NOT_FOUND"}]})
    );
    assert_eq!(take_back(&test, &ada, &id).await, json!({"deleted": true, "userErrors": []}));
    assert_eq!(take_back(&test, &ada, &id).await["deleted"], false);
    for visitor in [&ada, &ben, &stall.seller] {
        assert_eq!(read(&test, visitor, &id).await, Value::Null);
    }
    let rating = rating(&test).await;
    assert_eq!(
        rating,
        json!({"average": null, "score": null, "count": 0, "histogram": [0, 0, 0, 0, 0],
        "withdrawnCount": 1, "hiddenCount": 0})
    );
    let again = review(&test, &ada, &placed, 5).await;
    assert_eq!((codes(&again), &again["review"]), (vec!["ALREADY_REVIEWED"], &Value::Null));
    assert_eq!(topics(&test, &id).await, ["review.published", "review.deleted"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_has_one_vote_and_none_on_its_own() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, id) = reviewed(&test, &stall, "ada", 5).await;
    let vote = async |visitor: &Visitor, vote: Value| {
        change(&test, visitor, "reviewVote", json!({"id": id, "vote": vote})).await
    };
    assert_eq!(codes(&vote(&ada, json!("UP")).await), ["OWN_REVIEW"]);
    assert_eq!(codes(&vote(&stall.seller, json!("DOWN")).await), ["OWN_SHOP"]);
    let ben = test.register("ben").await;
    let counts = |payload: &Value| {
        let review = &payload["review"];
        (review["helpfulCount"].clone(), review["unhelpfulCount"].clone(), review["viewerVote"].clone())
    };
    for _ in 0..2 {
        assert_eq!(counts(&vote(&ben, json!("UP")).await), (json!(1), json!(0), json!("UP")));
    }
    assert_eq!(counts(&vote(&ben, json!("DOWN")).await), (json!(0), json!(1), json!("DOWN")));
    assert_eq!(counts(&vote(&ben, Value::Null).await), (json!(0), json!(0), Value::Null));
    assert_eq!(counts(&vote(&ben, json!("UP")).await).0, json!(1));
    let guest = test
        .run(&test.guest(), "mutation($id: ID!) { reviewVote(input: {id: $id}) { review { id } } }", json!({"id": id}))
        .await;
    assert_eq!(guest["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let seen = read(&test, &ben, &id).await;
    assert_eq!((&seen["viewerVote"], &seen["viewerCanVote"]), (&json!("UP"), &json!(true)));
    assert_eq!(read(&test, &ada, &id).await["viewerCanVote"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_answers_once_and_may_change_its_answer() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, id) = reviewed(&test, &stall, "ada", 2).await;
    let answer = async |visitor: &Visitor, body: &str| {
        change(&test, visitor, "reviewAnswer", json!({"id": id, "body": body})).await
    };
    let other = test.seller("weaver", &[test.shop("wool").await]).await;
    for stranger in [&ada, &other] {
        assert_eq!(codes(&answer(stranger, "Sorry!").await), ["REVIEW_NOT_FOUND"]);
    }
    assert_eq!(codes(&answer(&stall.seller, " ").await), ["ANSWER_INVALID"]);
    let first = answer(&stall.seller, "We send you another one.").await["review"]["answer"].clone();
    assert_eq!((&first["editedAt"], &first["shop"]["slug"]), (&Value::Null, &json!("clay")));
    test.app.clock.advance_ms(1_000);
    let second = answer(&stall.seller, "We have sent you another one.").await["review"]["answer"].clone();
    assert_eq!(
        (&second["answeredAt"], &second["body"]),
        (&first["answeredAt"], &json!("We have sent you another one."))
    );
    assert_eq!(second["revisions"], json!([{"body": "We send you another one."}]));
    assert!(second["editedAt"].is_string());
    assert_eq!(read(&test, &ada, &id).await["revisions"], json!([]), "the review itself has no past");
    assert_eq!(topics(&test, &id).await, ["review.published", "review.answered", "review.answered"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_moderators_hide_its_author_sees_with_the_reason() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, id) = reviewed(&test, &stall, "ada", 1).await;
    let moderator = moderator(&test).await;
    let hide =
        "mutation($id: ID!) { reviewHide(input: {id: $id, reason: \"Names a neighbour.\"}) { userErrors { code } } }";
    for (visitor, code) in [(&test.guest(), "UNAUTHENTICATED"), (&ada, "FORBIDDEN"), (&stall.seller, "FORBIDDEN")] {
        assert_eq!(test.run(visitor, hide, json!({"id": id})).await["errors"][0]["extensions"]["code"], code);
    }
    assert_eq!(
        codes(&change(&test, &moderator, "reviewHide", json!({"id": id, "reason": ""})).await),
        ["REASON_INVALID"]
    );
    let hidden = change(&test, &moderator, "reviewHide", json!({"id": id, "reason": "Names a neighbour."})).await;
    assert_eq!(hidden["review"]["status"], "HIDDEN");
    assert_eq!(read(&test, &test.guest(), &id).await, Value::Null);
    assert_eq!(read(&test, &stall.seller, &id).await, Value::Null);
    let own = read(&test, &ada, &id).await;
    assert_eq!((&own["status"], &own["statusReason"]), (&json!("HIDDEN"), &json!("Names a neighbour.")));
    assert_eq!(
        codes(&change(&test, &ada, "reviewUpdate", json!({"id": id, "stars": 5})).await),
        ["NOT_ALLOWED_IN_THIS_STATE"]
    );
    assert_eq!(
        codes(&change(&test, &stall.seller, "reviewAnswer", json!({"id": id, "body": "!"})).await),
        ["REVIEW_NOT_FOUND"]
    );
    let mine = test.data(&ada, "{ me { reviews { nodes { status } } } }", json!({})).await;
    assert_eq!(mine["me"]["reviews"]["nodes"], json!([{"status": "HIDDEN"}]));
    let list = "{ product(slug: \"tea-bowl\") { reviews { totalCount nodes { id } } } }";
    let seen = test.data(&ada, list, json!({})).await["product"]["reviews"].clone();
    assert_eq!(seen, json!({"totalCount": 0, "nodes": []}));
    assert_eq!((&rating(&test).await["count"], &rating(&test).await["hiddenCount"]), (&json!(0), &json!(1)));
    let shown = change(&test, &moderator, "reviewRestore", json!({"id": id})).await;
    assert_eq!((&shown["review"]["status"], &shown["review"]["statusReason"]), (&json!("PUBLISHED"), &Value::Null));
    assert_eq!(
        codes(&change(&test, &moderator, "reviewRestore", json!({"id": id})).await),
        ["NOT_ALLOWED_IN_THIS_STATE"]
    );
    assert_eq!(rating(&test).await["count"], json!(1));
    assert_eq!(topics(&test, &id).await, ["review.published", "review.hidden", "review.restored"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_paid_back_is_labelled_and_counts_no_more() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let ada = test.register("ada").await;
    let placed = delivered(&test, &stall, &ada).await;
    let id = id(&review(&test, &ada, &placed, 5).await);
    for _ in 0..2 {
        let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
        reviews::refund(&mut tx, &[placed.lines[0].id]).await.expect("noted");
        tx.commit().await.expect("committed");
    }
    let seen = read(&test, &test.guest(), &id).await;
    assert_eq!((&seen["refunded"], &seen["stars"], &seen["status"]), (&json!(true), &json!(5), &json!("PUBLISHED")));
    assert_eq!(rating(&test).await["count"], json!(0));
    assert_eq!(topics(&test, &id).await, ["review.published", "review.refunded"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviews_outlive_their_authors_and_votes_do_not() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (ada, hers) = reviewed(&test, &stall, "ada", 5).await;
    let (ben, his) = reviewed(&test, &stall, "ben", 4).await;
    change(&test, &ada, "reviewVote", json!({"id": his, "vote": "UP"})).await;
    change(&test, &ben, "reviewVote", json!({"id": hers, "vote": "UP"})).await;
    assert_eq!(delete_account(&test, &ada, PASSWORD).await["deleted"], true);
    let left = read(&test, &ben, &hers).await;
    assert_eq!((&left["authorName"], &left["stars"], &left["helpfulCount"]), (&Value::Null, &json!(5), &json!(1)));
    let his: ReviewId = his.parse().expect("an id");
    assert_eq!(reviews::tally::recompute_votes(&test.app, his).await.expect("counted"), (0, 0, 0));
    assert_eq!(read(&test, &ben, &his.to_string()).await["helpfulCount"], json!(0));
    let hers: ReviewId = hers.parse().expect("an id");
    let events = events::after(test.app.db.read(), 0, Some(hers.0), 100).await.expect("read");
    assert!(!events.is_empty() && events.iter().all(|event| event.account_id.is_none()));
    assert_eq!(rating(&test).await["count"], json!(2), "what she said still counts");
}
