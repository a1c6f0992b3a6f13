//! What search engines read of a product (schema.org): the product, or the group of its variants, with offers, delivery,
//! terms of return and warranty. The server alone writes it, from a question of its own.

use super::fields::{OptionFields, ProductStatus};
use crate::{
    catalog::listing::breadcrumb_list,
    data::{
        ImageFields, MoneyFields,
        scalars::{DateTime, LanguageCode},
        schema, send, use_transport,
    },
    i18n::use_locale,
    page::{Page, use_page},
    paths,
    policies::{DeliveryKind, FactFields, ReturnPostage},
    ui::{Crumb, JsonLd},
};
use cynic::QueryBuilder;
use leptos::{prelude::*, tachys::reactive_graph::OwnedView};
use serde_json::{Value, json};
use shared::{CountryCode, Locale};

#[derive(cynic::QueryVariables)]
struct OfferVariables {
    slug: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OfferVariables")]
struct OfferQuery {
    #[arguments(slug: $slug)]
    product: Option<OfferedProduct>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Product")]
struct OfferedProduct {
    id: cynic::Id,
    slug: String,
    title: String,
    #[arguments(format: PLAIN)]
    description: String,
    status: ProductStatus,
    shop: OfferedBy,
    images: Vec<ImageFields>,
    rating: OfferedRating,
    #[arguments(first: 3, filter: { verified: true })]
    reviews: Said,
    options: Vec<OptionFields>,
    variants: Vec<OfferedVariant>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Rating")]
struct OfferedRating {
    average: Option<f64>,
    count: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewConnection")]
struct Said {
    nodes: Vec<SaidOnce>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Review")]
struct SaidOnce {
    author_name: Option<String>,
    stars: i32,
    title: String,
    body: String,
    language: LanguageCode,
    refunded: bool,
    written_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ProductVariant")]
struct OfferedVariant {
    id: cynic::Id,
    sku: Option<String>,
    title: String,
    price: MoneyFields,
    available_quantity: i32,
    image: Option<ImageFields>,
    selected_options: Vec<Selected>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SelectedOption")]
struct Selected {
    name: String,
    value: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
struct OfferedBy {
    slug: String,
    name: String,
    country_code: Option<String>,
    policies: Option<FactFields>,
    delivery_options: Vec<Sent>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryOption")]
struct Sent {
    kind: DeliveryKind,
    price: MoneyFields,
    min_days: i32,
    max_days: i32,
    countries: Option<Vec<String>>,
}

/// The blocks of a product's page.
pub(super) fn written(slug: String, trail: Vec<Crumb>) -> impl IntoView + use<> {
    let (transport, page, locale) = (use_transport(), use_page(), use_locale());
    Suspend::new(async move {
        let answer = send(&transport, OfferQuery::build(OfferVariables { slug })).await;
        let product = answer.ok().and_then(|answer| answer.product);
        let origin = page.origin.clone();
        OwnedView::new(view! {
            {product.map(|product| view! { <JsonLd data=move || described(&product, &page, locale) /> })}
            <JsonLd data=move || breadcrumb_list(&origin, trail.into_iter()) />
        })
    })
}

/// A `Product`; where there are several variants, a `ProductGroup` with a `Product` for each.
fn described(product: &OfferedProduct, Page { origin, .. }: &Page, locale: Locale) -> Value {
    let url = format!("{origin}{}", paths::product(locale, &product.slug));
    let images = product.images.iter().filter_map(|image| image.url.as_ref()).map(|url| absolute(origin, url));
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": url,
        "description": product.description.split_whitespace().collect::<Vec<_>>().join(" "),
        "brand": { "@type": "Brand", "name": product.shop.name },
        "image": images.collect::<Vec<_>>(),
    });
    if let (Some(average), true) = (product.rating.average, product.rating.count > 0) {
        value["aggregateRating"] =
            json!({ "@type": "AggregateRating", "ratingValue": average, "reviewCount": product.rating.count });
        // Those that count, of somebody who has a name: a review without an author is none to search engines.
        let told = product.reviews.nodes.iter().filter(|review| !review.refunded);
        let told = told.filter_map(review).collect::<Vec<_>>();
        value["review"] = if told.is_empty() { Value::Null } else { Value::Array(told) };
    }
    // What is archived has no offer.
    let offered = product.status != ProductStatus::Archived;
    let terms = format!("{origin}{}", paths::shop_policies(locale, &product.shop.slug));
    match &product.variants[..] {
        [only] => {
            value["sku"] = json!(only.sku);
            if offered {
                value["offers"] = offer(only, &product.shop, &url, &terms);
            }
        }
        variants => {
            value["@type"] = json!("ProductGroup");
            value["productGroupID"] = json!(product.id.inner());
            value["variesBy"] = json!(product.options.iter().map(|option| &option.name).collect::<Vec<_>>());
            let variant = |variant: &OfferedVariant| {
                let url = format!("{url}?variant={}", variant.id.inner());
                let options = variant.selected_options.iter();
                let image = variant.image.as_ref().and_then(|image| image.url.as_ref());
                let mut described = json!({
                    "@type": "Product",
                    "name": format!("{} · {}", product.title, variant.title),
                    "url": url,
                    "sku": variant.sku,
                    "image": image.map(|url| absolute(origin, url)),
                    "additionalProperty": options
                        .map(|Selected { name, value }| json!({ "@type": "PropertyValue", "name": name, "value": value }))
                        .collect::<Vec<_>>(),
                });
                if offered {
                    described["offers"] = offer(variant, &product.shop, &url, &terms);
                }
                described
            };
            value["hasVariant"] = variants.iter().map(variant).collect();
        }
    }
    without_nulls(value)
}

fn review(review: &SaidOnce) -> Option<Value> {
    let name = review.author_name.as_ref()?;
    Some(json!({
        "@type": "Review",
        "author": { "@type": "Person", "name": name },
        "datePublished": review.written_at.as_ref().and_then(|at| at.0.get(..10)),
        "inLanguage": Locale::from(review.language).as_str(),
        "name": Some(&review.title).filter(|title| !title.is_empty()),
        "reviewBody": review.body,
        "reviewRating": { "@type": "Rating", "ratingValue": review.stars, "bestRating": 5, "worstRating": 1 },
    }))
}

fn offer(variant: &OfferedVariant, shop: &OfferedBy, url: &str, terms: &str) -> Value {
    let price = variant.price.money();
    let availability = if variant.available_quantity > 0 { "InStock" } else { "OutOfStock" };
    let facts = shop.policies.as_ref();
    json!({
        "@type": "Offer",
        "url": url,
        "sku": variant.sku,
        "price": price.amount(),
        "priceCurrency": price.currency.as_str(),
        "availability": format!("https://schema.org/{availability}"),
        "seller": { "@type": "Organization", "name": shop.name },
        "shippingDetails": shipping(shop),
        "hasMerchantReturnPolicy": facts.and_then(|facts| returns(facts, shop, terms)),
        "warranty": facts.and_then(|facts| facts.warranty_months).filter(|months| *months > 0).map(|months| json!({
            "@type": "WarrantyPromise",
            "durationOfWarranty": { "@type": "QuantitativeValue", "value": months, "unitCode": "MON" },
        })),
    })
}

/// The days that count in a delivery's time.
const WORKING_DAYS: [&str; 5] = [
    "https://schema.org/Monday",
    "https://schema.org/Tuesday",
    "https://schema.org/Wednesday",
    "https://schema.org/Thursday",
    "https://schema.org/Friday",
];

/// How it is sent: what a shop names no countries for goes to all that the storefront offers.
fn shipping(shop: &OfferedBy) -> Vec<Value> {
    let sent = shop.delivery_options.iter().filter(|option| option.kind != DeliveryKind::Pickup);
    let details = sent.map(|option| {
        let price = option.price.money();
        let countries =
            option.countries.clone().unwrap_or_else(|| CountryCode::OFFERED.iter().map(ToString::to_string).collect());
        // A region has one country: several are several regions.
        let regions = countries.iter().map(|country| json!({ "@type": "DefinedRegion", "addressCountry": country }));
        json!({
            "@type": "OfferShippingDetails",
            "shippingRate": {
                "@type": "MonetaryAmount", "value": price.amount(), "currency": price.currency.as_str(),
            },
            "shippingDestination": regions.collect::<Vec<_>>(),
            "deliveryTime": {
                "@type": "ShippingDeliveryTime",
                "businessDays": { "@type": "OpeningHoursSpecification", "dayOfWeek": WORKING_DAYS },
                "transitTime": {
                    "@type": "QuantitativeValue",
                    "minValue": option.min_days,
                    "maxValue": option.max_days,
                    "unitCode": "DAY",
                },
            },
        })
    });
    details.collect()
}

fn returns(facts: &FactFields, shop: &OfferedBy, terms: &str) -> Option<Value> {
    let days = facts.return_days?;
    let category = if days > 0 { "MerchantReturnFiniteReturnWindow" } else { "MerchantReturnNotPermitted" };
    let fees = facts.return_postage.filter(|_| days > 0).map(|postage| match postage {
        ReturnPostage::Shop => "https://schema.org/FreeReturn",
        ReturnPostage::Buyer => "https://schema.org/ReturnFeesCustomerResponsibility",
    });
    Some(json!({
        "@type": "MerchantReturnPolicy",
        "applicableCountry": CountryCode::OFFERED.map(|country| country.to_string()),
        "returnPolicyCountry": shop.country_code,
        "returnPolicyCategory": format!("https://schema.org/{category}"),
        "merchantReturnDays": (days > 0).then_some(days),
        "returnMethod": (days > 0).then_some("https://schema.org/ReturnByMail"),
        "returnFees": fees,
        "merchantReturnLink": terms,
    }))
}

/// A property without a value is left out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

fn absolute(origin: &str, url: &str) -> String {
    if url.starts_with('/') { format!("{origin}{url}") } else { url.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_value_is_left_out() {
        let value = json!({ "a": null, "b": [{ "c": null, "d": 1 }], "e": { "f": null } });
        assert_eq!(without_nulls(value), json!({ "b": [{ "d": 1 }], "e": {} }));
    }
}
