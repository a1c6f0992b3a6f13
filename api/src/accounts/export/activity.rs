//! What an account gathered and what it was told: carts, wishlists, mails, its history.

use super::moment;
use crate::accounts::entity::Model;
use crate::app::App;
use crate::carts::entity::{self as cart, buyer as cart_buyer, line as cart_line};
use crate::catalog::entity::{product, variant};
use crate::events;
use crate::mail::{self, Occasion, entity::MailState};
use crate::wishlists::entity::{self as wishlist, item};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use shared::Money;
use shared::id::{AccountId, CartId, ProductId, VariantId, WishlistId};
use std::collections::HashMap;

/// Events of an account that are read at once.
const BATCH: u64 = 500;

/// An amount with its currency.
#[derive(Serialize)]
pub(super) struct MoneyShape {
    amount: String,
    currency: &'static str,
}

impl From<Money> for MoneyShape {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency.as_str() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CartShape {
    id: CartId,
    created_at: String,
    updated_at: String,
    lines: Vec<CartLineShape>,
    /// What its checkout was told so far.
    checkout: Option<serde_json::Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CartLineShape {
    variant_id: VariantId,
    product: Option<String>,
    sku: Option<String>,
    quantity: i32,
    price_seen: MoneyShape,
    added_at: String,
}

/// Its cart.
pub(super) async fn carts(app: &App, account: AccountId) -> anyhow::Result<Vec<CartShape>> {
    let read = app.db.read();
    let mut shapes = Vec::new();
    for row in cart::Entity::find().filter(cart::Column::AccountId.eq(account)).all(read).await? {
        let query = cart_line::Entity::find().filter(cart_line::Column::CartId.eq(row.id));
        let lines = query.order_by_asc(cart_line::Column::CreatedAt).all(read).await?;
        let ids = lines.iter().map(|line| line.variant_id);
        let variants = variant::Entity::find().filter(variant::Column::Id.is_in(ids)).all(read).await?;
        let variants: HashMap<VariantId, variant::Model> = variants.into_iter().map(|row| (row.id, row)).collect();
        let slugs = slugs(app, variants.values().map(|variant| variant.product_id)).await?;
        let told = cart_buyer::Entity::find_by_id(row.id).one(read).await?;
        let shape = |line: &cart_line::Model| {
            let variant = variants.get(&line.variant_id);
            CartLineShape {
                variant_id: line.variant_id,
                product: variant.and_then(|variant| slugs.get(&variant.product_id).cloned()),
                sku: variant.and_then(|variant| variant.sku.clone()),
                quantity: line.quantity,
                price_seen: Money::new(line.seen_price, line.currency).into(),
                added_at: line.created_at.to_string(),
            }
        };
        shapes.push(CartShape {
            id: row.id,
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
            lines: lines.iter().map(shape).collect(),
            checkout: told.map(|told| serde_json::to_value(told.buyer)).transpose()?,
        });
    }
    Ok(shapes)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WishlistShape {
    id: WishlistId,
    name: Option<String>,
    shared: bool,
    created_at: String,
    updated_at: String,
    items: Vec<WishlistItemShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WishlistItemShape {
    product_id: ProductId,
    product: Option<String>,
    price_when_added: MoneyShape,
    available_when_added: bool,
    added_at: String,
}

/// Its wishlist.
pub(super) async fn wishlists(app: &App, account: AccountId) -> anyhow::Result<Vec<WishlistShape>> {
    let read = app.db.read();
    let mut shapes = Vec::new();
    for row in wishlist::Entity::find().filter(wishlist::Column::AccountId.eq(account)).all(read).await? {
        let query = item::Entity::find().filter(item::Column::WishlistId.eq(row.id));
        let items = query.order_by_asc(item::Column::CreatedAt).all(read).await?;
        let slugs = slugs(app, items.iter().map(|item| item.product_id)).await?;
        let shape = |item: &item::Model| WishlistItemShape {
            product_id: item.product_id,
            product: slugs.get(&item.product_id).cloned(),
            price_when_added: item.money(item.seen_price).into(),
            available_when_added: item.seen_available,
            added_at: item.created_at.to_string(),
        };
        shapes.push(WishlistShape {
            id: row.id,
            // The link itself opens the list to whoever has it.
            shared: row.share_token.is_some(),
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
            items: items.iter().map(shape).collect(),
            name: row.name,
        });
    }
    Ok(shapes)
}

async fn slugs(app: &App, ids: impl Iterator<Item = ProductId>) -> anyhow::Result<HashMap<ProductId, String>> {
    let rows = product::Entity::find().filter(product::Column::Id.is_in(ids)).all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MailShape {
    occasion: Occasion,
    recipient: String,
    language: shared::Locale,
    subject: Option<String>,
    state: MailState,
    created_at: String,
    finished_at: Option<String>,
}

/// The mails to it that are remembered. What they say is not handed out: the links in them open doors.
pub(super) async fn mails(app: &App, account: &Model) -> anyhow::Result<Vec<MailShape>> {
    let shape = |row: mail::entity::Model| MailShape {
        occasion: row.message.occasion(),
        recipient: row.recipient,
        language: row.locale,
        subject: row.subject,
        state: row.state,
        created_at: row.created_at.to_string(),
        finished_at: moment(row.finished_at),
    };
    Ok(mail::of_account(app, account.id, &account.email).await?.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventShape {
    topic: String,
    at: String,
    facts: serde_json::Value,
}

/// What happened to the account itself. What happened to its orders stands with them.
pub(super) async fn history(app: &App, account: AccountId) -> anyhow::Result<Vec<EventShape>> {
    let (mut shapes, mut cursor) = (Vec::new(), 0);
    loop {
        let events = events::after(app.db.read(), cursor, Some(account.0), BATCH).await?;
        let Some(last) = events.last() else { return Ok(shapes) };
        cursor = last.seq;
        shapes.extend(events.into_iter().map(|event| EventShape {
            topic: event.topic,
            at: event.occurred_at.to_string(),
            facts: event.payload,
        }));
    }
}
