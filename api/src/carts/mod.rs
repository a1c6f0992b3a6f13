//! Carts: what somebody means to buy, over many shops, priced all-in.

pub mod content;
mod edit;
pub mod entity;
pub mod graphql;
mod merge;
pub mod policy;

pub use edit::{CartError, LineChange, NewLine, acknowledge, add_lines, choose_delivery, update_lines};
pub use merge::merge;

use crate::actor::Actor;
use crate::app::App;
use entity::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::CartId;

/// Which cart is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    /// The one that was named.
    pub asked: Option<CartId>,
    /// The one that the visitor's browser remembers.
    pub remembered: Option<CartId>,
}

/// The cart that is meant: the named one; else the account's; else, for guests, the one their browser remembers. A
/// guest's cart is open to who knows its id; an account's only to its owner, for others it does not exist.
///
/// # Errors
/// The database's.
pub async fn find(app: &App, actor: &Actor, which: Which) -> Result<Option<Model>, DbErr> {
    let query = match (which.asked, actor.account_id(), which.remembered) {
        (Some(id), _, _) | (None, None, Some(id)) => Entity::find_by_id(id),
        (None, Some(account), _) => Entity::find().filter(Column::AccountId.eq(account)),
        (None, None, None) => return Ok(None),
    };
    let cart = query.one(app.db.read()).await?;
    Ok(cart.filter(|cart| cart.account_id.is_none() || cart.account_id == actor.account_id()))
}

/// Drops carts that nobody has touched for [`policy::IDLE_DAYS`]; returns how many.
///
/// # Errors
/// The database's.
pub async fn drop_idle(app: &App) -> Result<u64, DbErr> {
    let since = app.clock.now().plus_days(-policy::IDLE_DAYS);
    let deleted = Entity::delete_many().filter(Column::UpdatedAt.lt(since)).exec(app.db.write()).await?;
    Ok(deleted.rows_affected)
}
