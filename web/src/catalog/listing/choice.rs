//! What a visitor chose of a list. It stands in the address, so it can be shared, and works without script.

use super::{
    price::{PriceBounds, RefusedPrice},
    query::ProductFilter,
};
use crate::{
    data::{scalars::Decimal, schema},
    paths::encode,
};
use leptos_router::params::ParamsMap;

/// How many products stand on a page.
pub(super) const PAGE_SIZE: i32 = 24;

/// How a list is ordered.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductSort {
    /// What fits the search best.
    Relevance,
    /// What came in last.
    Newest,
    /// The cheapest first.
    PriceAsc,
    /// The dearest first.
    PriceDesc,
    /// By name.
    Title,
}

impl ProductSort {
    /// Every order, as they are offered.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::PriceAsc, Self::PriceDesc, Self::Title];

    /// The value in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::PriceAsc => "price",
            Self::PriceDesc => "price-down",
            Self::Title => "name",
        }
    }
}

/// The choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The text that is searched for.
    pub text: String,
    /// A category's slug, on the search page.
    pub category: String,
    /// Shops' slugs.
    pub shops: Vec<String>,
    /// A price range in units of the site's currency.
    pub price: Option<PriceBounds>,
    /// A price range that cannot be; it does not narrow the list.
    pub refused_price: Option<RefusedPrice>,
    /// Only what can be bought now.
    pub available: bool,
    /// The order; none is the page's own.
    pub sort: Option<ProductSort>,
    /// Where the page begins: after this cursor.
    pub after: Option<String>,
    /// Or before this one.
    pub before: Option<String>,
}

impl Choice {
    /// Reads the address; what is not understood is left out.
    #[must_use]
    pub fn from_query(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
        let sort = text("sort");
        let (price, refused_price) = match PriceBounds::from_query(query) {
            Ok(price) => (price, None),
            Err(refused) => (None, Some(refused)),
        };
        Self {
            text: text("q"),
            category: text("category"),
            shops: query.get_all("shop").unwrap_or_default().into_iter().filter(|shop| !shop.is_empty()).collect(),
            price,
            refused_price,
            available: text("available") == "1",
            sort: ProductSort::ALL.into_iter().find(|known| known.as_str() == sort),
            after: Some(text("after")).filter(|cursor| !cursor.is_empty()),
            before: Some(text("before")).filter(|cursor| !cursor.is_empty()),
        }
    }

    /// The query string of this choice, with `?`; empty for none.
    #[must_use]
    pub fn to_query(&self) -> String {
        let price = self.price.map(|range| range.to_string()).unwrap_or_default();
        let refused = self.refused_price.as_ref();
        let mut pairs: Vec<(&str, &str)> = vec![("q", &self.text), ("category", &self.category)];
        pairs.extend(self.shops.iter().map(|shop| ("shop", shop.as_str())));
        pairs.push(("price", &price));
        pairs.push(("min", refused.map_or("", |refused| &refused.min)));
        pairs.push(("max", refused.map_or("", |refused| &refused.max)));
        pairs.push(("available", if self.available { "1" } else { "" }));
        pairs.push(("sort", self.sort.map_or("", ProductSort::as_str)));
        pairs.push(("after", self.after.as_deref().unwrap_or_default()));
        pairs.push(("before", self.before.as_deref().unwrap_or_default()));
        let mut out = String::new();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.push(if out.is_empty() { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            out.push_str(&encode(value));
        }
        out
    }

    /// The same choice from its first page on.
    #[must_use]
    pub fn from_start(&self) -> Self {
        Self { after: None, before: None, ..self.clone() }
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.category.is_empty() || !self.shops.is_empty() || self.price.is_some() || self.available
    }

    /// The same choice without what narrows it.
    #[must_use]
    pub fn widened(&self) -> Self {
        Self { text: self.text.clone(), sort: self.sort, ..Self::default() }
    }

    /// The API's filter for it.
    #[must_use]
    pub fn filter(&self) -> ProductFilter {
        let price = self.price.unwrap_or_default();
        ProductFilter {
            category: Some(self.category.clone()).filter(|slug| !slug.is_empty()),
            shops: Some(self.shops.clone()).filter(|shops| !shops.is_empty()),
            min_price: price.min().map(Decimal),
            max_price: price.max().map(Decimal),
            available: self.available.then_some(true),
        }
    }

    /// `first` and `last` of the page that is asked for.
    pub(crate) fn window(&self) -> (Option<i32>, Option<i32>) {
        if self.before.is_some() { (None, Some(PAGE_SIZE)) } else { (Some(PAGE_SIZE), None) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Choice {
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            query.insert(name.to_string(), value.to_string());
        }
        Choice::from_query(&query)
    }

    #[test]
    fn a_choice_survives_its_address() {
        let choice = read(&[("q", " tea bowl "), ("shop", "a"), ("shop", "b"), ("price", "20-50"), ("sort", "price")]);
        assert_eq!(choice.to_query(), "?q=tea%20bowl&shop=a&shop=b&price=20-50&sort=price");
        assert_eq!(choice.filter().min_price, Some(Decimal("20".into())));
        assert_eq!(choice.widened().to_query(), "?q=tea%20bowl&sort=price");
    }

    #[test]
    fn a_price_range_that_cannot_be_is_kept_as_it_was_written() {
        let choice = read(&[("min", "50"), ("max", "20"), ("range", "")]);
        assert_eq!(choice.to_query(), "?min=50&max=20");
        assert_eq!(choice.filter(), Choice::default().filter());
        assert_eq!(choice.widened(), Choice::default());
    }

    #[test]
    fn nonsense_in_the_address_is_left_out() {
        assert_eq!(
            read(&[("price", "cheap"), ("sort", "best"), ("available", "yes"), ("shop", "")]),
            Choice::default()
        );
    }
}
