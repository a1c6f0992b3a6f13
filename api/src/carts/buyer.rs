//! What a checkout was told so far: kept with the cart as it was typed, so that it can go on after a reload, after a
//! crash, or on another device of the account. Right or wrong is looked at when the order is placed.

use super::entity::{self, Entity, buyer};
use super::{Model, Which, find};
use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue, ColumnTrait, DbErr, EntityTrait, FromJsonQueryResult, PaginatorTrait as _, QueryFilter, QuerySelect,
};
use serde::{Deserialize, Serialize};
use shared::id::CartId;
use shared::payments::PaymentMethod;

/// Most characters of a field. Longer ones are nothing that a label carries.
pub const MAX_FIELD: usize = 254;
/// Days for which it is kept after the last change.
pub const KEPT_DAYS: i64 = 30;

/// What was typed and chosen; texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct Buyer {
    /// Where the buyer gets mail.
    pub email: String,
    /// Who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: String,
    /// Town or city.
    pub city: String,
    /// Province, state or marz.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone for the carrier.
    pub phone: String,
    /// Whether the address goes into the account's book.
    pub keep_address: bool,
    /// How it is paid.
    pub payment: Option<PaymentMethod>,
}

/// Why nothing was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuyerError {
    /// The visitor has no such cart with anything in it.
    #[error("this cart is not yours or has nothing in it")]
    CartNotFound,
    /// A field, by its name in the API, is too long.
    #[error("shorten this to at most {MAX_FIELD} characters")]
    TooLong(&'static str),
}

impl Buyer {
    /// Its texts with their names in the API.
    #[must_use]
    pub fn texts(&self) -> [(&'static str, &str); 9] {
        [
            ("email", &self.email),
            ("name", &self.name),
            ("line1", &self.line1),
            ("line2", &self.line2),
            ("city", &self.city),
            ("region", &self.region),
            ("postalCode", &self.postal_code),
            ("countryCode", &self.country_code),
            ("phone", &self.phone),
        ]
    }
}

/// Whether a cart is this visitor's own: their account's, or a guest's that their browser remembers. To know the id of
/// a guest's cart is enough to fill it, and not enough to read where somebody lives.
fn is_own(actor: &Actor, cart: &Model, remembered: Option<CartId>) -> bool {
    match cart.account_id {
        Some(account) => actor.account_id() == Some(account),
        None => remembered == Some(cart.id),
    }
}

/// What is kept with a cart; nothing for others than its owner.
///
/// # Errors
/// The database's.
pub async fn read(
    app: &App,
    actor: &Actor,
    cart: &Model,
    remembered: Option<CartId>,
) -> Result<Option<buyer::Model>, DbErr> {
    if !is_own(actor, cart, remembered) {
        return Ok(None);
    }
    buyer::Entity::find_by_id(cart.id).one(app.db.read()).await
}

/// Keeps what was typed in place of what was kept before. The cart itself does not change by it.
///
/// # Errors
/// [`BuyerError`].
pub async fn keep(app: &App, actor: &Actor, which: Which, typed: Buyer) -> Outcome<buyer::Model, BuyerError> {
    let too_long = typed.texts().into_iter().find(|(_, text)| text.chars().count() > MAX_FIELD);
    if let Some((field, _)) = too_long {
        return Err(Failure::Refused(BuyerError::TooLong(field)));
    }
    let cart = find(app, actor, which).await?.filter(|cart| is_own(actor, cart, which.remembered));
    let cart = cart.ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    // Placing takes the same row: what comes after it finds the cart empty, and keeps nothing of a finished order.
    Entity::find_by_id(cart.id).lock_exclusive().one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    let lines = entity::line::Entity::find().filter(entity::line::Column::CartId.eq(cart.id)).count(tx.conn()).await?;
    if lines == 0 {
        return Err(Failure::NotFound);
    }
    let kept = write(&tx, cart.id, typed).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Moves what a guest typed to the cart of the account that signs in: it is newer than what stands there.
///
/// # Errors
/// The database's.
pub(super) async fn carry_over(tx: &Tx, typed: Option<buyer::Model>, cart: CartId) -> Result<(), DbErr> {
    let Some(typed) = typed else { return Ok(()) };
    write(tx, cart, typed.buyer).await.map(|_| ())
}

async fn write(tx: &Tx, cart: CartId, typed: Buyer) -> Result<buyer::Model, DbErr> {
    let row = buyer::ActiveModel {
        cart_id: ActiveValue::Set(cart),
        buyer: ActiveValue::Set(typed),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let replace = OnConflict::column(buyer::Column::CartId)
        .update_columns([buyer::Column::Buyer, buyer::Column::UpdatedAt])
        .to_owned();
    buyer::Entity::insert(row).on_conflict(replace).exec_with_returning(tx.conn()).await
}

/// Forgets what is kept with a cart.
///
/// # Errors
/// The database's.
pub(super) async fn forget(tx: &Tx, cart: CartId) -> Result<(), DbErr> {
    buyer::Entity::delete_by_id(cart).exec(tx.conn()).await.map(|_| ())
}

/// Forgets what nobody has gone on with for [`KEPT_DAYS`]; returns how many.
///
/// # Errors
/// The database's.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let since = app.clock.now().plus_days(-KEPT_DAYS);
    let old = buyer::Entity::delete_many().filter(buyer::Column::UpdatedAt.lt(since));
    Ok(old.exec(app.db.write()).await?.rows_affected)
}
