//! Rows of `carts`, `cart_lines`, `cart_deliveries` and `cart_buyers`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::{AccountId, CartId};

/// What somebody means to buy. A guest's cart is theirs who know its id; an account has one at most.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carts")]
pub struct Model {
    /// The cart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CartId,
    /// Whose it is; none for a guest's.
    pub account_id: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// No relations: `content` joins.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What is in a cart.
pub mod line {
    use sea_orm::entity::prelude::*;
    use shared::id::{CartId, CartLineId, VariantId};
    use shared::{Currency, Timestamp};

    /// One variant in a quantity.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cart_lines")]
    pub struct Model {
        /// The line.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CartLineId,
        /// The cart.
        pub cart_id: CartId,
        /// The variant; once a cart.
        pub variant_id: VariantId,
        /// Pieces, 1 to 999.
        pub quantity: i32,
        /// The price of a piece that the shopper last saw and accepted, in minor units of `currency`.
        pub seen_price: i64,
        /// How many could be bought then.
        pub seen_available: i32,
        /// The currency of that price.
        pub currency: Currency,
        /// When it was added; lines stand in this order.
        pub created_at: Timestamp,
    }

    /// No relations: `content` joins.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How each shop of a cart is to deliver.
pub mod delivery {
    use sea_orm::entity::prelude::*;
    use shared::id::{CartId, DeliveryOptionId, ShopId};

    /// What the shopper chose for one shop.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cart_deliveries")]
    pub struct Model {
        /// The cart.
        #[sea_orm(primary_key, auto_increment = false)]
        pub cart_id: CartId,
        /// The shop.
        #[sea_orm(primary_key, auto_increment = false)]
        pub shop_id: ShopId,
        /// Its option that was chosen.
        pub delivery_option_id: DeliveryOptionId,
    }

    /// No relations: `content` joins.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the checkout of a cart was told so far.
pub mod buyer {
    use crate::carts::buyer::Buyer;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::CartId;

    /// What was typed, once a cart.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cart_buyers")]
    pub struct Model {
        /// The cart.
        #[sea_orm(primary_key, auto_increment = false)]
        pub cart_id: CartId,
        /// As it was typed.
        pub buyer: Buyer,
        /// When.
        pub updated_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
