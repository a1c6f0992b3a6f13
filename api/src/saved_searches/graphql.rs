//! Saved searches in the API.

pub mod input;

pub use input::SavedSearchMutation;

use super::{Named, count_new, entity::Model, named};
use crate::app::App;
use crate::catalog::Sort;
use crate::catalog::graphql::{Category, ProductSort};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::{DateTime, LanguageCode};
use crate::shops::graphql::Shop;
use async_graphql::{Context, ID, Object, Result};
use shared::Money;
use shared::id::{AccountId, SavedSearchId};
use std::sync::Arc;

/// A search that somebody keeps. Only they see it.
#[derive(Clone)]
pub struct SavedSearch(Arc<Content>);

struct Content {
    row: Model,
    named: Named,
}

impl SavedSearch {
    async fn read(app: &App, row: Model) -> Result<Self, Fault> {
        let named = named(app, &row).await?;
        Ok(Self(Arc::new(Content { row, named })))
    }

    fn price(&self, ctx: &Context<'_>, minor: Option<i64>) -> Option<MoneyObject> {
        minor.map(|minor| Money::new(minor, ctx.app().config.currency).into())
    }
}

/// `Account.savedSearches`: one's own; nobody else's, whoever asks.
///
/// # Errors
/// A fault of ours.
pub async fn of_account(ctx: &Context<'_>, account: AccountId) -> Result<Vec<SavedSearch>> {
    let shopper = ctx.actor().shopper().filter(|shopper| shopper.account_id() == account);
    let Some(shopper) = shopper else { return Ok(Vec::new()) };
    let rows = super::list(ctx.app(), &shopper).await.or_fault(ctx)?;
    let searches = rows.into_iter().map(|row| SavedSearch::read(ctx.app(), row));
    futures::future::try_join_all(searches).await.or_fault(ctx)
}

/// One of the visitor's own searches.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: SavedSearchId) -> Result<Option<SavedSearch>, Fault> {
    let Some(shopper) = ctx.actor().shopper() else { return Ok(None) };
    match super::find(ctx.app(), &shopper, id).await? {
        Some(row) => SavedSearch::read(ctx.app(), row).await.map(Some),
        None => Ok(None),
    }
}

/// A search that somebody keeps. Only they see it.
#[Object]
impl SavedSearch {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.row.id)
    }

    /// What was typed; null for a search by its filters alone.
    async fn search(&self) -> Option<&str> {
        Some(self.0.row.search.as_str()).filter(|search| !search.is_empty())
    }

    /// The category to which it keeps, with what is below it; null for all of them, or when it is gone.
    async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
        let row = self.0.named.category.clone()?;
        let tree = ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx);
        Some(tree.map(|tree| Category { row, tree }))
    }

    /// The open shops to which it keeps; empty for all of them.
    async fn shops(&self) -> Vec<Shop> {
        self.0.named.shops.iter().map(|shop| Shop(Arc::clone(shop))).collect()
    }

    /// The lowest price is at least this.
    async fn min_price(&self, ctx: &Context<'_>) -> Option<MoneyObject> {
        self.price(ctx, self.0.row.filter.min_price)
    }

    /// The lowest price is at most this.
    async fn max_price(&self, ctx: &Context<'_>) -> Option<MoneyObject> {
        self.price(ctx, self.0.row.filter.max_price)
    }

    /// In stock (true) or sold out (false); null for both.
    async fn available(&self) -> Option<bool> {
        self.0.row.filter.available
    }

    /// The order in which it is shown; null for the order of the page.
    async fn sort(&self) -> Option<ProductSort> {
        self.0.row.sort.map(|sort| Sort::from(sort).into())
    }

    /// The language in which it was typed: words of other languages may mean something else.
    async fn language(&self) -> LanguageCode {
        self.0.row.locale.into()
    }

    /// The query of the storefront's search page, such as `?q=tea%20bowl&price=20-50`.
    async fn address(&self) -> &str {
        &self.0.named.address
    }

    /// Whether its owner is written to, once a day at most, when something new fits it.
    async fn letters(&self) -> bool {
        self.0.row.letters
    }

    /// How many products that fit it came after its owner's last look.
    async fn new_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = count_new(ctx.app(), &self.0.row).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// When its owner looked at it last: `savedSearchSeen`.
    async fn seen_at(&self) -> DateTime {
        self.0.row.seen_at.into()
    }

    /// When it was saved.
    async fn created_at(&self) -> DateTime {
        self.0.row.created_at.into()
    }
}
