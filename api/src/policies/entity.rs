//! Rows of `shop_policies` and `shop_policy_words`.

use sea_orm::entity::prelude::*;
use shared::id::ShopId;
use shared::{Timestamp, Translated, text_enum};

text_enum! {
    /// Who pays for sending something back that was right, but is not wanted.
    pub enum ReturnPostage {
        /// The shop.
        Shop = "shop",
        /// The buyer.
        Buyer = "buyer",
    }
}

text_enum! {
    /// What a policy is about.
    pub enum PolicyKind {
        /// Sending things back.
        Returns = "returns",
        /// Things that break.
        Warranty = "warranty",
        /// How things are packed and sent.
        Delivery = "delivery",
        /// Who the shop is and how it is reached.
        Contact = "contact",
    }
}

/// What a shop promises beside its goods.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_policies")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub shop_id: ShopId,
    /// Days from arrival in which things may be sent back; none when the shop says nothing of it.
    pub return_days: Option<i32>,
    /// Who pays for that.
    pub return_postage: Option<ReturnPostage>,
    /// Months in which the shop mends or replaces what breaks; none when it promises no more than the law.
    pub warranty_months: Option<i32>,
    /// Markdown.
    pub returns: Translated,
    /// Markdown.
    pub warranty: Translated,
    /// Markdown.
    pub delivery: Translated,
    /// Markdown.
    pub contact: Translated,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Model {
    /// The text about one thing.
    #[must_use]
    pub const fn text(&self, kind: PolicyKind) -> &Translated {
        match kind {
            PolicyKind::Returns => &self.returns,
            PolicyKind::Warranty => &self.warranty,
            PolicyKind::Delivery => &self.delivery,
            PolicyKind::Contact => &self.contact,
        }
    }

    /// The same, to write it.
    pub const fn text_mut(&mut self, kind: PolicyKind) -> &mut Translated {
        match kind {
            PolicyKind::Returns => &mut self.returns,
            PolicyKind::Warranty => &mut self.warranty,
            PolicyKind::Delivery => &mut self.delivery,
            PolicyKind::Contact => &mut self.contact,
        }
    }
}

/// No relations: loaders join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// By which words a policy is found: written with it, never by itself.
pub mod words {
    use super::PolicyKind;
    use sea_orm::entity::prelude::*;
    use shared::Locale;
    use shared::id::ShopId;

    /// One policy in one language.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shop_policy_words")]
    pub struct Model {
        /// The shop.
        #[sea_orm(primary_key, auto_increment = false)]
        pub shop_id: ShopId,
        /// What it is about.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: PolicyKind,
        /// The language of whoever searches.
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        /// Search terms, with a blank before each.
        pub words: String,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
