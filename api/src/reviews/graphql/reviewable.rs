//! What somebody may review now, and what they said of what they bought.

use super::Review;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::scalars::DateTime;
use crate::orders::access::Scope;
use crate::orders::graphql::{OrderLine, OrderPart};
use crate::reviews::loaders::{Loaders, OpenOf, ReviewOf};
use crate::reviews::{self, About, Reviewable, is_visible};
use async_graphql::{Context, Result, SimpleObject};
use shared::id::{AccountId, OrderId};

/// A line of an order that its buyer may review.
#[derive(SimpleObject)]
pub struct ReviewableLine {
    /// The line: give its id to `reviewCreate`.
    pub order_line: OrderLine,
    /// When the last of it arrived.
    pub delivered_at: DateTime,
    /// Until when it may be reviewed.
    pub until: DateTime,
}

/// What a shop delivered of an order, when its buyer may review how the shop served them.
#[derive(SimpleObject)]
pub struct ReviewablePart {
    /// The part: give its id to `shopReviewCreate`.
    pub order_part: OrderPart,
    /// When the last of it arrived.
    pub delivered_at: DateTime,
    /// Until when it may be reviewed.
    pub until: DateTime,
}

/// `Account.reviewableLines`: what one may review oneself; nobody else's is listed, whoever asks.
///
/// # Errors
/// A fault of ours.
pub async fn reviewable_lines(ctx: &Context<'_>, account: AccountId) -> Result<Vec<ReviewableLine>> {
    if ctx.actor().account_id() != Some(account) {
        return Ok(Vec::new());
    }
    let found = reviews::reviewable_lines(ctx.app(), account, None).await.or_fault(ctx)?;
    let line = |found: Reviewable<_>| ReviewableLine {
        delivered_at: found.delivered_at.into(),
        until: found.until().into(),
        order_line: OrderLine(found.row),
    };
    Ok(found.into_iter().map(line).collect())
}

/// `Account.reviewableParts`, as [`reviewable_lines`].
///
/// # Errors
/// A fault of ours.
pub async fn reviewable_parts(ctx: &Context<'_>, account: AccountId) -> Result<Vec<ReviewablePart>> {
    if ctx.actor().account_id() != Some(account) {
        return Ok(Vec::new());
    }
    let found = reviews::reviewable_parts(ctx.app(), account, None).await.or_fault(ctx)?;
    let part = |found: Reviewable<_>| ReviewablePart {
        delivered_at: found.delivered_at.into(),
        until: found.until().into(),
        order_part: OrderPart::new(found.row, Scope::Whole),
    };
    Ok(found.into_iter().map(part).collect())
}

/// The review of something that was bought, when the visitor may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn review_of(ctx: &Context<'_>, about: About) -> Result<Option<Review>, Fault> {
    let review = ctx.data_unchecked::<Loaders>().load_one(ReviewOf(about)).await?;
    Ok(review.filter(|review| is_visible(ctx.actor(), review)).map(Review))
}

/// Until when the visitor may review something of this order; `None` when they may not.
///
/// # Errors
/// When the database does not answer.
pub async fn reviewable_until(ctx: &Context<'_>, order: OrderId, about: About) -> Result<Option<DateTime>, Fault> {
    let Some(account) = ctx.actor().account_id() else { return Ok(None) };
    let open = ctx.data_unchecked::<Loaders>().load_one(OpenOf(account, order)).await?;
    Ok(open.and_then(|open| open.get(&about).copied()).map(DateTime))
}
