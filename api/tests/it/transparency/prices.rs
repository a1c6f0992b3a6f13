//! The lowest price of the thirty days before a reduction.

use super::import;
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;

async fn lowest(test: &TestApp, slug: &str) -> Value {
    let query = "query($slug: String!) { product(slug: $slug) { variants { lowestPriceInLast30Days { amount } } } }";
    test.data(&test.guest(), query, json!({"slug": slug})).await["product"]["variants"][0]["lowestPriceInLast30Days"]
        .clone()
}

#[tokio::test]
async fn a_reduction_is_measured_by_the_lowest_price_of_thirty_days_before() {
    let test = TestApp::new().await;
    import(&test, &[("bowl", "15.00", "20.00")]).await;
    assert_eq!(lowest(&test, "bowl").await, Value::Null, "nothing is known of what it cost before");
    for (days, price, former, told) in [
        (5, "20.00", "", Value::Null),
        (40, "18.00", "20.00", json!({"amount": "20.00"})),
        // It was cheaper lately than it is said to have been.
        (10, "17.00", "20.00", json!({"amount": "18.00"})),
        (90, "17.00", "19.00", json!({"amount": "18.00"})),
        (1, "17.00", "", Value::Null),
    ] {
        test.app.clock.advance_ms(days * DAY_MS);
        import(&test, &[("bowl", price, former)]).await;
        assert_eq!(lowest(&test, "bowl").await, told, "{price} after {days} days");
    }
}

#[tokio::test]
async fn two_and_twenty_reduced_products_cost_the_same_number_of_statements() {
    let test = TestApp::new().await;
    let handles: Vec<String> = (0..20).map(|number| format!("bowl-{number}")).collect();
    for (price, former) in [("20.00", ""), ("15.00", "20.00")] {
        let rows: Vec<_> = handles.iter().map(|handle| (handle.as_str(), price, former)).collect();
        import(&test, &rows).await;
        test.app.clock.advance_ms(DAY_MS);
    }
    let query =
        "query($first: Int) { products(first: $first) { nodes { variants { lowestPriceInLast30Days { amount } } } } }";
    let mut counts = Vec::new();
    for first in [1, 2, 20] {
        let before = test.app.db.statements_sent();
        let data = test.data(&test.guest(), query, json!({"first": first})).await;
        counts.push(test.app.db.statements_sent() - before);
        let nodes = data["products"]["nodes"].as_array().expect("products");
        let twenty = json!({"variants": [{"lowestPriceInLast30Days": {"amount": "20.00"}}]});
        assert!(nodes.iter().all(|node| *node == twenty), "{data:#}");
    }
    assert_eq!(counts[1], counts[2], "{counts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_a_reduced_product_says_it() {
    let test = TestApp::new().await;
    import(&test, &[("bowl", "20.00", ""), ("vase", "40.00", "")]).await;
    test.app.clock.advance_ms(DAY_MS);
    import(&test, &[("bowl", "15.00", "25.00"), ("vase", "40.00", "")]).await;
    let server = test.serve().await;
    for (path, sentence) in [
        ("/p/bowl", "Lowest price in the 30 days before the reduction: £20.00"),
        ("/vi/p/bowl", "Giá thấp nhất trong 30 ngày trước khi giảm: "),
        ("/hy/p/bowl", "Զեղչից առաջ 30 օրվա ամենացածր գինը՝ "),
    ] {
        let page = server.get(path, &[]).await;
        assert!(page.status == 200 && page.body.contains(sentence), "{path}: {}", page.body);
    }
    assert!(!server.get("/p/vase", &[]).await.body.contains("Lowest price"));
}
