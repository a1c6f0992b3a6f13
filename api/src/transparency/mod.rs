//! The log of what may not be altered in silence: every price, and every review by a buyer that is published, edited,
//! hidden, shown again or taken back. Each entry holds the hash of the one before it, so whoever keeps one hash can prove
//! that nothing before it was removed or altered since. Anybody can fetch the log; docs/transparency.md tells how it is
//! read and checked.
//!
//! An entry holds no personal data and no text of anybody: of a review it holds a digest, so that a review can be deleted
//! and the log stay whole.
//!
//! Entries are gathered by [`Tx::record`](crate::db::Tx::record) and written when the transaction commits, before its events.
//! The row of the head is locked for that: it is the last row lock that a transaction takes, and only the lock of the
//! events follows it, so no two transactions can wait for each other in a circle.

pub mod audit;
pub mod chain;
pub mod entity;
pub mod export;
pub mod graphql;
pub mod loaders;
mod prices;
mod reviews;
pub mod walk;

pub use entity::Kind;
pub use prices::PricePayload;

use crate::app::App;
use crate::catalog::entity::variant;
use crate::graphql::paging::{Cut, Page};
use chain::{GENESIS, Record};
use entity::{Column, Entity, Model, head};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::Timestamp;
use std::fmt::Display;

/// Rows of one statement: seven values each, of which SQLite allows 32,766.
const ROWS: usize = 4_000;

/// The only row of the head.
const HEAD: i32 = 1;

/// An entry to append.
#[derive(Clone, Debug)]
pub struct Entry {
    kind: Kind,
    subject: String,
    payload: String,
    /// When it happened, if not when the transaction began.
    occurred_at: Option<Timestamp>,
}

/// What is told of a review.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReviewPayload {
    // In the order of the alphabet, as canonical JSON wants it.
    content_sha256: String,
    stars: u8,
}

impl Entry {
    /// That a variant costs this from now on.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON, which is a fault of ours.
    pub fn price(row: &variant::Model) -> Result<Self, DbErr> {
        let payload = PricePayload { compare_at: row.compare_at, currency: row.currency, price: row.price };
        Self::new(Kind::PriceChanged, row.id, &payload)
    }

    /// That something happened to a review. `content` is all that its readers see of it, in a fixed order: only its digest
    /// is kept.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON, which is a fault of ours.
    pub fn review(kind: Kind, review: impl Display, stars: u8, content: &str) -> Result<Self, DbErr> {
        let content_sha256 = hex::encode(Sha256::digest(content));
        Self::new(kind, review, &ReviewPayload { content_sha256, stars })
    }

    /// The same at another time.
    #[must_use]
    pub fn at(self, occurred_at: Timestamp) -> Self {
        Self { occurred_at: Some(occurred_at), ..self }
    }

    /// When it happened, where that was said.
    #[must_use]
    pub fn occurred_at(&self) -> Option<Timestamp> {
        self.occurred_at
    }

    fn new(kind: Kind, subject: impl Display, payload: &impl Serialize) -> Result<Self, DbErr> {
        let payload = serde_json::to_string(payload).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(Self { kind, subject: subject.to_string(), payload, occurred_at: None })
    }
}

/// Appends entries at the end of a transaction. Use [`crate::db::Tx::record`].
///
/// # Errors
/// When the database refuses.
pub(crate) async fn append<C: ConnectionTrait>(conn: &C, entries: Vec<Entry>, now: Timestamp) -> Result<(), DbErr> {
    if entries.is_empty() {
        return Ok(());
    }
    // On SQLite there is one writer anyway.
    let locked = head::Entity::find_by_id(HEAD).lock_exclusive().one(conn).await?;
    let head::Model { mut size, hash, .. } = locked.ok_or_else(no_head)?;
    let mut previous = chain::parse(&hash).ok_or_else(no_head)?;
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let rows: Vec<_> = entries
            .by_ref()
            .take(ROWS)
            .map(|Entry { kind, subject, payload, occurred_at }| {
                size += 1;
                let occurred_at = occurred_at.unwrap_or(now);
                let record = Record {
                    sequence: size,
                    kind: kind.as_str().to_owned(),
                    subject,
                    occurred_at: occurred_at.0,
                    payload,
                    previous_hash: hex::encode(previous),
                    hash: String::new(),
                };
                previous = record.hash_as(size, &previous);
                let Record { sequence, subject, payload, previous_hash, .. } = record;
                Model { sequence, kind, subject, occurred_at, payload, previous_hash, hash: hex::encode(previous) }
                    .into_active_model()
            })
            .collect();
        Entity::insert_many::<entity::ActiveModel, _>(rows).exec_without_returning(conn).await?;
    }
    let end = head::ActiveModel {
        id: ActiveValue::Unchanged(HEAD),
        size: ActiveValue::Set(size),
        hash: ActiveValue::Set(hex::encode(previous)),
    };
    head::Entity::update_many().set(end).filter(head::Column::Id.eq(HEAD)).exec(conn).await.map(|_| ())
}

fn no_head() -> DbErr {
    DbErr::Custom("the transparency log has no head: its row was removed or altered".to_owned())
}

/// The end of the log. An empty one ends with the hash that its first entry will follow.
///
/// # Errors
/// When the database does not answer.
pub async fn head<C: ConnectionTrait>(conn: &C) -> Result<head::Model, DbErr> {
    let row = head::Entity::find_by_id(HEAD).one(conn).await?;
    Ok(row.unwrap_or_else(|| head::Model { id: HEAD, size: 0, hash: hex::encode(GENESIS) }))
}

/// A page of the log, the first entry first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, page: &Page<i64>) -> Result<Cut<Model>, DbErr> {
    let query = Entity::find().filter(Column::Sequence.gt(page.cursor.unwrap_or(0)));
    let rows = query.order_by_asc(Column::Sequence).limit(page.limit()).all(app.db.read()).await?;
    Ok(page.cut(rows))
}

/// Begins the log of an installation that had prices, or reviews, before there was one: each becomes an entry of now.
///
/// # Errors
/// When the database refuses.
pub async fn begin(app: &App) -> Result<(), DbErr> {
    if head(app.db.write()).await?.size > 0 {
        return reviews::begin(app).await;
    }
    let any = variant::Entity::find().select_only().column(variant::Column::Id).limit(1);
    if any.into_tuple::<shared::id::VariantId>().one(app.db.write()).await?.is_none() {
        return Ok(());
    }
    let mut tx = app.db.begin(app.clock.now()).await?;
    let mut last = None;
    loop {
        let rows = prices::variants_after(tx.conn(), last).await?;
        let Some(end) = rows.last() else { break };
        last = Some(end.id);
        for row in &rows {
            tx.record(Entry::price(row)?);
        }
    }
    // Another process that starts now may have been first.
    let locked = head::Entity::find_by_id(HEAD).lock_exclusive().one(tx.conn()).await?;
    if locked.is_some_and(|head| head.size > 0) {
        return tx.rollback().await;
    }
    tx.commit().await
}
