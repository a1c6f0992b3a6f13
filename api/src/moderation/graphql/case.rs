//! One case.

use super::enums::{FlagCategory, ModerationActionKind, ModerationCaseState, ModerationOrigin, ModerationSubjectKind};
use super::evidence::HoldingEvidence;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;
use crate::moderation::entity::{action, appeal, flag};
use crate::moderation::loaders::{ActionsOf, AppealOf, FlagsOf, JudgementOf, Loaders, NameOf};
use crate::moderation::{self, Model};
use crate::reviews::graphql::Review;
use crate::reviews::loaders::Loaders as ReviewLoaders;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use shared::id::{AccountId, ReviewId};
use shared::reviews::ReviewStatus;
use std::sync::Arc;

/// Something that a moderator decides about. Only moderators see it.
#[derive(Clone)]
pub struct ModerationCase(pub Arc<Model>);

/// What somebody said against a review.
pub struct ModerationFlag(Arc<flag::Model>);

/// What an author says against a decision.
#[derive(SimpleObject)]
pub struct ModerationAppeal {
    /// In their words.
    pub text: String,
    /// When.
    pub created_at: DateTime,
}

/// Something that was done about a case.
pub struct ModerationAction(Arc<action::Model>);

impl ModerationCase {
    fn review_id(&self) -> ReviewId {
        ReviewId(self.0.subject_id)
    }

    async fn appealed(&self, ctx: &Context<'_>) -> Result<Option<Arc<appeal::Model>>> {
        ctx.data_unchecked::<Loaders>().load_one(AppealOf(self.0.id)).await.or_fault(ctx)
    }
}

/// Something that a moderator decides about.
#[Object]
impl ModerationCase {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Raised whenever something happens to it: give it back with the decision.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whether it waits for a decision.
    async fn state(&self) -> ModerationCaseState {
        self.0.state.into()
    }

    /// What it is about.
    async fn subject_kind(&self) -> ModerationSubjectKind {
        self.0.subject_kind.into()
    }

    /// The review; null when its author took it back meanwhile.
    async fn review(&self, ctx: &Context<'_>) -> Option<Result<Review>> {
        let row = ctx.data_unchecked::<ReviewLoaders>().load_one(self.review_id()).await.or_fault(ctx);
        let seen =
            |row: Option<Arc<_>>| row.filter(|row: &Arc<crate::reviews::Model>| row.status != ReviewStatus::Deleted);
        row.map(|row| seen(row).map(Review)).transpose()
    }

    /// What brought it here last.
    async fn origin(&self) -> ModerationOrigin {
        self.0.origin.into()
    }

    /// 0 to 100: the most urgent first. An appeal has 100. All else has at most 99: `99 · (1 − (1 − s) · Π(1 − w))`, where
    /// `s` is the score by which the machine holds the review and `w` what each flag weighs: illegal 0.5, private data 0.4,
    /// offensive 0.3, fake 0.25, spam 0.2, else 0.15.
    async fn priority(&self) -> i32 {
        self.0.priority
    }

    /// Since when it waits.
    async fn opened_at(&self) -> DateTime {
        self.0.opened_at.into()
    }

    /// How the machine judged the review the last time; null when it never did.
    async fn evidence(&self, ctx: &Context<'_>) -> Option<Result<HoldingEvidence>> {
        let row = ctx.data_unchecked::<Loaders>().load_one(JudgementOf(self.review_id())).await.or_fault(ctx);
        row.map(|row| row.map(HoldingEvidence)).transpose()
    }

    /// Who said what against it, the oldest first.
    async fn flags(&self, ctx: &Context<'_>) -> Result<Vec<ModerationFlag>> {
        let rows = ctx.data_unchecked::<Loaders>().load_one(FlagsOf(self.0.id)).await.or_fault(ctx)?;
        Ok(rows.unwrap_or_default().into_iter().map(ModerationFlag).collect())
    }

    /// What its author says against the decision.
    async fn appeal(&self, ctx: &Context<'_>) -> Option<Result<ModerationAppeal>> {
        let shown =
            |row: Arc<appeal::Model>| ModerationAppeal { text: row.text.clone(), created_at: row.created_at.into() };
        self.appealed(ctx).await.map(|row| row.map(shown)).transpose()
    }

    /// Whether somebody else has to decide it: the review is the visitor's own, or the appeal is against what they decided.
    async fn mine(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(me) = ctx.actor().account_id() else { return Ok(false) };
        let review = ctx.data_unchecked::<ReviewLoaders>().load_one(self.review_id());
        let (review, appeal) = futures::join!(review, self.appealed(ctx));
        let author = review.or_fault(ctx)?.and_then(|review| review.account_id);
        Ok(moderation::is_own(me, author, appeal?.as_deref()))
    }

    /// What was done about it, the oldest first.
    async fn log(&self, ctx: &Context<'_>) -> Result<Vec<ModerationAction>> {
        let rows = ctx.data_unchecked::<Loaders>().load_one(ActionsOf(self.0.id)).await.or_fault(ctx)?;
        Ok(rows.unwrap_or_default().into_iter().map(ModerationAction).collect())
    }
}

async fn name(ctx: &Context<'_>, account: AccountId) -> Result<Option<String>> {
    let known = ctx.data_unchecked::<Loaders>().load_one(NameOf(account)).await.or_fault(ctx)?;
    Ok(known.map(|(name, _)| name))
}

/// What somebody said against a review.
#[Object]
impl ModerationFlag {
    /// What is wrong.
    async fn category(&self) -> FlagCategory {
        self.0.category.into()
    }

    /// In their words; may be empty.
    async fn comment(&self) -> &str {
        &self.0.comment
    }

    /// When.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// Who, the name under which they are shown.
    async fn by(&self, ctx: &Context<'_>) -> Result<String> {
        // A flag goes with the account that gave it.
        Ok(name(ctx, self.0.account_id).await?.unwrap_or_default())
    }
}

/// Something that was done about a case.
#[Object]
impl ModerationAction {
    /// What.
    async fn action(&self) -> ModerationActionKind {
        self.0.action.into()
    }

    /// By whom, the name under which they are shown; null: by the machine, or by somebody whose account is gone.
    async fn by(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        name(ctx, self.0.account_id?).await.transpose()
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// What was said with it.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}
