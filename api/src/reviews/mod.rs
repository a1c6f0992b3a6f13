//! Reviews of products and of shops' service, by those who bought there: written, changed, taken back, voted on, answered,
//! held, hidden and shown; their figures, which listings sort by; their log; and the letter that asks for them.

pub mod answer;
pub mod asking;
pub mod aspects;
pub mod entity;
pub mod events;
mod forget;
pub mod graphql;
pub mod holding;
pub mod ledger;
mod list;
pub mod loaders;
mod moderate;
pub mod policy;
mod priors;
pub mod purchase;
mod refund;
mod reviewable;
pub mod tally;
mod ties;
mod vote;
mod write;

pub use answer::answer;
pub use entity::Model;
pub use forget::forget_author;
pub use list::{Filter, ForeignCursor, Place, Sort, Which, count, list};
pub(crate) use moderate::put;
pub use moderate::{hide, restore};
pub use priors::Priors;
pub use purchase::About;
pub use refund::{follow_payments, refund};
pub use reviewable::{Reviewable, reviewable_lines, reviewable_parts};
pub use vote::vote;
pub use write::{Changes, NewReview, Written, create, delete, update};

use crate::actor::Actor;
use crate::db::Tx;
use crate::failure::Failure;
use entity::Entity;
use sea_orm::{ActiveModelTrait as _, DbErr, EntityTrait, IntoActiveModel as _, QuerySelect};
use shared::id::ReviewId;
use shared::reviews::{
    AnswerBody, AspectsError, EDIT_DAYS, HideReason, MAX_PHOTOS, Refusal, ReviewBody, ReviewStatus, ReviewTitle,
    StarsError,
};

/// Why a review was not written or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// There is no such review for this visitor.
    #[error("there is no such review, or it is not yours")]
    ReviewNotFound,
    /// There is no such purchase of the visitor's.
    #[error("there is no such order of yours")]
    PurchaseNotFound,
    /// It may not be reviewed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Not one to five stars.
    #[error("{StarsError}")]
    StarsInvalid,
    /// The title is too long.
    #[error("a title has at most {max} characters", max = ReviewTitle::MAX)]
    TitleInvalid,
    /// No words, or too many.
    #[error("write 1 to {max} characters", max = ReviewBody::MAX)]
    BodyInvalid,
    /// A respect that was judged twice, or about which its category does not ask.
    #[error(transparent)]
    AspectInvalid(#[from] AspectsError),
    /// An answer without words, or with too many.
    #[error("answer in 1 to {max} characters", max = AnswerBody::MAX)]
    AnswerInvalid,
    /// A reason without words, or with too many.
    #[error("give a reason of 1 to {max} characters: the author reads it", max = HideReason::MAX)]
    ReasonInvalid,
    /// Too many photographs.
    #[error("a review has at most {MAX_PHOTOS} photographs")]
    TooManyPhotos,
    /// A photograph that is not there.
    #[error("there is no such photograph: send it to /media/uploads first, and use it within a day")]
    PhotoNotFound,
    /// The time to change it is over.
    #[error("a review can be changed for {EDIT_DAYS} days")]
    EditWindowOver,
    /// Its state does not allow it.
    #[error("this review cannot be changed like this as it stands")]
    NotAllowed,
    /// It is the visitor's own.
    #[error("this is your own review: others say whether it helped them")]
    OwnReview,
    /// It is about a shop of the visitor's.
    #[error("this review is about your own shop: answer it instead")]
    OwnShop,
}

impl From<ReviewError> for Failure<ReviewError> {
    fn from(error: ReviewError) -> Self {
        Self::Refused(error)
    }
}

/// Whether `actor` may see a review: what is held or hidden is for its author and moderators.
#[must_use]
pub fn is_visible(actor: &Actor, review: &Model) -> bool {
    match review.status {
        ReviewStatus::Published => true,
        ReviewStatus::Held | ReviewStatus::Hidden => is_author(actor, review) || actor.moderator().is_some(),
        ReviewStatus::Deleted => false,
    }
}

/// Whether `actor` wrote a review.
#[must_use]
pub fn is_author(actor: &Actor, review: &Model) -> bool {
    actor.account_id().is_some_and(|account| review.account_id == Some(account))
}

/// Takes a review's row for this transaction and reads it.
pub(crate) async fn lock(tx: &Tx, id: ReviewId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await
}

/// Writes a review that was changed, whose row this transaction holds, and what follows from the change; returns it as
/// it is now.
async fn store(tx: &mut Tx, before: &Model, mut after: Model) -> Result<Model, DbErr> {
    after.counts = after.should_count();
    after.version = before.version + 1;
    if after.published_at.is_none() && after.status == ReviewStatus::Published {
        after.published_at = Some(tx.now());
    }
    Entity::update(after.clone().into_active_model().reset_all()).exec(tx.conn()).await?;
    tally::follow(tx, Some(before), &after).await?;
    ledger::follow(tx, Some(before), &after)?;
    Ok(after)
}
