//! Buying what was bought before.

use super::OrderError;
use super::access::{self, Scope};
use super::entity::{line, part};
use crate::actor::Actor;
use crate::app::App;
use crate::carts::{self, Refilled, Wanted, Which};
use crate::failure::{Failure, Outcome};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::id::OrderId;
use std::sync::Arc;

/// A cart filled with the things of an order.
#[derive(Clone, Debug)]
pub struct BoughtAgain {
    /// The order's lines; the positions of what is missing are theirs.
    pub lines: Vec<Arc<line::Model>>,
    /// What came into the cart and what did not.
    pub refilled: Refilled,
}

/// Puts what an order held into the cart that is meant, as far as it is still sold, with the deliveries of the order.
/// For whoever may see all of the order.
///
/// # Errors
/// [`OrderError::NotFound`] as not found, also when a cart was named that does not exist.
pub async fn buy_again(
    app: &App,
    actor: &Actor,
    id: OrderId,
    access_token: Option<&str>,
    cart: Which,
) -> Outcome<BoughtAgain, OrderError> {
    let seen = access::find(app, actor, id, access_token).await?;
    seen.filter(|order| *order.scope() == Scope::Whole).ok_or(Failure::NotFound)?;
    let read = app.db.read();
    let lines = line::Entity::find()
        .filter(line::Column::OrderId.eq(id))
        .order_by_asc(line::Column::Position)
        .order_by_asc(line::Column::Id)
        .all(read)
        .await?;
    let parts = part::Entity::find().filter(part::Column::OrderId.eq(id)).all(read).await?;
    let deliveries: Vec<_> = parts.iter().filter_map(|part| part.delivery_option_id).collect();
    let wanted: Vec<_> = lines
        .iter()
        .map(|line| Wanted { variant_id: line.variant_id, quantity: line.quantity.unsigned_abs() })
        .collect();
    let refilled = carts::refill(app, actor, cart, &wanted, &deliveries).await;
    let refilled = refilled.map_err(|failure| failure.map(|_| OrderError::NotFound))?;
    Ok(BoughtAgain { lines: lines.into_iter().map(Arc::new).collect(), refilled })
}
