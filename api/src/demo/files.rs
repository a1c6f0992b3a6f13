//! The files of the demo catalogue: `categories.json`, `shops/*.json`, `reviews.json`, `policies/*.md`, `images/*.svg`.

use super::history_file::HistoryFile;
use crate::policies::entity::{PolicyKind, ReturnPostage};
use anyhow::{Context as _, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use shared::reviews::{DEFAULT_ASPECTS, ReviewAspect};
use shared::{CountryCode, DeliveryKind, Email, Gtin, Locale, Slug, Translated};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A category with its children.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryFile {
    /// The address of its page.
    pub slug: Slug,
    /// Its name.
    pub name: Translated,
    /// What reviews are asked about; what the category above says when it is left out.
    #[serde(default)]
    pub aspects: Vec<ReviewAspect>,
    /// What is below it.
    #[serde(default)]
    pub children: Vec<CategoryFile>,
}

/// A shop with its products.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopFile {
    /// The address of its page.
    pub slug: Slug,
    /// Its name.
    pub name: Translated,
    /// One line about it.
    pub tagline: Translated,
    /// Its story, HTML.
    pub story: Translated,
    /// Where it works.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Since when.
    pub founded: i32,
    /// Whose it is.
    pub owner: Owner,
    /// Terms of return in a few sentences.
    pub returns: Translated,
    /// The facts of its policies, whose texts stand in files of their own.
    pub policies: PoliciesFile,
    /// A file in `images`.
    pub emblem: String,
    /// How it delivers.
    pub delivery: Vec<DeliveryFile>,
    /// What it sells.
    pub products: Vec<ProductFile>,
}

/// The owner of a shop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The name under which they are shown.
    pub display_name: String,
    /// Their address.
    pub email: Email,
}

/// The facts of a shop's policies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoliciesFile {
    /// Days from arrival in which things may be sent back.
    pub return_days: i32,
    /// Who pays for that.
    pub return_postage: ReturnPostage,
    /// Months in which what breaks is mended or replaced.
    pub warranty_months: Option<i32>,
}

/// A way of delivering.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryFile {
    /// Unique in the shop.
    pub key: String,
    /// What kind it is.
    pub kind: DeliveryKind,
    /// Its name.
    pub name: Translated,
    /// A decimal text.
    pub price: String,
    /// A decimal text.
    pub free_over: Option<String>,
    /// Working days.
    pub min_days: i32,
    /// Working days.
    pub max_days: i32,
    /// The countries that it serves; every one when left out.
    pub countries: Option<Vec<CountryCode>>,
}

/// A product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductFile {
    /// The address of its page.
    pub slug: Slug,
    /// Its title.
    pub title: Translated,
    /// Its description, HTML.
    pub description: Translated,
    /// A category's slug.
    pub category: Slug,
    /// Free words.
    pub tags: Vec<String>,
    /// What its variants differ in.
    pub options: Vec<crate::catalog::entity::ProductOption>,
    /// What can really be bought.
    pub variants: Vec<VariantFile>,
    /// Its pictures.
    pub images: Vec<ImageFile>,
    /// How old it is in the shop.
    pub added_days_ago: i64,
}

/// A variant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantFile {
    /// The shop's number.
    pub sku: String,
    /// The number under its barcode, for what other shops sell too.
    pub barcode: Option<Gtin>,
    /// A key of each option.
    pub options: Vec<String>,
    /// A decimal text.
    pub price: String,
    /// A decimal text.
    pub compare_at: Option<String>,
    /// Pieces.
    pub stock: i32,
    /// The picture of the product that shows it, counted from 0.
    pub picture: Option<usize>,
}

/// A picture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageFile {
    /// A file in `images`.
    pub file: String,
    /// What it shows.
    pub alt: Translated,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// The whole demo catalogue, checked.
#[derive(Debug)]
pub struct Files {
    /// The category tree.
    pub categories: Vec<CategoryFile>,
    /// The shops, by slug.
    pub shops: Vec<ShopFile>,
    /// What buyers bought and said.
    pub history: HistoryFile,
    images: PathBuf,
    policies: PathBuf,
}

impl Files {
    /// Reads and checks the folder.
    ///
    /// # Errors
    /// Which file is wrong, and what in it.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let categories: Vec<CategoryFile> = read_json(&folder.join("categories.json"))?;
        let shops = folder.join("shops");
        let listed = std::fs::read_dir(&shops).with_context(|| format!("{} cannot be read", shops.display()))?;
        let mut paths: Vec<PathBuf> = listed.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        let mut read = Vec::new();
        for path in paths {
            read.push(read_json(&path)?);
        }
        let history = read_json(&folder.join("reviews.json"))?;
        let (images, policies) = (folder.join("images"), folder.join("policies"));
        let files = Self { categories, shops: read, history, images, policies };
        files.check()?;
        Ok(files)
    }

    /// The path under `/media/` of a picture, with a hash of its content.
    ///
    /// # Errors
    /// When the picture is not there.
    pub fn media_path(&self, file: &str) -> anyhow::Result<String> {
        let path = self.images.join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(format!("demo/{file}?v={}", hex::encode(&Sha256::digest(&bytes)[..4])))
    }

    /// The texts of a shop's policies by language, each language in a file of its own.
    ///
    /// # Errors
    /// When a language is missing, or one of its texts.
    pub fn policy_texts(&self, shop: &Slug) -> anyhow::Result<Vec<(PolicyKind, Translated)>> {
        let mut texts: Vec<_> = PolicyKind::ALL.iter().map(|kind| (*kind, Translated::default())).collect();
        for locale in Locale::ALL {
            let path = self.policies.join(format!("{shop}.{locale}.md"));
            let file = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            for (kind, text) in &mut texts {
                let found = section(&file, *kind).with_context(|| format!("{} has no {kind}", path.display()))?;
                text.0.insert(*locale, found.to_owned());
            }
        }
        Ok(texts)
    }

    fn check(&self) -> anyhow::Result<()> {
        let asked = self.asked()?;
        let (mut slugs, mut skus, mut barcodes) = (HashSet::new(), HashSet::new(), HashSet::new());
        for shop in &self.shops {
            let standard = shop.delivery.iter().any(|option| option.kind == DeliveryKind::Standard);
            ensure!(standard, "the shop {} has no standard delivery", shop.slug);
            for product in &shop.products {
                let slug = &product.slug;
                ensure!(slugs.insert(slug), "the product {slug} is there twice");
                ensure!(asked.contains_key(&product.category), "{slug}: there is no category {}", product.category);
                ensure!(!product.variants.is_empty(), "{slug} has no variant");
                ensure!(!product.images.is_empty(), "{slug} has no picture");
                let shown = |variant: &VariantFile| variant.picture.is_none_or(|at| at < product.images.len());
                ensure!(product.variants.iter().all(shown), "{slug} has fewer pictures than its variants name");
                for variant in &product.variants {
                    ensure!(skus.insert(&variant.sku), "{slug}: the SKU {} is there twice", variant.sku);
                    if let Some(barcode) = variant.barcode {
                        ensure!(barcode.is_worldwide(), "{slug}: {barcode} means another thing in each shop");
                        ensure!(barcodes.insert((&shop.slug, barcode)), "{slug}: its shop has {barcode} twice");
                    }
                    ensure!(variant.stock >= 0, "{slug}: {} has a negative stock", variant.sku);
                    ensure!(fits(product, variant), "{slug}: the options of {} are not the product's", variant.sku);
                }
            }
        }
        self.history.check(&self.shops, &asked).context("reviews.json")
    }

    /// What each category asks reviews about.
    fn asked(&self) -> anyhow::Result<HashMap<&Slug, &[ReviewAspect]>> {
        let everywhere: &[ReviewAspect] = &DEFAULT_ASPECTS;
        let mut asked = HashMap::new();
        let mut pending: Vec<(&CategoryFile, &[ReviewAspect])> = Vec::new();
        pending.extend(self.categories.iter().map(|category| (category, everywhere)));
        while let Some((category, above)) = pending.pop() {
            let own = if category.aspects.is_empty() { above } else { category.aspects.as_slice() };
            ensure!(asked.insert(&category.slug, own).is_none(), "the category {} is there twice", category.slug);
            pending.extend(category.children.iter().map(|child| (child, own)));
        }
        Ok(asked)
    }
}

/// What follows the line `<!-- KIND -->`, up to the next such line.
fn section(file: &str, kind: PolicyKind) -> Option<&str> {
    let (_, rest) = file.split_once(&format!("<!-- {kind} -->"))?;
    let text = rest.split_once("<!-- ").map_or(rest, |(text, _)| text).trim();
    (!text.is_empty()).then_some(text)
}

/// Whether a variant names a known value of each of the product's options.
fn fits(product: &ProductFile, variant: &VariantFile) -> bool {
    let known = |(option, key): (&crate::catalog::entity::ProductOption, &String)| {
        option.values.iter().any(|value| value.key == *key)
    };
    product.options.len() == variant.options.len() && product.options.iter().zip(&variant.options).all(known)
}

fn read_json<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is wrong", path.display()))
}
