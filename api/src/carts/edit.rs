//! Changing a cart. Each change takes the cart's row first, so changes of one cart come one after the other; what the
//! cart then holds is checked before the commit.

use super::content::{self, LineRow};
use super::entity::{self, Entity, Model, delivery, line};
use super::policy::MAX_LINES;
use super::{Which, find, lock};
use crate::actor::Actor;
use crate::app::App;
use crate::consents::Device;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::recommendations::entity::SignalKind;
use crate::recommendations::signals;
use crate::shops::entity::delivery_option;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Quantity;
use shared::id::{AccountId, CartId, CartLineId, DeliveryOptionId, VariantId};
use std::collections::{HashMap, HashSet};

/// Why a cart was not changed. Positions are those of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CartError {
    /// There is no such cart for this visitor.
    #[error("this cart does not exist any more: add something to begin a new one")]
    CartNotFound,
    /// No such line in the cart.
    #[error("this line is not in the cart any more: look at the cart again")]
    LineNotFound(usize),
    /// No such variant for sale.
    #[error("this is not for sale: choose something else")]
    VariantNotFound(usize),
    /// Not 1 to 999, or 0 to 999 where 0 removes.
    #[error("the quantity of one thing may be 1 to {}", Quantity::MAX)]
    QuantityInvalid(usize),
    /// Fewer are left.
    #[error("{}", left(*.available))]
    NotEnoughStock {
        /// Which input line.
        position: usize,
        /// How many are left.
        available: u32,
    },
    /// More than 100 lines.
    #[error("a cart holds at most {MAX_LINES} different things: order these first")]
    TooManyLines,
    /// No such option of a shop in the cart.
    #[error("no shop of this cart delivers this way: choose among its options")]
    DeliveryOptionNotFound(usize),
}

impl From<CartError> for Failure<CartError> {
    fn from(error: CartError) -> Self {
        Self::Refused(error)
    }
}

/// How many are left, as a sentence with what to do.
pub(crate) fn left(available: u32) -> String {
    match available {
        0 => "this is sold out: remove it or choose something else".to_owned(),
        1 => "only one is left: choose one".to_owned(),
        left => format!("only {left} are left: choose {left} or fewer"),
    }
}

/// Something to put into a cart.
#[derive(Clone, Copy, Debug)]
pub struct NewLine {
    /// What.
    pub variant_id: VariantId,
    /// How many more of it.
    pub quantity: Quantity,
}

/// A new quantity for a line.
#[derive(Clone, Copy, Debug)]
pub struct LineChange {
    /// The line.
    pub id: CartLineId,
    /// Its quantity; none removes the line.
    pub quantity: Option<Quantity>,
}

/// Puts things into the cart that is meant; without one it makes one, the account's or a guest's. All or nothing. What
/// is in the cart already gets more, at the price that is shown now. Returns the cart's id. With consent it is remembered for
/// suggestions; `device` is the browser in which a guest gave that.
///
/// # Errors
/// [`CartError`], also when a cart was named that does not exist.
pub async fn add_lines(
    app: &App,
    actor: &Actor,
    device: Option<&Device>,
    which: Which,
    new: &[NewLine],
) -> Outcome<CartId, CartError> {
    let known = find(app, actor, which).await?;
    if known.is_none() && which.asked.is_some() {
        return Err(Failure::NotFound);
    }
    let tx = app.db.begin(app.clock.now()).await?;
    let cart = match known {
        Some(cart) => touch(&tx, actor, cart.id).await?,
        None => ensure(app, &tx, actor.account_id()).await?,
    };
    let variants: Vec<_> = new.iter().map(|line| line.variant_id).collect::<HashSet<_>>().into_iter().collect();
    let offers = content::offers(tx.conn(), &variants).await?;
    // In a statement that inserts, a variant may stand once.
    let mut rows: Vec<line::ActiveModel> = Vec::new();
    let mut added: HashMap<VariantId, i32> = HashMap::new();
    for (position, line) in new.iter().enumerate() {
        let offer = offers.get(&line.variant_id).filter(|offer| offer.currency == app.config.currency);
        let offer = offer.ok_or(Failure::Refused(CartError::VariantNotFound(position)))?;
        let quantity = added.entry(line.variant_id).or_insert(0);
        if *quantity == 0 {
            rows.push(line::ActiveModel {
                id: ActiveValue::Set(app.ids.next()),
                cart_id: ActiveValue::Set(cart.id),
                variant_id: ActiveValue::Set(line.variant_id),
                quantity: ActiveValue::NotSet,
                seen_price: ActiveValue::Set(offer.price),
                seen_available: ActiveValue::Set(offer.available),
                currency: ActiveValue::Set(offer.currency),
                // Lines stand in the order of their times: those of one request keep its order.
                created_at: ActiveValue::Set(tx.now().plus_ms(rows.len() as i64)),
            });
        }
        *quantity = quantity.saturating_add(line.quantity.get().cast_signed());
    }
    for row in &mut rows {
        let variant = row.variant_id.try_as_ref().and_then(|id| added.get(id));
        row.quantity = ActiveValue::Set(variant.copied().unwrap_or(1));
    }
    insert(&tx, rows).await?;
    let lines = content::lines(tx.conn(), cart.id).await?;
    check(&lines, new.iter().map(|line| line.variant_id))?;
    tx.commit().await?;
    let products = new.iter().filter_map(|line| offers.get(&line.variant_id)).map(|offer| offer.product_id);
    signals::note(app, actor, device, SignalKind::Cart, products).await;
    Ok(cart.id)
}

/// Inserts lines; those that are there already get more.
async fn insert(tx: &Tx, rows: Vec<line::ActiveModel>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let column = |name: line::Column| Expr::col((line::Entity, name));
    let excluded = |name: line::Column| Expr::col((Alias::new("excluded"), name));
    let more = OnConflict::columns([line::Column::CartId, line::Column::VariantId])
        .value(line::Column::Quantity, column(line::Column::Quantity).add(excluded(line::Column::Quantity)))
        .update_columns([line::Column::SeenPrice, line::Column::SeenAvailable, line::Column::Currency])
        .to_owned();
    line::Entity::insert_many(rows).on_conflict(more).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Checks what the cart would hold; `touched` are the variants of the input, in its order.
fn check(lines: &[LineRow], touched: impl Iterator<Item = VariantId>) -> Result<(), Failure<CartError>> {
    if lines.len() > MAX_LINES {
        return Err(Failure::Refused(CartError::TooManyLines));
    }
    for (position, variant) in touched.enumerate() {
        let Some(line) = lines.iter().find(|line| line.variant_id == variant) else { continue };
        let available = line.available();
        if line.pieces() > available {
            return Err(Failure::Refused(CartError::NotEnoughStock { position, available }));
        }
        if line.pieces() > Quantity::MAX {
            return Err(Failure::Refused(CartError::QuantityInvalid(position)));
        }
    }
    Ok(())
}

/// Gives lines another quantity or removes them. All or nothing. A quantity may always be lowered.
///
/// # Errors
/// [`CartError`].
pub async fn update_lines(
    app: &App,
    actor: &Actor,
    which: Which,
    changes: &[LineChange],
) -> Outcome<CartId, CartError> {
    let cart = find(app, actor, which).await?.ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    touch(&tx, actor, cart.id).await?;
    let before = content::lines(tx.conn(), cart.id).await?;
    let (mut changed, mut removed) = (Vec::new(), Vec::new());
    for (position, change) in changes.iter().enumerate() {
        let line = before.iter().find(|line| line.id == change.id);
        let line = line.ok_or(Failure::Refused(CartError::LineNotFound(position)))?;
        match change.quantity {
            None => removed.push(change.id),
            Some(quantity) if quantity.get() > line.pieces() && quantity.get() > line.available() => {
                let available = line.available();
                return Err(Failure::Refused(CartError::NotEnoughStock { position, available }));
            }
            Some(quantity) => changed.push((change.id, quantity.get().cast_signed())),
        }
    }
    set_quantities(&tx, &changed).await?;
    remove(&tx, removed).await?;
    tx.commit().await?;
    Ok(cart.id)
}

async fn set_quantities(tx: &Tx, changed: &[(CartLineId, i32)]) -> Result<(), DbErr> {
    if changed.is_empty() {
        return Ok(());
    }
    let mut quantity = CaseStatement::new();
    for (id, pieces) in changed {
        quantity = quantity.case(line::Column::Id.eq(*id), *pieces);
    }
    let quantity: SimpleExpr = quantity.finally(Expr::col(line::Column::Quantity)).into();
    line::Entity::update_many()
        .col_expr(line::Column::Quantity, quantity)
        .filter(line::Column::Id.is_in(changed.iter().map(|(id, _)| *id)))
        .exec(tx.conn())
        .await
        .map(|_| ())
}

async fn remove(tx: &Tx, ids: Vec<CartLineId>) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    line::Entity::delete_many().filter(line::Column::Id.is_in(ids)).exec(tx.conn()).await.map(|_| ())
}

/// Chooses how shops of the cart deliver.
///
/// # Errors
/// [`CartError`].
pub async fn choose_delivery(
    app: &App,
    actor: &Actor,
    which: Which,
    options: &[DeliveryOptionId],
) -> Outcome<CartId, CartError> {
    let cart = find(app, actor, which).await?.ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    touch(&tx, actor, cart.id).await?;
    let offered = content::deliveries(tx.conn(), cart.id).await?;
    // Of two options of one shop the later counts.
    let mut chosen = HashMap::new();
    for (position, id) in options.iter().enumerate() {
        let offer = offered.iter().find(|row| row.option.id == *id);
        let offer = offer.ok_or(Failure::Refused(CartError::DeliveryOptionNotFound(position)))?;
        chosen.insert(offer.option.shop_id, &offer.option);
    }
    let rows: Vec<_> = chosen.into_values().map(|option| delivery_row(cart.id, option)).collect();
    if !rows.is_empty() {
        let replace = OnConflict::columns([delivery::Column::CartId, delivery::Column::ShopId])
            .update_column(delivery::Column::DeliveryOptionId)
            .to_owned();
        delivery::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.conn()).await?;
    }
    tx.commit().await?;
    Ok(cart.id)
}

fn delivery_row(cart: CartId, option: &delivery_option::Model) -> delivery::ActiveModel {
    delivery::ActiveModel {
        cart_id: ActiveValue::Set(cart),
        shop_id: ActiveValue::Set(option.shop_id),
        delivery_option_id: ActiveValue::Set(option.id),
    }
}

/// Accepts what the cart's warnings say: prices as they are now, quantities lowered to what is left, and lines that
/// cannot be bought any more leave the cart.
///
/// # Errors
/// [`CartError::CartNotFound`] as not found.
pub async fn acknowledge(app: &App, actor: &Actor, which: Which) -> Outcome<CartId, CartError> {
    let cart = find(app, actor, which).await?.ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    touch(&tx, actor, cart.id).await?;
    let lines = content::lines(tx.conn(), cart.id).await?;
    let (kept, gone): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.available() > 0);
    remove(&tx, gone.iter().map(|line| line.id).collect()).await?;
    let (mut price, mut available) = (CaseStatement::new(), CaseStatement::new());
    for line in &kept {
        price = price.case(line::Column::Id.eq(line.id), line.price);
        available = available.case(line::Column::Id.eq(line.id), line.available().cast_signed());
    }
    if !kept.is_empty() {
        let price: SimpleExpr = price.finally(Expr::col(line::Column::SeenPrice)).into();
        let available: SimpleExpr = available.finally(Expr::col(line::Column::SeenAvailable)).into();
        line::Entity::update_many()
            .col_expr(line::Column::SeenPrice, price)
            .col_expr(line::Column::SeenAvailable, available)
            .filter(line::Column::Id.is_in(kept.iter().map(|line| line.id)))
            .exec(tx.conn())
            .await?;
    }
    let lowered: Vec<_> = kept
        .iter()
        .filter(|line| line.pieces() > line.available())
        .map(|line| (line.id, line.available().cast_signed()))
        .collect();
    set_quantities(&tx, &lowered).await?;
    tx.commit().await?;
    Ok(cart.id)
}

pub(super) async fn touch(tx: &Tx, actor: &Actor, id: CartId) -> Outcome<Model, CartError> {
    lock(tx, actor, Which::named(id)).await?.ok_or(Failure::NotFound)
}

/// A new cart; for an account the one it has, should there be one.
pub(super) async fn ensure(app: &App, tx: &Tx, account: Option<AccountId>) -> Result<Model, DbErr> {
    let row = entity::ActiveModel {
        id: ActiveValue::Set(app.ids.next()),
        account_id: ActiveValue::Set(account),
        created_at: ActiveValue::Set(tx.now()),
        updated_at: ActiveValue::Set(tx.now()),
    };
    let keep = OnConflict::column(entity::Column::AccountId).update_column(entity::Column::UpdatedAt).to_owned();
    Entity::insert(row).on_conflict(keep).exec_with_returning(tx.conn()).await
}
