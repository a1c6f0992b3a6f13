//! Why something was not decided, flagged or appealed, as the API says it.

use crate::moderation::{AppealError, FlagError, ModerationError};
use async_graphql::{Enum, SimpleObject};

/// Why nothing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ModerationErrorCode {
    /// There is no such case.
    CaseNotFound,
    /// Something came in since it was read: read it again.
    CaseChanged,
    /// Somebody else has decided.
    CaseDecided,
    /// It is an appeal against your own decision, or your own review.
    CaseYours,
    /// This decision needs the rule that is broken.
    GroundMissing,
    /// A reason without words, or of more than 2,000 characters.
    ReasonInvalid,
    /// As the review stands, this cannot be decided.
    DecisionNotPossible,
}

/// Why a flag was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ReviewFlagErrorCode {
    /// There is no such review for you.
    ReviewNotFound,
    /// You have flagged it already.
    FlaggedAlready,
    /// More than 1,000 characters.
    CommentInvalid,
    /// It is your own: change it, or take it back.
    OwnReview,
    /// More than 20 in a day.
    TooManyFlags,
}

/// Why an appeal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ReviewAppealErrorCode {
    /// There is no such review of yours.
    ReviewNotFound,
    /// Nothing was decided against it.
    NothingToAppeal,
    /// You have appealed already.
    AppealedAlready,
    /// No words, or more than 2,000 characters.
    TextInvalid,
    /// It was decided more than 180 days ago.
    AppealWindowOver,
}

/// One reason why nothing was decided.
#[derive(Clone, Debug, SimpleObject)]
pub struct ModerationUserError {
    /// The reason, for programs.
    pub code: ModerationErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

/// One reason why a flag was not taken.
#[derive(Clone, Debug, SimpleObject)]
pub struct ReviewFlagUserError {
    /// The reason, for programs.
    pub code: ReviewFlagErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

/// One reason why an appeal was not taken.
#[derive(Clone, Debug, SimpleObject)]
pub struct ReviewAppealUserError {
    /// The reason, for programs.
    pub code: ReviewAppealErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<ModerationError> for ModerationUserError {
    fn from(error: ModerationError) -> Self {
        let (code, field) = match error {
            ModerationError::CaseNotFound => (ModerationErrorCode::CaseNotFound, Some("caseId")),
            ModerationError::CaseChanged => (ModerationErrorCode::CaseChanged, Some("version")),
            ModerationError::CaseDecided => (ModerationErrorCode::CaseDecided, None),
            ModerationError::CaseYours => (ModerationErrorCode::CaseYours, None),
            ModerationError::GroundMissing => (ModerationErrorCode::GroundMissing, Some("ground")),
            ModerationError::ReasonInvalid => (ModerationErrorCode::ReasonInvalid, Some("reason")),
            ModerationError::NotPossible => (ModerationErrorCode::DecisionNotPossible, Some("decision")),
        };
        Self { code, message: error.to_string(), field: path(field) }
    }
}

impl From<FlagError> for ReviewFlagUserError {
    fn from(error: FlagError) -> Self {
        let (code, field) = match error {
            FlagError::ReviewNotFound => (ReviewFlagErrorCode::ReviewNotFound, Some("reviewId")),
            FlagError::FlaggedAlready => (ReviewFlagErrorCode::FlaggedAlready, None),
            FlagError::CommentInvalid => (ReviewFlagErrorCode::CommentInvalid, Some("comment")),
            FlagError::OwnReview => (ReviewFlagErrorCode::OwnReview, None),
            FlagError::TooMany => (ReviewFlagErrorCode::TooManyFlags, None),
        };
        Self { code, message: error.to_string(), field: path(field) }
    }
}

impl From<AppealError> for ReviewAppealUserError {
    fn from(error: AppealError) -> Self {
        let (code, field) = match error {
            AppealError::ReviewNotFound => (ReviewAppealErrorCode::ReviewNotFound, Some("reviewId")),
            AppealError::Nothing => (ReviewAppealErrorCode::NothingToAppeal, None),
            AppealError::Already => (ReviewAppealErrorCode::AppealedAlready, None),
            AppealError::TextInvalid => (ReviewAppealErrorCode::TextInvalid, Some("text")),
            AppealError::WindowOver => (ReviewAppealErrorCode::AppealWindowOver, None),
        };
        Self { code, message: error.to_string(), field: path(field) }
    }
}

fn path(field: Option<&str>) -> Option<Vec<String>> {
    field.map(|name| vec![name.to_owned()])
}
