//! Rows of `shops`, `shop_members` and `delivery_options`.

use sea_orm::entity::prelude::*;
use shared::id::ShopId;
use shared::trust::StandingLevel;
use shared::{Timestamp, Translated, text_enum};

text_enum! {
    /// Whether a shop sells.
    pub enum ShopStatus {
        /// Open.
        Active = "active",
        /// Below the standard for too long: its page stays and says so, nothing of it is listed or bought.
        Suspended = "suspended",
        /// Closed: its pages are gone, its orders stay.
        Closed = "closed",
    }
}

impl ShopStatus {
    /// Those of shops that have a page.
    pub const SHOWN: [Self; 2] = [Self::Active, Self::Suspended];
    /// Those of shops that sell nothing.
    pub const STILL: [Self; 2] = [Self::Suspended, Self::Closed];
}

text_enum! {
    /// What somebody may do in a shop.
    pub enum MemberRole {
        /// The shop is theirs.
        Owner = "owner",
        /// Works there.
        Staff = "staff",
    }
}

/// One shop.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shops")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShopId,
    /// The address of its page.
    pub slug: String,
    /// Its name.
    pub name: Translated,
    /// One line about it, plain text.
    pub tagline: Translated,
    /// Its story, sanitised HTML.
    pub story: Translated,
    /// Its terms of return, plain text.
    pub returns: Translated,
    /// Where it works.
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    /// Since when.
    pub founded_year: Option<i32>,
    /// Its emblem, a path under `/media/`.
    pub emblem_path: Option<String>,
    /// Whether it sells.
    pub status: ShopStatus,
    /// How it stood when it was last evaluated.
    pub standing: StandingLevel,
    /// When that was; never of a new shop.
    pub standing_at: Option<Timestamp>,
    /// Since when it is suspended, if it is.
    pub suspended_at: Option<Timestamp>,
    /// Its name in the files that importers bring (`Vendor`).
    pub external_reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// No relations: loaders join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who works where.
pub mod member {
    use super::MemberRole;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, ShopId};

    /// One account on the staff of one shop.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shop_members")]
    pub struct Model {
        /// The shop.
        #[sea_orm(primary_key, auto_increment = false)]
        pub shop_id: ShopId,
        /// Somebody of its staff.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        /// What they may do.
        pub role: MemberRole,
        /// Since when.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a shop delivers.
pub mod delivery_option {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use shared::id::{DeliveryOptionId, ShopId};
    use shared::{CountryCode, Currency, DeliveryKind, Translated};

    /// Countries, as a JSON list of codes.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
    #[serde(transparent)]
    pub struct Countries(pub Vec<CountryCode>);

    /// One way of delivering.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery_options")]
    pub struct Model {
        /// The option.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DeliveryOptionId,
        /// The shop.
        pub shop_id: ShopId,
        /// Unique in the shop.
        pub key: String,
        /// What kind it is.
        pub kind: DeliveryKind,
        /// Its name.
        pub name: Translated,
        /// What it costs, in minor units of `currency`.
        pub price: i64,
        /// The currency.
        pub currency: Currency,
        /// From this subtotal on it is free, in minor units.
        pub free_over: Option<i64>,
        /// Working days at least.
        pub min_days: i32,
        /// Working days at most.
        pub max_days: i32,
        /// Its place in the list.
        pub position: i32,
        /// Whether it can be chosen.
        pub active: bool,
        /// The countries that it serves; every one when none are named.
        pub countries: Option<Countries>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
