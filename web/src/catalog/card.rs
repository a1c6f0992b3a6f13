//! A product as it stands in lists.

use super::PriceRange;
use crate::{
    data::{ImageFields, MoneyRangeFields, schema},
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Picture, Seal},
    wishlists::Heart,
};
use leptos::prelude::*;
use shared::format::{integer, tenths};

/// What a card shows of a product.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
pub struct ProductCardFields {
    /// Its id.
    pub id: cynic::Id,
    /// The address.
    pub slug: String,
    /// The name.
    pub title: String,
    /// The first picture.
    pub image: Option<ImageFields>,
    /// Who sells it.
    pub shop: CardShop,
    /// Lowest and highest price of its variants.
    pub price_range: MoneyRangeFields,
    /// What they were before.
    pub compare_at_price_range: Option<MoneyRangeFields>,
    /// Whether any variant can be bought.
    pub available: bool,
    /// Whether it is on the visitor's list.
    pub in_wishlist: bool,
    /// What buyers said.
    pub rating: CardRating,
}

/// Who sells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct CardShop {
    /// The shop's name.
    pub name: String,
}

/// What buyers said.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Rating")]
pub struct CardRating {
    /// The mean of 1 to 5 stars; none without reviews.
    pub average: Option<f64>,
    /// How many reviews.
    pub count: i32,
}

/// Stars and count, drawn and said; none without reviews. As text: it holds figures and words of this site alone, and the
/// types of its elements would weigh more in the first page's module.
pub(crate) fn stars(rating: &CardRating) -> Option<String> {
    let (lang, locale) = (use_language(), use_locale());
    let average = rating.average.filter(|_| rating.count > 0)?;
    // Averages lie between 1 and 5: tenths fit any integer.
    #[expect(clippy::cast_possible_truncation, reason = "between 10 and 50")]
    let average = tenths((average * 10.0).round() as i64, locale);
    let count = integer(i64::from(rating.count), locale);
    let label = text!(lang, catalog.rating, average = average.clone(), count = count.clone());
    Some(format!(
        "<span aria-hidden=\"true\">★ {average} ({count})</span><span class=\"visually-hidden\">{label}</span>"
    ))
}

/// The products of a list.
#[component]
pub fn ProductGrid(
    /// In their order.
    products: Vec<ProductCardFields>,
    /// How many of the first are seen at once: their pictures load first.
    #[prop(optional)]
    above_fold: usize,
) -> impl IntoView {
    let cards = products
        .into_iter()
        .enumerate()
        .map(|(index, product)| view! { <li class="card"><ProductCard product eager=index < above_fold /></li> })
        .collect_view();
    view! { <ul class="grid">{cards}</ul> }.fixed()
}

/// One product: picture, name, shop, price. The name is the link, and its reach is the whole card.
#[component]
pub fn ProductCard(
    /// The product.
    product: ProductCardFields,
    /// Whether its picture is seen at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ProductCardFields {
        id,
        slug,
        title,
        image,
        shop,
        price_range,
        compare_at_price_range,
        available,
        in_wishlist,
        rating,
    } = product;
    let stars = stars(&rating).map(|stars| view! { <p class="stars" inner_html=stars></p> });
    view! {
        <article>
            <Picture image name=title.clone() eager decorative=true />
            <h3><a href=paths::product(locale, &slug)>{title.clone()}</a></h3>
            <p class="maker">{text!(lang, catalog.by_shop, shop = shop.name)}</p>
            {stars}
            <p class="cost">
                <PriceRange range=price_range compare_at=compare_at_price_range />
                {(!available).then(|| view! { <span class="sold-out">{text!(lang, catalog.sold_out)}</span> })}
            </p>
            <Heart product=id.into_inner() title kept=in_wishlist />
        </article>
    }
    .fixed()
}
