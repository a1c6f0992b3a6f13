//! What orders and buyers tell of shops, as it was known at a moment. A few statements for any number of shops.
//!
//! Orders count by the day on which they were placed, whenever what befell them did. Those that were cancelled in time do not
//! count: sellers cannot cancel here, so none of them is the shop's fault. Those that other systems placed do not either,
//! since nothing is known here of how they went.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::bayesian_mean;
use shared::trust::standing::{Inputs, LONG_WINDOW_DAYS, RatingInput, SHORT_WINDOW_DAYS, Share, window_days};
use std::collections::HashMap;

/// Days after which a carrier should know of a parcel whose label was made.
const TRACKING_GRACE_DAYS: i64 = 3;

/// Which parts count: `$1` is the moment.
const COUNTED: &str = "p.placed_at <= $1 AND o.external_reference IS NULL AND \
    (o.cancelled_at IS NULL OR o.cancelled_at > $1)";

/// What a carrier says once it has a parcel, by the moment `$1`.
const CARRIED: &str = "t.received_at <= $1 AND t.status NOT IN ('label_created', 'cancelled')";

/// Until when a carrier should have a part: the earliest day on which it was promised to arrive, which for a transfer counts
/// from the money's arrival; null while that is awaited.
const DUE: &str = "(p.promised_earliest + \
    CASE WHEN y.method = 'bank_transfer' THEN y.paid_at - p.placed_at ELSE 0 END)";

/// The orders of a shop.
#[derive(FromQueryResult)]
struct Orders {
    shop_id: ShopId,
    in_short: i64,
    in_long: i64,
    first_at: i64,
}

/// So many of so many, in both windows.
#[derive(FromQueryResult)]
struct Measured {
    shop_id: ShopId,
    total_short: i64,
    total_long: i64,
    count_short: i64,
    count_long: i64,
}

/// The reviews of a shop, and all their stars.
#[derive(FromQueryResult)]
struct Reviews {
    shop_id: ShopId,
    reviews: i64,
    stars: i64,
}

/// What is known of these shops at a moment, each with the days of its window.
pub(super) async fn at<C: ConnectionTrait>(
    conn: &C,
    shops: &[ShopId],
    at: Timestamp,
) -> Result<HashMap<ShopId, (i64, Inputs)>, DbErr> {
    let mut figures: HashMap<ShopId, (i64, Inputs)> =
        shops.iter().map(|shop| (*shop, (window_days(0), Inputs::default()))).collect();
    for Orders { shop_id, in_short, in_long, first_at } in orders(conn, shops, at).await? {
        let days = window_days(counted(in_short));
        let orders = if days == SHORT_WINDOW_DAYS { in_short } else { in_long };
        let history_days = counted((at.0 - first_at) / shared::timestamp::DAY_MS);
        figures.insert(shop_id, (days, Inputs { orders: counted(orders), history_days, ..Inputs::default() }));
    }
    for row in late(conn, shops, at).await? {
        if let Some((days, inputs)) = figures.get_mut(&row.shop_id) {
            inputs.late_shipments = row.share(*days);
        }
    }
    for row in tracked(conn, shops, at).await? {
        if let Some((days, inputs)) = figures.get_mut(&row.shop_id) {
            inputs.valid_tracking = row.share(*days);
        }
    }
    let reviews = reviews(conn, at).await?;
    let (all, stars) = reviews.iter().fold((0, 0), |(all, stars), row| (all + row.reviews, stars + row.stars));
    for row in reviews {
        if let Some((_, inputs)) = figures.get_mut(&row.shop_id) {
            inputs.rating = Some(row.rating(stars as f64 / all as f64));
        }
    }
    Ok(figures)
}

impl Measured {
    /// The share in the window; `None` when there was nothing to measure.
    fn share(&self, days: i64) -> Option<Share> {
        let short = days == SHORT_WINDOW_DAYS;
        let (count, total) =
            if short { (self.count_short, self.total_short) } else { (self.count_long, self.total_long) };
        (total > 0).then(|| Share { count: counted(count), total: counted(total) })
    }
}

impl Reviews {
    /// The score, drawn towards the mean of all shops, in millionths, so that it survives being stored as text.
    fn rating(&self, mean: f64) -> RatingInput {
        let score = bayesian_mean(counted(self.reviews), counted(self.stars), mean);
        RatingInput { score: (score * 1e6).round() / 1e6, reviews: counted(self.reviews) }
    }
}

async fn orders<C: ConnectionTrait>(conn: &C, shops: &[ShopId], at: Timestamp) -> Result<Vec<Orders>, DbErr> {
    let sql = format!(
        "SELECT p.shop_id, COUNT(CASE WHEN p.placed_at > $2 THEN 1 END) AS in_short, \
         COUNT(CASE WHEN p.placed_at > $3 THEN 1 END) AS in_long, MIN(p.placed_at) AS first_at \
         FROM order_parts p JOIN orders o ON o.id = p.order_id WHERE {COUNTED} AND p.shop_id IN ({}) GROUP BY p.shop_id",
        places(4, shops)
    );
    Orders::find_by_statement(statement(conn, &sql, windows(at).to_vec(), shops)).all(conn).await
}

/// Orders that no carrier had when it should, of those for which that day has come, and of which nobody had thought better
/// until then. Nobody sends what is collected.
async fn late<C: ConnectionTrait>(conn: &C, shops: &[ShopId], at: Timestamp) -> Result<Vec<Measured>, DbErr> {
    let inner = format!(
        "SELECT p.shop_id, p.placed_at, CASE WHEN EXISTS (SELECT 1 FROM shipments s JOIN tracking_events t \
         ON t.shipment_id = s.id WHERE s.part_id = p.id AND t.occurred_at <= {DUE} AND {CARRIED}) \
         THEN 0 ELSE 1 END AS met FROM order_parts p JOIN orders o ON o.id = p.order_id \
         LEFT JOIN payments y ON y.order_id = p.order_id \
         WHERE p.placed_at <= $1 AND p.placed_at > $3 AND o.external_reference IS NULL AND {DUE} <= $1 \
         AND (o.cancelled_at IS NULL OR o.cancelled_at > {DUE}) AND p.delivery_kind <> 'pickup' AND p.shop_id IN ({})",
        places(4, shops)
    );
    measured(conn, &inner, windows(at).to_vec(), shops).await
}

/// Parcels that a carrier knows, of those whose label is some days old.
async fn tracked<C: ConnectionTrait>(conn: &C, shops: &[ShopId], at: Timestamp) -> Result<Vec<Measured>, DbErr> {
    let inner = format!(
        "SELECT p.shop_id, p.placed_at, CASE WHEN EXISTS (SELECT 1 FROM tracking_events t \
         WHERE t.shipment_id = s.id AND {CARRIED}) THEN 1 ELSE 0 END AS met \
         FROM shipments s JOIN order_parts p ON p.id = s.part_id JOIN orders o ON o.id = p.order_id \
         WHERE {COUNTED} AND p.placed_at > $3 AND s.created_at <= $4 \
         AND NOT EXISTS (SELECT 1 FROM tracking_events t WHERE t.shipment_id = s.id AND t.status = 'cancelled' \
         AND t.received_at <= $1) AND p.shop_id IN ({})",
        places(5, shops)
    );
    let mut values = windows(at).to_vec();
    values.push(at.plus_days(-TRACKING_GRACE_DAYS).into());
    measured(conn, &inner, values, shops).await
}

/// Counts the rows of a statement that tells `shop_id`, `placed_at` and whether it is `met`.
async fn measured<C: ConnectionTrait>(
    conn: &C,
    inner: &str,
    values: Vec<Value>,
    shops: &[ShopId],
) -> Result<Vec<Measured>, DbErr> {
    let sql = format!(
        "SELECT shop_id, COUNT(CASE WHEN placed_at > $2 THEN 1 END) AS total_short, COUNT(*) AS total_long, \
         COUNT(CASE WHEN met = 1 AND placed_at > $2 THEN 1 END) AS count_short, \
         COUNT(CASE WHEN met = 1 THEN 1 END) AS count_long FROM ({inner}) AS measured GROUP BY shop_id"
    );
    Measured::find_by_statement(statement(conn, &sql, values, shops)).all(conn).await
}

/// The reviews of all shops' service that counted, by what the last event of each until the moment says. Of all, since a
/// score is drawn towards the mean of all.
async fn reviews<C: ConnectionTrait>(conn: &C, at: Timestamp) -> Result<Vec<Reviews>, DbErr> {
    let sql = "SELECT shop_id, COUNT(*) AS reviews, SUM(stars) AS stars FROM (\
         SELECT r.subject_id AS shop_id, CAST(e.payload->>'stars' AS INTEGER) AS stars, e.payload->>'status' AS status, \
         ROW_NUMBER() OVER (PARTITION BY e.aggregate_id ORDER BY e.seq DESC) AS nth \
         FROM rating_histograms h JOIN reviews r ON r.subject_id = h.subject_id \
         JOIN events e ON e.aggregate_id = r.id \
         WHERE h.kind = 'shop' AND r.source = 'verified' AND e.recorded_at <= $1 \
         AND e.payload->>'status' IS NOT NULL AND e.payload->>'stars' IS NOT NULL) AS told \
         WHERE nth = 1 AND status = 'published' GROUP BY shop_id";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [at.into()]);
    Reviews::find_by_statement(statement).all(conn).await
}

/// `$1` the moment, `$2` where the short window begins, `$3` the long one.
fn windows(at: Timestamp) -> [Value; 3] {
    [at, at.plus_days(-SHORT_WINDOW_DAYS), at.plus_days(-LONG_WINDOW_DAYS)].map(Into::into)
}

fn places(first: usize, shops: &[ShopId]) -> String {
    (first..first + shops.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

fn statement<C: ConnectionTrait>(conn: &C, sql: &str, mut values: Vec<Value>, shops: &[ShopId]) -> Statement {
    values.extend(shops.iter().map(|shop| Value::from(*shop)));
    Statement::from_sql_and_values(conn.get_database_backend(), sql, values)
}

fn counted(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
