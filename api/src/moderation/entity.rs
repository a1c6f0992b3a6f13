//! Rows of `moderation_cases`, `moderation_flags`, `moderation_appeals`, `moderation_actions`, `moderation_statements` and
//! `review_suspensions`.

use sea_orm::entity::prelude::*;
use shared::id::CaseId;
use shared::{Timestamp, text_enum};

text_enum! {
    /// What a case is about.
    pub enum SubjectKind {
        /// A review.
        Review = "review",
    }
}

text_enum! {
    /// Whether a case waits.
    pub enum CaseState {
        /// For a decision.
        Open = "open",
        /// It was decided, or there is nothing to decide any more.
        Decided = "decided",
    }
}

text_enum! {
    /// What brought a case into the queue.
    pub enum Origin {
        /// The machine held it.
        Holding = "holding",
        /// Somebody flagged it, or a moderator acted on their own.
        Flag = "flag",
        /// Its author appealed.
        Appeal = "appeal",
    }
}

text_enum! {
    /// What is wrong with what somebody wrote: said by those who flag it, and by the statement of reasons.
    pub enum Ground {
        /// It is made up, or paid for.
        Fake = "fake",
        /// It is advertising.
        Spam = "spam",
        /// It insults or hates.
        Offensive = "offensive",
        /// It gives away private data.
        PrivateData = "private_data",
        /// It is not about the thing.
        OffTopic = "off_topic",
        /// It breaks the law.
        Illegal = "illegal",
        /// Something else.
        Other = "other",
    }
}

text_enum! {
    /// What was done about a case.
    pub enum ActionKind {
        /// The machine held it.
        Held = "held",
        /// Nothing is left to decide.
        Released = "released",
        /// Somebody flagged it.
        Flagged = "flagged",
        /// Its author appealed.
        Appealed = "appealed",
        /// What stood was left standing.
        Upheld = "upheld",
        /// It was hidden.
        Hidden = "hidden",
        /// It was shown.
        Restored = "restored",
        /// Its author was warned.
        Warned = "warned",
        /// It was hidden, and its author writes nothing for a while.
        Suspended = "suspended",
    }
}

text_enum! {
    /// What the author of a review was told.
    pub enum Told {
        /// It is being checked.
        Held = "held",
        /// It is hidden.
        Hidden = "hidden",
        /// It is shown, and they are warned.
        Warned = "warned",
        /// It is hidden, and they write nothing for a while.
        Suspended = "suspended",
    }
}

/// Something that a moderator decides about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "moderation_cases")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CaseId,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// The review.
    pub subject_id: Uuid,
    /// The review again while the case is open; unique.
    pub open_subject: Option<Uuid>,
    /// Whether it waits.
    pub state: CaseState,
    /// What brought it here last.
    pub origin: Origin,
    /// 0 to 100.
    pub priority: i32,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// How many actions there were.
    pub version: i32,
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who said what against a review.
pub mod flag {
    use super::Ground;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, CaseId, ReviewId};

    /// One flag.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_flags")]
    pub struct Model {
        /// The flag.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The case that it belongs to.
        pub case_id: CaseId,
        /// The review.
        pub review_id: ReviewId,
        /// Who flagged it.
        pub account_id: AccountId,
        /// What is wrong.
        pub category: Ground,
        /// In their words; may be empty.
        pub comment: String,
        /// When.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What authors say against decisions.
pub mod appeal {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, CaseId, ReviewId};

    /// One appeal.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_appeals")]
    pub struct Model {
        /// The case in which it is decided.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: CaseId,
        /// The review.
        pub review_id: ReviewId,
        /// The author's words.
        pub text: String,
        /// Who decided what it is against; nobody when that was the machine, or when they have gone.
        pub against: Option<AccountId>,
        /// When.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was done; rows are only added.
pub mod action {
    use super::{ActionKind, Ground};
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, CaseId};

    /// One action.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_actions")]
    pub struct Model {
        /// The case.
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: CaseId,
        /// The version of the case that it made.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// What was done.
        pub action: ActionKind,
        /// By whom; nobody when it was the machine, or when they have gone.
        pub account_id: Option<AccountId>,
        /// The rule that was named.
        pub ground: Option<Ground>,
        /// What was said with it.
        pub reason: Option<String>,
        /// When.
        pub at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What authors were told last, while it holds.
pub mod statement {
    use super::{Ground, Told};
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, CaseId, ReviewId};

    /// The statement about one review.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_statements")]
    pub struct Model {
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: ReviewId,
        /// The case in which it was decided.
        pub case_id: CaseId,
        /// What.
        pub decision: Told,
        /// The rule that is broken.
        pub ground: Option<Ground>,
        /// The moderator's words; none of the machine.
        pub text: Option<String>,
        /// Whether the machine decided.
        pub automated: bool,
        /// The moderator.
        pub decided_by: Option<AccountId>,
        /// When.
        pub issued_at: Timestamp,
        /// When the author appealed: once, and what is decided then holds.
        pub appealed_at: Option<Timestamp>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who writes no reviews for now.
pub mod suspension {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, ReviewId};

    /// One account.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_suspensions")]
    pub struct Model {
        /// The account.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        /// The review for which it is.
        pub review_id: ReviewId,
        /// Until when.
        pub until: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
