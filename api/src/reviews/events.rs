//! What happens to reviews, as events. Their aggregate is the review.

use super::entity::Model;
use super::policy;
use crate::db::Tx;
use crate::events::NewEvent;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, ProductId, ReviewId, ShopId};
use shared::reviews::{ReviewKind, ReviewSource, ReviewStatus};

/// Everybody sees it from now on.
pub const PUBLISHED: &str = "review.published";
/// Its author changed it.
pub const EDITED: &str = "review.edited";
/// It is being checked: held by the machine.
pub const HELD: &str = "review.held";
/// A moderator hides it.
pub const HIDDEN: &str = "review.hidden";
/// It is shown, again or at last: by a moderator, or because its author changed what it was held for.
pub const RESTORED: &str = "review.restored";
/// Its author took it back.
pub const DELETED: &str = "review.deleted";
/// The shop answered, or changed its answer.
pub const ANSWERED: &str = "review.answered";
/// What it is about was paid back: its stars count no more.
pub const REFUNDED: &str = "review.refunded";
/// Many came from a file: `reviewIds`.
pub const IMPORTED: &str = "review.imported";

/// The payload of every event of one review: what everybody may know of it, and never its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewFact {
    /// The review.
    pub review: ReviewId,
    /// What is reviewed.
    pub kind: ReviewKind,
    /// The product, of a review of one.
    pub product: Option<ProductId>,
    /// The shop.
    pub shop: ShopId,
    /// Where it comes from.
    pub source: ReviewSource,
    /// Who sees it now.
    pub status: ReviewStatus,
    /// The stars that it gives now.
    pub stars: i32,
    /// Digest of its stars and words as they are now.
    pub digest: String,
    /// Its version.
    pub version: i32,
    /// Who did it, when that was not its author: a moderator, or somebody of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// Why, in the moderator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is told when a review gets this status.
pub(super) const fn of_status(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Published => RESTORED,
        ReviewStatus::Held => HELD,
        ReviewStatus::Hidden => HIDDEN,
        ReviewStatus::Deleted => DELETED,
    }
}

/// Tells of a review as it is now, when the transaction commits.
///
/// # Errors
/// When the payload cannot be written as JSON.
pub(super) fn emit(
    tx: &mut Tx,
    topic: &'static str,
    review: &Model,
    by: Option<AccountId>,
    reason: Option<&str>,
) -> Result<(), DbErr> {
    let fact = ReviewFact {
        review: review.id,
        kind: review.kind,
        product: review.product_id,
        shop: review.shop_id,
        source: review.source,
        status: review.status,
        stars: review.stars,
        digest: policy::digest(review.stars, &review.title, &review.body),
        version: review.version,
        by,
        reason: reason.map(str::to_owned),
    };
    let event = NewEvent::new(topic, review.id.0, fact)?;
    tx.emit(NewEvent { shop_id: Some(review.shop_id), account_id: review.account_id, ..event });
    Ok(())
}
