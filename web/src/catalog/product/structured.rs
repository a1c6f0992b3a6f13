//! What search engines read of a product (schema.org).

use super::fields::{ProductFields, ProductStatus, VariantFields};
use serde_json::{Value, json};

/// A `Product` with an `Offer` for each variant.
pub(super) fn product(product: &ProductFields, origin: &str, path: &str) -> Value {
    let url = format!("{origin}{path}");
    let images = product.images.iter().filter_map(|image| image.url.as_ref()).map(|url| absolute(origin, url));
    // What is archived has no offer.
    let offered = product.variants.iter().filter(|_| product.status != ProductStatus::Archived);
    let offers = offered.map(|variant| offer(variant, &url, &product.shop.name)).collect::<Vec<_>>();
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": url,
        "image": images.collect::<Vec<_>>(),
        "offers": offers,
    });
    if let (Some(average), true) = (product.rating.average, product.rating.count > 0) {
        value["aggregateRating"] =
            json!({ "@type": "AggregateRating", "ratingValue": average, "reviewCount": product.rating.count });
    }
    value
}

fn offer(variant: &VariantFields, url: &str, shop: &str) -> Value {
    let price = variant.price.money();
    let availability = if variant.available_quantity > 0 { "InStock" } else { "OutOfStock" };
    json!({
        "@type": "Offer",
        "url": url,
        "sku": variant.sku,
        "price": price.amount(),
        "priceCurrency": price.currency.as_str(),
        "availability": format!("https://schema.org/{availability}"),
        "seller": { "@type": "Organization", "name": shop },
    })
}

fn absolute(origin: &str, url: &str) -> String {
    if url.starts_with('/') { format!("{origin}{url}") } else { url.to_owned() }
}
