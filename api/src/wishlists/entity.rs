//! Rows of `wishlists` and `wishlist_items`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::{AccountId, WishlistId};

/// What somebody keeps for later. A guest's list is theirs who know its id; an account has one at most.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wishlists")]
pub struct Model {
    /// The list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishlistId,
    /// Whose it is; none for a guest's.
    pub account_id: Option<AccountId>,
    /// What its owner called it for those who have its link.
    pub name: Option<String>,
    /// What opens it to others for reading; none while it is not shared.
    pub share_token: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What is on a list.
pub mod item {
    use sea_orm::entity::prelude::*;
    use shared::id::{ProductId, WishlistId};
    use shared::{Currency, Money, Timestamp};

    /// One product.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "wishlist_items")]
    pub struct Model {
        /// The list.
        #[sea_orm(primary_key, auto_increment = false)]
        pub wishlist_id: WishlistId,
        /// The product; once a list.
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        /// Its lowest price when it was added, in minor units of `currency`.
        pub seen_price: i64,
        /// Whether it could be bought then.
        pub seen_available: bool,
        /// The currency of the prices.
        pub currency: Currency,
        /// The lowest price that was seen or told of since.
        pub told_price: i64,
        /// Whether it could be bought when that was last looked at.
        pub told_available: bool,
        /// When it was added; the newest stands first.
        pub created_at: Timestamp,
    }

    impl Model {
        /// An amount in the item's currency.
        #[must_use]
        pub const fn money(&self, minor: i64) -> Money {
            Money::new(minor, self.currency)
        }
    }

    /// No relations: loaders join by id.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
