//! Asking buyers for reviews: once an order, some days after it has arrived.

use super::entity::request;
use super::reviewable_lines;
use crate::accounts::entity as account;
use crate::app::App;
use crate::mail::{self, Message, NewMail};
use crate::orders::entity as order;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DbErr, EntityTrait, FromQueryResult, IntoActiveModel as _, Statement};
use shared::Timestamp;
use shared::id::OrderId;

/// Days after the last parcel of an order arrived in which its buyer is left alone.
pub const AFTER_DAYS: i64 = 3;
/// Days after which nobody is asked any more: an installation that begins to ask does not ask about what is long past.
pub const AT_MOST_DAYS: i64 = 14;
/// Orders of one run at most.
const BATCH: u64 = 200;

#[derive(FromQueryResult)]
struct Due {
    id: OrderId,
}

/// Asks the buyers of what had arrived [`AFTER_DAYS`] before `at`, if there is anything that they may review; returns how many
/// were asked. A review needs an account, so guests are not asked.
///
/// # Errors
/// When the database does not answer; who was asked until then stays so.
pub async fn ask_due(app: &App, at: Timestamp) -> anyhow::Result<u64> {
    let mut asked = 0;
    for id in due(app, at).await? {
        asked += u64::from(ask(app, id).await?);
    }
    Ok(asked)
}

/// Orders whose last parcel arrived at the right time and whose buyers were not asked. Imported ones are left alone: their
/// buyers know the system that they come from.
async fn due(app: &App, at: Timestamp) -> Result<Vec<OrderId>, DbErr> {
    let sql = format!(
        "SELECT o.id AS id FROM orders o \
         WHERE o.id IN (SELECT s.order_id FROM shipments s WHERE s.delivered_at >= $1 AND s.delivered_at <= $2) \
         AND o.state = 'delivered' AND o.account_id IS NOT NULL AND o.external_reference IS NULL \
         AND NOT EXISTS (SELECT 1 FROM shipments t WHERE t.order_id = o.id AND t.delivered_at > $2) \
         AND NOT EXISTS (SELECT 1 FROM review_requests r WHERE r.order_id = o.id) ORDER BY o.id LIMIT {BATCH}"
    );
    let between = [at.plus_days(-AT_MOST_DAYS), at.plus_days(-AFTER_DAYS)];
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, between.map(Into::into));
    let rows = Due::find_by_statement(statement).all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Asks one buyer, unless another process has; an order about which there is nothing to ask is done with as well.
async fn ask(app: &App, id: OrderId) -> Result<bool, DbErr> {
    let Some(order) = order::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(false) };
    let Some(account_id) = order.account_id else { return Ok(false) };
    let Some(account) = account::Entity::find_by_id(account_id).one(app.db.read()).await? else { return Ok(false) };
    // A shop's service alone is nothing to ask about: whoever has reviewed what it sold has said enough.
    let worth_asking = !reviewable_lines(app, account_id, Some(&[id])).await?.is_empty();
    let tx = app.db.begin(app.clock.now()).await?;
    let row = request::Model { order_id: id, created_at: tx.now() };
    let known = OnConflict::column(request::Column::OrderId).do_nothing().to_owned();
    let first = request::Entity::insert(row.into_active_model()).on_conflict(known).exec_without_returning(tx.conn());
    match first.await {
        Ok(1) => {}
        Ok(_) | Err(DbErr::RecordNotInserted) => return Ok(false),
        Err(error) => return Err(error),
    }
    if worth_asking {
        let mail = NewMail {
            key: format!("order:{id}:review"),
            recipient: account.email,
            locale: account.locale,
            account_id: Some(account_id),
            message: Message::ReviewRequested { order: id },
        };
        mail::enqueue(tx.conn(), &app.ids, mail, tx.now()).await?;
    }
    tx.commit().await?;
    Ok(worth_asking)
}
