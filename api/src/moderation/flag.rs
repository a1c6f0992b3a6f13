//! Flags: somebody says that something is wrong with a review.

use super::FlagError;
use super::cases::{self, Act};
use super::entity::{ActionKind, Ground, Origin, flag as row};
use crate::accounts::entity as account;
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::reviews;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, PaginatorTrait as _, QueryFilter, QuerySelect};
use shared::id::ReviewId;
use shared::reviews::{FLAGS_A_DAY, FlagComment, ReviewStatus};

/// Flags a review that everybody sees; the database's constraint lets one flag of an account through.
///
/// # Errors
/// [`FlagError`]; a review that is not there, or not shown, as not found.
pub async fn flag(
    app: &App,
    shopper: &Shopper,
    id: ReviewId,
    category: Ground,
    comment: &FlagComment,
) -> Outcome<(), FlagError> {
    let me = shopper.account_id();
    let tx = app.db.begin(app.clock.now()).await?;
    // Held, so that flags of one account are counted one after the other; but not from those who refer to it, who may hold
    // the review.
    let account = account::Entity::find_by_id(me).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    account.ok_or(Failure::NotFound)?;
    let today = row::Entity::find().filter(row::Column::AccountId.eq(me));
    let today = today.filter(row::Column::CreatedAt.gt(tx.now().plus_days(-1))).count(tx.conn()).await?;
    if today >= FLAGS_A_DAY {
        return Err(FlagError::TooMany.into());
    }
    let review = reviews::lock(&tx, id).await?.filter(|review| review.status == ReviewStatus::Published);
    let review = review.ok_or(Failure::NotFound)?;
    if review.account_id == Some(me) {
        return Err(FlagError::OwnReview.into());
    }
    let case = cases::open(app, &tx, id, Origin::Flag).await?;
    let flag = row::Model {
        id: app.ids.next(),
        case_id: case.id,
        review_id: id,
        account_id: me,
        category,
        comment: comment.as_str().to_owned(),
        created_at: tx.now(),
    };
    match row::Entity::insert(flag.into_active_model()).exec_without_returning(tx.conn()).await {
        Ok(_) => {}
        Err(error) if is_second(&error) => return Err(FlagError::FlaggedAlready.into()),
        Err(error) => return Err(error.into()),
    }
    let flagged = Act {
        kind: ActionKind::Flagged,
        by: Some(me),
        ground: Some(category),
        reason: Some(comment.as_str().to_owned()).filter(|comment| !comment.is_empty()),
        origin: Some(Origin::Flag),
        score: None,
    };
    cases::act(&tx, &case, flagged).await?.ok_or_else(cases::overtaken)?;
    tx.commit().await?;
    Ok(())
}

fn is_second(error: &DbErr) -> bool {
    let columns = ["moderation_flags.review_id", "moderation_flags.account_id"];
    violates_unique(error, "uq_moderation_flags_review_id_account_id", &columns)
}
