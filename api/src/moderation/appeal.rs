//! Appeals: an author says why a decision is wrong, and somebody else decides.

use super::AppealError;
use super::cases::{self, Act};
use super::entity::{ActionKind, Origin, appeal as row, statement};
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::reviews::{self, Model as Review};
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel as _};
use shared::Timestamp;
use shared::id::ReviewId;
use shared::reviews::{APPEAL_DAYS, AppealText, ReviewStatus};

/// Whether an author may appeal against what they were told.
///
/// # Errors
/// [`AppealError::Already`], [`AppealError::WindowOver`].
pub fn may_appeal(statement: &statement::Model, now: Timestamp) -> Result<(), AppealError> {
    if statement.appealed_at.is_some() {
        Err(AppealError::Already)
    } else if now > statement.issued_at.plus_days(APPEAL_DAYS) {
        Err(AppealError::WindowOver)
    } else {
        Ok(())
    }
}

/// Appeals against what was decided about a review of the shopper's own.
///
/// # Errors
/// [`AppealError`]; a review of somebody else's as not found.
pub async fn appeal(app: &App, shopper: &Shopper, id: ReviewId, text: &AppealText) -> Outcome<Review, AppealError> {
    let me = shopper.account_id();
    let tx = app.db.begin(app.clock.now()).await?;
    let own = |review: &Review| review.account_id == Some(me) && review.status != ReviewStatus::Deleted;
    let review = reviews::lock(&tx, id).await?.filter(own).ok_or(Failure::NotFound)?;
    let statement = statement::Entity::find_by_id(id).one(tx.conn()).await?.ok_or(AppealError::Nothing)?;
    may_appeal(&statement, tx.now())?;
    let case = cases::open(app, &tx, id, Origin::Appeal).await?;
    let appeal = row::Model {
        case_id: case.id,
        review_id: id,
        text: text.as_str().to_owned(),
        against: statement.decided_by,
        created_at: tx.now(),
    };
    row::Entity::insert(appeal.into_active_model()).exec_without_returning(tx.conn()).await?;
    let noted = statement::ActiveModel {
        review_id: ActiveValue::Unchanged(id),
        appealed_at: ActiveValue::Set(Some(tx.now())),
        ..Default::default()
    };
    statement::Entity::update(noted).exec(tx.conn()).await?;
    let appealed = Act {
        kind: ActionKind::Appealed,
        by: Some(me),
        ground: None,
        reason: Some(text.as_str().to_owned()),
        origin: Some(Origin::Appeal),
        score: None,
    };
    cases::act(&tx, &case, appealed).await?.ok_or_else(cases::overtaken)?;
    tx.commit().await?;
    Ok(review)
}
