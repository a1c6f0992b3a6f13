//! What shops promise beside their goods: returns, warranty, delivery, contact. The prose is Markdown by the shop's staff,
//! shown as sanitised HTML; the facts that pages and machines use stand beside it.

pub mod edit;
pub mod entity;
pub mod graphql;
pub mod loaders;
mod search;

pub use edit::{Changes, PolicyError, update, write};
pub use search::search;

use crate::help::markdown;
use entity::{Model, PolicyKind};
use shared::Locale;

/// A policy as HTML; empty when the shop says nothing of it.
#[must_use]
pub fn html(row: &Model, kind: PolicyKind, locale: Locale) -> String {
    markdown::to_safe_html(row.text(kind).get(locale))
}
