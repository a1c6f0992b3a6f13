//! What becomes of orders when their buyer's account changes its address or is deleted.

use super::entity::{self, Column, Entity, link};
use crate::db::Tx;
use crate::shipments::entity::{self as shipment, tracking};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, DbBackend, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use shared::address::Address;
use shared::id::{AccountId, OrderId};
use shared::orders::OrderState;
use std::collections::BTreeMap;

/// Orders that one statement names.
const CHUNK: usize = 500;

/// The states in which an order still needs its buyer.
pub(super) fn is_open() -> sea_orm::sea_query::SimpleExpr {
    Column::State.is_not_in([OrderState::Delivered, OrderState::Cancelled])
}

/// How many orders of an account are not over.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of(tx: &Tx, account: AccountId) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).filter(is_open()).count(tx.conn()).await
}

/// From now on tells of an account's orders that are not over at its new address.
///
/// # Errors
/// The database's.
pub async fn readdress(tx: &Tx, account: AccountId, from: &str, to: &str) -> Result<(), DbErr> {
    let row = entity::ActiveModel { email: ActiveValue::Set(to.to_owned()), ..Default::default() };
    let orders = Entity::update_many().set(row).filter(Column::AccountId.eq(account)).filter(Column::Email.eq(from));
    orders.filter(is_open()).exec(tx.conn()).await.map(|_| ())
}

/// Takes from an account's orders what tells whose they were. They keep their amounts, their lines, their states and the
/// country that they went to; nobody but the shops and who runs the installation finds them any more, and no event ties
/// one of them to another.
///
/// Raising the version keeps an import from bringing the buyer back.
///
/// # Errors
/// The database's.
pub async fn anonymise(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let raise = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::AccountId.eq(account));
    // Holds the orders: what carriers report meanwhile waits, and then finds nobody to tell.
    raise.exec(tx.conn()).await?;
    let mut by_country: BTreeMap<Option<String>, Vec<OrderId>> = BTreeMap::new();
    let rows = Entity::find().select_only().columns([Column::Id, Column::ShippingAddress]);
    let rows = rows.filter(Column::AccountId.eq(account)).into_tuple::<(OrderId, Option<Address>)>();
    for (id, address) in rows.all(tx.conn()).await? {
        by_country.entry(address.map(|address| address.country_code)).or_default().push(id);
    }
    for (country, orders) in by_country {
        for orders in orders.chunks(CHUNK) {
            forget_buyer(tx, orders, country.clone().map(nobody_in)).await?;
            forget_journey(tx, orders).await?;
        }
    }
    Ok(())
}

/// An address of which only the country is left.
fn nobody_in(country_code: String) -> Address {
    let (name, line1, city) = (String::new(), String::new(), String::new());
    Address { name, line1, line2: None, city, region: None, postal_code: None, country_code, phone: None }
}

async fn forget_buyer(tx: &Tx, orders: &[OrderId], address: Option<Address>) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        account_id: ActiveValue::Set(None),
        email: ActiveValue::Set(String::new()),
        access_token_hash: ActiveValue::Set(Vec::new()),
        shipping_address: ActiveValue::Set(address),
        source_hash: ActiveValue::Set(None),
        source_version: ActiveValue::Set(None),
        ..Default::default()
    };
    let these = || orders.iter().copied();
    Entity::update_many().set(row).filter(Column::Id.is_in(these())).exec(tx.conn()).await?;
    link::Entity::delete_many().filter(link::Column::OrderId.is_in(these())).exec(tx.conn()).await.map(|_| ())
}

/// Where parcels were and what carriers wrote may name a street or a neighbour.
async fn forget_journey(tx: &Tx, orders: &[OrderId]) -> Result<(), DbErr> {
    let row = tracking::ActiveModel {
        location: ActiveValue::Set(None),
        message: ActiveValue::Set(None),
        ..Default::default()
    };
    let parcels = shipment::Entity::find()
        .select_only()
        .column(shipment::Column::Id)
        .filter(shipment::Column::OrderId.is_in(orders.iter().copied()));
    let of_them = tracking::Column::ShipmentId.in_subquery(sea_orm::QueryTrait::into_query(parcels));
    tracking::Entity::update_many().set(row).filter(of_them).exec(tx.conn()).await?;
    let places: Vec<String> = (1..=orders.len()).map(|number| format!("${number}")).collect();
    let without_place = match sea_orm::ConnectionTrait::get_database_backend(tx.conn()) {
        DbBackend::Postgres => "payload #- '{shipment,location}'",
        _ => "json_remove(payload, '$.shipment.location')",
    };
    let sql = format!(
        "UPDATE events SET account_id = NULL, payload = {without_place} WHERE aggregate_id IN ({})",
        places.join(", ")
    );
    tx.execute_sql(&sql, orders.iter().map(|id| (*id).into()).collect()).await.map(|_| ())
}
