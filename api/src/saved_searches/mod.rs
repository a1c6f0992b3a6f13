//! Saved searches: what somebody looks for again and again, with a count of what is new since their last look and, if they
//! like, a letter a day at most.
//!
//! A product is new from when it was first for sale, which is its place among the newest of every list. What a shop below
//! the standard sells stands earlier there, so it is news to nobody.

mod address;
mod edit;
pub mod entity;
pub mod graphql;
mod letters;
mod news;

pub use address::{Named, named};
pub use edit::{NewSearch, SavedSearchError, create, delete, mark_seen, set_letters};
pub use letters::{SETTLED_MS, of_letter, write_due};
pub use news::{Found, count_new, find_new};

use crate::actor::Shopper;
use crate::app::App;
use entity::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::id::{AccountId, SavedSearchId};

/// Most searches of one account.
pub const MAX_SEARCHES: usize = 20;
/// Longest search that is kept, in characters: as much as a search reads.
pub const MAX_TEXT: usize = 200;

/// The searches of somebody signed in, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, shopper: &Shopper) -> Result<Vec<Model>, DbErr> {
    of_account(app, shopper.account_id()).await
}

/// The searches of an account, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(app: &App, account: AccountId) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find().filter(Column::AccountId.eq(account));
    query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(app.db.read()).await
}

/// One search of somebody signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn find(app: &App, shopper: &Shopper, id: SavedSearchId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::AccountId.eq(shopper.account_id())).one(app.db.read()).await
}
