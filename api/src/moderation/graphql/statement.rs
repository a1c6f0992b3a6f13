//! What the author of a review was told, and may appeal against: fields of `Review`.

use super::enums::{ModerationGround, StatementDecision};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::scalars::DateTime;
use crate::moderation::entity::statement::Model;
use crate::moderation::loaders::{Loaders, StatementOf};
use crate::moderation::{self, notes};
use crate::reviews::{self, is_author};
use async_graphql::{Context, Object, Result};
use shared::reviews::APPEAL_DAYS;
use std::sync::Arc;

/// Why a review is held or hidden, or its author warned.
pub struct StatementOfReasons(Arc<Model>);

/// Why a review is held or hidden, or its author warned.
#[Object]
impl StatementOfReasons {
    /// What was decided.
    async fn decision(&self) -> StatementDecision {
        self.0.decision.into()
    }

    /// The rule that is broken; null while it is only being checked.
    async fn ground(&self) -> Option<ModerationGround> {
        self.0.ground.map(Into::into)
    }

    /// Why, in the moderator's words; of what the machine decided, in the language of the request.
    async fn text(&self, ctx: &Context<'_>) -> &str {
        self.0.text.as_deref().unwrap_or_else(|| if self.0.automated { &notes::words(ctx.locale()).held } else { "" })
    }

    /// Whether a machine decided, and nobody has looked yet.
    async fn automated(&self) -> bool {
        self.0.automated
    }

    /// When.
    async fn issued_at(&self) -> DateTime {
        self.0.issued_at.into()
    }

    /// Until when its author may appeal.
    async fn appealable_until(&self) -> DateTime {
        self.0.issued_at.plus_days(APPEAL_DAYS).into()
    }
}

/// The statement about a review, if the visitor is its author or a moderator.
async fn told(ctx: &Context<'_>, review: &reviews::Model) -> Result<Option<Arc<Model>>> {
    if !is_author(ctx.actor(), review) && ctx.actor().moderator().is_none() {
        return Ok(None);
    }
    ctx.data_unchecked::<Loaders>().load_one(StatementOf(review.id)).await.or_fault(ctx)
}

/// `Review.statement`.
///
/// # Errors
/// A fault of ours.
pub async fn statement(ctx: &Context<'_>, review: &reviews::Model) -> Result<Option<StatementOfReasons>> {
    Ok(told(ctx, review).await?.map(StatementOfReasons))
}

/// `Review.appealedAt`.
///
/// # Errors
/// A fault of ours.
pub async fn appealed_at(ctx: &Context<'_>, review: &reviews::Model) -> Result<Option<DateTime>> {
    Ok(told(ctx, review).await?.and_then(|statement| statement.appealed_at).map(DateTime))
}

/// `Review.mayAppeal`.
///
/// # Errors
/// A fault of ours.
pub async fn may_appeal(ctx: &Context<'_>, review: &reviews::Model) -> Result<bool> {
    if !is_author(ctx.actor(), review) {
        return Ok(false);
    }
    let now = ctx.app().clock.now();
    Ok(told(ctx, review).await?.is_some_and(|statement| moderation::may_appeal(&statement, now).is_ok()))
}
