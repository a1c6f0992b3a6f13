//! What moderators do with reviews over the API.

use super::Review;
use super::errors::ReviewUserError;
use super::input::{Answer, answer, review_id};
use crate::actor::Moderator;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::reviews::{self, ReviewError};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::reviews::HideReason;

/// A review to hide.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewHideInput {
    /// The review.
    pub id: ID,
    /// Why, in 1 to 500 characters: its author reads it.
    pub reason: String,
}

/// A review to show.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewRestoreInput {
    /// The review.
    pub id: ID,
}

/// The outcome of `reviewHide`.
#[derive(SimpleObject)]
pub struct ReviewHidePayload {
    /// The review as it is now.
    pub review: Option<Review>,
    /// Why nothing was changed.
    pub user_errors: Vec<ReviewUserError>,
}

/// The outcome of `reviewRestore`.
#[derive(SimpleObject)]
pub struct ReviewRestorePayload {
    /// The review as it is now.
    pub review: Option<Review>,
    /// Why nothing was changed.
    pub user_errors: Vec<ReviewUserError>,
}

/// Hiding and showing reviews.
#[derive(Default)]
pub struct ReviewModerationMutation;

#[Object]
impl ReviewModerationMutation {
    /// Hides a review from everybody but its author, who is told why, and moderators. For moderators.
    async fn review_hide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: ReviewHideInput,
    ) -> Result<ReviewHidePayload> {
        let moderator = moderator(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = review_id(&input.id)?;
            let reason = HideReason::try_from(input.reason.as_str()).map_err(|_| ReviewError::ReasonInvalid)?;
            reviews::hide(ctx.app(), &moderator, id, &reason).await
        };
        let (review, user_errors): Answer = answer(outcome.await, ReviewError::ReviewNotFound).or_fault(ctx)?;
        Ok(ReviewHidePayload { review, user_errors })
    }

    /// Shows a review that was hidden or held. For moderators.
    async fn review_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: ReviewRestoreInput,
    ) -> Result<ReviewRestorePayload> {
        let moderator = moderator(ctx).or_fault(ctx)?;
        let outcome = async { reviews::restore(ctx.app(), &moderator, review_id(&input.id)?).await };
        let (review, user_errors): Answer = answer(outcome.await, ReviewError::ReviewNotFound).or_fault(ctx)?;
        Ok(ReviewRestorePayload { review, user_errors })
    }
}

fn moderator(ctx: &Context<'_>) -> Result<Moderator, Fault> {
    match (ctx.actor().moderator(), ctx.actor().account_id()) {
        (Some(moderator), _) => Ok(moderator),
        (None, Some(_)) => Err(Fault::Forbidden),
        (None, None) => Err(Fault::Unauthenticated),
    }
}
