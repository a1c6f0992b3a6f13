//! Carts: what somebody means to buy, over many shops, priced all-in.

mod again;
pub mod buyer;
pub mod content;
mod edit;
pub mod entity;
pub mod graphql;
mod merge;
pub mod policy;

pub use again::{Refilled, Shortfall, Wanted, refill};
pub(crate) use edit::left;
pub use edit::{CartError, LineChange, NewLine, acknowledge, add_lines, choose_delivery, update_lines};
pub use merge::merge;

use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use entity::{Column, Entity, Model};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::{CartId, CartLineId};

/// Which cart is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    /// The one that was named.
    pub asked: Option<CartId>,
    /// The one that the visitor's browser remembers.
    pub remembered: Option<CartId>,
}

impl Which {
    /// The cart with this id.
    #[must_use]
    pub const fn named(id: CartId) -> Self {
        Self { asked: Some(id), remembered: None }
    }
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

/// The cart in which a line is, whoever may see it.
///
/// # Errors
/// The database's.
pub async fn cart_of_line(app: &App, id: CartLineId) -> Result<Option<CartId>, DbErr> {
    let line = entity::line::Entity::find_by_id(id).one(app.db.read()).await?;
    Ok(line.map(|line| line.cart_id))
}

/// Takes the row of the cart that is meant for a transaction, so that its lines stay as they are until it ends.
///
/// # Errors
/// The database's.
pub async fn lock(tx: &Tx, actor: &Actor, which: Which) -> Result<Option<Model>, DbErr> {
    let mine = actor.account_id().map(|account| Column::AccountId.eq(account));
    let named = match (which.asked.or(which.remembered), &mine) {
        (_, Some(mine)) if which.asked.is_none() => mine.clone(),
        (Some(id), _) => Column::Id.eq(id),
        (None, _) => return Ok(None),
    };
    let open = mine.into_iter().fold(Column::AccountId.is_null(), sea_orm::ExprTrait::or);
    let row = entity::ActiveModel { updated_at: ActiveValue::Set(tx.now()), ..entity::ActiveModel::default() };
    let update = Entity::update_many().set(row).filter(named).filter(open);
    Ok(update.exec_with_returning(tx.conn()).await?.into_iter().next())
}

/// Empties a cart whose row the transaction holds, and forgets what its checkout was told. What was chosen of
/// deliveries stays for the next time.
///
/// # Errors
/// The database's.
pub async fn empty(tx: &Tx, id: CartId) -> Result<(), DbErr> {
    buyer::forget(tx, id).await?;
    entity::line::Entity::delete_many().filter(entity::line::Column::CartId.eq(id)).exec(tx.conn()).await.map(|_| ())
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
