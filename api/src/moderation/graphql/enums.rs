//! Words of moderation in the API.

use crate::moderation::entity::{ActionKind, CaseState, Ground, Origin, SubjectKind, Told};
use crate::moderation::policy::Decision;
use crate::reviews::holding::entity::{Reason, Role};
use async_graphql::Enum;
use shared::trust::parts::Signal;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "SubjectKind")]
pub enum ModerationSubjectKind {
    /// A review.
    Review,
}

/// Whether a case waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "CaseState")]
pub enum ModerationCaseState {
    /// It waits for a decision.
    Open,
    /// It was decided, or there is nothing to decide any more.
    Decided,
}

/// What brought a case into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Origin")]
pub enum ModerationOrigin {
    /// The machine held it.
    Holding,
    /// Somebody flagged it, or a moderator acted on their own.
    Flag,
    /// Its author appealed.
    Appeal,
}

/// What a moderator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Decision")]
pub enum ModerationDecision {
    /// What stands stays: what is shown is shown, what is hidden is hidden, and what is held is hidden from now on.
    Uphold,
    /// It is hidden.
    Hide,
    /// It is shown.
    Restore,
    /// It stays shown, and its author is warned.
    Warn,
    /// It is hidden, and its author writes no reviews for 30 days.
    Suspend,
}

/// What somebody says is wrong with a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Ground")]
pub enum FlagCategory {
    /// It is made up, or paid for.
    Fake,
    /// It is advertising.
    Spam,
    /// It insults or hates.
    Offensive,
    /// It gives away private data of somebody.
    PrivateData,
    /// It is not about the thing.
    OffTopic,
    /// It breaks the law.
    Illegal,
    /// Something else.
    Other,
}

/// The rule that a statement of reasons names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Ground")]
pub enum ModerationGround {
    /// It is made up, or paid for.
    Fake,
    /// It is advertising.
    Spam,
    /// It insults or hates.
    Offensive,
    /// It gives away private data of somebody.
    PrivateData,
    /// It is not about the thing.
    OffTopic,
    /// It breaks the law.
    Illegal,
    /// Something else, which the reason says.
    Other,
}

/// What was done about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ActionKind")]
pub enum ModerationActionKind {
    /// The machine held the review.
    Held,
    /// Nothing is left to decide: its author changed what it was held for, or took it back.
    Released,
    /// Somebody flagged it.
    Flagged,
    /// Its author appealed.
    Appealed,
    /// What stood was left standing.
    Upheld,
    /// It was hidden.
    Hidden,
    /// It was shown.
    Restored,
    /// Its author was warned.
    Warned,
    /// It was hidden, and its author writes no reviews for 30 days.
    Suspended,
}

/// What a statement of reasons is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Told")]
pub enum StatementDecision {
    /// The review is being checked.
    Held,
    /// It is hidden.
    Hidden,
    /// It is shown, and its author was warned.
    Warned,
    /// It is hidden, and its author writes no reviews for 30 days.
    Suspended,
}

/// How an account belongs to a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Role")]
pub enum RingRole {
    /// It is bound to most of the others.
    Member,
    /// It is bound to two of it at least, and did the same.
    Accomplice,
    /// It is bound to nobody, but did little else than the ring did.
    Follower,
}

/// What binds two of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Reason")]
pub enum RingBondReason {
    /// They reviewed the same things at the same time, alike.
    Acts,
    /// An address.
    Address,
    /// A device.
    Device,
    /// A payment instrument.
    Payment,
    /// Texts that are nearly one.
    Texts,
    /// Each belongs to a few who share a signal, and these few agree.
    Cell,
}

/// What a part of the score of a review looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum HoldingPart {
    /// The author belongs to a ring.
    Ring,
    /// Somebody else wrote nearly the same about it.
    Texts,
    /// The author shares an address, a device or a payment instrument with others who review there.
    Shared,
    /// Of many reviews of the author, all are about this shop.
    Exclusivity,
    /// Several reviews came at once.
    Burst,
    /// The stars are far from those of others.
    Deviation,
    /// The account was young.
    Youth,
}

/// What a part of the score of a ring looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RingMeasure {
    /// How closely its members are bound.
    Bonds,
    /// How much of what they write goes to the same few things.
    Focus,
    /// How many things they have in common.
    Support,
    /// How quickly they acted on each.
    Window,
    /// How large a part of all reviews of these things is theirs.
    Ratio,
    /// How far they are from what others say.
    Dissent,
}

impl HoldingPart {
    /// The part that looks at this, of a review.
    pub(super) const fn of(signal: Signal) -> Option<Self> {
        match signal {
            Signal::Ring => Some(Self::Ring),
            Signal::Texts => Some(Self::Texts),
            Signal::Shared => Some(Self::Shared),
            Signal::Exclusivity => Some(Self::Exclusivity),
            Signal::Burst => Some(Self::Burst),
            Signal::Deviation => Some(Self::Deviation),
            Signal::Youth => Some(Self::Youth),
            _ => None,
        }
    }
}

impl RingMeasure {
    /// The part that looks at this, of a ring.
    pub(super) const fn of(signal: Signal) -> Option<Self> {
        match signal {
            Signal::Bonds => Some(Self::Bonds),
            Signal::Focus => Some(Self::Focus),
            Signal::Support => Some(Self::Support),
            Signal::Window => Some(Self::Window),
            Signal::Ratio => Some(Self::Ratio),
            Signal::Dissent => Some(Self::Dissent),
            _ => None,
        }
    }
}
