//! The index: its fields, and one document a product.

use super::text::{indexed, is_marked, without_tags, words};
use anyhow::Context as _;
use shared::Timestamp;
use shared::id::{CategoryId, ProductId, ShopId};
use std::path::Path;
use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{Index, TantivyDocument, Term};
use uuid::Uuid;

/// Raised whenever the fields or the folding of texts change: an index of another version is built anew.
const VERSION: u32 = 4;
const TOKENIZER: &str = "folded";
/// The place of the descriptions in [`TEXT_FIELDS`].
pub const BODY: usize = 5;

/// What is searched in, and what it weighs: a hit in the title counts four times one in the description.
pub const TEXT_FIELDS: [(&str, f32); 6] =
    [("title", 4.0), ("sku", 6.0), ("shop", 2.0), ("category", 2.0), ("tag", 3.0), ("body", 1.0)];

/// The fields of the index.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The product's UUID in hex, for deleting.
    pub key: Field,
    /// In the order of [`TEXT_FIELDS`].
    pub text: [Field; 6],
    /// Words of the titles, categories, shops and tags as people write them: for showing a mended search, for telling
    /// marks that were typed from those that were left out, and, stored, for finding what is like a product.
    pub surface: Field,
    /// Words of the descriptions that have marks, as people write them: where marks were typed, only the same ones are
    /// meant there. Without them too many Vietnamese words are alike.
    pub marked: Field,
}

/// What the index knows of a product.
#[derive(Clone, Debug)]
pub struct Document {
    /// The product.
    pub id: ProductId,
    /// Its shop.
    pub shop: ShopId,
    /// Its category and that category's ancestors.
    pub categories: Vec<CategoryId>,
    /// Title in every language.
    pub titles: Vec<String>,
    /// Description in every language, HTML, and the names of what can be chosen: colours, sizes.
    pub bodies: Vec<String>,
    /// The shop's name in every language.
    pub shop_names: Vec<String>,
    /// Names of the categories in every language.
    pub category_names: Vec<String>,
    /// Free words of the shop.
    pub tags: Vec<String>,
    /// Stock-keeping units of the variants.
    pub skus: Vec<String>,
    /// Lowest price, minor units.
    pub price: i64,
    /// Whether something of it can be bought now.
    pub available: bool,
    /// Its place among the newest.
    pub listed_at: Timestamp,
    /// Whether its shop is below the standard: it ranks lower.
    pub below: bool,
}

/// The names of the columns that collectors read.
pub mod column {
    /// Upper half of the product's UUID.
    pub const ID_HI: &str = "id_hi";
    /// Lower half of the product's UUID.
    pub const ID_LO: &str = "id_lo";
    /// Upper half of the shop's UUID.
    pub const SHOP_HI: &str = "shop_hi";
    /// Lower half of the shop's UUID.
    pub const SHOP_LO: &str = "shop_lo";
    /// Lower halves of the categories' UUIDs, which are random and tell them apart.
    pub const CATEGORY: &str = "category_lo";
    /// Lowest price, minor units.
    pub const PRICE: &str = "price";
    /// 1 or 0.
    pub const AVAILABLE: &str = "available";
    /// The place among the newest, milliseconds since 1970.
    pub const LISTED: &str = "listed";
    /// 1 for what a shop below the standard sells, else 0.
    pub const BELOW: &str = "below";
    /// The first 24 bytes of the folded title, 8 a column.
    pub const TITLE: [&str; 3] = ["title_0", "title_1", "title_2"];
}

fn schema() -> Schema {
    let mut builder = Schema::builder();
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    builder.add_text_field("key", STRING);
    for (name, _) in TEXT_FIELDS {
        builder.add_text_field(name, text.clone());
    }
    builder.add_text_field("marked", text.clone());
    builder.add_text_field("surface", text.set_stored());
    let numbers = [column::ID_HI, column::ID_LO, column::SHOP_HI, column::SHOP_LO, column::CATEGORY];
    let plain = [column::PRICE, column::AVAILABLE, column::LISTED, column::BELOW];
    for name in numbers.into_iter().chain(plain).chain(column::TITLE) {
        builder.add_u64_field(name, FAST);
    }
    builder.build()
}

/// Opens the index of this version in `folder`, or begins an empty one; the flag says which.
///
/// # Errors
/// When the folder cannot be written.
pub fn open(folder: &Path) -> anyhow::Result<(Index, Fields, bool)> {
    let folder = folder.join(format!("v{VERSION}"));
    let index = match open_existing(&folder) {
        Ok(index) => (index, false),
        Err(error) => {
            tracing::info!(reason = format!("{error:#}"), "beginning a new search index");
            if folder.exists() {
                std::fs::remove_dir_all(&folder).context("the damaged search index cannot be removed")?;
            }
            std::fs::create_dir_all(&folder).context("the search index's folder cannot be made")?;
            (Index::create_in_dir(&folder, schema())?, true)
        }
    };
    let (index, fresh) = index;
    index.tokenizers().register(TOKENIZER, WhitespaceTokenizer::default());
    let fields = Fields::of(&index.schema())?;
    Ok((index, fields, fresh))
}

fn open_existing(folder: &Path) -> anyhow::Result<Index> {
    anyhow::ensure!(folder.exists(), "there is none yet");
    let index = Index::open_in_dir(folder)?;
    anyhow::ensure!(index.schema() == schema(), "its fields are of another version");
    let damaged = index.validate_checksum()?;
    anyhow::ensure!(damaged.is_empty(), "{} of its files are damaged", damaged.len());
    Ok(index)
}

impl Fields {
    fn of(schema: &Schema) -> anyhow::Result<Self> {
        let mut text = [schema.get_field("key")?; 6];
        for (field, (name, _)) in text.iter_mut().zip(TEXT_FIELDS) {
            *field = schema.get_field(name)?;
        }
        Ok(Self {
            key: schema.get_field("key")?,
            text,
            surface: schema.get_field("surface")?,
            marked: schema.get_field("marked")?,
        })
    }

    /// The term that deletes a product.
    #[must_use]
    pub fn key_term(&self, id: ProductId) -> Term {
        Term::from_field_text(self.key, &id.0.simple().to_string())
    }

    /// The document of a product.
    ///
    /// # Errors
    /// When the index has other fields than this version, which opening it rules out.
    pub fn document(&self, schema: &Schema, product: &Document) -> anyhow::Result<TantivyDocument> {
        let mut document = TantivyDocument::default();
        document.add_text(self.key, product.id.0.simple().to_string());
        let bodies: Vec<String> = product.bodies.iter().map(|html| without_tags(html)).collect();
        let texts =
            [&product.titles, &product.skus, &product.shop_names, &product.category_names, &product.tags, &bodies];
        for (field, texts) in self.text.iter().zip(texts) {
            document.add_text(*field, indexed(&texts.join(" ")));
        }
        let marked: Vec<String> = words(&bodies.join(" ")).into_iter().filter(|word| is_marked(word)).collect();
        document.add_text(self.marked, marked.join(" "));
        let mut surface = words(&product.titles.join(" "));
        surface.extend(words(&product.category_names.join(" ")));
        surface.extend(words(&product.shop_names.join(" ")));
        surface.extend(words(&product.tags.join(" ")));
        document.add_text(self.surface, surface.join(" "));
        let mut number = |name: &str, value: u64| {
            document.add_u64(schema.get_field(name)?, value);
            anyhow::Ok(())
        };
        let (id_hi, id_lo) = halves(product.id.0);
        let (shop_hi, shop_lo) = halves(product.shop.0);
        number(column::ID_HI, id_hi)?;
        number(column::ID_LO, id_lo)?;
        number(column::SHOP_HI, shop_hi)?;
        number(column::SHOP_LO, shop_lo)?;
        for category in &product.categories {
            number(column::CATEGORY, low(category.0))?;
        }
        number(column::PRICE, u64::try_from(product.price).unwrap_or(0))?;
        number(column::AVAILABLE, u64::from(product.available))?;
        number(column::LISTED, u64::try_from(product.listed_at.0).unwrap_or(0))?;
        number(column::BELOW, u64::from(product.below))?;
        let title = indexed(product.titles.first().map_or("", String::as_str));
        for (name, value) in column::TITLE.into_iter().zip(title_key(&title)) {
            number(name, value)?;
        }
        Ok(document)
    }
}

/// The two halves of a UUID.
#[must_use]
pub fn halves(uuid: Uuid) -> (u64, u64) {
    uuid.as_u64_pair()
}

/// The lower half of a UUID.
#[must_use]
pub fn low(uuid: Uuid) -> u64 {
    halves(uuid).1
}

/// The first 24 bytes as numbers that sort as the text does.
fn title_key(title: &str) -> [u64; 3] {
    let mut bytes = [0; 24];
    let length = title.len().min(24);
    bytes[..length].copy_from_slice(&title.as_bytes()[..length]);
    let mut key = [0; 3];
    for (part, chunk) in key.iter_mut().zip(bytes.chunks_exact(8)) {
        *part = chunk.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_keys_sort_as_titles_do() {
        let mut titles = ["tea", "tea bowl", "teapot", "a", "", "zebra print no 11", "zebra print no 2"];
        titles.sort_by_key(|title| title_key(title));
        assert_eq!(titles, ["", "a", "tea", "tea bowl", "teapot", "zebra print no 11", "zebra print no 2"]);
    }
}
