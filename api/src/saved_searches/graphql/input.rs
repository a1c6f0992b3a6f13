//! Saving and changing searches over the API.

use super::SavedSearch;
use crate::actor::Shopper;
use crate::catalog::Sort;
use crate::catalog::graphql::{ProductFilterInput, ProductSort, parse_price};
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::saved_searches::entity::SavedFilter;
use crate::saved_searches::{self, NewSearch, SavedSearchError};
use crate::shops;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::id::SavedSearchId;
use std::collections::BTreeSet;

/// What is wrong with a search to save, or with a change of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SavedSearchErrorCode {
    /// There is no such search among the visitor's.
    SavedSearchNotFound,
    /// The account would keep more than 20 searches.
    TooManySavedSearches,
    /// There is neither a text nor a filter: it would find everything.
    SearchEmpty,
    /// There is no such category or shop.
    FilterUnknown,
}

/// Why a search was not saved or changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct SavedSearchUserError {
    /// The reason, for programs.
    pub code: SavedSearchErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

/// A search to save: the same arguments as those of `products`.
#[derive(InputObject)]
pub struct SavedSearchCreateInput {
    /// What was typed, in the language of the request; up to 200 characters count.
    pub search: Option<String>,
    /// Only products that pass it.
    pub filter: Option<ProductFilterInput>,
    /// The order in which it is shown; when left out, RELEVANCE of a search and else NEWEST.
    pub sort: Option<ProductSort>,
    /// Whether to write to its owner, once a day at most, when something new fits it. Left out, a new one brings none.
    pub letters: Option<bool>,
}

/// Whether a saved search brings letters.
#[derive(InputObject)]
pub struct SavedSearchUpdateInput {
    /// The saved search.
    pub id: ID,
    /// Whether to write to its owner when something new fits it. Switched on, letters tell of what comes from then on.
    pub letters: bool,
}

/// A saved search that its owner looks at.
#[derive(InputObject)]
pub struct SavedSearchSeenInput {
    /// The saved search.
    pub id: ID,
}

/// A saved search to delete.
#[derive(InputObject)]
pub struct SavedSearchDeleteInput {
    /// The saved search.
    pub id: ID,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The saved search as it is now.
            pub saved_search: Option<SavedSearch>,
            /// Why nothing was changed.
            pub user_errors: Vec<SavedSearchUserError>,
        }

        impl From<Answer> for $name {
            fn from(Answer { saved_search, user_errors }: Answer) -> Self {
                Self { saved_search, user_errors }
            }
        }
    )+};
}

payloads! {
    /// The answer of `savedSearchCreate`.
    SavedSearchCreatePayload,
    /// The answer of `savedSearchUpdate`.
    SavedSearchUpdatePayload,
    /// The answer of `savedSearchSeen`.
    SavedSearchSeenPayload,
}

struct Answer {
    saved_search: Option<SavedSearch>,
    user_errors: Vec<SavedSearchUserError>,
}

/// The answer of `savedSearchDelete`.
#[derive(SimpleObject)]
pub struct SavedSearchDeletePayload {
    /// Whether it is gone.
    pub deleted: bool,
    /// Why nothing was changed.
    pub user_errors: Vec<SavedSearchUserError>,
}

/// Saving searches and changing those that are saved.
#[derive(Default)]
pub struct SavedSearchMutation;

#[Object]
impl SavedSearchMutation {
    /// Keeps a search for the account that is signed in. One that finds the same is kept once, in the order that was chosen
    /// last. `UNAUTHENTICATED` for guests.
    async fn saved_search_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search.")] input: SavedSearchCreateInput,
    ) -> Result<SavedSearchCreatePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match filter(ctx, input.filter.unwrap_or_default()).await.or_fault(ctx)? {
            None => Err(SavedSearchError::FilterUnknown.into()),
            Some(filter) => {
                let new = NewSearch {
                    search: input.search.unwrap_or_default(),
                    filter,
                    sort: input.sort.map(|sort| Sort::from(sort).into()),
                    locale: ctx.locale(),
                    letters: input.letters,
                };
                saved_searches::create(ctx.app(), &shopper, new).await
            }
        };
        Ok(answer(ctx, done).await.or_fault(ctx)?.into())
    }

    /// Switches the letters about a saved search.
    async fn saved_search_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and how.")] input: SavedSearchUpdateInput,
    ) -> Result<SavedSearchUpdatePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup::<SavedSearchId>(&input.id) {
            Some(id) => saved_searches::set_letters(ctx.app(), &shopper, id, input.letters).await.map(|()| id),
            None => Err(Failure::NotFound),
        };
        Ok(answer(ctx, done).await.or_fault(ctx)?.into())
    }

    /// Notes that the visitor looks at a saved search now: its `newCount` begins anew.
    async fn saved_search_seen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SavedSearchSeenInput,
    ) -> Result<SavedSearchSeenPayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup::<SavedSearchId>(&input.id) {
            Some(id) => saved_searches::mark_seen(ctx.app(), &shopper, id).await.map(|()| id),
            None => Err(Failure::NotFound),
        };
        Ok(answer(ctx, done).await.or_fault(ctx)?.into())
    }

    /// Deletes a saved search, and with it its letters.
    async fn saved_search_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SavedSearchDeleteInput,
    ) -> Result<SavedSearchDeletePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup::<SavedSearchId>(&input.id) {
            Some(id) => saved_searches::delete(ctx.app(), &shopper, id).await,
            None => Err(Failure::NotFound),
        };
        match done {
            Ok(()) => Ok(SavedSearchDeletePayload { deleted: true, user_errors: Vec::new() }),
            Err(failure) => {
                let error = refusal(failure, SavedSearchError::NotFound).or_fault(ctx)?;
                Ok(SavedSearchDeletePayload { deleted: false, user_errors: vec![error.into()] })
            }
        }
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper, Fault> {
    ctx.actor().shopper().ok_or(Fault::Unauthenticated)
}

/// The filter with ids in the place of slugs; `None` when it names a category or a shop that is not there.
async fn filter(ctx: &Context<'_>, input: ProductFilterInput) -> Result<Option<SavedFilter>, Fault> {
    let app = ctx.app();
    let currency = app.config.currency;
    let category = match &input.category {
        None => None,
        Some(slug) => match app.shelf.tree(app).await?.by_slug(slug) {
            Some(category) => Some(category.id),
            None => return Ok(None),
        },
    };
    let asked: BTreeSet<String> = input.shops.unwrap_or_default().into_iter().collect();
    let slugs: Vec<String> = asked.into_iter().collect();
    let found = shops::ids_of_slugs(app, &slugs).await?;
    if found.len() < slugs.len() {
        return Ok(None);
    }
    Ok(Some(SavedFilter {
        category,
        shops: found,
        min_price: parse_price(input.min_price, "minPrice", currency)?,
        max_price: parse_price(input.max_price, "maxPrice", currency)?,
        available: input.available,
    }))
}

/// The search after a change, or why there was none.
async fn answer(ctx: &Context<'_>, done: Outcome<SavedSearchId, SavedSearchError>) -> Result<Answer, Fault> {
    match done {
        Ok(id) => Ok(Answer { saved_search: super::find(ctx, id).await?, user_errors: Vec::new() }),
        Err(failure) => {
            let error = refusal(failure, SavedSearchError::NotFound)?;
            Ok(Answer { saved_search: None, user_errors: vec![error.into()] })
        }
    }
}

impl From<SavedSearchError> for SavedSearchUserError {
    fn from(error: SavedSearchError) -> Self {
        let (code, field) = match error {
            SavedSearchError::NotFound => (SavedSearchErrorCode::SavedSearchNotFound, "id"),
            SavedSearchError::TooMany => (SavedSearchErrorCode::TooManySavedSearches, "search"),
            SavedSearchError::Empty => (SavedSearchErrorCode::SearchEmpty, "search"),
            SavedSearchError::FilterUnknown => (SavedSearchErrorCode::FilterUnknown, "filter"),
        };
        Self { code, message: error.to_string(), field: Some(vec![field.to_owned()]) }
    }
}
