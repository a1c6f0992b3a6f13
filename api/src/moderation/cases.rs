//! Cases: opened, added to, closed. Whoever calls these holds the row of the review.

use super::entity::{ActionKind, CaseState, Column, Entity, Ground, Model, Origin, SubjectKind, action, flag};
use super::policy;
use crate::app::App;
use crate::db::Tx;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect,
};
use shared::id::{AccountId, ReviewId};

/// Something that happens to a case.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub kind: ActionKind,
    /// Nobody when it is the machine.
    pub by: Option<AccountId>,
    pub ground: Option<Ground>,
    pub reason: Option<String>,
    /// What it brings the case into the queue for; nothing closes it.
    pub origin: Option<Origin>,
    /// By what the machine holds the review.
    pub score: Option<f64>,
}

/// The open case of a review.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of<C: ConnectionTrait>(conn: &C, review: ReviewId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::OpenSubject.eq(review.0)).one(conn).await
}

/// Whether the machine alone holds a review: nobody has flagged it, and its author has not appealed.
pub(crate) async fn is_machines_alone(tx: &Tx, review: ReviewId) -> Result<bool, DbErr> {
    match open_of(tx.conn(), review).await? {
        Some(case) => Ok(case.origin == Origin::Holding && flags(tx, &case).await?.is_empty()),
        None => Ok(false),
    }
}

/// The open case of a review, or a new one, about which nothing is written down yet.
pub(crate) async fn open(app: &App, tx: &Tx, review: ReviewId, origin: Origin) -> Result<Model, DbErr> {
    if let Some(case) = open_of(tx.conn(), review).await? {
        return Ok(case);
    }
    let row = Model {
        id: app.ids.next(),
        subject_kind: SubjectKind::Review,
        subject_id: review.0,
        open_subject: Some(review.0),
        state: CaseState::Open,
        origin,
        priority: 0,
        opened_at: tx.now(),
        decided_at: None,
        version: 0,
    };
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(row)
}

/// Writes an action down and what follows for the case; `None` when somebody else was first.
pub(crate) async fn act(tx: &Tx, case: &Model, act: Act) -> Result<Option<Model>, DbErr> {
    let mut after = Model { version: case.version + 1, ..case.clone() };
    match act.origin {
        Some(origin) => {
            // An appeal stays one, whatever else comes in.
            after.origin = if case.origin == Origin::Appeal { Origin::Appeal } else { origin };
            after.priority = match after.origin {
                Origin::Appeal => policy::APPEAL,
                Origin::Holding | Origin::Flag => policy::priority(act.score, &flags(tx, case).await?),
            };
        }
        None => {
            after.state = CaseState::Decided;
            after.open_subject = None;
            after.decided_at = Some(tx.now());
        }
    }
    let set = super::entity::ActiveModel {
        state: ActiveValue::Set(after.state),
        open_subject: ActiveValue::Set(after.open_subject),
        origin: ActiveValue::Set(after.origin),
        priority: ActiveValue::Set(after.priority),
        decided_at: ActiveValue::Set(after.decided_at),
        version: ActiveValue::Set(after.version),
        ..Default::default()
    };
    let claimed = Entity::update_many()
        .set(set)
        .filter(Column::Id.eq(case.id))
        .filter(Column::State.eq(CaseState::Open))
        .filter(Column::Version.eq(case.version))
        .exec(tx.conn())
        .await?;
    if claimed.rows_affected != 1 {
        return Ok(None);
    }
    let row = action::Model {
        case_id: case.id,
        number: after.version,
        action: act.kind,
        account_id: act.by,
        ground: act.ground,
        reason: act.reason,
        at: tx.now(),
    };
    action::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(Some(after))
}

async fn flags(tx: &Tx, case: &Model) -> Result<Vec<Ground>, DbErr> {
    let query = flag::Entity::find().select_only().column(flag::Column::Category);
    query.filter(flag::Column::CaseId.eq(case.id)).into_tuple().all(tx.conn()).await
}

/// The error of somebody who held the review's row and yet came too late, which cannot be.
pub(crate) fn overtaken() -> DbErr {
    DbErr::Custom("a case was changed by somebody who does not hold its review".to_owned())
}
