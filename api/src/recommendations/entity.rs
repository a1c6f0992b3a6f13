//! Rows of `signals`, `recommendation_models`, `recommendation_items`, `recommendation_trainings` and `experiment_exposures`.

use sea_orm::entity::prelude::*;
use shared::id::{AccountId, ProductId};
use shared::{Timestamp, text_enum};

text_enum! {
    /// What somebody did with a product, beside buying and reviewing it: that is read where it is kept anyway.
    pub enum SignalKind {
        /// They looked at its page.
        View = "view",
        /// They chose it among what a search found.
        SearchClick = "search_click",
        /// They put it into a cart.
        Cart = "cart",
        /// They put it on a wishlist.
        Wishlist = "wishlist",
        /// They do not want it suggested.
        NotInterested = "not_interested",
        /// They have it already.
        Owned = "owned",
    }
}

impl SignalKind {
    /// Whether it keeps the product from being suggested.
    #[must_use]
    pub const fn hides(self) -> bool {
        matches!(self, Self::NotInterested | Self::Owned)
    }
}

/// One signal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signals")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub account_id: Option<AccountId>,
    /// SHA-256 of what a guest's browser remembers; none when it is an account's.
    pub visitor_hash: Option<Vec<u8>>,
    /// The product.
    pub product_id: ProductId,
    /// What was done.
    pub kind: SignalKind,
    /// Whether that hides the product; such a row is unique for somebody and a product.
    pub hides: bool,
    /// For how long it was looked at, in milliseconds; 0 where that is not known.
    pub dwell_ms: i32,
    /// When; of what was looked at again and again, when last.
    pub at: Timestamp,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Models that were learned.
pub mod model {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One model.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recommendation_models")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// How many items it has.
        pub items: i32,
        /// Of how many people it was learned.
        pub people: i64,
        /// Of how many purchases and weaker signals.
        pub interactions: i64,
        /// What the training chose.
        pub parameters: Json,
        /// What the training says of itself.
        pub summary: Json,
        /// Of what it was learned: as long as this is the same, there is nothing new to learn.
        pub mark: String,
        /// When its training began.
        pub started_at: Timestamp,
        /// From when on it is served; none while it is being written.
        pub finished_at: Option<Timestamp>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a model says of each product.
pub mod item {
    use sea_orm::entity::prelude::*;
    use shared::id::ProductId;

    /// One product.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recommendation_items")]
    pub struct Model {
        /// The model.
        #[sea_orm(primary_key, auto_increment = false)]
        pub model_id: Uuid,
        /// By which number the model calls the product.
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        /// The product.
        pub product_id: ProductId,
        /// What it speaks for, packed.
        pub neighbours: Vec<u8>,
        /// What is bought together with it, packed.
        pub pairs: Vec<u8>,
        /// Its recent demand.
        pub demand: f64,
        /// The same of those who read a language, where there was any.
        pub demand_by_locale: Json,
        /// What its recent demand makes of a taste for it.
        pub taste_lift: f64,
        /// What buying it again weighs.
        pub repeat_lift: f64,
        /// After how many days it is bought again, where five buyers or more have shown that.
        pub rhythm_days: Option<f64>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is learning.
pub mod training {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// The claim; there is one row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recommendation_trainings")]
    pub struct Model {
        /// 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// The training that holds it.
        pub claimed_by: Option<Uuid>,
        /// Until when.
        pub claimed_until: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who takes part in an experiment.
pub mod exposure {
    use sea_orm::entity::prelude::*;
    use shared::id::AccountId;
    use shared::{Timestamp, text_enum};

    text_enum! {
        /// What somebody gets in an experiment.
        pub enum Arm {
            /// Suggestions by their own history.
            Personal = "personal",
            /// Suggestions as if nothing were known of them.
            Holdout = "holdout",
        }
    }

    /// One account in one experiment.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "experiment_exposures")]
    pub struct Model {
        /// The experiment's name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub experiment: String,
        /// Who takes part.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        /// What they get.
        pub arm: Arm,
        /// When they were first suggested something that depends on it.
        pub first_exposed_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
