//! How shops stand by their orders and reviews, and what follows.

mod consequences;
mod history;

use crate::support::TestApp;
use crate::support::hooks::report;
use crate::support::orders::Placed;
use api::graphql::Visitor;
use api::reputation;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use shared::Timestamp;
use shared::id::{ShopId, VariantId};
use shared::payments::PaymentMethod;
use shared::timestamp::DAY_MS;

const STANDING: &str = "query($slug: String!, $at: DateTime) { shop(slug: $slug) { standing(at: $at) { level reasons \
    evaluatedAt windowMonths inputs { orders historyDays defects { count } unresolvedCases { count } \
    lateShipments { count total rate level topRate topCount belowRate belowCount } \
    validTracking { count total rate level topRate topCount } firstReplies { count } rating { score } } } } }";

/// A shop with a seller, a buyer and something to sell.
struct Stall {
    test: TestApp,
    shop: ShopId,
    seller: Visitor,
    buyer: Visitor,
    variant: VariantId,
}

impl Stall {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let shop = test.shop("otter").await;
        let seller = test.seller("otter-seller", &[shop]).await;
        let buyer = test.register("buyer").await;
        let (_, variant) = test.product(shop, "bowl", 2_000, 10_000).await;
        Self { test, shop, seller, buyer, variant }
    }

    /// Orders that are shipped at once; a carrier has those of `carried`.
    async fn orders(&self, count: usize, carried: bool) {
        let mut reports = Vec::new();
        for _ in 0..count {
            let placed = self.test.order(&self.buyer, &[(self.variant, 1)]).await;
            let number = format!("DC{:012}", self.test.app.ids.below(1_000_000_000_000));
            let input = json!({"orderPartId": placed.part(0), "trackingNumber": number});
            let shipped = self.test.ship(&self.seller, input).await;
            assert_eq!(shipped["userErrors"], json!([]), "{shipped:#}");
            reports.push(report(&number, &number, "accepted", self.test.app.clock.now()));
        }
        if carried {
            assert_eq!(self.test.report(&reports).await.len(), count);
        }
    }

    async fn standing(&self, at: Option<Timestamp>) -> Value {
        let variables = json!({"slug": "otter", "at": at.map(|at| at.to_string())});
        self.test.data(&self.test.guest(), STANDING, variables).await["shop"]["standing"].clone()
    }

    /// Cancels an order for its buyer.
    async fn cancel(&self, placed: &Placed) {
        let query =
            "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"c\"}) { userErrors { code } } }";
        let cancelled = self.test.data(&self.buyer, query, json!({"id": placed.id()})).await;
        assert_eq!(cancelled["orderCancel"]["userErrors"], json!([]), "{cancelled:#}");
    }

    /// Confirms that the money of an order has arrived.
    async fn confirm(&self, placed: &Placed) {
        let query = "mutation($id: ID!) { paymentConfirm(input: {orderId: $id, idempotencyKey: \"p\"}) { userErrors { code } } }";
        let confirmed = self.test.data(&self.seller, query, json!({"id": placed.id()})).await;
        assert_eq!(confirmed["paymentConfirm"]["userErrors"], json!([]), "{confirmed:#}");
    }

    fn days(&self, days: i64) {
        self.test.app.clock.advance_ms(days * DAY_MS);
    }
}

#[tokio::test]
async fn a_new_shop_stands_as_it_should_and_nothing_is_invented() {
    let stall = Stall::new().await;
    assert_eq!(
        stall.standing(None).await,
        json!({
            "level": "STANDARD", "reasons": ["HISTORY"], "evaluatedAt": "2026-03-02T09:00:00.000Z", "windowMonths": 12,
            "inputs": {"orders": 0, "historyDays": 0, "defects": null, "unresolvedCases": null, "lateShipments": null,
                "validTracking": null, "firstReplies": null, "rating": null}
        })
    );
}

#[tokio::test]
async fn late_orders_lower_a_shop_and_the_past_stays_as_it_was() {
    let stall = Stall::new().await;
    stall.orders(70, true).await;
    stall.days(10);
    let good = stall.standing(None).await;
    assert_eq!((&good["level"], &good["inputs"]["orders"]), (&json!("STANDARD"), &json!(70)));
    let late = |count: i32, rate: f64, level: &str, total: i32| {
        json!({"count": count, "total": total, "rate": rate, "level": level, "topRate": 0.03, "topCount": 5,
            "belowRate": 0.1, "belowCount": 8})
    };
    assert_eq!(good["inputs"]["lateShipments"], late(0, 0.0, "TOP", 70));
    let then = stall.test.app.clock.now();
    stall.test.app.clock.advance_ms(1);
    // Eight that no carrier has: not late before the earliest promised day, three days on.
    stall.orders(8, false).await;
    stall.days(2);
    assert_eq!(stall.standing(None).await["inputs"]["lateShipments"], late(0, 0.0, "TOP", 70));
    stall.days(2);
    let bad = stall.standing(None).await;
    assert_eq!((&bad["level"], &bad["reasons"]), (&json!("BELOW"), &json!(["LATE_SHIPMENTS"])));
    assert_eq!(bad["inputs"]["lateShipments"], late(8, 8.0 / 78.0, "BELOW", 78));
    let tracking = &bad["inputs"]["validTracking"];
    assert_eq!(
        (&tracking["count"], &tracking["total"], &tracking["level"]),
        (&json!(70), &json!(78), &json!("STANDARD"))
    );
    // At any time it is known how it stood then.
    assert_eq!(stall.standing(Some(then)).await, good);
    // A shop recovers: more orders, and after a year the bad ones are forgotten.
    stall.orders(10, true).await;
    stall.days(10);
    assert_eq!(stall.standing(None).await["level"], json!("STANDARD"));
    stall.days(365);
    assert_eq!(stall.standing(None).await["inputs"]["orders"], json!(0));
}

#[tokio::test]
async fn the_future_is_not_known() {
    let stall = Stall::new().await;
    let tomorrow = stall.test.app.clock.now().plus_days(1).to_string();
    let answer = stall.test.run(&stall.test.guest(), STANDING, json!({"slug": "otter", "at": tomorrow})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], json!("BAD_USER_INPUT"), "{answer:#}");
}

#[tokio::test]
async fn each_month_is_stored_once_and_a_change_is_told() {
    let stall = Stall::new().await;
    let app = &stall.test.app;
    // It is younger than the month.
    assert_eq!(reputation::store_monthly(app).await.expect("stored"), 0);
    stall.orders(8, false).await;
    stall.days(31);
    assert_eq!(reputation::store_monthly(app).await.expect("stored"), 1);
    assert_eq!(reputation::store_monthly(app).await.expect("stored"), 0);
    let rows = reputation::entity::Entity::find().filter(reputation::entity::Column::ShopId.eq(stall.shop));
    let rows = rows.all(app.db.write()).await.expect("read");
    let levels: Vec<_> = rows.iter().map(|row| (row.evaluated_at.to_string(), row.level.as_str())).collect();
    assert_eq!(levels, [("2026-04-01T00:00:00.000Z".to_owned(), "below")]);
    // What is stored is what can be computed again.
    let again = reputation::evaluate(app, &[stall.shop], rows[0].evaluated_at).await.expect("evaluated");
    assert_eq!(again[&stall.shop], rows[0].evaluation());
    let stored = stall.standing(None).await;
    assert_eq!((&stored["evaluatedAt"], &stored["level"]), (&json!("2026-04-01T00:00:00.000Z"), &json!("BELOW")));
    assert_eq!(stored, stall.standing(Some(rows[0].evaluated_at)).await);
    let events = api::events::entity::Entity::find();
    let events = events.filter(api::events::entity::Column::Topic.eq("shop.standing_changed"));
    let events = events.all(app.db.write()).await.expect("read");
    assert_eq!(events.len(), 1);
    assert_eq!(
        events[0].payload,
        json!({"from": "standard", "to": "below", "at": "2026-04-01T00:00:00.000Z", "reasons": ["late_shipments"]})
    );
}

#[tokio::test]
async fn what_is_late_is_late_by_its_own_day() {
    let stall = Stall::new().await;
    let test = &stall.test;
    // Waits for its money, is given up in time, is given up too late, is paid after three days.
    let wanted = [(stall.variant, 1)];
    test.order_by(&stall.buyer, &wanted, PaymentMethod::BankTransfer).await;
    let (early, patient) = (test.order(&stall.buyer, &wanted).await, test.order(&stall.buyer, &wanted).await);
    let paid = test.order_by(&stall.buyer, &wanted, PaymentMethod::BankTransfer).await;
    stall.days(2);
    stall.cancel(&early).await;
    stall.days(1);
    stall.confirm(&paid).await;
    let counted = async || stall.standing(Some(test.app.clock.now())).await["inputs"]["lateShipments"].clone();
    // Three days from the money's arrival on have not passed.
    stall.days(2);
    stall.cancel(&patient).await;
    assert_eq!((&counted().await["count"], &counted().await["total"]), (&json!(1), &json!(1)));
    stall.days(2);
    assert_eq!((&counted().await["count"], &counted().await["total"]), (&json!(2), &json!(2)));
}

#[tokio::test]
async fn one_and_twenty_shops_cost_the_same_number_of_statements() {
    let test = TestApp::new().await;
    for number in 0..20 {
        let shop = test.shop(&format!("shop-{number:02}")).await;
        test.product(shop, &format!("bowl-{number:02}"), 1_000, 1).await;
    }
    let now = test.app.clock.now().to_string();
    let of_shops = |what: &str| format!("query($first: Int) {{ shops(first: $first) {{ nodes {{ {what} }} }} }}");
    let card = "slug name standingLevel suspendedSince";
    let queries = [
        of_shops(card),
        of_shops("standing { level reasons }"),
        of_shops(&format!("standing(at: \"{now}\") {{ level inputs {{ orders }} }}")),
        format!("query($first: Int) {{ products(first: $first) {{ nodes {{ available shop {{ {card} }} }} }} }}"),
    ];
    for evaluated in [false, true] {
        if evaluated {
            assert_eq!(reputation::evaluate_all(&test.app, test.app.clock.now()).await.expect("stored").evaluated, 20);
        }
        for query in &queries {
            let mut counts = Vec::new();
            for first in [1, 20] {
                test.app.shelf.forget();
                let before = test.app.db.statements_sent();
                let data = test.data(&test.guest(), query, json!({"first": first})).await;
                counts.push(test.app.db.statements_sent() - before);
                let list = data.get("shops").or(data.get("products")).expect("a list");
                assert_eq!(list["nodes"].as_array().map(Vec::len), usize::try_from(first).ok());
            }
            assert_eq!(counts[0], counts[1], "{query}");
        }
    }
}
