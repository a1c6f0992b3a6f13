//! Wishlists: what somebody keeps for later, with what it cost then, shown to others by a link if its owner likes.

mod edit;
pub mod entity;
pub mod graphql;
pub mod loaders;
mod merge;
mod notices;
pub mod policy;

pub use edit::{Sharing, WishlistError, add, remove, share};
pub use merge::merge;
pub use notices::{BACK_IN_STOCK, PRICE_DROPPED, tell_news, tell_of};

use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use entity::{Column, Entity, Model, item};
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::id::{AccountId, WishlistId};
use std::sync::Arc;

/// Which list is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    /// The one that was named.
    pub asked: Option<WishlistId>,
    /// The one that the visitor's browser remembers.
    pub remembered: Option<WishlistId>,
}

impl Which {
    /// The list with this id.
    #[must_use]
    pub const fn named(id: WishlistId) -> Self {
        Self { asked: Some(id), remembered: None }
    }
}

/// The list that is meant: the named one; else the account's; else, for guests, the one their browser remembers. A
/// guest's list is open to who knows its id; an account's only to its owner, for others it does not exist.
///
/// # Errors
/// The database's.
pub async fn find(app: &App, actor: &Actor, which: Which) -> Result<Option<Model>, DbErr> {
    let query = match (which.asked, actor.account_id(), which.remembered) {
        (Some(id), _, _) | (None, None, Some(id)) => Entity::find_by_id(id),
        (None, Some(account), _) => Entity::find().filter(Column::AccountId.eq(account)),
        (None, None, None) => return Ok(None),
    };
    let list = query.one(app.db.read()).await?;
    Ok(list.filter(|list| list.account_id.is_none() || list.account_id == actor.account_id()))
}

/// The list that a link opens, while it is shared.
///
/// # Errors
/// The database's.
pub async fn shared_by(app: &App, token: &str) -> Result<Option<Model>, DbErr> {
    if token.is_empty() {
        return Ok(None);
    }
    Entity::find().filter(Column::ShareToken.eq(token)).one(app.db.read()).await
}

/// What is on a list, the newest first.
///
/// # Errors
/// The database's.
pub async fn items(app: &App, list: WishlistId) -> Result<Vec<Arc<item::Model>>, DbErr> {
    let query = item::Entity::find()
        .filter(item::Column::WishlistId.eq(list))
        .order_by_desc(item::Column::CreatedAt)
        .order_by_desc(item::Column::ProductId);
    Ok(query.all(app.db.read()).await?.into_iter().map(Arc::new).collect())
}

/// Drops guests' lists that nobody has changed for [`policy::IDLE_DAYS`]; returns how many.
///
/// # Errors
/// The database's.
pub async fn drop_idle(app: &App) -> Result<u64, DbErr> {
    let since = app.clock.now().plus_days(-policy::IDLE_DAYS);
    let idle = Entity::delete_many().filter(Column::AccountId.is_null()).filter(Column::UpdatedAt.lt(since));
    Ok(idle.exec(app.db.write()).await?.rows_affected)
}

/// Takes the row of a list that the actor may change, so that it stays as it is until the transaction ends.
async fn lock(tx: &Tx, actor: &Actor, id: WishlistId) -> Result<Option<Model>, DbErr> {
    let open = match actor.account_id() {
        Some(account) => Column::AccountId.is_null().or(Column::AccountId.eq(account)),
        None => Column::AccountId.is_null(),
    };
    let row = entity::ActiveModel { updated_at: ActiveValue::Set(tx.now()), ..entity::ActiveModel::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(open);
    Ok(update.exec_with_returning(tx.conn()).await?.into_iter().next())
}

/// A new list; for an account the one it has, should there be one.
async fn ensure(app: &App, tx: &Tx, account: Option<AccountId>) -> Result<Model, DbErr> {
    let row = entity::ActiveModel {
        id: ActiveValue::Set(app.ids.next()),
        account_id: ActiveValue::Set(account),
        name: ActiveValue::Set(None),
        share_token: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let keep = OnConflict::column(Column::AccountId).update_column(Column::UpdatedAt).to_owned();
    Entity::insert(row).on_conflict(keep).exec_with_returning(tx.conn()).await
}
