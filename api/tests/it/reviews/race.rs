//! Many at once.

use super::{change, codes, delivered, moderator, rating, reviewed, stall};
use crate::support::TestApp;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_reviews_of_one_line_one_is_kept() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let buyer = test.register("ada").await;
    let placed = delivered(&test, &stall, &buyer).await;
    let write = |number: i32| {
        let input = json!({"orderLineId": placed.line(0), "stars": number % 5 + 1, "body": format!("Number {number}")});
        change(&test, &buyer, "reviewCreate", input)
    };
    let answers = futures::future::join_all((0..50).map(write)).await;
    let kept: Vec<_> = answers.iter().filter(|answer| codes(answer).is_empty()).collect();
    assert_eq!(kept.len(), 1);
    for answer in &answers {
        assert_eq!(answer["review"]["id"], kept[0]["review"]["id"], "all see the one that there is");
        assert!(codes(answer).is_empty() || codes(answer) == ["ALREADY_REVIEWED"]);
    }
    let rating = rating(&test).await;
    assert_eq!(
        (&rating["count"], &rating["average"]),
        (&json!(1), &json!(f64::from(kept[0]["review"]["stars"].as_i64().expect("stars") as i32)))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_moderators_one_decides() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (_, id) = reviewed(&test, &stall, "ada", 5).await;
    let moderator = moderator(&test).await;
    let hide = || change(&test, &moderator, "reviewHide", json!({"id": id, "reason": "An advertisement."}));
    let answers = futures::future::join_all((0..10).map(|_| hide())).await;
    assert_eq!(answers.iter().filter(|answer| codes(answer).is_empty()).count(), 1);
    let rating = rating(&test).await;
    assert_eq!((&rating["count"], &rating["hiddenCount"]), (&json!(0), &json!(1)));
}
