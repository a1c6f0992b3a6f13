//! Shopify's CSV file of products: several rows a product, each with a variant, a picture or both.

use super::barcodes::parse_barcodes;
use super::columns::columns;
use super::passes::{Format, is_refused};
use super::products_write::Writer;
use super::progress::Progress;
use super::reader::{Group, Row};
use super::report::{OnError, Problem, Report};
use super::values::Values;
use crate::app::App;
use crate::catalog::entity::{OptionValue, ProductOption, ProductStatus};
use crate::catalog::html;
use shared::{Currency, Gtin, Locale, Slug, Translated};
use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

columns! {
    /// What is read of the file; the second names are those of Shopify's newer files.
    ProductColumns {
        needed: handle = "Handle" | "URL handle", title = "Title", vendor = "Vendor", price = "Variant Price" | "Price";
        optional: body = "Body (HTML)" | "Body HTML" | "Description", category = "Product Category" | "Product category",
            kind = "Type", tags = "Tags", published = "Published" | "Published on online store",
            option1 = "Option1 Name", value1 = "Option1 Value", option2 = "Option2 Name", value2 = "Option2 Value",
            option3 = "Option3 Name", value3 = "Option3 Value", sku = "Variant SKU" | "SKU",
            barcode = "Variant Barcode" | "Barcode",
            quantity = "Variant Inventory Qty" | "Inventory quantity",
            compare_at = "Variant Compare At Price" | "Compare-at price",
            image = "Image Src" | "Product image URL", image_position = "Image Position" | "Image position",
            image_alt = "Image Alt Text" | "Image alt text", variant_image = "Variant Image" | "Variant image URL",
            status = "Status",
    }
}

/// A product of the file, checked.
#[derive(Clone, Debug)]
pub(super) struct ProductDraft {
    /// Its name in the file.
    pub handle: String,
    /// The slug it should have.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its description, sanitised HTML.
    pub description: String,
    /// The shop's name.
    pub vendor: String,
    /// Category names from the root; empty when it has none.
    pub category: Vec<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// What variants differ in.
    pub options: Vec<ProductOption>,
    /// At least one.
    pub variants: Vec<VariantDraft>,
    /// Pictures in their order.
    pub images: Vec<ImageDraft>,
    /// What is left out of it.
    pub warnings: Vec<Problem>,
    /// Digest of its rows.
    pub digest: String,
    /// Rows in the file.
    pub rows: u64,
}

/// A variant of the file.
#[derive(Clone, Debug)]
pub(super) struct VariantDraft {
    /// The line of its row.
    pub line: u64,
    /// The shop's number.
    pub sku: Option<String>,
    /// The number under its barcode.
    pub barcode: Option<Gtin>,
    /// A key of each option.
    pub keys: Vec<String>,
    /// Minor units.
    pub price: i64,
    /// Minor units, above the price.
    pub compare_at: Option<i64>,
    /// Pieces.
    pub stock: i32,
    /// The address of its picture.
    pub image: Option<String>,
}

/// A picture of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImageDraft {
    /// Where it is.
    pub url: String,
    /// What it shows.
    pub alt: String,
}

const FORMAT: Format<ProductColumns, ProductDraft> = Format {
    noun: "products",
    system: "Shopify",
    find: ProductColumns::find,
    key: |columns| Some(columns.handle),
    parse,
};

/// See `super::import_products`.
pub(super) async fn import(app: &App, file: &Path, on_error: OnError) -> anyhow::Result<Report> {
    let began = Instant::now();
    let currency = app.config.currency;
    let mut skus = HashMap::new();
    let (mut report, bad) =
        FORMAT.check(file, currency, move |draft, columns| repeated_skus(draft, columns, &mut skus)).await?;
    if is_refused(&report, on_error) {
        return Ok(report.finish(began.elapsed()));
    }
    let mut chunks = FORMAT.read(file, currency, bad);
    let mut writer = Writer::begin(app).await?;
    let mut progress = Progress::new("writing", Some(report.rows));
    let (rejected_rows, mut written_rows) = (report.rejected, 0);
    while let Some(chunk) = chunks.next().await {
        written_rows += chunk.iter().map(|draft| draft.rows).sum::<u64>();
        writer.write(chunk, &mut report).await?;
        progress.at(written_rows);
    }
    chunks.finish().await?;
    if on_error == OnError::RejectAll && report.rejected > rejected_rows {
        writer.rollback().await?;
        (report.created, report.updated, report.unchanged) = (0, 0, 0);
        return Ok(report.finish(began.elapsed()));
    }
    writer.commit().await?;
    report.written = true;
    Ok(report.finish(began.elapsed()))
}

/// SKUs that another row of the same shop has had already.
fn repeated_skus(
    draft: &ProductDraft,
    columns: &ProductColumns,
    seen: &mut HashMap<(String, String), u64>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for variant in &draft.variants {
        let Some(sku) = &variant.sku else { continue };
        if let Some(first) = seen.get(&(draft.vendor.clone(), sku.clone())) {
            let reason = format!("`{sku}` is the SKU of line {first} already");
            problems.push(Problem { line: variant.line, column: columns.sku.name.to_owned(), reason });
        } else {
            seen.insert((draft.vendor.clone(), sku.clone()), variant.line);
        }
    }
    problems
}

/// Reads a group of rows as a product.
fn parse(group: Group, columns: &ProductColumns, currency: Currency) -> Result<ProductDraft, Vec<Problem>> {
    let digest = group.digest(&columns.all());
    let Group { key: handle, rows, mut problems } = group;
    let Some(first) = rows.first() else { return Err(problems) };
    let mut values = Values::of(first, &mut problems);
    let title = values.needed(columns.title).unwrap_or_default().to_owned();
    let vendor = values.needed(columns.vendor).unwrap_or_default().to_owned();
    if !vendor.is_empty() && Slug::from_title(&vendor).is_none() {
        values.problem(columns.vendor, format!("no address can be made of `{vendor}`"));
    }
    let slug = Slug::from_title(&handle).or_else(|| Slug::from_title(&title));
    if slug.is_none() && !handle.is_empty() {
        values.problem(columns.handle, format!("no address can be made of `{handle}`"));
    }
    let status = parse_status(&mut values, columns);
    let description = html::sanitise(values.text(columns.body).unwrap_or_default());
    let category = parse_category(values.text(columns.category), values.text(columns.kind));
    let tags = values.text(columns.tags).unwrap_or_default();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    let names = option_names(first, columns);
    let images = parse_images(&rows, columns, &mut problems);
    let (options, mut variants) = parse_variants(&rows, columns, &names, currency, &mut problems);
    let warnings = parse_barcodes(&rows, columns, &mut variants);
    match slug {
        Some(slug) if problems.is_empty() => Ok(ProductDraft {
            handle,
            slug,
            title,
            description,
            vendor,
            category,
            tags,
            status,
            options,
            variants,
            images,
            warnings,
            digest,
            rows: rows.len() as u64,
        }),
        _ => Err(problems),
    }
}

/// For sale only when the status says so and it is published; a file without both columns means for sale.
fn parse_status(values: &mut Values<'_>, columns: &ProductColumns) -> ProductStatus {
    const STATUSES: [(&str, ProductStatus); 4] = [
        ("active", ProductStatus::Active),
        ("draft", ProductStatus::Draft),
        ("archived", ProductStatus::Archived),
        ("unlisted", ProductStatus::Draft),
    ];
    const BOOLEANS: [(&str, bool); 4] = [("true", true), ("false", false), ("yes", true), ("no", false)];
    let status = values.word(columns.status, &STATUSES).unwrap_or(ProductStatus::Active);
    let published = values.word(columns.published, &BOOLEANS).unwrap_or(true);
    if status == ProductStatus::Active && !published { ProductStatus::Draft } else { status }
}

/// `Home & Garden > Kitchen > Cups`, else the type as the only level.
fn parse_category(path: Option<&str>, kind: Option<&str>) -> Vec<String> {
    let text = path.or(kind).unwrap_or_default();
    text.split('>').map(str::trim).filter(|name| Slug::from_title(name).is_some()).map(str::to_owned).collect()
}

/// The names of the options; none when there is only Shopify's own `Title`.
fn option_names(first: &Row, columns: &ProductColumns) -> Vec<String> {
    let names = [columns.option1, columns.option2, columns.option3].map(|column| column.of(&first.record).to_owned());
    let given: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let only_title = given.len() == 1 && given[0] == "Title" && columns.value1.of(&first.record) == "Default Title";
    if only_title { Vec::new() } else { given }
}

fn parse_images(rows: &[Row], columns: &ProductColumns, problems: &mut Vec<Problem>) -> Vec<ImageDraft> {
    let mut found: Vec<(i32, ImageDraft)> = Vec::new();
    for row in rows {
        let mut values = Values::of(row, problems);
        let position = values.integer(columns.image_position).unwrap_or(i32::MAX);
        let alt = values.text(columns.image_alt).unwrap_or_default().to_owned();
        for column in [columns.image, columns.variant_image] {
            let Some(url) = values.text(column) else { continue };
            if !url.starts_with("https://") && !url.starts_with("http://") {
                values.problem(column, format!("`{url}` is no address of a picture; it must begin with https://"));
            } else if !found.iter().any(|(_, known)| known.url == url) {
                found.push((position, ImageDraft { url: url.to_owned(), alt: alt.clone() }));
            }
        }
    }
    found.sort_by_key(|(position, _)| *position);
    found.into_iter().map(|(_, image)| image).collect()
}

fn parse_variants(
    rows: &[Row],
    columns: &ProductColumns,
    names: &[String],
    currency: Currency,
    problems: &mut Vec<Problem>,
) -> (Vec<ProductOption>, Vec<VariantDraft>) {
    let value_columns = [columns.value1, columns.value2, columns.value3];
    let mut options: Vec<ProductOption> = names
        .iter()
        .map(|name| ProductOption { name: Translated::one(Locale::En, name), values: Vec::new() })
        .collect();
    let mut variants: Vec<VariantDraft> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let mut values = Values::of(row, problems);
        let speaks = [columns.price, columns.sku, columns.value1].iter().any(|column| values.text(*column).is_some());
        // A row that has only a picture.
        if !speaks && place > 0 {
            continue;
        }
        let mut keys = Vec::new();
        for (option, column) in options.iter_mut().zip(value_columns) {
            if let Some(value) = values.needed(column) {
                keys.push(key_of(option, value));
            }
        }
        if keys.len() == options.len() && variants.iter().any(|known| known.keys == keys) {
            let column = if options.is_empty() { columns.handle } else { columns.value1 };
            let what = if options.is_empty() { "without options it has one variant".into() } else { keys.join(" / ") };
            values.problem(column, format!("the product has this variant already: {what}"));
        }
        let price = if values.needed(columns.price).is_some() { values.amount(columns.price, currency) } else { None };
        let compare_at = values.amount(columns.compare_at, currency);
        let stock = values.integer(columns.quantity).unwrap_or(0);
        variants.push(VariantDraft {
            line: row.line,
            sku: values.text(columns.sku).map(|sku| sku.trim_start_matches('\'').to_owned()),
            barcode: None,
            keys,
            price: price.unwrap_or(0),
            // Shops leave old former prices behind; only one above the price says something.
            compare_at: compare_at.filter(|former| price.is_some_and(|price| *former > price)),
            // Shopify counts below nothing when a shop sold more than it had.
            stock: stock.max(0),
            image: values.text(columns.variant_image).map(str::to_owned),
        });
    }
    (options, variants)
}

/// The key of a value, which is added to its option when it is new.
fn key_of(option: &mut ProductOption, value: &str) -> String {
    if let Some(known) = option.values.iter().find(|known| known.name.get(Locale::En) == value) {
        return known.key.clone();
    }
    let plain = Slug::from_title(value).map_or_else(|| "value".to_owned(), |slug| slug.to_string());
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let taken = |key: &String| option.values.iter().any(|known| known.key == *key);
    let key = std::iter::once(plain.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(plain.clone());
    option.values.push(OptionValue { key: key.clone(), name: Translated::one(Locale::En, value) });
    key
}
