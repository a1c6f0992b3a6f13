//! Column shapes that every table uses.

use sea_orm_migration::prelude::*;

/// `name UUID NOT NULL`
pub fn uuid(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().take()
}

/// `name UUID NOT NULL PRIMARY KEY`
pub fn id(name: &str) -> ColumnDef {
    uuid(name).primary_key().take()
}

/// `name UUID`
pub fn uuid_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().null().take()
}

/// `name TEXT NOT NULL`
pub fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

/// `name TEXT`
pub fn text_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().take()
}

/// `name BIGINT NOT NULL`: money in minor units, moments in milliseconds.
pub fn bigint(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().take()
}

/// `name BIGINT`
pub fn bigint_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().take()
}

/// `name INTEGER NOT NULL`
pub fn int(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

/// `name INTEGER`
pub fn int_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().null().take()
}

/// `name DOUBLE NOT NULL`: shares and scores, 0 to 1.
pub fn double(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).double().not_null().take()
}

/// `name BOOLEAN NOT NULL`
pub fn boolean(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().take()
}

/// `name JSON NOT NULL`
pub fn json(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).json_binary().not_null().take()
}

/// `name JSON`
pub fn json_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).json_binary().null().take()
}

/// `name BLOB NOT NULL`
pub fn blob(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().take()
}

/// A table with these columns.
pub fn table(name: &str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        table.col(column);
    }
    table
}

/// `column` refers to `target(id)`; rows go with the row they refer to when `cascade`.
pub fn foreign_key(table: &str, column: &str, target: &str, cascade: bool) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(Alias::new(table), Alias::new(column))
        .to(Alias::new(target), Alias::new("id"))
        .on_delete(if cascade { ForeignKeyAction::Cascade } else { ForeignKeyAction::Restrict })
        .take()
}

/// An index named `ix_table_columns`.
pub fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    named(format!("ix_{table}_{}", columns.join("_")), table, columns)
}

/// A unique index named `uq_table_columns`.
pub fn unique(table: &str, columns: &[&str]) -> IndexCreateStatement {
    named(format!("uq_{table}_{}", columns.join("_")), table, columns).unique().take()
}

fn named(name: String, table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

/// Creates tables and then indexes, in the order given.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops tables in the order given.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(Alias::new(*table)).take()).await?;
    }
    Ok(())
}
