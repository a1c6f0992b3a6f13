//! Rows of `review_judgements`, `review_clearances`, `review_rings` and `review_ring_members`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::{AccountId, ProductId, ReviewId, ShopId};
use shared::text_enum;
use shared::trust::parts::Part;

/// What a score is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct Parts(pub Vec<Part>);

/// How the machine judged a review the last time.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_judgements")]
pub struct Model {
    /// The review.
    #[sea_orm(primary_key, auto_increment = false)]
    pub review_id: ReviewId,
    /// 0 to 1.
    pub score: f64,
    /// Whether that is enough to hold it.
    pub hold: bool,
    /// What the score is made of.
    pub parts: Parts,
    /// The ring that says most about its author.
    pub ring_id: Option<Uuid>,
    /// When.
    pub judged_at: Timestamp,
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What moderators let stand.
pub mod clearance {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::ReviewId;

    /// One review.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_clearances")]
    pub struct Model {
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: ReviewId,
        /// Digest of its stars and words then.
        pub digest: String,
        /// When.
        pub cleared_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Groups of accounts that review together.
pub mod ring {
    use super::Document;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One ring.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_rings")]
    pub struct Model {
        /// The ring.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// A digest of its members; unique.
        pub key: String,
        /// 0 to 1.
        pub score: f64,
        /// All that a picture of it needs.
        pub document: Document,
        /// When it was found the last time.
        pub found_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who belongs to which ring.
pub mod ring_member {
    use sea_orm::entity::prelude::*;
    use shared::id::AccountId;

    /// One account in one ring.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_ring_members")]
    pub struct Model {
        /// The ring.
        #[sea_orm(primary_key, auto_increment = false)]
        pub ring_id: Uuid,
        /// Who belongs to it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        /// How much that says about what they wrote, 0 to 1.
        pub says: f64,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

text_enum! {
    /// How an account belongs to a ring.
    pub enum Role {
        /// Bound to most of the others.
        Member = "member",
        /// Bound to two of it at least, and did the same.
        Accomplice = "accomplice",
        /// Bound to nobody, but did little else than the ring did.
        Follower = "follower",
    }
}

text_enum! {
    /// What binds two of a ring.
    pub enum Reason {
        /// They reviewed the same at the same time, alike.
        Acts = "acts",
        /// An address.
        Address = "address",
        /// A device.
        Device = "device",
        /// A payment instrument.
        Payment = "payment",
        /// Texts.
        Texts = "texts",
        /// Each belongs to a cell, and both cells agree.
        Cell = "cell",
    }
}

/// A ring as a graph: members and targets by their places, and the lines between them. Names are not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Document {
    /// What its score is made of.
    pub parts: Vec<Part>,
    /// Who belongs to it.
    pub members: Vec<Member>,
    /// What they reviewed together.
    pub targets: Vec<Target>,
    /// Lines between members and targets.
    pub reviews: Vec<Line>,
    /// Lines between members.
    pub bonds: Vec<Bond>,
}

/// An account of a ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// How many reviews it wrote in the year that was looked at.
    pub reviews: u32,
    /// How it belongs.
    pub role: Role,
}

/// A target of a ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The product; none when the shop's service was reviewed.
    pub product: Option<ProductId>,
    /// Whose it is.
    pub shop: ShopId,
}

/// A review of a target by a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The member's place.
    pub member: usize,
    /// The target's place.
    pub target: usize,
    /// 1 to 5.
    pub stars: u8,
    /// When it was written.
    pub at: i64,
}

/// What binds two members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bond {
    /// The place of one.
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// How closely, 0 to 1.
    pub strength: f64,
    /// By what.
    pub reasons: Vec<Reason>,
}
