//! What shoppers see of the catalogue.

use crate::support::TestApp;
use crate::support::catalog::text;
use api::catalog::entity::{ProductStatus, RedirectKind, product, redirect};
use api::graphql::Visitor;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use shared::Locale;

const LISTING: &str = "query($first: Int, $after: String, $last: Int, $before: String, $filter: ProductFilter, \
    $sort: ProductSort) { products(first: $first, after: $after, last: $last, before: $before, filter: $filter, \
    sort: $sort) { nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

fn slugs(list: &Value) -> Vec<&str> {
    let nodes = list["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["slug"].as_str().expect("a slug")).collect()
}

/// Five products, a minute apart: prices 300, 100, 200, 200, 500.
async fn five() -> TestApp {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    for (slug, price) in [("cup", 300), ("bowl", 100), ("dish", 200), ("ewer", 200), ("amphora", 500)] {
        test.product(shop, slug, price, i32::from(slug != "bowl")).await;
        test.app.clock.advance_ms(60_000);
    }
    test
}

async fn list(test: &TestApp, variables: Value) -> Value {
    test.data(&test.guest(), LISTING, variables).await["products"].clone()
}

#[tokio::test]
async fn sorts_and_pages_both_ways() {
    let test = five().await;
    let orders = [
        ("NEWEST", ["amphora", "ewer", "dish", "bowl", "cup"]),
        ("PRICE_ASC", ["bowl", "dish", "ewer", "cup", "amphora"]),
        ("PRICE_DESC", ["amphora", "cup", "ewer", "dish", "bowl"]),
        ("TITLE", ["amphora", "bowl", "cup", "dish", "ewer"]),
    ];
    for (sort, expected) in orders {
        let mut forwards = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = list(&test, json!({"first": 2, "after": after, "sort": sort})).await;
            forwards.extend(slugs(&page).into_iter().map(str::to_owned));
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(forwards, expected, "{sort}");
        let end = list(&test, json!({"last": 2, "sort": sort})).await;
        assert_eq!(slugs(&end), expected[3..], "{sort} from the end");
        let before = list(&test, json!({"last": 2, "before": end["pageInfo"]["startCursor"], "sort": sort})).await;
        assert_eq!(slugs(&before), expected[1..3], "{sort} back");
        assert_eq!(before["pageInfo"]["hasPreviousPage"], json!(true));
        assert_eq!(before["pageInfo"]["hasNextPage"], json!(true));
    }
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let test = five().await;
    let page = list(&test, json!({"first": 1, "sort": "NEWEST"})).await;
    let variables = json!({"first": 1, "after": page["pageInfo"]["endCursor"], "sort": "TITLE"});
    let answer = test.run(&test.guest(), LISTING, variables).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], json!("BAD_USER_INPUT"), "{answer}");
}

#[tokio::test]
async fn filters_by_category_shop_price_and_stock() {
    let test = five().await;
    let other = test.shop("otter-and-ash").await;
    let (spoon, _) = test.product(other, "spoon", 150, 4).await;
    let wood = test.category("wood", None).await;
    let kitchen = test.category("kitchen", Some(wood)).await;
    test.file_under(spoon, kitchen).await;
    let found = async |filter: Value| {
        let page = list(&test, json!({"filter": filter, "sort": "TITLE"})).await;
        slugs(&page).join(" ")
    };
    assert_eq!(found(json!({"category": "wood"})).await, "spoon");
    assert_eq!(found(json!({"category": "nowhere"})).await, "");
    assert_eq!(found(json!({"shops": ["otter-and-ash"]})).await, "spoon");
    assert_eq!(found(json!({"shops": ["otter-and-ash", "lam-hong"], "maxPrice": "1.50"})).await, "bowl spoon");
    assert_eq!(found(json!({"minPrice": "3", "maxPrice": "5.00"})).await, "amphora cup");
    assert_eq!(found(json!({"available": false})).await, "bowl");
    let query = "{ category(slug: \"wood\") { children { slug ancestors { slug } } products(filter: {category: \
        \"kitchen\"}) { nodes { slug category { name } } } } shop(slug: \"otter-and-ash\") { productCount products { \
        totalCount totalCountIsExact nodes { slug } } } }";
    assert_eq!(
        test.data(&test.guest(), query, json!({})).await,
        json!({
            "category": {
                "children": [{"slug": "kitchen", "ancestors": [{"slug": "wood"}]}],
                "products": {"nodes": [{"slug": "spoon", "category": {"name": "kitchen"}}]}
            },
            "shop": {"productCount": 1, "products": {
                "totalCount": 1, "totalCountIsExact": true, "nodes": [{"slug": "spoon"}]}}
        })
    );
}

#[tokio::test]
async fn a_product_shows_all_that_its_page_needs() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    test.product_with(shop, "tea-bowl", &[("small", 1_800, 2), ("large", 2_400, 0)]).await;
    let query = "{ product(slug: \"tea-bowl\") { slug title status available description plain: \
        description(format: PLAIN) shop { slug emblem { url } } priceRange { min { amount currencyCode } max { amount } } \
        compareAtPriceRange { min { amount } } image { url alt state width height } images { url } rating { average \
        score count histogram } options { name values { key name } } variants { sku title price { amount } \
        availableQuantity selectedOptions { name key value } image { url } product { slug } } \
        deliveryPromise { earliest latest from { amount } option { kind freeOver { amount } } } \
        translations { language title description } externalReference } }";
    let visitor = Visitor::guest(Locale::Vi);
    let variant = |key: &str, amount: &str, left: i32| {
        json!({
            "sku": format!("tea-bowl-{key}"), "title": key, "price": {"amount": amount}, "availableQuantity": left,
            "selectedOptions": [{"name": "Cỡ", "key": key, "value": key}],
            "image": {"url": "/media/demo/tea-bowl.svg?v=0123abcd"}, "product": {"slug": "tea-bowl"}
        })
    };
    assert_eq!(
        test.data(&visitor, query, json!({})).await["product"],
        json!({
            "slug": "tea-bowl", "title": "tea-bowl tiếng Việt", "status": "ACTIVE", "available": true,
            "description": "<p>Made by <em>hand</em>.</p>", "plain": "Made by hand.",
            "shop": {"slug": "lam-hong", "emblem": null},
            "priceRange": {"min": {"amount": "18.00", "currencyCode": "GBP"}, "max": {"amount": "24.00"}},
            "compareAtPriceRange": null,
            "image": {"url": "/media/demo/tea-bowl.svg?v=0123abcd", "alt": "tea-bowl", "state": "READY",
                "width": 800, "height": 1000},
            "images": [{"url": "/media/demo/tea-bowl.svg?v=0123abcd"}],
            "rating": {"average": null, "score": null, "count": 0, "histogram": [0, 0, 0, 0, 0]},
            "options": [{"name": "Cỡ", "values": [
                {"key": "small", "name": "small"}, {"key": "large", "name": "large"}]}],
            "variants": [variant("small", "18.00", 2), variant("large", "24.00", 0)],
            "deliveryPromise": {
                "earliest": "2026-03-05T00:00:00.000Z", "latest": "2026-03-09T23:59:59.000Z",
                "from": {"amount": "3.90"}, "option": {"kind": "STANDARD", "freeOver": {"amount": "45.00"}}},
            "translations": [
                {"language": "EN", "title": "tea bowl", "description": "<p>Made by <em>hand</em>.</p>"},
                {"language": "VI", "title": "tea-bowl tiếng Việt", "description": null}],
            "externalReference": null
        })
    );
}

#[tokio::test]
async fn an_old_slug_leads_to_the_product_and_a_draft_is_not_there() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (bowl, variant) = test.product(shop, "bowl", 100, 1).await;
    let (draft, _) = test.product(shop, "draft", 100, 1).await;
    let old = redirect::Model {
        kind: RedirectKind::Product,
        slug: "old-bowl".into(),
        target_id: bowl.0,
        created_at: test.app.clock.now(),
    };
    redirect::Entity::insert(old.into_active_model()).exec(test.app.db.write()).await.expect("a redirect");
    let hide =
        product::ActiveModel { id: Set(draft), status: Set(ProductStatus::Draft), ..product::ActiveModel::default() };
    product::Entity::update(hide).exec(test.app.db.write()).await.expect("hidden");
    let query = "query($draft: ID!, $ids: [ID!]!) { old: product(slug: \"old-bowl\") { slug } draft: product(slug: \
        \"draft\") { slug } node(id: $draft) { id } nodes(ids: $ids) { __typename id } products { totalCount } }";
    let ids = [bowl.to_string(), "prod_nonsense".into(), variant.to_string(), shop.to_string(), draft.to_string()];
    assert_eq!(
        test.data(&test.guest(), query, json!({"draft": draft.to_string(), "ids": ids})).await,
        json!({
            "old": {"slug": "bowl"}, "draft": null, "node": null,
            "nodes": [
                {"__typename": "Product", "id": bowl.to_string()}, null,
                {"__typename": "ProductVariant", "id": variant.to_string()},
                {"__typename": "Shop", "id": shop.to_string()}, null],
            "products": {"totalCount": 1}
        })
    );
}

#[tokio::test]
async fn a_shops_staff_find_what_is_not_for_sale() {
    let test = TestApp::new().await;
    let (shop, other) = (test.shop("lam-hong").await, test.shop("otter").await);
    for (slug, status) in [
        ("bowl", ProductStatus::Active),
        ("draft", ProductStatus::Draft),
        ("old", ProductStatus::Archived),
        ("older", ProductStatus::Archived),
    ] {
        let (id, _) = test.product(shop, slug, 100, 1).await;
        let row = product::ActiveModel { id: Set(id), status: Set(status), ..product::ActiveModel::default() };
        product::Entity::update(row).exec(test.app.db.write()).await.expect("updated");
    }
    let query = "query($statuses: [ProductStatus!]) { shop(slug: \"lam-hong\") { products(statuses: $statuses, sort: \
        TITLE) { totalCount nodes { slug status } } } }";
    let seen = async |visitor: &Visitor, statuses: Value| {
        let data = test.data(visitor, query, json!({ "statuses": statuses })).await;
        let products = &data["shop"]["products"];
        let slugs: Vec<_> =
            products["nodes"].as_array().expect("a list").iter().map(|node| node["slug"].clone()).collect();
        assert_eq!(products["totalCount"], slugs.len());
        json!(slugs)
    };
    let (staff, admin) = (test.seller("potter", &[shop]).await, test.admin("admin").await);
    let strangers = [test.guest(), test.seller("otter", &[other]).await];
    let everything = json!(["ACTIVE", "DRAFT", "ARCHIVED"]);
    for visitor in [&staff, &admin] {
        assert_eq!(seen(visitor, everything.clone()).await, json!(["bowl", "draft", "old", "older"]));
        assert_eq!(seen(visitor, json!(["ARCHIVED"])).await, json!(["old", "older"]));
        assert_eq!(seen(visitor, json!([])).await, json!([]));
        assert_eq!(seen(visitor, Value::Null).await, json!(["bowl"]), "what is for sale, unless asked otherwise");
    }
    for visitor in &strangers {
        assert_eq!(seen(visitor, everything.clone()).await, json!(["bowl"]));
        assert_eq!(seen(visitor, json!(["DRAFT"])).await, json!([]), "not yours looks like not there");
    }
}

#[tokio::test]
async fn a_list_costs_as_many_statements_for_one_row_as_for_twenty() {
    let test = TestApp::new().await;
    for number in 0..20 {
        let shop = test.shop(&format!("shop-{number}")).await;
        test.product_with(shop, &format!("product-{number}"), &[("small", 100, 1), ("large", 200, 2)]).await;
    }
    let query = "query($first: Int) { products(first: $first) { nodes { title slug description tags image { url } \
        images { url } shop { name slug productCount deliveryOptions { name } } rating { count } variants { title \
        selectedOptions { value } image { url } } deliveryPromise { earliest } } } }";
    let mut costs = Vec::new();
    for first in [1, 20] {
        test.app.shelf.forget();
        let before = test.app.db.statements_sent();
        let data = test.data(&test.guest(), query, json!({"first": first})).await;
        assert_eq!(data["products"]["nodes"].as_array().map(Vec::len), Some(first));
        costs.push(test.app.db.statements_sent() - before);
    }
    // Products, details, pictures, shops, variants, delivery options, counts; and details for the variants' titles.
    assert_eq!(costs, [8, 8]);
    // The card of a listing: products and their shops; shops are held for a moment.
    let card = "{ products(first: 20) { nodes { title slug priceRange { min { amount } } image { url alt } \
        shop { name slug } rating { average count } } } }";
    test.app.shelf.forget();
    let before = test.app.db.statements_sent();
    test.data(&test.guest(), card, json!({})).await;
    assert_eq!(test.app.db.statements_sent() - before, 2);
    test.data(&test.guest(), card, json!({})).await;
    assert_eq!(test.app.db.statements_sent() - before, 3);
}

#[tokio::test]
async fn shops_are_listed_by_slug() {
    let test = TestApp::new().await;
    for slug in ["c", "a", "b"] {
        test.shop(slug).await;
    }
    let query = "query($after: String) { shops(first: 2, after: $after) { totalCount edges { cursor node { slug } } \
        pageInfo { hasNextPage endCursor } } }";
    let first = test.data(&test.guest(), query, json!({})).await["shops"].clone();
    assert_eq!((&first["totalCount"], &first["edges"][1]["node"]["slug"]), (&json!(3), &json!("b")));
    let rest = test.data(&test.guest(), query, json!({"after": first["pageInfo"]["endCursor"]})).await;
    assert_eq!(rest["shops"]["edges"][0]["node"]["slug"], json!("c"));
    assert_eq!(text("a", "b").get(Locale::Hy), "a");
}
