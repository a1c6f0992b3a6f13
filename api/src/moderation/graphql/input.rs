//! Deciding, flagging and appealing over the API.

use super::case::ModerationCase;
use super::enums::{FlagCategory, ModerationDecision, ModerationGround};
use super::errors::{ModerationUserError, ReviewAppealUserError, ReviewFlagUserError};
use super::moderator;
use crate::actor::Shopper;
use crate::failure::Failure;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::moderation::{self, AppealError, FlagError, ModerationError, Ruling};
use crate::reviews::graphql::Review;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::reviews::{AppealText, DecisionReason, FlagComment};
use std::sync::Arc;

/// A decision.
#[derive(Clone, Debug, InputObject)]
pub struct ModerationCaseDecideInput {
    /// The case.
    pub case_id: ID,
    /// Its version as it was read.
    pub version: i32,
    /// What is decided.
    pub decision: ModerationDecision,
    /// The rule that is broken: needed by `HIDE`, `WARN`, `SUSPEND`, and by `UPHOLD` of what is held or hidden.
    pub ground: Option<ModerationGround>,
    /// Why, in 1 to 2,000 characters: the author reads it.
    pub reason: String,
}

/// The outcome of `moderationCaseDecide`.
#[derive(SimpleObject)]
pub struct ModerationCaseDecidePayload {
    /// The case as it is now; null after a refusal.
    pub case: Option<ModerationCase>,
    /// Why nothing was decided.
    pub user_errors: Vec<ModerationUserError>,
}

/// What is wrong with a review.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewFlagInput {
    /// The review.
    pub review_id: ID,
    /// What is wrong.
    pub category: FlagCategory,
    /// In words, at most 1,000 characters; may be left out.
    pub comment: Option<String>,
}

/// The outcome of `reviewFlag`.
#[derive(SimpleObject)]
pub struct ReviewFlagPayload {
    /// Why the flag was not taken.
    pub user_errors: Vec<ReviewFlagUserError>,
}

/// An appeal against a decision.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewAppealInput {
    /// The review; yours.
    pub review_id: ID,
    /// Why the decision is wrong, in 1 to 2,000 characters.
    pub text: String,
}

/// The outcome of `reviewAppeal`.
#[derive(SimpleObject)]
pub struct ReviewAppealPayload {
    /// The review.
    pub review: Option<Review>,
    /// Why the appeal was not taken.
    pub user_errors: Vec<ReviewAppealUserError>,
}

/// Deciding, flagging and appealing.
#[derive(Default)]
pub struct ModerationMutation;

#[Object]
impl ModerationMutation {
    /// Decides a case, and tells the author. Of two who decide at once, one is refused. For moderators.
    async fn moderation_case_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ModerationCaseDecideInput,
    ) -> Result<ModerationCaseDecidePayload> {
        let moderator = moderator(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = ids::lookup(&input.case_id).ok_or(Failure::NotFound)?;
            let reason = DecisionReason::try_from(input.reason.as_str()).map_err(|_| ModerationError::ReasonInvalid)?;
            let ruling =
                Ruling { decision: input.decision.into(), ground: input.ground.map(Into::into), reason: Some(reason) };
            moderation::decide(ctx.app(), &moderator, id, input.version, &ruling).await
        };
        Ok(match outcome.await {
            Ok(case) => {
                ModerationCaseDecidePayload { case: Some(ModerationCase(Arc::new(case))), user_errors: Vec::new() }
            }
            Err(failure) => {
                let error = refusal(failure, ModerationError::CaseNotFound).or_fault(ctx)?;
                ModerationCaseDecidePayload { case: None, user_errors: vec![error.into()] }
            }
        })
    }

    /// Says that something is wrong with a review: once an account and review, at most 20 in a day.
    async fn review_flag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The flag.")] input: ReviewFlagInput,
    ) -> Result<ReviewFlagPayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = ids::lookup(&input.review_id).ok_or(Failure::NotFound)?;
            let comment = input.comment.as_deref().unwrap_or_default();
            let comment = FlagComment::try_from(comment).map_err(|_| FlagError::CommentInvalid)?;
            moderation::flag(ctx.app(), &shopper, id, input.category.into(), &comment).await
        };
        Ok(match outcome.await {
            Ok(()) => ReviewFlagPayload { user_errors: Vec::new() },
            Err(failure) => {
                let error = refusal(failure, FlagError::ReviewNotFound).or_fault(ctx)?;
                ReviewFlagPayload { user_errors: vec![error.into()] }
            }
        })
    }

    /// Appeals against what was decided about a review of the visitor's own: once a decision, in the 180 days after it.
    /// Somebody else decides.
    async fn review_appeal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: ReviewAppealInput,
    ) -> Result<ReviewAppealPayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = ids::lookup(&input.review_id).ok_or(Failure::NotFound)?;
            let text = AppealText::try_from(input.text.as_str()).map_err(|_| AppealError::TextInvalid)?;
            moderation::appeal(ctx.app(), &shopper, id, &text).await
        };
        Ok(match outcome.await {
            Ok(review) => ReviewAppealPayload { review: Some(Review(Arc::new(review))), user_errors: Vec::new() },
            Err(failure) => {
                let error = refusal(failure, AppealError::ReviewNotFound).or_fault(ctx)?;
                ReviewAppealPayload { review: None, user_errors: vec![error.into()] }
            }
        })
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper, Fault> {
    ctx.actor().shopper().ok_or(Fault::Unauthenticated)
}
