//! Letters about orders and parcels.

use super::compose::{greeting, letter};
use super::countries::country_name;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{Texts, fill, texts};
use crate::app::App;
use crate::orders::entity::{self as order, line, part};
use crate::payments::entity as payment;
use crate::shipments::entity::{self as shipment, line as shipment_line};
use crate::shops::entity as shop;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::Locale;
use shared::address::Address;
use shared::format::{date, date_time, money};
use shared::id::{OrderId, OrderLineId, ShipmentId, ShopId};
use shared::payments::PaymentMethod;
use std::collections::HashMap;

/// An order has come in: what was ordered, what it costs, how it is paid.
pub(super) async fn received(app: &App, id: OrderId) -> anyhow::Result<Option<Letter>> {
    let Some(order) = find(app, id).await? else { return Ok(None) };
    let all = texts(order.locale);
    let words = &all.order_received;
    let number = [("number", order.number.as_str())];
    let mut blocks = opening(&order, all, fill(&words.text, &number));
    blocks.extend(contents(app, &order, all).await?);
    blocks.push(sums(&order, all));
    blocks.extend(payment(app, &order, all).await?);
    if let Some(address) = &order.shipping_address {
        blocks.push(Block::Heading(all.order.address.clone()));
        blocks.push(Block::Lines(lines_of(address, order.locale)));
    }
    blocks.push(way_to(app, &order, all).await?);
    Ok(Some(letter(app, order.locale, fill(&words.subject, &number), &words.title, blocks)))
}

/// An order was cancelled.
pub(super) async fn cancelled(app: &App, id: OrderId, unpaid: bool) -> anyhow::Result<Option<Letter>> {
    let Some(order) = find(app, id).await? else { return Ok(None) };
    let all = texts(order.locale);
    let words = &all.order_cancelled;
    let number = [("number", order.number.as_str())];
    let text = if unpaid { &words.unpaid } else { &words.text };
    let mut blocks = opening(&order, all, fill(text, &number));
    blocks.push(Block::Paragraph(words.nothing_due.clone()));
    blocks.push(way_to(app, &order, all).await?);
    Ok(Some(letter(app, order.locale, fill(&words.subject, &number), &words.title, blocks)))
}

/// A parcel is on its way, or has arrived.
pub(super) async fn shipment(app: &App, id: ShipmentId, delivered: bool) -> anyhow::Result<Option<Letter>> {
    let read = app.db.read();
    let Some(parcel) = shipment::Entity::find_by_id(id).one(read).await? else { return Ok(None) };
    let Some(order) = find(app, parcel.order_id).await? else { return Ok(None) };
    let all = texts(order.locale);
    let words = if delivered { &all.shipment_delivered } else { &all.shipment_shipped };
    let shops = shops(app, &[parcel.shop_id]).await?;
    let shop = name_of(&shops, parcel.shop_id, &order);
    let number = ("number", order.number.as_str());
    let mut blocks = opening(&order, all, fill(&words.text, &[number, ("shop", shop)]));
    blocks.push(Block::Heading(words.contents.clone()));
    blocks.push(Block::Rows(parcel_rows(app, &parcel).await?));
    blocks
        .push(Block::Rows(vec![(words.tracking.clone(), format!("{} ({})", parcel.tracking_number, parcel.carrier))]));
    blocks.push(way_to(app, &order, all).await?);
    Ok(Some(letter(app, order.locale, fill(&words.subject, &[number]), &words.title, blocks)))
}

/// An order that somebody still waits for news of: not one whose buyer has deleted their account.
async fn find(app: &App, id: OrderId) -> Result<Option<order::Model>, DbErr> {
    let query = order::Entity::find_by_id(id).filter(order::Column::Email.ne(""));
    query.one(app.db.read()).await
}

/// The beginning of every letter about an order.
fn opening(order: &order::Model, all: &Texts, text: String) -> Vec<Block> {
    let name = order.shipping_address.as_ref().map_or(order.email.as_str(), |address| address.name.as_str());
    let mut blocks = vec![greeting(all, name), Block::Paragraph(text)];
    if order.is_demo {
        blocks.push(Block::Fine(all.order.demo.clone()));
    }
    blocks
}

/// What each shop sends, by when.
async fn contents(app: &App, order: &order::Model, all: &Texts) -> Result<Vec<Block>, DbErr> {
    let read = app.db.read();
    let parts = part::Entity::find().filter(part::Column::OrderId.eq(order.id));
    let parts = parts.order_by_asc(part::Column::Position).all(read).await?;
    let lines = line::Entity::find().filter(line::Column::OrderId.eq(order.id));
    let lines = lines.order_by_asc(line::Column::Position).all(read).await?;
    let shops = shops(app, &parts.iter().map(|part| part.shop_id).collect::<Vec<_>>()).await?;
    let mut blocks = Vec::new();
    for part in &parts {
        blocks.push(Block::Heading(fill(&all.order.from_shop, &[("shop", name_of(&shops, part.shop_id, order))])));
        let own = lines.iter().filter(|line| line.part_id == part.id);
        let mut rows: Vec<(String, String)> =
            own.map(|line| (pieces(line, line.quantity), money(line.money(line.total), order.locale))).collect();
        rows.push((part.delivery_name.clone(), money(part.money(part.delivery_price), order.locale)));
        if let (Some(earliest), Some(latest)) = (part.promised_earliest, part.promised_latest) {
            let (from, to) = (date(earliest, order.locale), date(latest, order.locale));
            let when = if from == to { from } else { format!("{from} – {to}") };
            rows.push((all.order.promised.clone(), when));
        }
        blocks.push(Block::Rows(rows));
    }
    Ok(blocks)
}

fn sums(order: &order::Model, all: &Texts) -> Block {
    let shown = |minor| money(order.money(minor), order.locale);
    Block::Sums(vec![(all.order.goods.clone(), shown(order.subtotal)), (all.order.total.clone(), shown(order.total))])
}

/// What the buyer has to do for the payment.
async fn payment(app: &App, order: &order::Model, all: &Texts) -> Result<Vec<Block>, DbErr> {
    let words = &all.order_received;
    let query = payment::Entity::find().filter(payment::Column::OrderId.eq(order.id));
    let Some(payment) = query.one(app.db.read()).await? else { return Ok(Vec::new()) };
    let total = money(order.money(payment.amount), order.locale);
    let total = [("total", total.as_str())];
    match (payment.method, &app.config.bank) {
        (PaymentMethod::CashOnDelivery, _) => Ok(vec![Block::Paragraph(fill(&words.cash, &total))]),
        (PaymentMethod::BankTransfer, bank) => {
            let mut rows = Vec::new();
            if let Some(bank) = bank {
                rows.push((words.account_name.clone(), bank.account_name.clone()));
                rows.push((words.iban.clone(), bank.iban.clone()));
                if !bank.name.is_empty() {
                    rows.push((words.bank.clone(), bank.name.clone()));
                }
            }
            rows.extend(payment.reference.map(|reference| (words.reference.clone(), reference)));
            rows.extend(payment.due_at.map(|due| (words.due.clone(), date_time(due, order.locale))));
            Ok(vec![Block::Paragraph(fill(&words.transfer, &total)), Block::Rows(rows)])
        }
    }
}

/// The button that leads to the order.
async fn way_to(app: &App, order: &order::Model, all: &Texts) -> Result<Block, DbErr> {
    let label = if order.account_id.is_some() { &all.order.button } else { &all.order.button_guest };
    Ok(Block::Action { label: label.clone(), url: links::order(app, order).await? })
}

async fn parcel_rows(app: &App, parcel: &shipment::Model) -> Result<Vec<(String, String)>, DbErr> {
    let read = app.db.read();
    let held = shipment_line::Entity::find().filter(shipment_line::Column::ShipmentId.eq(parcel.id)).all(read).await?;
    let quantities: HashMap<OrderLineId, i32> = held.into_iter().map(|row| (row.order_line_id, row.quantity)).collect();
    let lines = line::Entity::find().filter(line::Column::Id.is_in(quantities.keys().copied()));
    let lines = lines.order_by_asc(line::Column::Position).all(read).await?;
    let row = |line: &line::Model| {
        let quantity = quantities.get(&line.id).copied().unwrap_or_default();
        (line_title(line), format!("{quantity} ×"))
    };
    Ok(lines.iter().map(row).collect())
}

fn pieces(line: &line::Model, quantity: i32) -> String {
    format!("{quantity} × {}", line_title(line))
}

/// A line as it was bought, with its variant.
pub(super) fn line_title(line: &line::Model) -> String {
    match line.variant_title.as_deref().filter(|title| !title.is_empty()) {
        Some(variant) => format!("{} ({variant})", line.title),
        None => line.title.clone(),
    }
}

/// An address as it stands on a parcel, its country as its reader calls it.
fn lines_of(address: &Address, locale: Locale) -> Vec<String> {
    let Address { name, line1, line2, city, region, postal_code, country_code, phone: _ } = address;
    let place = [postal_code.as_deref(), Some(city.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let country = country_name(locale, country_code);
    let lines = [Some(name.as_str()), Some(line1), line2.as_deref(), Some(&place), region.as_deref(), Some(country)];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

async fn shops(app: &App, ids: &[ShopId]) -> Result<HashMap<ShopId, shop::Model>, DbErr> {
    let query = shop::Entity::find().filter(shop::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(app.db.read()).await?.into_iter().map(|row| (row.id, row)).collect())
}

fn name_of<'a>(shops: &'a HashMap<ShopId, shop::Model>, id: ShopId, order: &order::Model) -> &'a str {
    shops.get(&id).map_or("Vouch", |shop| shop.name.get(order.locale))
}
