//! Filling a cart once more with what was bought before.

use super::content;
use super::edit::{ensure, touch};
use super::entity::{delivery, line};
use super::policy::MAX_LINES;
use super::{CartError, Which, find};
use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::shops::entity::delivery_option;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Quantity;
use shared::id::{CartId, DeliveryOptionId, VariantId};
use std::collections::{HashMap, HashSet};

/// What somebody wants once more.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// What; none when it is not known any more.
    pub variant_id: Option<VariantId>,
    /// Pieces.
    pub quantity: u32,
}

/// Why something did not come into the cart as it was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// It is not sold any more.
    NoLongerSold,
    /// None is left.
    SoldOut,
    /// Only so many are left; they are in the cart.
    Fewer(u32),
    /// The cart holds as many lines as it may.
    CartFull,
}

/// A cart that was filled once more.
#[derive(Clone, Debug)]
pub struct Refilled {
    /// The cart; none when nothing came into it and there was none.
    pub cart: Option<CartId>,
    /// What is missing, by positions of the input.
    pub missing: Vec<(usize, Shortfall)>,
}

/// Puts into the cart that is meant what of `wanted` can still be bought, at the prices of now, and chooses those of
/// `deliveries` that are still offered. Of what is in the cart already the larger quantity stays: pressed twice, nobody
/// buys twice.
///
/// # Errors
/// [`CartError::CartNotFound`] as not found, when a cart was named that does not exist.
pub async fn refill(
    app: &App,
    actor: &Actor,
    which: Which,
    wanted: &[Wanted],
    deliveries: &[DeliveryOptionId],
) -> Outcome<Refilled, CartError> {
    let known = find(app, actor, which).await?;
    if known.is_none() && which.asked.is_some() {
        return Err(Failure::NotFound);
    }
    let tx = app.db.begin(app.clock.now()).await?;
    let variants: HashSet<VariantId> = wanted.iter().filter_map(|wanted| wanted.variant_id).collect();
    let offers = content::offers(tx.conn(), &variants.into_iter().collect::<Vec<_>>()).await?;
    if known.is_none() && offers.values().all(|offer| offer.available <= 0) {
        let missing = wanted.iter().map(|wanted| without(&offers, wanted.variant_id));
        return Ok(Refilled { cart: None, missing: missing.enumerate().collect() });
    }
    let cart = match known {
        Some(cart) => touch(&tx, actor, cart.id).await?,
        None => ensure(app, &tx, actor.account_id()).await?,
    };
    let mut held: HashMap<VariantId, u32> =
        content::lines(tx.conn(), cart.id).await?.iter().map(|line| (line.variant_id, line.pieces())).collect();
    let mut sums: HashMap<VariantId, u32> = HashMap::new();
    let mut missing = Vec::new();
    let mut rows: Vec<line::ActiveModel> = Vec::new();
    for (position, Wanted { variant_id, quantity }) in wanted.iter().enumerate() {
        let offer = variant_id.and_then(|id| offers.get(&id)).filter(|offer| offer.currency == app.config.currency);
        let available = offer.map_or(0, |offer| u32::try_from(offer.available).unwrap_or(0));
        let Some(offer) = offer.filter(|_| available > 0) else {
            missing.push((position, without(&offers, *variant_id)));
            continue;
        };
        if !held.contains_key(&offer.id) && held.len() >= MAX_LINES {
            missing.push((position, Shortfall::CartFull));
            continue;
        }
        // Two lines of one order may be of one variant.
        let sum = sums.entry(offer.id).or_insert(0);
        *sum = sum.saturating_add(*quantity);
        if *sum > available {
            missing.push((position, Shortfall::Fewer(available)));
        }
        let pieces = (*sum).min(available).min(Quantity::MAX).max(held.get(&offer.id).copied().unwrap_or(0));
        held.insert(offer.id, pieces);
        rows.retain(|row| row.variant_id.try_as_ref() != Some(&offer.id));
        rows.push(line::ActiveModel {
            id: ActiveValue::Set(app.ids.next()),
            cart_id: ActiveValue::Set(cart.id),
            variant_id: ActiveValue::Set(offer.id),
            quantity: ActiveValue::Set(pieces.cast_signed()),
            seen_price: ActiveValue::Set(offer.price),
            seen_available: ActiveValue::Set(offer.available),
            currency: ActiveValue::Set(offer.currency),
            created_at: ActiveValue::Set(tx.now().plus_ms(rows.len() as i64)),
        });
    }
    if !rows.is_empty() {
        let newer = OnConflict::columns([line::Column::CartId, line::Column::VariantId])
            .update_columns([line::Column::Quantity, line::Column::SeenPrice, line::Column::SeenAvailable])
            .to_owned();
        line::Entity::insert_many(rows).on_conflict(newer).exec_without_returning(tx.conn()).await?;
    }
    choose(&tx, cart.id, deliveries).await?;
    tx.commit().await?;
    Ok(Refilled { cart: Some(cart.id), missing })
}

/// Why nothing of a variant comes into the cart.
fn without(offers: &HashMap<VariantId, content::Offer>, id: Option<VariantId>) -> Shortfall {
    match id.and_then(|id| offers.get(&id)) {
        Some(_) => Shortfall::SoldOut,
        None => Shortfall::NoLongerSold,
    }
}

/// Chooses the deliveries that are still offered.
async fn choose(tx: &Tx, cart: CartId, deliveries: &[DeliveryOptionId]) -> Result<(), DbErr> {
    if deliveries.is_empty() {
        return Ok(());
    }
    let offered = delivery_option::Entity::find()
        .filter(delivery_option::Column::Id.is_in(deliveries.iter().copied()))
        .filter(delivery_option::Column::Active.eq(true))
        .all(tx.conn())
        .await?;
    let rows: Vec<_> = offered
        .into_iter()
        .map(|option| delivery::ActiveModel {
            cart_id: ActiveValue::Set(cart),
            shop_id: ActiveValue::Set(option.shop_id),
            delivery_option_id: ActiveValue::Set(option.id),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let replace = OnConflict::columns([delivery::Column::CartId, delivery::Column::ShopId])
        .update_column(delivery::Column::DeliveryOptionId)
        .to_owned();
    delivery::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.conn()).await.map(|_| ())
}
