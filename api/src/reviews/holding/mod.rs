//! Holding: which reviews wait for a moderator. docs/trust/holding.md tells how they are judged; `shared::trust` does it.
//!
//! A review is judged in the transaction that writes it: a handful of statements, and what is held was never
//! shown. Judged by a reader of events it would be seen, and be in the transparency log, for a moment that depends on the
//! machine. What takes many reviews to see, rings and brigades, [`patrol()`] looks for.

pub mod entity;
mod evidence;
mod patrol;
mod rings;
mod signals;
mod votes;

pub use patrol::{Patrol, hold, patrol};

use super::{Model, policy};
use crate::accounts::entity as account;
use crate::db::Tx;
use entity::{Parts, clearance, ring, ring_member};
use evidence::Judged;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect};
use shared::Timestamp;
use shared::id::AccountId;
use shared::reviews::ReviewSource;
use uuid::Uuid;

/// What the machine thinks of a review, to be kept once the review's row is written.
pub(super) struct Judgement {
    judged: Judged,
    /// Whether the review waits for a moderator.
    pub(super) hold: bool,
}

impl Judgement {
    /// 0 to 1.
    pub(super) fn score(&self) -> f64 {
        self.judged.verdict.score
    }

    /// Keeps it in place of the last one.
    pub(super) async fn keep(&self, tx: &Tx, review: &Model) -> Result<(), DbErr> {
        use entity::Column;
        let row = entity::Model {
            review_id: review.id,
            score: self.judged.verdict.score,
            hold: self.judged.verdict.hold,
            parts: Parts(self.judged.verdict.parts.clone()),
            ring_id: self.judged.ring,
            judged_at: tx.now(),
        };
        let columns = [Column::Score, Column::Hold, Column::Parts, Column::RingId, Column::JudgedAt];
        let again = OnConflict::column(Column::ReviewId).update_columns(columns).to_owned();
        let insert = entity::Entity::insert(row.into_active_model()).on_conflict(again);
        insert.exec_without_returning(tx.conn()).await.map(|_| ())
    }
}

/// Judges a review as it is about to be written, or stands; `None` of one that has no author here. What a moderator let
/// stand is not held while its stars and words are the same.
pub(super) async fn judge(tx: &Tx, review: &Model, opened: Timestamp) -> Result<Option<Judgement>, DbErr> {
    let Some(author) = review.account_id.filter(|_| review.source == ReviewSource::Verified) else { return Ok(None) };
    let judged = evidence::judge(tx.conn(), review, author, opened).await?;
    let hold = judged.verdict.hold && !is_cleared(tx, review).await?;
    Ok(Some(Judgement { judged, hold }))
}

/// The same where only the author's id is known.
pub(super) async fn judge_again(tx: &Tx, review: &Model) -> Result<Option<Judgement>, DbErr> {
    let Some(author) = review.account_id else { return Ok(None) };
    let opened: Option<Timestamp> = account::Entity::find_by_id(author)
        .select_only()
        .column(account::Column::CreatedAt)
        .into_tuple()
        .one(tx.conn())
        .await?;
    match opened {
        Some(opened) => judge(tx, review, opened).await,
        None => Ok(None),
    }
}

/// Notes that a moderator lets a review stand as it is.
pub(crate) async fn clear(tx: &Tx, review: &Model) -> Result<(), DbErr> {
    use clearance::Column;
    let row = clearance::Model { review_id: review.id, digest: digest(review), cleared_at: tx.now() };
    let again = OnConflict::column(Column::ReviewId).update_columns([Column::Digest, Column::ClearedAt]).to_owned();
    let insert = clearance::Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(tx.conn()).await.map(|_| ())
}

async fn is_cleared(tx: &Tx, review: &Model) -> Result<bool, DbErr> {
    let row = clearance::Entity::find_by_id(review.id).one(tx.conn()).await?;
    Ok(row.is_some_and(|row| row.digest == digest(review)))
}

fn digest(review: &Model) -> String {
    policy::digest(review.stars, &review.title, &review.body)
}

/// Forgets the rings to which an account belongs: a picture of one ties it to others.
pub(crate) async fn forget(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let theirs: Vec<Uuid> = ring::Entity::find()
        .all(tx.conn())
        .await?
        .into_iter()
        .filter(|ring| ring.document.members.iter().any(|member| member.account == account))
        .map(|ring| ring.id)
        .collect();
    for id in theirs {
        let sql = "UPDATE review_judgements SET ring_id = NULL WHERE ring_id = $1";
        tx.execute_sql(sql, vec![id.into()]).await?;
        ring::Entity::delete_by_id(id).exec(tx.conn()).await?;
    }
    ring_member::Entity::delete_many().filter(ring_member::Column::AccountId.eq(account)).exec(tx.conn()).await?;
    Ok(())
}
