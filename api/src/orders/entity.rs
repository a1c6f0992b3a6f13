//! Rows of `orders`, `order_parts`, `order_lines` and `order_links`.

use sea_orm::entity::prelude::*;
use shared::address::Address;
use shared::id::{AccountId, OrderId};
use shared::orders::OrderState;
use shared::{Currency, Locale, Money, Timestamp};

/// What one buyer bought at once, from one shop or from many.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    /// The number that people read and say.
    pub number: String,
    /// The buyer's account; none for a guest.
    pub account_id: Option<AccountId>,
    /// Where the buyer gets mail, in lower case.
    pub email: String,
    /// SHA-256 of the access token; empty for imported orders, which have none.
    pub access_token_hash: Vec<u8>,
    /// The language in which the buyer is written to.
    pub locale: Locale,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// What the goods cost, in minor units.
    pub subtotal: i64,
    /// What delivery costs, in minor units.
    pub delivery_total: i64,
    /// What is paid, in minor units.
    pub total: i64,
    /// Where it stands; follows the states of its parts.
    pub state: OrderState,
    /// Where it goes.
    pub shipping_address: Option<Address>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Whether it belongs to a demonstration.
    pub is_demo: bool,
    /// The name under which another system placed it, for imported orders.
    pub external_reference: Option<String>,
    /// That system: two of them may use the same name. Unique together with the name.
    pub external_source: Option<String>,
    /// Digest of the imported rows, to tell whether they changed.
    pub source_hash: Option<String>,
    /// Raised by every transition.
    pub version: i32,
    /// The version that the last import left; another one means that the order has been moved on here since.
    pub source_version: Option<i32>,
}

impl Model {
    /// Whether its pieces are reserved here, and taken out of the shops' stock when they are shipped.
    ///
    /// Those of imported orders are not: the quantity that a shop system exports is what it can still sell, with open
    /// orders taken off already. To reserve them once more would count them twice, and to give them back when the order
    /// is cancelled would put pieces on the shelf that were never taken off it here.
    #[must_use]
    pub const fn moves_stock(&self) -> bool {
        self.external_reference.is_none()
    }

    /// An amount in the order's currency.
    #[must_use]
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What one shop delivers of an order.
pub mod part {
    use sea_orm::entity::prelude::*;
    use shared::delivery::DeliveryKind;
    use shared::id::{DeliveryOptionId, OrderId, OrderPartId, ShopId};
    use shared::orders::OrderState;
    use shared::{Currency, Money, Timestamp};

    /// One part.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_parts")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrderPartId,
        /// The order.
        pub order_id: OrderId,
        /// The shop.
        pub shop_id: ShopId,
        /// Where it stands.
        pub state: OrderState,
        /// What its goods cost, in minor units.
        pub subtotal: i64,
        /// What its delivery costs, in minor units.
        pub delivery_price: i64,
        /// Both together, in minor units.
        pub total: i64,
        /// The currency of its amounts.
        pub currency: Currency,
        /// The delivery option that was chosen.
        pub delivery_option_id: Option<DeliveryOptionId>,
        /// What kind of delivery that was.
        pub delivery_kind: DeliveryKind,
        /// What it was called, in the buyer's language.
        pub delivery_name: String,
        /// The earliest promised arrival.
        pub promised_earliest: Option<Timestamp>,
        /// The latest promised arrival.
        pub promised_latest: Option<Timestamp>,
        /// When the order was placed; here as well, for the shop's list.
        pub placed_at: Timestamp,
        /// Place among the order's parts.
        pub position: i32,
    }

    impl Model {
        /// An amount in the part's currency.
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

/// One variant of an order, in a quantity.
pub mod line {
    use crate::catalog::entity::ImageCard;
    use sea_orm::entity::prelude::*;
    use shared::id::{OrderId, OrderLineId, OrderPartId, ProductId, VariantId};
    use shared::{Currency, Money};

    /// One line.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_lines")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrderLineId,
        /// The order.
        pub order_id: OrderId,
        /// The part.
        pub part_id: OrderPartId,
        /// The product, as long as it is known.
        pub product_id: Option<ProductId>,
        /// The variant, as long as it is known.
        pub variant_id: Option<VariantId>,
        /// The variant's SKU as it was.
        pub sku: Option<String>,
        /// The product's title as it was, in the buyer's language.
        pub title: String,
        /// The variant's title as it was.
        pub variant_title: Option<String>,
        /// The picture as it was.
        pub image: Option<ImageCard>,
        /// Pieces that were ordered.
        pub quantity: i32,
        /// Price of one piece, in minor units.
        pub unit_price: i64,
        /// Price of all pieces, in minor units.
        pub total: i64,
        /// The currency of both.
        pub currency: Currency,
        /// Pieces in shipments that are not cancelled; at most `quantity`.
        pub shipped_quantity: i32,
        /// Pieces in delivered shipments; at most `shipped_quantity`.
        pub delivered_quantity: i32,
        /// Place among the order's lines.
        pub position: i32,
    }

    impl Model {
        /// An amount in the line's currency.
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

/// Links to an order that stand in mails to guests.
pub mod link {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::OrderId;

    /// One link.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_links")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The order that it opens.
        pub order_id: OrderId,
        /// SHA-256 of its token; the token itself is in the mail alone.
        pub token_hash: Vec<u8>,
        /// When the mail was written.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
