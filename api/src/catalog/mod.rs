//! Categories, products, their variants with stock, and their pictures.

pub mod edit;
pub mod entity;
pub mod graphql;
pub mod html;
pub mod images;
mod list;
pub mod loaders;
pub mod offers;
mod refresh;
pub mod rows;
mod shelf;
pub mod stock;
mod tree;

pub use list::{Cursor, ForeignCursor, Listing, ProductFilter, Sort, count, for_sale, list, visible_statuses};
pub use refresh::{Summary, card, refresh};
pub use rows::{ProductCard, ProductDetail};
pub use shelf::{KEPT, Shelf};
pub use tree::{Category, CategoryTree};

use crate::actor::Actor;
use crate::app::App;
use entity::{RedirectKind, product, redirect, variant};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Slug;
use shared::id::ProductId;
use std::collections::HashMap;
use std::sync::Arc;

/// A product as its page needs it, by its id; `None` too when `actor` may not see it.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(
    app: &App,
    actor: &Actor,
    id: ProductId,
) -> Result<Option<(Arc<ProductCard>, Arc<ProductDetail>)>, DbErr> {
    Ok(visible(actor, product::Entity::find_by_id(id).one(app.db.read()).await?))
}

/// A product as its page needs it, by its slug or by a slug that it once had.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(
    app: &App,
    actor: &Actor,
    slug: &Slug,
) -> Result<Option<(Arc<ProductCard>, Arc<ProductDetail>)>, DbErr> {
    let query = product::Entity::find().filter(product::Column::Slug.eq(slug.as_str()));
    if let Some(row) = query.one(app.db.read()).await? {
        return Ok(visible(actor, Some(row)));
    }
    let old = redirect::Entity::find_by_id((RedirectKind::Product, slug.as_str().to_owned()));
    match old.one(app.db.read()).await? {
        Some(redirect) => by_id(app, actor, ProductId(redirect.target_id)).await,
        None => Ok(None),
    }
}

/// Products by their slugs, or by slugs that they once had, in the order of the slugs; `None` where there is none that
/// `actor` may see. Three statements at most.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slugs(
    app: &App,
    actor: &Actor,
    slugs: &[Slug],
) -> Result<Vec<Option<(Arc<ProductCard>, Arc<ProductDetail>)>>, DbErr> {
    let names = |slugs: &[Slug]| slugs.iter().map(ToString::to_string).collect::<Vec<_>>();
    let query = product::Entity::find().filter(product::Column::Slug.is_in(names(slugs)));
    let mut rows = query.all(app.db.read()).await?;
    let missing: Vec<Slug> =
        slugs.iter().filter(|slug| !rows.iter().any(|row| row.slug == slug.as_str())).cloned().collect();
    let mut moved: HashMap<String, ProductId> = HashMap::new();
    if !missing.is_empty() {
        let old = redirect::Entity::find()
            .filter(redirect::Column::Kind.eq(RedirectKind::Product))
            .filter(redirect::Column::Slug.is_in(names(&missing)));
        moved = old.all(app.db.read()).await?.into_iter().map(|old| (old.slug, ProductId(old.target_id))).collect();
    }
    if !moved.is_empty() {
        let query = product::Entity::find().filter(product::Column::Id.is_in(moved.values().copied()));
        rows.extend(query.all(app.db.read()).await?);
    }
    let found = |slug: &Slug| {
        let id = moved.get(slug.as_str());
        let row = rows.iter().find(|row| row.slug == slug.as_str() || Some(&row.id) == id).cloned();
        visible(actor, row)
    };
    Ok(slugs.iter().map(found).collect())
}

/// The variant that has a value of each option, by their keys.
#[must_use]
pub fn variant_with(variants: &[Arc<variant::Model>], keys: &[String]) -> Option<Arc<variant::Model>> {
    variants.iter().find(|variant| variant.option_values.0 == keys).cloned()
}

fn visible(actor: &Actor, row: Option<product::Model>) -> Option<(Arc<ProductCard>, Arc<ProductDetail>)> {
    let (card, detail) = rows::split(row?);
    card.is_visible_to(actor).then(|| (Arc::new(card), Arc::new(detail)))
}
