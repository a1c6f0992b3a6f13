//! What somebody may review now.

use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::scalars::DateTime;
use crate::orders::graphql::OrderLine;
use crate::reviews;
use async_graphql::{Context, Result, SimpleObject};
use shared::id::AccountId;

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

/// `Account.reviewableLines`: what one may review oneself; nobody else's is listed, whoever asks.
///
/// # Errors
/// A fault of ours.
pub async fn reviewable_lines(ctx: &Context<'_>, account: AccountId) -> Result<Vec<ReviewableLine>> {
    if ctx.actor().account_id() != Some(account) {
        return Ok(Vec::new());
    }
    let found = reviews::reviewable(ctx.app(), account, None).await.or_fault(ctx)?;
    let line = |found: reviews::Reviewable| ReviewableLine {
        delivered_at: found.delivered_at.into(),
        until: found.until().into(),
        order_line: OrderLine(found.line),
    };
    Ok(found.into_iter().map(line).collect())
}
