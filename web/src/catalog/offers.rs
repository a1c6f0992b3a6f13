//! The same article at other shops. It is asked for with the suggestions of a product's page and shown before them
//! (`recommendations`): so it costs neither a question nor a module of its own, and the first page's module nothing.

use super::{CardRating, Price, stars};
use crate::{
    data::{MoneyFields, schema},
    i18n::{use_language, use_locale},
    paths,
    reputation::{Badge, ShopStandingLevel},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use std::collections::HashSet;

/// Offers that are shown: as many as the API knows of one variant.
const MOST: usize = 20;

/// A product, as far as others sell it too.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Product")]
pub(crate) struct OfferedElsewhere {
    variants: Vec<MatchedVariant>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ProductVariant")]
struct MatchedVariant {
    at_other_shops: Vec<OfferFields>,
}

/// A variant that another shop sells.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ProductVariant")]
pub(crate) struct OfferFields {
    id: cynic::Id,
    title: String,
    price: MoneyFields,
    available_quantity: i32,
    product: OfferedProduct,
}

/// The product that it is of.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
struct OfferedProduct {
    id: cynic::Id,
    slug: String,
    title: String,
    shop: OfferingShop,
    rating: CardRating,
}

/// Who sells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
struct OfferingShop {
    slug: String,
    name: String,
    standing_level: ShopStandingLevel,
}

impl OfferedElsewhere {
    /// Each offer once: what can be bought now first, and else in the order of the variants that it matches.
    pub(crate) fn offers(self) -> Vec<OfferFields> {
        let mut seen = HashSet::new();
        let all = self.variants.into_iter().flat_map(|variant| variant.at_other_shops);
        let mut offers: Vec<OfferFields> = all.filter(|offer| seen.insert(offer.id.inner().to_owned())).collect();
        // Stable: of each variant the cheapest stays first.
        offers.sort_by_key(|offer| offer.available_quantity <= 0);
        offers.truncate(MOST);
        offers
    }
}

impl OfferFields {
    /// The id of the product that it is of.
    pub(crate) fn product_id(&self) -> &str {
        self.product.id.inner()
    }
}

/// The offers, of which there is one at least.
#[component]
pub(crate) fn Offers(
    /// In their order.
    offers: Vec<OfferFields>,
) -> impl IntoView {
    let lang = use_language();
    let items = offers.into_iter().map(|offer| view! { <li><OfferView offer /></li> }).collect_view();
    view! {
        <section class="elsewhere" aria-labelledby="elsewhere-title">
            <h2 id="elsewhere-title">{text!(lang, catalog.elsewhere)}</h2>
            <p class="fine">{text!(lang, catalog.elsewhere_note)}</p>
            <ul>{items}</ul>
        </section>
    }
    .sealed()
}

/// What it is called there, who sells it, what it costs, and whether it can be bought.
#[component]
fn OfferView(offer: OfferFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OfferFields { id, title: choice, price, available_quantity, product } = offer;
    let OfferedProduct { slug, title, shop, rating, .. } = product;
    let OfferingShop { slug: shop_slug, name, standing_level } = shop;
    let path = paths::product(locale, &slug);
    // A variant without options is called as its product is, and needs no choosing there.
    let choice = (choice != title).then_some(choice);
    let path = if choice.is_some() { format!("{path}?variant={}", id.inner()) } else { path };
    let by = text!(lang, catalog.by_shop, shop = name);
    let stars = stars(&rating).map(|stars| view! { <p class="stars" inner_html=stars></p> });
    let (class, stock) = if available_quantity > 0 {
        ("in-stock", text!(lang, catalog.in_stock))
    } else {
        ("sold-out", text!(lang, catalog.sold_out))
    };
    view! {
        <div>
            <h3><a href=path>{title}</a></h3>
            {choice.map(|choice| view! { <p class="choice">{choice}</p> })}
            <p class="fine"><a href=paths::shop(locale, &shop_slug)>{by}</a></p>
            <Badge level=standing_level />
            {stars}
        </div>
        <p class="cost">
            <Price price />
            <span class=class>{stock}</span>
        </p>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::scalars::{CurrencyCode, Decimal};

    fn offer(id: &str, left: i32) -> OfferFields {
        OfferFields {
            id: cynic::Id::new(id),
            title: id.to_owned(),
            price: MoneyFields {
                amount: Decimal("1.00".into()),
                currency_code: CurrencyCode::Gbp,
                approximate_text: None,
            },
            available_quantity: left,
            product: OfferedProduct {
                id: cynic::Id::new(format!("product of {id}")),
                slug: id.to_owned(),
                title: id.to_owned(),
                shop: OfferingShop {
                    slug: "otter".to_owned(),
                    name: "Otter".to_owned(),
                    standing_level: ShopStandingLevel::Standard,
                },
                rating: CardRating { average: None, count: 0 },
            },
        }
    }

    fn shown(variants: Vec<Vec<OfferFields>>) -> Vec<String> {
        let variants = variants.into_iter().map(|at_other_shops| MatchedVariant { at_other_shops }).collect();
        OfferedElsewhere { variants }.offers().into_iter().map(|offer| offer.id.into_inner()).collect()
    }

    #[test]
    fn each_offer_stands_once_and_what_can_be_bought_comes_first() {
        let variants = vec![vec![offer("large", 2), offer("gone", 0)], vec![offer("small", 1), offer("large", 2)]];
        assert_eq!(shown(variants), ["large", "small", "gone"]);
        assert_eq!(shown(Vec::new()), Vec::<String>::new());
    }

    #[test]
    fn no_more_are_shown_than_of_one_variant() {
        let many = |from: usize| -> Vec<OfferFields> {
            (from..from + MOST).map(|number| offer(&number.to_string(), 1)).collect()
        };
        assert_eq!(shown(vec![many(0), many(MOST)]).len(), MOST);
    }
}
