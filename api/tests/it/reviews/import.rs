//! Importing what Judge.me exports.

use super::{change, moderator, rating};
use crate::support::TestApp;
use api::import::{OnError, Report, ReviewsOf, import_orders, import_products, import_reviews};
use api::reviews::entity::Entity;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const HEADER: &str = "title,body,rating,review_date,reviewer_name,reviewer_email,product_handle,reply,picture_urls";

struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn file(content: impl AsRef<[u8]>) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("reviews.csv");
    std::fs::write(&path, content).expect("written");
    File { path, _folder: folder }
}

fn csv(rows: &[&str]) -> String {
    std::iter::once(HEADER).chain(rows.iter().copied()).map(|row| format!("{row}\n")).collect()
}

async fn import(test: &TestApp, content: &str, on_error: OnError) -> Report {
    import_reviews(&test.app, &file(content).path, on_error, &ReviewsOf::default()).await.expect("the file can be read")
}

/// (created, updated, unchanged, rejected)
fn counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.created, report.updated, report.unchanged, report.rejected)
}

async fn listed(test: &TestApp) -> Value {
    let query =
        "{ product(slug: \"tea-bowl\") { reviews(sort: NEWEST) { totalCount nodes { id title body stars verified
        imported authorName writtenAt editableUntil answer { body answeredAt } } } } }";
    test.data(&test.guest(), query, json!({})).await["product"]["reviews"].clone()
}

#[tokio::test]
async fn imported_reviews_are_shown_as_such_and_count_nowhere() {
    let test = TestApp::new().await;
    let shop = test.shop("clay").await;
    test.product(shop, "tea-bowl", 1800, 5).await;
    let rows = [
        "Nice,\"Two\nlines, \"\"quoted\"\"\",5,2023-04-05 06:07:08 UTC,Ann,ann@example.com,tea-bowl,Thank you!,",
        ",No title,1,2023-04-06,Bob,bob@example.com,tea-bowl,,https://a.example/a.jpg",
        "Blank date,Sturdy,4,,,cat@example.com,tea-bowl,,",
        "Again,Still sturdy,4,,,cat@example.com,tea-bowl,,",
    ];
    let report = import(&test, &csv(&rows), OnError::RejectAll).await;
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!((counts(&report), report.rows), ((4, 0, 0, 0), 4));
    let seen = listed(&test).await;
    let nodes = &seen["nodes"];
    assert_eq!(seen["totalCount"], json!(4));
    assert_eq!(
        (&nodes[0]["authorName"], &nodes[0]["title"], &nodes[0]["stars"]),
        (&json!("Bob"), &json!(""), &json!(1))
    );
    assert_eq!(
        (&nodes[1]["body"], &nodes[1]["answer"]["body"]),
        (&json!("Two\nlines, \"quoted\""), &json!("Thank you!"))
    );
    assert_eq!(nodes[1]["writtenAt"], "2023-04-05T06:07:08.000Z");
    assert_eq!(
        (&nodes[2]["writtenAt"], &nodes[2]["authorName"], &nodes[2]["editableUntil"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert!(nodes.as_array().expect("nodes").iter().all(|node| node["verified"] == false && node["imported"] == true));
    assert_eq!(
        (&rating(&test).await["count"], &rating(&test).await["histogram"]),
        (&json!(0), &json!([0, 0, 0, 0, 0]))
    );

    assert_eq!(counts(&import(&test, &csv(&rows), OnError::RejectAll).await), (0, 0, 4, 0));
    // One was changed there, and hidden here: it is told apart by author and date.
    let moderator = moderator(&test).await;
    change(&test, &moderator, "reviewHide", json!({"id": nodes[0]["id"], "reason": "Spam."})).await;
    let changed: Vec<String> = rows.iter().map(|row| row.replace("No title", "Cracked")).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    assert_eq!(counts(&import(&test, &csv(&changed), OnError::RejectAll).await), (0, 1, 3, 0));
    assert_eq!(listed(&test).await["totalCount"], json!(3), "what is hidden stays hidden");
    assert_eq!(Entity::find().count(test.app.db.read()).await.expect("counted"), 4);
    let found =
        "{ product(slug: \"tea-bowl\") { reviews(filter: {search: \"sturd\", verified: false}) { totalCount } } }";
    assert_eq!(test.data(&test.guest(), found, json!({})).await["product"]["reviews"]["totalCount"], json!(2));
}

#[tokio::test]
async fn every_fault_is_reported_with_its_line() {
    let test = TestApp::new().await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    test.product(clay, "tea-bowl", 1800, 5).await;
    for shop in [clay, wool] {
        let (id, _) = test.product(shop, &format!("cup-{shop}").replace('_', "-"), 900, 5).await;
        let row = api::catalog::entity::product::ActiveModel {
            id: sea_orm::ActiveValue::Unchanged(id),
            external_reference: sea_orm::ActiveValue::Set(Some("cup".to_owned())),
            ..Default::default()
        };
        api::catalog::entity::product::Entity::update(row).exec(test.app.db.write()).await.expect("named");
    }
    let long = format!("{},Fine,4,,,a@b.example,tea-bowl,,", "x".repeat(121));
    let endless = format!(",{},4,,,a@b.example,tea-bowl,,", "x".repeat(5001));
    let rows = [
        ",\"Fine\nindeed\",5,,Ann,ann@example.com,tea-bowl,,", // 2, 3
        ",Fine,,,Ann,ann@example.com,tea-bowl,,",              // 4
        ",Fine,6,,Ann,ann@example.com,tea-bowl,,",             // 5
        ",Fine,five,,Ann,ann@example.com,tea-bowl,,",          // 6
        ",Fine,5,yesterday,Ann,ann@example.com,tea-bowl,,",    // 7
        ",Fine,5,,Ann,ann@example.com,nothing,,",              // 8
        ",Fine,5,,Ann,ann@example.com,,,",                     // 9
        ",Fine,5,,Ann,ann@example.com,cup,,",                  // 10
        long.as_str(),                                         // 11
        endless.as_str(),                                      // 12
        ",Fine,5",                                             // 13
    ];
    let mut bytes = csv(&rows).into_bytes();
    bytes.extend(b",Caf\xe9,5,,Ann,ann@example.com,tea-bowl,,\n"); // 14
    let path = file(bytes);
    let run = async |on_error: OnError, shop: Option<&str>| {
        let of = ReviewsOf { shop: shop.map(str::to_owned), ..ReviewsOf::default() };
        import_reviews(&test.app, &path.path, on_error, &of).await
    };
    let report = run(OnError::RejectAll, None).await.expect("read");
    let told: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let expected = [
        "line 4, rating: it is blank",
        "line 5, rating: `6` is no number of stars; it may be 1 to 5",
        "line 6, rating: `five` is no number of stars; it may be 1 to 5",
        "line 7, review_date: `yesterday` is no time; write it like 2026-11-22T09:30:00Z",
        "line 8, product_handle: there is no product `nothing`: import the products first",
        "line 9, product_handle: it is blank",
        "line 10, product_handle: 2 shops have a product `cup`: name one with --shop",
        "line 11, title: it has more than 120 characters",
        "line 12, body: it has more than 5000 characters",
        "line 13, product_handle: it is blank",
        "line 13, row: it has 3 fields; the header has 9",
        "line 14, body: it is not UTF-8",
    ];
    assert_eq!(told, expected);
    assert!(report.refused());
    assert_eq!(Entity::find().count(test.app.db.read()).await.expect("counted"), 0);
    assert_eq!(counts(&run(OnError::RejectRows, None).await.expect("read")), (1, 0, 0, 11));
    assert_eq!(counts(&run(OnError::RejectRows, Some("clay")).await.expect("read")), (1, 0, 1, 10));
    let unknown = run(OnError::RejectRows, Some("none")).await.expect_err("no such shop");
    assert!(unknown.to_string().contains("no shop with the slug `none`"), "{unknown}");
    let no_reviews =
        import_reviews(&test.app, &file("a,b\n1,2\n").path, OnError::RejectAll, &ReviewsOf::default()).await;
    assert!(no_reviews.expect_err("no file of reviews").to_string().contains("Judge.me"));
}

#[tokio::test]
async fn a_real_file_of_reviews_goes_in_and_stays() {
    let named = std::env::var_os("VOUCH_DATA").map(|folder| PathBuf::from(folder).join("../clothing"));
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/clothing"));
    if !folder.join("reviews.csv").is_file() {
        eprintln!("skipped: there is no real data; name its folder with VOUCH_DATA");
        return;
    }
    let test = TestApp::new().await;
    import_products(&test.app, &folder.join("products.csv"), OnError::RejectAll).await.expect("read");
    for expected in [(22_641, 0, 0, 0), (0, 0, 22_641, 0)] {
        let file = folder.join("reviews.csv");
        let report = import_reviews(&test.app, &file, OnError::RejectAll, &ReviewsOf::default()).await.expect("read");
        eprintln!("{report}");
        assert_eq!((counts(&report), report.problems.len()), (expected, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buyers_of_imported_orders_review_and_a_refund_there_reaches_here() {
    let test = TestApp::new().await;
    let shop = test.shop("clay").await;
    test.product(shop, "tea-bowl", 1800, 5).await;
    let ada = test.register("ada").await;
    let orders = |payment: &str| {
        format!(
            "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Created at,Lineitem \
             quantity,Lineitem name,Lineitem price,Lineitem sku,Vendor\n\
             #1,ada@example.com,{payment},2026-02-20T10:00:00Z,fulfilled,2026-02-21T10:00:00Z,GBP,\
             2026-02-20T09:00:00Z,1,Tea bowl,18.00,tea-bowl-,clay\n"
        )
    };
    let bring = async |payment: &str| {
        let report =
            import_orders(&test.app, &file(orders(payment)).path, OnError::RejectAll, None).await.expect("read");
        assert!(report.problems.is_empty(), "{report}");
    };
    bring("paid").await;
    let list = "{ me { reviewableLines { orderLine { id } } } }";
    let open = test.data(&ada, list, json!({})).await["me"]["reviewableLines"].clone();
    let input = json!({"orderLineId": open[0]["orderLine"]["id"], "stars": 5, "body": "Bought elsewhere."});
    let made = change(&test, &ada, "reviewCreate", input).await;
    assert_eq!((&made["userErrors"], &made["review"]["verified"]), (&json!([]), &json!(true)));
    assert_eq!(rating(&test).await["count"], json!(1));
    bring("refunded").await;
    assert_eq!((&rating(&test).await["count"], &listed(&test).await["totalCount"]), (&json!(0), &json!(1)));
}
