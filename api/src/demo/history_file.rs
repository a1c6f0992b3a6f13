//! `demo/reviews.json`: what buyers of the demonstration bought and said of it.

use super::files::{ProductFile, ShopFile};
use anyhow::{Context as _, ensure};
use serde::Deserialize;
use shared::reviews::{AnswerBody, Aspects, ReviewAspect, ReviewBody, ReviewTitle, Stars};
use shared::{Locale, Slug};
use std::collections::{HashMap, HashSet};

/// The buyers, and their reviews.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryFile {
    /// Who bought.
    pub people: Vec<PersonFile>,
    /// One purchase each, with what was said of it.
    pub reviews: Vec<ReviewFile>,
}

/// A buyer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonFile {
    /// By which reviews name them.
    pub key: Slug,
    /// The name under which they are shown.
    pub name: String,
    /// The language in which they write.
    pub language: Locale,
    /// Where they live.
    pub line1: String,
    /// Where they live.
    pub city: String,
    /// Where they live.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
}

/// A purchase and what its buyer says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewFile {
    /// A product's slug.
    pub product: Slug,
    /// The keys of the variant's options, with slashes between them.
    #[serde(default)]
    pub variant: String,
    /// Who bought it.
    pub by: Slug,
    /// When it was ordered.
    pub ordered_days_ago: i64,
    /// When it was reviewed.
    pub written_days_ago: i64,
    /// 1 to 5.
    pub stars: i32,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// How it judges the product in the respects that its category asks about.
    #[serde(default)]
    pub aspects: Aspects,
    /// Whom it helped.
    #[serde(default)]
    pub helpful: Vec<Slug>,
    /// Whom it did not.
    #[serde(default)]
    pub unhelpful: Vec<Slug>,
    /// What the shop answered.
    pub answer: Option<String>,
    /// What is said of how the shop served.
    pub service: Option<ServiceFile>,
}

/// What somebody says of a shop's service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFile {
    /// 1 to 5.
    pub stars: i32,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Whom it helped.
    #[serde(default)]
    pub helpful: Vec<Slug>,
}

/// Days from an order to its arrival at least, and from the arrival to the review.
pub(super) const REVIEWED_AFTER_DAYS: i64 = 2;

impl ReviewFile {
    /// By which the purchase is known again.
    pub(super) fn reference(&self) -> String {
        format!("{}/{}", self.product, self.by)
    }

    /// When it arrived.
    pub(super) const fn arrived_days_ago(&self) -> i64 {
        self.written_days_ago + REVIEWED_AFTER_DAYS
    }
}

impl HistoryFile {
    /// Whether all of it fits to what the shops sell, and to what the categories of that ask about.
    ///
    /// # Errors
    /// What does not.
    pub(super) fn check(&self, shops: &[ShopFile], asked: &HashMap<&Slug, &[ReviewAspect]>) -> anyhow::Result<()> {
        let products: HashMap<&Slug, &ProductFile> =
            shops.iter().flat_map(|shop| &shop.products).map(|product| (&product.slug, product)).collect();
        let people: HashSet<&Slug> = self.people.iter().map(|person| &person.key).collect();
        ensure!(people.len() == self.people.len(), "somebody is there twice");
        let mut references = HashSet::new();
        for review in &self.reviews {
            let name = review.reference();
            let product = products.get(&review.product).with_context(|| format!("{name}: there is no such product"))?;
            let known = |variant: &super::files::VariantFile| variant.options.join("/") == review.variant;
            ensure!(product.variants.iter().any(known), "{name}: there is no variant `{}`", review.variant);
            ensure!(references.insert(name.clone()), "{name} is there twice");
            let named = review.helpful.iter().chain(&review.unhelpful).chain([&review.by]);
            let named = named.chain(review.service.iter().flat_map(|service| &service.helpful));
            for person in named {
                ensure!(people.contains(person), "{name}: there is nobody called {person}");
            }
            ensure!(!review.helpful.contains(&review.by), "{name}: nobody votes on their own review");
            ensure!(review.ordered_days_ago < product.added_days_ago, "{name} was bought before it was sold");
            ensure!(review.arrived_days_ago() < review.ordered_days_ago, "{name} was reviewed before it arrived");
            said(&name, review.stars, &review.title, &review.text)?;
            let asked = asked.get(&product.category).copied().unwrap_or_default();
            let judged = review.aspects.0.keys().all(|aspect| asked.contains(aspect));
            ensure!(judged, "{name} judges what its category does not ask about");
            if let Some(service) = &review.service {
                said(&name, service.stars, &service.title, &service.text)?;
            }
            if let Some(answer) = &review.answer {
                ensure!(AnswerBody::try_from(answer.as_str()).is_ok(), "{name}: the answer is too long");
            }
        }
        Ok(())
    }
}

fn said(name: &str, stars: i32, title: &str, text: &str) -> anyhow::Result<()> {
    ensure!(Stars::try_from(stars).is_ok(), "{name} has no stars");
    ensure!(ReviewTitle::try_from(title).is_ok(), "{name}: the title is too long");
    ensure!(ReviewBody::try_from(text).is_ok(), "{name}: the text is empty or too long");
    Ok(())
}
