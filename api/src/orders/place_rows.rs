//! The rows of a new order: copies of what was agreed, whatever the catalogue says later.

use super::entity::{self, line, part};
use super::place::OrderRequest;
use crate::app::App;
use crate::carts::policy::{Part, Priced};
use crate::db::Tx;
use crate::ids::Secret;
use crate::payments::{self, Terms};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use shared::id::{AccountId, OrderId, OrderPartId};
use shared::payments::PaymentState;
use shared::{DeliveryKind, Locale};

/// What an order is made of, besides the priced cart.
pub(super) struct Draft<'a> {
    /// Its id.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// What opens it without signing in.
    pub token: &'a Secret,
    /// The buyer's account.
    pub account_id: Option<AccountId>,
    /// Where the buyer gets mail.
    pub email: &'a str,
    /// What the buyer asked for.
    pub request: &'a OrderRequest,
    /// On which terms it is paid.
    pub terms: Terms,
}

/// Writes the order, its parts, its lines and its payment: one statement each.
pub(super) async fn insert(app: &App, tx: &Tx, draft: Draft<'_>, priced: &Priced) -> Result<entity::Model, DbErr> {
    let order = order(app, tx, &draft, priced);
    let (mut parts, mut lines) = (Vec::new(), Vec::new());
    for (position, priced_part) in (0..).zip(&priced.parts) {
        let part = part(app, &order, priced_part, position);
        let positions = priced_part.lines.iter();
        lines.extend(positions.map(|position| line(app, &order, part.id, priced, *position).into_active_model()));
        parts.push(part.into_active_model());
    }
    let payment = payment(app, tx, &order, draft.request, draft.terms);
    entity::Entity::insert(order.clone().into_active_model()).exec_without_returning(tx.conn()).await?;
    part::Entity::insert_many(parts).exec_without_returning(tx.conn()).await?;
    line::Entity::insert_many(lines).exec_without_returning(tx.conn()).await?;
    payments::entity::Entity::insert(payment.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(order)
}

fn order(app: &App, tx: &Tx, draft: &Draft<'_>, priced: &Priced) -> entity::Model {
    entity::Model {
        id: draft.order_id,
        number: draft.number.clone(),
        account_id: draft.account_id,
        email: draft.email.to_owned(),
        access_token_hash: draft.token.hash(),
        locale: draft.request.locale,
        currency: priced.total.currency,
        subtotal: priced.subtotal.minor,
        delivery_total: priced.delivery_total.minor,
        total: priced.total.minor,
        state: draft.terms.begins,
        shipping_address: Some(draft.request.address.clone()),
        placed_at: tx.now(),
        cancelled_at: None,
        is_demo: app.config.demo,
        external_reference: None,
        external_source: None,
        source_hash: None,
        version: 0,
        source_version: None,
    }
}

fn part(app: &App, order: &entity::Model, priced: &Part, position: i32) -> part::Model {
    let selected = priced.selected();
    part::Model {
        id: app.ids.next(),
        order_id: order.id,
        shop_id: priced.shop_id,
        state: order.state,
        subtotal: priced.subtotal.minor,
        delivery_price: priced.delivery.minor,
        total: priced.total.minor,
        currency: order.currency,
        delivery_option_id: selected.map(|selected| selected.option.id),
        delivery_kind: selected.map_or(DeliveryKind::Standard, |selected| selected.option.kind),
        delivery_name: selected.map_or_else(
            || plain_delivery(order.locale).to_owned(),
            |selected| selected.option.name.get(order.locale).to_owned(),
        ),
        promised_earliest: selected.map(|selected| selected.earliest),
        promised_latest: selected.map(|selected| selected.latest),
        placed_at: order.placed_at,
        position,
    }
}

/// What delivery is called when the shop has said nothing of it.
const fn plain_delivery(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Delivery",
        Locale::Vi => "Giao hàng",
        Locale::Hy => "Առաքում",
    }
}

fn line(app: &App, order: &entity::Model, part: OrderPartId, priced: &Priced, position: usize) -> line::Model {
    let row = &priced.lines[position];
    line::Model {
        id: app.ids.next(),
        order_id: order.id,
        part_id: part,
        product_id: Some(row.product_id),
        variant_id: Some(row.variant_id),
        sku: row.sku.clone(),
        title: row.title.get(order.locale).to_owned(),
        variant_title: row.options.names(&row.option_values, order.locale),
        image: row.image.clone(),
        quantity: row.quantity,
        unit_price: row.price,
        // The parts were summed from the same products, which did not overflow.
        total: row.price * i64::from(row.quantity),
        currency: order.currency,
        shipped_quantity: 0,
        delivered_quantity: 0,
        position: i32::try_from(position).unwrap_or(i32::MAX),
    }
}

fn payment(app: &App, tx: &Tx, order: &entity::Model, request: &OrderRequest, terms: Terms) -> payments::entity::Model {
    payments::entity::Model {
        id: app.ids.next(),
        order_id: order.id,
        method: request.method,
        state: PaymentState::Pending,
        amount: order.total,
        currency: order.currency,
        reference: terms.reference,
        due_at: terms.due_at,
        paid_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
