//! What authors are told and may appeal against, what the machine does to a case, and who writes nothing for now.

use super::cases::{self, Act};
use super::entity::{ActionKind, Model, Origin, Told, statement, suspension};
use super::policy::Plan;
use super::{DECIDED, Decided, Ruling};
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::reviews::Model as Review;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter};
use shared::Timestamp;
use shared::id::AccountId;
use shared::reviews::{ReviewStatus, SUSPENSION_DAYS};

/// Opens a case of a review that the machine holds, whose row the transaction holds, and tells its author.
pub(crate) async fn hold(app: &App, tx: &mut Tx, review: &Review, score: f64) -> Result<(), DbErr> {
    let case = cases::open(app, tx, review.id, Origin::Holding).await?;
    let held = Act {
        kind: ActionKind::Held,
        by: None,
        ground: None,
        reason: None,
        origin: Some(Origin::Holding),
        score: Some(score),
    };
    let case = cases::act(tx, &case, held).await?.ok_or_else(cases::overtaken)?;
    let row = statement::Model {
        review_id: review.id,
        case_id: case.id,
        decision: Told::Held,
        ground: None,
        text: None,
        automated: true,
        decided_by: None,
        issued_at: tx.now(),
        appealed_at: None,
    };
    put(tx, row).await?;
    tell(tx, review, &case, ActionKind::Held)
}

/// Closes the open case of a review about which nothing is left to decide, and takes back what its author was told.
pub(crate) async fn release(tx: &Tx, review: &Review) -> Result<(), DbErr> {
    if let Some(case) = cases::open_of(tx.conn(), review.id).await? {
        let released =
            Act { kind: ActionKind::Released, by: None, ground: None, reason: None, origin: None, score: None };
        cases::act(tx, &case, released).await?.ok_or_else(cases::overtaken)?;
    }
    statement::Entity::delete_by_id(review.id).exec(tx.conn()).await?;
    Ok(())
}

/// Writes down what the author of a review is told by a moderator's decision.
pub(super) async fn state(
    tx: &Tx,
    (review, case): (&Review, &Model),
    before: Option<&statement::Model>,
    plan: &Plan,
    (ruling, by): (&Ruling, AccountId),
) -> Result<(), DbErr> {
    let Some(decision) = plan.told else {
        statement::Entity::delete_by_id(review.id).exec(tx.conn()).await?;
        return Ok(());
    };
    // What a person decided and another left standing is not appealed against once more; a person's first word is.
    let final_word = plan.action == ActionKind::Upheld && review.status != ReviewStatus::Held;
    let row = statement::Model {
        review_id: review.id,
        case_id: case.id,
        decision,
        ground: ruling.ground.or(before.and_then(|before| before.ground)),
        text: ruling.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        automated: false,
        decided_by: Some(by),
        issued_at: tx.now(),
        appealed_at: before.filter(|_| final_word).and_then(|before| before.appealed_at),
    };
    put(tx, row).await
}

async fn put(tx: &Tx, row: statement::Model) -> Result<(), DbErr> {
    use statement::Column;
    let again = OnConflict::column(Column::ReviewId)
        .update_columns([
            Column::CaseId,
            Column::Decision,
            Column::Ground,
            Column::Text,
            Column::Automated,
            Column::DecidedBy,
            Column::IssuedAt,
            Column::AppealedAt,
        ])
        .to_owned();
    let insert = statement::Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Has the author of a review written to about the last action of a case, if there is an author.
pub(super) fn tell(tx: &mut Tx, review: &Review, case: &Model, letter: ActionKind) -> Result<(), DbErr> {
    if review.account_id.is_none() {
        return Ok(());
    }
    let told = Decided { case: case.id, number: case.version, letter };
    let event = NewEvent::new(DECIDED, case.id.0, told)?;
    tx.emit(NewEvent { account_id: review.account_id, ..event });
    Ok(())
}

/// Keeps the author of a review from writing others for a while, or lets them write again when it was for this one that
/// they could not.
pub(super) async fn suspend(tx: &Tx, review: &Review, suspended: bool) -> Result<(), DbErr> {
    let Some(author) = review.account_id else { return Ok(()) };
    if !suspended {
        let lifted = suspension::Entity::delete_many().filter(suspension::Column::ReviewId.eq(review.id));
        return lifted.exec(tx.conn()).await.map(|_| ());
    }
    let until = tx.now().plus_days(SUSPENSION_DAYS);
    let row = suspension::Model { account_id: author, review_id: review.id, until };
    let again = OnConflict::column(suspension::Column::AccountId)
        .update_columns([suspension::Column::ReviewId, suspension::Column::Until])
        .to_owned();
    let insert = suspension::Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Whether an account may write no reviews now.
///
/// # Errors
/// When the database does not answer.
pub async fn is_suspended<C: ConnectionTrait>(conn: &C, account: AccountId, now: Timestamp) -> Result<bool, DbErr> {
    let row = suspension::Entity::find_by_id(account).one(conn).await?;
    Ok(row.is_some_and(|row| row.until > now))
}
