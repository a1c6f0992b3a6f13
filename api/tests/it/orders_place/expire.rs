//! A bank transfer that does not arrive in three days: the order is cancelled, its stock released.

use super::{order_of, read, topics};
use crate::support::TestApp;
use api::jobs::{Job, PaymentsExpire};
use serde_json::json;
use shared::timestamp::DAY_MS;

#[tokio::test]
async fn an_unpaid_transfer_expires_once() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, 9).await;
    let cash = order_of(&test, bowl, 1, json!({})).await;
    let bank = order_of(&test, bowl, 2, json!({"paymentMethod": "BANK_TRANSFER"})).await;
    test.app.clock.advance_ms(3 * DAY_MS);
    assert_eq!(PaymentsExpire.run(&test.app).await.expect("ran"), 0, "it is due at the end of the third day");
    assert_eq!(test.stock(bowl).await, (9, 3));
    test.app.clock.advance_ms(1);
    let (one, two) = futures::join!(PaymentsExpire.run(&test.app), PaymentsExpire.run(&test.app));
    assert_eq!(one.expect("ran") + two.expect("ran"), 1);
    assert_eq!(PaymentsExpire.run(&test.app).await.expect("ran"), 0);
    let guest = test.guest();
    let expired = read(&test, &guest, &bank, Some(&bank["accessToken"])).await;
    assert_eq!((&expired["state"], &expired["payment"]["state"]), (&json!("CANCELLED"), &json!("VOIDED")));
    assert_eq!(topics(&test, &bank).await, ["order.placed", "order.payment_expired"]);
    assert_eq!(read(&test, &guest, &cash, Some(&cash["accessToken"])).await["state"], "CONFIRMED");
    assert_eq!(test.stock(bowl).await, (9, 1));
}
