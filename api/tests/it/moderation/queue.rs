//! The queue: its order, its pages, and what it costs.

use super::{CASE, appeal, flag, moderator};
use crate::reviews::{change, delivered, id, review, stall};
use crate::support::TestApp;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_most_urgent_come_first_then_the_oldest() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, ada, ben) = (moderator(&test, "rowan").await, test.register("ada").await, test.register("ben").await);
    let mut reviews = Vec::new();
    for category in ["SPAM", "ILLEGAL", "SPAM", "OFF_TOPIC", "FAKE"] {
        let made = id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 3).await);
        assert_eq!(flag(&test, &ben, &made, category).await, [""; 0]);
        test.app.clock.advance_ms(1_000);
        reviews.push(made);
    }
    let hidden = id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 3).await);
    change(&test, &rowan, "reviewHide", json!({"id": hidden, "reason": "x"})).await;
    appeal(&test, &ada, &hidden, "No.").await;
    let expected = [&hidden, &reviews[1], &reviews[4], &reviews[0], &reviews[2], &reviews[3]];
    let query = "query($after: String) { moderationCases(first: 2, after: $after) {
        edges { cursor } nodes { review { id } } totalCount totalCountIsExact pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = test.data(&rowan, query, json!({"after": after})).await["moderationCases"].clone();
        assert_eq!((&page["totalCount"], &page["totalCountIsExact"]), (&json!(6), &json!(true)));
        found.extend(page["nodes"].as_array().expect("cases").iter().map(|case| case["review"]["id"].clone()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(found, expected.map(|id| json!(id)));
    let answer = test.run(&ada, "{ moderationCases { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let answer = test.run(&test.guest(), "{ moderationCases { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(test.data(&ada, "{ me { isModerator } }", json!({})).await["me"]["isModerator"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_cases_cost_as_many_statements_as_one() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (rowan, ada) = (moderator(&test, "rowan").await, test.register("ada").await);
    let readers = [test.register("ben").await, test.register("cem").await];
    for number in 0..20 {
        let made = id(&review(&test, &ada, &delivered(&test, &stall, &ada).await, 3).await);
        assert_eq!(flag(&test, &readers[number % 2], &made, "FAKE").await, [""; 0]);
    }
    let query =
        format!("query($first: Int) {{ moderationCases(first: $first) {{ nodes {{ ...C }} totalCount }} }} {CASE}");
    let cost = async |first: i32| {
        let before = test.app.db.statements_sent();
        let data = test.data(&rowan, &query, json!({"first": first})).await;
        assert_eq!(data["moderationCases"]["nodes"].as_array().map(Vec::len), usize::try_from(first).ok());
        test.app.db.statements_sent() - before
    };
    // What is remembered from request to request is read by the first one.
    cost(1).await;
    assert_eq!(cost(1).await, cost(20).await);
}
