//! What moderators look after: one queue of cases, what the machine holds, what people flag, what authors appeal against;
//! decisions with their reasons, and a log of all that was done.
//!
//! A review has one open case at most. Whoever touches a case holds the row of its review first, and closes it by a
//! conditional UPDATE on its version: of two who decide at once, one does.

mod appeal;
pub mod cases;
mod decide;
pub mod entity;
mod flag;
mod forget;
pub mod graphql;
mod list;
pub mod loaders;
mod notes;
pub mod policy;
mod statements;

pub use appeal::{appeal, may_appeal};
pub(crate) use decide::rule;
pub use decide::{Ruling, decide, is_own};
pub use entity::Model;
pub use flag::flag;
pub(crate) use forget::forget;
pub use list::{Place, Wanted, count, list};
pub use statements::is_suspended;
pub(crate) use statements::{hold, release};

use crate::failure::Failure;
use entity::ActionKind;
use serde::{Deserialize, Serialize};
use shared::id::CaseId;
use shared::reviews::{APPEAL_DAYS, AppealText, DecisionReason, FLAGS_A_DAY, FlagComment};

/// The author of a review is written to: the payload is [`Decided`], the aggregate the case.
pub const DECIDED: &str = "moderation.decided";

/// About which action of which case an author is written to, and what the letter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The case.
    pub case: CaseId,
    /// The action's number in it.
    pub number: i32,
    /// What became of the review.
    pub letter: ActionKind,
}

/// Why nothing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModerationError {
    /// There is no such case.
    #[error("there is no such case")]
    CaseNotFound,
    /// Its version is another.
    #[error("something came in since you read this case: read it again")]
    CaseChanged,
    /// It does not wait any more.
    #[error("this case was decided meanwhile")]
    CaseDecided,
    /// An appeal against a decision of the moderator's own, or a review of theirs.
    #[error("you have decided about this before, or wrote it: somebody else decides")]
    CaseYours,
    /// A decision against the author without a rule.
    #[error("name the rule that is broken")]
    GroundMissing,
    /// A reason without words, or with too many.
    #[error("give a reason of 1 to {max} characters: the author reads it", max = DecisionReason::MAX)]
    ReasonInvalid,
    /// It would do nothing, or the review is gone.
    #[error("as the review stands, this cannot be decided")]
    NotPossible,
}

/// Why a flag was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlagError {
    /// There is no such review for this visitor.
    #[error("there is no such review")]
    ReviewNotFound,
    /// One flag an account and review.
    #[error("you have flagged this review already")]
    FlaggedAlready,
    /// Too many words.
    #[error("say it in at most {max} characters", max = FlagComment::MAX)]
    CommentInvalid,
    /// It is the visitor's own.
    #[error("this is your own review: change it, or take it back")]
    OwnReview,
    /// Too many in a day.
    #[error("an account flags at most {FLAGS_A_DAY} reviews in a day")]
    TooMany,
}

/// Why an appeal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppealError {
    /// There is no such review of the visitor's.
    #[error("there is no such review of yours")]
    ReviewNotFound,
    /// Nothing stands against it.
    #[error("nothing was decided against this review")]
    Nothing,
    /// Once a decision.
    #[error("you have appealed already")]
    Already,
    /// No words, or too many.
    #[error("say why in 1 to {max} characters", max = AppealText::MAX)]
    TextInvalid,
    /// The time is over.
    #[error("this was decided more than {APPEAL_DAYS} days ago")]
    WindowOver,
}

macro_rules! refusals {
    ($($error:ident),+) => {$(
        impl From<$error> for Failure<$error> {
            fn from(error: $error) -> Self {
                Self::Refused(error)
            }
        }
    )+};
}

refusals!(ModerationError, FlagError, AppealError);
