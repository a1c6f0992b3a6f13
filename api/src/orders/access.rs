//! Who may see an order, and how much of it.

use super::entity::{self, line, link, part};
use crate::actor::{Actor, Seller};
use crate::app::App;
use crate::ids::Secret;
use crate::shipments::entity as shipment;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use shared::id::{OrderId, OrderLineId, OrderPartId, ShipmentId, ShopId};
use std::sync::Arc;

/// How much of an order somebody may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of it: its buyer, whoever has its link, and who runs the installation.
    Whole,
    /// Only what these shops deliver of it: their staff.
    Shops(Arc<[ShopId]>),
}

impl Scope {
    /// Whether a shop's part may be seen.
    #[must_use]
    pub fn sees(&self, shop: ShopId) -> bool {
        match self {
            Self::Whole => true,
            Self::Shops(shops) => shops.contains(&shop),
        }
    }

    /// Whether something that may concern a shop may be seen; what concerns none is about the order itself.
    #[must_use]
    pub fn sees_event_of(&self, shop: Option<ShopId>) -> bool {
        shop.is_none_or(|shop| self.sees(shop))
    }
}

/// An order that somebody may see. Only this module makes one.
#[derive(Clone, Debug)]
pub struct Visible {
    order: Arc<entity::Model>,
    scope: Scope,
}

impl Visible {
    /// The order.
    #[must_use]
    pub fn order(&self) -> &Arc<entity::Model> {
        &self.order
    }

    /// How much of it.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// An order that this actor has just placed.
    #[must_use]
    pub(crate) fn just_placed(order: entity::Model) -> Self {
        Self { order: Arc::new(order), scope: Scope::Whole }
    }

    /// An order of a list that belongs to somebody who may see it so far.
    pub(super) fn listed(order: Arc<entity::Model>, scope: Scope) -> Self {
        Self { order, scope }
    }
}

/// An order, if the actor may see it: as its buyer, by its access token, as staff of a shop in it, or as who runs the
/// installation.
///
/// # Errors
/// When the database does not answer.
pub async fn find(app: &App, actor: &Actor, id: OrderId, access_token: Option<&str>) -> Result<Option<Visible>, DbErr> {
    let Some(order) = entity::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(None) };
    let all = sees_all(actor, &order, access_token) || has_mailed_link(app, id, access_token).await?;
    let scope = if all { Some(Scope::Whole) } else { staff_scope(app, actor, id).await? };
    Ok(scope.map(|scope| Visible { order: Arc::new(order), scope }))
}

fn sees_all(actor: &Actor, order: &entity::Model, access_token: Option<&str>) -> bool {
    let is_buyer = actor.account_id().is_some_and(|account| order.account_id == Some(account));
    let has_link = access_token.is_some_and(|token| same(&Secret::presented(token).hash(), &order.access_token_hash));
    is_buyer || has_link || actor.admin().is_some()
}

/// Whether the token is that of a link which was mailed to the order's guest.
async fn has_mailed_link(app: &App, id: OrderId, access_token: Option<&str>) -> Result<bool, DbErr> {
    let Some(token) = access_token else { return Ok(false) };
    let query = link::Entity::find()
        .filter(link::Column::TokenHash.eq(Secret::presented(token).hash()))
        .filter(link::Column::OrderId.eq(id));
    Ok(query.count(app.db.read()).await? > 0)
}

/// Whether two digests are the same, in a time that does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

async fn staff_scope(app: &App, actor: &Actor, id: OrderId) -> Result<Option<Scope>, DbErr> {
    if actor.shops().is_empty() {
        return Ok(None);
    }
    let shops: Vec<ShopId> = part::Entity::find()
        .select_only()
        .column(part::Column::ShopId)
        .filter(part::Column::OrderId.eq(id))
        .filter(part::Column::ShopId.is_in(actor.shops().iter().copied()))
        .into_tuple()
        .all(app.db.read())
        .await?;
    Ok((!shops.is_empty()).then(|| Scope::Shops(shops.into())))
}

/// A part of an order, if the actor may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_part(
    app: &App,
    actor: &Actor,
    id: OrderPartId,
) -> Result<Option<(Arc<part::Model>, Visible)>, DbErr> {
    let Some(part) = part::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(None) };
    let visible = find(app, actor, part.order_id, None).await?;
    let visible = visible.filter(|visible| visible.scope.sees(part.shop_id));
    Ok(visible.map(|visible| (Arc::new(part), visible)))
}

/// A line of an order, if the actor may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_line(app: &App, actor: &Actor, id: OrderLineId) -> Result<Option<Arc<line::Model>>, DbErr> {
    let Some(line) = line::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(None) };
    Ok(find_part(app, actor, line.part_id).await?.map(|_| Arc::new(line)))
}

/// A shipment of an order, if the actor may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_shipment(app: &App, actor: &Actor, id: ShipmentId) -> Result<Option<Arc<shipment::Model>>, DbErr> {
    let Some(shipment) = shipment::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(None) };
    Ok(find_part(app, actor, shipment.part_id).await?.map(|_| Arc::new(shipment)))
}

/// Proof that the actor is on the staff of the shop to which a part of an order belongs.
///
/// # Errors
/// When the database does not answer.
pub async fn seller_of_part(app: &App, actor: &Actor, part: OrderPartId) -> Result<Option<Seller>, DbErr> {
    if actor.shops().is_empty() {
        return Ok(None);
    }
    let part = part::Entity::find_by_id(part).one(app.db.read()).await?;
    Ok(part.and_then(|part| actor.seller(part.shop_id)))
}
