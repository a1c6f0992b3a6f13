//! Why reviews are not written or changed, as the API says it.

use crate::reviews::ReviewError;
use async_graphql::{Enum, SimpleObject};
use shared::reviews::Refusal;

/// Why a review was not written or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ReviewErrorCode {
    /// There is no such review for you.
    ReviewNotFound,
    /// There is no such line or part of an order of yours.
    PurchaseNotFound,
    /// The shop is yours: nobody reviews, or votes on reviews of, their own shop.
    OwnShop,
    /// You work for the shop.
    StaffOfShop,
    /// You have the same address as somebody on the shop's staff.
    SharedAddress,
    /// It was cancelled.
    Cancelled,
    /// It has not arrived.
    NotDelivered,
    /// It was paid back.
    Refunded,
    /// It arrived more than 180 days ago.
    WindowOver,
    /// You have reviewed it: change that review instead.
    AlreadyReviewed,
    /// Not 1 to 5 stars.
    StarsInvalid,
    /// More than 120 characters.
    TitleInvalid,
    /// No words, or more than 5,000 characters.
    BodyInvalid,
    /// An aspect that was chosen twice, or about which the product's category does not ask; the message names those that it
    /// asks about.
    AspectInvalid,
    /// An answer without words, or of more than 2,000 characters.
    AnswerInvalid,
    /// A reason without words, or of more than 500 characters.
    ReasonInvalid,
    /// More than 6 photographs.
    TooManyPhotos,
    /// No such upload of yours, or it was used or has expired.
    PhotoNotFound,
    /// It was written more than 30 days ago.
    EditWindowOver,
    /// It does not stand so that this could be done: it is hidden, or shown, already.
    NotAllowedInThisState,
    /// Nobody votes on their own review.
    OwnReview,
    /// You may write no reviews for now: a moderator has decided so, and told you why.
    Suspended,
}

/// One reason why a review was not written or changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct ReviewUserError {
    /// The reason, for programs.
    pub code: ReviewErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<ReviewError> for ReviewUserError {
    fn from(error: ReviewError) -> Self {
        let (code, field) = match &error {
            ReviewError::ReviewNotFound => (ReviewErrorCode::ReviewNotFound, Some("id")),
            ReviewError::PurchaseNotFound => (ReviewErrorCode::PurchaseNotFound, None),
            ReviewError::Refused(refusal) => (code_of(*refusal), None),
            ReviewError::StarsInvalid => (ReviewErrorCode::StarsInvalid, Some("stars")),
            ReviewError::TitleInvalid => (ReviewErrorCode::TitleInvalid, Some("title")),
            ReviewError::BodyInvalid => (ReviewErrorCode::BodyInvalid, Some("body")),
            ReviewError::AspectInvalid(_) => (ReviewErrorCode::AspectInvalid, Some("aspects")),
            ReviewError::AnswerInvalid => (ReviewErrorCode::AnswerInvalid, Some("body")),
            ReviewError::ReasonInvalid => (ReviewErrorCode::ReasonInvalid, Some("reason")),
            ReviewError::TooManyPhotos => (ReviewErrorCode::TooManyPhotos, Some("photoIds")),
            ReviewError::PhotoNotFound => (ReviewErrorCode::PhotoNotFound, Some("photoIds")),
            ReviewError::EditWindowOver => (ReviewErrorCode::EditWindowOver, None),
            ReviewError::NotAllowed => (ReviewErrorCode::NotAllowedInThisState, None),
            ReviewError::OwnReview => (ReviewErrorCode::OwnReview, None),
            ReviewError::OwnShop => (ReviewErrorCode::OwnShop, None),
        };
        Self { code, message: error.to_string(), field: field.map(|name| vec![name.to_owned()]) }
    }
}

const fn code_of(refusal: Refusal) -> ReviewErrorCode {
    match refusal {
        Refusal::OwnShop => ReviewErrorCode::OwnShop,
        Refusal::StaffOfShop => ReviewErrorCode::StaffOfShop,
        Refusal::SharedAddress => ReviewErrorCode::SharedAddress,
        Refusal::Cancelled => ReviewErrorCode::Cancelled,
        Refusal::NotDelivered => ReviewErrorCode::NotDelivered,
        Refusal::Refunded => ReviewErrorCode::Refunded,
        Refusal::WindowOver => ReviewErrorCode::WindowOver,
        Refusal::Suspended => ReviewErrorCode::Suspended,
        Refusal::AlreadyReviewed => ReviewErrorCode::AlreadyReviewed,
    }
}
