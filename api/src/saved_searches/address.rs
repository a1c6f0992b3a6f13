//! The address of a search on the storefront, and the names of what narrows it.

use super::entity::{Model, SavedSort};
use crate::app::App;
use crate::catalog;
use crate::shops;
use sea_orm::DbErr;
use shared::{Currency, Money};
use std::sync::Arc;

/// A search with what its ids stand for now.
#[derive(Clone, Debug)]
pub struct Named {
    /// The category; none where it does not ask for one, or that is gone.
    pub category: Option<catalog::Category>,
    /// The shops that are open.
    pub shops: Vec<Arc<shops::entity::Model>>,
    /// The query of the search page, with its `?`.
    pub address: String,
}

/// Looks up what a search's ids stand for now.
///
/// # Errors
/// When the database does not answer.
pub async fn named(app: &App, saved: &Model) -> Result<Named, DbErr> {
    let category = match saved.filter.category {
        Some(id) => app.shelf.tree(app).await?.get(id).cloned(),
        None => None,
    };
    let shops = shops::by_ids(app, &saved.filter.shops).await?;
    let category_slug = match (saved.filter.category, &category) {
        (_, Some(category)) => category.slug.clone(),
        // A category that is gone has nothing: its id is no slug, and finds as little.
        (Some(gone), None) => gone.to_string(),
        (None, None) => String::new(),
    };
    let mut shop_slugs: Vec<String> = shops.iter().map(|shop| shop.slug.clone()).collect();
    if shop_slugs.is_empty()
        && let Some(closed) = saved.filter.shops.first()
    {
        shop_slugs.push(closed.to_string());
    }
    let address = query(saved, &category_slug, &shop_slugs, app.config.currency);
    Ok(Named { category, shops, address })
}

/// The query, in the order in which the storefront writes it.
fn query(saved: &Model, category: &str, shops: &[String], currency: Currency) -> String {
    let filter = &saved.filter;
    let bound = |minor: Option<i64>| minor.map(|minor| short(Money::new(minor, currency))).unwrap_or_default();
    let price = match (filter.min_price, filter.max_price) {
        (None, None) => String::new(),
        (min, max) => format!("{}-{}", bound(min), bound(max)),
    };
    let mut pairs = vec![("q", saved.search.as_str()), ("category", category)];
    pairs.extend(shops.iter().map(|shop| ("shop", shop.as_str())));
    pairs.push(("price", &price));
    // The page has no word for what is sold out.
    pairs.push(("available", if filter.available == Some(true) { "1" } else { "" }));
    pairs.push(("sort", saved.sort.map_or("", SavedSort::as_str)));
    let mut out = String::new();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encoded(value));
    }
    out
}

/// An amount as the address has it: `20`, `12.50`.
fn short(money: Money) -> String {
    let amount = money.amount();
    amount.strip_suffix(".00").map_or_else(|| amount.clone(), str::to_owned)
}

/// A text in a query string (RFC 3986, unreserved characters stay).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::saved_searches::entity::SavedFilter;
    use shared::id::{AccountId, SavedSearchId};
    use shared::{Locale, Timestamp};
    use uuid::Uuid;

    fn saved(search: &str, filter: SavedFilter, sort: Option<SavedSort>) -> Model {
        Model {
            id: SavedSearchId(Uuid::nil()),
            account_id: AccountId(Uuid::nil()),
            search: search.to_owned(),
            filter,
            sort,
            locale: Locale::En,
            digest: String::new(),
            letters: false,
            seen_at: Timestamp(0),
            news_since: Timestamp(0),
            lettered_since: None,
            lettered_at: None,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn an_address_is_written_as_the_storefront_writes_it() {
        let filter = SavedFilter { min_price: Some(2_000), max_price: Some(5_050), ..SavedFilter::default() };
        let shops = ["a".to_owned(), "b".to_owned()];
        let of = |saved: &Model, category: &str, shops: &[String]| query(saved, category, shops, Currency::Gbp);
        let full = saved("tea bowl", SavedFilter { available: Some(true), ..filter }, Some(SavedSort::PriceAsc));
        assert_eq!(
            of(&full, "ceramics", &shops),
            "?q=tea%20bowl&category=ceramics&shop=a&shop=b&price=20-50.50&available=1&sort=price"
        );
        let open = SavedFilter { max_price: Some(900), ..SavedFilter::default() };
        assert_eq!(of(&saved("điện", open, None), "", &[]), "?q=%C4%91i%E1%BB%87n&price=-9");
        assert_eq!(of(&saved("", SavedFilter::default(), None), "", &[]), "");
    }
}
