//! Reviews as the log tells them.

use super::entity::{Column, Entity, Kind, head};
use super::walk::Finding;
use crate::app::App;
use crate::reviews::entity::{self as review, Model};
use crate::reviews::ledger;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::id::ReviewId;
use shared::reviews::{ReviewSource, ReviewStatus};
use std::collections::HashMap;

/// Reviews read at once.
const BATCH: u64 = 1_000;

/// The kinds that tell of reviews.
const KINDS: [Kind; 5] =
    [Kind::ReviewPublished, Kind::ReviewEdited, Kind::ReviewHidden, Kind::ReviewRestored, Kind::ReviewWithdrawn];

/// Compares the reviews by buyers with the log; tells how many there are.
pub(super) async fn compare<C: ConnectionTrait>(conn: &C, findings: &mut Vec<Finding>) -> Result<u64, DbErr> {
    let (mut last, mut compared) = (None, 0);
    loop {
        let rows = after(conn, last).await?;
        let Some(end) = rows.last() else { return Ok(compared) };
        last = Some(end.id);
        compared += rows.len() as u64;
        let newest = newest(conn, &rows).await?;
        for row in rows {
            let id = row.id.to_string();
            let logged = newest.get(&id);
            let shown = row.status == ReviewStatus::Published;
            let said = logged.filter(|(kind, _)| !matches!(kind, Kind::ReviewHidden | Kind::ReviewWithdrawn));
            match (shown, said) {
                (true, Some((_, payload))) if *payload == ledger::entry(Kind::ReviewPublished, &row)?.payload => {}
                (false, None) => {}
                (true, _) => findings.push(Finding::ReviewDiffers(id)),
                (false, Some(_)) => findings.push(Finding::ReviewNotShown(id)),
            }
        }
    }
}

/// Begins the log of reviews where there were some before they were logged: each that is shown becomes an entry of now.
pub(super) async fn begin(app: &App) -> Result<(), DbErr> {
    if shown(app.db.write(), None).await?.is_empty() || is_begun(app.db.write()).await? {
        return Ok(());
    }
    let mut tx = app.db.begin(app.clock.now()).await?;
    let mut last = None;
    loop {
        let rows = shown(tx.conn(), last).await?;
        let Some(end) = rows.last() else { break };
        last = Some(end.id);
        for row in &rows {
            tx.record(ledger::entry(Kind::ReviewPublished, row)?);
        }
    }
    // Another process that starts now may have been first.
    head::Entity::find_by_id(super::HEAD).lock_exclusive().one(tx.conn()).await?;
    if is_begun(tx.conn()).await? {
        return tx.rollback().await;
    }
    tx.commit().await
}

async fn is_begun<C: ConnectionTrait>(conn: &C) -> Result<bool, DbErr> {
    let any = Entity::find().select_only().column(Column::Sequence).filter(Column::Kind.is_in(KINDS)).limit(1);
    Ok(any.into_tuple::<i64>().one(conn).await?.is_some())
}

async fn after<C: ConnectionTrait>(conn: &C, last: Option<ReviewId>) -> Result<Vec<Model>, DbErr> {
    page(last).all(conn).await
}

async fn shown<C: ConnectionTrait>(conn: &C, last: Option<ReviewId>) -> Result<Vec<Model>, DbErr> {
    page(last).filter(review::Column::Status.eq(ReviewStatus::Published)).all(conn).await
}

fn page(last: Option<ReviewId>) -> sea_orm::Select<review::Entity> {
    let query = review::Entity::find().filter(review::Column::Source.eq(ReviewSource::Verified));
    let query = query.order_by_asc(review::Column::Id).limit(BATCH);
    match last {
        Some(last) => query.filter(review::Column::Id.gt(last)),
        None => query,
    }
}

/// The newest entry of each of these reviews.
async fn newest<C: ConnectionTrait>(conn: &C, rows: &[Model]) -> Result<HashMap<String, (Kind, String)>, DbErr> {
    let entries = Entity::find()
        .select_only()
        .columns([Column::Subject, Column::Kind, Column::Payload])
        .filter(Column::Subject.is_in(rows.iter().map(|row| row.id.to_string())))
        .filter(Column::Kind.is_in(KINDS))
        .order_by_asc(Column::Sequence)
        .into_tuple::<(String, Kind, String)>()
        .all(conn)
        .await?;
    // The last one of each stays.
    Ok(entries.into_iter().map(|(subject, kind, payload)| (subject, (kind, payload))).collect())
}
