//! Lists of reviews: order, filters, search, pages.

use super::{Stall, change, moderator, reviewed, stall};
use crate::support::TestApp;
use serde_json::{Value, json};

/// Reviews a minute apart: name, stars, language, words, votes up, votes down.
const WRITTEN: [(&str, i32, &str, &str, usize, usize); 6] = [
    ("ada", 5, "EN", "Thick and warm in the hand", 0, 0),
    ("ben", 1, "EN", "It cracked in a week", 3, 0),
    ("mai", 4, "VI", "Men rất đẹp, cầm ấm tay", 1, 0),
    ("cem", 4, "EN", "Warm colours", 1, 2),
    ("dea", 3, "EN", "Heavy", 0, 1),
    ("ela", 5, "HY", "Շատ տաք գույներ", 0, 0),
];

async fn written(test: &TestApp) -> Stall {
    let stall = stall(test).await;
    let mut voters = Vec::new();
    for number in 0..3 {
        voters.push(test.register(&format!("voter{number}")).await);
    }
    for (name, stars, language, words, up, down) in WRITTEN {
        let (buyer, id) = reviewed(test, &stall, name, stars).await;
        let input = json!({"id": id, "title": name, "body": words, "language": language});
        change(test, &buyer, "reviewUpdate", input).await;
        for (voter, vote) in voters.iter().zip(["UP"].repeat(up).into_iter().chain(["DOWN"].repeat(down))) {
            change(test, voter, "reviewVote", json!({"id": id, "vote": vote})).await;
        }
        test.app.clock.advance_ms(60_000);
    }
    stall
}

/// A page of the product's reviews, whole answer; `$after` where the arguments name it.
async fn ask(test: &TestApp, arguments: &str, after: &Value) -> Value {
    let (head, variables) = if arguments.contains("$after") {
        ("query($after: String)", json!({"after": after}))
    } else {
        ("query", json!({}))
    };
    let query = format!(
        "{head} {{ product(slug: \"tea-bowl\") {{ reviews({arguments}) {{ totalCount nodes {{ title variantId }}
            pageInfo {{ hasNextPage endCursor }} }} }} }}"
    );
    test.run(&test.guest(), &query, variables).await
}

async fn page(test: &TestApp, arguments: &str, after: &Value) -> Value {
    let answer = ask(test, arguments, after).await;
    assert!(answer.get("errors").is_none(), "{arguments}: {answer:#}");
    answer["data"]["product"]["reviews"].clone()
}

fn titles(page: &Value) -> Vec<&str> {
    page["nodes"].as_array().expect("nodes").iter().map(|node| node["title"].as_str().expect("a title")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn are_sorted_filtered_and_searched() {
    let test = TestApp::new().await;
    let stall = written(&test).await;
    for (sort, expected) in [
        ("MOST_HELPFUL", ["ben", "mai", "cem", "ela", "dea", "ada"]),
        ("NEWEST", ["ela", "dea", "cem", "mai", "ben", "ada"]),
        ("HIGHEST", ["ela", "ada", "cem", "mai", "dea", "ben"]),
        ("LOWEST", ["ben", "dea", "cem", "mai", "ela", "ada"]),
        ("WITH_PHOTOS", ["ben", "mai", "cem", "ela", "dea", "ada"]),
    ] {
        assert_eq!(titles(&page(&test, &format!("sort: {sort}"), &Value::Null).await), expected, "{sort}");
        // Page by page it is the same list.
        let (mut after, mut seen) = (Value::Null, Vec::new());
        loop {
            let arguments = format!("sort: {sort}, first: 2, after: $after");
            let one = page(&test, &arguments, &after).await;
            seen.extend(titles(&one).into_iter().map(str::to_owned));
            after = one["pageInfo"]["endCursor"].clone();
            if one["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen, expected, "{sort}");
    }
    for (filter, expected) in [
        ("stars: [4, 5]", vec!["ela", "cem", "mai", "ada"]),
        ("stars: []", vec![]),
        ("language: VI", vec!["mai"]),
        ("verified: true", vec!["ela", "dea", "cem", "mai", "ben", "ada"]),
        ("verified: false", vec![]),
        ("withPhotos: true", vec![]),
        ("withPhotos: false, stars: [1]", vec!["ben"]),
        ("search: \"warm\"", vec!["cem", "ada"]),
        ("search: \"WARM hand\"", vec!["ada"]),
        ("search: \"rat dep\"", vec!["mai"]),
        ("search: \"tak\"", vec!["ela"]),
        ("search: \"տաք\"", vec!["ela"]),
        ("search: \"arm\"", vec![]),
        ("search: \"  \"", vec!["ela", "dea", "cem", "mai", "ben", "ada"]),
    ] {
        let found = page(&test, &format!("sort: NEWEST, filter: {{{filter}}}"), &Value::Null).await;
        assert_eq!(titles(&found), expected, "{filter}");
        assert_eq!(found["totalCount"], json!(expected.len()));
    }
    let of_variant = format!("filter: {{variantId: \"{}\"}}", stall.variant);
    assert_eq!(titles(&page(&test, &of_variant, &Value::Null).await).len(), 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refuse_what_cannot_be() {
    let test = TestApp::new().await;
    written(&test).await;
    let cursor = page(&test, "sort: NEWEST, first: 1", &Value::Null).await["pageInfo"]["endCursor"].clone();
    for arguments in
        ["sort: HIGHEST, after: $after", "first: 101", "filter: {stars: [6]}", "filter: {variantId: \"x\"}"]
    {
        let answer = ask(&test, arguments, &cursor).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{arguments}: {answer:#}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cost_the_same_for_one_and_for_many() {
    let test = TestApp::new().await;
    written(&test).await;
    let ben = test.sign_in("ben").await;
    let query = "query($first: Int) { product(slug: \"tea-bowl\") { reviews(first: $first) { nodes {
        id authorName stars title body language photos { url } verified helpfulCount viewerVote viewerCanEdit editedAt
        revisions { body } answer { body revisions { body } } product { slug } shop { name } } } } }";
    let mut costs = Vec::new();
    for first in [1, 6] {
        test.app.shelf.forget();
        let before = test.app.db.statements_sent();
        let data = test.data(&ben, query, json!({"first": first})).await;
        assert_eq!(data["product"]["reviews"]["nodes"].as_array().map(Vec::len), Some(first));
        costs.push(test.app.db.statements_sent() - before);
    }
    // The product, its reviews, their pasts, the visitor's votes, the product once more by its id, the shop.
    assert_eq!(costs, [6, 6]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leave_out_what_is_hidden() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let (_, id) = reviewed(&test, &stall, "ada", 5).await;
    reviewed(&test, &stall, "ben", 4).await;
    let moderator = moderator(&test).await;
    change(&test, &moderator, "reviewHide", json!({"id": id, "reason": "Off topic."})).await;
    let found = page(&test, "first: 5", &Value::Null).await;
    assert_eq!(found["totalCount"], json!(1));
}
