//! Inserting many rows with few statements.

use crate::db::Tx;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Iterable};

/// Values in one statement at most: SQLite allows 32,766, PostgreSQL 65,535.
const MAX_VALUES: usize = 30_000;

/// Inserts rows, in as many statements as their number of values needs.
///
/// # Errors
/// When the database refuses.
pub(super) async fn insert<A>(tx: &Tx, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(MAX_VALUES / columns);
        A::Entity::insert_many(some).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
