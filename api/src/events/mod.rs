//! The event spine: what happened, in the order in which it was committed.
//!
//! `append` writes events in the transaction of the change itself (see `db::Tx`). [`after`] reads them by cursor.
//! The dispatcher (`dispatch`) reads each new event once and hands it to live subscribers; [`consume`] runs a reader
//! that keeps a checkpoint and catches up after a crash. Waking up is separate from truth: a lost wake-up only delays.

mod consumer;
mod dispatch;
pub mod entity;

pub use consumer::{Consumer, catch_up, consume};
pub(crate) use consumer::{checkpoint, set_checkpoint};
pub use dispatch::{Hub, Live, dispatch, subscribe};

use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};
use serde::Serialize;
use shared::Timestamp;
use shared::id::{AccountId, ShopId};
use std::sync::Arc;
use uuid::Uuid;

/// An event as it was stored. `seq` is its cursor.
pub type Event = Arc<entity::Model>;

/// The key of PostgreSQL's advisory lock for appending: the letters "vouch" as a number.
const APPEND_LOCK: i64 = 0x76_6f75_6368;

/// How often a reader looks for itself, should a wake-up have been lost.
const IDLE_POLL: std::time::Duration = std::time::Duration::from_secs(2);

/// An event to append.
#[derive(Debug)]
pub struct NewEvent {
    /// What happened, `noun.verb`, such as `order.placed`.
    pub topic: &'static str,
    /// The thing it happened to.
    pub aggregate_id: Uuid,
    /// The shop concerned, if it is one.
    pub shop_id: Option<ShopId>,
    /// The account concerned, if it is one.
    pub account_id: Option<AccountId>,
    /// Facts of the event, by topic.
    pub payload: serde_json::Value,
    /// When it happened: by default when it is recorded; earlier for what carriers and imports tell.
    pub occurred_at: Option<Timestamp>,
}

impl NewEvent {
    /// An event of `topic` about one thing, with a payload that serialises to a JSON object.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON, which is a fault of the caller.
    pub fn new(topic: &'static str, aggregate_id: Uuid, payload: impl Serialize) -> Result<Self, DbErr> {
        let payload = serde_json::to_value(payload).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(Self { topic, aggregate_id, shop_id: None, account_id: None, payload, occurred_at: None })
    }
}

/// Appends events at the end of a transaction. Use [`crate::db::Tx::emit`].
///
/// # Errors
/// When the database refuses.
pub(crate) async fn append<C: ConnectionTrait>(conn: &C, events: Vec<NewEvent>, now: Timestamp) -> Result<(), DbErr> {
    if events.is_empty() {
        return Ok(());
    }
    let postgres = conn.get_database_backend() == DbBackend::Postgres;
    if postgres {
        run(conn, "SELECT pg_advisory_xact_lock($1)", vec![APPEND_LOCK.into()]).await?;
    }
    let rows = events.into_iter().map(|event| entity::ActiveModel {
        seq: ActiveValue::NotSet,
        topic: ActiveValue::Set(event.topic.to_owned()),
        aggregate_id: ActiveValue::Set(event.aggregate_id),
        shop_id: ActiveValue::Set(event.shop_id),
        account_id: ActiveValue::Set(event.account_id),
        payload: ActiveValue::Set(event.payload),
        occurred_at: ActiveValue::Set(event.occurred_at.unwrap_or(now)),
        recorded_at: ActiveValue::Set(now),
    });
    entity::Entity::insert_many(rows).exec_without_returning(conn).await?;
    if postgres {
        run(conn, "SELECT pg_notify('vouch_events', '')", vec![]).await?;
    }
    Ok(())
}

async fn run<C: ConnectionTrait>(conn: &C, sql: &str, values: Vec<sea_orm::Value>) -> Result<(), DbErr> {
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await.map(|_| ())
}

/// Events after a cursor, oldest first, of one thing or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn after(
    conn: &DatabaseConnection,
    cursor: i64,
    aggregate: Option<Uuid>,
    limit: u64,
) -> Result<Vec<entity::Model>, DbErr> {
    let mut query = entity::Entity::find().filter(entity::Column::Seq.gt(cursor));
    if let Some(id) = aggregate {
        query = query.filter(entity::Column::AggregateId.eq(id));
    }
    query.order_by_asc(entity::Column::Seq).limit(limit).all(conn).await
}

/// The cursor of the newest event; 0 when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(conn: &DatabaseConnection) -> Result<i64, DbErr> {
    let row = entity::Entity::find().order_by_desc(entity::Column::Seq).limit(1).one(conn).await?;
    Ok(row.map_or(0, |event| event.seq))
}
