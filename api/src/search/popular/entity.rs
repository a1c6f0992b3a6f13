//! Rows of `search_queries` and `search_query_keys`.

use sea_orm::entity::prelude::*;
use shared::Locale;

/// A visitor searched for it on a day; however often, it is one row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_queries")]
pub struct Model {
    /// The day, counted from 1970-01-01, UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    /// The language of the page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: Locale,
    /// Its words in lower case, a blank between two.
    #[sea_orm(primary_key, auto_increment = false)]
    pub query: String,
    /// HMAC-SHA256 of the visitor with the day's secret: another one every day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_hash: Vec<u8>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The secret of a day.
pub mod key {
    use sea_orm::entity::prelude::*;

    /// One day's; it goes when the day is over.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_query_keys")]
    pub struct Model {
        /// The day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i32,
        /// 256 bits.
        pub secret: Vec<u8>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
