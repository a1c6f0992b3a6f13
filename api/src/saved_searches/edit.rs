//! Saving a search, switching its letters, looking at it, deleting it. Saving may be repeated: the same search is kept once.

use super::entity::{self, Column, Entity, Model, SavedFilter, SavedSort};
use super::{MAX_SEARCHES, MAX_TEXT};
use crate::accounts::entity as account;
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect};
use sha2::{Digest as _, Sha256};
use shared::Locale;
use shared::id::SavedSearchId;

/// Why no search was saved or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedSearchError {
    /// There is no such search of this account.
    #[error("this search is not among your saved ones any more")]
    NotFound,
    /// There are as many as may be.
    #[error("you can save at most {MAX_SEARCHES} searches: delete one first")]
    TooMany,
    /// It would find everything.
    #[error("type something to search for, or narrow the list, before you save the search")]
    Empty,
    /// It names a category or a shop that is not there.
    #[error("there is no such category or shop: choose another one")]
    FilterUnknown,
}

impl From<SavedSearchError> for Failure<SavedSearchError> {
    fn from(error: SavedSearchError) -> Self {
        Self::Refused(error)
    }
}

/// A search to save.
#[derive(Clone, Debug)]
pub struct NewSearch {
    /// What was typed.
    pub search: String,
    /// What narrows it.
    pub filter: SavedFilter,
    /// The order in which it is shown, if one was chosen.
    pub sort: Option<SavedSort>,
    /// The language in which it was typed.
    pub locale: Locale,
    /// Whether its owner wants letters; of one that is there already `None` changes nothing.
    pub letters: Option<bool>,
}

/// Saves a search; one that finds the same is that one, in the order that was chosen last. Returns its id.
///
/// # Errors
/// [`SavedSearchError::Empty`], [`SavedSearchError::TooMany`].
pub async fn create(app: &App, shopper: &Shopper, new: NewSearch) -> Outcome<SavedSearchId, SavedSearchError> {
    let account = shopper.account_id();
    let search = plain(&new.search);
    let mut filter = new.filter;
    filter.shops.sort_unstable();
    filter.shops.dedup();
    if search.is_empty() && filter == SavedFilter::default() {
        return Err(SavedSearchError::Empty.into());
    }
    // The page's own order needs no word.
    let own = if search.is_empty() { SavedSort::Newest } else { SavedSort::Relevance };
    let sort = new.sort.filter(|sort| *sort != own);
    let digest = digest(&search, &filter)?;
    let tx = app.db.begin(app.clock.now()).await?;
    // The account's row is held, so that of two at once the second one sees the first.
    account::Entity::find_by_id(account).lock_exclusive().one(tx.conn()).await?;
    let known = Entity::find().filter(Column::AccountId.eq(account)).all(tx.conn()).await?;
    if let Some(same) = known.iter().find(|known| known.digest == digest) {
        let mut row = entity::ActiveModel { sort: ActiveValue::Set(sort), ..entity::ActiveModel::default() };
        if let Some(letters) = new.letters.filter(|letters| *letters != same.letters) {
            row.letters = ActiveValue::Set(letters);
            row.news_since = ActiveValue::Set(tx.now());
        }
        Entity::update_many().set(row).filter(Column::Id.eq(same.id)).exec(tx.conn()).await?;
        tx.commit().await?;
        return Ok(same.id);
    }
    if known.len() >= MAX_SEARCHES {
        return Err(SavedSearchError::TooMany.into());
    }
    let row = Model {
        id: app.ids.next(),
        account_id: account,
        search,
        filter,
        sort,
        locale: new.locale,
        digest,
        letters: new.letters.unwrap_or(false),
        seen_at: tx.now(),
        news_since: tx.now(),
        lettered_since: None,
        lettered_at: None,
        created_at: tx.now(),
    };
    let id = row.id;
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Switches the letters of a search. Switched on, they tell of what comes from now on.
///
/// # Errors
/// [`SavedSearchError::NotFound`] as not found.
pub async fn set_letters(
    app: &App,
    shopper: &Shopper,
    id: SavedSearchId,
    letters: bool,
) -> Outcome<(), SavedSearchError> {
    let known = super::find(app, shopper, id).await?.ok_or(Failure::NotFound)?;
    if known.letters == letters {
        return Ok(());
    }
    let row = entity::ActiveModel {
        letters: ActiveValue::Set(letters),
        news_since: ActiveValue::Set(app.clock.now()),
        ..entity::ActiveModel::default()
    };
    update(app, shopper, id, row).await
}

/// Notes that its owner looks at a search now: what is there is not new any more.
///
/// # Errors
/// [`SavedSearchError::NotFound`] as not found.
pub async fn mark_seen(app: &App, shopper: &Shopper, id: SavedSearchId) -> Outcome<(), SavedSearchError> {
    let seen_at = ActiveValue::Set(app.clock.now());
    update(app, shopper, id, entity::ActiveModel { seen_at, ..entity::ActiveModel::default() }).await
}

/// Deletes a search.
///
/// # Errors
/// [`SavedSearchError::NotFound`] as not found.
pub async fn delete(app: &App, shopper: &Shopper, id: SavedSearchId) -> Outcome<(), SavedSearchError> {
    let own = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountId.eq(shopper.account_id()));
    match own.exec(app.db.write()).await?.rows_affected {
        0 => Err(Failure::NotFound),
        _ => Ok(()),
    }
}

async fn update(
    app: &App,
    shopper: &Shopper,
    id: SavedSearchId,
    row: entity::ActiveModel,
) -> Outcome<(), SavedSearchError> {
    let own = Entity::update_many().set(row).filter(Column::Id.eq(id));
    let own = own.filter(Column::AccountId.eq(shopper.account_id()));
    match own.exec(app.db.write()).await?.rows_affected {
        0 => Err(Failure::NotFound),
        _ => Ok(()),
    }
}

/// What was typed, with one blank between words.
fn plain(search: &str) -> String {
    let words: Vec<&str> = search.split_whitespace().collect();
    words.join(" ").chars().take(MAX_TEXT).collect::<String>().trim_end().to_owned()
}

/// Tells searches apart by what they find: small letters or large ones, and the order, make no other search.
fn digest(search: &str, filter: &SavedFilter) -> anyhow::Result<String> {
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(&(search.to_lowercase(), filter))?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_search_is_the_same_however_it_is_typed() {
        let filter = SavedFilter { max_price: Some(2_000), ..SavedFilter::default() };
        let of = |search: &str, filter: &SavedFilter| digest(&plain(search), filter).expect("JSON");
        assert_eq!(of("  Blue\tbowl ", &filter), of("blue bowl", &filter));
        assert_ne!(of("blue bowl", &filter), of("blue bowl", &SavedFilter::default()));
        assert_ne!(of("blue bowl", &filter), of("bowl blue", &filter));
        assert_eq!(plain(&"abc ".repeat(100)).chars().count(), MAX_TEXT - 1, "no blank at the end");
    }
}
