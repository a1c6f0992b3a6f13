//! Who may review what.

use super::{Stall, change, codes, deliver, delivered, id, review, stall};
use crate::support::TestApp;
use api::graphql::Visitor;
use api::orders::entity as order;
use api::reviews;
use api::shops::entity::{MemberRole, member};
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use shared::address::Address;
use shared::timestamp::DAY_MS;

fn home() -> Value {
    json!({"name": "Ada Moss", "line1": "3 Kirkgate", "line2": "Flat 2", "city": "Leeds", "postalCode": "LS2 7DR",
        "countryCode": "GB"})
}

async fn save_address(test: &TestApp, visitor: &Visitor) {
    let save = "mutation($input: AddressSaveInput!) { addressSave(input: $input) { savedAddress { id } } }";
    test.data(visitor, save, json!({"input": {"address": home()}})).await;
}

/// Has an order go to the same place, written otherwise.
async fn send_there(test: &TestApp, placed: &crate::support::orders::Placed) {
    let address = Address {
        name: "A. Moss".into(),
        line1: "Kirkgate 3".into(),
        line2: Some("flat 2".into()),
        city: "LEEDS".into(),
        region: None,
        postal_code: Some("ls27dr".into()),
        country_code: "GB".into(),
        phone: None,
    };
    let row = order::ActiveModel {
        id: ActiveValue::Unchanged(placed.order.id),
        shipping_address: ActiveValue::Set(Some(address)),
        ..Default::default()
    };
    order::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

async fn refund(test: &TestApp, placed: &crate::support::orders::Placed) {
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    reviews::refund(&mut tx, &[placed.lines[0].id]).await.expect("noted");
    tx.commit().await.expect("committed");
}

async fn join(test: &TestApp, stall: &Stall, visitor: &Visitor, role: MemberRole) {
    let account_id = visitor.actor.account_id().expect("signed in");
    let row = member::Model { shop_id: stall.shop, account_id, role, created_at: test.app.clock.now() };
    member::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("a member");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_who_may_not_is_told_why() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    save_address(&test, &stall.seller).await;
    let cases = [
        ("good", None),
        ("guest", Some("UNAUTHENTICATED")),
        ("another buyer", Some("PURCHASE_NOT_FOUND")),
        ("a guest's order", Some("PURCHASE_NOT_FOUND")),
        ("no line", Some("PURCHASE_NOT_FOUND")),
        ("undelivered", Some("NOT_DELIVERED")),
        ("on its way", Some("NOT_DELIVERED")),
        ("cancelled", Some("CANCELLED")),
        ("refunded", Some("REFUNDED")),
        ("too late", Some("WINDOW_OVER")),
        ("in time", None),
        ("twice", Some("ALREADY_REVIEWED")),
        ("owner", Some("OWN_SHOP")),
        ("staff", Some("STAFF_OF_SHOP")),
        ("same address of the order", Some("SHARED_ADDRESS")),
        ("same address in the book", Some("SHARED_ADDRESS")),
    ];
    for (number, (case, expected)) in cases.into_iter().enumerate() {
        let buyer = test.register(&format!("buyer{number}")).await;
        let owner = if case == "a guest's order" { test.guest() } else { buyer.clone() };
        let placed = test.order(&owner, &[(stall.variant, 1)]).await;
        match case {
            "undelivered" => {}
            "on its way" => {
                test.ship(&stall.seller, json!({"orderPartId": placed.part(0)})).await;
            }
            "cancelled" => {
                let cancel = "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"k\"}) {
                    order { id } } }";
                test.data(&buyer, cancel, json!({"id": placed.id()})).await;
            }
            _ => deliver(&test, &stall.seller, &placed).await,
        }
        match case {
            "refunded" => refund(&test, &placed).await,
            "too late" => test.app.clock.advance_ms(180 * DAY_MS + 1_000),
            "in time" => test.app.clock.advance_ms(180 * DAY_MS - 1_000),
            "twice" => assert_eq!(codes(&review(&test, &buyer, &placed, 3).await), Vec::<&str>::new()),
            "owner" => join(&test, &stall, &buyer, MemberRole::Owner).await,
            "staff" => join(&test, &stall, &buyer, MemberRole::Staff).await,
            "same address of the order" => send_there(&test, &placed).await,
            "same address in the book" => save_address(&test, &buyer).await,
            _ => {}
        }
        let line = if case == "no line" { "line_nonsense".to_owned() } else { placed.line(0) };
        let input = json!({"orderLineId": line, "stars": 4, "body": "As it should be."});
        if case == "guest" {
            let query = "mutation($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } } }";
            let answer = test.run(&test.guest(), query, json!({"input": input})).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
            continue;
        }
        let visitor = if case == "another buyer" { test.register("other").await } else { buyer };
        let payload = change(&test, &visitor, "reviewCreate", input).await;
        assert_eq!(codes(&payload), expected.into_iter().collect::<Vec<_>>(), "{case}: {payload:#}");
        assert_eq!(payload["review"].is_object(), matches!(expected, None | Some("ALREADY_REVIEWED")), "{case}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_is_checked_and_shown() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let buyer = test.register("ada").await;
    let placed = delivered(&test, &stall, &buyer).await;
    let good = json!({"orderLineId": placed.line(0), "stars": 5, "title": " Lovely ", "body": "Dày và ấm tay.\r\n", "language": "VI"});
    for (field, value, code) in [
        ("stars", json!(0), "STARS_INVALID"),
        ("stars", json!(6), "STARS_INVALID"),
        ("title", json!("x".repeat(121)), "TITLE_INVALID"),
        ("body", json!(" \n"), "BODY_INVALID"),
        ("body", json!("x".repeat(5001)), "BODY_INVALID"),
        ("photoIds", json!(["img_nonsense"]), "PHOTO_NOT_FOUND"),
        ("photoIds", json!(["img_01h455vb4pex5vsknk084sn02q"]), "PHOTO_NOT_FOUND"),
        ("photoIds", json!(vec!["img_01h455vb4pex5vsknk084sn02q"; 7]), "TOO_MANY_PHOTOS"),
    ] {
        let mut input = good.clone();
        input[field] = value;
        let refused = change(&test, &buyer, "reviewCreate", input).await;
        assert_eq!(refused["userErrors"], json!([{"code": code, "field": [field]}]));
    }
    let made = change(&test, &buyer, "reviewCreate", good).await;
    let shown = &made["review"];
    assert_eq!((&shown["title"], &shown["body"]), (&json!("Lovely"), &json!("Dày và ấm tay.")));
    assert_eq!((&shown["authorName"], &shown["language"]), (&json!("ada"), &json!("VI")));
    assert_eq!(
        (&shown["verified"], &shown["imported"], &shown["refunded"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(
        (&shown["kind"], &shown["product"]["slug"], &shown["shop"]["slug"]),
        (&json!("PRODUCT"), &json!("tea-bowl"), &json!("clay"))
    );
    assert_eq!(super::read(&test, &test.guest(), &id(&made)).await["viewerIsAuthor"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shoppers_own_list_says_what_is_left_to_review() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let buyer = test.register("ada").await;
    let list = async |visitor: &Visitor| {
        let query = "{ me { reviewableLines { orderLine { id title } deliveredAt until } } }";
        test.data(visitor, query, json!({})).await["me"]["reviewableLines"].clone()
    };
    test.order(&buyer, &[(stall.variant, 1)]).await;
    assert_eq!(list(&buyer).await, json!([]));
    let placed = delivered(&test, &stall, &buyer).await;
    let second = delivered(&test, &stall, &buyer).await;
    let found = list(&buyer).await;
    assert_eq!(found.as_array().map(Vec::len), Some(2), "{found:#}");
    assert_eq!(found[0]["orderLine"]["title"], "tea bowl");
    assert_eq!(list(&test.register("ben").await).await, json!([]));
    review(&test, &buyer, &placed, 5).await;
    let left = list(&buyer).await;
    assert_eq!((left.as_array().map(Vec::len), &left[0]["orderLine"]["id"]), (Some(1), &json!(second.line(0))));
    refund(&test, &second).await;
    assert_eq!(list(&buyer).await, json!([]));
    delivered(&test, &stall, &buyer).await;
    test.app.clock.advance_ms(181 * DAY_MS);
    let later = test.sign_in("ada").await;
    assert_eq!(list(&later).await, json!([]), "the time is over");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shops_service_is_reviewed_once_an_order() {
    let test = TestApp::new().await;
    let stall = stall(&test).await;
    let buyer = test.register("ada").await;
    let placed = test.order(&buyer, &[(stall.variant, 1)]).await;
    let input = json!({"orderPartId": placed.part(0), "stars": 4, "body": "Packed with care."});
    let early = change(&test, &buyer, "shopReviewCreate", input.clone()).await;
    assert_eq!(codes(&early), ["NOT_DELIVERED"]);
    deliver(&test, &stall.seller, &placed).await;
    let made = change(&test, &buyer, "shopReviewCreate", input.clone()).await;
    assert_eq!((&made["review"]["kind"], &made["review"]["product"]), (&json!("SHOP"), &Value::Null));
    let again = change(&test, &buyer, "shopReviewCreate", input.clone()).await;
    assert_eq!((codes(&again), &again["review"]["id"]), (vec!["ALREADY_REVIEWED"], &made["review"]["id"]));
    let stranger = test.register("ben").await;
    assert_eq!(codes(&change(&test, &stranger, "shopReviewCreate", input).await), ["PURCHASE_NOT_FOUND"]);
    // The product is another matter, and the shop's figures are of its service alone.
    assert_eq!(codes(&review(&test, &buyer, &placed, 1).await), Vec::<&str>::new());
    let query = "{ shop(slug: \"clay\") { rating { average score count histogram }
        reviews { totalCount nodes { body } } } }";
    let shop = test.data(&test.guest(), query, json!({})).await["shop"].clone();
    assert_eq!(shop["rating"], json!({"average": 4.0, "score": 4.0, "count": 1, "histogram": [0, 0, 0, 1, 0]}));
    assert_eq!(shop["reviews"], json!({"totalCount": 1, "nodes": [{"body": "Packed with care."}]}));
}
