//! What moderators decide about a review.

use super::entity::Model;
use super::{ReviewError, events, lock, store};
use crate::actor::Moderator;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use shared::id::ReviewId;
use shared::reviews::{HideReason, ReviewStatus};

/// Hides a review from everybody but its author, who is told why. Of two who decide at once the second one is refused.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::NotAllowed`] when it is hidden already.
pub async fn hide(app: &App, moderator: &Moderator, id: ReviewId, reason: &HideReason) -> Outcome<Model, ReviewError> {
    decide(app, moderator, id, &[ReviewStatus::Published, ReviewStatus::Held], ReviewStatus::Hidden, Some(reason)).await
}

/// Shows a review that was hidden or held.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::NotAllowed`] when everybody sees it already.
pub async fn restore(app: &App, moderator: &Moderator, id: ReviewId) -> Outcome<Model, ReviewError> {
    decide(app, moderator, id, &[ReviewStatus::Hidden, ReviewStatus::Held], ReviewStatus::Published, None).await
}

async fn decide(
    app: &App,
    moderator: &Moderator,
    id: ReviewId,
    from: &[ReviewStatus],
    to: ReviewStatus,
    reason: Option<&HideReason>,
) -> Outcome<Model, ReviewError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let before = lock(&tx, id).await?.filter(|review| review.status != ReviewStatus::Deleted);
    let before = before.ok_or(Failure::NotFound)?;
    if !from.contains(&before.status) {
        return Err(ReviewError::NotAllowed.into());
    }
    let reason = reason.map(HideReason::as_str);
    let after = Model { status: to, status_reason: reason.map(str::to_owned), ..before.clone() };
    let after = store(&tx, &before, after).await?;
    let topic = if to == ReviewStatus::Hidden { events::HIDDEN } else { events::RESTORED };
    events::emit(&mut tx, topic, &after, Some(moderator.account_id()), reason)?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(after)
}
