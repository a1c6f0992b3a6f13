//! Importing merchants' files.

mod again;
mod faults;
mod history;
mod products;
mod real_data;

use crate::support::TestApp;
use api::import::{OnError, Report, import_orders, import_products};
use flate2::Compression;
use flate2::write::GzEncoder;
pub(crate) use history::import_history;
use sea_orm::{ConnectionTrait, Statement};
use std::io::Write;
use std::path::PathBuf;

const PRODUCT_HEADER: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 \
    Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt \
    Text,Status";

const ORDER_HEADER: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled \
    at,Currency,Subtotal,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Vendor";

/// A file to import, which goes when it is dropped.
struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn file(content: impl AsRef<[u8]>) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.csv");
    std::fs::write(&path, content).expect("written");
    File { path, _folder: folder }
}

fn packed(content: &str) -> File {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(content.as_bytes()).expect("packed");
    file(packer.finish().expect("packed"))
}

fn csv(header: &str, rows: &[&str]) -> String {
    let header = header.replace("    ", "");
    std::iter::once(header.as_str()).chain(rows.iter().copied()).map(|row| format!("{row}\n")).collect()
}

async fn products(test: &TestApp, file: &File, on_error: OnError) -> Report {
    import_products(&test.app, &file.path, on_error).await.expect("the file can be read")
}

async fn orders(test: &TestApp, file: &File, on_error: OnError) -> Report {
    import_orders(&test.app, &file.path, on_error, None).await.expect("the file can be read")
}

async fn orders_of(test: &TestApp, file: &File, source: &str) -> Report {
    let source = source.parse().expect("a good name");
    import_orders(&test.app, &file.path, OnError::RejectAll, Some(source)).await.expect("the file can be read")
}

/// (created, updated, unchanged, rejected)
fn counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.created, report.updated, report.unchanged, report.rejected)
}

/// How many rows each of these tables has.
async fn rows(test: &TestApp, tables: &[&str]) -> Vec<i64> {
    let mut counted = Vec::new();
    for table in tables {
        let conn = test.app.db.write();
        let sql = Statement::from_string(conn.get_database_backend(), format!("SELECT COUNT(*) FROM {table}"));
        let row = conn.query_one_raw(sql).await.expect("counted").expect("a row");
        counted.push(row.try_get_by_index(0).expect("a number"));
    }
    counted
}
