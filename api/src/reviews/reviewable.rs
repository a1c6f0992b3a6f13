//! What an account may review now: products that it bought, and the service of the shops that sent them.

use super::ties;
use crate::app::App;
use crate::orders::entity::{self as order, line, part};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Statement};
use shared::Timestamp;
use shared::id::{AccountId, OrderId, ShopId};
use shared::reviews::{Tie, WINDOW_DAYS, reviewable_until};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Things to review that are listed at most, of all orders of an account.
const LISTED: u64 = 100;

/// A line, or what a shop delivered of an order, that may be reviewed now.
#[derive(Clone, Debug)]
pub struct Reviewable<Row> {
    /// What it is.
    pub row: Arc<Row>,
    /// When the last of it arrived.
    pub delivered_at: Timestamp,
}

impl<Row> Reviewable<Row> {
    /// Until when it may be reviewed.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        reviewable_until(self.delivered_at)
    }
}

#[derive(FromQueryResult)]
struct Arrived {
    id: Uuid,
    order_id: OrderId,
    shop_id: ShopId,
    delivered_at: Timestamp,
}

/// Lines whose product an account may review, what arrived last first: of these orders, or the newest of all.
///
/// # Errors
/// When the database does not answer.
pub async fn reviewable_lines(
    app: &App,
    account: AccountId,
    of: Option<&[OrderId]>,
) -> Result<Vec<Reviewable<line::Model>>, DbErr> {
    let sql = "SELECT l.id AS id, o.id AS order_id, p.shop_id AS shop_id, MAX(s.delivered_at) AS delivered_at \
         FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN order_parts p ON p.id = l.part_id \
         JOIN shipment_lines sl ON sl.order_line_id = l.id JOIN shipments s ON s.id = sl.shipment_id \
         WHERE l.product_id IS NOT NULL AND l.delivered_quantity > 0 \
         AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.order_line_id = l.id) \
         AND NOT EXISTS (SELECT 1 FROM order_line_refunds f WHERE f.order_line_id = l.id) \
         AND {} GROUP BY l.id, o.id, p.shop_id";
    let free = without_ties(app, account, arrived(app, sql, account, of).await?).await?;
    let rows = line::Entity::find().filter(line::Column::Id.is_in(free.iter().map(|row| row.id)));
    let rows = if free.is_empty() { Vec::new() } else { rows.all(app.db.read()).await? };
    Ok(in_order(&free, rows.into_iter().map(|row| (row.id.0, row))))
}

/// What shops delivered of orders, where an account may review how they served it; as [`reviewable_lines`].
///
/// # Errors
/// When the database does not answer.
pub async fn reviewable_parts(
    app: &App,
    account: AccountId,
    of: Option<&[OrderId]>,
) -> Result<Vec<Reviewable<part::Model>>, DbErr> {
    let sql = "SELECT p.id AS id, o.id AS order_id, p.shop_id AS shop_id, MAX(s.delivered_at) AS delivered_at \
         FROM orders o JOIN order_parts p ON p.order_id = o.id JOIN shipments s ON s.part_id = p.id \
         WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.part_id = p.id AND l.delivered_quantity > 0) \
         AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.order_part_id = p.id) \
         AND EXISTS (SELECT 1 FROM order_lines l WHERE l.part_id = p.id \
         AND NOT EXISTS (SELECT 1 FROM order_line_refunds f WHERE f.order_line_id = l.id)) \
         AND {} GROUP BY p.id, o.id, p.shop_id";
    let free = without_ties(app, account, arrived(app, sql, account, of).await?).await?;
    let rows = part::Entity::find().filter(part::Column::Id.is_in(free.iter().map(|row| row.id)));
    let rows = if free.is_empty() { Vec::new() } else { rows.all(app.db.read()).await? };
    Ok(in_order(&free, rows.into_iter().map(|row| (row.id.0, row))))
}

/// What has arrived in the time in which it may be reviewed, by a statement that says of what; in the place of `{}` stands what
/// holds for all.
async fn arrived(app: &App, sql: &str, account: AccountId, of: Option<&[OrderId]>) -> Result<Vec<Arrived>, DbErr> {
    let mut values: Vec<sea_orm::Value> = vec![account.into(), app.clock.now().plus_days(-WINDOW_DAYS).into()];
    let mut every = "o.account_id = $1 AND s.delivered_at IS NOT NULL AND p.state <> 'cancelled' \
         AND NOT EXISTS (SELECT 1 FROM payments y WHERE y.order_id = o.id AND y.state = 'refunded')"
        .to_owned();
    let limit = match of {
        Some(orders) => {
            let places: Vec<String> = (values.len() + 1..).take(orders.len()).map(|at| format!("${at}")).collect();
            every.push_str(&format!(" AND o.id IN ({})", places.join(", ")));
            values.extend(orders.iter().map(|id| sea_orm::Value::from(*id)));
            String::new()
        }
        None => format!(" LIMIT {LISTED}"),
    };
    let sql = format!(
        "{} HAVING MAX(s.delivered_at) >= $2 ORDER BY MAX(s.delivered_at) DESC, id DESC{limit}",
        sql.replace("{}", &every)
    );
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, values);
    Arrived::find_by_statement(statement).all(app.db.read()).await
}

/// Without what somebody sold who has to do with the buyer.
async fn without_ties(app: &App, account: AccountId, mut arrived: Vec<Arrived>) -> Result<Vec<Arrived>, DbErr> {
    if arrived.is_empty() {
        return Ok(arrived);
    }
    let read = app.db.read();
    let orders = order::Entity::find().filter(order::Column::Id.is_in(arrived.iter().map(|row| row.order_id)));
    let orders = orders.all(read).await?;
    let addresses = orders.iter().filter_map(|order| order.shipping_address.as_ref());
    let shops: Vec<ShopId> = arrived.iter().map(|row| row.shop_id).collect();
    let ties = ties::of_shops(read, account, &shops, addresses).await?;
    arrived.retain(|row| ties.get(&row.shop_id).is_none_or(|tie| *tie == Tie::None));
    Ok(arrived)
}

fn in_order<Row>(arrived: &[Arrived], rows: impl Iterator<Item = (Uuid, Row)>) -> Vec<Reviewable<Row>> {
    let mut rows: HashMap<Uuid, Row> = rows.collect();
    let found = arrived.iter().filter_map(|arrived| {
        let row = rows.remove(&arrived.id)?;
        Some(Reviewable { row: Arc::new(row), delivered_at: arrived.delivered_at })
    });
    found.collect()
}
