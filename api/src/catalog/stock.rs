//! Stock of variants: `on_hand` pieces lie in the shop, `reserved` of them wait for orders, the rest can be bought.
//!
//! Every change is a conditional UPDATE, all lines or none. The rows are locked in the order of their ids, so that two
//! orders over the same variants never wait for each other in a circle.

use super::entity::product;
use super::entity::variant::{Column, Entity, Model};
use crate::db::Tx;
use crate::events::NewEvent;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use shared::id::{ProductId, ShopId, VariantId};
use std::collections::BTreeMap;

/// The topic of the events that tell that a product sold out or came back (`available`).
pub const STOCK_CHANGED: &str = "product.stock_changed";

/// A line that asks for more than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// The variant.
    pub variant_id: VariantId,
    /// Pieces that were asked for, over all lines.
    pub wanted: u32,
    /// Pieces that can be bought; 0 too when there is no such variant.
    pub available: u32,
}

/// Why stock was not changed.
#[derive(Debug)]
pub enum StockError {
    /// There is not enough; nothing was changed. Every variant that falls short is told, in the order of their ids.
    Short(Vec<Shortage>),
    /// The database refused.
    Database(DbErr),
}

impl From<DbErr> for StockError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// Reserves pieces for an order. Several lines of one variant count together.
///
/// # Errors
/// [`StockError::Short`] says which variants fall short and how many are left; the transaction is to be rolled back.
pub async fn reserve(tx: &mut Tx, lines: &[(VariantId, u32)]) -> Result<(), StockError> {
    let wanted = total(lines);
    let columns = [(Column::Reserved, Sign::Plus)];
    let free = Expr::col(Column::OnHand).sub(Expr::col(Column::Reserved));
    let rows = change(tx, &wanted, &columns, free).await?;
    if rows.len() != wanted.len() {
        return Err(StockError::Short(shortages(tx, &wanted, &rows).await?));
    }
    let sold_out = rows.iter().filter(|row| row.on_hand == row.reserved);
    set_available(tx, sold_out.map(|row| (row.product_id, row.shop_id)).collect()).await?;
    Ok(())
}

/// Gives reserved pieces back: an order was cancelled or not paid.
///
/// # Errors
/// The database's; also when more is released than is reserved, which is a fault of the caller.
pub async fn release(tx: &mut Tx, lines: &[(VariantId, u32)]) -> Result<(), DbErr> {
    let wanted = total(lines);
    let columns = [(Column::Reserved, Sign::Minus)];
    let rows = change(tx, &wanted, &columns, Expr::col(Column::Reserved)).await?;
    all_changed(&wanted, &rows, "released")?;
    let given = |row: &Model| wanted.get(&row.id).map_or(0, |sum| i64::from(*sum));
    let back_again = rows.iter().filter(|row| i64::from(row.on_hand) - i64::from(row.reserved) == given(row));
    set_available(tx, back_again.map(|row| (row.product_id, row.shop_id)).collect()).await
}

/// Takes reserved pieces out of the shop: they were shipped. What can be bought stays the same.
///
/// # Errors
/// The database's; also when more is shipped than is reserved, which is a fault of the caller.
pub async fn ship(tx: &mut Tx, lines: &[(VariantId, u32)]) -> Result<(), DbErr> {
    let wanted = total(lines);
    let columns = [(Column::Reserved, Sign::Minus), (Column::OnHand, Sign::Minus)];
    let rows = change(tx, &wanted, &columns, Expr::col(Column::Reserved)).await?;
    all_changed(&wanted, &rows, "shipped")
}

/// Takes shipped pieces back into the shop and into the reservation: the label was cancelled before the carrier came.
///
/// # Errors
/// The database's; also when a variant is gone, which is a fault of the caller.
pub async fn unship(tx: &mut Tx, lines: &[(VariantId, u32)]) -> Result<(), DbErr> {
    let wanted = total(lines);
    let columns = [(Column::Reserved, Sign::Plus), (Column::OnHand, Sign::Plus)];
    let rows = change(tx, &wanted, &columns, Expr::val(i32::MAX)).await?;
    all_changed(&wanted, &rows, "taken back")
}

/// Pieces a variant, in the order of ids.
fn total(lines: &[(VariantId, u32)]) -> BTreeMap<VariantId, u32> {
    let mut wanted = BTreeMap::new();
    for (id, quantity) in lines.iter().filter(|(_, quantity)| *quantity > 0) {
        let sum = wanted.entry(*id).or_insert(0_u32);
        *sum = sum.saturating_add(*quantity);
    }
    wanted
}

fn all_changed(wanted: &BTreeMap<VariantId, u32>, rows: &[Model], verb: &str) -> Result<(), DbErr> {
    if rows.len() == wanted.len() {
        return Ok(());
    }
    let missing: Vec<_> = wanted.keys().filter(|id| !rows.iter().any(|row| row.id == **id)).collect();
    Err(DbErr::Custom(format!("more pieces were to be {verb} than are reserved, of {missing:?}")))
}

#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
}

/// One UPDATE over all variants, of those rows where `enough` covers what is wanted; returns the rows it changed, as
/// they are now.
async fn change(
    tx: &Tx,
    wanted: &BTreeMap<VariantId, u32>,
    columns: &[(Column, Sign)],
    enough: Expr,
) -> Result<Vec<Model>, DbErr> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let ids = Column::Id.is_in(wanted.keys().copied());
    if wanted.len() > 1 && tx.conn().get_database_backend() == DbBackend::Postgres {
        // One UPDATE of several rows locks them in any order there.
        let rows = Entity::find().select_only().column(Column::Id).filter(ids.clone()).order_by_asc(Column::Id);
        rows.lock_exclusive().into_tuple::<VariantId>().all(tx.conn()).await?;
    }
    let mut cases = CaseStatement::new();
    for (id, sum) in wanted {
        cases = cases.case(Expr::col(Column::Id).eq(*id), Expr::val(i32::try_from(*sum).unwrap_or(i32::MAX)));
    }
    let by: Expr = cases.finally(Expr::val(0)).into();
    let mut update = Entity::update_many();
    for (column, sign) in columns {
        let now = Expr::col(*column);
        let then = match sign {
            Sign::Plus => now.add(by.clone()),
            Sign::Minus => now.sub(by.clone()),
        };
        update = update.col_expr(*column, then);
    }
    update.filter(ids).filter(enough.gte(by)).exec_with_returning(tx.conn()).await
}

/// The variants that were wanted and not changed, with how many of each are left.
async fn shortages(tx: &Tx, wanted: &BTreeMap<VariantId, u32>, changed: &[Model]) -> Result<Vec<Shortage>, DbErr> {
    let short = wanted.iter().filter(|(id, _)| !changed.iter().any(|row| row.id == **id));
    let short: BTreeMap<VariantId, u32> = short.map(|(id, sum)| (*id, *sum)).collect();
    let rows = Entity::find().filter(Column::Id.is_in(short.keys().copied())).all(tx.conn()).await?;
    let left = |id: VariantId| {
        let row = rows.iter().find(|row| row.id == id);
        row.map_or(0, |row| u32::try_from(row.on_hand - row.reserved).unwrap_or(0))
    };
    Ok(short.into_iter().map(|(id, wanted)| Shortage { variant_id: id, wanted, available: left(id) }).collect())
}

/// Sets `products.available` of products of which a variant has just sold out or come back, and tells of those where
/// it changed.
///
/// Two orders may sell out two variants of one product at the same time, each not seeing the other: on PostgreSQL the
/// product's row is locked first, so that the second looks again when the first is done.
async fn set_available(tx: &mut Tx, products: BTreeMap<ProductId, ShopId>) -> Result<(), DbErr> {
    if products.is_empty() {
        return Ok(());
    }
    if tx.conn().get_database_backend() == DbBackend::Postgres {
        let rows = product::Entity::find().select_only().column(product::Column::Id);
        let rows = rows.filter(product::Column::Id.is_in(products.keys().copied())).order_by_asc(product::Column::Id);
        rows.lock_exclusive().into_tuple::<ProductId>().all(tx.conn()).await?;
    }
    for (id, shop_id) in products {
        let free = Entity::find()
            .filter(Column::ProductId.eq(id))
            .filter(Expr::col(Column::OnHand).gt(Expr::col(Column::Reserved)))
            .count(tx.conn())
            .await?;
        let available = free > 0;
        let update = product::Entity::update_many()
            .col_expr(product::Column::Available, Expr::val(available))
            .filter(product::Column::Id.eq(id))
            .filter(product::Column::Available.ne(available));
        if update.exec(tx.conn()).await?.rows_affected == 1 {
            let event = NewEvent::new(STOCK_CHANGED, id.0, json!({ "available": available }))?;
            tx.emit(NewEvent { shop_id: Some(shop_id), ..event });
        }
    }
    Ok(())
}
