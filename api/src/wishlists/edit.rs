//! Changing a wishlist. Adding and removing may be repeated: what is there already stays as it is, with what it cost
//! when it was added first.

use super::entity::{Column, Entity, item};
use super::policy::MAX_ITEMS;
use super::{Which, ensure, entity, find, lock};
use crate::actor::Actor;
use crate::app::App;
use crate::catalog::entity::{ProductStatus, product};
use crate::consents::Device;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::recommendations::entity::SignalKind;
use crate::recommendations::signals;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use shared::account::DisplayName;
use shared::id::{ProductId, WishlistId};

/// Why a list was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishlistError {
    /// There is no such list for this visitor.
    #[error("this list does not exist any more: add something to begin a new one")]
    WishlistNotFound,
    /// No such product for sale.
    #[error("this is not for sale: choose something else")]
    ProductNotFound,
    /// The list is full.
    #[error("a list holds at most {MAX_ITEMS} things: take something off it first")]
    TooManyItems,
    /// No name to show.
    #[error("write a name of 1 to {max} characters, or none", max = DisplayName::MAX)]
    NameInvalid,
}

impl From<WishlistError> for Failure<WishlistError> {
    fn from(error: WishlistError) -> Self {
        Self::Refused(error)
    }
}

/// How a list is shown to others.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Whether its link opens it.
    pub shared: bool,
    /// What it is called there; `None` leaves its name as it is, `Some(None)` takes it away.
    pub name: Option<Option<DisplayName>>,
}

/// Puts a product on the list that is meant; without one it makes one, the account's or a guest's. Returns its id. With consent
/// it is remembered for suggestions; `device` is the browser in which a guest gave that.
///
/// # Errors
/// [`WishlistError`], also when a list was named that does not exist.
pub async fn add(
    app: &App,
    actor: &Actor,
    device: Option<&Device>,
    which: Which,
    id: ProductId,
) -> Outcome<WishlistId, WishlistError> {
    let known = find(app, actor, which).await?;
    if known.is_none() && which.asked.is_some() {
        return Err(Failure::NotFound);
    }
    let tx = app.db.begin(app.clock.now()).await?;
    let list = match known {
        Some(list) => lock(&tx, actor, list.id).await?.ok_or(Failure::NotFound)?,
        None => ensure(app, &tx, actor.account_id()).await?,
    };
    let for_sale = product::Entity::find_by_id(id).filter(product::Column::Status.eq(ProductStatus::Active));
    let product = for_sale.one(tx.conn()).await?.ok_or(Failure::Refused(WishlistError::ProductNotFound))?;
    // The list's row is held: nobody else adds meanwhile.
    let others = item::Entity::find()
        .filter(item::Column::WishlistId.eq(list.id))
        .filter(item::Column::ProductId.ne(id))
        .count(tx.conn())
        .await?;
    if usize::try_from(others).is_ok_and(|others| others >= MAX_ITEMS) {
        return Err(Failure::Refused(WishlistError::TooManyItems));
    }
    insert(&tx, list.id, &product).await?;
    tx.commit().await?;
    signals::note(app, actor, device, SignalKind::Wishlist, [id]).await;
    Ok(list.id)
}

async fn insert(tx: &Tx, list: WishlistId, product: &product::Model) -> Result<(), DbErr> {
    let row = item::ActiveModel {
        wishlist_id: ActiveValue::Set(list),
        product_id: ActiveValue::Set(product.id),
        seen_price: ActiveValue::Set(product.price_min),
        seen_available: ActiveValue::Set(product.available),
        currency: ActiveValue::Set(product.currency),
        told_price: ActiveValue::Set(product.price_min),
        told_available: ActiveValue::Set(product.available),
        created_at: ActiveValue::Set(tx.now()),
    };
    item::Entity::insert(row).on_conflict(as_it_is()).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// An item that is there already stays as it is.
pub(super) fn as_it_is() -> OnConflict {
    let key = [item::Column::WishlistId, item::Column::ProductId];
    OnConflict::columns(key).update_column(item::Column::ProductId).to_owned()
}

/// Takes a product off the list that is meant, if it is on it. Returns the list's id, if there is one.
///
/// # Errors
/// [`WishlistError::WishlistNotFound`] as not found, when a list was named that does not exist.
pub async fn remove(
    app: &App,
    actor: &Actor,
    which: Which,
    id: ProductId,
) -> Outcome<Option<WishlistId>, WishlistError> {
    let Some(list) = find(app, actor, which).await? else {
        return if which.asked.is_some() { Err(Failure::NotFound) } else { Ok(None) };
    };
    let tx = app.db.begin(app.clock.now()).await?;
    let list = lock(&tx, actor, list.id).await?.ok_or(Failure::NotFound)?;
    item::Entity::delete_by_id((list.id, id)).exec(tx.conn()).await?;
    tx.commit().await?;
    Ok(Some(list.id))
}

/// Shows a list to whoever has its link, or to nobody but its owner any more. Shown again after that it has another
/// link: those who had the old one see nothing.
///
/// # Errors
/// [`WishlistError::WishlistNotFound`] as not found.
pub async fn share(app: &App, actor: &Actor, which: Which, sharing: Sharing) -> Outcome<WishlistId, WishlistError> {
    let list = find(app, actor, which).await?.ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    let list = lock(&tx, actor, list.id).await?.ok_or(Failure::NotFound)?;
    let token = match (sharing.shared, list.share_token) {
        (false, _) => None,
        (true, Some(token)) => Some(token),
        (true, None) => Some(app.ids.secret().reveal().to_owned()),
    };
    let name = match sharing.name {
        Some(name) => name.map(|name| name.as_str().to_owned()),
        None => list.name,
    };
    let row = entity::ActiveModel {
        share_token: ActiveValue::Set(token),
        name: ActiveValue::Set(name),
        ..entity::ActiveModel::default()
    };
    Entity::update_many().set(row).filter(Column::Id.eq(list.id)).exec(tx.conn()).await?;
    tx.commit().await?;
    Ok(list.id)
}
