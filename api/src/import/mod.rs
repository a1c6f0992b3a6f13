//! Importing what merchants really export: Shopify's CSV files of products and of orders, Judge.me's of reviews.
//!
//! A file is read twice. The first pass checks every row and writes nothing; the second writes, in one transaction. Rows
//! that belong together (a product with its variants, an order with its lines) follow each other and form a group; only
//! a few groups are in memory at a time. A group is remembered by a digest of its rows, so that a second run finds what
//! has changed.

mod barcodes;
mod batch;
mod categories;
mod columns;
mod orders;
mod orders_before;
mod orders_numbers;
mod orders_rows;
mod orders_write;
mod passes;
mod products;
mod products_write;
mod progress;
mod reader;
mod report;
mod reviews;
mod reviews_write;
mod shops;
mod source;
mod values;

pub use report::{OnError, Problem, Report};
pub use reviews::ReviewsOf;
pub use source::SourceName;

use crate::app::App;
use std::path::Path;

/// Imports a file of products.
///
/// # Errors
/// When the file cannot be read at all, lacks a column that is needed, or the database refuses; then nothing was
/// written. Bad rows are no error: they stand in the report.
pub async fn import_products(app: &App, file: &Path, on_error: OnError) -> anyhow::Result<Report> {
    Ok(counted(app, products::import(app, file, on_error).await?).await)
}

/// Imports a file of orders. An order is known again by its name and its source: the one given, else the vendor of its
/// first line.
///
/// # Errors
/// As [`import_products`].
pub async fn import_orders(
    app: &App,
    file: &Path,
    on_error: OnError,
    source: Option<SourceName>,
) -> anyhow::Result<Report> {
    Ok(counted(app, orders::import(app, file, on_error, source).await?).await)
}

/// Imports a file of reviews, after the products that they are about. A review is known again by its product, its
/// author's address (which is not kept) and its date.
///
/// # Errors
/// As [`import_products`]; also when there is no such shop.
pub async fn import_reviews(app: &App, file: &Path, on_error: OnError, of: &ReviewsOf) -> anyhow::Result<Report> {
    Ok(counted(app, reviews::import(app, file, on_error, of).await?).await)
}

/// Lets the database count its tables anew when a file changed them. What was imported stands either way, so that this did
/// not work is only logged.
async fn counted(app: &App, report: Report) -> Report {
    if report.created + report.updated > 0
        && let Err(error) = app.db.count_anew().await
    {
        tracing::warn!(%error, "the tables could not be counted anew after the import; PostgreSQL does it by itself later");
    }
    report
}
