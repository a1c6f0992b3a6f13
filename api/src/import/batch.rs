//! Writing many rows with few statements.

use crate::db::Tx;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IdenStatic as _, Iterable, PrimaryKeyToColumn, QueryFilter,
    Value,
};

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
    write(tx, rows, None).await
}

/// Inserts rows; those whose primary key is there already become what is written here.
///
/// # Errors
/// When the database refuses.
pub(super) async fn upsert<A>(tx: &Tx, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait,
{
    let key: Vec<_> = <A::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let is_key = |column: &<A::Entity as EntityTrait>::Column| key.iter().any(|key| key.as_str() == column.as_str());
    let others = <A::Entity as EntityTrait>::Column::iter().filter(|column| !is_key(column));
    let update = OnConflict::columns(key.iter().copied()).update_columns(others).to_owned();
    write(tx, rows, Some(update)).await
}

async fn write<A>(tx: &Tx, rows: Vec<A>, on_conflict: Option<OnConflict>) -> Result<(), DbErr>
where
    A: ActiveModelTrait,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(MAX_VALUES / columns);
        let mut insert = A::Entity::insert_many(some);
        if let Some(on_conflict) = &on_conflict {
            insert = insert.on_conflict(on_conflict.clone());
        }
        insert.exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Deletes the rows that have one of these values in `column`.
///
/// # Errors
/// When the database refuses.
pub(super) async fn delete<E, V>(tx: &Tx, column: E::Column, values: impl Iterator<Item = V>) -> Result<(), DbErr>
where
    E: EntityTrait,
    V: Into<Value>,
{
    let mut values = values.peekable();
    while values.peek().is_some() {
        let some: Vec<Value> = values.by_ref().take(MAX_VALUES).map(Into::into).collect();
        E::delete_many().filter(column.is_in(some)).exec(tx.conn()).await?;
    }
    Ok(())
}
