//! Barcodes of a file of products.

use super::products::{ProductColumns, VariantDraft};
use super::reader::Row;
use super::report::Problem;
use super::values::Values;
use shared::Gtin;

/// Gives variants their barcodes, and says which are none: shops write all kinds of things there, and a product without its
/// barcode is still worth having.
pub(super) fn parse_barcodes(rows: &[Row], columns: &ProductColumns, variants: &mut [VariantDraft]) -> Vec<Problem> {
    let mut warnings = Vec::new();
    for variant in variants {
        let Some(row) = rows.iter().find(|row| row.line == variant.line) else { continue };
        let mut values = Values::of(row, &mut warnings);
        let Some(text) = values.text(columns.barcode) else { continue };
        match text.trim_start_matches('\'').parse::<Gtin>() {
            Ok(gtin) => variant.barcode = Some(gtin),
            Err(error) => values.problem(columns.barcode, format!("`{text}` is left out: {error}")),
        }
    }
    warnings
}
