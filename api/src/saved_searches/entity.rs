//! Rows of `saved_searches`.

use crate::catalog;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, CategoryId, SavedSearchId, ShopId};
use shared::{Locale, Timestamp, text_enum};

text_enum! {
    /// The order in which a search is shown, in the words of its address.
    pub enum SavedSort {
        /// What fits best first.
        Relevance = "relevance",
        /// The newest first.
        Newest = "newest",
        /// The cheapest first.
        PriceAsc = "price",
        /// The dearest first.
        PriceDesc = "price-down",
        /// By title.
        Title = "name",
    }
}

impl From<catalog::Sort> for SavedSort {
    fn from(sort: catalog::Sort) -> Self {
        match sort {
            catalog::Sort::Relevance => Self::Relevance,
            catalog::Sort::Newest => Self::Newest,
            catalog::Sort::PriceAsc => Self::PriceAsc,
            catalog::Sort::PriceDesc => Self::PriceDesc,
            catalog::Sort::Title => Self::Title,
        }
    }
}

impl From<SavedSort> for catalog::Sort {
    fn from(sort: SavedSort) -> Self {
        match sort {
            SavedSort::Relevance => Self::Relevance,
            SavedSort::Newest => Self::Newest,
            SavedSort::PriceAsc => Self::PriceAsc,
            SavedSort::PriceDesc => Self::PriceDesc,
            SavedSort::Title => Self::Title,
        }
    }
}

/// What narrows a search. Ids and not slugs, so that what is renamed stays what was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct SavedFilter {
    /// In this category or below it.
    pub category: Option<CategoryId>,
    /// From one of these shops, in the order of their ids; none for all.
    pub shops: Vec<ShopId>,
    /// The lowest price at least, in minor units of the marketplace's currency.
    pub min_price: Option<i64>,
    /// The lowest price at most.
    pub max_price: Option<i64>,
    /// In stock, or sold out.
    pub available: Option<bool>,
}

/// A search that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_searches")]
pub struct Model {
    /// The saved search.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedSearchId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What was typed; empty for a search by what narrows it alone.
    pub search: String,
    /// What narrows it.
    pub filter: SavedFilter,
    /// The order in which it is shown; none for the page's own.
    pub sort: Option<SavedSort>,
    /// The language of what was typed.
    pub locale: Locale,
    /// SHA-256, in hex, of what is searched for: unique in an account.
    pub digest: String,
    /// Whether its owner is written to when there is something new.
    pub letters: bool,
    /// When its owner looked at it last.
    pub seen_at: Timestamp,
    /// What came after this has been in no letter.
    pub news_since: Timestamp,
    /// The last letter told of what came after this …
    pub lettered_since: Option<Timestamp>,
    /// … and until this; none when there was no letter.
    pub lettered_at: Option<Timestamp>,
    /// When it was saved; the newest stands first.
    pub created_at: Timestamp,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
