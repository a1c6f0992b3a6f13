//! Readers with a checkpoint.

use super::{IDLE_POLL, after, entity};
use crate::app::App;
use async_trait::async_trait;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, DbErr, EntityTrait};
use tokio_util::sync::CancellationToken;

const BATCH: u64 = 500;

/// Something that follows the events: the search index, mails, counters.
///
/// `handle` must be idempotent: after a crash the last batch comes again.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// The name under which its checkpoint is stored.
    fn name(&self) -> &'static str;

    /// Takes a batch, oldest first. The checkpoint moves past the batch when it returns `Ok`.
    async fn handle(&self, app: &App, events: &[entity::Model]) -> anyhow::Result<()>;
}

/// Feeds a consumer from its checkpoint on until `stop`. A batch that fails is logged and tried again.
pub async fn consume(app: App, consumer: impl Consumer, stop: CancellationToken) {
    let mut wakes = app.db.hub().wakes();
    while !stop.is_cancelled() {
        let more = match step(&app, &consumer).await {
            Ok(more) => more,
            Err(error) => {
                tracing::warn!(
                    consumer = consumer.name(),
                    error = format!("{error:#}"),
                    "events not handled; trying again"
                );
                tokio::time::sleep(IDLE_POLL).await;
                false
            }
        };
        if !more {
            tokio::select! {
                () = stop.cancelled() => {}
                _ = tokio::time::timeout(IDLE_POLL, wakes.changed()) => {}
            }
        }
    }
}

/// Feeds a consumer everything that there is now, and returns.
///
/// # Errors
/// The consumer's, or the database's; what was handled before stays handled.
pub async fn catch_up(app: &App, consumer: &impl Consumer) -> anyhow::Result<()> {
    while step(app, consumer).await? {}
    Ok(())
}

/// Handles one batch; true when there may be more.
async fn step(app: &App, consumer: &impl Consumer) -> anyhow::Result<bool> {
    let cursor = checkpoint(app, consumer.name()).await?;
    let events = after(app.db.read(), cursor, None, BATCH).await?;
    let Some(last) = events.last() else { return Ok(false) };
    let (seq, full) = (last.seq, events.len() as u64 == BATCH);
    consumer.handle(app, &events).await?;
    set_checkpoint(app, consumer.name(), seq).await?;
    Ok(full)
}

/// The last event that a consumer is done with; 0 before the first.
pub(crate) async fn checkpoint(app: &App, consumer: &str) -> Result<i64, DbErr> {
    let row = entity::checkpoint::Entity::find_by_id(consumer).one(app.db.read()).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// Moves a consumer's checkpoint.
pub(crate) async fn set_checkpoint(app: &App, consumer: &str, seq: i64) -> Result<(), DbErr> {
    let row = entity::checkpoint::ActiveModel {
        consumer: ActiveValue::Set(consumer.to_owned()),
        seq: ActiveValue::Set(seq),
        updated_at: ActiveValue::Set(app.clock.now()),
    };
    let update = OnConflict::column(entity::checkpoint::Column::Consumer)
        .update_columns([entity::checkpoint::Column::Seq, entity::checkpoint::Column::UpdatedAt])
        .to_owned();
    entity::checkpoint::Entity::insert(row).on_conflict(update).exec_without_returning(app.db.write()).await?;
    Ok(())
}
