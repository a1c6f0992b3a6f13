//! Who sees a review: what moderators decide on their own, and how a review gets from one status to another.

use super::entity::Model;
use super::{ReviewError, events, lock, store};
use crate::actor::Moderator;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::moderation::entity::{Ground, Origin};
use crate::moderation::policy::Decision;
use crate::moderation::{self, ModerationError, Ruling};
use sea_orm::DbErr;
use shared::id::{AccountId, ReviewId};
use shared::reviews::{DecisionReason, HideReason, ReviewStatus};

/// Hides a review from everybody but its author, who is told why; its open case is decided by that. Of two who decide at
/// once the second one is refused.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::NotAllowed`] when it is hidden already, or when it is the
/// moderator's own.
pub async fn hide(app: &App, moderator: &Moderator, id: ReviewId, reason: &HideReason) -> Outcome<Model, ReviewError> {
    let ruling = Ruling {
        decision: Decision::Hide,
        ground: Some(Ground::Other),
        // Never longer than what a decision may say.
        reason: DecisionReason::try_from(reason.as_str()).ok(),
    };
    decide(app, moderator, id, &[ReviewStatus::Published, ReviewStatus::Held], &ruling).await
}

/// Shows a review that was hidden or held; its open case is decided by that.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::NotAllowed`] when everybody sees it already, or when its
/// author has appealed against the moderator's own decision.
pub async fn restore(app: &App, moderator: &Moderator, id: ReviewId) -> Outcome<Model, ReviewError> {
    let ruling = Ruling { decision: Decision::Restore, ground: None, reason: None };
    decide(app, moderator, id, &[ReviewStatus::Hidden, ReviewStatus::Held], &ruling).await
}

async fn decide(
    app: &App,
    moderator: &Moderator,
    id: ReviewId,
    from: &[ReviewStatus],
    ruling: &Ruling,
) -> Outcome<Model, ReviewError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let before = lock(&tx, id).await?.filter(|review| review.status != ReviewStatus::Deleted);
    let before = before.ok_or(Failure::NotFound)?;
    if !from.contains(&before.status) {
        return Err(ReviewError::NotAllowed.into());
    }
    let case = moderation::cases::open(app, &tx, id, Origin::Flag).await?;
    let ruled = moderation::rule(&mut tx, moderator, &case, before, ruling).await;
    let (_, after) = ruled.map_err(|failure| failure.map(|_: ModerationError| ReviewError::NotAllowed))?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(after)
}

/// Brings a review, whose row the transaction holds, to another status. Nobody did it when it was the machine.
///
/// # Errors
/// The database's.
pub(crate) async fn put(
    tx: &mut Tx,
    before: &Model,
    to: ReviewStatus,
    by: Option<AccountId>,
    reason: Option<&str>,
) -> Result<Model, DbErr> {
    let status_reason = reason.filter(|_| to == ReviewStatus::Hidden).map(str::to_owned);
    let after = Model { status: to, status_reason, ..before.clone() };
    let after = store(tx, before, after).await?;
    events::emit(tx, events::of_status(to), &after, by, reason)?;
    Ok(after)
}
