//! Reviews in the API.

mod aspects;
mod connection;
pub mod errors;
pub mod input;
pub mod moderation;
mod rating;
mod review;
mod reviewable;

pub use aspects::{AspectSummary, AspectValue, ReviewAspect, ReviewAspectChoice, ReviewAspectInput};
pub use connection::{ReviewConnection, ReviewFilterInput, ReviewSort, account_reviews, subject_reviews};
pub use input::ReviewMutation;
pub use moderation::ReviewModerationMutation;
pub use rating::Rating;
pub use review::Review;
pub use reviewable::{ReviewableLine, ReviewablePart, review_of, reviewable_lines, reviewable_parts, reviewable_until};

use crate::graphql::context::ContextExt;
use crate::graphql::error::Fault;
use crate::reviews::loaders::Loaders;
use async_graphql::Context;
use shared::id::ReviewId;

/// A review that the visitor may see.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: ReviewId) -> Result<Option<Review>, Fault> {
    let row = ctx.data_unchecked::<Loaders>().load_one(id).await?;
    Ok(row.filter(|row| super::is_visible(ctx.actor(), row)).map(Review))
}
